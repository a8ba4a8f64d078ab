import { day, fields, matching, number, whole } from './setting-checks.js';
import type { Instant } from './time.js';
import { addDays, DAY, dayOf, instantOf, minuteOf } from './time.js';
import { LIMIT_NAMES, type Light, type LimitName } from './vocabulary.js';
import { type CityCalendar, dueAt, endOfDuty, isWorkday, workingDaysBefore } from './work-calendar.js';
import { lightOf } from './limits.js';
import { workingDaysAfter } from './card-rules.js';

/** `config/supervision.json`: the office's limits and thresholds, in force from a day on. Numbers of days are working days. */
export interface OfficeSettings {
  version: number;
  validFrom: string;
  urging: { workingDays: number; text: string };
  explanation: { workingDays: number };
  lights: { amberWorkingDays: number; redWorkingDays: number };
  concerns: {
    repeats: number;
    returns: number;
    dissatisfied: number;
    /** How alike two answers of one department are, 0 to 1, and how many calendar days apart at most. */
    alike: { similarity: number; days: number };
    busyMinutes: number;
    overdueWorkingDays: number;
  };
  spotChecks: { mostCases: number };
  /** What limits are called in texts. */
  limitNames: Record<LimitName, string>;
}

const SETTINGS = fields({
  version: whole(1),
  validFrom: day,
  urging: fields({ workingDays: whole(1), text: matching(/\{caseNumber\}/, 'a text with {caseNumber}') }),
  explanation: fields({ workingDays: whole(1) }),
  lights: fields({ amberWorkingDays: whole(0), redWorkingDays: whole(0) }),
  concerns: fields({
    repeats: whole(1),
    returns: whole(1),
    dissatisfied: whole(1),
    alike: fields({ similarity: number(0, 1), days: whole(1) }),
    busyMinutes: whole(1),
    overdueWorkingDays: whole(0),
  }),
  spotChecks: fields({ mostCases: whole(1) }),
  limitNames: fields(Object.fromEntries(LIMIT_NAMES.map((name) => [name, matching(/\S/, 'a text')]))),
});

/** The settings from JSON, or an Error that names the first wrong field by its path. */
export function readOfficeSettings(json: unknown): OfficeSettings {
  SETTINGS(json, '');
  return json as OfficeSettings;
}

/** What a written urging is about: once for each instant a limit was due at, however often it passes. */
export const urgingKey = ({ id, dueAt }: { id: string; dueAt: Instant }): string => `limit:${id}:${dueAt}`;

/** When a written urging goes out: the first minute of duty of the working day after the limit passed. Source: domain text, section 7. */
export function urgingTime({ urging }: OfficeSettings, calendar: CityCalendar, end: Instant): Instant {
  let [found, left] = [dayOf(end), urging.workingDays];
  while (left > 0) {
    found = addDays(found, 1);
    if (isWorkday(calendar, found)) left -= 1;
  }
  return instantOf(found, calendar.duty[0]?.[0] ?? 0);
}

/** The limit of an explanation letter that is demanded at the instant: the end of duty of its last working day. Source: domain text, section 7. */
export const explanationDue = ({ explanation }: OfficeSettings, calendar: CityCalendar, at: Instant): Instant =>
  dueAt(calendar, { amount: explanation.workingDays, unit: 'working-days', startedAt: at }).dueAt;

/** When an overdue limit counts as long overdue. */
export const longOverdueTime = ({ concerns }: OfficeSettings, calendar: CityCalendar, end: Instant): Instant =>
  Math.max(end + 1, workingDaysAfter(calendar, end, concerns.overdueWorkingDays));

/** The light of a paper that is owed until an instant; green when nothing is owed. Source: domain text, section 4. */
export function paperLight({ lights }: OfficeSettings, calendar: CityCalendar, due: Instant | null, now: Instant): Light {
  if (due === null) return 'green';
  const amberAt = endOfDuty(calendar, workingDaysBefore(calendar, dayOf(due), lights.amberWorkingDays));
  return lightOf(now, { amberAt: Math.min(amberAt, due), dueAt: due, redAt: workingDaysAfter(calendar, due, lights.redWorkingDays) });
}

/**
 * For lists: the latest limit that is amber by now, and the latest that is red. Found by halving, for lights only ever come on: what is due
 * later is never worse.
 */
export function lightSpans(settings: OfficeSettings, calendar: CityCalendar, now: Instant): { amber: Instant; red: Instant } {
  const latest = (isOn: (light: Light) => boolean): Instant => {
    let [on, off] = [now - SPAN, now + SPAN];
    while (off - on > 1) {
      const middle = Math.floor((on + off) / 2);
      if (isOn(paperLight(settings, calendar, middle, now))) on = middle;
      else off = middle;
    }
    return on;
  };
  return { amber: latest((light) => light !== 'green'), red: latest((light) => light === 'red') };
}

/** Longer than any break of the calendar. */
const SPAN = 60 * DAY;

/** An instant as a text of the office says it: `2026年11月9日17:30`. */
export function spokenTime(at: Instant): string {
  const [year, month, date] = dayOf(at).split('-').map(Number);
  const [hour, minute] = [Math.floor(minuteOf(at) / 60), minuteOf(at) % 60];
  return `${year}年${month}月${date}日${hour}:${String(minute).padStart(2, '0')}`;
}
