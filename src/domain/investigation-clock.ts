import type { InvestigationSettings } from './investigation-settings.js';
import type { InvestigationLimitState, InvestigationState } from './investigation-state.js';
import type { InvestigationLimitName } from './investigation-words.js';
import { limitTimes } from './limits.js';
import { addMonths, DAY, type Day, type Instant } from './time.js';
import { type CityCalendar, receiptDay } from './work-calendar.js';

/** What the clocks of an investigation are counted with. */
export interface InvestigationClock {
  now: Instant;
  calendar: CityCalendar;
  settings: InvestigationSettings;
}

const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/**
 * When a limit ends and its lights change. A month ends on the day of the same number, or on the last of a shorter month, and where that
 * is a day off, with the next working day. Source: domain text, section 4; 监察法 and its rules count months by date.
 */
export function investigationTimes(
  rule: Pick<InvestigationLimitState, 'amount' | 'unit'>,
  startedAt: Instant,
  { calendar, settings }: Omit<InvestigationClock, 'now'>,
) {
  if (rule.unit !== 'months') return limitTimes(calendar, settings.lights, { amount: rule.amount, unit: rule.unit, startedAt });
  const day = receiptDay(calendar, startedAt);
  const amount = daysBetween(day, addMonths(day, rule.amount));
  return limitTimes(calendar, settings.lights, { amount, unit: 'calendar-days', startedAt });
}

/** Starts a clock; one of that name that runs is left as it is. */
export function startClock(one: InvestigationState, name: InvestigationLimitName, clock: InvestigationClock): InvestigationState {
  if (one.limits.some((limit) => limit.name === name && limit.state === 'running')) return one;
  const { amount, unit } = clock.settings.limits.find((rule) => rule.name === name)!;
  const limit: InvestigationLimitState = {
    id: `${one.investigationNumber}-${one.limits.length + 1}`,
    name,
    unit,
    amount,
    startedAt: clock.now,
    ...investigationTimes({ amount, unit }, clock.now, clock),
    state: 'running',
    endedAt: null,
  };
  return { ...one, limits: [...one.limits, limit] };
}

/** Ends the clocks of these names that run: met in time, missed when late, or `ended` where they have lost their purpose. */
export function endClocks(
  one: InvestigationState,
  names: readonly InvestigationLimitName[] | 'all',
  now: Instant,
  how: 'done' | 'ended' = 'done',
): InvestigationState {
  const limits = one.limits.map((limit): InvestigationLimitState => {
    if (limit.state !== 'running' || (names !== 'all' && !names.includes(limit.name))) return limit;
    return { ...limit, state: how === 'ended' ? 'ended' : now <= limit.dueAt ? 'met' : 'missed', endedAt: now };
  });
  return { ...one, limits };
}

/** Counts the running clocks anew, after the calendar changed. */
export function recountClocks(one: InvestigationState, clock: InvestigationClock): InvestigationState {
  const limits = one.limits.map((limit) =>
    limit.state === 'running' ? { ...limit, ...investigationTimes(limit, limit.startedAt, clock) } : limit,
  );
  return { ...one, limits };
}

/** The running clock that ends first. */
export const nearestClock = ({ limits }: InvestigationState): InvestigationLimitState | undefined =>
  limits.filter(({ state }) => state === 'running').sort((a, b) => a.dueAt - b.dueAt)[0];
