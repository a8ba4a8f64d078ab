import { Injectable } from '@nestjs/common';
import { all } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type Instant, isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import { Ledger } from './ledger.js';
import { departmentsOf, equal } from './readers.js';
import type { MatchDecision, SameMatterPage, SameMatterQuery, SameMatterView } from './self-finding.dto.js';

interface Row {
  id: string;
  version: number;
  investigationNumber: string;
  departmentCode: string;
  categoryCode: string;
  findingNumber: string;
  person: string | null;
  matchedBy: string;
  status: string;
  proposedAt: Instant;
  reason: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
  openedAt: Instant;
  findingStatus: string;
  measures: string | null;
}

const SELECTED = `SELECT m.*, z.openedAt, z.status AS findingStatus, z.measures FROM same_matters m
  JOIN self_findings z ON z.findingNumber = m.findingNumber`;

/** Matters that were proven by the commission and may have been opened first by the department. Source: domain text, section 9. */
@Injectable()
export class SameMatters {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly ledger: Ledger,
  ) {}

  async list({ status, page, pageSize }: SameMatterQuery, by: Actor): Promise<SameMatterPage> {
    const where = all(departmentsOf(by, 'm'), ...equal('m.status', status));
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM same_matters m WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<Row>(
      `${SELECTED} WHERE ${where.sql} ORDER BY m.proposedAt DESC, m.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { items: rows.map((row) => view(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /**
   * Confirmed: the department had it first, points and no loss. Refused: the loss stands. Throws `not-found` (404), `same-matter.stale`,
   * `same-matter.action-not-open` (409).
   */
  async decide(id: string, action: string, { version, reason }: MatchDecision, by: Actor): Promise<SameMatterView> {
    const may = departmentsOf(by, 'm');
    const find = { sql: `${SELECTED} WHERE m.id = ? AND ${may.sql}`, params: [id, ...may.params] };
    await this.db.write(async (tx) => {
      await tx.query(`SELECT id FROM same_matters WHERE id = ?${this.db.forUpdate}`, [id]);
      const [row] = await tx.query<Row[]>(find.sql, find.params);
      if (!row) throw notFound();
      if (Number(row.version) !== version) throw new DomainError('same-matter.stale', 409, { version: Number(row.version) });
      const status = { confirm: 'confirmed', refuse: 'refused' }[action];
      if (row.status !== 'proposed' || !status) throw new DomainError('same-matter.action-not-open', 409, { action, status: row.status });
      const at = this.clock.now();
      const decision = { status, version: version + 1, reason, decidedAt: at, decidedBy: by.username };
      await updateRow(tx, 'same_matters', { id }, decision);
      const { investigationNumber, departmentCode, findingNumber, person } = row;
      const measures = JSON.parse(row.measures ?? '[]') as string[];
      const facts = { matterId: id, investigationNumber, departmentCode, findingNumber, measures, ...(person ? { person } : {}) };
      await this.events.append(tx, [{ type: `same-matter.${status}`, facts, by, at, audience: 'office' }]);
    });
    await this.ledger.collect();
    const [row] = await this.db.readPrimary<Row>(find.sql, find.params);
    return view(row!, by);
  }
}

function view(row: Row, by: Actor): SameMatterView {
  const { id, investigationNumber, departmentCode, categoryCode, findingNumber, findingStatus, status, reason, decidedBy } = row;
  return {
    ...{ id, version: Number(row.version), investigationNumber, departmentCode, categoryCode, findingNumber, findingStatus, status },
    ...{ findingOpenedAt: isoOf(Number(row.openedAt)), matchedBy: row.matchedBy.split(','), proposedAt: isoOf(Number(row.proposedAt)) },
    ...(reason ? { reason } : {}),
    ...(decidedBy ? { decidedBy, decidedAt: isoOf(Number(row.decidedAt)) } : {}),
    actions: status === 'proposed' && by.roles.includes('supervisor') ? ['confirm', 'refuse'] : [],
  };
}
