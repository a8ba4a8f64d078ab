import fc from 'fast-check';
import { endOfInfluence, formOf, influenceOn, legalMap, refuseSecondPenalty, type StandingMeasure } from './measures.js';
import type { InvestigatedMatter } from './investigation-state.js';
import { addMonths, dayOf } from './time.js';

const at = (day: string): number => Date.parse(`${day}T10:00:00+08:00`);
const ACT: InvestigatedMatter = { departmentCode: 'market', categoryCode: '1001', from: '2026-01-01', to: '2026-01-31' };
const standing = (patch: Partial<StandingMeasure> = {}): StandingMeasure => ({
  measure: 'warning',
  family: 'administrative',
  imposedBy: 'commission',
  decidedAt: at('2026-03-10'),
  endsOn: '2026-09-10',
  matter: ACT,
  ...patch,
});

describe('the influence of a measure', () => {
  it.each([
    ['warning', 6, '2026-03-10', '2026-09-10'],
    ['demerit', 12, '2026-03-10', '2027-03-10'],
    ['major demerit', 18, '2026-03-10', '2027-09-10'],
    ['demotion and removal', 24, '2026-03-10', '2028-03-10'],
    ['a warning on the last of August', 6, '2026-08-31', '2027-02-28'],
    ['a warning before a leap day', 6, '2027-08-31', '2028-02-29'],
  ])('of a %s lasts %i months: decided on %s, ended on %s', (_, months, decided, end) => {
    expect(endOfInfluence({ family: 'administrative', months }, at(decided), [], 48)).toBe(end);
  });

  it('has no period where the measure has none', () => {
    expect(endOfInfluence({ family: 'administrative' }, at('2026-03-10'), [], 48)).toBeNull();
    expect(influenceOn(null, at('2026-03-10'))).toBe('none');
  });

  it('ends by itself at midnight of its day', () => {
    expect(influenceOn('2026-09-10', Date.parse('2026-09-09T23:59:59+08:00'))).toBe('running');
    expect(influenceOn('2026-09-10', Date.parse('2026-09-10T00:00:00+08:00'))).toBe('ended');
  });

  it('of a second penalty of office is counted on from the first, and reaches no further than 48 months', () => {
    const rule = { family: 'administrative' as const, months: 12 };
    expect(endOfInfluence(rule, at('2026-06-10'), [standing()], 48)).toBe('2027-09-10');
    expect(endOfInfluence({ ...rule, months: 24 }, at('2026-06-10'), [standing({ endsOn: '2028-12-10' })], 48)).toBe('2030-06-10');
    expect(endOfInfluence(rule, at('2026-10-10'), [standing()], 48)).toBe('2027-10-10');
    expect(endOfInfluence({ family: 'party', months: 12 }, at('2026-06-10'), [standing()], 48)).toBe('2027-06-10');
  });

  it('never ends before its own months and never after the combined maximum', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 24 }), fc.array(day, { maxLength: 4 }), (decided, months, ends) => {
        const others = ends.map((end) => standing({ endsOn: dayOf(end.getTime()) }));
        const end = endOfInfluence({ family: 'administrative', months }, decided.getTime(), others, 48)!;
        const start = dayOf(decided.getTime());
        expect(end >= addMonths(start, months)).toBe(true);
        expect(end <= addMonths(start, 48)).toBe(true);
      }),
    );
  });
});

describe('a second penalty for the same act', () => {
  it.each<[string, Partial<StandingMeasure>, 'administrative' | 'party' | 'local' | 'first-form', InvestigatedMatter | null, boolean]>([
    ['of the same family', {}, 'administrative', ACT, true],
    ['after one of the employer', { imposedBy: 'employer' }, 'administrative', ACT, true],
    ['for days that overlap', {}, 'administrative', { ...ACT, from: '2026-01-31', to: '2026-03-01' }, true],
    ['for other days', {}, 'administrative', { ...ACT, from: '2026-02-01', to: '2026-03-01' }, false],
    ['for another kind of act', {}, 'administrative', { ...ACT, categoryCode: '0301' }, false],
    ['of the Party beside one of office', {}, 'party', ACT, false],
    ['that is a lighter measure', { family: 'local' }, 'local', ACT, false],
    ['where the act is not named', {}, 'administrative', null, false],
  ])('%s', (_, patch, family, matter, refused) => {
    const ask = () => refuseSecondPenalty(family, matter, [standing(patch)]);
    if (refused) expect(ask).toThrow('investigation.punished-already');
    else expect(ask).not.toThrow();
  });
});

describe('the form a person was met with', () => {
  it('is that of the heaviest measure', () => {
    expect(formOf([])).toBeUndefined();
    expect(formOf([{ form: 1 }, { form: 3 }, { form: 2 }])).toBe(3);
  });
});

describe('the legal map', () => {
  const behaviours = [
    { code: 'b1', name: 'x', nameEn: 'x', categories: ['1001', '1002'], measures: [], article: '政务处分法第三十四条' },
    { code: 'b2', name: 'y', nameEn: 'y', categories: ['0301'], measures: [] },
  ];
  it('offers what is tied to the categories, to those below a group too', () => {
    expect(legalMap(behaviours, ['1001']).map(({ code }) => code)).toEqual(['b1']);
    expect(legalMap(behaviours, ['10']).map(({ code }) => code)).toEqual(['b1']);
    expect(legalMap(behaviours, ['0401'])).toEqual([]);
  });
});
