import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { type CarrierFact, type Fact, factsOf } from '../domain/call-facts.js';
import { type CallRecord, isLeaving } from '../domain/call-life.js';
import { type CallAction, checkCallStep } from '../domain/call-steps.js';
import { maySeeCall } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { dialledOf } from '../domain/codes.js';
import { DomainError, notFound } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { Db, isDuplicate, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { CALL_EFFECTS, type Effect, own } from './call-actions.js';
import type { CallActionBody } from './call.dto.js';
import { CallStore, type CallState } from './call.store.js';
import { Agents } from './agents.js';
import { Orders } from './orders.js';
import type { Command, Prompt } from './telephony.js';

/** What the carrier tells of a call: the caller's line or our number for it, and facts. */
export interface Told {
  leg?: string;
  callId?: string;
  /** The caller's number, where the carrier names it. */
  number?: string;
  room?: string;
  facts: readonly CarrierFact[];
}

/** How long the reports of one hang-up may be apart. */
const A_MOMENT_MS = 700;

/** Where the carrier has the first word: if it refuses, nothing has happened. */
const CARRIER_FIRST: readonly CallAction[] = [
  'hold',
  'resume',
  'mute',
  'unmute',
  'add-party',
  'remove-party',
  'listen',
  'whisper',
  'barge',
  'pause-recording',
  'resume-recording',
];

/** What happens to a call: told by the carrier or done by an operator. Every change has one shape: lock, ask the rule, write, then act outside. */
@Injectable()
export class CallService {
  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly orders: Orders,
    private readonly agents: Agents,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** Takes what the carrier tells and says what the caller hears next. Told twice, late or in another order it comes to the same. */
  async hear(told: Told): Promise<Prompt> {
    const heard = await this.take(told).catch((error: unknown) => {
      if (isDuplicate(error)) return this.take(told); // two first messages of a call met
      throw error;
    });
    if (!heard) return { say: 'nothing' };
    if (this.lostItsAgent(heard, told.facts)) this.inBackground(() => this.lookAfter(heard.callId));
    return promptFor(heard);
  }

  private take(told: Told): Promise<CallState | undefined> {
    return this.db.write(async (tx) => {
      const found = await this.store.lock(tx, told.callId ? { callId: told.callId } : { carrierLeg: told.leg! });
      if (!found && told.leg === undefined) return undefined;
      const { leg = null, number = null, room = null } = told;
      const current = found
        ? await this.store.add(tx, found, told.facts, undefined, { number, room })
        : await this.store.open(tx, { leg, number }, told.facts);
      const queued = this.queuedBy(current, told.facts);
      return queued ? this.store.add(tx, current, [queued]) : current;
    });
  }

  /** Whether anybody is on duty; without asking the database, for the carrier asks with every loop of the music. */
  isStaffed(): boolean {
    return this.agents.isStaffed('general');
  }

  /** Whoever chose waits for an operator, if anybody is on duty. */
  private queuedBy({ record }: CallState, told: readonly Fact[]): Fact | undefined {
    const chose = factsOf(told, 'chose')[0];
    if (!chose || record.endedAt !== null || record.status !== 'greeting' || !this.agents.isStaffed(chose.skill)) return undefined;
    return { kind: 'queued', key: 'queued', at: Math.min(chose.at, this.clock.now()), skill: chose.skill };
  }

  /**
   * The operator's line is gone. When the caller hung up, that is about to be told as well; so the carrier is asked a moment later, and
   * only a caller who is still there goes back to the front of the queue.
   */
  private async lookAfter(callId: string): Promise<void> {
    await sleep(A_MOMENT_MS);
    await this.askAfter(callId);
    const command = await this.db.write(async (tx): Promise<Command | undefined> => {
      const current = await this.store.lock(tx, { callId });
      if (!current?.carrierLeg || current.record.endedAt !== null || current.record.direction === 'outbound') return undefined;
      if (!this.lostItsAgent(current, current.facts)) return undefined;
      const why = current.record.answeredAt === null ? 'not-connected' : 'agent-lost';
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'requeued', why }));
      return { do: 'requeue', callId, callerLeg: current.carrierLeg, room: current.carrierRoom };
    });
    if (command) await this.carryOut(callId, command);
  }

  private inBackground(work: () => Promise<void>): void {
    void work().catch((error: unknown) => this.orders.failed(error));
  }

  /** The operator's line is gone, nobody else has it, and he did not hang up. */
  private lostItsAgent({ record, facts }: CallState, told: readonly Fact[]): boolean {
    if (record.endedAt !== null || (record.status !== 'talking' && record.status !== 'held')) return false;
    const since = factsOf(facts, 'accepted').at(-1)?.at ?? 0;
    const gone = factsOf(told, 'left', 'leg-ended').some(({ label, at }) => label === `agent:${record.agent}` && at >= since - 1000);
    const stillThere = record.legs.some(({ label, to }) => label.startsWith('agent:') && to === null);
    return gone && !stillThere && factsOf(facts, 'hung-up').length === 0;
  }

  /**
   * Does an action of the table of call life. Throws `not-found` (404), `call.not-yours` (403), `call.taken`, `call.offer-over`,
   * `call.action-not-open` (409), `input.invalid` (422), `call.carrier-refused` (503).
   */
  async act(callId: string, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Promise<void> {
    const isCarriersFirst = CARRIER_FIRST.includes(action);
    if (isCarriersFirst) await this.askFirst(callId, action, body, by);
    const command = await this.db.write(async (tx) => {
      const current = this.checked(await this.store.lock(tx, { callId }), action, by);
      const effect = this.effectOf(current, action, body, by);
      if (effect.note) await this.store.keepNote(tx, callId, effect.note);
      await this.store.add(tx, current, effect.facts, by);
      return effect.command;
    });
    if (command && !isCarriersFirst) await this.carryOut(callId, command);
  }

  /** What only the carrier can do is asked of it first, so that nothing stands on the call that did not happen. */
  private async askFirst(callId: string, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Promise<void> {
    const current = this.checked(await this.store.read(callId), action, by);
    const { command } = this.effectOf(current, action, body, by);
    if (!command) return;
    const done = await this.orders.give(callId, command);
    if (done === 'refused') throw new DomainError('call.carrier-refused', 503, { action });
    if (done === 'gone') await this.askAfter(callId);
  }

  private checked(current: CallState | undefined, action: CallAction, by: Actor): CallState {
    if (!current || !maySeeCall(current.facts, by)) throw notFound();
    checkCallStep(current.record, action, by, this.clock.now());
    return current;
  }

  private effectOf(current: CallState, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Effect {
    const numberOf = (code: string) => dialledOf(this.reference.department(code)?.phone ?? '');
    if (action === 'transfer' && body.to !== undefined && !this.agents.isThere(body.to))
      throw invalid([{ field: 'to', code: 'unknown-agent' }]);
    return CALL_EFFECTS[action]({ current, body, by, now: this.clock.now(), numberOf });
  }

  /** Offers a waiting call to an operator, if it still waits. */
  async offer(tx: Tx, callId: string, agent: string, until: number): Promise<boolean> {
    const current = await this.store.lock(tx, { callId });
    if (!current || current.record.status !== 'queued' || !(await this.agents.isReady(tx, agent))) return false;
    const offer = factsOf(current.facts, 'offered').length + 1;
    await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'offered', agent, until, offer }));
    return true;
  }

  /** An offer that nobody took: its time is over, or the page of the operator is gone. */
  async missed(callId: string, why: 'no-answer' | 'vanished', agent?: string): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      const offer = current?.record.offer;
      if (!current || !offer || (agent !== undefined && offer.agent !== agent)) return;
      if (why === 'no-answer' && offer.until > this.clock.now()) return;
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'missed', why, agent: offer.agent, offer: offer.offer }));
    });
  }

  /** An operator's time to finish is over, or his page is gone: the call is finished without him. */
  async wrapUpOver(callId: string, agent: string): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      if (current?.record.status !== 'wrap-up') return;
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'wrapped-up', agent, code: 'timed-out' }));
    });
  }

  /** Accepted, yet nobody has been seen in the room: asked of the carrier once more. */
  async connectAgain(callId: string, agent: string, callerLeg: string): Promise<void> {
    await this.postpone(callId);
    await this.carryOut(callId, { do: 'connect', callId, callerLeg, agent });
  }

  /** Asks the carrier how a call stands: an end that was never told is written now, and a recording nobody told of is found. */
  async askAfter(callId: string): Promise<void> {
    const facts = await this.orders.inquire(callId);
    if (facts.length > 0) await this.hear({ callId, facts });
    else await this.postpone(callId);
  }

  /** Asks the carrier for what was decided; when that came too late, how it stands. */
  async carryOut(callId: string, command: Command): Promise<void> {
    if ((await this.orders.give(callId, command)) === 'gone') await this.askAfter(callId);
  }

  private postpone(callId: string): Promise<void> {
    return this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      if (current) await this.store.postpone(tx, current);
    });
  }
}

/** What the caller hears, by how the call stands. */
export function promptFor({ record, facts }: { record: CallRecord; facts: readonly Fact[] }): Prompt {
  if (record.endedAt !== null) return { say: 'hang-up' };
  if (factsOf(facts, 'voicemail').length > 0) return { say: 'goodbye' };
  if (record.status === 'talking' || record.status === 'held') return { say: 'room' };
  if (!isLeaving(facts) && (record.status === 'queued' || record.status === 'offered')) return { say: 'queue' };
  return factsOf(facts, 'chose').length > 0 ? { say: 'voicemail' } : { say: 'menu' };
}
