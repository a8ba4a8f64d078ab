import { addDays, type Day, fromInstant, isoOf, toInstant } from './time.js';

export const GROUPINGS = ['day', 'week', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A stretch of whole days of the city, both ends included; `period` is `2026-03` for a month and the first day otherwise. */
export interface Span {
  period: string;
  from: Day;
  to: Day;
}

/** The first day of the month, the Monday of the week, or the day itself. */
export function startOf(day: Day, by: Grouping): Day {
  if (by === 'month') return `${day.slice(0, 7)}-01`;
  if (by === 'day') return day;
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -sinceMonday);
}

const nextStart = (start: Day, by: Grouping): Day =>
  by === 'month' ? startOf(addDays(start, 31), 'month') : addDays(start, by === 'week' ? 7 : 1);

/** The name a day's period goes by. */
export const periodName = (day: Day, by: Grouping): string => (by === 'month' ? day.slice(0, 7) : startOf(day, by));

/** All periods that touch the days from `first` to `last`, clipped to them, at most `most`. */
export function spansBetween(first: Day, last: Day, by: Grouping, most: number): Span[] {
  const spans: Span[] = [];
  for (let start = startOf(first, by); start <= last && spans.length < most; start = nextStart(start, by)) {
    const end = addDays(nextStart(start, by), -1);
    spans.push({ period: periodName(start, by), from: start < first ? first : start, to: end > last ? last : end });
  }
  return spans;
}

/** With what a period is compared: the one just before (环比), or the same a year earlier (同比). */
export const COMPARISONS = ['previous', 'year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The same day so many months earlier, or the last of that month where it has no such day. */
function monthsBefore(day: Day, months: number): Day {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - months];
  const first = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  const last = addDays(nextStart(first, 'month'), -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same > last ? last : same;
}
const isLastOfMonth = (day: Day): boolean => addDays(day, 1).endsWith('-01');

/**
 * The period to compare with. Whole months, and months so far, go back by months, so that a month stands beside a month; any other
 * period goes back by its own length. Both ends are days or instants, as the period's own. Source: domain sources 3.2 (同比, 环比).
 */
export function comparedPeriod({ from, to }: { from: string; to: string }, how: Comparison): { from: string; to: string } {
  const moved = (text: string, months: number): string => `${monthsBefore(text.slice(0, 10), months)}${text.slice(10)}`;
  if (how === 'year')
    return { from: moved(from, 12), to: from.length === 10 && isLastOfMonth(to) ? endOfMonth(moved(to, 12)) : moved(to, 12) };
  if (from.length === 10 && to.length === 10) {
    if (from.endsWith('-01')) {
      const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
      const last = moved(to, months);
      return { from: moved(from, months), to: isLastOfMonth(to) ? endOfMonth(last) : last };
    }
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
    return { from: addDays(from, -days), to: addDays(to, -days) };
  }
  const [start, end] = [fromInstant(from), toInstant(to)];
  return { from: isoOf(start - (end - start)), to: isoOf(start) };
}

const endOfMonth = (day: Day): Day => addDays(nextStart(startOf(day, 'month'), 'month'), -1);
