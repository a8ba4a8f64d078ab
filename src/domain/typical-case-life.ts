import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import type { Instant } from './time.js';
import type { Role } from './vocabulary.js';

/** `proposed` waits for approvals; the last of them publishes. Source: domain text, section 2 (typical cases). */
export const TYPICAL_STATES = ['draft', 'proposed', 'published', 'withdrawn', 'discarded'] as const;
export type TypicalState = (typeof TYPICAL_STATES)[number];

export const TYPICAL_ACTIONS = ['edit', 'propose', 'approve', 'return', 'withdraw', 'discard'] as const;
export type TypicalAction = (typeof TYPICAL_ACTIONS)[number];

/** Who may do what, as the city sets it; each approval names the roles that may give it. */
export interface PublicityRules {
  authors: readonly Role[];
  approvals: readonly (readonly Role[])[];
  withdrawers: readonly Role[];
}

/** An approval that was given: which of the rules' approvals it stands for, and by whom. */
export interface Approval {
  slot: number;
  username: string;
  name: string;
  at: Instant;
}

/** What the rules know of a typical case: nothing of its words. */
export interface TypicalCaseState {
  state: TypicalState;
  version: number;
  /** Everybody who wrote any version of it. */
  authors: readonly string[];
  approvals: readonly Approval[];
  /** Traces nobody has decided on. */
  unresolved: number;
}

const FROM: Record<TypicalAction, TypicalState> = {
  edit: 'draft',
  propose: 'draft',
  approve: 'proposed',
  return: 'proposed',
  withdraw: 'published',
  discard: 'draft',
};

const holds = (by: Actor, roles: readonly Role[]): boolean => roles.some((role) => by.roles.includes(role));

function rolesFor(action: TypicalAction, rules: PublicityRules): readonly Role[] {
  if (action === 'approve' || action === 'return') return rules.approvals.flat();
  return action === 'withdraw' ? rules.withdrawers : rules.authors;
}

/** Why this person may not approve, whoever he is: who wrote it may not, and nobody approves twice. */
function barred(current: TypicalCaseState, by: Actor): string | undefined {
  if (current.authors.includes(by.username)) return 'typical-case.author-may-not';
  return current.approvals.some(({ username }) => username === by.username) ? 'typical-case.approved-already' : undefined;
}

/** The approval still missing that this person can give; the one fewest could give first, so that none is blocked. */
function openSlot(current: TypicalCaseState, by: Actor, rules: PublicityRules): number | undefined {
  const missing = rules.approvals
    .map((roles, slot) => ({ roles, slot }))
    .filter(({ roles, slot }) => holds(by, roles) && !current.approvals.some((one) => one.slot === slot));
  return missing.sort((a, b) => a.roles.length - b.roles.length)[0]?.slot;
}

/** The actions open to this reader now, in their order. */
export const openTypicalActions = (current: TypicalCaseState, by: Actor, rules: PublicityRules): TypicalAction[] =>
  TYPICAL_ACTIONS.filter((action) => {
    if (FROM[action] !== current.state || !holds(by, rolesFor(action, rules))) return false;
    if (action === 'propose') return current.unresolved === 0;
    if (action === 'approve') return !barred(current, by) && openSlot(current, by, rules) !== undefined;
    return action !== 'return' || !barred(current, by);
  });

/**
 * Whether the action is open to this person at the version he saw. Throws `typical-case.role-may-not`, `typical-case.author-may-not`
 * (403), `typical-case.stale`, `typical-case.action-not-open`, `typical-case.approved-already` (409), `typical-case.unresolved` (422).
 */
export function admitTypical(current: TypicalCaseState, action: TypicalAction, version: unknown, by: Actor, rules: PublicityRules): void {
  if (!holds(by, rolesFor(action, rules))) throw new DomainError('typical-case.role-may-not', 403, { action });
  const decides = action === 'approve' || action === 'return';
  const bar = decides ? barred(current, by) : undefined;
  if (bar === 'typical-case.author-may-not') throw new DomainError(bar, 403, { action });
  if (typeof version === 'number' && version !== current.version)
    throw new DomainError('typical-case.stale', 409, { version: current.version });
  if (FROM[action] !== current.state) throw new DomainError('typical-case.action-not-open', 409, { action, state: current.state });
  if (bar) throw new DomainError(bar, 409, { action });
  if (action === 'approve' && openSlot(current, by, rules) === undefined)
    throw new DomainError('typical-case.approval-given', 409, { action });
  if (action === 'propose' || action === 'approve') refuseTraces(current.unresolved);
}

/** Throws `typical-case.unresolved` (422) while a trace is undecided. */
export function refuseTraces(unresolved: number): void {
  if (unresolved > 0) throw new DomainError('typical-case.unresolved', 422, { unresolved });
}

/** One approval more; with the last one it is published. */
export function approved(
  current: TypicalCaseState,
  by: Actor,
  at: Instant,
  rules: PublicityRules,
): { state: TypicalState; approvals: Approval[] } {
  const slot = openSlot(current, by, rules)!;
  const approvals = [...current.approvals, { slot, username: by.username, name: by.name, at }];
  return { state: approvals.length === rules.approvals.length ? 'published' : 'proposed', approvals };
}
