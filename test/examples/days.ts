/** The year in which most examples of the rules are dated: the published holidays of 2026, duty from 9 to 12 and from 13:30 to 17:30. */
import { seedDays } from '../../src/calendar/holidays.js';
import { type Instant, isoOf } from '../../src/domain/time.js';
import { calendarOf } from '../../src/domain/work-calendar.js';

export const calendar = calendarOf(
  seedDays([2026]),
  [2026],
  [
    [540, 720],
    [810, 1050],
  ],
);

/** The instant of an hour of the city: `2026-11-09 17:30`, or to the millisecond. */
export const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** Back to the minute, as examples are written. */
export const told = (instant: Instant): string => isoOf(instant).slice(0, 16).replace('T', ' ');
