import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { admitAnotherList, admitPreference, admitPreferenceName, isOfColumns } from '../domain/preferences.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';

/**
 * How each reader likes the console: the same at every desk, seen by nobody else. It is nobody's business and changes nothing of the trade:
 * no event tells of it.
 */
@Injectable()
export class Preferences {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** All that this reader keeps, by name. */
  async of({ username }: Actor): Promise<Record<string, unknown>> {
    const sql = 'SELECT name, value FROM preferences WHERE username = ? ORDER BY name';
    const rows = await this.db.readPrimary<{ name: string; value: string }>(sql, [username]);
    return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
  }

  /**
   * Keeps a value in the place of the one before; what comes last counts. Throws `preference.unknown` (404), `session.needed` (401) when the
   * account was closed meanwhile, `preference.too-many-lists` (409), `preference.too-long`, `preference.invalid` (422).
   */
  async keep(name: string, value: unknown, { username }: Actor): Promise<void> {
    admitPreference(name, value);
    const place = { username, name };
    const kept = { value: JSON.stringify(value), updatedAt: this.clock.now() };
    await this.db.write(async (tx) => {
      await this.lock(tx, username);
      const [known] = await tx.query<unknown[]>('SELECT name FROM preferences WHERE username = ? AND name = ?', [username, name]);
      if (known) return updateRow(tx, 'preferences', place, kept);
      if (isOfColumns(name)) admitAnotherList(await listsOf(tx, username));
      return insertRows(tx, 'preferences', [{ ...place, ...kept }]);
    });
  }

  /** Back to the usual; what is not kept is so already. Throws `preference.unknown` (404). */
  async drop(name: string, { username }: Actor): Promise<void> {
    admitPreferenceName(name);
    await this.db.write((tx) => tx.query('DELETE FROM preferences WHERE username = ? AND name = ?', [username, name]));
  }

  /** One person's writes wait for each other and for the end of the account, which leaves nothing behind. */
  private async lock(tx: Tx, username: string): Promise<void> {
    const sql = `SELECT active FROM accounts WHERE username = ?${this.db.forUpdate}`;
    const [account] = await tx.query<{ active: number }[]>(sql, [username]);
    if (Number(account?.active) !== 1) throw new DomainError('session.needed', 401);
  }
}

async function listsOf(tx: Tx, username: string): Promise<number> {
  const sql = "SELECT COUNT(*) AS n FROM preferences WHERE username = ? AND name LIKE 'columns.%'";
  const [row] = await tx.query<{ n: number }[]>(sql, [username]);
  return Number(row?.n ?? 0);
}

/** What an account kept goes with it; its row is locked. */
export async function forgetPreferences(tx: Tx, username: string): Promise<void> {
  await tx.query('DELETE FROM preferences WHERE username = ?', [username]);
}
