import { addDays, type Day } from './time.js';

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
