import type { AssignmentState, CaseState, LimitRunState, LimitState, NewEvent } from './case-state.js';
import { limitFor, limitTimes, type LimitSettings, type Matter } from './limits.js';
import type { Instant } from './time.js';
import type { LimitName } from './vocabulary.js';
import type { CityCalendar } from './work-calendar.js';

/** What the clocks need to know of the world: the instant, the city's calendar and the limits in force for the case. */
export interface ClockPolicy {
  now: Instant;
  calendar: CityCalendar;
  limits: LimitSettings;
}

/** The facts of a case that a limit rule may look at. Source: domain text, section 4. */
export const matterOf = (one: CaseState): Matter => ({
  kind: one.kind,
  urgency: one.urgency,
  channel: one.channel,
  complex: one.complex,
  project: one.project,
  departments: one.assignments.filter((part) => part.status !== 'returned' && part.status !== 'recalled').length > 1 ? 'several' : 'one',
  ...(one.categoryCode ? { categoryCode: one.categoryCode } : {}),
});

const running = (limit: LimitState): boolean => limit.state === 'running';
const stands = (limit: LimitState): boolean => limit.state === 'running' || limit.state === 'paused';

/** The instant at which the next light of a running clock comes on. */
export function nextLevelAt(limit: Pick<LimitState, 'amberAt' | 'dueAt' | 'redAt' | 'level' | 'state'>): Instant | null {
  if (limit.state !== 'running') return null;
  return [limit.amberAt, limit.dueAt + 1, limit.redAt][limit.level] ?? null;
}

/** A clock by this calendar and these lights; its light is told by the sweep. */
export function timed(limit: LimitState, policy: ClockPolicy): LimitState {
  const moved = { ...limit, ...limitTimes(policy.calendar, policy.limits.lights, limit) };
  return { ...moved, nextAt: nextLevelAt(moved) };
}

/** Starts a clock by the first matching rule; a rule of amount 0 means there is none. */
export function startLimit(one: CaseState, name: LimitName, assignment: AssignmentState | null, policy: ClockPolicy): CaseState {
  const rule = limitFor(policy.limits.rules, matterOf(one), name);
  if (!rule || rule.amount === 0) return one;
  const limit: LimitState = {
    id: `${one.caseNumber}-${one.limits.length + 1}`,
    caseNumber: one.caseNumber,
    name,
    assignmentId: assignment?.id ?? null,
    unit: rule.unit,
    amount: rule.amount,
    ruleVersion: policy.limits.version,
    startedAt: policy.now,
    extraWorkingDays: 0,
    pauses: [],
    dueAt: 0,
    amberAt: 0,
    redAt: 0,
    provisional: false,
    state: 'running',
    endedAt: null,
    level: 0,
    nextAt: null,
  };
  return { ...one, limits: [...one.limits, timed(limit, policy)] };
}

/** Which clocks a step is about. */
export interface Which {
  names?: readonly LimitName[];
  assignmentId?: string;
}
const picks = (which: Which) => (limit: LimitState) =>
  (!which.names || which.names.includes(limit.name)) && (which.assignmentId === undefined || limit.assignmentId === which.assignmentId);

const change = (one: CaseState, which: Which, when: (limit: LimitState) => boolean, to: (limit: LimitState) => LimitState): CaseState => ({
  ...one,
  limits: one.limits.map((limit) => (when(limit) && picks(which)(limit) ? to(limit) : limit)),
});

/** Whether a clock ran past its limit before it was stopped, or before it ended. A stop that came too late saves nothing. */
export function ranOver({ state, dueAt, pauses, endedAt }: LimitState, now: Instant): boolean {
  const last = pauses.at(-1);
  const stoodStill = last !== undefined && (state === 'paused' || last.to === endedAt);
  return (stoodStill ? last.from : (endedAt ?? now)) > dueAt;
}

/** Ends clocks: `met` when the duty was done (late ones count as missed), `ended` when it fell away. */
export function endLimits(one: CaseState, which: Which, as: 'met' | 'ended', now: Instant): CaseState {
  const state = (limit: LimitState): LimitRunState => (as === 'ended' ? 'ended' : ranOver(limit, now) ? 'missed' : 'met');
  return change(one, which, stands, (limit) => ({
    ...limit,
    state: state(limit),
    endedAt: now,
    nextAt: null,
    pauses: limit.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: now } : pause)),
  }));
}

/** Stops running clocks: the stop is a break of the calendar. Source: domain text, sections 3 and 4. */
export const pauseLimits = (one: CaseState, which: Which, now: Instant): CaseState =>
  change(one, which, running, (limit) => ({ ...limit, state: 'paused', nextAt: null, pauses: [...limit.pauses, { from: now }] }));

/** A suspension holds every clock of a case in hand, those started meanwhile too, and goes when the case leaves the hands it was in. */
export function withSuspension(one: CaseState, now: Instant): CaseState {
  if (one.suspendedAt === null) return one;
  if (one.status === 'handling' || one.status === 'pending_dispatch') return pauseLimits(one, {}, now);
  return { ...one, suspendGround: null, suspendedAt: null, suspendedUntil: null };
}

/** Lets paused clocks run on; an overdue one stays overdue. */
export function resumeLimits(one: CaseState, which: Which, policy: ClockPolicy): CaseState {
  const go = (limit: LimitState): LimitState => {
    const pauses = limit.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: policy.now } : pause));
    const overdueBefore = ranOver(limit, policy.now);
    const going: LimitState = { ...limit, state: 'running', pauses: overdueBefore ? limit.pauses.slice(0, -1) : pauses };
    return timed(going, policy);
  };
  return change(one, which, (limit) => limit.state === 'paused', go);
}

/** Moves the answer limit of an assignment later by working days; the old one is kept in the event. */
export function extendLimits(one: CaseState, assignmentId: string, workingDays: number, policy: ClockPolicy): CaseState {
  return change(one, { names: ['answer'], assignmentId }, stands, (limit) => {
    const moved = timed({ ...limit, extraWorkingDays: limit.extraWorkingDays + workingDays }, policy);
    const level = policy.now > moved.redAt ? 3 : policy.now > moved.dueAt ? 2 : policy.now >= moved.amberAt ? 1 : 0;
    return { ...moved, level, nextAt: nextLevelAt({ ...moved, level }) };
  });
}

/** Computes open clocks anew, after the calendar changed. */
export const recomputeLimits = (one: CaseState, policy: ClockPolicy): CaseState => change(one, {}, stands, (limit) => timed(limit, policy));

/** One `limit.moved` event for every clock whose due instant differs. */
export function movedEvents(before: CaseState, after: CaseState, why: string): NewEvent[] {
  const departmentOf = (limit: LimitState) => after.assignments.find(({ id }) => id === limit.assignmentId)?.departmentCode;
  return after.limits.flatMap((limit) => {
    const old = before.limits.find(({ id }) => id === limit.id);
    if (!old || old.dueAt === limit.dueAt) return [];
    const departmentCode = departmentOf(limit);
    const facts = { limit: limit.name, from: old.dueAt, to: limit.dueAt, why, ...(departmentCode ? { departmentCode } : {}) };
    return [{ type: 'limit.moved', facts }];
  });
}

/** One `limit.confirmed` event for every clock that stays where it was but is provisional no longer, or is so now. */
export function confirmedEvents(before: CaseState, after: CaseState): NewEvent[] {
  return after.limits.flatMap((limit) => {
    const old = before.limits.find(({ id }) => id === limit.id);
    if (!old || old.dueAt !== limit.dueAt || old.provisional === limit.provisional) return [];
    const part = after.assignments.find(({ id }) => id === limit.assignmentId);
    const facts = { limit: limit.name, to: limit.dueAt, provisional: limit.provisional };
    return [{ type: 'limit.confirmed', facts: { ...facts, ...(part ? { departmentCode: part.departmentCode } : {}) } }];
  });
}

/** Copies the nearest running clock to the case, where lists and lights read it. */
export function withNearestLimit(one: CaseState): CaseState {
  const nearest = one.limits.filter(running).sort((a, b) => a.dueAt - b.dueAt || a.id.localeCompare(b.id))[0];
  return {
    ...one,
    limitName: nearest?.name ?? null,
    dueAt: nearest?.dueAt ?? null,
    amberAt: nearest?.amberAt ?? null,
    redAt: nearest?.redAt ?? null,
  };
}
