import { type Db, isDuplicate, type Tx } from './db.js';
import { say } from './packet.js';

/** The next of a running number, from 1 on; its row is locked until commit, so there are no gaps. */
export async function nextCount(tx: Tx, db: Db, name: string): Promise<number> {
  const ask = () => tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${db.forUpdate}`, [name]);
  let [row] = await ask();
  if (!row) {
    // the first of all; another process may be first at the same moment
    await tx.query('INSERT INTO counters (name, value) VALUES (?, 0)', [name]).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    [row] = await ask();
  }
  const value = Number(row!.value) + 1;
  await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [value, name]);
  return value;
}
