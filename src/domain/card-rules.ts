import type { CardColour } from './office-vocabulary.js';
import { among, type Check, day, fields, matching, some, whole } from './setting-checks.js';
import type { Instant } from './time.js';
import { type Finding, LIMIT_NAMES, type LimitName } from './vocabulary.js';
import { type CityCalendar, dueAt } from './work-calendar.js';

/** `config/cards.json`: the rules by which cards are issued, in force from a day on. */
export interface CardSettings {
  version: number;
  validFrom: string;
  /** Which limits earn a card, and how many working days after their end each colour comes. */
  overdue: { limits: LimitName[]; yellowAfterWorkingDays: number; redAfterWorkingDays: number };
  /** From which re-handling on for the same cause. */
  reHandled: { times: number };
  appeal: { workingDays: number };
  /** What stands on a card given by a rule; the facts in braces are filled in. */
  grounds: Record<Ground, string>;
}

export const GROUNDS = ['overdue-yellow', 'overdue-red', 're-handled', 'false-closing', 'untrue-proven'] as const;
export type Ground = (typeof GROUNDS)[number];

const SETTINGS: Check = fields({
  version: whole(1),
  validFrom: day,
  overdue: fields({ limits: some(among(LIMIT_NAMES)), yellowAfterWorkingDays: whole(0), redAfterWorkingDays: whole(0) }),
  reHandled: fields({ times: whole(1) }),
  appeal: fields({ workingDays: whole(1) }),
  grounds: fields(Object.fromEntries(GROUNDS.map((ground) => [ground, matching(/\S/, 'a text')]))),
});

/** The settings from JSON, or an Error that names the first wrong field by its path. */
export function readCardSettings(json: unknown): CardSettings {
  SETTINGS(json, '');
  return json as CardSettings;
}

/** The end of duty so many working days after an instant; with none, the instant itself. */
export const workingDaysAfter = (calendar: CityCalendar, at: Instant, days: number): Instant =>
  dueAt(calendar, { amount: 0, unit: 'minutes', startedAt: at, extraWorkingDays: days }).dueAt;

/** When an overdue limit earns each colour: the first millisecond after its end for 0 working days. Source: domain text, section 4. */
export const cardTimes = (settings: CardSettings, calendar: CityCalendar, end: Instant): Record<CardColour, Instant> => ({
  yellow: Math.max(end + 1, workingDaysAfter(calendar, end, settings.overdue.yellowAfterWorkingDays)),
  red: Math.max(end + 1, workingDaysAfter(calendar, end, settings.overdue.redAfterWorkingDays)),
});

/** A limit of a department as the rule on overdue cards sees it; `endedAt` once the duty was done or fell away. */
export interface OwedLimit {
  name: LimitName;
  dueAt: Instant;
  endedAt: Instant | null;
}

/** The cards an overdue limit has earned by `now`; what was done late has earned what it was late for. Source: domain text, section 4. */
export function overdueCards(limit: OwedLimit, settings: CardSettings, calendar: CityCalendar, now: Instant): CardColour[] {
  if (!settings.overdue.limits.includes(limit.name)) return [];
  const times = cardTimes(settings, calendar, limit.dueAt);
  const until = Math.min(now, limit.endedAt ?? now);
  return (['yellow', 'red'] as const).filter((colour) => until >= times[colour]);
}

/**
 * How often a case was handled again for the same cause: what the reviewer sent back after a call-back, since it was last reopened, for
 * reopening brings new facts and so a new cause. `types` are the events of the case in their order.
 */
export const reHandlings = (types: readonly string[]): number =>
  types.slice(types.lastIndexOf('case.reopened') + 1).filter((type) => type === 'case.re-handled').length;

/** A red card from the second re-handling for the same cause on. Source: domain text, section 4. */
export const reHandledCard = (types: readonly string[], { reHandled }: CardSettings): CardColour | undefined =>
  reHandlings(types) >= reHandled.times ? 'red' : undefined;

/** A red card when the department found a matter untrue and the commission proves it. Source: domain text, section 9. */
export const untrueProvenCard = (finding: Finding | null, commission: string): CardColour | undefined =>
  finding === 'untrue' && (commission === 'proven' || commission === 'partly-proven') ? 'red' : undefined;
