import { visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { scopeOf } from '../domain/visibility.js';
import type { Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';

/**
 * A case that a paper may name: the reader may see it, and the department has, or had, a part in it. Throws `input.invalid` (422), the same
 * for a case that is hidden and one that does not exist.
 */
export async function knownCase(tx: Tx, caseNumber: string, departmentCode: string, by: Actor): Promise<void> {
  const may = visible(scopeOf(by));
  const sql = `SELECT c.version FROM cases c WHERE c.caseNumber = ? AND ${may.sql}`;
  const [row] = await tx.query<{ version: number }[]>(sql, [caseNumber, ...may.params]);
  if (!row) throw invalid([{ field: 'caseNumber', code: 'unknown-case' }]);
  const [part] = await tx.query<object[]>('SELECT id FROM assignments WHERE caseNumber = ? AND departmentCode = ? LIMIT 1', [
    caseNumber,
    departmentCode,
  ]);
  if (!part) throw invalid([{ field: 'departmentCode', code: 'no-such-assignment' }]);
}
