import { DomainError } from './errors.js';
import type { OrderForm, OrderMode, Recurrence } from './office-vocabulary.js';
import { nextDue, type OrderStage, type OrderState } from './supervision-life.js';
import { addDays, dayOf, type Day, type Instant } from './time.js';
import { type CityCalendar, endOfDuty, isWorkday } from './work-calendar.js';

/** What the supervisor asks for; departments and cases are known to exist and to be visible to him. */
export interface OrderInput {
  orderNumber: string;
  mode: OrderMode;
  form: OrderForm;
  task: string;
  dueAt: Instant;
  departments: readonly string[];
  caseNumbers: readonly string[];
  /** The stages of a staged order, in order, each with its own limit. */
  stages?: readonly { task: string; dueAt: Instant }[] | undefined;
  /** How often a periodic order has to be reported on, until its limit. */
  recurrence?: Recurrence | undefined;
}

const MOST_STAGES = 60;
const wrong = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });

/** The same day of the month `n` months later, or the last day of a shorter month. */
function monthsLater(day: Day, n: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(date, last)).padStart(2, '0')}`;
}

/** The limits of a periodic order: every week or month from `now` at the end of duty, on the next working day, the last one at `dueAt`. */
export function periodicLimits(every: Recurrence, now: Instant, dueAt: Instant, calendar: CityCalendar): Instant[] {
  const limits: Instant[] = [];
  for (let n = 1; limits.length < MOST_STAGES; n += 1) {
    let day = every === 'week' ? addDays(dayOf(now), 7 * n) : monthsLater(dayOf(now), n);
    while (!isWorkday(calendar, day)) day = addDays(day, 1);
    const at = endOfDuty(calendar, day);
    if (at >= dueAt) break;
    limits.push(at);
  }
  return [...limits, dueAt];
}

function stagesOf(input: OrderInput, now: Instant, calendar: CityCalendar): OrderStage[] {
  const { mode, stages, recurrence, dueAt } = input;
  if (mode === 'periodic') {
    const limits = periodicLimits(recurrence ?? 'month', now, dueAt, calendar);
    return limits.map((due, index) => ({ position: index + 1, task: null, dueAt: due }));
  }
  if (mode !== 'staged' || !stages?.length) return [{ position: 1, task: null, dueAt }];
  if (stages.some((one, index) => one.dueAt <= (stages[index - 1]?.dueAt ?? now))) throw wrong('stages', 'not-rising');
  return stages.map(({ task, dueAt: due }, index) => ({ position: index + 1, task, dueAt: due }));
}

/**
 * A new order. Throws `input.invalid` (422): a limit that has passed, a joint order for fewer than two departments, stages whose limits
 * do not rise, more than one stage for an order that has none. Source: domain text, sections 2 and 7.
 */
export function issuedOrder(input: OrderInput, now: Instant, calendar: CityCalendar): OrderState {
  const { orderNumber, mode, form, task, departments, caseNumbers } = input;
  if (input.dueAt <= now) throw wrong('dueAt', 'not-in-future');
  if (form === 'joint' && departments.length < 2) throw wrong('departments', 'too-few');
  if (input.stages?.length && mode !== 'staged') throw wrong('stages', 'not-staged');
  if (input.recurrence && mode !== 'periodic') throw wrong('recurrence', 'not-periodic');
  const stages = stagesOf(input, now, calendar);
  const opened: OrderState = {
    ...{ orderNumber, version: 1, status: 'open', mode, form, task },
    dueAt: stages.at(-1)!.dueAt,
    nextDueAt: null,
    ...{ finding: null, conclusion: null, concludedAt: null, stages },
    parts: departments.map((departmentCode) => ({ departmentCode, status: 'pending_sign', stage: 1, signedAt: null })),
    reports: [],
    caseNumbers,
  };
  return { ...opened, nextDueAt: nextDue(opened) };
}

/** A department joins an order that was waiting for one: the case it is about has been dispatched. */
export function joinedOrder(order: OrderState, departmentCode: string): OrderState {
  const parts = [...order.parts, { departmentCode, status: 'pending_sign' as const, stage: 1, signedAt: null }];
  const next = { ...order, version: order.version + 1, parts };
  return { ...next, nextDueAt: nextDue(next) };
}
