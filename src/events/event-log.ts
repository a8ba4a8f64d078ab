import { Injectable } from '@nestjs/common';
import type { Actor, NewEvent } from '../domain/case-state.js';
import type { Instant } from '../domain/time.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { canonical, chainHash, type ChainedEvent } from './canonical.js';

/** What an event is about, besides its type and facts. */
export interface About {
  by: Actor;
  at: Instant;
  caseNumber?: string;
  version?: number;
  /** `case` (default): history and feed. `audit`: reads of identities, sessions, settings. */
  audience?: 'case' | 'audit';
}

/** A row of the log. */
export interface EventRow extends ChainedEvent {
  hash: string;
}

/** The rows new events make after a given head; pure, so that the demo city chains its history by the same rule. */
export function chained(head: { number: number; hash: string }, events: readonly (NewEvent & About)[]): EventRow[] {
  let { number, hash } = head;
  return events.map(({ type, facts, by, at, caseNumber, version, audience }) => {
    const event: ChainedEvent = {
      number: ++number,
      type,
      audience: audience ?? 'case',
      at,
      caseNumber: caseNumber ?? null,
      version: version ?? null,
      username: by.username,
      role: by.roles[0] ?? 'none',
      facts: canonical(facts),
    };
    hash = chainHash(hash, event);
    return { ...event, hash };
  });
}

/** Where the log stands: its last number and hash. */
type Head = Pick<EventRow, 'number' | 'hash'>;

/** The only writer of the event log. */
@Injectable()
export class EventLog {
  /** Our own last commit: a guess, because other processes write too. The head's row decides. */
  private guess: Head | undefined;
  private line: Promise<unknown> = Promise.resolve();
  private holder: Tx | undefined;

  constructor(private readonly db: Db) {}

  /**
   * Appends events as the last statements of a transaction: the head's row lock is held from here to commit, so numbers
   * have no gaps and follow the order of commits. Nobody is told before the commit; readers tail the table.
   */
  async append(tx: Tx, events: readonly (NewEvent & About)[]): Promise<EventRow[]> {
    if (events.length === 0) return [];
    await this.myTurn(tx);
    let rows = this.guess && chained(this.guess, events);
    if (!rows || !(await this.moveHead(tx, this.guess!, rows.at(-1)!))) {
      const head = await this.lockHead(tx);
      rows = chained(head, events);
      if (!(await this.moveHead(tx, head, rows.at(-1)!))) throw new Error('The head of the event log moved under its lock');
    }
    await insertRows(tx, 'events', rows);
    this.db.tellAfterCommit(tx);
    return rows;
  }

  /** Writers of this process queue here for the head's row, and not on connections inside the database. */
  private async myTurn(tx: Tx): Promise<void> {
    if (this.holder === tx) return;
    const before = this.line;
    const over = new Promise<void>((done) => {
      this.db.whenEnded(tx, (committed) => {
        if (!committed) this.guess = undefined;
        if (this.holder === tx) this.holder = undefined;
        done();
      });
    });
    this.line = before.then(() => over);
    await before;
    this.holder = tx;
  }

  /** Moves the head and takes its row lock, or touches nothing when it does not stand where we think. */
  private async moveHead(tx: Tx, from: Head, { number, hash }: Head): Promise<boolean> {
    const sql = "UPDATE event_head SET number = ?, hash = ? WHERE id = 'head' AND number = ? AND hash = ?";
    const { affected } = await tx.queryRunner!.query(sql, [number, hash, from.number, from.hash], true);
    this.guess = { number, hash };
    return affected === 1;
  }

  private async lockHead(tx: Tx): Promise<Head> {
    const [head] = await tx.query<Head[]>(`SELECT number, hash FROM event_head WHERE id = 'head'${this.db.forUpdate}`);
    return { number: Number(head!.number), hash: head!.hash };
  }
}
