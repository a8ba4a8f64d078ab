import type { Day } from './time.js';
import type { CityCalendar } from './work-calendar.js';

/** A day that differs from the ordinary week. */
export interface CalendarEntry {
  day: Day;
  kind: 'off' | 'work';
}
/** A year of the calendar as the log keeps it. */
export interface YearFacts {
  published: boolean;
  days: [day: Day, kind: 'off' | 'work'][];
}
/** A `calendar.changed` of the log: at which number, which year, and what stood before and after. */
export interface CalendarChange {
  number: number;
  year: number;
  was?: YearFacts;
  is?: YearFacts;
}

/** The calendar with one year as given. */
export function withYear(calendar: CityCalendar, year: number, { published, days }: YearFacts): CityCalendar {
  const others = [...calendar.days].filter(([day]) => !day.startsWith(`${year}-`));
  const years = [...calendar.published].filter((one) => one !== year);
  return { ...calendar, days: new Map([...others, ...days]), published: new Set(published ? [...years, year] : years) };
}

/**
 * The calendar as it stood at each number of the log, from the present one backwards: a limit that was computed before a correction is
 * computed the same way when the log is replayed. Changes of old logs that do not say what they replaced leave it as it is.
 */
export function calendarHistory(present: CityCalendar, changes: readonly CalendarChange[]): (number: number) => CityCalendar {
  const newestFirst = [...changes].sort((a, b) => b.number - a.number);
  const spans: { from: number; calendar: CityCalendar }[] = [];
  let calendar = present;
  for (const { number, year, was } of newestFirst) {
    spans.push({ from: number, calendar });
    if (was) calendar = withYear(calendar, year, was);
  }
  spans.push({ from: 0, calendar });
  return (number) => spans.find(({ from }) => from <= number)!.calendar;
}
