import { type AssignmentState, type CaseState, isActive, type LimitState, OPEN } from './case-state.js';
import { ranOver } from './case-clock.js';
import { type Fact, FACTS } from './fact-names.js';
import type { Department } from './routing.js';
import type { Instant } from './time.js';
import type { CaseStatus, LimitName } from './vocabulary.js';

/** Facts that time alone makes true: each holds from the moment after an instant that is known beforehand. */
export const TIMED = ['overdue', 'response-due', 'sign-due', 'answer-due', 'ever-late'] as const satisfies readonly Fact[];
export type Timed = (typeof TIMED)[number];

/** What holds of a case through one lens, whatever the hour: facts as bits, and the instants after which the others begin to hold. */
export interface FactRow {
  /** Empty for the whole case; a department's code for its own part; the code and `+` for the parts of it and all below it. */
  lens: string;
  facts: number;
  /** Null: time changes nothing. */
  from: Readonly<Record<Timed, Instant | null>>;
}

/** The lens of the whole case. */
export const WHOLE = '';
/** The lens of a department with all below it. */
export const withBelow = (departmentCode: string): string => `${departmentCode}+`;

const BITS = new Map(FACTS.map((fact, index) => [fact, 2 ** index]));
/** The bits of facts, as one number below 2 to the 53rd. */
export const bitsOf = (facts: Iterable<Fact>): number => [...new Set(facts)].reduce((sum, fact) => sum + BITS.get(fact)!, 0);
/** The facts of bits. */
export const factsIn = (bits: number): Set<Fact> => new Set(FACTS.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1));

/** The bits at an instant: a limit that passed a moment ago counts. */
export function bitsAt({ facts, from }: Pick<FactRow, 'facts' | 'from'>, now: Instant): number {
  return TIMED.reduce((bits, fact) => {
    const bit = BITS.get(fact)!;
    const holds = Math.floor(facts / bit) % 2 === 1;
    return !holds && from[fact] !== null && from[fact] < now ? bits + bit : bits;
  }, facts);
}

const STATUS_FACTS: Partial<Record<CaseStatus, Fact>> = {
  pending_acceptance: 'pending-acceptance',
  pending_dispatch: 'pending-dispatch',
  handling: 'handling',
  pending_review: 'pending-review',
  pending_callback: 'pending-callback',
  answered: 'answered',
  rejected: 'rejected',
  merged: 'merged',
  withdrawn: 'withdrawn',
  transferred: 'transferred',
  terminated: 'terminated',
};
const NOT_OURS: readonly CaseStatus[] = ['rejected', 'merged', 'withdrawn', 'transferred'];

/** What is true of the case itself, through every lens. */
function caseFacts(one: CaseState): Fact[] {
  const { status, round } = one;
  const named = STATUS_FACTS[status];
  const told = one.saidSolved !== null && one.saidSatisfied !== null;
  const when: [Fact, boolean][] = [
    ['open', OPEN.includes(status)],
    ['closed', (status === 'closed' || status === 'archived') && one.closedAt !== null],
    ['accepted', status !== 'pending_acceptance' && status !== 'rejected'],
    ['own-matter', !NOT_OURS.includes(status)],
    ['called-back', told],
    ['solved', told && one.saidSolved !== 'unsolved'],
    ['satisfied', told && one.saidSatisfied !== 'dissatisfied'],
    [round > 1 ? 'later-round' : 'first-round', true],
    ['repeated', one.repeatCount > 0 || status === 'merged'],
    ['counted', one.exclusion !== 'granted'],
    ['commission-found', one.commissionFinding !== null],
    ['commission-verified', one.commissionFinding === 'proven' || one.commissionFinding === 'partly-proven'],
  ];
  return [...(named ? [named] : []), ...when.flatMap(([fact, holds]) => (holds ? [fact] : []))];
}

/** A clock together with the part it belongs to. */
type Clock = LimitState & { part: AssignmentState };
/** Whether something is so already, and else the first instant after which it will be. */
interface Due {
  now: boolean;
  from: Instant | null;
}

const earliest = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((least, at) => (at !== null && (least === null || at < least) ? at : least), null);
/** A clock that stands still or fell away is as late as it was then. */
const wasLate = (clock: Clock): boolean =>
  clock.state === 'missed' || ((clock.state === 'paused' || clock.state === 'ended') && ranOver(clock, clock.dueAt));
/** Late: missed, stopped or fallen away too late, or running past its limit. */
const late = (clocks: readonly Clock[]): Due => ({
  now: clocks.some(wasLate),
  from: earliest(clocks.filter(({ state }) => state === 'running').map(({ dueAt }) => dueAt)),
});
const either = (...dues: readonly Due[]): Due => ({ now: dues.some(({ now }) => now), from: earliest(dues.map(({ from }) => from)) });
const already = (now: boolean): Due => ({ now, from: null });

/** Every such duty is done, each in its time. */
const inTime = (clocks: readonly Clock[]): boolean =>
  clocks.some(({ state }) => state === 'met') &&
  clocks.every((clock) => clock.state === 'met' || (clock.state === 'ended' && !wasLate(clock)));

/** In a later round the answer of the round before was given once. */
const hasAnswered = ({ status, round }: AssignmentState): boolean => status === 'answered' || status === 'accepted' || round > 1;

/** What is true of the parts a lens looks at: those of the departments named, or all. */
function partFacts(one: CaseState, mine: readonly AssignmentState[]): { facts: Fact[]; due: Record<Timed, Due> } {
  const given = mine.filter(({ status }) => status !== 'recalled');
  const standing = given.filter(isActive);
  const clocks = one.limits.flatMap((limit): Clock[] => {
    const part = standing.find(({ id }) => id === limit.assignmentId);
    return part ? [{ ...limit, part }] : [];
  });
  const of = (name: LimitName) => clocks.filter((clock) => clock.name === name);
  const [sign, answer] = [of('sign'), of('answer')];
  // An answer ends the contact clock as well, so only the note of a contact proves one; without it the case stays owed a response.
  const uncontacted = of('first-contact').filter(({ part }) => part.firstContactAt === null);
  const responded = inTime(sign) && uncontacted.length === 0;
  const when: [Fact, boolean][] = [
    ['given', given.length > 0],
    ['standing', standing.length > 0],
    ['responded', responded],
    ['signed-in-time', inTime(sign)],
    ['answered-in-time', inTime(answer)],
    ['return-asked', given.some(({ returnStatus }) => returnStatus !== 'none')],
    ['return-refused', given.some(({ returnStatus }) => returnStatus === 'refused')],
    ['never-returned', !given.some(({ returnStatus }) => returnStatus === 'granted')],
    ['extension-asked', standing.some(({ extensionStatus }) => extensionStatus !== 'none')],
    ['all-answered', standing.length > 0 && standing.every(hasAnswered)],
    ['found', standing.some(({ finding }) => finding !== null)],
    ['verified', standing.some(({ finding }) => finding === 'true' || finding === 'partly-true')],
  ];
  const silent = either(already(uncontacted.some(({ state, part }) => state === 'met' || hasAnswered(part))), late(uncontacted));
  return {
    facts: when.flatMap(([fact, holds]) => (holds ? [fact] : [])),
    due: {
      overdue: { now: false, from: late(clocks).from },
      'response-due': either(already(responded), late(sign), silent),
      'sign-due': either(already(inTime(sign)), late(sign)),
      'answer-due': either(already(inTime(answer)), late(answer)),
      'ever-late': late(clocks),
    },
  };
}

function rowOf(one: CaseState, lens: string, mine: readonly AssignmentState[]): FactRow {
  const { facts, due } = partFacts(one, mine);
  if (lens === WHOLE) due.overdue = { now: false, from: one.dueAt };
  const timely = TIMED.filter((fact) => due[fact].now);
  const from = Object.fromEntries(TIMED.map((fact) => [fact, due[fact].now ? null : due[fact].from])) as FactRow['from'];
  return { lens, facts: bitsOf([...caseFacts(one), ...facts, ...timely]), from };
}

/** The codes of a department's superiors, the nearest first. */
function above(code: string, departments: readonly Department[]): string[] {
  const codes: string[] = [];
  for (let at = code; ;) {
    const parent = departments.find((one) => one.code === at)?.parentCode;
    if (parent === undefined || codes.includes(parent)) return codes;
    codes.push(parent);
    at = parent;
  }
}

/**
 * All facts of a case: of the whole, of each department it was given to, and of those that have others below them. A sealed case has
 * none: it stands in nobody's figures, and neither does one that had ended in another system (ADR 0018). Counts and the lists behind them
 * are made of these and nothing else. Source: domain text 6.4, 9.
 */
export function factRowsOf(one: CaseState, departments: readonly Department[]): FactRow[] {
  if (one.status === 'sealed' || one.exclusion === 'imported') return [];
  const given = one.assignments.filter(({ status }) => status !== 'recalled');
  const codes = [...new Set(given.map(({ departmentCode }) => departmentCode))];
  const parents = new Set(departments.flatMap(({ parentCode }) => parentCode ?? []));
  const wide = [...new Set(codes.flatMap((code) => [...(parents.has(code) ? [code] : []), ...above(code, departments)]))];
  const of = (list: readonly string[]) => one.assignments.filter(({ departmentCode }) => list.includes(departmentCode));
  return [
    rowOf(one, WHOLE, one.assignments),
    ...codes.map((code) => rowOf(one, code, of([code]))),
    ...wide.map((code) => rowOf(one, withBelow(code), of(codes.filter((own) => own === code || above(own, departments).includes(code))))),
  ];
}
