import type { Conditions, LightRule, LimitRule, Matter } from './limit-settings.js';
import { dayOf, MINUTE, type Instant } from './time.js';
import { LIMIT_NAMES, type Light, type LimitName, type LimitUnit } from './vocabulary.js';
import { dueAt, dutyMinutesBetween, endOfDuty, workingDaysBefore, type CityCalendar, type Limit } from './work-calendar.js';

export * from './limit-settings.js';

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
  const paused = (pauses ?? []).flatMap(({ from, to }) =>
    to === undefined ? [] : [[Math.max(from, startedAt), Math.min(to, due)] as const],
  );
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

/**
 * The limits a matter received at the instant would get, as if it were dispatched at once. The call-back is left out: it runs from an
 * answer that is not there yet. Source: domain text, section 4.
 */
export function preview(
  rules: readonly LimitRule[],
  cal: CityCalendar,
  lights: LightRule,
  matter: Matter,
  receivedAt: Instant,
): ({ name: LimitName; unit: LimitUnit; amount: number } & LimitTimes)[] {
  return LIMIT_NAMES.flatMap((name) => {
    const rule = name === 'call-back' ? undefined : limitFor(rules, matter, name);
    if (!rule) return [];
    const { amount, unit } = rule;
    return [{ name, unit, amount, ...limitTimes(cal, lights, { amount, unit, startedAt: receivedAt }) }];
  });
}
