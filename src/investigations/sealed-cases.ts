import { Injectable } from '@nestjs/common';
import { all, keptAwayFrom, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows } from '../platform/db.js';
import type { PageQuery } from '../platform/http/paging.js';
import { invalid } from '../platform/http/problem.js';
import { Preparations } from './preparations.js';
import type { SealedCaseLine, SealedCasePage } from './sealed-cases.dto.js';

interface Row {
  caseNumber: string;
  receivedAt: number;
  accusedDepartmentCode: string | null;
}

/**
 * Who reads which sealed case: numbers and names alone, for the commissioner, who names readers without reading himself. Those that touch
 * a department he keeps away from are not his to know. Source: domain text 6.4, 6.5.
 */
@Injectable()
export class SealedCases {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly preparations: Preparations,
  ) {}

  private mine(by: Actor): Sql {
    return all({ sql: "c.status = 'sealed'", params: [] }, keptAwayFrom(by.recusedFrom ?? []));
  }

  async list({ page, pageSize }: PageQuery, by: Actor): Promise<SealedCasePage> {
    const may = this.mine(by);
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM cases c WHERE ${may.sql}`, may.params);
    const rows = await this.db.readPrimary<Row>(
      `SELECT c.caseNumber, c.receivedAt, c.accusedDepartmentCode FROM cases c WHERE ${may.sql}
       ORDER BY c.receivedAt DESC, c.caseNumber DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      may.params,
    );
    const readers = await this.readersOf(rows.map(({ caseNumber }) => caseNumber));
    const items = rows.map(({ caseNumber, receivedAt }): SealedCaseLine => ({
      caseNumber,
      receivedAt: isoOf(Number(receivedAt)),
      readers: readers.filter((one) => one.caseNumber === caseNumber).map(({ username, name }) => ({ username, name })),
    }));
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }

  private readersOf(numbers: readonly string[]) {
    if (numbers.length === 0) return Promise.resolve([]);
    return this.db.readPrimary<{ caseNumber: string; username: string; name: string }>(
      `SELECT r.caseNumber, r.username, a.name FROM case_readers r JOIN accounts a ON a.username = r.username
       WHERE r.caseNumber IN (${numbers.map(() => '?').join(',')}) ORDER BY r.username`,
      numbers,
    );
  }

  /** Names an inspector; throws `not-found` (404), `input.invalid` (422) for one who is none or keeps away, `case.reader-known` (409). */
  name(caseNumber: string, username: string, by: Actor): Promise<void> {
    return this.change(caseNumber, by, 'case.reader-named', username, async (tx, departments, isReader) => {
      if (isReader) throw new DomainError('case.reader-known', 409);
      if (!(await this.preparations.nameable(tx, departments)).includes(username))
        throw invalid([{ field: 'username', code: 'may-not-be-named' }]);
      await insertRows(tx, 'case_readers', [{ username, caseNumber }]);
    });
  }

  /** Takes a reader off; throws `not-found` (404) for one who is none. */
  drop(caseNumber: string, username: string, by: Actor): Promise<void> {
    return this.change(caseNumber, by, 'case.reader-dropped', username, async (tx, _departments, isReader) => {
      if (!isReader) throw notFound();
      await tx.query('DELETE FROM case_readers WHERE username = ? AND caseNumber = ?', [username, caseNumber]);
    });
  }

  private async change(
    caseNumber: string,
    by: Actor,
    type: 'case.reader-named' | 'case.reader-dropped',
    username: string,
    work: (tx: Parameters<Parameters<Db['write']>[0]>[0], departments: string[], isReader: boolean) => Promise<void>,
  ): Promise<void> {
    const may = this.mine(by);
    await this.db.write(async (tx) => {
      const sql = `SELECT c.caseNumber, c.accusedDepartmentCode FROM cases c WHERE c.caseNumber = ? AND ${may.sql}${this.db.forUpdate}`;
      const [row] = await tx.query<Row[]>(sql, [caseNumber, ...may.params]);
      if (!row) throw notFound();
      const parts = await tx.query<{ departmentCode: string }[]>('SELECT departmentCode FROM assignments WHERE caseNumber = ?', [
        caseNumber,
      ]);
      const readers = await tx.query<{ username: string }[]>('SELECT username FROM case_readers WHERE caseNumber = ?', [caseNumber]);
      const departments = [...(row.accusedDepartmentCode ? [row.accusedDepartmentCode] : []), ...parts.map((part) => part.departmentCode)];
      await work(
        tx,
        departments,
        readers.some((reader) => reader.username === username),
      );
      await this.events.append(tx, [{ type, facts: { username }, by, at: this.clock.now(), caseNumber, audience: 'audit' }]);
    });
  }
}
