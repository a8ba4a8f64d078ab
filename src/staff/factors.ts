import type { Db, Tx } from '../platform/db.js';

/** How many ways beside the password an account has. */
export interface FactorCount {
  codes: number;
  passkeys: number;
}

/** What an account `a` has beside its password, for a list of columns. */
export const FACTORS = `(SELECT COUNT(*) FROM second_factors f WHERE f.username = a.username AND f.confirmedAt IS NOT NULL) AS codes,
  (SELECT COUNT(*) FROM passkeys p WHERE p.username = a.username) AS passkeys`;

/** Reads {@link FACTORS} out of a row. */
export const countOf = (row: FactorCount): FactorCount => ({ codes: Number(row.codes), passkeys: Number(row.passkeys) });

/** The factors of an account, which stay as they are until the transaction ends: its row is locked. */
export async function lockFactors(tx: Tx, db: Db, username: string): Promise<FactorCount> {
  await tx.query(`SELECT username FROM accounts WHERE username = ?${db.forUpdate}`, [username]);
  const [row] = await tx.query<FactorCount[]>(`SELECT ${FACTORS} FROM accounts a WHERE a.username = ?`, [username]);
  return row ? countOf(row) : { codes: 0, passkeys: 0 };
}

/** Takes every factor of an account away, without a code, within a transaction of whoever may do that. */
export async function forgetFactors(tx: Tx, username: string): Promise<void> {
  for (const table of ['second_factors', 'recovery_codes', 'passkeys'])
    await tx.query(`DELETE FROM ${table} WHERE username = ?`, [username]);
}
