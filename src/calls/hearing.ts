import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type CarrierFact, type Fact, factsOf, labelOf } from '../domain/call-facts.js';
import { type CallRecord, isLeaving } from '../domain/call-life.js';
import { CLOCKS_MS, lossOf } from '../domain/call-losses.js';
import { Clock } from '../platform/clock.js';
import { Db, isDuplicate, type Tx } from '../platform/db.js';
import { Agents } from './agents.js';
import { CallStore, type CallState } from './call.store.js';
import { ended, inherited } from './consult-effects.js';
import { type Effect, own } from './effects.js';
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

/** What the carrier tells of calls and is asked about them. Told twice, late or in another order it comes to the same. */
@Injectable()
export class Hearing {
  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly orders: Orders,
    private readonly agents: Agents,
    private readonly clock: Clock,
  ) {}

  /** Takes what the carrier tells and says what the caller hears next. */
  async hear(told: Told): Promise<Prompt> {
    const heard = await this.take(told).catch((error: unknown) => {
      if (isDuplicate(error)) return this.take(told); // two first messages of a call met
      throw error;
    });
    if (!heard) return { say: 'nothing' };
    if (lossOf(heard.record, heard.facts, told.facts)) this.inBackground(() => this.lookAfter(heard.callId));
    return promptFor(heard);
  }

  /** The same for a call of our own test: what the caller would hear, and nothing of the call stays. ADR 0023. */
  async rehearse(told: Told): Promise<Prompt> {
    const heard = await this.db.rehearse((tx) => this.takeIn(tx, told));
    return heard ? promptFor(heard) : { say: 'nothing' };
  }

  private take(told: Told): Promise<CallState | undefined> {
    return this.db.write((tx) => this.takeIn(tx, told));
  }

  private async takeIn(tx: Tx, told: Told): Promise<CallState | undefined> {
    const found = await this.store.lock(tx, told.callId ? { callId: told.callId } : { carrierLeg: told.leg! });
    if (!found && told.leg === undefined) return undefined;
    const { leg = null, number = null, room = null } = told;
    const current = found
      ? await this.store.add(tx, found, told.facts, undefined, { number, room })
      : await this.store.open(tx, { leg, number }, told.facts);
    const queued = this.queuedBy(current, told.facts);
    return queued ? this.store.add(tx, current, [queued]) : current;
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

  /** Work that nobody waits for; when it fails the sweep of live calls comes back to it. */
  inBackground(work: () => Promise<void>): void {
    void work().catch((error: unknown) => this.orders.failed(error));
  }

  /**
   * An operator's line is gone. When the caller hung up, that is about to be told as well; so the carrier is asked a moment later, and
   * only for a caller who is still there something is done.
   */
  private async lookAfter(callId: string): Promise<void> {
    await sleep(A_MOMENT_MS);
    await this.askAfter(callId);
    const then = await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      const effect = current && this.lossEffect(current);
      if (!current || !effect) return [];
      await this.store.add(tx, current, effect.facts);
      return effect.then ?? [];
    });
    await this.carryOut(callId, ...then);
  }

  /** The caller of a lost operator goes to the colleague who was being asked, else back to the front of the queue; a lost colleague is let go. */
  private lossEffect(current: CallState): Effect | undefined {
    const { callId, carrierLeg: callerLeg, carrierRoom: room, record, facts } = current;
    const now = this.clock.now();
    const loss = lossOf(record, facts, facts);
    if (loss === undefined) return undefined;
    if (loss === 'consulted') return ended(current, now, wasThere(current) ? 'left' : 'not-connected');
    if (record.consult?.isJoined) return inherited(current, now);
    const over = record.consult ? ended(current, now, 'agent-lost').facts : [];
    if (!callerLeg || record.direction === 'outbound') return over.length > 0 ? { facts: over } : undefined;
    const why = record.answeredAt === null ? 'not-connected' : 'agent-lost';
    const requeued = own({ facts: [...facts, ...over] }, now, { kind: 'requeued', why });
    return { facts: [...over, ...requeued], then: [{ do: 'requeue', callId, callerLeg, room }] };
  }

  /** Asks the carrier how a call stands: an end that was never told is written now, and a recording nobody told of is found. */
  async askAfter(callId: string): Promise<void> {
    const facts = await this.orders.inquire(callId);
    if (facts.length > 0) await this.hear({ callId, facts });
    else await this.postpone(callId);
  }

  /** Asks the carrier for what was decided, one after the other; when that came too late, how the call stands. */
  async carryOut(callId: string, ...commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      const done = await this.orders.give(callId, command);
      if (done === 'gone') await this.askAfter(callId);
      if (done === 'refused' && command.do === 'hold' && !command.on) await this.leaveOnHold(callId);
    }
  }

  /** The carrier did not bring the caller back: he is on hold, as his operator has to see. */
  private leaveOnHold(callId: string): Promise<void> {
    return this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      const agent = current?.record.agent;
      if (!current || !agent || current.record.status !== 'talking') return;
      await this.store.add(tx, current, own(current, this.clock.now(), { kind: 'hold', agent }));
    });
  }

  /** Looks at a call again later, though nothing new is known of it. */
  postpone(callId: string): Promise<void> {
    return this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      if (current) await this.store.postpone(tx, current);
    });
  }
}

/** Whether the colleague who is asked has been in the room. */
const wasThere = ({ facts, record: { consult } }: CallState): boolean =>
  factsOf(facts, 'joined').some(({ label, at }) => label === labelOf('agent', consult!.to) && at >= consult!.acceptedAt! - CLOCKS_MS);

/** What the caller hears, by how the call stands. */
export function promptFor({ record, facts }: { record: CallRecord; facts: readonly Fact[] }): Prompt {
  if (record.endedAt !== null) return { say: 'hang-up' };
  if (factsOf(facts, 'voicemail').length > 0) return { say: 'goodbye' };
  if (record.status === 'talking' || record.status === 'held') return { say: 'room' };
  if (!isLeaving(facts) && (record.status === 'queued' || record.status === 'offered')) return { say: 'queue' };
  return factsOf(facts, 'chose').length > 0 ? { say: 'voicemail' } : { say: 'menu' };
}
