import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { instantOf, isoOf, type Day, type Instant } from './time.js';
import type { LimitUnit } from './vocabulary.js';
import * as rules from './work-calendar.js';
import type { CityCalendar, Limit, Pause } from './work-calendar.js';

const { holidays, workdays } = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Record<string, Record<Day, string>>;
const DUTY = [
  [540, 720],
  [810, 1050],
] as const;
const entries = [
  ...Object.keys(holidays ?? {}).map((day) => ({ day, kind: 'off' as const })),
  ...Object.keys(workdays ?? {}).map((day) => ({ day, kind: 'work' as const })),
];
const city = rules.calendarOf(entries, [2024, 2025, 2026], DUTY);
const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const told = (instant: Instant): string => isoOf(instant).slice(0, 16).replace('T', ' ');
const due = (limit: Limit, cal: CityCalendar = city): string => told(rules.dueAt(cal, limit).dueAt);

describe('a limit ends', () => {
  it.each<[string, number, LimitUnit, string, string]>([
    ['2026-02-13 10:00', 5, 'working-days', '2026-02-27 17:30', 'Spring Festival off, 14 February and 28 February made up'],
    ['2026-02-13 10:00', 10, 'working-days', '2026-03-05 17:30', 'over two make-up Saturdays'],
    ['2026-04-30 10:00', 5, 'working-days', '2026-05-11 17:30', 'Labour Day off, 9 May made up'],
    ['2026-04-30 10:00', 10, 'working-days', '2026-05-18 17:30', 'Labour Day off, 9 May made up'],
    ['2026-09-24 10:00', 5, 'working-days', '2026-10-09 17:30', 'Mid-autumn and National Day off'],
    ['2026-09-24 10:00', 10, 'working-days', '2026-10-15 17:30', 'and 10 October made up'],
    ['2026-11-23 17:29', 1, 'working-days', '2026-11-24 17:30', 'the last minute of duty is still that day'],
    ['2026-11-23 17:30', 1, 'working-days', '2026-11-25 17:30', 'a receipt at the end of duty is the next working day’s'],
    ['2026-11-23 03:00', 1, 'working-days', '2026-11-24 17:30', 'a receipt before duty is that day’s'],
    ['2026-11-23 12:40', 1, 'working-days', '2026-11-24 17:30', 'a receipt in the noon break is that day’s'],
    ['2026-11-21 10:00', 1, 'working-days', '2026-11-24 17:30', 'a receipt on Saturday is Monday’s'],
    ['2026-09-20 10:00', 1, 'working-days', '2026-09-21 17:30', 'a make-up Sunday is a day like any other'],
    ['2026-11-23 10:00', 0, 'working-days', '2026-11-23 17:30', 'nought working days end with the day of receipt'],
    ['2026-11-23 10:00', 30, 'calendar-days', '2026-12-23 17:30', 'thirty days later'],
    ['2026-09-03 10:00', 30, 'calendar-days', '2026-10-08 17:30', '3 October is off, so the next working day'],
    ['2026-11-20 20:00', 1, 'calendar-days', '2026-11-24 17:30', 'a Friday evening counts as Monday'],
    ['2026-11-21 23:50', 30, 'minutes', '2026-11-22 00:20', 'plain minutes run on a Saturday night'],
    ['2026-02-16 12:00', 24, 'hours', '2026-02-17 12:00', 'plain hours run through the Spring Festival'],
    ['2026-11-23 10:00', 2, 'duty-hours', '2026-11-23 12:00', 'to the last minute before noon'],
    ['2026-11-23 11:00', 2, 'duty-hours', '2026-11-23 14:30', 'noon does not count'],
    ['2026-11-20 16:30', 2, 'duty-hours', '2026-11-23 10:00', 'from Friday afternoon into Monday'],
    ['2026-11-21 10:00', 2, 'duty-hours', '2026-11-23 11:00', 'starts with the next duty minute'],
    ['2026-11-23 11:50', 30, 'duty-minutes', '2026-11-23 13:50', 'ten minutes before noon, twenty after'],
  ])('%s + %d %s = %s (%s)', (start, amount, unit, end) => {
    expect(due({ amount, unit, startedAt: at(start) })).toBe(end);
  });

  const monday = { startedAt: at('2026-11-23 10:00') };
  const pauses: Pause[] = [{ from: at('2026-11-24 10:00'), to: at('2026-11-26 10:00') }];
  it.each<[string, Limit, string]>([
    ['two days whose end of duty was paused do not count', { ...monday, amount: 5, unit: 'working-days', pauses }, '2026-12-02 17:30'],
    [
      'a pause within one day of a limit in days changes nothing',
      { ...monday, amount: 1, unit: 'working-days', pauses: [{ from: at('2026-11-24 10:00'), to: at('2026-11-24 17:30') }] },
      '2026-11-24 17:30',
    ],
    [
      'a paused weekend costs calendar days',
      { ...monday, amount: 7, unit: 'calendar-days', pauses: [{ from: at('2026-11-28 00:00'), to: at('2026-11-30 00:00') }] },
      '2026-12-02 17:30',
    ],
    [
      'plain hours are longer by the pause',
      { ...monday, amount: 24, unit: 'hours', pauses: [{ from: at('2026-11-23 20:00'), to: at('2026-11-23 23:00') }] },
      '2026-11-24 13:00',
    ],
    [
      'a pause may push a limit into the next pause',
      {
        ...monday,
        amount: 2,
        unit: 'hours',
        pauses: [
          { from: at('2026-11-23 12:30'), to: at('2026-11-23 13:00') },
          { from: at('2026-11-23 11:00'), to: at('2026-11-23 12:00') },
        ],
      },
      '2026-11-23 13:30',
    ],
    [
      'duty hours are longer by the paused duty only',
      { ...monday, amount: 2, unit: 'duty-hours', pauses: [{ from: at('2026-11-23 11:00'), to: at('2026-11-23 14:00') }] },
      '2026-11-23 15:00',
    ],
    [
      'overlapping pauses count once',
      {
        ...monday,
        amount: 2,
        unit: 'hours',
        pauses: [
          { from: at('2026-11-23 11:00'), to: at('2026-11-23 13:00') },
          { from: at('2026-11-23 12:00'), to: at('2026-11-23 14:00') },
        ],
      },
      '2026-11-23 15:00',
    ],
    [
      'an open pause waits for its end',
      { ...monday, amount: 5, unit: 'working-days', pauses: [{ from: at('2026-11-24 10:00') }] },
      '2026-11-30 17:30',
    ],
    ['an extension adds working days', { ...monday, amount: 5, unit: 'working-days', extraWorkingDays: 10 }, '2026-12-14 17:30'],
    [
      'an extension of plain hours ends with the duty of its last day',
      { ...monday, amount: 24, unit: 'hours', extraWorkingDays: 2 },
      '2026-11-26 17:30',
    ],
    [
      'an extension of calendar days adds working days too',
      { ...monday, amount: 5, unit: 'calendar-days', extraWorkingDays: 1 },
      '2026-12-01 17:30',
    ],
  ])('%s', (_, limit, end) => {
    expect(due(limit)).toBe(end);
  });

  it('is provisional as soon as it touches a year without a notice', () => {
    const five = (start: string) => rules.dueAt(city, { amount: 5, unit: 'working-days', startedAt: at(start) });
    expect(five('2026-12-24 10:00')).toEqual({ dueAt: at('2026-12-31 17:30'), provisional: false });
    expect(five('2026-12-25 10:00')).toEqual({ dueAt: at('2027-01-01 17:30'), provisional: true });
    expect(five('2031-03-03 10:00').provisional).toBe(true);
  });

  it('refuses to search for ever when no day is a working day or the amount is nonsense', () => {
    const idle = { ...city, days: { get: () => 'off' } as unknown as CityCalendar['days'] };
    for (const unit of ['working-days', 'calendar-days', 'duty-hours'] as const)
      expect(() => rules.dueAt(idle, { ...monday, amount: 1, unit })).toThrow('calendar.no-working-day');
    expect(() => rules.dueAt({ ...city, duty: [] }, { ...monday, amount: 1, unit: 'working-days' })).toThrow('calendar.no-working-day');
    for (const amount of [-1, NaN, Infinity, 1.5])
      expect(() => rules.dueAt(city, { ...monday, amount, unit: 'working-days' })).toThrow('calendar.amount-invalid');
    expect(() => rules.dueAt(city, { ...monday, amount: 1e12, unit: 'hours' })).toThrow('calendar.no-working-day');
  });

  it('is found thousands of times a second', () => {
    const started = performance.now();
    for (let i = 0; i < 2_000; i += 1)
      rules.dueAt(city, { amount: 15, unit: 'working-days', startedAt: monday.startedAt + i * 60_000, pauses });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('the calendar', () => {
  it('refuses duty hours that overlap, run backwards or leave the day', () => {
    for (const duty of [
      [],
      [
        [540, 720],
        [700, 800],
      ],
      [[720, 540]],
      [[0, 1441]],
      [[-5, 10]],
      [
        [600, 660],
        [540, 580],
      ],
    ] as [number, number][][])
      expect(() => rules.calendarOf([], [], duty)).toThrow('calendar.duty-invalid');
  });

  it('tells the time left, and the time overdue', () => {
    const end = at('2026-11-27 17:30');
    expect(rules.workingTimeLeft(city, at('2026-11-25 16:30'), end)).toEqual({ late: false, workingDays: 2, minutes: 60 + 2 * 420 });
    expect(rules.workingTimeLeft(city, end, end)).toEqual({ late: false, workingDays: 0, minutes: 0 });
    expect(rules.workingTimeLeft(city, at('2026-11-30 09:10'), end)).toEqual({ late: true, workingDays: 1, minutes: 10 });
  });

  it('looks back over days off to the working day before', () => {
    expect(rules.workingDaysBefore(city, '2026-02-24', 1)).toBe('2026-02-14');
    expect(rules.workingDaysBefore(city, '2026-11-27', 2, [{ from: at('2026-11-26 09:00'), to: at('2026-11-26 18:00') }])).toBe(
      '2026-11-24',
    );
  });
});

/**
 * A second opinion by another way: it walks a table of days made by Intl for Asia/Shanghai and counts minute by minute or day by day,
 * without any of the functions under test.
 */
/** Under Jest every look-up of a global crosses a sandbox: kept here, the minutes run ten times as fast. */
const { floor } = Math;
const FIRST = Date.parse('2024-01-01T00:00:00+08:00');
const cityDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const weekday = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', weekday: 'short' });
const labels = Array.from({ length: 2_400 }, (_, i) => cityDay.format(FIRST + i * 86_400_000 + 43_200_000));
const weekend = labels.map((_, i) => ['Sat', 'Sun'].includes(weekday.format(FIRST + i * 86_400_000 + 43_200_000)));
const planned = labels.map((day, i) => (workdays?.[day] ? true : holidays?.[day] ? false : !weekend[i]));
const midnights = labels.map((day) => Date.parse(`${day}T00:00:00+08:00`));

interface World {
  readonly duty: readonly (readonly [number, number])[];
  /** Days (by their place in `labels`) an administrator turned over. */
  readonly turned: readonly number[];
}
function walker({ duty, turned }: World, pauses: readonly Pause[]) {
  const works = [...planned];
  for (const i of new Set(turned)) works[i] = !works[i];
  const onDuty = new Uint8Array(1440);
  for (const [from, to] of duty) onDuty.fill(1, from, to);
  const lastMinute = onDuty.lastIndexOf(1) + 1;
  const isDuty = (minute: number) => works[floor(minute / 1440)] === true && onDuty[minute % 1440] === 1;
  const still = (instant: Instant) => pauses.some(({ from, to }) => to !== undefined && from <= instant && instant < to);
  const endOf = (i: number) => (midnights[i] as Instant) + lastMinute * 60_000;
  const receipt = (start: Instant) => {
    let minute = floor((start - FIRST) / 60_000);
    while (!isDuty(minute)) minute += 1;
    return floor(minute / 1440);
  };
  const counted = (from: number, n: number, counts: (i: number) => boolean) => {
    const list: number[] = [];
    for (let i = from + 1; list.length < n; i += 1) if (counts(i)) list.push(i);
    return list[n - 1] as number;
  };
  const clock = (start: Instant, time: number, counts: (minute: number) => boolean) => {
    let left = time;
    for (let now = start; ;) {
      const minute = floor((now - FIRST) / 60_000);
      const next = FIRST + (minute + 1) * 60_000;
      const step = counts(minute) && !still(now) ? next - now : 0;
      if (step > 0 && left <= step) return now + left;
      left -= step;
      now = next;
    }
  };
  const plain = ({ amount, unit, startedAt }: Limit): Instant => {
    const good = (i: number) => works[i] === true && !still(endOf(i));
    if (unit === 'minutes') return clock(startedAt, amount * 60_000, () => true);
    if (unit === 'hours') return clock(startedAt, amount * 3_600_000, () => true);
    if (unit === 'duty-minutes') return clock(startedAt, amount * 60_000, isDuty);
    if (unit === 'duty-hours') return clock(startedAt, amount * 3_600_000, isDuty);
    if (unit === 'working-days') return endOf(counted(receipt(startedAt), amount, good));
    let last = counted(receipt(startedAt), amount, (i) => !still(endOf(i)));
    while (!good(last)) last += 1;
    return endOf(last);
  };
  const dueAt = (limit: Limit): Instant => {
    const end = plain(limit);
    const day = floor((end - FIRST) / 86_400_000);
    return limit.extraWorkingDays ? endOf(counted(day, limit.extraWorkingDays, (i) => works[i] === true && !still(endOf(i)))) : end;
  };
  const minutesBetween = (from: Instant, to: Instant) => {
    let minutes = 0;
    for (let now = from; now < to; now += 60_000) if (isDuty(floor((now - FIRST) / 60_000)) && !still(now)) minutes += 1;
    return minutes;
  };
  const daysBetween = (from: Instant, to: Instant) => {
    let days = 0;
    for (let i = floor((from - FIRST) / 86_400_000) + 1; i <= floor((to - FIRST) / 86_400_000); i += 1) if (works[i]) days += 1;
    return days;
  };
  return {
    dueAt,
    minutesBetween,
    daysBetween,
    isDuty: (now: Instant) => isDuty(floor((now - FIRST) / 60_000)),
    receiptDay: (now: Instant) => labels[receipt(now)],
  };
}

const MINUTES = 1461 * 1440;
const minute = fc.integer({ min: 0, max: MINUTES - 1 });
const duties = fc.constantFrom<World['duty'][]>(
  DUTY,
  [[510, 1020]],
  [[0, 1440]],
  [
    [480, 690],
    [780, 1080],
    [1140, 1260],
  ],
);
const units = fc.oneof(
  fc.record({ unit: fc.constant<LimitUnit>('minutes'), amount: fc.integer({ min: 1, max: 4_000 }) }),
  fc.record({ unit: fc.constant<LimitUnit>('hours'), amount: fc.integer({ min: 1, max: 96 }) }),
  fc.record({ unit: fc.constant<LimitUnit>('duty-minutes'), amount: fc.integer({ min: 1, max: 1_500 }) }),
  fc.record({ unit: fc.constant<LimitUnit>('duty-hours'), amount: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ unit: fc.constant<LimitUnit>('working-days'), amount: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ unit: fc.constant<LimitUnit>('calendar-days'), amount: fc.integer({ min: 1, max: 60 }) }),
);
/** Pauses from an hour before the receipt to some weeks after it; some still open, some touching duty's edges. */
const pauseSeeds = fc.array(
  fc.record({ after: fc.integer({ min: -60, max: 20_000 }), length: fc.integer({ min: 1, max: 6_000 }), open: fc.boolean() }),
  { maxLength: 3 },
);

describe.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Chatham'])('in a process in %s', (zone) => {
  /** Jest hands a copy of the environment to tests; only the process's own moves the clock's zone. */
  const env = (runInThisContext('process') as NodeJS.Process).env;
  const before = env['TZ'];
  beforeAll(() => {
    env['TZ'] = zone;
  });
  afterAll(() => {
    if (before === undefined) delete env['TZ'];
    else env['TZ'] = before;
  });

  it('really runs in that zone', () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset()).toBe(
      { 'Asia/Shanghai': -480, 'America/New_York': 300, 'Pacific/Chatham': -825 }[zone],
    );
  });

  it('agrees with a count day by day and minute by minute, 2024 to 2027, ten thousand times', () => {
    const world = fc.record({ duty: duties, turned: fc.array(fc.integer({ min: 0, max: 1_600 }), { maxLength: 6 }) });
    const extra = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 10 }));
    let runs = 0;
    fc.assert(
      fc.property(
        world,
        minute,
        fc.nat(59_999),
        units,
        pauseSeeds,
        extra,
        fc.nat(9_000),
        (made, start, within, { unit, amount }, seeds, extraWorkingDays, length) => {
          runs += 1;
          const days = new Map(city.days);
          const naive = walker(made, []);
          for (const i of new Set(made.turned))
            days.set(labels[i] as Day, naive.isDuty(FIRST + (i * 1440 + (made.duty[0]?.[0] ?? 0)) * 60_000) ? 'work' : 'off');
          const cal = { ...city, duty: made.duty, days };
          const startedAt = FIRST + start * 60_000 + within;
          const pauses = seeds.map(({ after, length, open }): Pause => {
            const from = FIRST + (start + after) * 60_000;
            return open ? { from } : { from, to: from + length * 60_000 };
          });
          const limit = { amount, unit, startedAt, pauses, extraWorkingDays };
          const found = rules.dueAt(cal, limit);
          const paused = walker(made, pauses);
          const [from, to] = [FIRST + start * 60_000, FIRST + (start + length) * 60_000];
          const left = rules.workingTimeLeft(cal, from, to);
          const ours = [found.dueAt, found.provisional, rules.receiptDay(cal, startedAt), rules.isDuty(cal, startedAt)];
          ours.push(rules.dutyMinutesBetween(cal, from, to, pauses), left.late, left.workingDays, left.minutes);
          const end = paused.dueAt(limit);
          const theirs = [end, end >= Date.parse('2027-01-01T00:00:00+08:00'), naive.receiptDay(startedAt), naive.isDuty(startedAt)];
          theirs.push(paused.minutesBetween(from, to), false, naive.daysBetween(from, to), naive.minutesBetween(from, to));
          if (ours.some((value, i) => value !== theirs[i])) expect(ours).toEqual(theirs);
        },
      ),
      { numRuns: 10_000 },
    );
    expect(runs).toBeGreaterThanOrEqual(10_000);
  }, 120_000);

  it('gives the dated examples of the specification', () => {
    for (const [day, end] of [
      ['2026-02-13', '2026-02-27'],
      ['2026-04-30', '2026-05-11'],
      ['2026-09-24', '2026-10-09'],
    ] as const)
      expect(due({ amount: 5, unit: 'working-days', startedAt: instantOf(day, 600) })).toBe(`${end} 17:30`);
  });
});
