import { Injectable } from '@nestjs/common';
import { People } from '../calls/people.js';
import { CaseQueries } from '../cases/case.queries.js';
import { all, type Sql, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { known } from '../domain/known.js';
import { openSteps, SPOT_CHECK_STEPS } from '../domain/office-steps.js';
import { dueOf, openOrderActions, type OrderPart, type OrderStage, type OrderState } from '../domain/supervision-life.js';
import { isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import type { OrderListQuery, SpotCheckListQuery } from './order.dto.js';
import { type OrderRow, OrderStore } from './order.store.js';
import type { OrderPage, OrderPartView, OrderRowView, OrderView, SpotCheckPage, SpotCheckRowView, SpotCheckView } from './order.views.js';
import { ordersOf, readsAll } from './readers.js';
import { OfficeRules } from './rules.js';
import type { SpotCheckRow } from './spot-checks.js';

type ListedOrder = OrderRow & Omit<OrderState, 'stages' | 'parts' | 'reports' | 'caseNumbers'>;
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');
const maybe = (at: number | null): string | null => (at === null ? null : isoOf(Number(at)));

/** Reads orders and spot checks as their readers may see them. */
@Injectable()
export class OrderQueries {
  constructor(
    private readonly db: Db,
    private readonly store: OrderStore,
    private readonly cases: CaseQueries,
    private readonly people: People,
    private readonly rules: OfficeRules,
  ) {}

  /** One page of the orders this reader may see: open ones by what is owed next, all others the newest first. */
  async list(query: OrderListQuery, by: Actor): Promise<OrderPage> {
    const where = all(ordersOf(by), ...this.filters(query));
    const { page, pageSize } = query;
    const order = query.status === 'open' ? 'o.nextDueAt IS NULL, o.nextDueAt, o.orderNumber' : 'o.createdAt DESC, o.orderNumber DESC';
    const [[count] = [], rows = []] = await this.db.readAllPrimary([
      { sql: `SELECT COUNT(*) AS n FROM supervision_orders o WHERE ${where.sql}`, params: where.params },
      {
        sql: `SELECT o.* FROM supervision_orders o WHERE ${where.sql} ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
        params: where.params,
      },
    ]);
    const items = await this.rowsOf(rows as unknown as ListedOrder[], by);
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }

  private filters(query: OrderListQuery): Sql[] {
    const parts: Sql[] = [];
    if (query.status) parts.push({ sql: 'o.status = ?', params: [query.status] });
    if (query.mode) parts.push({ sql: 'o.mode = ?', params: [query.mode] });
    const inParts = (condition: string, params: unknown[]): Sql => ({
      sql: `o.orderNumber IN (SELECT q.orderNumber FROM supervision_parts q WHERE ${condition})`,
      params,
    });
    if (query.departmentCode) parts.push(inParts('q.departmentCode = ?', [query.departmentCode]));
    if (query.reported) parts.push(all({ sql: "o.status = 'open'", params: [] }, inParts("q.status = 'reported'", [])));
    if (query.caseNumber)
      parts.push({
        sql: 'o.orderNumber IN (SELECT q.orderNumber FROM supervision_cases q WHERE q.caseNumber = ?)',
        params: [query.caseNumber],
      });
    if (query.light) parts.push(this.lit(query.light));
    return parts;
  }

  /** Lights by the instants at which a stage has to be due to show them now. */
  private lit(light: string): Sql {
    const { amber, red } = this.rules.lightSpans();
    const open = { sql: "o.status = 'open'", params: [] };
    const { now } = this.rules;
    const spans: Record<string, Sql> = {
      green: { sql: '(o.nextDueAt IS NULL OR o.nextDueAt > ?)', params: [amber] },
      amber: { sql: '(o.nextDueAt <= ? AND o.nextDueAt >= ?)', params: [amber, now] },
      yellow: { sql: '(o.nextDueAt < ? AND o.nextDueAt > ?)', params: [now, red] },
      red: { sql: 'o.nextDueAt <= ?', params: [red] },
    };
    return all(open, spans[light]!);
  }

  private async rowsOf(rows: readonly ListedOrder[], by: Actor): Promise<OrderRowView[]> {
    if (rows.length === 0) return [];
    const numbers = rows.map(({ orderNumber }) => orderNumber);
    const may = visible(scopeOf(by));
    const [parts = [], stages = [], cases = []] = await this.db.readAllPrimary([
      { sql: `SELECT * FROM supervision_parts WHERE orderNumber IN (${marks(numbers)})`, params: numbers },
      { sql: `SELECT * FROM supervision_stages WHERE orderNumber IN (${marks(numbers)})`, params: numbers },
      {
        sql: `SELECT s.orderNumber, s.caseNumber FROM supervision_cases s JOIN cases c ON c.caseNumber = s.caseNumber
          WHERE s.orderNumber IN (${marks(numbers)}) AND ${may.sql} ORDER BY s.caseNumber`,
        params: [...numbers, ...may.params],
      },
    ]);
    const of = <T>(list: readonly Record<string, unknown>[], orderNumber: string) =>
      list.filter((one) => one.orderNumber === orderNumber) as unknown as T[];
    return rows.map((row) => {
      const own = of<OrderStage>(stages, row.orderNumber).map((one) => ({
        ...one,
        position: Number(one.position),
        dueAt: Number(one.dueAt),
      }));
      const caseNumbers = of<{ caseNumber: string }>(cases, row.orderNumber).map(({ caseNumber }) => caseNumber);
      return this.line(row, own, of<OrderPart>(parts, row.orderNumber), caseNumbers, by);
    });
  }

  private line(
    row: ListedOrder,
    stages: readonly OrderStage[],
    parts: readonly OrderPart[],
    caseNumbers: readonly string[],
    by: Actor,
  ): OrderRowView {
    const { orderNumber, version, status, mode, form, task, dueAt, nextDueAt, drawNumber, finding, createdAt } = row;
    const next = nextDueAt === null ? null : Number(nextDueAt);
    const seen = readsAll(by) ? parts : parts.filter(({ departmentCode }) => departmentCode === by.departmentCode);
    return {
      ...{ orderNumber, version: Number(version), status, mode, form, task },
      light: this.rules.light(next),
      dueAt: isoOf(Number(dueAt)),
      departments: seen.map((part) => this.partView(part, stages, status)),
      caseNumbers: [...caseNumbers],
      createdAt: isoOf(Number(createdAt)),
      ...known({ nextDueAt: maybe(next), drawNumber: readsAll(by) ? drawNumber : null, finding }),
    };
  }

  private partView(part: OrderPart, stages: readonly OrderStage[], status: string): OrderPartView {
    const { departmentCode, status: own, stage, signedAt } = part;
    const owed = status === 'open' && (own === 'pending_sign' || own === 'working') ? dueOf(stages, Number(stage)) : null;
    return {
      ...{ departmentCode, departmentName: this.people.departmentName(departmentCode), status: own, stage: Number(stage) },
      light: this.rules.light(owed),
      ...known({ signedAt: maybe(signedAt) }),
    };
  }

  /** The order as this reader may see it; throws `not-found` (404) alike for absent and hidden. */
  async view(orderNumber: string, by: Actor): Promise<OrderView> {
    const { order, row } = await this.store.read(orderNumber, by);
    const cases = await this.cases.byNumbers(order.caseNumbers, by);
    const seen = cases.map(({ caseNumber }) => caseNumber);
    const reports = readsAll(by) ? order.reports : order.reports.filter(({ departmentCode }) => departmentCode === by.departmentCode);
    return {
      ...this.line({ ...order, ...row }, order.stages, order.parts, seen, by),
      stages: order.stages.map(({ position, task, dueAt }) => ({ position, dueAt: isoOf(dueAt), ...known({ task }) })),
      reports: reports.map(({ departmentCode, stage, text, state, reason, at, username }) => ({
        ...{ departmentCode, stage, text, state, at: isoOf(at), by: this.people.nameOf(username) },
        ...known({ reason }),
      })),
      cases,
      createdBy: this.people.nameOf(row.createdBy),
      actions: openOrderActions(order, by),
      ...known({ conclusion: order.conclusion, concludedAt: maybe(order.concludedAt) }),
    };
  }

  async draws({ state, page, pageSize }: SpotCheckListQuery): Promise<SpotCheckPage> {
    const where: Sql = state ? { sql: 'd.state = ?', params: [state] } : { sql: '1 = 1', params: [] };
    const [[count] = [], rows = []] = await this.db.readAllPrimary([
      { sql: `SELECT COUNT(*) AS n FROM spot_checks d WHERE ${where.sql}`, params: where.params },
      {
        sql: `SELECT d.* FROM spot_checks d WHERE ${where.sql} ORDER BY d.announcedAt DESC, d.drawNumber DESC
          LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
        params: where.params,
      },
    ]);
    const items = (rows as unknown as SpotCheckRow[]).map((row) => this.drawLine(row));
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }

  /** A spot check; of a case that has been sealed since, nothing is shown. Throws `not-found` (404). */
  async draw(drawNumber: string, by: Actor): Promise<SpotCheckView> {
    const may = visible(scopeOf(by));
    const [[row], list = []] = await this.db.readAllPrimary([
      { sql: 'SELECT * FROM spot_checks WHERE drawNumber = ?', params: [drawNumber] },
      {
        sql: `SELECT s.caseNumber, s.drawn, s.rankKey FROM spot_check_cases s JOIN cases c ON c.caseNumber = s.caseNumber
          WHERE s.drawNumber = ? AND ${may.sql} ORDER BY s.caseNumber`,
        params: [drawNumber, ...may.params],
      },
    ]);
    if (!row) throw notFound();
    const numbers = list as unknown as { caseNumber: string; drawn: number; rankKey: string | null }[];
    const drawn = numbers.flatMap(({ caseNumber, rankKey }) => (rankKey === null ? [] : [{ caseNumber, key: rankKey }]));
    return {
      ...this.drawLine(row as unknown as SpotCheckRow),
      list: numbers.map(({ caseNumber }) => caseNumber),
      drawn: drawn.sort((a, b) => (a.key < b.key ? -1 : 1)),
      actions: openSteps(SPOT_CHECK_STEPS, (row as unknown as SpotCheckRow).state, by),
    };
  }

  private drawLine(row: SpotCheckRow): SpotCheckRowView {
    const { drawNumber, version, state, seed, listHash, departmentCode, categoryCode } = row;
    return {
      ...{ drawNumber, version: Number(version), state, seed, listHash },
      ...{ from: isoOf(Number(row.closedFrom)), to: isoOf(Number(row.closedTo)) },
      ...{ count: Number(row.count), population: Number(row.population) },
      ...{ announcedAt: isoOf(Number(row.announcedAt)), announcedBy: this.people.nameOf(row.announcedBy) },
      ...known({ departmentCode, categoryCode, drawnAt: maybe(row.drawnAt) }),
      ...(row.drawnBy ? { drawnBy: this.people.nameOf(row.drawnBy) } : {}),
    };
  }
}
