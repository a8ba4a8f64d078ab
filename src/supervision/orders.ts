import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { all, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { orderStep, performOrder, type OrderOutcome, type OrderState } from '../domain/supervision-life.js';
import { issuedOrder, joinedOrder, type OrderInput as NewOrder } from '../domain/supervision-opening.js';
import { dayOf, type Instant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { nextCount } from '../platform/counting.js';
import { Db, type Tx } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { Cards } from './cards.js';
import { ORDER_BODIES, type OrderInput } from './order.dto.js';
import { OrderStore } from './order.store.js';
import { OfficeRules } from './rules.js';

/** Supervision orders 督办: issued, signed for, reported on stage by stage, accepted or returned, concluded. Source: domain text, sections 2 and 7. */
@Injectable()
export class Orders {
  constructor(
    private readonly db: Db,
    private readonly store: OrderStore,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly reference: Reference,
    private readonly cards: Cards,
  ) {}

  /** The next number of the year: `DB2026-0001`. */
  async nextNumber(tx: Tx, at: Instant): Promise<string> {
    const year = dayOf(at).slice(0, 4);
    return `DB${year}-${String(await nextCount(tx, this.db, `orders:${year}`)).padStart(4, '0')}`;
  }

  /** Issues an order. Throws `input.invalid` (422) for departments or cases that are not there for this reader, and the rule's own. */
  async issue(input: OrderInput, by: Actor): Promise<string> {
    return this.db.write(async (tx) => {
      const at = this.rules.now;
      const caseNumbers = [...new Set(input.caseNumbers ?? [])];
      const departments = await this.departmentsOf(tx, input, caseNumbers, by);
      await this.checkDraw(tx, input.drawNumber);
      const order = issuedOrder(
        {
          orderNumber: await this.nextNumber(tx, at),
          ...{
            mode: input.mode,
            form: input.form ?? 'ordinary',
            task: input.task,
            dueAt: Date.parse(input.dueAt),
            departments,
            caseNumbers,
          },
          stages: input.stages?.map(({ task, dueAt }) => ({ task, dueAt: Date.parse(dueAt) })),
          recurrence: input.recurrence,
        },
        at,
        this.rules.calendar,
      );
      await this.store.insert(tx, order, { drawNumber: input.drawNumber ?? null, createdAt: at, createdBy: by.username });
      const supervised = await this.toldOnCases(tx, order, by, at);
      await this.events.append(tx, [...supervised, this.ordered(order, by, at)]);
      return order.orderNumber;
    });
  }

  /** Writes the order of an action on a case, whose own event the rule of case life tells. */
  async issueIn(tx: Tx, order: NewOrder, by: Actor, at: Instant): Promise<ToldEvent> {
    const issued = issuedOrder(order, at, this.rules.calendar);
    await this.store.insert(tx, issued, { drawNumber: null, createdAt: at, createdBy: by.username });
    return this.ordered(issued, by, at);
  }

  /**
   * A step of the table. Throws `not-found` (404), `order.role-may-not` (403), `order.stale`, `order.action-not-open` (409), `input.invalid`
   * (422).
   */
  async act(orderNumber: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const order = await this.store.lock(tx, orderNumber, by);
      const step = orderStep(order, action, (raw as { version?: unknown } | null)?.version, by);
      const body = { ...(await checked<object>(ORDER_BODIES[step.action], raw)), reportId: randomUUID() };
      const at = this.rules.now;
      const outcome = performOrder(step, order, body, by, at);
      await this.store.change(tx, order, outcome.next);
      const found = await this.falseClosings(tx, outcome, by, at);
      const about = { by, at, audience: 'office' as const, ...this.oneCase(order) };
      await this.events.append(tx, [...outcome.events.map((event) => ({ ...event, ...about })), ...found]);
    });
  }

  /** Orders on a case that were waiting for a department get the one it was given to. Returns the events to append. */
  async join(tx: Tx, caseNumber: string, departmentCode: string, by: Actor): Promise<ToldEvent[]> {
    const rows = await tx.query<{ orderNumber: string }[]>(
      `SELECT o.orderNumber FROM supervision_cases s JOIN supervision_orders o ON o.orderNumber = s.orderNumber
       WHERE s.caseNumber = ? AND o.status = 'open' AND NOT EXISTS (SELECT 1 FROM supervision_parts p WHERE p.orderNumber = o.orderNumber)`,
      [caseNumber],
    );
    const events: ToldEvent[] = [];
    for (const { orderNumber } of rows) {
      const order = await this.store.lockAny(tx, orderNumber);
      await this.store.change(tx, order, joinedOrder(order, departmentCode));
      const facts = { orderNumber, departments: [departmentCode] };
      events.push({ type: 'supervision.joined', facts, by, at: this.rules.now, audience: 'office', caseNumber });
    }
    return events;
  }

  private ordered(order: OrderState, by: Actor, at: Instant): ToldEvent {
    const { orderNumber, mode, form, dueAt, parts } = order;
    const facts = { orderNumber, mode, form, dueAt, departments: parts.map(({ departmentCode }) => departmentCode) };
    return { type: 'supervision.ordered', facts, by, at, audience: 'office', ...this.oneCase(order) };
  }

  private oneCase({ caseNumbers }: OrderState): { caseNumber?: string } {
    return caseNumbers.length === 1 ? { caseNumber: caseNumbers[0]! } : {};
  }

  /** On each case of the order, for each department that has a part in both. */
  private async toldOnCases(tx: Tx, { orderNumber, mode, form, dueAt, task, parts, caseNumbers }: OrderState, by: Actor, at: Instant) {
    const told: ToldEvent[] = [];
    for (const caseNumber of caseNumbers) {
      const [row] = await tx.query<{ version: number }[]>('SELECT version FROM cases WHERE caseNumber = ?', [caseNumber]);
      const own = await tx.query<{ departmentCode: string }[]>('SELECT DISTINCT departmentCode FROM assignments WHERE caseNumber = ?', [
        caseNumber,
      ]);
      const concerned = parts.filter((part) => own.some(({ departmentCode }) => departmentCode === part.departmentCode));
      const codes = concerned.length > 0 ? concerned.map(({ departmentCode }) => ({ departmentCode })) : [{}];
      const about = { by, at, caseNumber, version: Number(row!.version) };
      told.push(...codes.map((code) => ({ type: 'case.supervised', facts: { orderNumber, mode, form, dueAt, task, ...code }, ...about })));
    }
    return told;
  }

  private async falseClosings(tx: Tx, { falseClosings, next }: OrderOutcome, by: Actor, at: Instant): Promise<ToldEvent[]> {
    const told: ToldEvent[] = [];
    for (const { caseNumber, departmentCode } of falseClosings) {
      const [row] = await tx.query<{ version: number; receivedAt: number }[]>(
        'SELECT version, receivedAt FROM cases WHERE caseNumber = ?',
        [caseNumber],
      );
      const settings = this.rules.cardsAt(Number(row!.receivedAt));
      const ground = this.cards.groundOf(settings, 'false-closing');
      const card = await this.cards.issue(tx, { departmentCode, colour: 'red', rule: 'false-closing', ground, caseNumber }, by);
      const facts = { departmentCode, orderNumber: next.orderNumber };
      told.push({ type: 'case.false-closing-found', facts, by, at, caseNumber, version: Number(row!.version) }, ...(card ? [card] : []));
    }
    return told;
  }

  /** The departments named, or those at work on the cases; all of them known and in service, all cases visible. */
  private async departmentsOf(tx: Tx, input: OrderInput, caseNumbers: readonly string[], by: Actor): Promise<string[]> {
    const wrong: BrokenField[] = [];
    const marks = caseNumbers.map(() => '?').join(',');
    if (caseNumbers.length > 0) {
      const seen = all({ sql: `c.caseNumber IN (${marks})`, params: [...caseNumbers] }, visible(scopeOf(by)));
      const rows = await tx.query<object[]>(`SELECT c.caseNumber FROM cases c WHERE ${seen.sql}`, seen.params);
      if (rows.length < caseNumbers.length) wrong.push({ field: 'caseNumbers', code: 'unknown-case' });
    }
    const named = [...new Set(input.departments ?? [])];
    if (named.some((code) => !this.reference.department(code)?.active)) wrong.push({ field: 'departments', code: 'unknown-department' });
    if (named.length === 0 && caseNumbers.length === 0) wrong.push({ field: 'departments', code: 'required' });
    if (wrong.length > 0) throw invalid(wrong);
    if (named.length > 0) return named;
    const sql = `SELECT departmentCode FROM assignments WHERE caseNumber IN (${marks}) AND status NOT IN ('returned','recalled')
      ORDER BY role DESC, departmentCode`;
    const parts = await tx.query<{ departmentCode: string }[]>(sql, [...caseNumbers]);
    return [...new Set(parts.map(({ departmentCode }) => departmentCode))];
  }

  private async checkDraw(tx: Tx, drawNumber: string | undefined): Promise<void> {
    if (drawNumber === undefined) return;
    const [row] = await tx.query<object[]>("SELECT drawNumber FROM spot_checks WHERE drawNumber = ? AND state = 'drawn'", [drawNumber]);
    if (!row) throw invalid([{ field: 'drawNumber', code: 'unknown-draw' }]);
  }
}
