import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { type ConsultEnd, factsOf, labelOf } from '../domain/call-facts.js';
import type { CallRecord } from '../domain/call-life.js';
import { type CallAction, checkCallStep } from '../domain/call-steps.js';
import { maySeeCall } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { dialledOf } from '../domain/phone-numbers.js';
import { DomainError, notFound } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Agents } from './agents.js';
import { CALL_EFFECTS } from './call-actions.js';
import type { CallActionBody } from './call.dto.js';
import { CallStore, type CallState } from './call.store.js';
import { ended } from './consult-effects.js';
import { type Effect, own } from './effects.js';
import { Hearing } from './hearing.js';
import { Orders } from './orders.js';
import { telephoneSettings } from './settings.js';
import type { Command } from './telephony.js';

/** Where the carrier has the first word: if it refuses, nothing has happened. */
const CARRIER_FIRST: readonly CallAction[] = [
  'complete-transfer',
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

/** A colleague who accepted and is not in the room after that long will not come. */
const CONNECTS_MS = 15_000;

/** What operators and timers do to a call. Every change has one shape: lock, ask the rule, write, then ask the carrier outside. */
@Injectable()
export class CallService {
  private readonly offerMs = telephoneSettings().offerSeconds * 1000;

  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly orders: Orders,
    private readonly hearing: Hearing,
    private readonly agents: Agents,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /**
   * Does an action of the table of call life. Throws `not-found` (404), `call.not-yours` (403), `call.taken`, `call.offer-over`,
   * `call.action-not-open`, `agent.not-ready` (409), `input.invalid` (422), `call.carrier-refused` (503).
   */
  async act(callId: string, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Promise<void> {
    await this.checkColleague(callId, action, body, by);
    if (CARRIER_FIRST.includes(action)) await this.askFirst(callId, action, body, by);
    const { command, then = [] } = await this.db.write(async (tx) => {
      const current = this.checked(await this.store.lock(tx, { callId }), action, by);
      const effect = this.effectOf(current, action, body, by);
      if (effect.rings && !(await this.agents.isReady(tx, effect.rings)))
        throw new DomainError('agent.not-ready', 409, { to: effect.rings });
      if (effect.note) await this.store.keepNote(tx, callId, effect.note);
      await this.store.add(tx, current, effect.facts, by);
      return effect;
    });
    const isDone = !command || CARRIER_FIRST.includes(action);
    if (command?.do === 'add' && 'agent' in command.to) await this.bringIn(callId, command, command.to.agent);
    else await this.hearing.carryOut(callId, ...(isDone ? [] : [command]), ...then);
  }

  /**
   * Asks a colleague before the call goes over (warm transfer): the caller is put on hold, then it rings at the colleague. When it cannot
   * ring there after all, the caller is back as he was. Throws as `act` does.
   */
  async consult(callId: string, body: CallActionBody, by: Actor): Promise<void> {
    await this.checkColleague(callId, 'transfer', body, by);
    const current = this.checked(await this.store.read(callId), 'transfer', by);
    const { rings } = this.effectOf(current, 'transfer', body, by);
    if ((await this.agents.one(rings!))?.state !== 'ready') throw new DomainError('agent.not-ready', 409, { to: rings });
    const isHeldForIt = current.record.status === 'talking';
    if (isHeldForIt) await this.act(callId, 'hold', {}, by);
    try {
      await this.act(callId, 'transfer', body, by);
    } catch (error) {
      if (isHeldForIt) await this.act(callId, 'resume', {}, by).catch(() => undefined); // somebody else decided meanwhile
      throw error;
    }
  }

  /** Brings a colleague who accepted into the room. If the consultation ended meanwhile he is not left there, with a caller who is not his. */
  private async bringIn(callId: string, command: Command, agent: string): Promise<void> {
    const done = await this.orders.give(callId, command);
    if (done !== 'done') return this.consultOver(callId, 'not-connected', agent);
    const { record, carrierRoom: room } = (await this.store.read(callId))!;
    if (record.endedAt !== null || record.consult?.to === agent || record.agent === agent) return;
    await this.hearing.carryOut(callId, { do: 'remove', callId, room, label: labelOf('agent', agent) });
  }

  /** A consultation is over without the colleague having a say, if it still stands with him. Whoever says so does not wait for the carrier. */
  private async consultOver(callId: string, why: ConsultEnd, agent: string): Promise<void> {
    const then = await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      const consult = current?.record.consult;
      if (!current || consult?.to !== agent || (consult.acceptedAt !== null) !== (why === 'not-connected')) return [];
      if (why === 'no-answer' && consult.until > this.clock.now()) return [];
      const effect = ended(current, this.clock.now(), why);
      await this.store.add(tx, current, effect.facts);
      return effect.then ?? [];
    });
    this.hearing.inBackground(() => this.hearing.carryOut(callId, ...then));
  }

  /** A call goes over to somebody who is signed in; who may not pass it on learns nothing of that. */
  private async checkColleague(callId: string, action: CallAction, { to }: CallActionBody, by: Actor): Promise<void> {
    if (action !== 'transfer' || to === undefined) return;
    this.checked(await this.store.read(callId), action, by);
    const { state = 'off' } = (await this.agents.one(to)) ?? {};
    if (state === 'off') throw invalid([{ field: 'to', code: 'unknown-agent' }]);
  }

  /** What only the carrier can do is asked of it first, so that nothing stands on the call that did not happen. */
  private async askFirst(callId: string, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Promise<void> {
    const current = this.checked(await this.store.read(callId), action, by);
    const { command } = this.effectOf(current, action, body, by);
    if (!command) return;
    const done = await this.orders.give(callId, command);
    if (done === 'refused') throw new DomainError('call.carrier-refused', 503, { action });
    if (done === 'gone') await this.hearing.askAfter(callId);
  }

  private checked(current: CallState | undefined, action: CallAction, by: Actor): CallState {
    if (!current || !maySeeCall(current.facts, by)) throw notFound();
    checkCallStep(current.record, action, by, this.clock.now());
    return current;
  }

  private effectOf(current: CallState, action: Exclude<CallAction, 'add-case'>, body: CallActionBody, by: Actor): Effect {
    const numberOf = (code: string) => dialledOf(this.reference.department(code)?.phone ?? '');
    const now = this.clock.now();
    return CALL_EFFECTS[action]({ current, body, by, now, numberOf, ringsUntil: now + this.offerMs });
  }

  /** Offers a waiting call to an operator, if it still waits. */
  async offer(tx: Tx, callId: string, agent: string): Promise<boolean> {
    const current = await this.store.lock(tx, { callId });
    if (!current || current.record.status !== 'queued' || !(await this.agents.isReady(tx, agent))) return false;
    const [offer, now] = [factsOf(current.facts, 'offered').length + 1, this.clock.now()];
    await this.store.add(tx, current, own(current, now, { kind: 'offered', agent, until: now + this.offerMs, offer }));
    return true;
  }

  /** What rings at an operator is not taken: its time is over, or his page is gone. */
  async missed(callId: string, why: 'no-answer' | 'vanished', agent: string): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      const offer = current?.record.offer;
      if (!current || offer?.agent !== agent) return;
      if (why === 'no-answer' && offer.until > this.clock.now()) return;
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'missed', why, agent, offer: offer.offer }));
    });
    await this.consultOver(callId, why, agent);
  }

  /** An operator's time to finish is over, or his page is gone: the call is finished without him. */
  async wrapUpOver(callId: string, agent: string): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      if (!current) return;
      const { status, agent: holder, wrappingUp } = current.record;
      if (!wrappingUp.includes(agent) && (status !== 'wrap-up' || holder !== agent)) return;
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'wrapped-up', agent, code: 'timed-out' }));
    });
  }

  /** What rings at an operator beyond its time goes on without him. */
  async ringOver(callId: string): Promise<void> {
    const current = await this.store.read(callId);
    const username = current && ringingAt(current.record);
    if (username !== undefined) await this.missed(callId, 'no-answer', username);
  }

  /** What the carrier knows of a live call: whoever was to be connected is connected again, all others are asked after. */
  async look(callId: string): Promise<void> {
    const current = await this.store.read(callId);
    if (!current || ringingAt(current.record) !== undefined) return;
    const { consult, direction, status, answeredAt, agent } = current.record;
    const isStuck = direction === 'inbound' && status === 'talking' && answeredAt === null;
    if (isStuck && agent && current.carrierLeg) return this.connectAgain(callId, agent, current.carrierLeg);
    await this.hearing.askAfter(callId);
    if (consult && consult.acceptedAt! + CONNECTS_MS < this.clock.now()) await this.notConnected(callId, consult.to);
  }

  /** Asks the carrier how a call stands, whatever rings. */
  askAfter(callId: string): Promise<void> {
    return this.hearing.askAfter(callId);
  }

  private async notConnected(callId: string, agent: string): Promise<void> {
    const current = await this.store.read(callId);
    if (current?.record.consult?.to === agent && !current.record.consult.isJoined) await this.consultOver(callId, 'not-connected', agent);
  }

  /** Accepted, yet nobody has been seen in the room: asked of the carrier once more. */
  private async connectAgain(callId: string, agent: string, callerLeg: string): Promise<void> {
    await this.hearing.postpone(callId);
    await this.hearing.carryOut(callId, { do: 'connect', callId, callerLeg, agent });
  }
}

/** At whom a call rings now: one of the queue, or a colleague who asks. */
const ringingAt = ({ offer, consult }: CallRecord): string | undefined =>
  offer?.agent ?? (consult?.acceptedAt === null ? consult.to : undefined);
