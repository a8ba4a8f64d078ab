import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';

/** What a proposal of a year may be done with. */
export interface ProposalState {
  state: string;
  proposedBy: string;
}

/**
 * As the calendar moves the limits of running cases, a year that was read from a notice comes into force by a second person: a supervisor
 * releases or declines, the proposer may only take it back. Source: domain text, sections 1 and 4.
 */
export function openProposalActions({ state, proposedBy }: ProposalState, by: Pick<Actor, 'username' | 'roles'>) {
  if (state !== 'proposed') return [];
  const own = proposedBy === by.username;
  if (own) return ['withdraw'] as const;
  return by.roles.includes('supervisor') ? (['release', 'decline'] as const) : [];
}

/** Throws `calendar.proposal-own` (403) for one's own release, `calendar.proposal-closed` (409). */
export function admitProposalAction(one: ProposalState, action: string, by: Pick<Actor, 'username' | 'roles'>): void {
  if ((openProposalActions(one, by) as readonly string[]).includes(action)) return;
  if (one.state !== 'proposed') throw new DomainError('calendar.proposal-closed', 409, { state: one.state });
  throw new DomainError('calendar.proposal-own', 403, { action });
}
