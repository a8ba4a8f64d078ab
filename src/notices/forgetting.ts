import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { forgottenBefore, type Keeper, type Outlook } from '../domain/retention.js';
import { DAY, type Instant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';

const AT_ONCE = 500;
/** How far it has come, in days since 1970: of what was made before that day no address stands any more. */
const PLACE = 'notices:forgotten';
/** What somebody could still have tried again; without an address nobody can. */
const UNDONE = ['dead', 'unsent'];

/** Forgets where old messages went: what was said, when and with what result stays, the number or address goes. Source: domain text 6.2. */
@Injectable()
export class Forgetting implements Keeper {
  readonly keeps = 'messageAddresses';

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** Goes on until no message older than the term has an address. Returns how many it forgot. */
  sweep(): Promise<number> {
    return this.db.writeUntilDone(AT_ONCE, (tx) => this.forgetSome(tx));
  }

  /** Under the lock of its place, so that several processes do not do it twice. */
  private async forgetSome(tx: Tx): Promise<number> {
    const from = await this.lockPlace(tx);
    const now = this.clock.now();
    const until = Math.floor(forgottenBefore(this.reference.rulesAt('retention', now), 'messageAddresses', now) / DAY);
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

  async outlook(before: Instant): Promise<Outlook> {
    const [row] = await this.db.read<{ kept: number; due: number | null }>(
      "SELECT COUNT(*) AS kept, SUM(CASE WHEN createdAt < ? THEN 1 ELSE 0 END) AS due FROM notices WHERE recipient <> ''",
      [before],
    );
    return { kept: Number(row?.kept ?? 0), due: Number(row?.due ?? 0) };
  }

  private async lockPlace(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`, [PLACE]);
    if (row) return Number(row.value);
    await insertRows(tx, 'counters', [{ name: PLACE, value: 0 }]);
    return 0;
  }
}
