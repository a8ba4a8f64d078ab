import { Injectable } from '@nestjs/common';
import { all, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { openExportActions } from '../domain/export-life.js';
import { type Instant, isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import type { ExportListQuery, ExportPage, ExportPerson, ExportView } from './export.dto.js';
import { type ExportRow, ExportStore, mayReadExports } from './export.store.js';
import { PUBLICITY } from './settings.js';

const NAMED = `x.*, a.name AS askerName, d.name AS deciderName FROM exports x
  LEFT JOIN accounts a ON a.username = x.username LEFT JOIN accounts d ON d.username = x.decidedBy`;

/** Reads exports for those who asked and those who approve. */
@Injectable()
export class ExportQueries {
  constructor(
    private readonly db: Db,
    private readonly store: ExportStore,
    private readonly clock: Clock,
  ) {}

  async list({ state, mine, page, pageSize }: ExportListQuery, by: Actor): Promise<ExportPage> {
    const own: Sql[] = mine ? [{ sql: 'x.username = ?', params: [by.username] }] : [mayReadExports(by)];
    const where = all(...(state ? [{ sql: 'x.state = ?', params: [state] }] : []), ...own);
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM exports x WHERE ${where.sql}`, where.params);
    const rows = await this.db.readPrimary<ExportRow>(
      `SELECT ${NAMED} WHERE ${where.sql} ORDER BY x.requestedAt DESC, x.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { items: rows.map((row) => this.view(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404) alike for absent and hidden. */
  async item(id: string, by: Actor): Promise<ExportView> {
    await this.store.read(id, by);
    const [row] = await this.db.readPrimary<ExportRow>(`SELECT ${NAMED} WHERE x.id = ?`, [id]);
    return this.view(row!, by);
  }

  private view(row: ExportRow, by: Actor): ExportView {
    const one = this.store.open(row);
    const { params, decidedBy, decidedAt, readyAt, expiresAt } = one;
    const person = (username: string, name: unknown): ExportPerson => ({ username, name: typeof name === 'string' ? name : username });
    const at = (name: string, instant: Instant | null) => (instant === null ? {} : { [name]: isoOf(instant) });
    return {
      id: one.id,
      number: one.number,
      kind: one.kind,
      format: one.format,
      state: one.state,
      version: one.version,
      progress: one.progress,
      reason: one.reason,
      ...(params.filter ? { filter: params.filter } : {}),
      ...(params.month ? { month: params.month } : {}),
      ...(params.caseNumber ? { caseNumber: params.caseNumber } : {}),
      asker: person(one.username, row.askerName),
      requestedAt: isoOf(one.requestedAt),
      ...(decidedBy ? { decidedBy: person(decidedBy, row.deciderName) } : {}),
      ...at('decidedAt', decidedAt),
      ...(one.decision ? { decision: one.decision } : {}),
      ...(one.total === null ? {} : { total: one.total }),
      ...(one.bytes === null ? {} : { bytes: one.bytes }),
      ...at('readyAt', readyAt),
      ...at('expiresAt', expiresAt),
      ...(one.error ? { error: one.error } : {}),
      downloads: one.downloads,
      downloadable: one.state === 'ready' && one.username === by.username && (expiresAt ?? 0) > this.clock.now(),
      actions: openExportActions(one, PUBLICITY.exports.kinds[one.kind], by),
    };
  }
}
