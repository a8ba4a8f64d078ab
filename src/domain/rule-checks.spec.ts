import { configJson } from '../platform/settings.js';
import { faultsIn, type Known } from './rule-checks.js';
import { RULE_KINDS } from './rule-proposals.js';

interface Seed {
  code: string;
  children?: Seed[];
}
const codesOf = (list: readonly Seed[]): string[] => list.flatMap(({ code, children }) => [code, ...codesOf(children ?? [])]);
const known: Known = {
  departments: new Set(configJson<Seed[]>('departments.json').map(({ code }) => code)),
  categories: new Set(codesOf(configJson<Seed[]>('categories.json'))),
  measures: new Set(
    configJson<{ versions: { measures: Seed[] }[] }>('investigations.json').versions.flatMap(({ measures }) => codesOf(measures)),
  ),
  samples: {
    city: '九台',
    hotline: '12345',
    caseNumber: '20261102000001',
    link: `https://12345.example.org/survey#${'X'.repeat(43)}`,
  },
};
type Json = Record<string, never> & { rules: never[]; groups: never[] };
const of = (kind: string): Json => structuredClone(configJson<Json>(`${kind}.json`));
const codes = (kind: (typeof RULE_KINDS)[number], content: unknown) =>
  faultsIn(kind, content, known).map(({ path, code, level }) => `${level} ${code} ${path}`);

describe('what is wrong with rules', () => {
  it.each(RULE_KINDS.filter((kind) => kind !== 'categories'))('is nothing in what a city begins with: %s', (kind) => {
    expect(faultsIn(kind, of(kind), known).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    ['cards', 'a ground that names what no card knows', { grounds: { 'overdue-red': '{caseNumber}：{limit}已过' } }, 'unknown-placeholder'],
    ['cards', 'a ground of another rule’s facts', { grounds: { 'untrue-proven': '{limit}' } }, 'unknown-placeholder'],
    ['cards', 'a brace that is not closed', { grounds: { 're-handled': '第 {times 次' } }, 'broken-placeholder'],
    ['cards', 'more days than the calendar has', { overdue: { redAfterWorkingDays: 41 } }, 'too-many-days'],
    ['supervision', 'an urging that names a person', { urging: { text: '{caseNumber} {name}' } }, 'unknown-placeholder'],
    ['supervision', 'a light after half a year', { lights: { redWorkingDays: 120 } }, 'too-many-days'],
  ] as const)('of %s: %s', (kind, _, change, expected) => {
    const content = of(kind) as unknown as Record<string, object>;
    for (const [part, patch] of Object.entries(change)) Object.assign(content[part]!, patch);
    expect(faultsIn(kind, content, known).map(({ code, level }) => `${level} ${code}`)).toEqual([`error ${expected}`]);
  });

  it.each([
    ['an amount that is no whole number', { amount: 1.5 }, 'error malformed rules[0].amount'],
    ['an unknown unit', { unit: 'weeks' }, 'error malformed rules[0].unit'],
    ['a category that does not exist', { when: { category: ['99'] } }, 'error unknown-category rules[0].when.category'],
    ['an answer later than its cap', { limit: 'answer', amount: 61, unit: 'calendar-days', cap: 60 }, 'error over-cap rules[0].amount'],
    ['hours past the cap of extensions', { limit: 'answer', amount: 24 * 400, unit: 'hours' }, 'error over-cap rules[0].amount'],
  ])('of limits: %s', (_, change, expected) => {
    const limits = of('limits') as { rules: object[] };
    limits.rules[0] = { limit: 'answer', when: { urgency: ['critical'] }, amount: 1, unit: 'hours', ...change };
    expect(codes('limits', limits)).toContain(expected);
  });

  it.each([
    ['the same conditions again', { kind: ['report'] }, { kind: ['report'] }, true],
    ['a narrower row after a wider one', { kind: ['report', 'help'] }, { kind: ['help'], complex: true }, true],
    ['a category within a group', { category: ['01'] }, { category: ['0103'] }, true],
    ['a wider row after a narrower one', { kind: ['help'] }, { kind: ['help', 'report'] }, false],
    ['other conditions', { complex: true }, { project: true }, false],
  ])('of limits: a row that never applies, %s', (_, first, second, unreachable) => {
    const limits = of('limits') as { rules: { limit: string; when: object; amount: number; unit: string }[] };
    const row = (when: object) => ({ limit: 'answer', when, amount: 3, unit: 'working-days' });
    limits.rules.unshift(row(first), row(second));
    expect(codes('limits', limits).includes('warning unreachable rules[1]')).toBe(unreachable);
  });

  it('of limits: a name without a row for every other matter', () => {
    const limits = of('limits') as { rules: { limit: string; when: object }[] };
    limits.rules = limits.rules.filter(({ limit, when }) => limit !== 'sign' || Object.keys(when).length > 0);
    expect(codes('limits', limits)).toEqual(['error malformed rules']);
  });

  it.each([
    ['no condition', { category: undefined }, 'no-condition'],
    ['an empty word', { keywords: [' '] }, 'not-a-word'],
    ['a department that is not there', { lead: 'moon' }, 'unknown-department'],
    ['a category that is not there', { category: ['99'] }, 'unknown-category'],
    ['a channel that is not there', { channel: ['pigeon'] }, 'unknown-word'],
    ['a confidence above one', { confidence: 1.2 }, 'confidence-out-of-range'],
    ['an id used twice', { id: 'r02' }, 'id-used-twice'],
  ])('of the dispatch catalogue: %s', (_, change, code) => {
    const routing = of('routing') as unknown as { rules: object[] };
    routing.rules[0] = JSON.parse(JSON.stringify({ ...routing.rules[0], ...change })) as object;
    expect(faultsIn('routing', routing, known).map((fault) => fault.code)).toContain(code);
  });

  it('of categories: one that cases may carry is gone, stands twice, or lies outside its group', () => {
    const node = (code: string, more = {}) => ({ code, name: `类${code}`, nameEn: code, ...more });
    const few: Known = { ...known, categories: new Set(['01', '0101']) };
    const told = (groups: object[]) =>
      faultsIn('categories', { version: 1, validFrom: '2026-01-01', groups }, few).map(({ path, code }) => `${code} ${path}`);
    expect(told([node('01', { children: [node('0101')] })])).toEqual([]);
    expect(told([node('01', { children: [node('0101', { retired: true }), node('0102')] })])).toEqual([]);
    expect(told([node('01', { children: [node('0102')] })])).toEqual(['category-gone groups']);
    expect(told([node('01', { children: [node('0101'), node('0101')] })])).toEqual(['malformed groups[0].children[1].code']);
    expect(told([node('01', { children: [node('0201')] })])).toEqual(['malformed groups[0].children[0].code']);
    expect(told([node('01', { retired: true, children: [node('0101')] })])).toEqual(['malformed groups[0].retired']);
    expect(told([node('01', { name: ' ', children: [node('0101')] })])).toEqual(['malformed groups[0].name']);
  });

  type Texts = { templates: Record<string, { subject: string; text: string }> };
  type Sentences = Record<'statusText' | 'timeline', Record<string, { zh: string; en: string }>>;
  const SIGNED = '【{city}{hotline}】';

  it.each([
    ['closed', `${SIGNED}编号{caseNumber}已办结，{department}`, 'error unknown-placeholder templates.closed.text'],
    ['closed', `${SIGNED}编号{caseNumber}已办结，{name}`, 'error unknown-placeholder templates.closed.text'],
    ['closed', `${SIGNED}编号{caseNumber已办结`, 'error broken-placeholder templates.closed.text'],
    ['closed', `${SIGNED}您反映的事项已办结`, 'error missing-placeholder templates.closed.text'],
    ['survey', `${SIGNED}编号{caseNumber}，请您评价`, 'error missing-placeholder templates.survey.text'],
    ['news', `${SIGNED}编号{caseNumber}有新消息`, 'error unknown-placeholder templates.news.text'],
    ['closed', '编号{caseNumber}已办结', 'error no-signature templates.closed.text'],
    ['closed', `${SIGNED}编号{caseNumber}，请看 www.elsewhere.example`, 'error own-address templates.closed.text'],
    ['closed', `${SIGNED}编号{caseNumber}${'长'.repeat(180)}`, 'warning many-segments templates.closed.text'],
    ['closed', ' ', 'error malformed templates.closed.text'],
  ])('of messages: %s says %j', (name, text, expected) => {
    const notices = of('notices') as unknown as Texts;
    notices.templates[name]!.text = text;
    expect(codes('notices', notices)).toContain(expected);
  });

  it('of messages: a link in a subject, a message nobody sends, one that is gone', () => {
    const notices = of('notices') as unknown as Texts;
    notices.templates['survey']!.subject = '{link}';
    expect(codes('notices', notices)).toEqual(['error unknown-placeholder templates.survey.subject']);
    expect(codes('notices', { ...notices, templates: { ...notices.templates, gossip: notices.templates['news'] } })).toEqual([
      'error malformed templates.gossip',
    ]);
    const { closed: _, ...rest } = notices.templates;
    expect(codes('notices', { ...notices, templates: rest })).toEqual(['error malformed templates.closed']);
  });

  it('of messages: tells in how many parts networks carry one that is long', () => {
    const notices = of('notices') as unknown as Texts;
    const filled = `【九台12345】${known.samples['caseNumber']}`.length;
    const long = (characters: number) => `${SIGNED}{caseNumber}${'长'.repeat(characters - filled)}`;
    const told = (characters: number) => {
      notices.templates['closed']!.text = long(characters);
      return faultsIn('notices', notices, known).map(({ facts }) => facts);
    };
    expect([told(201), told(202)]).toEqual([[], [{ segments: 4, most: 3 }]]);
  });

  it.each([
    [
      'statusText',
      'handling',
      { zh: '{department}办理[，{date}前答复您。', en: '{department}[ by {date}].' },
      'error open-bracket handling.zh',
    ],
    [
      'statusText',
      'handling',
      { zh: '{department}{date}前答复您。', en: '{department}[ by {date}].' },
      'error date-outside-bracket handling.zh',
    ],
    ['statusText', 'handling', { zh: '{name}办理。', en: '{name}.' }, 'error unknown-placeholder handling.zh'],
    ['statusText', 'sealed', { zh: '{department}已接收。', en: 'Received.' }, 'error unknown-placeholder sealed.zh'],
    ['timeline', 'commission.result', { zh: '{department}已办理完毕。', en: 'Done.' }, 'error unknown-placeholder commission.result.zh'],
    ['timeline', 'case.closed', { zh: '已办结[[{date}]]。', en: 'Closed.' }, 'error open-bracket case.closed.zh'],
    ['statusText', 'handling', { zh: '{department}办理。', en: 'Being worked on.' }, 'warning languages-differ handling'],
    ['timeline', 'case.closed', { zh: '', en: 'Closed.' }, 'error malformed case.closed.zh'],
  ] as const)('of tracking: %s %s %j', (part, name, words, expected) => {
    const messages = of('messages') as unknown as Sentences;
    messages[part][name] = { ...words };
    const [level, code, path] = expected.split(' ');
    expect(codes('messages', messages)).toContain(`${level} ${code} ${part}.${path}`);
  });

  it('of groups and scoring: what they name is not there', () => {
    const groups = of('groups') as unknown as { groups: { departments: string[] }[] };
    groups.groups[0]!.departments.push('moon');
    expect(codes('groups', groups)).toEqual(['error unknown-department groups[0].departments']);
    const scoring = of('scoring') as unknown as { measures: Record<string, string[]> };
    scoring.measures['light']!.push('tickling');
    expect(codes('scoring', scoring)).toEqual(['error unknown-measure measures.light']);
  });
});
