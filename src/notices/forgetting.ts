import { Injectable } from '@nestjs/common';
import { DAY } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { NOTICES } from './templates.js';

const AT_ONCE = 500;
/** How far it has come, in days since 1970: of what was made before that day no address stands any more. */
const PLACE = 'notices:forgotten';
/** What somebody could still have tried again; without an address nobody can. */
const UNDONE = ['dead', 'unsent'];

/** Forgets where old messages went: what was said, when and with what result stays, the number or address goes. Source: domain text 6.2. */
@Injectable()
export class Forgetting {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Goes on until no message older than `recipients.keepDays` has an address. Returns how many it forgot. */
  async sweep(): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const many = await this.db.write((tx) => this.forgetSome(tx));
      forgotten += many;
      if (many < AT_ONCE) return forgotten;
    }
  }

  /** Under the lock of its place, so that several processes do not do it twice. */
  private async forgetSome(tx: Tx): Promise<number> {
    const from = await this.lockPlace(tx);
    const until = Math.floor(this.clock.now() / DAY) - NOTICES.recipients.keepDays;
    if (until <= from) return 0;
    const rows = await tx.query<{ id: string; state: string }[]>(
      `SELECT id, state FROM notices WHERE createdAt >= ? AND createdAt < ? AND recipient <> '' ORDER BY createdAt, id LIMIT ${AT_ONCE}`,
      [from * DAY, until * DAY],
    );
    for (const { id, state } of rows) {
      const undone = UNDONE.includes(state) ? { state: 'cancelled', error: 'too-old', nextAt: null } : {};
      await updateRow(tx, 'notices', { id }, { recipient: '', ...undone });
    }
    if (rows.length < AT_ONCE) await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [until, PLACE]);
    return rows.length;
  }

  private async lockPlace(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`, [PLACE]);
    if (row) return Number(row.value);
    await insertRows(tx, 'counters', [{ name: PLACE, value: 0 }]);
    return 0;
  }
}
