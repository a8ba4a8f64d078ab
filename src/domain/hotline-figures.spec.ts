import { type CallTally, type CallTrait, hotlineFigures, type HotlinePolicy, hotlineValueOf, SERVICE_LEVELS } from './hotline-figures.js';

const POLICY: HotlinePolicy = {
  answeredWithinSeconds: 15,
  shortAbandonSeconds: 5,
  serviceLevelOf: 'answered-and-abandoned',
  serviceLevelTarget: 0.95,
};
const NOBODY = { signedIn: 0, busy: 0 };
const ZERO = { waited: 0, talk: 0, held: 0, wrapUp: 0 };
const tally = (calls: number, traits: CallTrait[], sum = ZERO, longest = ZERO): CallTally => ({
  traits: new Set(traits),
  calls,
  sum,
  longest,
});
/** Ten answered in time, two too late, three given up, five voicemails. */
const TALLIES = [
  tally(10, ['inbound', 'answered', 'owed', 'in-time', 'waited'], { ...ZERO, waited: 80 }, { ...ZERO, waited: 14 }),
  tally(2, ['inbound', 'answered', 'owed', 'waited'], { ...ZERO, waited: 60 }, { ...ZERO, waited: 40 }),
  tally(3, ['inbound', 'abandoned', 'owed', 'waited'], { ...ZERO, waited: 90 }, { ...ZERO, waited: 50 }),
  tally(5, ['inbound', 'voicemail']),
];
const value = (key: string, policy = POLICY) =>
  hotlineValueOf(
    hotlineFigures(policy).find((one) => one.key === key)!,
    TALLIES,
    { signedIn: 3600, busy: 900 },
  );

describe('figures of the hall', () => {
  it.each([
    ['answered-and-abandoned', 15],
    ['answered', 12],
    ['calls-in', 20],
  ] as const)('counts the service level of %s', (serviceLevelOf, denominator) => {
    expect(value('service-level', { ...POLICY, serviceLevelOf })).toMatchObject({ numerator: 10, denominator, value: 10 / denominator });
  });

  it('prints another formula for each way to count it, and the seconds in force', () => {
    const formulas = SERVICE_LEVELS.map((serviceLevelOf) => {
      const figures = hotlineFigures({ ...POLICY, serviceLevelOf, answeredWithinSeconds: 20 });
      return figures.find(({ key }) => key === 'service-level')!;
    });
    expect(new Set(formulas.map(({ formula }) => formula)).size).toBe(SERVICE_LEVELS.length);
    expect(formulas.every(({ formula, formulaEn, name }) => [formula, formulaEn, name].every((text) => text.includes('20')))).toBe(true);
  });

  it('gives a mean as sum over count, a maximum as itself, and nothing where there is nothing', () => {
    expect(value('waiting-mean')).toEqual({ value: 230 / 15, numerator: 230, denominator: 15 });
    expect(value('waiting-longest')).toEqual({ value: 50, numerator: 50, denominator: 15 });
    expect(value('occupancy')).toEqual({ value: 0.25, numerator: 900, denominator: 3600 });
    expect(value('tasks-in-time')).toEqual({ value: null, numerator: 0, denominator: 0, small: true });
    const [calls] = hotlineFigures(POLICY);
    expect(hotlineValueOf(calls!, [], NOBODY)).toEqual({ value: 0, numerator: 0, denominator: null });
  });

  it('names every figure once, in both languages', () => {
    const figures = hotlineFigures(POLICY);
    expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
    expect(figures.filter(({ name, nameEn, formula, formulaEn }) => !name || !nameEn || !formula || !formulaEn)).toEqual([]);
  });
});
