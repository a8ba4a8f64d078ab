import { Injectable } from '@nestjs/common';
import { ORDINARY } from '../cases/visible.js';
import type { Instant } from '../domain/time.js';
import { newsOf, toldOf, type Told } from '../domain/webhook-facts.js';
import { LogCursor, type LoggedEvent } from '../events/log-cursor.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { type StoredSubscription, waitingRow } from './webhook-rows.js';

const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** Makes deliveries of events, each once. Sealed cases and accusations never come in. ADR 0019. */
@Injectable()
export class WebhookGathering {
  private readonly cursor: LogCursor;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    this.cursor = new LogCursor(db, 'webhooks');
  }

  /** Before the server listens for the first time of all: nobody is told of what happened before there was anybody to tell. */
  begin(): Promise<void> {
    return this.cursor.begin('now');
  }

  /** Reads the log to its end and makes what deliveries it asks for. */
  async collect(): Promise<void> {
    await this.cursor.follow((events) => (tx) => this.take(tx, events));
  }

  private async take(tx: Tx, events: readonly LoggedEvent[]): Promise<void> {
    const news = events.filter(({ type, caseNumber }) => caseNumber !== null && newsOf(type) !== undefined);
    if (news.length > 0) await insertRows(tx, 'webhook_deliveries', await this.dueOf(tx, news));
  }

  /** Locks the subscriptions, so that one that is rested or ended meanwhile gets what it should. */
  private async dueOf(tx: Tx, news: readonly LoggedEvent[]) {
    const sql = `SELECT * FROM webhook_subscriptions WHERE state IN ('active','paused') ORDER BY id${this.db.forUpdate}`;
    const subscriptions = await tx.query<StoredSubscription[]>(sql);
    if (subscriptions.length === 0) return [];
    const open = await this.openCases(tx, news);
    const now = this.clock.now();
    return news.flatMap(({ number, type, at, caseNumber, facts }) => {
      if (!open.has(caseNumber!)) return [];
      const told = toldOf({ number, type, at, caseNumber: caseNumber!, facts: JSON.parse(facts) as object as Facts });
      return told ? subscriptions.flatMap((one) => rowFor(one, told, now)) : [];
    });
  }

  private async openCases(tx: Tx, news: readonly LoggedEvent[]): Promise<Set<string>> {
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
