import { DomainError } from './errors.js';
import { addDays, type Day } from './time.js';

/** How a behaviour is answered: appraisal 评议, education 教育, penalty 处罚. Source: domain text, section 2. */
export const MEASURE_KINDS = ['appraisal', 'education', 'penalty'] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

export const BEHAVIOUR_STATES = ['draft', 'released', 'refused', 'withdrawn'] as const;
export type BehaviourState = (typeof BEHAVIOUR_STATES)[number];

export const BEHAVIOUR_ACTIONS = ['release', 'refuse', 'withdraw'] as const;
export type BehaviourAction = (typeof BEHAVIOUR_ACTIONS)[number];

/** One version of an entry, as far as the rules look at it. Days of the city, both ends included. */
export interface BehaviourVersionState {
  version: number;
  state: BehaviourState;
  validFrom: Day;
  validTo: Day | null;
  proposedBy: string;
}

const invalid = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });
const released = <V extends BehaviourVersionState>(versions: readonly V[]): V[] => versions.filter(({ state }) => state === 'released');

/** The released version in force on a day; undefined before the first, after the end, and in a gap. */
export function inForceOn<V extends BehaviourVersionState>(versions: readonly V[], day: Day): V | undefined {
  return released(versions)
    .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day))
    .sort((a, b) => a.version - b.version)
    .at(-1);
}

/**
 * Whether a further version may be proposed for these days. Throws `behaviour.draft-open` (409) while one waits for its release, and
 * `input.invalid` (422) for days that lie behind, or before the version they are to follow.
 */
export function mayPropose(versions: readonly BehaviourVersionState[], from: Day, to: Day | null, today: Day): void {
  if (versions.some(({ state }) => state === 'draft')) throw new DomainError('behaviour.draft-open', 409);
  if (to !== null && to < from) throw invalid('validTo', 'before-start');
  if (from < today) throw invalid('validFrom', 'in-the-past');
  const last = released(versions).at(-1);
  if (last && from <= last.validFrom) throw invalid('validFrom', 'before-last-version');
}

/** A decided version, and the older one that ends for it. */
export interface Decided {
  state: Exclude<BehaviourState, 'draft'>;
  ends?: { version: number; validTo: Day };
}

/**
 * What a decision does. A draft is released or refused by another person than who wrote it, and withdrawn by who wrote it; a release ends
 * the version before on the eve. Throws `behaviour.not-draft`, `behaviour.same-person` (409) and `input.invalid` (422) when the day
 * from which it was to be valid has passed meanwhile. Source: domain text, section 2; two people as in section 8.
 */
export function decide(
  versions: readonly BehaviourVersionState[],
  version: number,
  action: BehaviourAction,
  by: { username: string; today: Day },
): Decided {
  const draft = versions.find((one) => one.version === version);
  if (draft?.state !== 'draft') throw new DomainError('behaviour.not-draft', 409, { state: draft?.state ?? null });
  const own = draft.proposedBy === by.username;
  if (action === 'withdraw') {
    if (!own) throw new DomainError('behaviour.not-yours', 403);
    return { state: 'withdrawn' };
  }
  if (own) throw new DomainError('behaviour.same-person', 409);
  if (action === 'refuse') return { state: 'refused' };
  if (draft.validFrom < by.today) throw invalid('validFrom', 'in-the-past');
  const before = released(versions).at(-1);
  const eve = addDays(draft.validFrom, -1);
  const cut = before && (before.validTo === null || before.validTo > eve);
  return { state: 'released', ...(cut ? { ends: { version: before.version, validTo: eve } } : {}) };
}
