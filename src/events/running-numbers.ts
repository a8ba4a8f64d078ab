import { Injectable } from '@nestjs/common';
import { Db, isDuplicate, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';

/** Running numbers of a year; the row is locked until commit, so a year has no gaps. */
@Injectable()
export class RunningNumbers {
  constructor(private readonly db: Db) {}

  async next(tx: Tx, name: string): Promise<number> {
    const ask = () => tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`, [name]);
    let [row] = await ask();
    if (!row) {
      // the first of the year; another process may be first at the same moment
      await tx.query('INSERT INTO counters (name, value) VALUES (?, 0)', [name]).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
      [row] = await ask();
    }
    const value = Number(row!.value) + 1;
    await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [value, name]);
    return value;
  }
}
