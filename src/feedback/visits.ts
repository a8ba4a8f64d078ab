import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { mayPlan, visitStep } from '../domain/outreach.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { Contacts } from './contacts.js';
import { Enterprises } from './enterprises.js';
import type { VisitDetail, VisitListQuery, VisitMatterInput, VisitPage, VisitPlanInput, VisitRecordInput, VisitView } from './visit.dto.js';
import { type MatterRow, VisitMatters } from './visit-matters.js';

interface VisitRowData {
  id: string;
  enterpriseId: string;
  enterpriseName: string;
  departmentCode: string | null;
  state: VisitView['state'];
  plannedOn: string;
  visitedOn: string | null;
  visitors: string | null;
  said: string | null;
  username: string;
  byName: string | null;
  matters: number;
}

const IN_OFFICE = ['operator', 'dispatcher', 'reviewer', 'supervisor', 'commissioner'];
/** The office reads all visits, a department its own. */
export const visitsOf = (by: Actor): { sql: string; params: unknown[] } =>
  by.roles.some((role) => IN_OFFICE.includes(role))
    ? { sql: '1 = 1', params: [] }
    : { sql: 'v.departmentCode = ?', params: [by.departmentCode ?? ''] };
const NAMED = `SELECT v.*, e.name AS enterpriseName, a.name AS byName,
  (SELECT COUNT(*) FROM visit_matters m WHERE m.visitId = v.id) AS matters
  FROM visits v JOIN enterprises e ON e.id = v.enterpriseId LEFT JOIN accounts a ON a.username = v.username`;

/** Visits to enterprises: from being appraised to asking for opinions 变被动评议为主动征求意见. Source: domain text, section 2. */
@Injectable()
export class Visits {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly enterprises: Enterprises,
    private readonly matters: VisitMatters,
    private readonly contacts: Contacts,
    private readonly events: EventLog,
  ) {}

  async list({ state, departmentCode, enterpriseId, from, to, page, pageSize }: VisitListQuery, by: Actor): Promise<VisitPage> {
    const may = visitsOf(by);
    const parts: [sql: string, ...params: unknown[]][] = [[may.sql, ...may.params]];
    if (state) parts.push(['v.state = ?', state]);
    if (departmentCode) parts.push(['v.departmentCode = ?', departmentCode]);
    if (enterpriseId) parts.push(['v.enterpriseId = ?', enterpriseId]);
    if (from) parts.push(['v.plannedOn >= ?', from]);
    if (to) parts.push(['v.plannedOn <= ?', to]);
    const [where, params] = [parts.map(([sql]) => sql).join(' AND '), parts.flatMap(([, ...given]) => given)];
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM visits v WHERE ${where}`, params);
    const rows = await this.db.read<VisitRowData>(
      `${NAMED} WHERE ${where} ORDER BY v.plannedOn DESC, v.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => this.line(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One visit with what was found; throws `not-found` (404) alike for what is not there and for another department's. */
  async item(id: string, by: Actor): Promise<VisitDetail> {
    const may = visitsOf(by);
    const [row] = await this.db.readPrimary<VisitRowData>(`${NAMED} WHERE v.id = ? AND ${may.sql}`, [id, ...may.params]);
    if (!row) throw notFound();
    const said = this.contacts.open(row.said, 'visits.said', id);
    const open = row.state === 'planned' && mayWrite(row, by) ? ['record', 'cancel'] : [];
    return { ...this.line(row), ...(said ? { said } : {}), found: await this.matters.of(id, by), actions: open };
  }

  /** Plans a visit; departments go to any enterprise they serve, the office to all. Throws `not-found` (404), `input.invalid` (422). */
  async plan({ enterpriseId, plannedOn, visitors }: VisitPlanInput, by: Actor): Promise<VisitDetail> {
    const id = randomUUID();
    const { id: known } = await this.enterprises.row(enterpriseId, by);
    const at = this.clock.now();
    mayPlan(plannedOn, dayOf(at));
    const row = {
      id,
      enterpriseId: known,
      departmentCode: by.departmentCode ?? null,
      state: 'planned',
      plannedOn,
      visitors: visitors ?? null,
    };
    await this.db.write(async (tx) => {
      await insertRows(tx, 'visits', [{ ...row, username: by.username, createdAt: at }]);
      await this.events.append(tx, [{ type: 'visit.planned', facts: { visit: id, plannedOn }, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  /** Records what was said and found. Throws `not-found` (404), `visit.not-planned` (409), `input.invalid` (422). */
  async record(id: string, given: VisitRecordInput, by: Actor): Promise<VisitDetail> {
    await this.db.write(async (tx) => {
      const row = await this.lock(tx, id, by);
      const at = this.clock.now();
      const state = visitStep(row.state, 'record', dayOf(at), given.visitedOn);
      this.check(given.matters);
      const { visitedOn, visitors, said } = given;
      const patch = { state, visitedOn, visitors, said: this.contacts.close(said, 'visits.said', id), recordedAt: at };
      await updateRow(tx, 'visits', { id }, patch);
      await insertRows(
        tx,
        'visit_matters',
        given.matters.map((one, position) => this.matterRow(one, id, position)),
      );
      const facts = { visit: id, matters: given.matters.length };
      await this.events.append(tx, [{ type: 'visit.recorded', facts, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  async cancel(id: string, reason: string | undefined, by: Actor): Promise<VisitDetail> {
    await this.db.write(async (tx) => {
      const row = await this.lock(tx, id, by);
      const at = this.clock.now();
      await updateRow(tx, 'visits', { id }, { state: visitStep(row.state, 'cancel', dayOf(at)) });
      const facts = { visit: id, ...(reason ? { reason } : {}) };
      await this.events.append(tx, [{ type: 'visit.cancelled', facts, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<VisitRowData> {
    const may = visitsOf(by);
    const sql = `SELECT * FROM visits v WHERE v.id = ? AND ${may.sql}${this.db.forUpdate}`;
    const [row] = await tx.query<VisitRowData[]>(sql, [id, ...may.params]);
    if (!row || !mayWrite(row, by)) throw notFound();
    return row;
  }

  private matterRow(
    { kind, text, categoryCode, accusedDepartmentCode, amountInvolved }: VisitMatterInput,
    visitId: string,
    position: number,
  ): Omit<MatterRow, 'caseNumber' | 'registeredAt'> {
    const id = randomUUID();
    return {
      id,
      visitId,
      position,
      kind,
      categoryCode: categoryCode ?? null,
      accusedDepartmentCode: accusedDepartmentCode ?? null,
      amountFen: amountInvolved === undefined ? null : Math.round(amountInvolved * 100),
      text: this.contacts.close(text, 'visit_matters.text', id),
    };
  }

  private check(matters: readonly VisitMatterInput[]): void {
    const broken = matters.flatMap(({ categoryCode, accusedDepartmentCode }, index): BrokenField[] => [
      ...(categoryCode && !this.reference.category(categoryCode)
        ? [{ field: `matters.${index}.categoryCode`, code: 'unknown-category' }]
        : []),
      ...(accusedDepartmentCode && !this.reference.department(accusedDepartmentCode)
        ? [{ field: `matters.${index}.accusedDepartmentCode`, code: 'unknown-department' }]
        : []),
    ]);
    if (broken.length > 0) throw invalid(broken);
  }

  private line(row: VisitRowData): VisitView {
    const { id, enterpriseId, enterpriseName, departmentCode, state, plannedOn, visitedOn, visitors, byName, username, matters } = row;
    return {
      id,
      enterpriseId,
      enterpriseName,
      ...(departmentCode ? { departmentCode, departmentName: this.reference.department(departmentCode)?.name ?? departmentCode } : {}),
      state,
      plannedOn,
      ...(visitedOn ? { visitedOn } : {}),
      ...(visitors ? { visitors } : {}),
      by: byName ?? username,
      matters: Number(matters),
    };
  }
}

/** Whoever planned in a department, any of its people; the office's own visits, its dispatchers and supervisors. */
const mayWrite = ({ departmentCode }: { departmentCode: string | null }, by: Actor): boolean =>
  departmentCode === null
    ? by.roles.some((role) => role === 'dispatcher' || role === 'supervisor')
    : by.departmentCode === departmentCode && by.roles.some((role) => role === 'handler' || role === 'leader');
