import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, isDuplicate } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import type { RecusalInput, RecusalListQuery, RecusalPage, RecusalView } from './recusals.dto.js';
import { Reference } from './reference.js';

interface Row {
  username: string;
  name: string | null;
  departmentCode: string;
  reason: string;
  relation: string | null;
  relative: string | null;
  declaredBy: string | null;
  at: number | null;
}
const place = (username: string, departmentCode: string): string => `recusals.relative:${username}:${departmentCode}`;

/** Who keeps away from which department and why; obeyed at every naming and every read (`visible`). Source: domain text 6.5. */
@Injectable()
export class Recusals {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** All for the commissioner; their own for everybody else. */
  async list({ page, pageSize, username, departmentCode }: RecusalListQuery, by: Actor): Promise<RecusalPage> {
    const asked = by.roles.includes('commissioner') ? username : by.username;
    const conditions: [string, unknown][] = [
      ...(asked ? [['r.username = ?', asked] as [string, unknown]] : []),
      ...(departmentCode ? [['r.departmentCode = ?', departmentCode] as [string, unknown]] : []),
    ];
    const where = conditions.length > 0 ? `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}` : '';
    const params = conditions.map(([, value]) => value);
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM recusals r ${where}`, params);
    const rows = await this.db.readPrimary<Row>(
      `SELECT r.*, a.name FROM recusals r LEFT JOIN accounts a ON a.username = r.username ${where}
       ORDER BY r.username, r.departmentCode LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  private view({ username, name, departmentCode, reason, relation, relative, declaredBy, at }: Row): RecusalView {
    return {
      ...{ username, departmentCode, reason },
      name: name ?? username,
      departmentName: this.reference.department(departmentCode)?.name ?? departmentCode,
      ...(relation ? { relation } : {}),
      ...(relative ? { relative: this.keys.decrypt(relative, place(username, departmentCode)) } : {}),
      ...(declaredBy ? { declaredBy } : {}),
      ...(at ? { at: isoOf(Number(at)) } : {}),
    };
  }

  /**
   * Notes a conflict: the commissioner anybody's, everybody his own. Throws `access.role-may-not` (403) for another's, `input.invalid`
   * (422) for a code that names nothing, `recusal.known` (409) for one that stands already.
   */
  async declare({ username = '', departmentCode, relation, relative, reason }: RecusalInput, by: Actor): Promise<RecusalView> {
    const whom = username || by.username;
    if (whom !== by.username && !by.roles.includes('commissioner')) throw new DomainError('access.role-may-not', 403);
    if (!this.reference.department(departmentCode)) throw invalid([{ field: 'departmentCode', code: 'unknown-department' }]);
    const at = this.clock.now();
    const closed = relative ? this.keys.encrypt(relative, place(whom, departmentCode)) : null;
    const row = { username: whom, departmentCode, reason, relation, relative: closed, declaredBy: by.username, at };
    const name = await this.db.write(async (tx) => {
      const [account] = await tx.query<{ name: string }[]>('SELECT name FROM accounts WHERE username = ?', [whom]);
      if (!account) throw invalid([{ field: 'username', code: 'unknown-account' }]);
      const [known] = await tx.query<object[]>('SELECT username FROM recusals WHERE username = ? AND departmentCode = ?', [
        whom,
        departmentCode,
      ]);
      if (known) throw new DomainError('recusal.known', 409);
      await insertRows(tx, 'recusals', [row]).catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('recusal.known', 409) : error;
      });
      await this.events.append(tx, [
        { type: 'recusal.declared', facts: { username: whom, departmentCode, relation }, by, at, audience: 'audit' },
      ]);
      return account.name;
    });
    return this.view({ ...row, name });
  }

  /** Lifts one; throws `not-found` (404). Only the commissioner: nobody lifts his own. */
  async lift(username: string, departmentCode: string, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const [row] = await tx.query<object[]>(
        `SELECT username FROM recusals WHERE username = ? AND departmentCode = ?${this.db.forUpdate}`,
        [username, departmentCode],
      );
      if (!row) throw notFound();
      if (username === by.username) throw new DomainError('recusal.own', 409);
      await tx.query('DELETE FROM recusals WHERE username = ? AND departmentCode = ?', [username, departmentCode]);
      await this.events.append(tx, [
        { type: 'recusal.lifted', facts: { username, departmentCode }, by, at: this.clock.now(), audience: 'audit' },
      ]);
    });
  }
}
