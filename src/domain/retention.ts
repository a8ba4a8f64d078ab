import { day, fields, number, refuse, whole } from './setting-checks.js';
import { DAY, type Day, type Instant } from './time.js';
import type { CaseStatus } from './vocabulary.js';

/**
 * What is forgotten in time, with the fewest days a city may keep it: reopening, reconsideration (60 days) and suit (6 months) must be over,
 * and what a department did to a complainant may be proceeded against for two years (Administrative Penalties Law, article 36).
 * Source: Personal Information Protection Law, articles 19 and 47: no longer than the purpose needs.
 */
export const RETAINED = {
  /** Who complained, of cases that ended so long ago. */
  identities: 730,
  /** Numbers and notes of calls. */
  callers: 180,
  /** Sound of calls and voicemails. */
  recordings: 180,
  /** Numbers and addresses that messages went to. */
  messageAddresses: 30,
  /** What other systems were told, and how they answered. */
  webhookDeliveries: 7,
} as const;
export type Retained = keyof typeof RETAINED;
export const RETAINED_KINDS = Object.keys(RETAINED) as Retained[];

/** `config/retention.json`: for how many days each thing is kept. */
export interface RetentionSettings {
  version: number;
  validFrom: Day;
  days: Record<Retained, number>;
}

const MOST_DAYS = 36_500;
const SHAPE = fields({
  version: whole(1),
  validFrom: day,
  days: fields(Object.fromEntries(RETAINED_KINDS.map((one) => [one, number(0)]))),
});

/** Reads the terms. Throws an error that names the first wrong field. */
export function readRetentionSettings(json: unknown): RetentionSettings {
  SHAPE(json, '');
  const settings = json as RetentionSettings;
  for (const one of RETAINED_KINDS) {
    const given = settings.days[one];
    if (!Number.isInteger(given) || given < RETAINED[one] || given > MOST_DAYS)
      refuse(`days.${one}`, `whole days from ${RETAINED[one]} to ${MOST_DAYS}`, given);
  }
  return settings;
}

/** What is older than this instant is forgotten. */
export const forgottenBefore = ({ days }: RetentionSettings, what: Retained, now: Instant): Instant => now - days[what] * DAY;

/** What names a complainant but would outlive the record of who complained. */
export const outlivingIdentity = ({ days }: RetentionSettings): Retained[] =>
  (['callers', 'recordings', 'messageAddresses'] as const).filter((one) => days[one] > days.identities);

/** Ends of a case after which nobody works on it and nothing can be asked of it any more. */
export const FINISHED: readonly CaseStatus[] = ['archived', 'answered', 'rejected', 'merged', 'withdrawn', 'terminated', 'transferred'];

/** How much of something is kept now, and how much of that is older than a term. */
export interface Outlook {
  kept: number;
  due: number;
}
/** Whoever keeps something that is forgotten in time. */
export interface Keeper {
  readonly keeps: Retained;
  /** What a sweep with this border would find; nothing is changed. */
  outlook(before: Instant): Promise<Outlook>;
}
