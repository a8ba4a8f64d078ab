import type { Actor, AssignmentState, CaseState, NewEvent } from './case-state.js';
import { isActive } from './case-state.js';
import type { Body, Outcome, Policy } from './case-life.js';
import { admit, again, answered, assign, leaves, startClocks, withPart } from './case-assignments.js';
import { endLimits, extendLimits, matterOf, pauseLimits, resumeLimits, startLimit } from './case-clock.js';
import { BESIDE_EFFECTS } from './case-supervision.js';
import { EXCLUSION_EFFECTS } from './case-exclusion.js';
import type { Action, Step } from './case-steps.js';
import { DomainError } from './errors.js';
import { known } from './known.js';
import { limitFor } from './limits.js';
import { dueAt } from './work-calendar.js';
import type { CaseStatus, RejectReason, SuspendGround } from './vocabulary.js';

/** What a step's effect may look at: all of it is data. */
export interface Doing {
  one: CaseState;
  step: Step;
  body: Body;
  by: Actor;
  policy: Policy;
  part: AssignmentState | undefined;
}
type Effect = (doing: Doing) => Outcome;

const told = (type: string, facts: Record<string, unknown> = {}): NewEvent => ({ type, facts: known(facts) });

const end = (one: CaseState, status: CaseStatus, policy: Policy, patch: Partial<CaseState> = {}): CaseState => ({
  ...endLimits(one, {}, 'ended', policy.now),
  status,
  closedAt: policy.now,
  ...patch,
});
const departments = (one: CaseState): string[] => one.assignments.filter(isActive).map(({ departmentCode }) => departmentCode);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const dispatch: Effect = ({ one, body, policy }) => {
  const lead = text(body.lead);
  const assists = (body.assists as string[] | undefined) ?? [];
  const designated = body.designated === true;
  const start: CaseState = { ...one, status: 'handling', summary: text(body.summary) };
  const named = [lead, ...assists];
  const placed = named.reduce((next, code, index) => {
    const field = index === 0 ? 'lead' : 'assists';
    if (index > 0 && next.assignments.some((part) => part.departmentCode === code && isActive(part))) return next;
    admit(next, code, policy, field);
    return assign(next, code, index === 0 ? 'lead' : 'assist', designated, policy.now);
  }, start);
  const fresh = placed.assignments.slice(one.assignments.length).map(({ departmentCode }) => departmentCode);
  const next = fresh.reduce((state, code) => startClocks(state, code, policy), placed);
  return { next, events: [told('case.dispatched', { lead, assists, designated, summary: start.summary })] };
};

const answer: Effect = ({ one, body, by, policy, part }) => {
  const given: Partial<AssignmentState> = {
    finding: body.finding as AssignmentState['finding'],
    solved: body.solved as AssignmentState['solved'],
    unsolvedReason: optional(body.unsolvedReason),
    internalNote: text(body.internalNote),
    publicReply: text(body.publicReply),
    answeredBy: by.username,
  };
  const facts = {
    departmentCode: part!.departmentCode,
    round: part!.round,
    finding: given.finding,
    solved: given.solved,
    publicReply: given.publicReply,
  };
  if (by.roles.includes('leader')) return { next: answered(one, part!, policy, given), events: [told('assignment.answered', facts)] };
  return { next: withPart(one, part!.id, { ...given, status: 'pending_sign_off' }), events: [told('assignment.answer-drafted', facts)] };
};

const askForExtension: Effect = ({ one, body, policy, part }) => {
  const workingDays = Number(body.workingDays);
  const { rules, extension } = policy.limits;
  const most = extension.workingDays;
  const cap = limitFor(rules, matterOf(one), 'answer')?.cap ?? extension.capCalendarDays;
  const limit = one.limits.find((it) => it.assignmentId === part!.id && it.name === 'answer' && it.endedAt === null)!;
  const latest = dueAt(policy.calendar, { amount: cap, unit: 'calendar-days', startedAt: limit.startedAt }).dueAt;
  const later = dueAt(policy.calendar, { ...limit, extraWorkingDays: limit.extraWorkingDays + workingDays }).dueAt;
  if (workingDays > most || later > latest)
    throw new DomainError('input.invalid', 422, { most, fields: [{ field: 'workingDays', code: 'beyond-cap' }] });
  const patch = {
    extensionStatus: 'requested' as const,
    extensionDays: workingDays,
    extensionReason: text(body.reason),
    extensionAskedAt: policy.now,
  };
  const facts = { departmentCode: part!.departmentCode, workingDays, reason: patch.extensionReason };
  return { next: withPart(one, part!.id, patch), events: [told('assignment.extension-requested', facts)] };
};

/** A call-back is valid when the complainant was reached and judged both the solution and the result. Source: domain text, section 9. */
function judgement({ reached, solved, satisfiedResult }: Body): Pick<Partial<CaseState>, 'saidSolved' | 'saidSatisfied'> {
  if (reached !== true || !solved || !satisfiedResult || satisfiedResult === 'declined') return {};
  return { saidSolved: solved as CaseState['saidSolved'], saidSatisfied: satisfiedResult as CaseState['saidSatisfied'] };
}

/** The effect of each action of the table. What a row of the table says of statuses, this does; nothing else changes a case. */
export const EFFECTS: Record<Action, Effect> = {
  accept: ({ one, policy, by }) => ({
    next: { ...endLimits(one, { names: ['acceptance'] }, 'met', policy.now), status: 'pending_dispatch' },
    events: [told('case.accepted', by.roles.includes('system') ? { why: 'silence' } : {})],
  }),
  reject: ({ one, body, policy }) => ({
    next: end(endLimits(one, { names: ['acceptance'] }, 'met', policy.now), 'rejected', policy, {
      rejectReason: body.reasonCode as RejectReason,
      outcomeText: text(body.text),
      outcomeTarget: optional(body.channel),
    }),
    events: [told('case.rejected', { reasonCode: body.reasonCode, text: body.text, channel: body.channel })],
  }),
  'answer-directly': ({ one, body, policy }) => ({
    next: end(endLimits(one, { names: ['acceptance'] }, 'met', policy.now), 'answered', policy, {
      outcomeText: text(body.text),
      knowledgeId: optional(body.knowledgeId),
    }),
    events: [told('case.answered-directly', { text: body.text, knowledgeId: body.knowledgeId, knowledgeVersion: body.knowledgeVersion })],
  }),
  'transfer-out': ({ one, body, policy }) => ({
    next: end(endLimits(one, { names: ['acceptance'] }, 'met', policy.now), 'transferred', policy, {
      outcomeTarget: text(body.target),
      outcomeText: null,
    }),
    events: [told('case.transferred', { target: body.target, reason: body.reason })],
  }),
  seal: ({ one, body, policy }) => ({ next: end(one, 'sealed', policy), events: [told('case.sealed', { reason: body.reason })] }),
  merge: ({ one, body, policy }) => ({
    next: end(one, 'merged', policy, { masterCaseNumber: text(body.masterCaseNumber) }),
    events: [told('case.merged', { masterCaseNumber: body.masterCaseNumber, reason: body.reason })],
  }),
  /** Which project it is stands beside the case; the log does not name it, for a project leads to its enterprise. */
  'mark-project': ({ one }) => ({ next: { ...one, project: true }, events: [told('case.project-marked')] }),
  dispatch,
  sign: ({ one, part, policy }) => ({
    next: endLimits(
      withPart(one, part!.id, { status: 'working', signedAt: part!.signedAt ?? policy.now }),
      { names: ['sign'], assignmentId: part!.id },
      'met',
      policy.now,
    ),
    events: [told('assignment.signed', { departmentCode: part!.departmentCode })],
  }),
  'request-return': ({ one, body, part, policy }) => ({
    next: pauseLimits(
      withPart(one, part!.id, {
        status: 'return_requested',
        returnStatus: 'requested',
        returnReason: text(body.reason),
        returnAskedAt: policy.now,
      }),
      { assignmentId: part!.id },
      policy.now,
    ),
    events: [told('assignment.return-requested', { departmentCode: part!.departmentCode, reason: body.reason })],
  }),
  'grant-return': ({ one, body, part, policy }) => ({
    next: { ...leaves(one, part!, 'returned', policy, { returnStatus: 'granted' }), returnCount: one.returnCount + 1 },
    events: [told('assignment.return-granted', { departmentCode: part!.departmentCode, reason: body.reason })],
  }),
  'refuse-return': ({ one, body, part, policy }) => {
    const locked = withPart(one, part!.id, { status: 'pending_sign', returnStatus: 'refused', returnLocked: true });
    const resumed = one.suspendedAt === null ? resumeLimits(locked, { assignmentId: part!.id }, policy) : locked;
    const mustSignAnew = !resumed.limits.some((it) => it.assignmentId === part!.id && it.name === 'sign' && it.endedAt === null);
    return {
      next: mustSignAnew ? startLimit(resumed, 'sign', part!, policy) : resumed,
      events: [told('assignment.return-refused', { departmentCode: part!.departmentCode, reason: body.reason })],
    };
  },
  'request-extension': askForExtension,
  'grant-extension': ({ one, body, part, policy }) => ({
    next: extendLimits(withPart(one, part!.id, { extensionStatus: 'granted' }), part!.id, part!.extensionDays ?? 0, policy),
    events: [
      told('assignment.extension-granted', { departmentCode: part!.departmentCode, workingDays: part!.extensionDays, reason: body.reason }),
    ],
  }),
  'refuse-extension': ({ one, body, part }) => ({
    next: withPart(one, part!.id, { extensionStatus: 'refused' }),
    events: [told('assignment.extension-refused', { departmentCode: part!.departmentCode, reason: body.reason })],
  }),
  suspend: ({ one, body, policy }) => {
    const until = body.until ? Date.parse(text(body.until)) : null;
    if (until !== null && until <= policy.now)
      throw new DomainError('input.invalid', 422, { fields: [{ field: 'until', code: 'not-in-future' }] });
    const patch = { suspendGround: body.ground as SuspendGround, suspendedAt: policy.now, suspendedUntil: until };
    return {
      next: { ...pauseLimits(one, {}, policy.now), ...patch },
      events: [told('case.suspended', { ground: body.ground, until, evidence: body.evidence })],
    };
  },
  resume: ({ one, policy }) => {
    const waiting = one.assignments.filter(({ status }) => status === 'return_requested').map(({ id }) => id);
    const held = one.limits.filter((limit) => limit.assignmentId !== null && waiting.includes(limit.assignmentId));
    const now = Math.min(policy.now, one.suspendedUntil ?? policy.now); // whoever comes late gives nobody more time
    const resumed = resumeLimits({ ...one, limits: one.limits.filter((limit) => !held.includes(limit)) }, {}, { ...policy, now });
    const limits = one.limits.map((limit) => resumed.limits.find(({ id }) => id === limit.id) ?? limit);
    return {
      next: { ...one, limits, suspendGround: null, suspendedAt: null, suspendedUntil: null },
      events: [told('case.resumed')],
    };
  },
  'log-progress': ({ one, body, part, policy }) => {
    const first = body.contacted === true && part!.firstContactAt === null;
    const next = first ? withPart(one, part!.id, { firstContactAt: policy.now }) : one;
    return {
      next: first ? endLimits(next, { names: ['first-contact'], assignmentId: part!.id }, 'met', policy.now) : next,
      events: [told('assignment.progress-logged', { departmentCode: part!.departmentCode, text: body.text, contacted: body.contacted })],
    };
  },
  'add-assignment': ({ one, body, policy }) => {
    const departmentCode = text(body.departmentCode);
    admit(one, departmentCode, policy, 'departmentCode');
    return {
      next: startClocks(assign(one, departmentCode, 'assist', false, policy.now), departmentCode, policy),
      events: [told('assignment.added', { departmentCode, reason: body.reason })],
    };
  },
  'recall-assignment': ({ one, body, part, policy }) => ({
    next: leaves(one, part!, 'recalled', policy),
    events: [told('assignment.recalled', { departmentCode: part!.departmentCode, reason: body.reason })],
  }),
  answer,
  'sign-off': ({ one, part, policy }) => ({
    next: answered(one, part!, policy),
    events: [
      told('assignment.answered', {
        departmentCode: part!.departmentCode,
        round: part!.round,
        finding: part!.finding,
        solved: part!.solved,
        publicReply: part!.publicReply,
      }),
    ],
  }),
  'decline-sign-off': ({ one, body, part }) => ({
    next: withPart(one, part!.id, { status: 'working' }),
    events: [told('assignment.sign-off-declined', { departmentCode: part!.departmentCode, reason: body.reason })],
  }),
  'send-back': ({ one, body, part, policy }) => ({
    next: again(one, [part!], policy),
    events: [told('assignment.sent-back', { departmentCode: part!.departmentCode, round: part!.round + 1, reason: body.reason })],
  }),
  pass: ({ one, policy }) => {
    const assignments = one.assignments.map((part) => (part.status === 'answered' ? { ...part, status: 'accepted' as const } : part));
    const next = startLimit({ ...one, assignments, status: 'pending_callback' }, 'call-back', null, policy);
    return { next, events: [told('case.review-passed')] };
  },
  'call-back': ({ one, body, policy }) => {
    const reached = body.reached === true;
    const next = { ...one, callBackAttempts: one.callBackAttempts + 1, calledBack: one.calledBack || reached, ...judgement(body) };
    const { contacted, solved, satisfiedResult, satisfiedProcess } = body;
    return {
      next: reached ? endLimits(next, { names: ['call-back'] }, 'met', policy.now) : next,
      events: [told('case.called-back', { attempt: next.callBackAttempts, reached, contacted, solved, satisfiedResult, satisfiedProcess })],
    };
  },
  close: ({ one, policy }) => ({ next: end(one, 'closed', policy), events: [told('case.closed', { departments: departments(one) })] }),
  're-handle': ({ one, body, policy }) => ({
    next: again(
      one,
      one.assignments.filter(({ status }) => status === 'accepted'),
      policy,
    ),
    events: [told('case.re-handled', { round: one.round + 1, reason: body.reason })],
  }),
  reopen: ({ one, body, by, policy }) => ({
    next: again(
      // what another system had ended is handled here from now on, and counts
      one.exclusion === 'imported' ? { ...one, exclusion: 'none' } : one,
      one.assignments.filter(({ status }) => status === 'accepted'),
      policy,
    ),
    events: [told('case.reopened', { round: one.round + 1, ...(by.roles.includes('complainant') ? {} : { reason: body.reason }) })],
  }),
  withdraw: ({ one, body, by, policy }) => ({
    next: end(one, 'withdrawn', policy),
    events: [told('case.withdrawn', by.roles.includes('complainant') ? {} : { reason: body.reason })],
  }),
  terminate: ({ one, body, policy }) => ({
    next: end(one, 'terminated', policy, { outcomeText: text(body.reason) }),
    events: [told('case.terminated', { reason: body.reason })],
  }),
  archive: ({ one }) => ({ next: { ...one, status: 'archived' }, events: [told('case.archived')] }),
  ...BESIDE_EFFECTS,
  ...EXCLUSION_EFFECTS,
  ask: ({ one }) => ({ next: one, events: [told('case.asked')] }),
  message: ({ one }) => ({ next: one, events: [told('case.message-received')] }),
  rate: ({ one, body }) => ({
    next: { ...one, rated: true },
    events: [told('case.rated', { solved: body.solved, satisfied: body.satisfied, contacted: body.contacted })],
  }),
  unmask: ({ one, body }) => ({ next: one, events: [told('case.unmasked', { fields: body.fields, reason: body.reason })] }),
};
