import { Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor, NewEvent } from '../domain/case-state.js';
import type { Instant } from '../domain/time.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { canonical, chainHash, type ChainedEvent } from './canonical.js';

/**
 * Who is told of an event. `case` (default): history and feed of a case. `audit`: reads of identities, sessions, settings. `desk`: calls and
 * operators. `office`: supervision, cards, explanations and scores that are not about one case. `sealed`: investigations, nothing readable.
 */
export type Audience = 'case' | 'audit' | 'desk' | 'office' | 'sealed';

/** What an event is about, besides its type and facts. */
export interface About {
  by: Actor;
  at: Instant;
  caseNumber?: string;
  version?: number;
  audience?: Exclude<Audience, 'audit'>;
}

/** An event as it goes to the log; what is for the auditor is of a type he can look for. */
export type ToldEvent = NewEvent & (About | (Omit<About, 'audience'> & { audience: 'audit'; type: AuditType }));

/** A row of the log. */
export interface EventRow extends ChainedEvent {
  hash: string;
}

/** The rows new events make after a given head; pure, so that the demo city chains its history by the same rule. */
export function chained(head: { number: number; hash: string }, events: readonly ToldEvent[]): EventRow[] {
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

/** The only writer of the event log. */
@Injectable()
export class EventLog {
  constructor(private readonly db: Db) {}

  /**
   * Appends events as the last statement of a transaction: the head's row lock is held from here to commit, so numbers
   * have no gaps and follow the order of commits. Nobody is told before the commit; readers tail the table.
   */
  async append(tx: Tx, events: readonly ToldEvent[]): Promise<EventRow[]> {
    if (events.length === 0) return [];
    const [head] = await tx.query<{ number: number; hash: string }[]>(
      `SELECT number, hash FROM event_head WHERE id = 'head'${this.db.forUpdate}`,
    );
    const rows = chained({ number: Number(head!.number), hash: head!.hash }, events);
    const last = rows.at(-1)!;
    await insertRows(tx, 'events', rows);
    await say(tx, "UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [last.number, last.hash]);
    this.db.tellAfterCommit(tx);
    return rows;
  }
}
