import { createHash } from 'node:crypto';
import { supervisedDepartments } from '../domain/case-supervision.js';
import type { OrderFinding } from '../domain/office-vocabulary.js';
import { orderStep, type OrderState, performOrder } from '../domain/supervision-life.js';
import { issuedOrder, type OrderInput } from '../domain/supervision-opening.js';
import { drawn, listText } from '../domain/spot-check.js';
import { addDays, type Day, dayOf, instantOf, type Instant } from '../domain/time.js';
import { endOfDuty, isWorkday, workingDaysBefore } from '../domain/work-calendar.js';
import type { SpotCheckRow } from '../supervision/spot-checks.js';
import { habitOf } from './fates.js';
import type { Life, Walk } from './life.js';
import type { Office } from './office.js';

const WORKING_DAY = 420;
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** An order of the demo city with what stands on it besides. */
export interface IssuedOrder {
  order: OrderState;
  drawNumber: string | null;
  createdAt: Instant;
  createdBy: string;
}
export interface Draw extends SpotCheckRow {
  list: { caseNumber: string; drawn: boolean; rankKey: string | null }[];
}

/** How an order of the history ends, when it is not left lying. */
interface Plan {
  finding?: OrderFinding;
  /** Left lying after the signature, or with a report that waits for the office. */
  stalls?: 'unsigned' | 'working' | 'reported';
}

/** Supervision orders and spot checks of the demo city. */
export class OrderBook {
  readonly orders: IssuedOrder[] = [];
  readonly draws: Draw[] = [];
  readonly counters = new Map<string, number>();

  constructor(private readonly office: Office) {}

  private next(kind: 'orders' | 'draws', letters: string): string {
    const year = dayOf(this.office.tools.world.now).slice(0, 4);
    const value = (this.counters.get(`${kind}:${year}`) ?? 0) + 1;
    this.counters.set(`${kind}:${year}`, value);
    return `${letters}${year}-${String(value).padStart(4, '0')}`;
  }

  private endAfter(workingDays: number): Instant {
    const { calendar, world } = this.office.tools;
    let day: Day = dayOf(world.now);
    for (let left = workingDays; left > 0;) {
      day = addDays(day, 1);
      if (isWorkday(calendar, day)) left -= 1;
    }
    return endOfDuty(calendar, day);
  }

  /** An order on an open case, by the action of the case. */
  supervise(life: Life): void {
    const { random, story, wording } = this.office.tools;
    const { supervisor } = story.staff;
    if (!life.can('supervise', supervisor) || supervisedDepartments(life.state).length === 0) return;
    const orderNumber = this.next('orders', 'DB');
    const [task, dueAt] = [random.pick(wording.tasks), this.endAfter(random.whole([3, 7]))];
    life.do('supervise', { orderNumber, mode: 'key', form: 'ordinary', task, dueAt: new Date(dueAt).toISOString() }, supervisor);
    this.issue({
      orderNumber,
      mode: 'key',
      task,
      dueAt,
      departments: supervisedDepartments(life.state),
      caseNumbers: [life.state.caseNumber],
    });
  }

  /** Issues an order now and lets its departments go to work. */
  issue(
    input: Pick<OrderInput, 'mode' | 'task' | 'dueAt' | 'departments'> & Partial<OrderInput>,
    plan: Plan = {},
    drawNumber: string | null = null,
  ): OrderState {
    const { world, calendar, story } = this.office.tools;
    const { supervisor } = story.staff;
    const orderNumber = input.orderNumber ?? this.next('orders', 'DB');
    const order = issuedOrder({ form: 'ordinary', caseNumbers: [], ...input, orderNumber }, world.now, calendar);
    const entry: IssuedOrder = { order, drawNumber, createdAt: world.now, createdBy: supervisor.username };
    this.orders.push(entry);
    const { mode, form, dueAt, parts, caseNumbers } = order;
    const facts = { orderNumber, mode, form, dueAt, departments: parts.map(({ departmentCode }) => departmentCode) };
    this.office.say('supervision.ordered', facts, supervisor, caseNumbers.length === 1 ? caseNumbers[0] : undefined);
    for (const { departmentCode } of parts) {
      const wait = this.office.tools.random.between([30, 500]);
      if (plan.stalls !== 'unsigned')
        world.start(undefined, this.work(entry, departmentCode, plan), world.dutyAfter(world.now, wait), 'any');
    }
    return order;
  }

  private do(entry: IssuedOrder, action: string, body: Record<string, unknown>, by: Parameters<typeof orderStep>[3]): void {
    const { order } = entry;
    const { world } = this.office.tools;
    const reportId = `${order.orderNumber}-${order.reports.length + 1}`;
    const outcome = performOrder(orderStep(order, action, undefined, by), order, { ...body, reportId }, by, world.now);
    entry.order = outcome.next;
    const caseNumber = order.caseNumbers.length === 1 ? order.caseNumbers[0] : undefined;
    for (const { type, facts } of outcome.events) this.office.say(type, facts, by, caseNumber);
    for (const found of outcome.falseClosings) this.falseClosing(found, order.orderNumber);
  }

  private falseClosing({ caseNumber, departmentCode }: { caseNumber: string; departmentCode: string }, orderNumber: string): void {
    const { story } = this.office.tools;
    const life = story.lives.find(({ state }) => state?.caseNumber === caseNumber);
    if (!life || life.state.status === 'sealed') return;
    life.tell([{ type: 'case.false-closing-found', facts: { departmentCode, orderNumber } }], story.staff.supervisor);
    this.office.card(life, departmentCode, 'red', 'false-closing', 'false-closing', {}, story.staff.supervisor);
  }

  /** A department's way through an order, stage by stage, until the office has said its last word. */
  private *work(entry: IssuedOrder, departmentCode: string, plan: Plan): Walk {
    const { world, random, story, wording } = this.office.tools;
    const handler = story.staff.handler(departmentCode);
    const { supervisor } = story.staff;
    this.do(entry, 'sign', {}, handler);
    if (plan.stalls === 'working') return;
    for (let stage = 1; stage <= entry.order.stages.length; stage++) {
      const due = entry.order.stages[stage - 1]!.dueAt;
      const late = random.chance(habitOf(departmentCode).late);
      const before = workingDaysBefore(this.office.tools.calendar, dayOf(due), random.whole([0, 2]));
      const at = late
        ? world.dutyAfter(due, random.between([60, 3 * WORKING_DAY]))
        : world.dutyAfter(instantOf(before, 540), random.between([20, 380]));
      yield plan.stalls === 'reported' ? world.dutyAfter(world.now, 700) : Math.max(at, world.dutyAfter(world.now, 30));
      if (entry.order.status !== 'open') return;
      this.do(entry, 'report', { text: random.pick(entry.drawNumber ? wording.spotReports : wording.reports) }, handler);
      if (plan.stalls === 'reported') return;
      yield world.dutyAfter(world.now, random.between([60, 2 * WORKING_DAY]));
      if (random.chance(0.12)) {
        this.do(entry, 'return', { departmentCode, reason: random.pick(wording.returns) }, supervisor);
        yield world.dutyAfter(world.now, random.between([200, 2 * WORKING_DAY]));
        this.do(entry, 'report', { text: random.pick(wording.reports) }, handler);
        yield world.dutyAfter(world.now, random.between([60, WORKING_DAY]));
      }
      this.do(entry, 'accept', { departmentCode }, supervisor);
    }
    if (entry.order.parts.every(({ status }) => status === 'accepted')) yield* this.conclude(entry, plan);
  }

  private *conclude(entry: IssuedOrder, plan: Plan): Walk {
    const { world, random, story, wording } = this.office.tools;
    yield world.dutyAfter(world.now, random.between([30, WORKING_DAY]));
    const finding = plan.finding ?? (random.chance(0.85) ? 'done' : 'partly-done');
    const caseNumbers = entry.order.caseNumbers.slice(0, 1);
    const named = finding === 'false-closing' ? { caseNumbers, departmentCode: entry.order.parts[0]!.departmentCode } : {};
    this.do(entry, 'conclude', { finding, text: random.pick(wording.conclusions[finding]), ...named }, story.staff.supervisor);
  }

  /** Draws from the cases closed since an instant, orders what was drawn to be checked. `seed` is the number everybody could read that day. */
  spotCheck(since: Instant, seed: string, count: number): void {
    const { world, story, wording } = this.office.tools;
    const { supervisor } = story.staff;
    const closedTo = instantOf(dayOf(world.now));
    const population = story.lives
      .filter(
        ({ state }) => state && ['closed', 'archived'].includes(state.status) && state.closedAt! >= since && state.closedAt! < closedTo,
      )
      .map(({ state }) => state.caseNumber)
      .sort();
    if (population.length < count) return;
    const drawNumber = this.next('draws', 'CC');
    const ranked = drawn(population, seed, count, sha256);
    const keyOf = new Map(ranked.map(({ caseNumber, key }) => [caseNumber, key]));
    const listHash = sha256(listText(population));
    this.draws.push({
      ...{ drawNumber, version: 2, state: 'drawn', closedFrom: since, closedTo, departmentCode: null, categoryCode: null, count, seed },
      ...{ population: population.length, listHash, announcedAt: world.now, announcedBy: supervisor.username },
      ...{ drawnAt: world.now, drawnBy: supervisor.username },
      list: population.map((caseNumber) => ({ caseNumber, drawn: keyOf.has(caseNumber), rankKey: keyOf.get(caseNumber) ?? null })),
    });
    const facts = { drawNumber, seed, population: population.length, count };
    this.office.say('spot-check.announced', { ...facts, listHash }, supervisor);
    this.office.say('spot-check.drawn', facts, supervisor);
    this.check(
      ranked.map(({ caseNumber }) => caseNumber),
      drawNumber,
      wording.spotCheck,
    );
  }

  /** One order for each department that closed what was drawn. */
  private check(caseNumbers: readonly string[], drawNumber: string, task: string): void {
    const { story, random } = this.office.tools;
    const { supervisor } = story.staff;
    const lives = story.lives.filter(({ state }) => state && caseNumbers.includes(state.caseNumber));
    const byLead = new Map<string, Life[]>();
    for (const life of lives) {
      const [lead] = supervisedDepartments(life.state);
      if (lead) byLead.set(lead, [...(byLead.get(lead) ?? []), life]);
    }
    for (const [code, own] of byLead) {
      const numbers = own.map(({ state }) => state.caseNumber);
      const isFalse = random.chance(0.05 * habitOf(code).fault);
      const finding = isFalse ? ({ finding: 'false-closing' } as const) : {};
      const input = { mode: 'spot-check', task, dueAt: this.endAfter(10), departments: [code], caseNumbers: numbers } as const;
      const { orderNumber, form, dueAt } = this.issue(input, finding, drawNumber);
      for (const life of own)
        life.tell(
          [{ type: 'case.supervised', facts: { orderNumber, mode: 'spot-check', form, dueAt, task, departmentCode: code } }],
          supervisor,
        );
    }
  }
}
