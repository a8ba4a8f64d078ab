import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { at, calendar as cal, told } from '../../test/examples/days.js';
import { lightOf, limitFor, limitTimes, preview, readLimitSettings, type LimitSettings, type Matter } from './limits.js';
import { CHANNELS, KINDS, LIMIT_NAMES, LIMIT_UNITS, URGENCIES, type Kind, type LimitUnit, type Urgency } from './vocabulary.js';

const file = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('../../config/limits.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const settings: LimitSettings = readLimitSettings(file());
const { rules, lights } = settings;
const matter = (kind: Kind, rest: Partial<Matter> = {}): Matter => ({
  kind,
  urgency: 'normal',
  channel: 'phone',
  departments: 'one',
  ...rest,
});
const table = (one: Matter): string[] =>
  LIMIT_NAMES.map((name) => {
    const rule = limitFor(rules, one, name);
    return rule ? `${rule.amount} ${rule.unit}` : '–';
  });

describe('the table of limits', () => {
  it.each<[string, Matter, string[]]>([
    ['critical', matter('complaint', { urgency: 'critical' }), ['30 minutes', '30 minutes', '2 hours', '24 hours']],
    ['enquiry', matter('consultation'), ['1 working-days', '2 duty-hours', '1 working-days', '1 working-days']],
    ['help', matter('help'), ['1 working-days', '2 duty-hours', '1 working-days', '3 working-days']],
    ['suggestion', matter('suggestion'), ['2 working-days', '2 duty-hours', '1 working-days', '5 working-days']],
    ['complaint, one department', matter('complaint'), ['1 working-days', '2 duty-hours', '1 working-days', '5 working-days']],
    [
      'complaint, several departments',
      matter('complaint', { departments: 'several' }),
      ['1 working-days', '2 duty-hours', '1 working-days', '15 working-days'],
    ],
    ['report', matter('report'), ['1 working-days', '2 duty-hours', '–', '15 working-days']],
    ['critical report', matter('report', { urgency: 'critical' }), ['30 minutes', '30 minutes', '–', '24 hours']],
    ['complex matter', matter('complaint', { complex: true }), ['3 working-days', '1 working-days', '2 working-days', '30 calendar-days']],
    ['major project', matter('complaint', { project: true }), ['4 duty-hours', '1 duty-hours', '4 duty-hours', '3 working-days']],
  ])('gives its row to: %s', (_, one, row) => {
    expect(table(one)).toEqual([...row, '2 working-days']);
  });

  it('caps a complex matter at sixty calendar days', () => {
    expect(limitFor(rules, matter('complaint', { complex: true }), 'answer')?.cap).toBe(60);
  });

  it('gives every matter an acceptance, a signature, an answer and a call-back', () => {
    const matters = fc.record<Matter>({
      kind: fc.constantFrom(...KINDS),
      urgency: fc.constantFrom<Urgency[]>(...URGENCIES),
      channel: fc.constantFrom(...CHANNELS),
      complex: fc.boolean(),
      project: fc.boolean(),
      departments: fc.constantFrom<Matter['departments'][]>('one', 'several'),
    });
    fc.assert(
      fc.property(matters, (one) => {
        for (const name of LIMIT_NAMES)
          expect(limitFor(rules, one, name) !== undefined).toBe(name !== 'first-contact' || one.kind !== 'report');
      }),
    );
  });

  it('matches a category by its beginning and never a case without one', () => {
    const narrow = [{ limit: 'answer' as const, when: { category: ['04'] }, amount: 2, unit: 'working-days' as const }];
    expect(limitFor(narrow, matter('complaint', { categoryCode: '0409' }), 'answer')?.amount).toBe(2);
    expect(limitFor(narrow, matter('complaint', { categoryCode: '1004' }), 'answer')).toBeUndefined();
    expect(limitFor(narrow, matter('complaint'), 'answer')).toBeUndefined();
  });
});

describe('the lights', () => {
  it.each<[string, number, LimitUnit, string, string, string, string]>([
    [
      'amber a quarter before the end of plain hours',
      24,
      'hours',
      '2026-11-23 10:00',
      '2026-11-24 04:00',
      '2026-11-24 10:00',
      '2026-11-26 17:30',
    ],
    [
      'amber a quarter of duty time before the end',
      4,
      'duty-hours',
      '2026-11-23 10:00',
      '2026-11-23 14:30',
      '2026-11-23 15:30',
      '2026-11-25 17:30',
    ],
    [
      'a limit of one day is amber when the day of receipt ends',
      1,
      'working-days',
      '2026-11-23 10:00',
      '2026-11-23 17:30',
      '2026-11-24 17:30',
      '2026-11-26 17:30',
    ],
    [
      'five days are amber when a quarter of their duty time is left',
      5,
      'working-days',
      '2026-11-23 10:00',
      '2026-11-27 14:15',
      '2026-11-30 17:30',
      '2026-12-02 17:30',
    ],
    [
      'two days are amber when one is left, which is earlier',
      2,
      'working-days',
      '2026-11-23 17:00',
      '2026-11-24 17:30',
      '2026-11-25 17:30',
      '2026-11-27 17:30',
    ],
    [
      'one working day left looks back over the weekend',
      3,
      'calendar-days',
      '2026-11-27 17:00',
      '2026-11-27 17:30',
      '2026-11-30 17:30',
      '2026-12-02 17:30',
    ],
    ['never before the start', 0, 'working-days', '2026-11-23 10:00', '2026-11-23 10:00', '2026-11-23 17:30', '2026-11-25 17:30'],
  ])('%s', (_, amount, unit, start, amber, end, red) => {
    const times = limitTimes(cal, lights, { amount, unit, startedAt: at(start) });
    expect([told(times.amberAt), told(times.dueAt), told(times.redAt)]).toEqual([amber, end, red]);
  });

  it('moves amber with a pause and with an extension', () => {
    const hours = { amount: 8, unit: 'hours' as const, startedAt: at('2026-11-23 10:00') };
    const pauses = [
      { from: at('2026-11-23 11:00'), to: at('2026-11-23 13:00') },
      { from: at('2026-11-23 12:00'), to: at('2026-11-23 14:00') },
    ];
    expect(told(limitTimes(cal, lights, { ...hours, pauses }).amberAt)).toBe('2026-11-23 19:00');
    expect(told(limitTimes(cal, lights, { ...hours, extraWorkingDays: 1 }).amberAt)).toBe('2026-11-24 14:15');
  });

  it('keeps amber between start and end and red after both, whatever the limit', () => {
    const limit = fc.record({
      amount: fc.integer({ min: 0, max: 60 }),
      unit: fc.constantFrom(...LIMIT_UNITS),
      after: fc.nat(500_000),
      extraWorkingDays: fc.nat(10),
    });
    const pause = fc.array(fc.tuple(fc.integer({ min: -500, max: 20_000 }), fc.nat(9_000)), { maxLength: 3 });
    fc.assert(
      fc.property(limit, pause, ({ after, ...rest }, spans) => {
        const startedAt = at('2026-01-01 00:00') + after * 60_000;
        const pauses = spans.map(([from, length]) => ({ from: startedAt + from * 60_000, to: startedAt + (from + length) * 60_000 }));
        const { amberAt, dueAt, redAt } = limitTimes(cal, lights, { ...rest, startedAt, pauses });
        expect(startedAt <= amberAt && amberAt <= Math.max(startedAt, dueAt) && dueAt < redAt).toBe(true);
        expect([amberAt, dueAt, redAt].every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('is in time to the millisecond, then yellow, then red', () => {
    const times = { amberAt: 100, dueAt: 200, redAt: 300 };
    expect([99, 100, 200, 201, 299, 300].map((now) => lightOf(now, times))).toEqual(['green', 'amber', 'amber', 'yellow', 'yellow', 'red']);
  });
});

describe('a preview', () => {
  it('shows the limits of the dated examples, without the call-back', () => {
    for (const [day, end] of [
      ['2026-02-13', '2026-02-27'],
      ['2026-04-30', '2026-05-11'],
      ['2026-09-24', '2026-10-09'],
    ] as const) {
      const shown = preview(rules, cal, lights, matter('complaint'), at(`${day} 10:00`));
      expect(shown.map(({ name }) => name)).toEqual(['acceptance', 'sign', 'first-contact', 'answer']);
      expect(shown.at(-1)).toMatchObject({
        name: 'answer',
        unit: 'working-days',
        amount: 5,
        dueAt: at(`${end} 17:30`),
        provisional: false,
      });
    }
  });
});

describe('the settings file', () => {
  it.each<[string, (json: Record<string, unknown>) => unknown]>([
    ['version: wanted', (json) => ({ ...json, version: '1' })],
    ['validFrom: wanted a day', (json) => ({ ...json, validFrom: '2024-13-01' })],
    ['rules[0].unit: wanted one of minutes', (json) => ({ ...json, rules: [{ limit: 'answer', when: {}, amount: 1, unit: 'days' }] })],
    [
      'rules[0].when.kind[1]: wanted one of',
      (json) => ({ ...json, rules: [{ limit: 'answer', when: { kind: ['help', 'bribe'] }, amount: 1, unit: 'hours' }] }),
    ],
    [
      'rules[0].when.channel: wanted a list',
      (json) => ({ ...json, rules: [{ limit: 'answer', when: { channel: [] }, amount: 1, unit: 'hours' }] }),
    ],
    [
      'rules[0].when.catgory: wanted no such field',
      (json) => ({ ...json, rules: [{ limit: 'answer', when: { catgory: ['01'] }, amount: 1, unit: 'hours' }] }),
    ],
    ['rules[0].amount: wanted a whole number', (json) => ({ ...json, rules: [{ limit: 'answer', when: {}, amount: 0.5, unit: 'hours' }] })],
    ['rules: wanted a last row for acceptance', (json) => ({ ...json, rules: [{ limit: 'answer', when: {}, amount: 1, unit: 'hours' }] })],
    [
      'lights.amberShare: wanted a number from 0 to 1',
      (json) => ({ ...json, lights: { amberShare: 25, amberWorkingDays: 1, redWorkingDays: 2 } }),
    ],
    ['return: wanted an object', (json) => ({ ...json, return: undefined })],
    ['settings: wanted an object', () => []],
  ])('is refused with the path of the first bad field: %s', (message, spoil) => {
    expect(() => readLimitSettings(spoil(file()))).toThrow(message);
  });
});
