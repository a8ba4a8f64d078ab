import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { mayHandle, route, type Department, type Precedent, type RoutingFacts, type RoutingRule } from './routing.js';

const department = (code: string, level: Department['level'] = 'city', parentCode?: string, active = true): Department => ({
  code,
  level,
  active,
  ...(parentCode ? { parentCode } : {}),
});
const departments = [
  department('government'),
  department('market', 'city', 'government'),
  department('market-jiutai', 'county', 'market'),
  department('market-kalun', 'county', 'market-jiutai'),
  department('tax', 'city', 'government'),
  department('urban'),
  department('dev-zone', 'zone'),
  department('closed-office', 'city', undefined, false),
];
const facts = (rest: Partial<RoutingFacts> = {}): RoutingFacts => ({ text: '对我店罚款', channel: 'phone', accusation: false, ...rest });
const rule = (id: string, lead: string, rest: Partial<RoutingRule> = {}): RoutingRule => ({
  id,
  lead,
  keywords: ['罚款'],
  confidence: 0.95,
  note: '',
  ...rest,
});
const asked = (rules: RoutingRule[], rest: Partial<RoutingFacts> = {}, history: Precedent[] = []) =>
  route(rules, facts(rest), departments, history, { auto: 0.9 });
const earlier = (lead: string, caseNumber: string, returned = false, score = 0.8): Precedent => ({ lead, caseNumber, returned, score });

describe('routing', () => {
  it('goes by itself on one sure rule and says which rule and which facts', () => {
    const found = asked([rule('r12', 'market', { category: ['04'], assists: ['tax'] })], { categoryCode: '0401' });
    expect(found.auto).toMatchObject({
      lead: 'market',
      assists: ['tax'],
      confidence: 0.95,
      source: 'rule',
      rule: 'r12',
      reason: 'rule:r12 category:04 keyword:罚款',
    });
    expect(found.suggestions).toEqual([found.auto]);
  });

  it('finds a keyword written full-width or in capitals', () => {
    expect(asked([rule('r1', 'market', { keywords: ['app'] })], { text: '用ＡＰＰ缴费' }).auto?.lead).toBe('market');
  });

  it('wants every condition, and one entry of each', () => {
    const rules = [
      rule('r1', 'market', { category: ['04', '08'], channel: ['web'], size: ['micro'], region: ['kalun'], accused: ['market'] }),
    ];
    const all = { categoryCode: '0801', channel: 'web', size: 'micro', region: 'kalun', accusedDepartmentCode: 'market' } as const;
    expect(asked(rules, all).auto?.lead).toBe('market');
    for (const other of [
      { categoryCode: '0101' },
      { channel: 'phone' },
      { size: 'large' },
      { region: 'kal' },
      { accusedDepartmentCode: 'tax' },
      { text: '态度' },
    ] as const)
      expect(asked(rules, { ...all, ...other }).suggestions.filter(({ source }) => source === 'rule')).toEqual([]);
  });

  it('leaves it to the dispatcher when nothing matches, and has no default', () => {
    expect(asked([rule('r1', 'market')], { text: '态度恶劣' })).toEqual({ suggestions: [], conflicts: [], broken: [] });
  });

  it('leaves it to the dispatcher when it is not sure enough', () => {
    const found = asked([rule('r1', 'market', { confidence: 0.89 })]);
    expect([found.auto, found.suggestions[0]?.lead]).toEqual([undefined, 'market']);
  });

  it('leaves it to the dispatcher when two rules disagree, however sure both are', () => {
    const found = asked([rule('r1', 'urban'), rule('r2', 'tax')]);
    expect([found.auto, found.suggestions.map(({ lead }) => lead)]).toEqual([undefined, ['urban', 'tax']]);
  });

  it('joins two rules of one mind: the assists of both, the surer confidence', () => {
    const found = asked([rule('r1', 'urban', { confidence: 0.6, assists: ['tax'] }), rule('r2', 'urban', { assists: ['market'] })]);
    expect(found.auto).toMatchObject({ lead: 'urban', assists: ['tax', 'market'], confidence: 0.95, rule: 'r1' });
  });

  it('lets the city lead where a rule for the county matches first', () => {
    const found = asked([rule('r1', 'market-jiutai'), rule('r2', 'market')]);
    expect(found.auto).toMatchObject({ lead: 'market', assists: ['market-jiutai'], rule: 'r2' });
    expect(found.auto?.reason).toContain('overlap:market-jiutai');
  });
});

describe('an accusation', () => {
  const against = { accusation: true, accusedDepartmentCode: 'market' };

  it('never goes to the accused, not even by a rule that says so', () => {
    const found = asked([rule('r1', '@accused')], against);
    expect(found.conflicts).toEqual([{ departmentCode: 'market', reason: 'accused' }]);
    expect(found.auto).toBeUndefined();
    expect(found.suggestions.map(({ lead, source }) => [lead, source])).toEqual([['government', 'accused']]);
  });

  it('does not go two steps below the accused, nor there as an assist', () => {
    const found = asked([rule('r1', 'market-kalun'), rule('r2', 'tax', { assists: ['market-jiutai', 'urban'] })], against);
    expect(found.suggestions[0]).toMatchObject({ lead: 'tax', assists: ['urban'] });
    expect(found.conflicts).toEqual([
      { departmentCode: 'market-kalun', reason: 'below-accused' },
      { departmentCode: 'market-jiutai', reason: 'below-accused' },
    ]);
    expect(found.auto).toBeUndefined();
  });

  it('goes to the one above the accused when the rule says so', () => {
    expect(asked([rule('r1', '@accused-parent')], { ...against, accusedDepartmentCode: 'market-kalun' }).auto?.lead).toBe('market-jiutai');
  });

  it('against nobody known goes nowhere by itself, for it might go to the accused', () => {
    const found = asked([rule('r1', 'market')], { accusation: true });
    expect([found.auto, found.suggestions[0]?.lead]).toEqual([undefined, 'market']);
  });

  it('that is no accusation may go to the department it is about', () => {
    expect(asked([rule('r1', '@accused')], { accusedDepartmentCode: 'market' }).auto?.lead).toBe('market');
  });

  it('is not suggested to the accused by earlier cases either', () => {
    const found = asked([], against, [earlier('market', '20260101000001'), earlier('tax', '20260101000002')]);
    expect(found.suggestions.map(({ lead }) => lead)).toEqual(['tax', 'government']);
  });

  it('is kept from the accused and everything below it in any tree, loops included', () => {
    const codes = ['a', 'b', 'c', 'd', 'e'];
    const tree = fc.tuple(...codes.map(() => fc.option(fc.constantFrom(...codes), { nil: undefined })));
    fc.assert(
      fc.property(tree, fc.constantFrom(...codes), (parents, accused) => {
        const forest = codes.map((code, i) => department(code, 'city', parents[i]));
        const below = new Set([accused]);
        for (let grown = -1; grown !== below.size;) {
          grown = below.size;
          for (const one of forest) if (one.parentCode && below.has(one.parentCode)) below.add(one.code);
        }
        for (const code of codes) expect(mayHandle(code, accused, true, forest)).toBe(!below.has(code));
        const rules = codes.map((code) => rule(`r-${code}`, code, { assists: codes.filter((other) => other !== code) }));
        const found = route(
          rules,
          facts({ accusation: true, accusedDepartmentCode: accused }),
          forest,
          codes.map((code) => earlier(code, code)),
          { auto: 0 },
        );
        for (const { lead, assists } of found.suggestions) for (const code of [lead, ...assists]) expect(below.has(code)).toBe(false);
      }),
    );
  });
});

describe('earlier cases', () => {
  it('suggest who dealt with them, the likeliest first, and never send by themselves', () => {
    const found = route([], facts(), departments, [earlier('tax', '1'), earlier('urban', '2'), earlier('urban', '3')], { auto: 0 });
    expect(found.suggestions.map(({ lead, reason }) => [lead, reason])).toEqual([
      ['urban', 'history case:2 case:3'],
      ['tax', 'history case:1'],
    ]);
    expect(found.auto).toBeUndefined();
  });

  it('given back lower a rule that would send them there again', () => {
    const found = asked([rule('r1', 'tax')], {}, [earlier('tax', '1', true)]);
    expect(found.auto).toBeUndefined();
    expect(found.suggestions[0]).toMatchObject({ lead: 'tax', source: 'rule', confidence: 0.528, facts: { returned: ['1'] } });
    expect(asked([], {}, [earlier('tax', '1', true)]).suggestions).toEqual([]);
  });
});

describe('a broken rule', () => {
  it.each<[string, Partial<RoutingRule>, string]>([
    ['names no department there is', { lead: 'nobody' }, 'unknown-department:nobody'],
    ['names a department out of service', { lead: 'closed-office' }, 'unknown-department:closed-office'],
    ['has an assist nobody knows', { assists: ['nobody'] }, 'unknown-department:nobody'],
    ['would match everything', { keywords: undefined }, 'no-condition'],
    ['has an empty list', { category: [] }, 'empty-condition:category'],
    ['has a list that is none', { category: '04' as never }, 'empty-condition:category'],
    ['has a number for a keyword', { keywords: ['罚款', 500 as never] }, 'not-a-word:keywords[1]'],
    ['has a blank keyword, which every text holds', { keywords: [' '] }, 'not-a-word:keywords[0]'],
    ['is surer than sure', { confidence: 95 }, 'confidence-out-of-range'],
    ['has words for a confidence', { confidence: '0.9' as never }, 'confidence-out-of-range'],
  ])('is told to its owner and not used: it %s', (_, spoilt, problem) => {
    const found = asked([rule('bad', 'tax', spoilt), rule('good', 'market')]);
    expect(found.broken).toEqual([{ id: 'bad', problem }]);
    expect(found.suggestions.map(({ rule: id }) => id)).toEqual(['good']);
  });

  it('is one that takes the name of another, or finds nobody above the accused', () => {
    expect(asked([rule('r1', 'tax'), rule('r1', 'market')]).broken).toEqual([{ id: 'r1', problem: 'id-used-twice' }]);
    expect(asked([rule('r1', '@accused-parent')], { accusedDepartmentCode: 'urban' }).broken).toEqual([
      { id: 'r1', problem: 'nobody-above-accused' },
    ]);
  });

  it('is not to be found in the catalogue the city starts with', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../config/${name}.json`, import.meta.url), 'utf8'));
    const { rules, auto } = read('routing') as { rules: RoutingRule[]; auto: number };
    const city = (read('departments') as Department[]).map((one) => ({ ...one, active: true }));
    expect(route(rules, facts({ text: '' }), city, [], { auto }).broken).toEqual([]);
  });
});
