import { type Actor, type AssignmentState, type CaseState, type NewEvent } from './case-state.js';
import { type Action, type Guard, type Step, STEPS } from './case-steps.js';
import { type ClockPolicy, movedEvents, withNearestLimit, withSuspension } from './case-clock.js';
import { EFFECTS } from './case-effects.js';
import { DomainError } from './errors.js';
import type { Department } from './routing.js';
import { DAY } from './time.js';
import { dueAt } from './work-calendar.js';

/** Everything outside the case that a step may look at. */
export interface Policy extends ClockPolicy {
  departments: readonly Department[];
}

/** The case after a step, and what the event log is told. */
export interface Outcome {
  next: CaseState;
  events: NewEvent[];
}

const ownAssignment = (one: CaseState, by: Actor): AssignmentState | undefined =>
  one.assignments.filter((part) => part.departmentCode === by.departmentCode).at(-1);

/** Latest assignment of a department on a case, if any. */
export const assignmentOf = (one: CaseState, departmentCode: string): AssignmentState | undefined =>
  one.assignments.filter((part) => part.departmentCode === departmentCode).at(-1);

/** Until when a department may ask to give a case back: some working days after it signed; whoever does not sign gains no time by it. */
function returnableUntil(one: CaseState, { calendar, limits }: Policy, part: AssignmentState | undefined): number {
  const toSign = one.limits.find(({ assignmentId, name }) => assignmentId === part?.id && name === 'sign');
  const startedAt = part?.signedAt ?? toSign?.dueAt;
  return startedAt === undefined ? Infinity : dueAt(calendar, { amount: limits.return.workingDays, unit: 'working-days', startedAt }).dueAt;
}

/** Why a guarded step is not open now; undefined when it is. */
const GUARDS: Record<Guard, (one: CaseState, by: Actor, policy: Policy, part?: AssignmentState) => boolean> = {
  'return-locked': (_one, _by, _policy, part) => !part?.returnLocked && (part?.round ?? 1) === 1,
  'return-late': (one, _by, policy, part) => policy.now <= returnableUntil(one, policy, part),
  'return-pending': (_one, _by, _policy, part) => part?.returnStatus === 'requested',
  'extension-used': (_one, _by, policy, part) => part?.extensionStatus === 'none' && policy.limits.extension.times > 0,
  'extension-late': (one, _by, policy, part) =>
    one.limits.some(
      (limit) => limit.assignmentId === part?.id && limit.name === 'answer' && limit.state === 'running' && policy.now <= limit.dueAt,
    ),
  'extension-pending': (_one, _by, _policy, part) => part?.extensionStatus === 'requested',
  'not-suspended': (one) => one.suspendedAt === null,
  suspended: (one) => one.suspendedAt !== null,
  'not-called-back': (one, _by, policy) => one.calledBack || one.callBackAttempts >= policy.limits.callBack.attempts,
  'called-back': (one) => !one.calledBack,
  'own-registration': (one, by) => one.registeredBy === by.username,
  'not-rated': (one) => !one.rated,
  'exclusion-used': (one) => one.exclusion === 'none',
  'exclusion-pending': (one) => one.exclusion === 'requested',
  'already-dispatched': (one) => one.assignments.length === 0,
  'already-project': (one) => !one.project,
  'within-reopening-window': (one, _by, policy) => policy.now <= (one.closedAt ?? 0) + policy.limits.reopen.calendarDays * DAY,
  'beyond-reopening-window': (one, _by, policy) => policy.now > (one.closedAt ?? 0) + policy.limits.reopen.calendarDays * DAY,
};

const mayAct = (step: Step, by: Actor): boolean => step.by.some((role) => by.roles.includes(role));

/** Statuses of case and own assignment fit the row; a named assignment is judged with the body. */
function fits(step: Step, one: CaseState, by: Actor): boolean {
  if (!step.from.includes(one.status)) return false;
  if (!step.on) return true;
  if (step.on.whose === 'named') return one.assignments.some((part) => step.on!.from.includes(part.status));
  const own = ownAssignment(one, by);
  return own !== undefined && step.on.from.includes(own.status);
}

function brokenGuard(step: Step, one: CaseState, by: Actor, policy: Policy, named?: AssignmentState): Guard | undefined {
  const parts = named ? [named] : step.on?.whose === 'own' ? [ownAssignment(one, by)] : one.assignments;
  const holds = (guard: Guard) =>
    step.on?.whose === 'named' && !named
      ? parts.some((part) => GUARDS[guard](one, by, policy, part))
      : GUARDS[guard](one, by, policy, parts[0]);
  return step.guards?.find((guard) => !holds(guard));
}

/** The actions open to this reader now, in the table's order. Buttons, permissions and documentation come from the same rows. */
export function openActions(one: CaseState, by: Actor, policy: Policy): Action[] {
  const open = STEPS.filter((step) => mayAct(step, by) && fits(step, one, by) && !brokenGuard(step, one, by, policy));
  return [...new Set(open.map(({ action }) => action))];
}

/**
 * The row of the table for an action, or why there is none.
 * Throws `case.role-may-not` (403), `case.stale`, `case.action-not-open`, then the guard's own code (all 409).
 */
export function stepFor(one: CaseState, action: string, version: unknown, by: Actor, policy: Policy): Step {
  const rows = STEPS.filter((step) => step.action === action);
  const mine = rows.filter((step) => mayAct(step, by));
  const owned = mine.filter((step) => !step.guards?.includes('own-registration') || !brokenGuard(step, one, by, policy));
  if (rows.length > 0 && owned.length === 0) throw new DomainError('case.role-may-not', 403, { action });
  if (typeof version === 'number' && version !== one.version) throw new DomainError('case.stale', 409, { version: one.version });
  const step = owned.find((row) => fits(row, one, by));
  if (!step) {
    const locked = action === 'request-return' && ownAssignment(one, by)?.returnLocked;
    throw new DomainError(locked ? 'case.return-locked' : 'case.action-not-open', 409, { action, status: one.status });
  }
  const guard = brokenGuard(step, one, by, policy);
  if (guard) throw new DomainError(`case.${guard}`, 409, { action });
  return step;
}

/** Bodies as checked by the DTO classes; the rules read them by name. */
export type Body = Record<string, unknown>;

/** Does a step: pure; throws DomainError when the body breaks a rule (unknown department, conflict of interest, cap). */
export function perform(step: Step, one: CaseState, body: Body, by: Actor, policy: Policy): Outcome {
  const part = step.on ? target(step, one, body, by, policy) : undefined;
  const outcome = EFFECTS[step.action]({ one, step, body, by, policy, part });
  if (step.silent) return { next: one, events: outcome.events };
  const next = withNearestLimit({ ...withSuspension(outcome.next, policy.now), version: one.version + 1, updatedAt: policy.now });
  if (next.status !== one.status && !step.to.includes(next.status))
    throw new Error(`${step.action} led to ${next.status}, which its row does not name`);
  return { next, events: [...outcome.events, ...movedEvents(one, next, step.action)] };
}

function target(step: Step, one: CaseState, body: Body, by: Actor, policy: Policy): AssignmentState {
  const part = step.on!.whose === 'own' ? ownAssignment(one, by) : assignmentOf(one, String(body.departmentCode));
  if (!part || !step.on!.from.includes(part.status)) {
    throw new DomainError('case.no-such-assignment', 422, { fields: [{ field: 'departmentCode', code: 'no-such-assignment' }] });
  }
  const guard = brokenGuard(step, one, by, policy, part);
  if (guard) throw new DomainError(`case.${guard}`, 409, { action: step.action });
  return part;
}

/** The whole step at once: find the row, then do it. */
export function act(one: CaseState, action: Action, version: number, body: Body, by: Actor, policy: Policy): Outcome {
  return perform(stepFor(one, action, version, by, policy), one, body, by, policy);
}
