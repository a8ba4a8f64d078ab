import type { Actor, NewEvent } from './case-state.js';
import type { Body } from './case-life.js';
import { DomainError } from './errors.js';
import { type OrderAction, ORDER_STEPS, type OrderStep, officeStep } from './office-steps.js';
import type { OrderFinding, OrderForm, OrderMode, OrderStatus, PartStatus } from './office-vocabulary.js';
import type { Instant } from './time.js';

/** One stage of an order with its own limit; orders that are not staged or periodic have one. */
export interface OrderStage {
  position: number;
  task: string | null;
  dueAt: Instant;
}

/** One department's part: the stage it is at, and how that stands. */
export interface OrderPart {
  departmentCode: string;
  status: PartStatus;
  stage: number;
  signedAt: Instant | null;
}

/** What a department reported for a stage, and what the office said to it. */
export interface OrderReport {
  id: string;
  departmentCode: string;
  stage: number;
  text: string;
  state: 'submitted' | 'accepted' | 'returned';
  reason: string | null;
  at: Instant;
  username: string;
  decidedAt: Instant | null;
}

/** Everything the rules know of a supervision order 督办. */
export interface OrderState {
  orderNumber: string;
  version: number;
  status: OrderStatus;
  mode: OrderMode;
  form: OrderForm;
  task: string;
  dueAt: Instant;
  /** The nearest stage that a department still owes; null when nobody owes anything. */
  nextDueAt: Instant | null;
  finding: OrderFinding | null;
  conclusion: string | null;
  concludedAt: Instant | null;
  stages: readonly OrderStage[];
  parts: readonly OrderPart[];
  reports: readonly OrderReport[];
  caseNumbers: readonly string[];
}

/** An order after a step, what the log is told, and the cases found falsely closed. */
export interface OrderOutcome {
  next: OrderState;
  events: NewEvent[];
  falseClosings: { caseNumber: string; departmentCode: string }[];
}

const ownPart = (order: OrderState, by: Actor): OrderPart | undefined =>
  order.parts.find(({ departmentCode }) => departmentCode === by.departmentCode);

const wrong = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });

/** Whether the part a row is about stands as the row wants it; a named part is judged with the body. */
function fits(step: OrderStep, order: OrderState, by: Actor): boolean {
  if (!step.part) return true;
  const { whose, from } = step.part;
  return whose === 'own' ? ownPart(order, by)?.status === from : order.parts.some(({ status }) => status === from);
}

/** The actions of the table that are open to this reader now. */
export const openOrderActions = (order: OrderState, by: Actor): OrderAction[] =>
  ORDER_STEPS.filter(
    (step) =>
      step.by.some((role) => by.roles.includes(role)) && (step.from as readonly string[]).includes(order.status) && fits(step, order, by),
  ).map(({ action }) => action);

/** The row of the table; throws `order.role-may-not` (403), `order.stale`, `order.action-not-open` (409). */
export function orderStep(order: OrderState, action: string, version: unknown, by: Actor): OrderStep & { action: OrderAction } {
  const step = officeStep('order', ORDER_STEPS, order, { action, version }, by);
  if (!fits(step, order, by)) throw new DomainError('order.action-not-open', 409, { action, status: order.status });
  return step;
}

/** The nearest stage that is still owed. */
export function nextDue({ status, stages, parts, dueAt }: Pick<OrderState, 'status' | 'stages' | 'parts' | 'dueAt'>): Instant | null {
  if (status !== 'open') return null;
  if (parts.length === 0) return dueAt;
  const owed = parts.flatMap(({ status: part, stage }) => (part === 'pending_sign' || part === 'working' ? [dueOf(stages, stage)] : []));
  return owed.length > 0 ? Math.min(...owed) : null;
}

/** When a stage is due. */
export const dueOf = (stages: readonly OrderStage[], stage: number): Instant => stages.find(({ position }) => position === stage)!.dueAt;

interface Doing {
  order: OrderState;
  body: Body;
  by: Actor;
  now: Instant;
  part: OrderPart | undefined;
}
type Effect = (doing: Doing) => Omit<OrderOutcome, 'falseClosings'> & Partial<Pick<OrderOutcome, 'falseClosings'>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const withPart = (order: OrderState, part: OrderPart, patch: Partial<OrderPart>): OrderState => ({
  ...order,
  parts: order.parts.map((one) => (one.departmentCode === part.departmentCode ? { ...one, ...patch } : one)),
});

const told = (type: string, { orderNumber }: OrderState, facts: Record<string, unknown> = {}): NewEvent => ({
  type: `supervision.${type}`,
  facts: { orderNumber, ...facts },
});

/** The report that waits for the office's word. */
const decided = (order: OrderState, part: OrderPart, state: OrderReport['state'], now: Instant, reason: string | null): OrderState => ({
  ...order,
  reports: order.reports.map((one) =>
    one.departmentCode === part.departmentCode && one.stage === part.stage && one.state === 'submitted'
      ? { ...one, state, reason, decidedAt: now }
      : one,
  ),
});

const conclude: Effect = ({ order, body, now }) => {
  const finding = body.finding as OrderFinding;
  if (finding === 'done' && order.parts.some(({ status }) => status !== 'accepted')) throw wrong('finding', 'not-all-accepted');
  const next: OrderState = { ...order, status: 'concluded', finding, conclusion: text(body.text), concludedAt: now };
  const departments = order.parts.map(({ departmentCode }) => departmentCode);
  const events = [told('concluded', order, { finding, departments })];
  return finding === 'false-closing' ? { next, events, falseClosings: falseClosings(order, body) } : { next, events };
};

/** Which cases which department closed falsely: where there is one case or one department, it need not be named. */
function falseClosings(order: OrderState, body: Body): OrderOutcome['falseClosings'] {
  const departmentCode = text(body.departmentCode) || (order.parts.length === 1 ? order.parts[0]!.departmentCode : '');
  if (!order.parts.some((part) => part.departmentCode === departmentCode)) throw wrong('departmentCode', 'not-in-order');
  const named = (body.caseNumbers as string[] | undefined) ?? (order.caseNumbers.length === 1 ? order.caseNumbers : []);
  if (named.length === 0 || named.some((one) => !order.caseNumbers.includes(one))) throw wrong('caseNumbers', 'not-in-order');
  return named.map((caseNumber) => ({ caseNumber, departmentCode }));
}

const EFFECTS: Record<OrderAction, Effect> = {
  sign: ({ order, part, now }) => ({
    next: withPart(order, part!, { status: 'working', signedAt: now }),
    events: [told('signed', order, { departmentCode: part!.departmentCode })],
  }),
  report: ({ order, body, by, now, part }) => {
    const { departmentCode, stage } = part!;
    const report: OrderReport = {
      id: text(body.reportId),
      departmentCode,
      stage,
      text: text(body.text),
      state: 'submitted',
      reason: null,
      at: now,
      username: by.username,
      decidedAt: null,
    };
    return {
      next: { ...withPart(order, part!, { status: 'reported' }), reports: [...order.reports, report] },
      events: [told('reported', order, { departmentCode, stage })],
    };
  },
  accept: ({ order, now, part }) => {
    const { departmentCode, stage } = part!;
    const isLast = stage >= order.stages.length;
    const moved = withPart(order, part!, isLast ? { status: 'accepted' } : { status: 'working', stage: stage + 1 });
    return {
      next: decided(moved, part!, 'accepted', now, null),
      events: [told('accepted', order, { departmentCode, stage })],
    };
  },
  return: ({ order, body, now, part }) => {
    const { departmentCode, stage } = part!;
    return {
      next: decided(withPart(order, part!, { status: 'working' }), part!, 'returned', now, text(body.reason)),
      events: [told('returned', order, { departmentCode, stage, reason: body.reason })],
    };
  },
  conclude,
  withdraw: ({ order, body, now }) => ({
    next: { ...order, status: 'withdrawn', conclusion: text(body.reason), concludedAt: now },
    events: [told('withdrawn', order, { reason: body.reason, departments: order.parts.map(({ departmentCode }) => departmentCode) })],
  }),
};

/** Does a step of the table: pure. Throws `input.invalid` (422) when the body names a department or case the step is not about. */
export function performOrder(
  step: OrderStep & { action: OrderAction },
  order: OrderState,
  body: Body,
  by: Actor,
  now: Instant,
): OrderOutcome {
  const named = () => order.parts.find(({ departmentCode }) => departmentCode === body.departmentCode);
  const part = step.part?.whose === 'own' ? ownPart(order, by) : step.part ? named() : undefined;
  if (step.part && part?.status !== step.part.from) throw wrong('departmentCode', 'not-in-order');
  const { next, events, falseClosings: found = [] } = EFFECTS[step.action]({ order, body, by, now, part });
  return { next: { ...next, version: order.version + 1, nextDueAt: nextDue(next) }, events, falseClosings: found };
}
