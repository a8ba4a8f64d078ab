import type { PenaltyRow } from '../cases/penalties.js';
import { act, assignmentOf, type Body, openActions, type Policy } from '../domain/case-life.js';
import { joined } from '../domain/case-merge.js';
import type { Particulars } from '../domain/case-opening.js';
import { levelsDue } from '../domain/case-sweep.js';
import { type Actor, type AssignmentState, type CaseState, type NewEvent, OPEN, SYSTEM } from '../domain/case-state.js';
import type { Action } from '../domain/case-steps.js';
import { DAY, type Instant } from '../domain/time.js';
import type { Finding } from '../domain/vocabulary.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Arrival } from './arrivals.js';
import type { Fate } from './fates.js';
import type { Random } from './random.js';
import type { Matter } from './scenarios.js';
import type { Told } from './told.js';
import type { Course, World } from './world.js';

/** A person's way through a case: yields the instant at which the next step is done. */
export type Walk = Generator<Instant, void, void>;

/** Further rows of a case in plain words; they are encrypted when written. */
export interface Message {
  direction: 'in' | 'out';
  text: string;
  at: Instant;
  username: string;
}
export interface CallBackRow {
  round: number;
  attempt: number;
  body: Body;
  at: Instant;
  username: string;
}
export interface RatingRow {
  round: number;
  body: Body;
  at: Instant;
}

/** One case of the demo city on its way: its state, its fate and all that is written beside it. */
export class Life {
  state!: CaseState;
  readonly messages: Message[] = [];
  readonly callBacks: CallBackRow[] = [];
  readonly ratings: RatingRow[] = [];
  /** What departments had imposed. */
  readonly penalties: PenaltyRow[] = [];
  /** What each department replies. */
  readonly replies = new Map<string, { text: string }>();
  /** What is found, the same in every round. */
  finding: Finding | undefined;
  /** Dissatisfied call-backs, answers sent back and returns so far, as the fate counts them. */
  done = { again: 0, sentBack: 0, returns: 0, reopened: 0, declined: 0 };
  /** Work that waits for the end of a suspension. */
  readonly parked: { walk: Walk; course: Course }[] = [];
  /** Only the newest timer counts. */
  stamp = 0;

  constructor(
    readonly world: World,
    readonly arrival: Arrival,
    readonly matter: Matter,
    readonly told: Told,
    readonly fate: Fate,
    readonly random: Random,
  ) {}

  get particulars(): Particulars {
    const { told, arrival } = this;
    const { enterprise } = arrival.complainant;
    return {
      region: told.region ?? null,
      size: enterprise?.size ?? null,
      origin: enterprise?.origin ?? null,
      amountFen: told.amountInvolved === undefined ? null : Math.round(told.amountInvolved * 100),
      visits: told.visits ?? null,
      basisShown: told.basisShown ?? null,
      receiptGiven: told.receiptGiven ?? null,
    };
  }

  get open(): boolean {
    return OPEN.includes(this.state.status);
  }

  part(departmentCode: string): AssignmentState {
    return assignmentOf(this.state, departmentCode)!;
  }

  /** An instant of duty so many duty minutes from now. */
  onDuty(minutes: readonly [from: number, to: number]): Instant {
    return this.world.dutyAfter(this.world.now, this.random.between(minutes));
  }

  /** Any instant so many hours from now. */
  within(hours: readonly [from: number, to: number]): Instant {
    return this.world.now + Math.round(this.random.between(hours) * 3_600_000);
  }

  private policy(): Policy {
    return this.world.policyAt(this.state.receivedAt);
  }

  /** Whether the table has the step for this person now. */
  can(action: Action, by: Actor): boolean {
    return openActions(this.state, by, this.policy()).includes(action);
  }

  /** Does a step of the table, and keeps what the live system would write beside it. */
  do(action: Action, body: Body, by: Actor): void {
    const before = this.state;
    const { next, events } = act(before, action, before.version, body, by, this.policy());
    this.state = next;
    this.tell(events, by, action === 'unmask' ? 'audit' : 'case');
    this.keep(action, body, by);
    this.world.watch(this);
    this.world.react(this, before);
  }

  /** Appends events about this case at the present instant. */
  tell(events: readonly NewEvent[], by: Actor, audience: 'case' | 'audit' = 'case'): void {
    const { caseNumber, version } = this.state;
    for (const event of events) {
      const about = { by, at: this.world.now, caseNumber, version };
      const told: ToldEvent =
        audience === 'audit' ? { type: 'case.unmasked', facts: event.facts, ...about, audience } : { ...event, ...about, audience };
      this.world.events.push(told);
      if (event.type === 'case.called-back') this.world.after.set(told, this.state);
    }
    for (const event of events) this.world.hear(this, event);
  }

  private keep(action: Action, body: Body, by: Actor): void {
    const at = this.world.now;
    const said = (direction: 'in' | 'out', text: unknown) =>
      this.messages.push({ direction, text: String(text), at, username: by.username });
    const { round, callBackAttempts: attempt } = this.state;
    if (action === 'ask') said('out', body.text);
    if (action === 'message') said('in', body.text);
    if ((action === 'reopen' || action === 'withdraw') && by.roles.includes('complainant') && body.reason) said('in', body.reason);
    if (action === 'call-back') this.callBacks.push({ round, attempt, body, at, username: by.username });
    if (action === 'rate') this.ratings.push({ round, body, at });
  }

  /** A repeat joins this case, as its master. */
  join(repeat: CaseState, by: Actor): void {
    const { next, events } = joined(this.state, repeat, this.world.now);
    this.state = next;
    this.tell(events, by);
  }

  /** When the system's own timers have to look at this case again. */
  get nextTimer(): Instant | undefined {
    const { status, limits, suspendedUntil, suspendedAt, closedAt } = this.state;
    const times = limits.flatMap(({ state, nextAt }) => (state === 'running' && nextAt !== null ? [nextAt] : []));
    const acceptance = status === 'pending_acceptance' ? limits.find(({ name }) => name === 'acceptance') : undefined;
    if (acceptance) times.push(acceptance.dueAt + 1);
    if (suspendedAt !== null && suspendedUntil !== null) times.push(suspendedUntil);
    if (status === 'closed') times.push(this.windowEnd(closedAt));
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  private windowEnd(closedAt: Instant | null): Instant {
    return (closedAt ?? 0) + this.policy().limits.reopen.calendarDays * DAY + 1;
  }

  /** What the system does by itself: lights, acceptance by silence, resumption, archive. */
  runTimers(): void {
    const { now } = this.world;
    const { next, events } = levelsDue(this.state, now);
    this.state = next;
    this.tell(events, SYSTEM);
    const { status, limits, suspendedUntil, suspendedAt, closedAt } = next;
    const silent = status === 'pending_acceptance' && limits.some((limit) => limit.name === 'acceptance' && now > limit.dueAt);
    if (silent) this.do('accept', {}, SYSTEM);
    else if (suspendedAt !== null && suspendedUntil !== null && now >= suspendedUntil) this.do('resume', {}, SYSTEM);
    else if (status === 'closed' && now >= this.windowEnd(closedAt)) this.do('archive', {}, SYSTEM);
    this.world.watch(this);
  }
}
