import { type Db, insertRows } from '../platform/db.js';
import type { Keys } from '../platform/crypto.js';
import { TypicalCaseStore } from '../publicity/typical-case.store.js';
import type { TypicalHistory } from './typical-cases.js';

export const PUBLICITY_TABLES = ['typical_cases', 'typical_case_versions', 'exports', 'export_cases', 'export_tickets'];

/** Writes typical cases as they stand, with every version, and the running numbers they have used. */
export async function writeTypicalCases(history: TypicalHistory, { db, keys }: { db: Db; keys: Keys }): Promise<void> {
  const store = new TypicalCaseStore(db, keys);
  await db.write(async (tx) => {
    for (const steps of history.steps) {
      await store.insert(tx, steps.at(-1)!.after);
      for (const { after, step, by } of steps) await store.keepVersion(tx, after, step, by.username);
    }
    await tx.query("DELETE FROM counters WHERE name LIKE 'typical:%'");
    await insertRows(
      tx,
      'counters',
      [...history.counters].map(([name, value]) => ({ name, value })),
    );
  });
}
