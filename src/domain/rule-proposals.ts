import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import { type Day, type Instant, instantOf } from './time.js';
import type { Role } from './vocabulary.js';

/** Rules a city changes by itself; each has versions with their validity. Source: domain text, head. */
export const RULE_KINDS = [
  'limits',
  'routing',
  'categories',
  'cards',
  'supervision',
  'scoring',
  'groups',
  'retention',
  'notices',
  'messages',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export const PROPOSAL_STATES = ['waiting', 'released', 'refused', 'withdrawn'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];
type DecidedState = Exclude<ProposalState, 'waiting'>;
export const PROPOSAL_ACTIONS = ['release', 'refuse', 'withdraw'] as const;
export type ProposalAction = (typeof PROPOSAL_ACTIONS)[number];

export const RULE_READERS: readonly Role[] = ['administrator', 'supervisor', 'commissioner', 'auditor'];
export const RULE_WRITERS: readonly Role[] = ['administrator', 'supervisor'];
/** Business decides on the rules of business; the administrator writes them down. Source: domain text, section 1. */
export const RULE_DECIDERS: readonly Role[] = ['supervisor', 'commissioner'];

const NEXT: Readonly<Record<ProposalAction, DecidedState>> = { release: 'released', refuse: 'refused', withdraw: 'withdrawn' };
const holds = (by: Actor, roles: readonly Role[]): boolean => roles.some((role) => by.roles.includes(role));

interface Proposed {
  state: ProposalState;
  proposedBy: string;
}

/** What a reader may do with a proposal now: withdraw his own, decide on another's. */
export const openProposalActions = ({ state, proposedBy }: Proposed, by: Actor): ProposalAction[] => {
  if (state !== 'waiting') return [];
  if (proposedBy === by.username) return ['withdraw'];
  return holds(by, RULE_DECIDERS) ? ['release', 'refuse'] : [];
};

/**
 * The state a decision leads to. Throws `rule.role-may-not` (403) for who decides on nothing, `rule.not-waiting` (409) when it is decided
 * already, `rule.same-person` (409) for releasing or refusing what one proposed, `rule.not-yours` (403) for withdrawing another's.
 */
export function decideProposal(proposal: Proposed, action: ProposalAction, by: Actor): DecidedState {
  if (!holds(by, action === 'withdraw' ? RULE_WRITERS : RULE_DECIDERS)) throw new DomainError('rule.role-may-not', 403, { action });
  if (proposal.state !== 'waiting') throw new DomainError('rule.not-waiting', 409, { state: proposal.state });
  const own = proposal.proposedBy === by.username;
  if (action === 'withdraw' && !own) throw new DomainError('rule.not-yours', 403);
  if (action !== 'withdraw' && own) throw new DomainError('rule.same-person', 409);
  return NEXT[action];
}

/**
 * From when a version counts: the beginning of the day asked for, or this very instant when that is past or no day was asked for; never
 * before the version it was written over, which would come back on its own day.
 */
export const takesEffect = (day: Day | null, now: Instant, last: Instant): Instant =>
  Math.max(now, last, day === null ? now : instantOf(day));
