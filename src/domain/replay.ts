import { perform, type Body, type Policy } from './case-life.js';
import { type ImportedCase, importedState, type ImportStatus } from './case-import.js';
import { recomputeLimits, withNearestLimit } from './case-clock.js';
import { joined } from './case-merge.js';
import { opened, type Opening, type Particulars } from './case-opening.js';
import type { Actor, CaseState } from './case-state.js';
import { STEPS } from './case-steps.js';
import { levelsDue } from './case-sweep.js';
import { BY_TYPE } from './replay-steps.js';
import type { Instant } from './time.js';
import type { Channel, EnterpriseSize, Kind, Origin, Satisfied, Solved, Urgency } from './vocabulary.js';

/** An event of one case as it stands in the log, its facts read. */
export interface CaseEvent {
  number: number;
  type: string;
  at: Instant;
  caseNumber: string;
  version: number | null;
  username: string;
  role: string;
  facts: Record<string, unknown>;
}
export interface ReplayedCallBack {
  round: number;
  attempt: number;
  reached: boolean;
  contacted: boolean | null;
  solved: Solved | null;
  satisfiedResult: Satisfied | null;
  satisfiedProcess: Satisfied | null;
  at: Instant;
  username: string;
}
export interface ReplayedRating {
  round: number;
  solved: string;
  satisfied: string;
  contacted: boolean;
  at: Instant;
}
/** What the log knows of a case: all that rules and figures look at, and nobody's words but those the log was told. */
export interface Replayed {
  state: CaseState;
  particulars: Particulars;
  callBacks: readonly ReplayedCallBack[];
  ratings: readonly ReplayedRating[];
  /** Kept to open a case anew whose sealing is told by the next event. */
  opening: Opening;
}
/** The rules as they were: calendar at that number of the log, limits in force at the receipt. */
export type RulesThen = (number: number, receivedAt: Instant) => Pick<Policy, 'calendar' | 'limits'>;

const orNull = <T>(value: unknown): T | null => (value === undefined ? null : (value as T));

/** How a case began: registered here, or taken over from another system at that moment with dates of its own. */
function begun({ type, caseNumber, username, at, number, facts }: CaseEvent, rules: RulesThen): Replayed {
  const opening: Opening = {
    caseNumber,
    kind: facts.kind as Kind,
    urgency: (facts.urgency as Urgency | undefined) ?? 'normal',
    channel: facts.channel as Channel,
    categoryCode: orNull(facts.categoryCode),
    accusedDepartmentCode: orNull(facts.accusedDepartmentCode),
    namesOfficial: false, // what follows from it is told as `accusation`, or the case was sealed
    project: facts.project === true,
    registeredBy: username,
    flags: { accusation: facts.accusation === true, complex: facts.complex === true },
  };
  const particulars: Particulars = {
    region: orNull(facts.region),
    size: orNull<EnterpriseSize>(facts.size),
    origin: orNull<Origin>(facts.origin),
    amountFen: orNull(facts.amountFen),
    visits: orNull(facts.visits),
    basisShown: orNull(facts.basisShown),
    receiptGiven: orNull(facts.receiptGiven),
  };
  const rest = { particulars, callBacks: [], ratings: [], opening };
  if (type === 'case.registered') return { state: opened(opening, { ...rules(number, at), now: at }), ...rest };
  const receivedAt = facts.receivedAt as Instant;
  const policy: Policy = { ...rules(number, receivedAt), now: at, departments: departmentsIn(facts) };
  return { state: importedState(importedIn(opening, receivedAt, facts), policy), ...rest };
}

const importedIn = (opening: Opening, receivedAt: Instant, facts: Record<string, unknown>): ImportedCase => ({
  ...opening,
  receivedAt,
  status: (facts.status as ImportStatus | undefined) ?? 'open',
  closedAt: orNull(facts.closedAt),
  lead: orNull(facts.lead),
  summary: orNull(facts.summary),
  reply: orNull(facts.reply),
});

/** Whoever did it, as far as the rule asks: its own department, and a leader where an answer needed no signature. */
function actorOf({ type, username, role, facts }: CaseEvent): Actor {
  const answeredAtOnce = type === 'assignment.answered' ? ['leader' as const] : [];
  const drafted = type === 'assignment.answer-drafted' ? ['handler' as const] : undefined;
  const roles = drafted ?? [...answeredAtOnce, role as Actor['roles'][number]];
  return { username, name: '', roles, ...(typeof facts.departmentCode === 'string' ? { departmentCode: facts.departmentCode } : {}) };
}

/** Departments as the log names them: who took part then may be gone now, and what was allowed then is not asked again. */
const departmentsIn = ({ lead, assists, departmentCode }: Record<string, unknown>): Policy['departments'] =>
  [lead, departmentCode, ...((assists as unknown[] | undefined) ?? [])]
    .filter((code): code is string => typeof code === 'string')
    .map((code) => ({ code, level: 'city' as const, active: true }));

/** What an event did to the state of its case, by the same rules that did it then; undefined when it did nothing. */
function stateAfter(before: Replayed, event: CaseEvent, rules: RulesThen): CaseState | undefined {
  const { state, opening } = before;
  const { type, facts, number, at } = event;
  const policy: Policy = { ...rules(number, state.receivedAt), now: at, departments: departmentsIn(facts) };
  if (type === 'case.sealed' && facts.why === 'category')
    return opened({ ...opening, flags: { ...opening.flags, sealed: true } }, { ...policy, now: state.receivedAt });
  if (type === 'case.repeat-added') {
    const { caseNumber, channel, receivedAt } = facts;
    return joined(state, { ...state, caseNumber, channel, receivedAt } as CaseState, at).next;
  }
  if (type === 'case.commission-finding')
    return { ...state, commissionFinding: orNull(facts.finding), version: state.version + 1, updatedAt: at };
  if (type === 'limit.amber' || type === 'limit.overdue' || type === 'limit.red') return levelsDue(state, at).next;
  if (type === 'limit.confirmed' || (type === 'limit.moved' && facts.why === 'calendar'))
    return withNearestLimit(recomputeLimits(state, policy));
  const retold = BY_TYPE.get(type)?.find(({ when }) => !when || when(state, facts, event.version));
  // what is laid beside a case, a file or a finding, moves nothing but its version
  if (!retold) return (event.version ?? 0) > state.version ? { ...state, version: event.version!, updatedAt: at } : undefined;
  const body: Body = { ...facts, ...retold.body?.(facts) };
  const rows = STEPS.filter(({ action, from }) => action === retold.action && from.includes(state.status));
  const step = rows.find(({ by }) => by.some((role) => role === event.role)) ?? rows[0];
  if (!step) throw new Error(`Event ${number}: ${type} of case ${state.caseNumber} does not fit ${state.status}`);
  return perform(step, state, body, actorOf(event), policy).next;
}

/**
 * A case one event later. Pure, and without a rule of its own: an event is the step that told it, done again at its instant under the
 * rules of that time. Throws when the log tells of something the table of case life does not allow. Source: domain text, section 9.
 */
export function replayed(before: Replayed | undefined, event: CaseEvent, rules: RulesThen): Replayed | undefined {
  const { type, facts, at, username } = event;
  if (type === 'case.registered' || type === 'case.imported') return begun(event, rules);
  const state = before && stateAfter(before, event, rules);
  if (!before || !state) return before;
  const { round, callBackAttempts: attempt } = state;
  if (type === 'case.called-back') {
    const { contacted, solved, satisfiedResult, satisfiedProcess } = facts;
    const told = { contacted: orNull<boolean>(contacted), solved: orNull<Solved>(solved) };
    const pleased = { satisfiedResult: orNull<Satisfied>(satisfiedResult), satisfiedProcess: orNull<Satisfied>(satisfiedProcess) };
    const call: ReplayedCallBack = { round, attempt, reached: facts.reached === true, ...told, ...pleased, at, username };
    return { ...before, state, callBacks: [...before.callBacks, call] };
  }
  if (type === 'case.rated') {
    const rating = { round, solved: String(facts.solved), satisfied: String(facts.satisfied), contacted: facts.contacted === true, at };
    return { ...before, state, ratings: [...before.ratings, rating] };
  }
  return { ...before, state };
}

/** A case as the log leaves it; undefined when its beginning is not among the events. */
export function replay(events: readonly CaseEvent[], rules: RulesThen): Replayed | undefined {
  return events.reduce<Replayed | undefined>((one, event) => replayed(one, event, rules), undefined);
}

/** Words that are kept beside the log, because they are nobody's but the desk's; a replayed case has none. */
export const UNTOLD = ['internalNote', 'unsolvedReason'] as const;
