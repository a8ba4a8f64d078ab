import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import type { OrderPart, OrderReport, OrderStage, OrderState } from '../domain/supervision-life.js';
import type { Instant } from '../domain/time.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { askAll, type Rows, type Statement } from '../platform/packet.js';
import { ordersOf } from './readers.js';

/** What stands on an order besides what the rules know. */
export interface OrderRow {
  orderNumber: string;
  drawNumber: string | null;
  createdAt: Instant;
  createdBy: string;
}
type Row = Record<string, unknown>;

const COLUMNS = [
  'orderNumber',
  'version',
  'status',
  'mode',
  'form',
  'task',
  'dueAt',
  'nextDueAt',
  'finding',
  'conclusion',
  'concludedAt',
] as const satisfies readonly (keyof OrderState)[];
/** What the rules know of an order, as columns of its row. */
export const orderColumns = (order: OrderState): Row => Object.fromEntries(COLUMNS.map((column) => [column, order[column]]));

const PARTS = ['supervision_stages', 'supervision_parts', 'supervision_reports', 'supervision_cases'] as const;
const partsOf = (orderNumber: string): Statement[] =>
  PARTS.map((table) => ({ sql: `SELECT * FROM ${table} WHERE orderNumber = ?`, params: [orderNumber] }));

/** Reads an order for the rules and writes what they changed. */
@Injectable()
export class OrderStore {
  constructor(private readonly db: Db) {}

  /** Locks the order; throws `not-found` (404) alike for absent and hidden. */
  async lock(tx: Tx, orderNumber: string, by: Actor): Promise<OrderState> {
    const may = ordersOf(by);
    // the row is locked first, then looked at: what is read is what was committed last
    const [held] = await tx.query<Row[]>(`SELECT orderNumber FROM supervision_orders WHERE orderNumber = ?${this.db.forUpdate}`, [
      orderNumber,
    ]);
    if (!held) throw notFound();
    const sql = `SELECT o.* FROM supervision_orders o WHERE o.orderNumber = ? AND ${may.sql}`;
    const [[row], ...parts] = await askAll(tx, [{ sql, params: [orderNumber, ...may.params] }, ...partsOf(orderNumber)]);
    if (!row) throw notFound();
    return orderOf(row, parts);
  }

  /** The same for the system, whoever may see it. */
  async lockAny(tx: Tx, orderNumber: string): Promise<OrderState> {
    const sql = `SELECT * FROM supervision_orders WHERE orderNumber = ?${this.db.forUpdate}`;
    const [[row], ...parts] = await askAll(tx, [{ sql, params: [orderNumber] }, ...partsOf(orderNumber)]);
    if (!row) throw notFound();
    return orderOf(row, parts);
  }

  /** Reads an order outside any transaction. Throws `not-found` (404). */
  async read(orderNumber: string, by: Actor): Promise<{ order: OrderState; row: OrderRow }> {
    const may = ordersOf(by);
    const sql = `SELECT o.* FROM supervision_orders o WHERE o.orderNumber = ? AND ${may.sql}`;
    const [[row], ...parts] = await this.db.readAllPrimary([{ sql, params: [orderNumber, ...may.params] }, ...partsOf(orderNumber)]);
    if (!row) throw notFound();
    return { order: orderOf(row, parts), row: row as unknown as OrderRow };
  }

  async insert(tx: Tx, order: OrderState, { drawNumber, createdAt, createdBy }: Omit<OrderRow, 'orderNumber'>): Promise<void> {
    const { orderNumber } = order;
    const owned = <T extends object>(rows: readonly T[]) => rows.map((row) => ({ orderNumber, ...row }));
    await insertRows(tx, 'supervision_orders', [{ ...orderColumns(order), drawNumber, createdAt, createdBy }]);
    await insertRows(tx, 'supervision_stages', owned(order.stages));
    await insertRows(tx, 'supervision_parts', owned(order.parts));
    await insertRows(tx, 'supervision_cases', owned(order.caseNumbers.map((caseNumber) => ({ caseNumber }))));
  }

  /** Writes the difference between two states of an order. */
  async change(tx: Tx, before: OrderState, after: OrderState): Promise<void> {
    const { orderNumber } = after;
    await updateRow(tx, 'supervision_orders', { orderNumber }, orderColumns(after));
    for (const part of after.parts) {
      const { departmentCode, ...patch } = part;
      const old = before.parts.find((one) => one.departmentCode === departmentCode);
      if (!old) await insertRows(tx, 'supervision_parts', [{ orderNumber, ...part }]);
      else if (old !== part) await updateRow(tx, 'supervision_parts', { orderNumber, departmentCode }, patch);
    }
    for (const report of after.reports) {
      const old = before.reports.find(({ id }) => id === report.id);
      if (!old) await insertRows(tx, 'supervision_reports', [{ orderNumber, ...report }]);
      else if (old !== report) {
        const { state, reason, decidedAt } = report;
        await updateRow(tx, 'supervision_reports', { id: report.id }, { state, reason, decidedAt });
      }
    }
  }
}

const numbers = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name] === null ? null : Number(row[name])]));

function orderOf(row: Row, [stages = [], parts = [], reports = [], cases = []]: readonly Rows[]): OrderState {
  const own = Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
  return {
    ...(own as unknown as OrderState),
    ...numbers(row, ['version', 'dueAt', 'nextDueAt', 'concludedAt']),
    stages: stages
      .map((one) => ({ task: one.task, ...numbers(one, ['position', 'dueAt']) }) as unknown as OrderStage)
      .sort((a, b) => a.position - b.position),
    parts: parts
      .map(({ departmentCode, status, ...one }) => ({ departmentCode, status, ...numbers(one, ['stage', 'signedAt']) }) as OrderPart)
      .sort((a, b) => a.departmentCode.localeCompare(b.departmentCode)),
    reports: reports
      .map(({ orderNumber: _, ...one }) => ({ ...one, ...numbers(one, ['stage', 'at', 'decidedAt']) }) as unknown as OrderReport)
      .sort((a, b) => a.at - b.at || a.stage - b.stage),
    caseNumbers: cases.map(({ caseNumber }) => String(caseNumber)).sort(),
  };
}
