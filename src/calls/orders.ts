import { Injectable } from '@nestjs/common';
import { CALLER, type CarrierFact, type Fact } from '../domain/call-facts.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { CallStore, type CallState } from './call.store.js';
import { own } from './effects.js';
import { type Ack, type Command, Telephony, TelephonyError } from './telephony.js';

/** Asks the carrier for what was decided and committed, and writes what came of it. Nothing of this happens inside a transaction. */
@Injectable()
export class Orders {
  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly telephony: Telephony,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Carries out a command. `gone`: what it was about has ended. What the carrier refuses is settled on the call, never thrown at the operator. */
  async give(callId: string, command: Command): Promise<'done' | 'gone' | 'refused'> {
    const ack = await this.telephony.execute(command).catch((error: unknown) => {
      if (!(error instanceof TelephonyError)) throw error;
      this.log.warn(`the carrier did not ${command.do}: ${error.code}`); // its words may name a number
      return undefined;
    });
    if (command.do === 'connect') await this.settleConnection(callId, command.agent, ack);
    if (command.do === 'dial') return this.settleDialling(callId, ack);
    return ack?.state ?? 'refused';
  }

  /** Work for the carrier that nobody waits for went wrong; the sweep of live calls comes back to it. */
  failed(error: unknown): void {
    this.log.warn('the carrier could not be asked, tried again soon', error);
  }

  /** What the carrier knows of a live call and we may have missed: its end, who came and who left. Empty when it stands as we know it. */
  async inquire(callId: string): Promise<CarrierFact[]> {
    const current = await this.store.read(callId);
    if (!current) return [];
    if (current.record.endedAt !== null) return this.recordingsOf(current.record.unheardOf);
    const { carrierLeg: leg, carrierRoom, record } = current;
    const line = leg ? await this.telephony.lineState(leg) : undefined;
    const at = this.clock.now();
    if (!line || line.ended) {
      const end = line ?? { at, seconds: 0, result: 'failed' as const };
      const { seconds, result } = end;
      return [{ kind: 'leg-ended', key: `ended:${leg}`, at: end.at, leg: leg ?? 'none', label: CALLER, seconds, result }];
    }
    if (record.status !== 'talking' && record.status !== 'held') return [];
    const people = await this.telephony.whoIsIn(callId, carrierRoom);
    const known = record.legs.filter(({ to }) => to === null);
    const came = people.filter((one) => !known.some((old) => old.leg === one.leg));
    const left = known.filter((old) => !people.some((one) => one.leg === old.leg));
    return [
      ...came.map((one): CarrierFact => ({ kind: 'joined', key: `joined:${one.leg}`, at, ...one })),
      ...left.map((one): CarrierFact => ({ kind: 'left', key: `left:${one.leg}`, at, leg: one.leg, label: one.label })),
    ];
  }

  private async recordingsOf(refs: readonly string[]): Promise<CarrierFact[]> {
    const found: CarrierFact[] = [];
    for (const recording of refs) {
      const state = await this.telephony.recordingState(recording);
      if (!state?.isReady) continue;
      const { seconds, channels } = state;
      found.push({ kind: 'recorded', key: `recorded:${recording}`, at: this.clock.now(), recording, seconds, channels });
    }
    return found;
  }

  private async settleConnection(callId: string, agent: string, ack: Ack | undefined): Promise<void> {
    if (ack?.state === 'gone') return;
    const at = this.clock.now();
    await this.write(callId, (current) => {
      if (ack) return own(current, at, { kind: 'connected', agent, ...(ack.recording ? { recording: ack.recording } : {}) });
      return current.record.endedAt === null ? own(current, at, { kind: 'requeued', why: 'not-connected' }) : [];
    });
  }

  private async settleDialling(callId: string, ack: Ack | undefined): Promise<'done' | 'gone'> {
    if (ack?.state !== 'done' || !ack.callerLeg) return 'gone';
    const { callerLeg } = ack;
    await this.db.write((tx) => tx.query('UPDATE calls SET carrierLeg = ? WHERE callId = ? AND carrierLeg IS NULL', [callerLeg, callId]));
    return 'done';
  }

  private write(callId: string, facts: (current: CallState) => readonly Fact[]): Promise<void> {
    return this.db.write(async (tx) => {
      const current = await this.store.lock(tx, { callId });
      if (current) await this.store.add(tx, current, facts(current));
    });
  }
}
