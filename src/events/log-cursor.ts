import type { Instant } from '../domain/time.js';
import { type Db, isDuplicate, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';

const AT_ONCE = 500;

/** An event as whoever follows the log reads it; `facts` are JSON, `caseNumber` is null where it is about no case. */
export interface LoggedEvent {
  number: number;
  type: string;
  at: Instant;
  caseNumber: string | null;
  facts: string;
}
/** What is written of some events, in the transaction that moves the place. */
type Write = (tx: Tx) => Promise<void>;

/**
 * A place in the event log up to which somebody has read it: a row of `counters` that moves in the transaction of what came of the events.
 * So none is missed after a stop, and none is taken twice by two processes.
 */
export class LogCursor {
  constructor(
    private readonly db: Db,
    private readonly name: string,
  ) {}

  /** Before the server listens for the first time of all: with the first event there ever was, or with what happens from now on. */
  async begin(from: 'first-event' | 'now'): Promise<void> {
    const [row] = await this.db.readPrimary('SELECT value FROM counters WHERE name = ?', [this.name]);
    if (row) return;
    const place = from === 'now' ? "number FROM event_head WHERE id = 'head'" : '0';
    await this.db
      .write((tx) => tx.query(`INSERT INTO counters (name, value) SELECT ?, ${place}`, [this.name]))
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error; // another process was first
      });
  }

  /**
   * Reads the log to its end, some events at a time: `prepare` looks at them outside any transaction and gives what is written of them.
   * Returns the number up to which the log was read; 0 when nobody has begun.
   */
  async follow(prepare: (events: readonly LoggedEvent[]) => Write | Promise<Write>): Promise<number> {
    for (;;) {
      const [cursor] = await this.db.readPrimary<{ value: number }>('SELECT value FROM counters WHERE name = ?', [this.name]);
      if (!cursor) return 0;
      const after = Number(cursor.value);
      const rows = await this.db.readPrimary<LoggedEvent>(
        `SELECT number, type, at, caseNumber, facts FROM events WHERE number > ? ORDER BY number LIMIT ${AT_ONCE}`,
        [after],
      );
      if (rows.length === 0) return after;
      const events = rows.map((row) => ({ ...row, number: Number(row.number), at: Number(row.at) }));
      const upTo = events.at(-1)!.number;
      const write = await prepare(events);
      await this.db.write((tx) => this.move(tx, after, upTo, write));
      if (rows.length < AT_ONCE) return upTo;
    }
  }

  private async move(tx: Tx, after: number, upTo: number, write: Write): Promise<void> {
    const [cursor] = await tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`, [this.name]);
    if (Number(cursor!.value) !== after) return; // another process took these
    await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [upTo, this.name]);
    await write(tx);
  }
}
