import { Injectable } from '@nestjs/common';
import { ORDINARY } from '../cases/visible.js';
import type { Instant } from '../domain/time.js';
import { newsOf, toldOf, type Told } from '../domain/webhook-facts.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { type StoredSubscription, waitingRow } from './webhook-rows.js';

const CURSOR = 'webhooks';
const AT_ONCE = 500;

interface Logged {
  number: number;
  type: string;
  at: number;
  caseNumber: string | null;
  facts: string;
}
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/**
 * Makes deliveries of events. The place up to which the log was read is a row that moves in the transaction of the deliveries: none is
 * missed after a stop, none made twice by two processes. Sealed cases and accusations never come in. ADR 0019.
 */
@Injectable()
export class WebhookGathering {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Before the server listens for the first time of all: nobody is told of what happened before there was anybody to tell. */
  async begin(): Promise<void> {
    const [row] = await this.db.readPrimary('SELECT value FROM counters WHERE name = ?', [CURSOR]);
    if (row) return;
    const begin = "INSERT INTO counters (name, value) SELECT ?, number FROM event_head WHERE id = 'head'";
    await this.db
      .write((tx) => tx.query(begin, [CURSOR]))
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error; // another process was first
      });
  }

  /** Reads the log to its end. Returns how many deliveries it made. */
  async collect(): Promise<number> {
    let made = 0;
    for (;;) {
      const [cursor] = await this.db.readPrimary<{ value: number }>('SELECT value FROM counters WHERE name = ?', [CURSOR]);
      if (!cursor) return made; // nobody has begun
      const after = Number(cursor.value);
      const events = await this.db.readPrimary<Logged>(
        `SELECT number, type, at, caseNumber, facts FROM events WHERE number > ? ORDER BY number LIMIT ${AT_ONCE}`,
        [after],
      );
      if (events.length === 0) return made;
      made += await this.db.write((tx) => this.take(tx, after, events));
      if (events.length < AT_ONCE) return made;
    }
  }

  private async take(tx: Tx, after: number, events: readonly Logged[]): Promise<number> {
    const sql = `SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`;
    const [cursor] = await tx.query<{ value: number }[]>(sql, [CURSOR]);
    if (Number(cursor!.value) !== after) return 0; // another process took these
    const news = events.filter(({ type, caseNumber }) => caseNumber !== null && newsOf(type) !== undefined);
    const due = news.length === 0 ? [] : await this.dueOf(tx, news);
    await insertRows(tx, 'webhook_deliveries', due);
    await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [Number(events.at(-1)!.number), CURSOR]);
    return due.length;
  }

  /** Locks the subscriptions, so that one that is rested or ended meanwhile gets what it should. */
  private async dueOf(tx: Tx, news: readonly Logged[]) {
    const sql = `SELECT * FROM webhook_subscriptions WHERE state IN ('active','paused') ORDER BY id${this.db.forUpdate}`;
    const subscriptions = await tx.query<StoredSubscription[]>(sql);
    if (subscriptions.length === 0) return [];
    const open = await this.openCases(tx, news);
    const now = this.clock.now();
    return news.flatMap(({ number, type, at, caseNumber, facts }) => {
      if (!open.has(caseNumber!)) return [];
      const told = toldOf({
        number: Number(number),
        type,
        at: Number(at),
        caseNumber: caseNumber!,
        facts: JSON.parse(facts) as object as Facts,
      });
      return told ? subscriptions.flatMap((one) => rowFor(one, told, now)) : [];
    });
  }

  private async openCases(tx: Tx, news: readonly Logged[]): Promise<Set<string>> {
    const numbers = [...new Set(news.map(({ caseNumber }) => caseNumber!))];
    const sql = `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${marks(numbers)}) AND c.accusation = 0 AND ${ORDINARY.sql}`;
    return new Set((await tx.query<{ caseNumber: string }[]>(sql, numbers)).map(({ caseNumber }) => caseNumber));
  }
}

type Facts = Readonly<Record<string, unknown>>;

function rowFor({ id, events, state, afterNumber }: StoredSubscription, told: Told, now: Instant) {
  const { type, number, caseNumber } = told;
  if (number <= Number(afterNumber) || !(JSON.parse(events) as string[]).includes(type)) return [];
  const row = waitingRow({ dedupeKey: `${id}:${number}`, subscriptionId: id, type, number, caseNumber }, told, now);
  return [state === 'paused' ? { ...row, state: 'held', nextAt: null } : row];
}
