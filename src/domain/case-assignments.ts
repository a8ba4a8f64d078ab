import type { AssignmentState, CaseState } from './case-state.js';
import { isActive } from './case-state.js';
import { endLimits, startLimit } from './case-clock.js';
import type { Policy } from './case-life.js';
import { DomainError } from './errors.js';
import { mayHandle } from './routing.js';

/** The case with one assignment changed. */
export const withPart = (one: CaseState, id: string, patch: Partial<AssignmentState>): CaseState => ({
  ...one,
  assignments: one.assignments.map((part) => (part.id === id ? { ...part, ...patch } : part)),
});

/** A department may take part: it exists, is in service, is not on the case already, and is no party to an accusation. Source: domain text, section 5. */
export function admit(one: CaseState, departmentCode: string, policy: Policy, field: string): void {
  const known = policy.departments.find(({ code, active }) => code === departmentCode && active);
  if (!known) throw new DomainError('input.invalid', 422, { fields: [{ field, code: 'unknown-department' }] });
  if (one.assignments.some((part) => part.departmentCode === departmentCode && isActive(part))) {
    throw new DomainError('case.already-assigned', 422, { departmentCode, fields: [{ field, code: 'already-assigned' }] });
  }
  if (!mayHandle(departmentCode, one.accusedDepartmentCode ?? undefined, one.accusation, policy.departments)) {
    throw new DomainError('case.conflict-of-interest', 422, { departmentCode, fields: [{ field, code: 'conflict-of-interest' }] });
  }
}

/** Adds a department to the case; its clocks start separately. */
export function assign(one: CaseState, departmentCode: string, role: 'lead' | 'assist', returnLocked: boolean, now: number): CaseState {
  const part: AssignmentState = {
    id: `${one.caseNumber}-${one.assignments.length + 1}`,
    caseNumber: one.caseNumber,
    departmentCode,
    role,
    status: 'pending_sign',
    round: one.round,
    returnLocked,
    dispatchedAt: now,
    signedAt: null,
    firstContactAt: null,
    answeredAt: null,
    returnStatus: 'none',
    returnReason: null,
    returnAskedAt: null,
    extensionStatus: 'none',
    extensionDays: null,
    extensionReason: null,
    extensionAskedAt: null,
    finding: null,
    solved: null,
    unsolvedReason: null,
    internalNote: null,
    publicReply: null,
    answeredBy: null,
  };
  return { ...one, assignments: [...one.assignments, part] };
}

/** Starts the three clocks of a new assignment; started once all departments stand, because several get longer. */
export const startClocks = (one: CaseState, departmentCode: string, policy: Policy): CaseState => {
  const part = one.assignments.filter((it) => it.departmentCode === departmentCode).at(-1)!;
  return (['sign', 'first-contact', 'answer'] as const).reduce((next, name) => startLimit(next, name, part, policy), one);
};

/** To review when the lead and every assist still on the case have answered; without a lead, back to the dispatcher. */
export function settled(one: CaseState): CaseState {
  const active = one.assignments.filter(isActive);
  if (!active.some(({ role }) => role === 'lead')) return { ...one, status: 'pending_dispatch' };
  const done = active.every(({ status }) => status === 'answered' || status === 'accepted');
  return done && one.status === 'handling' ? { ...one, status: 'pending_review' } : one;
}

/** Gives assignments back as working in a new round with a new answer limit. */
export function again(one: CaseState, parts: readonly AssignmentState[], policy: Policy): CaseState {
  const round = Math.max(...parts.map((part) => part.round)) + 1;
  const opened = {
    ...endLimits(one, {}, 'ended', policy.now),
    status: 'handling' as const,
    closedAt: null,
    calledBack: false,
    saidSolved: null,
    saidSatisfied: null,
    rated: false,
  };
  const start: CaseState = { ...opened, round: Math.max(one.round, round), callBackAttempts: 0 };
  return parts.reduce((next, part) => {
    const reset = withPart(next, part.id, { status: 'working', round: part.round + 1, answeredAt: null, returnLocked: true });
    return startLimit(
      reset,
      'answer',
      reset.assignments.find(({ id }) => id === part.id)!,
      policy,
    );
  }, start);
}

/** The department has answered: its clocks end, and the case may go to review. */
export const answered = (one: CaseState, part: AssignmentState, policy: Policy, patch: Partial<AssignmentState> = {}): CaseState => {
  const next = withPart(one, part.id, { ...patch, status: 'answered', answeredAt: policy.now });
  const met = endLimits(next, { names: ['sign', 'answer'], assignmentId: part.id }, 'met', policy.now);
  return settled(endLimits(met, { assignmentId: part.id }, 'ended', policy.now)); // an answer is no first contact
};

/** The department leaves the case: given back or recalled. */
export const leaves = (
  one: CaseState,
  part: AssignmentState,
  status: 'returned' | 'recalled',
  policy: Policy,
  patch: Partial<AssignmentState> = {},
) => settled(endLimits(withPart(one, part.id, { ...patch, status }), { assignmentId: part.id }, 'ended', policy.now));
