import { type Db, insertRows, isDuplicate, type Tx } from '../platform/db.js';

/** The next number of a register, `JD001`; its row is locked until commit. */
export async function nextNumber(tx: Tx, db: Db, prefix: 'JD' | 'JC'): Promise<string> {
  const name = `watchers:${prefix}`;
  const ask = () => tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${db.forUpdate}`, [name]);
  let [row] = await ask();
  if (!row) {
    await insertFirst(tx, name);
    [row] = await ask();
  }
  const value = Number(row!.value) + 1;
  await tx.query('UPDATE counters SET value = ? WHERE name = ?', [value, name]);
  return `${prefix}${String(value).padStart(3, '0')}`;
}

/** The first of the register; another process may be first at the same moment. */
const insertFirst = (tx: Tx, name: string): Promise<void> =>
  insertRows(tx, 'counters', [{ name, value: 0 }]).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
  });
