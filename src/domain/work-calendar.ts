import { DomainError } from './errors.js';
import { addDays, DAY, dayOf, HOUR, instantOf, MINUTE, type Day, type Instant } from './time.js';
import type { LimitUnit } from './vocabulary.js';

/** Duty hours, exceptions to the week and the years with a State Council notice. Source: domain text, section 4. */
export interface CityCalendar {
  /** Duty of a working day in minutes of the day, sorted and apart: `[[540, 720], [810, 1050]]`. */
  readonly duty: readonly (readonly [from: number, to: number])[];
  /** Holidays and make-up days; every other Saturday and Sunday is off. */
  readonly days: ReadonlyMap<Day, 'off' | 'work'>;
  readonly published: ReadonlySet<number>;
}

/** The clock stands still from `from` until `to`; without `to` it still does, and the limit is counted again on resumption. */
export interface Pause {
  readonly from: Instant;
  readonly to?: Instant | undefined;
}

export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
  readonly startedAt: Instant;
  readonly pauses?: readonly Pause[] | undefined;
  /** A granted extension, counted on from the plain due day. */
  readonly extraWorkingDays?: number | undefined;
}

type Span = readonly [from: Instant, to: Instant];

/** No limit reaches twenty years; a search that does would never end (every day off, or nonsense in a rule). */
const SEARCH_DAYS = 7_305;

const noWorkingDay = (from: Day): DomainError => new DomainError('calendar.no-working-day', 409, { from, days: SEARCH_DAYS });

/** A calendar from stored rows; refuses duty hours that overlap, run backwards or leave the day. Source: domain text, section 4. */
export function calendarOf(
  entries: readonly { day: Day; kind: 'off' | 'work' }[],
  published: readonly number[],
  duty: CityCalendar['duty'],
): CityCalendar {
  let last = -1;
  for (const [from, to] of duty) {
    if (!(from > last && from < to && to <= 1440)) throw new DomainError('calendar.duty-invalid', 422, { from, to });
    last = to;
  }
  if (duty.length === 0) throw new DomainError('calendar.duty-invalid', 422, {});
  return { duty, days: new Map(entries.map(({ day, kind }) => [day, kind])), published: new Set(published) };
}

/** Whether the city works that day: the notice first, then Monday to Friday. Source: 全国年节及纪念日放假办法. */
export function isWorkday(cal: CityCalendar, day: Day): boolean {
  const kind = cal.days.get(day);
  if (kind) return kind === 'work';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The instant duty ends on a day (whether or not it is a working day); that instant is the last in time, not a minute of duty. */
export function endOfDuty(cal: CityCalendar, day: Day): Instant {
  const last = cal.duty.at(-1);
  if (!last) throw noWorkingDay(day);
  return instantOf(day, last[1]);
}

/** Whether someone is on duty at the instant; each stretch holds its first minute and not its end. Source: domain text, section 4. */
export function isDuty(cal: CityCalendar, at: Instant): boolean {
  const day = dayOf(at);
  return isWorkday(cal, day) && cal.duty.some(([from, to]) => at >= instantOf(day, from) && at < instantOf(day, to));
}

/** The day a receipt counts as: its own before and during duty (noon included), else the next working day. Source: domain text, section 4. */
export function receiptDay(cal: CityCalendar, at: Instant): Day {
  const day = dayOf(at);
  if (isWorkday(cal, day) && at < endOfDuty(cal, day)) return day;
  return dayAfter(day, 1, (next) => isWorkday(cal, next));
}

/** The n-th day after `day` that counts. */
function dayAfter(day: Day, n: number, counts: (day: Day) => boolean): Day {
  let found = day;
  for (let left = n, steps = 0; left > 0; steps += 1) {
    if (steps === SEARCH_DAYS) throw noWorkingDay(day);
    found = addDays(found, 1);
    if (counts(found)) left -= 1;
  }
  return found;
}

/** Closed pauses in order of their beginning; an open one takes nothing away yet. */
const closed = (pauses: readonly Pause[] = []): Span[] =>
  pauses.flatMap(({ from, to }): Span[] => (to !== undefined && to > from ? [[from, to]] : [])).sort((a, b) => a[0] - b[0]);

/** Whether the clock runs at the end of duty of the day: only then does the day count towards a limit in days. */
const runsAtEnd = (cal: CityCalendar, pauses: readonly Span[], day: Day): boolean => {
  const end = endOfDuty(cal, day);
  return !pauses.some(([from, to]) => from <= end && end < to);
};

function* dutySpans(cal: CityCalendar, from: Instant, to: Instant): Generator<Span> {
  for (let day = dayOf(from); instantOf(day) < to; day = addDays(day, 1)) {
    if (!isWorkday(cal, day)) continue;
    for (const [first, end] of cal.duty) {
      const span: Span = [Math.max(from, instantOf(day, first)), Math.min(to, instantOf(day, end))];
      if (span[0] < span[1]) yield span;
    }
  }
}

function* without(spans: Iterable<Span>, pauses: readonly Span[]): Generator<Span> {
  for (const [start, to] of spans) {
    let from = start;
    for (const pause of pauses) {
      if (pause[0] >= to) break;
      if (pause[0] > from) yield [from, pause[0]];
      from = Math.max(from, pause[1]);
    }
    if (from < to) yield [from, to];
  }
}

/** The instant at which `time` milliseconds of the spans have run out. */
function runOut(spans: Iterable<Span>, time: number, start: Instant): Instant {
  let left = time;
  for (const [from, to] of spans) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  throw noWorkingDay(dayOf(start));
}

function plainDue(cal: CityCalendar, { amount, unit, startedAt }: Limit, pauses: readonly Span[]): Instant {
  const horizon = startedAt + SEARCH_DAYS * DAY;
  const time = (size: number): number => Math.round(amount * size);
  const clock = (size: number): Instant => runOut(without([[startedAt, horizon]], pauses), time(size), startedAt);
  const duty = (size: number): Instant => runOut(without(dutySpans(cal, startedAt, horizon), pauses), time(size), startedAt);
  const runs = (day: Day): boolean => runsAtEnd(cal, pauses, day);
  const works = (day: Day): boolean => isWorkday(cal, day) && runs(day);
  switch (unit) {
    case 'minutes':
      return clock(MINUTE);
    case 'hours':
      return clock(HOUR);
    case 'duty-minutes':
      return duty(MINUTE);
    case 'duty-hours':
      return duty(HOUR);
    case 'working-days':
      return endOfDuty(cal, dayAfter(receiptDay(cal, startedAt), amount, works));
    case 'calendar-days': {
      const last = dayAfter(receiptDay(cal, startedAt), amount, runs);
      return endOfDuty(cal, works(last) ? last : dayAfter(last, 1, works));
    }
  }
}

/** When a limit ends (still in time at that very instant), and whether a year without a notice is touched. Source: domain text, section 4. */
export function dueAt(cal: CityCalendar, limit: Limit): { dueAt: Instant; provisional: boolean } {
  const { amount, unit, startedAt, extraWorkingDays: extra = 0 } = limit;
  const whole = unit === 'working-days' || unit === 'calendar-days';
  if (!(amount >= 0 && amount < Infinity) || (whole && !Number.isInteger(amount)) || !Number.isInteger(extra) || extra < 0)
    throw new DomainError('calendar.amount-invalid', 422, { amount, unit, extra });
  const pauses = closed(limit.pauses);
  const plain = plainDue(cal, limit, pauses);
  const counts = (day: Day): boolean => isWorkday(cal, day) && runsAtEnd(cal, pauses, day);
  const due = extra === 0 ? plain : endOfDuty(cal, dayAfter(dayOf(plain), extra, counts));
  let provisional = false;
  for (let year = yearOf(startedAt); year <= yearOf(due); year += 1) provisional ||= !cal.published.has(year);
  return { dueAt: due, provisional };
}

const yearOf = (at: Instant): number => Number(dayOf(at).slice(0, 4));

/** Minutes of duty (fractions kept) between two instants, closed pauses left out; 0 when `to` is not later. Source: domain text, section 4. */
export function dutyMinutesBetween(cal: CityCalendar, from: Instant, to: Instant, pauses?: readonly Pause[]): number {
  let time = 0;
  for (const span of without(dutySpans(cal, from, to), closed(pauses))) time += span[1] - span[0];
  return time / MINUTE;
}

/** Time left, or overdue when late: working days after the earlier day up to the later one, and duty minutes. Source: domain text, section 4. */
export function workingTimeLeft(cal: CityCalendar, now: Instant, due: Instant): { late: boolean; workingDays: number; minutes: number } {
  const [from, to] = now > due ? [due, now] : [now, due];
  const last = dayOf(to);
  let workingDays = 0;
  for (let day = addDays(dayOf(from), 1); day <= last; day = addDays(day, 1)) if (isWorkday(cal, day)) workingDays += 1;
  return { late: now > due, workingDays, minutes: dutyMinutesBetween(cal, from, to) };
}

/** The n-th working day before `day` on which the clock ran: when it ends, n working days are left. Source: domain text, section 4. */
export function workingDaysBefore(cal: CityCalendar, day: Day, n: number, pauses?: readonly Pause[]): Day {
  const spans = closed(pauses);
  let found = day;
  for (let left = n, steps = 0; left > 0; steps += 1) {
    if (steps === SEARCH_DAYS) throw noWorkingDay(day);
    found = addDays(found, -1);
    if (isWorkday(cal, found) && runsAtEnd(cal, spans, found)) left -= 1;
  }
  return found;
}
