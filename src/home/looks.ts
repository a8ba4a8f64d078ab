import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { type Look, looked, newsSince } from '../domain/looking.js';
import type { Instant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, updateRow } from '../platform/db.js';
import { homeSettings } from './blocks.js';

/** When each reader looked at the first page. Nobody else's matter: no event tells of it. */
@Injectable()
export class Looks {
  private readonly visitMinutes = homeSettings().visitMinutes;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** From when on something is news to this reader. */
  async since(by: Actor): Promise<Instant> {
    const rows = await this.db.readPrimary<Look>('SELECT sinceAt, lookedAt FROM home_looks WHERE username = ?', [by.username]);
    return newsSince(known(rows), this.clock.now(), this.visitMinutes);
  }

  /** Notes a look; with `all`, everything so far counts as seen. Gives from when on something is news now. */
  async look(by: Actor, all: boolean): Promise<Instant> {
    const note = () => this.db.write((tx) => this.noted(tx, by, all));
    // two windows that open at once: the second finds the row of the first
    return note().catch((error: unknown) => {
      if (isDuplicate(error)) return note();
      throw error;
    });
  }

  private async noted(tx: Parameters<Parameters<Db['write']>[0]>[0], { username }: Actor, all: boolean): Promise<Instant> {
    const sql = `SELECT sinceAt, lookedAt FROM home_looks WHERE username = ?${this.db.forUpdate}`;
    const last = known(await tx.query<Look[]>(sql, [username]));
    const next = looked(last, this.clock.now(), { visitMinutes: this.visitMinutes, all });
    if (last) await updateRow(tx, 'home_looks', { username }, { ...next });
    else await insertRows(tx, 'home_looks', [{ username, ...next }]);
    return next.sinceAt;
  }
}

const known = ([row]: readonly Look[]): Look | undefined => row && { sinceAt: Number(row.sinceAt), lookedAt: Number(row.lookedAt) };
