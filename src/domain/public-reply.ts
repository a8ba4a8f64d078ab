import { type Surroundings, tracesIn } from './de-identification.js';
import type { AssignmentState, CaseState, LimitState } from './case-state.js';
import type { Instant } from './time.js';
import type { TraceKind } from './trace-patterns.js';
import type { CaseStatus } from './vocabulary.js';

type Replied = Pick<CaseState, 'status' | 'outcomeText'> & { assignments: readonly Pick<AssignmentState, 'status' | 'publicReply'>[] };

/** Statuses in which the answer to the complainant is one text, given before or instead of any dispatch. */
const ANSWERED_DIRECTLY: readonly CaseStatus[] = ['answered', 'rejected', 'terminated'];

/** What the complainant is told: a department's reply counts once the hotline has passed it. Source: domain text, sections 3 and 11. */
export function replyOf({ status, outcomeText, assignments }: Replied): string | undefined {
  if (ANSWERED_DIRECTLY.includes(status)) return outcomeText || undefined;
  const passed = assignments.filter((part) => part.status === 'accepted' && part.publicReply);
  return passed.map(({ publicReply }) => publicReply).join('\n\n') || undefined;
}

/** The instant the complainant may count on: acceptance first, then the latest answer limit; undefined once no clock stands. */
export function answerBy(limits: readonly Pick<LimitState, 'name' | 'state' | 'dueAt'>[]): Instant | undefined {
  const standing = limits.filter(({ state }) => state === 'running' || state === 'paused');
  const of = (name: string) => standing.filter((limit) => limit.name === name).map(({ dueAt }) => dueAt);
  const due = [of('answer'), of('acceptance'), of('call-back')].find((list) => list.length > 0);
  return due && Math.max(...due);
}

/** Statuses in which a case that may be known at all is known to everybody, and what the Open311 standard calls them. */
export const OPEN_STATUSES = {
  pending_callback: 'open',
  answered: 'closed',
  closed: 'closed',
  archived: 'closed',
} as const satisfies Partial<Record<CaseStatus, 'open' | 'closed'>>;

/**
 * Whether everybody may know of a case: it has been replied to, its complainant gave a name, and it accuses nobody. A sealed case, an
 * accusation, an anonymous case, one that was taken back and one that had ended in another system are never told; neither is a case whose
 * reply is being worked on again. `cases/published.ts` says the same in SQL. Source: domain text, sections 6 and 11; ADR 0016.
 */
export function isPublished(
  current: Replied & Pick<CaseState, 'accusation' | 'categoryCode'> & Partial<Pick<CaseState, 'exclusion'>>,
  { anonymous }: { anonymous: boolean },
): boolean {
  return (
    !anonymous &&
    !current.accusation &&
    current.exclusion !== 'imported' &&
    current.categoryCode !== null &&
    current.status in OPEN_STATUSES &&
    replyOf(current) !== undefined
  );
}

/** What may stand in a reply that everybody reads: dates, sums and posts name no complainant. */
const HARMLESS: readonly TraceKind[] = ['date', 'amount', 'job-title'];

/**
 * Whether a reply that was written for one person may be read by all: nothing in it leads to a person, a business or a place. It refuses
 * rather too much; who is refused reads the status instead. Source: domain text 6.1.
 */
export const isFitForAll = (reply: string, around: Surroundings): boolean =>
  tracesIn(reply, around).every(({ kind }) => HARMLESS.includes(kind));
