import { addDays, dayOf, MINUTE, type Instant } from './time.js';
import {
  CHANNELS,
  KINDS,
  LIMIT_NAMES,
  LIMIT_UNITS,
  URGENCIES,
  type Channel,
  type Kind,
  type Light,
  type LimitName,
  type LimitUnit,
  type Urgency,
} from './vocabulary.js';
import { dueAt, dutyMinutesBetween, endOfDuty, workingDaysBefore, type CityCalendar, type Limit } from './work-calendar.js';

/** The facts of a case a limit may depend on. Source: domain text, section 4. */
export interface Matter {
  kind: Kind;
  urgency: Urgency;
  channel: Channel;
  categoryCode?: string;
  complex?: boolean;
  project?: boolean;
  departments: 'one' | 'several';
}

/** Every condition given must hold; categories are prefixes. */
export type Conditions = Partial<{
  kind: Kind[];
  urgency: Urgency[];
  channel: Channel[];
  category: string[];
  complex: boolean;
  project: boolean;
  departments: Matter['departments'];
}>;

/** One row of the table of limits; amount 0 says that the matter has no such limit. `cap` in calendar days, extensions included. */
export interface LimitRule {
  limit: LimitName;
  when: Conditions;
  amount: number;
  unit: LimitUnit;
  cap?: number;
}

/** Thresholds of the lights: a share of the limit's time left, and working days before and after its end. */
export interface LightRule {
  amberShare: number;
  amberWorkingDays: number;
  redWorkingDays: number;
}

/** `config/limits.json`: the limits in force from a day on. */
export interface LimitSettings {
  version: number;
  validFrom: string;
  rules: LimitRule[];
  lights: LightRule;
  extension: { times: number; workingDays: number; capCalendarDays: number };
  return: { workingDays: number };
  callBack: { attempts: number };
  reopen: { calendarDays: number };
  repeats: { days: number; similarity: number };
}

export interface LimitTimes {
  dueAt: Instant;
  amberAt: Instant;
  redAt: Instant;
  provisional: boolean;
}

const oneOf = <T>(list: readonly T[] | undefined, value: T): boolean => !list || list.includes(value);
const same = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;

const holds = (when: Conditions, matter: Matter): boolean =>
  oneOf(when.kind, matter.kind) &&
  oneOf(when.urgency, matter.urgency) &&
  oneOf(when.channel, matter.channel) &&
  (!when.category || when.category.some((prefix) => matter.categoryCode?.startsWith(prefix))) &&
  same(when.complex, matter.complex ?? false) &&
  same(when.project, matter.project ?? false) &&
  same(when.departments, matter.departments);

/** The first matching row of that name, or none when no row matches or the row says there is no such limit. Source: domain text, section 4. */
export function limitFor(rules: readonly LimitRule[], matter: Matter, name: LimitName): LimitRule | undefined {
  const rule = rules.find(({ limit, when }) => limit === name && holds(when, matter));
  return rule && rule.amount > 0 ? rule : undefined;
}

/**
 * The instant from which no more than `share` of the limit's own time is left: time of the clock for plain units and calendar days,
 * duty time for the rest; pauses are no time of the limit.
 */
function shareLeftAt(cal: CityCalendar, { unit, startedAt, pauses, extraWorkingDays }: Limit, due: Instant, share: number): Instant {
  const clock = unit === 'calendar-days' || ((unit === 'minutes' || unit === 'hours') && !extraWorkingDays);
  const paused = (pauses ?? []).flatMap(({ from, to }) => (to === undefined ? [] : [[Math.max(from, startedAt), Math.min(to, due)] as const]));
  const whole = clock ? unpaused(startedAt, due, paused) / MINUTE : dutyMinutesBetween(cal, startedAt, due, pauses);
  const passed = dueAt(cal, { amount: whole * (1 - share), unit: clock ? 'minutes' : 'duty-minutes', startedAt, pauses });
  return Math.min(due, passed.dueAt);
}

function unpaused(from: Instant, to: Instant, pauses: (readonly [from: Instant, to: Instant])[]): number {
  let [time, seen] = [to - from, from];
  for (const [start, end] of pauses.sort((a, b) => a[0] - b[0])) {
    time -= Math.max(0, end - Math.max(start, seen));
    seen = Math.max(seen, end);
  }
  return time;
}

/**
 * When a limit ends and its lights change: amber at the share or, for limits in days, at the working days left, whichever is earlier;
 * red when the working days after the due day have ended. Source: domain text, section 4.
 */
export function limitTimes(cal: CityCalendar, lights: LightRule, limit: Limit): LimitTimes {
  const end = dueAt(cal, limit);
  const share = shareLeftAt(cal, limit, end.dueAt, lights.amberShare);
  const inDays = limit.unit === 'working-days' || limit.unit === 'calendar-days';
  const days = inDays ? endOfDuty(cal, workingDaysBefore(cal, dayOf(end.dueAt), lights.amberWorkingDays, limit.pauses)) : share;
  const red = dueAt(cal, { amount: 0, unit: 'minutes', startedAt: end.dueAt, extraWorkingDays: lights.redWorkingDays });
  return { ...end, amberAt: Math.max(limit.startedAt, Math.min(share, days)), redAt: red.dueAt };
}

/** The light at an instant: amber and red from their instant on, yellow one millisecond after `dueAt`, for then it is late. Source: domain text, section 4. */
export function lightOf(now: Instant, { amberAt, dueAt: due, redAt }: Pick<LimitTimes, 'amberAt' | 'dueAt' | 'redAt'>): Light {
  if (now > due) return now >= redAt ? 'red' : 'yellow';
  return now >= amberAt ? 'amber' : 'green';
}
