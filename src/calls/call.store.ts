import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { Identities } from '../complainants/identities.js';
import { movesOf } from '../domain/agent-moves.js';
import { type Fact, withFact } from '../domain/call-facts.js';
import { type CallRecord, recordOf } from '../domain/call-life.js';
import { taskOf } from '../domain/call-tasks.js';
import { eventsOf } from '../domain/call-told.js';
import { type Actor, SYSTEM } from '../domain/case-state.js';
import { HOUR, MINUTE } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { Agents } from './agents.js';
import { callColumns, taskId, taskRow } from './call-rows.js';
import { telephoneSettings } from './settings.js';

/** A call under its lock. `number` and `note` stay encrypted. */
export interface CallState {
  callId: string;
  carrierLeg: string | null;
  carrierRoom: string | null;
  number: string | null;
  numberIndex: string | null;
  facts: readonly Fact[];
  record: CallRecord;
}
type Row = Omit<CallState, 'facts' | 'record'> & { facts: string };

const COLUMNS = 'callId, carrierLeg, carrierRoom, number, numberIndex, facts';
const LOOK_AGAIN_MS = 5_000;

/** What a message of the carrier brings besides facts. */
interface Came {
  number: string | null;
  room: string | null;
}
const NOTHING_CAME: Came = { number: null, room: null };

/** Reads calls under their lock and writes what follows from their facts: record, task, recordings, operators, events. */
@Injectable()
export class CallStore {
  private readonly settings = telephoneSettings();

  constructor(
    private readonly db: Db,
    private readonly identities: Identities,
    private readonly clock: Clock,
    private readonly agents: Agents,
    private readonly events: EventLog,
    private readonly workingDays: WorkingDays,
  ) {}

  /** Locks a call, by its number here or by the caller's line at the carrier. */
  async lock(tx: Tx, by: { callId: string } | { carrierLeg: string }): Promise<CallState | undefined> {
    const [[column, value]] = Object.entries(by) as [[string, string]];
    const [row] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM calls WHERE ${column} = ?${this.db.forUpdate}`, [value]);
    return row && this.stateOf(row);
  }

  /** Reads a call as it stands. */
  async read(callId: string): Promise<CallState | undefined> {
    const [row] = await this.db.readPrimary<Row>(`SELECT ${COLUMNS} FROM calls WHERE callId = ?`, [callId]);
    return row && this.stateOf(row);
  }

  /** Keeps an operator's note of a call, encrypted, after that of whoever had it before him. */
  async keepNote(tx: Tx, callId: string, note: string): Promise<void> {
    const [row] = await tx.query<{ note: string | null }[]>('SELECT note FROM calls WHERE callId = ?', [callId]);
    const before = row?.note ? `${this.identities.openNote(row.note, callId)}\n` : '';
    await updateRow(tx, 'calls', { callId }, { note: this.identities.closeNote(before + note, callId) });
  }

  private stateOf(row: Row): CallState {
    const facts = JSON.parse(row.facts) as Fact[];
    return { ...row, facts, record: recordOf(facts, this.clock.now()) };
  }

  /** A new call with its first facts. Two that come at once meet at the unique line; the second transaction fails and is told again. */
  async open(
    tx: Tx,
    { leg, number }: { leg: string | null; number: string | null },
    facts: readonly Fact[],
    by: Actor = SYSTEM,
  ): Promise<CallState> {
    const callId = randomUUID();
    const record = recordOf(facts, this.clock.now());
    const state: CallState = { callId, carrierLeg: leg, carrierRoom: null, ...this.numbered(callId, number), facts, record };
    const { facts: _facts, record: _record, ...row } = state;
    await insertRows(tx, 'calls', [{ ...row, ...this.columnsOf(record, facts), note: null }]);
    await this.follow(tx, state, facts, null, by);
    return state;
  }

  private numbered(callId: string, number: string | null): Pick<CallState, 'number' | 'numberIndex'> {
    if (number === null) return { number, numberIndex: null };
    return { number: this.identities.closeNumber(number, callId), numberIndex: this.identities.phoneIndex(number) };
  }

  /** Adds facts, and what came with them; writes what they changed. Gives the same state back, untouched, when nothing was new. */
  async add(tx: Tx, before: CallState, told: readonly Fact[], by: Actor = SYSTEM, came: Came = NOTHING_CAME): Promise<CallState> {
    const facts = told.reduce(withFact, before.facts);
    const number = came.number !== null && before.number === null ? this.numbered(before.callId, came.number) : {};
    const room = came.room !== null && came.room !== before.carrierRoom ? { carrierRoom: came.room } : {};
    const more = { ...number, ...room };
    if (facts === before.facts && Object.keys(more).length === 0) return before;
    const record = recordOf(facts, this.clock.now());
    const next = { ...before, ...more, facts, record };
    await updateRow(tx, 'calls', { callId: before.callId }, { ...this.columnsOf(record, facts), ...more });
    const fresh = facts.filter((fact) => !before.facts.some(({ key }) => key === fact.key));
    await this.follow(tx, next, fresh, before.record, by);
    return next;
  }

  private columnsOf(record: CallRecord, facts: readonly Fact[]) {
    return { ...callColumns(record, facts), checkAt: this.checkAt(record) };
  }

  /** When a sweep has to look: at the end of an offer, soon while somebody is being connected, else when a report may have got lost. */
  private checkAt({ direction, status, endedAt, offer, consult, agent, answeredAt, unheardOf }: CallRecord): number | null {
    const now = this.clock.now();
    if (endedAt !== null) return unheardOf.length > 0 && now - endedAt < HOUR ? now + MINUTE : null;
    if (offer) return offer.until;
    if (consult && !consult.isJoined) return consult.acceptedAt === null ? consult.until : now + LOOK_AGAIN_MS;
    if (direction === 'outbound' && answeredAt === null) return now + MINUTE;
    if (status === 'talking' && agent && answeredAt === null) return now + LOOK_AGAIN_MS;
    return now + this.settings.askCarrierAfterMinutes * MINUTE;
  }

  /** Looks at a call again later, though nothing new is known of it. */
  async postpone(tx: Tx, { callId, record }: CallState): Promise<void> {
    await updateRow(tx, 'calls', { callId }, { checkAt: this.checkAt(record) });
  }

  private async follow(tx: Tx, state: CallState, fresh: readonly Fact[], before: CallRecord | null, by: Actor): Promise<void> {
    const { callId, record } = state;
    await this.syncTask(tx, callId, before, record);
    await this.announceRecordings(tx, callId, before, record);
    const at = this.clock.now();
    const moved = await this.agents.follow(tx, callId, movesOf(fresh, before, record), by, at);
    const told = [...eventsOf(callId, fresh, before, record), ...moved];
    await this.events.append(
      tx,
      told.map((event) => ({ ...event, by, at, audience: 'desk' as const })),
    );
  }

  /** One task a call at most, of the kind its record asks for; one that nobody has touched changes with the record. */
  private async syncTask(tx: Tx, callId: string, before: CallRecord | null, record: CallRecord): Promise<void> {
    const [was, is] = [before && taskOf(before), taskOf(record)];
    if (was === is) return;
    if (was) await say(tx, "DELETE FROM tasks WHERE id = ? AND state = 'open'", [taskId(callId, was)]);
    if (!is) return;
    const row = taskRow(callId, is, record.endedAt!, this.settings, this.workingDays.calendar);
    const [there] = await tx.query<{ id: string }[]>('SELECT id FROM tasks WHERE id = ?', [row.id]);
    if (!there) await insertRows(tx, 'tasks', [row]);
  }

  private async announceRecordings(tx: Tx, callId: string, before: CallRecord | null, { recordings }: CallRecord): Promise<void> {
    const at = this.clock.now();
    const fresh = recordings.filter(({ ref }) => !before?.recordings.some((old) => old.ref === ref));
    const rest = { state: 'announced', bytes: 0, sha256: null, at, attempts: 0, nextAt: at, keptSince: null };
    await insertRows(
      tx,
      'recordings',
      fresh.map((one) => ({ id: randomUUID(), callId, ...one, ...rest })),
    );
  }
}
