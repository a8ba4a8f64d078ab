import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { all, type Sql, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { type Instant, isoOf } from '../domain/time.js';
import { openVetoActions, raisedAs, vetoStep, type VetoStatus } from '../domain/vetoes.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, updateRow } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { departmentsOf, equal, seesDepartment } from './readers.js';
import type { VetoDecision, VetoInput, VetoPage, VetoQuery, VetoView } from './veto.dto.js';

interface Row {
  id: string;
  version: number;
  departmentCode: string;
  ground: string;
  year: number;
  status: VetoStatus;
  reason: string | null;
  investigationNumber: string | null;
  raisedAt: Instant;
  raisedBy: string;
  decision: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
  seenCase: string | null;
}

/** The veto register: what takes a department's year from it. Source: domain text, sections 2 and 9. */
@Injectable()
export class Vetoes {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly reference: Reference,
  ) {}

  /** Of a department its own, once imposed. */
  async list({ year, department, status, page, pageSize }: VetoQuery, by: Actor): Promise<VetoPage> {
    const where = all(this.mayRead(by), ...equal('v.year', year), ...equal('v.departmentCode', department), ...equal('v.status', status));
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM vetoes v WHERE ${where.sql}`, where.params);
    const { sql, params } = this.selected(by);
    const rows = await this.db.read<Row>(
      `${sql} WHERE ${where.sql} ORDER BY v.raisedAt DESC, v.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      [...params, ...where.params],
    );
    return { items: rows.map((row) => view(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Raises one. Throws `input.invalid` (422) for a department or case that is not there for this reader. */
  async raise(input: VetoInput, by: Actor): Promise<VetoView> {
    const { departmentCode, ground, year, reason, caseNumber, investigationNumber } = input;
    await this.check(input, by);
    const [id, at, status] = [randomUUID(), this.clock.now(), raisedAs(by)];
    const decided = status === 'imposed' ? { decision: reason, decidedAt: at, decidedBy: by.username } : {};
    await this.db.write(async (tx) => {
      await insertRows(tx, 'vetoes', [
        {
          ...{ id, version: 1, departmentCode, ground, year, status, reason, caseNumber: caseNumber ?? null },
          ...{ investigationNumber: investigationNumber ?? null, raisedAt: at, raisedBy: by.username, ...decided },
        },
      ]);
      const facts = { vetoId: id, departmentCode, ground, year };
      await this.events.append(tx, [{ type: `veto.${status}`, facts, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  /** The commissioner decides. Throws `not-found` (404), `veto.stale`, `veto.action-not-open` (409). */
  async act(id: string, action: string, { version, reason }: VetoDecision, by: Actor): Promise<VetoView> {
    await this.db.write(async (tx) => {
      const may = this.mayRead(by);
      const [row] = await tx.query<Row[]>(`SELECT v.* FROM vetoes v WHERE v.id = ? AND ${may.sql}${this.db.forUpdate}`, [
        id,
        ...may.params,
      ]);
      if (!row) throw notFound();
      const status = vetoStep({ status: row.status, version: Number(row.version) }, action, version, by);
      const at = this.clock.now();
      const patch = { status, version: version + 1, decision: reason, decidedAt: at, decidedBy: by.username };
      await updateRow(tx, 'vetoes', { id }, patch);
      const facts = { vetoId: id, departmentCode: row.departmentCode, ground: row.ground, year: Number(row.year) };
      await this.events.append(tx, [{ type: `veto.${status}`, facts, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  private async item(id: string, by: Actor): Promise<VetoView> {
    const { sql, params } = this.selected(by);
    const [row] = await this.db.readPrimary<Row>(`${sql} WHERE v.id = ?`, [...params, id]);
    return view(row!, by);
  }

  private mayRead(by: Actor): Sql {
    const own = departmentsOf(by, 'v');
    return scopeOf(by).ordinary ? own : all(own, { sql: "v.status = 'imposed'", params: [] });
  }

  private selected(by: Actor): Sql {
    const may = visible({ ...scopeOf(by), sealedFor: null });
    return {
      sql: `SELECT v.*, c.caseNumber AS seenCase FROM vetoes v LEFT JOIN cases c ON c.caseNumber = v.caseNumber AND ${may.sql}`,
      params: may.params,
    };
  }

  private async check({ departmentCode, caseNumber }: VetoInput, by: Actor): Promise<void> {
    const fields: BrokenField[] = [];
    if (!this.reference.department(departmentCode) || !seesDepartment(by, departmentCode))
      fields.push({ field: 'departmentCode', code: 'unknown-department' });
    if (caseNumber) {
      const may = visible({ ...scopeOf(by), sealedFor: null });
      const [row] = await this.db.read(`SELECT c.caseNumber FROM cases c WHERE c.caseNumber = ? AND ${may.sql}`, [
        caseNumber,
        ...may.params,
      ]);
      if (!row) fields.push({ field: 'caseNumber', code: 'unknown-case' });
    }
    if (fields.length > 0) throw invalid(fields);
  }
}

function view(row: Row, by: Actor): VetoView {
  const { id, departmentCode, ground, status, reason, investigationNumber, raisedBy, decision, decidedBy, seenCase } = row;
  return {
    ...{ id, version: Number(row.version), departmentCode, ground, year: Number(row.year), status, raisedBy },
    raisedAt: isoOf(Number(row.raisedAt)),
    ...(reason ? { reason } : {}),
    ...(investigationNumber ? { investigationNumber } : {}),
    ...(seenCase ? { caseNumber: seenCase } : {}),
    ...(decision ? { decision } : {}),
    ...(decidedBy ? { decidedBy, decidedAt: isoOf(Number(row.decidedAt)) } : {}),
    actions: openVetoActions(status, by),
  };
}
