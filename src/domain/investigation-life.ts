import type { Actor, NewEvent } from './case-state.js';
import { DomainError } from './errors.js';
import { endClocks, type InvestigationClock, startClock } from './investigation-clock.js';
import { INVESTIGATION_EFFECTS } from './investigation-effects.js';
import type { InvestigationState } from './investigation-state.js';
import { type InvestigationAction, type InvestigationGuard, type InvestigationStep, INVESTIGATION_STEPS } from './investigation-steps.js';
import type { StandingMeasure } from './measures.js';

/** Everything outside the investigation that a step may look at. */
export interface InvestigationPolicy extends InvestigationClock {
  /** Measures that stand against the person a measure is decided about, from other investigations. */
  standing: readonly StandingMeasure[];
  /** Who may be named a reader: inspectors that need not keep away. */
  nameable: readonly string[];
  /** The id a new part of the investigation gets. */
  id: string;
}

/** Bodies as checked by the DTO classes; the rules read them by name. */
export type InvestigationBody = Record<string, unknown>;

/** The investigation after a step, and what the log is told, closed under the sealed key. */
export interface InvestigationOutcome {
  next: InvestigationState;
  events: NewEvent[];
}

const proven = ({ conclusion }: InvestigationState): boolean => conclusion === 'proven' || conclusion === 'partly-proven';

/** Reporters of an investigation who have not been told of a stage. */
export const untold = (one: InvestigationState, stage: 'acceptance' | 'result'): string[] =>
  one.reporters.filter((caseNumber) => !one.told.some((telling) => telling.caseNumber === caseNumber && telling.stage === stage));

/** Whether a guard lets the step pass. Two people conclude, a false accusation three: one proposes, an inspector and then the commissioner agree. */
const GUARDS: Record<InvestigationGuard, (one: InvestigationState, by: Actor) => boolean> = {
  'proposal-waits': (one) => one.waitsFor === null,
  'no-proposal': (one) => one.waitsFor !== null,
  'same-person': (one, by) => one.proposal?.by !== by.username && !one.proposal?.approvals.some((yes) => yes.by === by.username),
  'inspector-first': (one, by) =>
    one.waitsFor === 'approval' && (one.proposal?.conclusion !== 'false-accusation' || by.roles.includes('inspector')),
  'not-approved': (one) => one.waitsFor === 'second-approval',
  'not-concluded': (one) => one.conclusion !== null,
  'concluded-already': (one) => one.conclusion === null,
  'not-proven': proven,
  'not-found-false': (one) => one.clarification === null && ['unproven', 'false-accusation'].includes(one.conclusion ?? ''),
  'nobody-named': (one) => one.persons.length > 0,
  'nothing-to-carry-out': (one) => one.measures.some(({ carriedOutAt }) => carriedOutAt === null),
  'not-carried-out': (one) => one.measures.every(({ carriedOutAt }) => carriedOutAt !== null),
  'nobody-to-tell': (one) => untold(one, 'acceptance').length > 0 || (one.conclusion !== null && untold(one, 'result').length > 0),
  'reporters-not-told': (one) => untold(one, 'result').length === 0,
};

const mayAct = (step: InvestigationStep, by: Actor): boolean => step.by.some((role) => by.roles.includes(role));
const brokenGuard = (step: InvestigationStep, one: InvestigationState, by: Actor): InvestigationGuard | undefined =>
  step.guards?.find((guard) => !GUARDS[guard](one, by));

/** The actions open to this reader now, in the table's order. */
export function openInvestigationActions(one: InvestigationState, by: Actor): InvestigationAction[] {
  return INVESTIGATION_STEPS.filter((step) => mayAct(step, by) && step.from.includes(one.status) && !brokenGuard(step, one, by)).map(
    ({ action }) => action,
  );
}

/**
 * The row of the table for an action, or why there is none. Throws `investigation.role-may-not` (403), `investigation.stale`,
 * `investigation.action-not-open`, then the guard's own code (all 409).
 */
export function investigationStepFor(one: InvestigationState, action: string, version: unknown, by: Actor): InvestigationStep {
  const step = INVESTIGATION_STEPS.find((row) => row.action === action);
  if (step && !mayAct(step, by)) throw new DomainError('investigation.role-may-not', 403, { action });
  if (typeof version === 'number' && version !== one.version) throw new DomainError('investigation.stale', 409, { version: one.version });
  if (!step?.from.includes(one.status)) throw new DomainError('investigation.action-not-open', 409, { action, status: one.status });
  const guard = brokenGuard(step, one, by);
  if (guard) throw new DomainError(`investigation.${guard}`, 409, { action });
  return step;
}

/** Does a step: pure; throws DomainError (409, 422) when the body breaks a rule. */
export function performInvestigation(
  step: InvestigationStep,
  one: InvestigationState,
  body: InvestigationBody,
  by: Actor,
  policy: InvestigationPolicy,
): InvestigationOutcome {
  const { next: changed, events } = INVESTIGATION_EFFECTS[step.action]({ one, body, by, policy });
  if (changed.status !== one.status && !step.to.includes(changed.status))
    throw new Error(`${step.action} led to ${changed.status}, which its row does not name`);
  const moved = changed.status !== one.status || changed.conclusion !== one.conclusion || step.action === 'assess';
  const ended = moved && step.ends ? endClocks(changed, step.ends, policy.now) : changed;
  const clocked = step.starts ? startClock(ended, step.starts, policy) : startClocks(one, ended, policy);
  return { next: { ...clocked, version: one.version + 1, updatedAt: policy.now }, events };
}

/** Clocks that start with a status or with a conclusion rather than with an action. */
function startClocks(before: InvestigationState, one: InvestigationState, policy: InvestigationPolicy): InvestigationState {
  let next = one;
  if (one.status === 'preliminary-verification' && before.status !== one.status) next = startClock(next, 'verification', policy);
  if (one.status === 'held' && before.status !== one.status) next = startClock(next, 'held-review', policy);
  if (one.status === 'review' && before.status !== one.status) next = startClock(next, 'review', policy);
  if (one.conclusion !== null && before.conclusion === null && untold(one, 'result').length > 0)
    next = startClock(next, 'result-notice', policy);
  return next;
}
