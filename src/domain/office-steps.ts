import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import type {
  CardStatus,
  ConcernState,
  ExplanationStatus,
  OrderStatus,
  PartStatus,
  SpotCheckState,
  UrgingState,
} from './office-vocabulary.js';
import type { Role } from './vocabulary.js';

/** One row of the life of a paper of the office: who may do what, from where to where; without `to` it stays where it is. */
export interface OfficeStep<Status extends string = string, Action extends string = string> {
  action: Action;
  by: readonly Role[];
  from: readonly Status[];
  to?: Status;
}

/** A card: who got it may appeal, who gave it decides. Source: domain text, section 7. */
export const CARD_STEPS = [
  { action: 'appeal', by: ['leader'], from: ['issued'], to: 'appealed' },
  { action: 'uphold', by: ['supervisor'], from: ['appealed'], to: 'upheld' },
  { action: 'withdraw', by: ['supervisor'], from: ['issued', 'appealed'], to: 'withdrawn' },
] as const satisfies readonly OfficeStep<CardStatus>[];
export type CardAction = (typeof CARD_STEPS)[number]['action'];

/** An explanation letter 说明: a task for the leader with a limit. Source: domain text, section 7. */
export const EXPLANATION_STEPS = [
  { action: 'draft', by: ['leader'], from: ['demanded', 'returned'] },
  { action: 'give', by: ['leader'], from: ['demanded', 'returned'], to: 'given' },
  { action: 'accept', by: ['supervisor'], from: ['given'], to: 'accepted' },
  { action: 'return', by: ['supervisor'], from: ['given'], to: 'returned' },
  { action: 'hold-to-account', by: ['supervisor'], from: ['given', 'accepted'] },
] as const satisfies readonly OfficeStep<ExplanationStatus>[];
export type ExplanationAction = (typeof EXPLANATION_STEPS)[number]['action'];

/** What the system or a colleague put on the supervisor's desk. */
export const CONCERN_STEPS = [
  { action: 'take', by: ['supervisor'], from: ['open'], to: 'taken' },
  { action: 'dismiss', by: ['supervisor'], from: ['open', 'taken'], to: 'dismissed' },
] as const satisfies readonly OfficeStep<ConcernState>[];
export type ConcernAction = (typeof CONCERN_STEPS)[number]['action'];

/** A written urging: the leader says that he has read it. */
export const URGING_STEPS = [
  { action: 'acknowledge', by: ['leader'], from: ['sent'], to: 'acknowledged' },
] as const satisfies readonly OfficeStep<UrgingState>[];
export type UrgingAction = (typeof URGING_STEPS)[number]['action'];

/** A spot check: announced with its seed, then drawn; never drawn twice. */
export const SPOT_CHECK_STEPS = [
  { action: 'draw', by: ['supervisor'], from: ['announced'], to: 'drawn' },
] as const satisfies readonly OfficeStep<SpotCheckState>[];
export type SpotCheckAction = (typeof SPOT_CHECK_STEPS)[number]['action'];

/** A row of the life of a supervision order: its own status, and that of a department's part. Source: domain text, sections 2 and 7. */
export interface OrderStep extends OfficeStep<OrderStatus> {
  part?: { whose: 'own' | 'named'; from: PartStatus; to: readonly PartStatus[] };
}
export const ORDER_STEPS = [
  {
    action: 'sign',
    by: ['handler', 'leader'],
    from: ['open'],
    part: { whose: 'own', from: 'pending_sign', to: ['working'] },
  },
  { action: 'report', by: ['handler', 'leader'], from: ['open'], part: { whose: 'own', from: 'working', to: ['reported'] } },
  {
    action: 'accept',
    by: ['supervisor'],
    from: ['open'],
    part: { whose: 'named', from: 'reported', to: ['working', 'accepted'] },
  },
  { action: 'return', by: ['supervisor'], from: ['open'], part: { whose: 'named', from: 'reported', to: ['working'] } },
  { action: 'conclude', by: ['supervisor'], from: ['open'], to: 'concluded' },
  { action: 'withdraw', by: ['supervisor'], from: ['open'], to: 'withdrawn' },
] as const satisfies readonly OrderStep[];
export type OrderAction = (typeof ORDER_STEPS)[number]['action'];

const mayAct = ({ by: roles }: OfficeStep, by: Actor): boolean => roles.some((role) => by.roles.includes(role));

/** The actions open to this reader now, in the table's order. */
export const openSteps = <Action extends string>(rows: readonly OfficeStep<string, Action>[], status: string, by: Actor): Action[] =>
  rows.filter((row) => mayAct(row, by) && row.from.includes(status)).map(({ action }) => action);

/**
 * The row of a table for an action, or why there is none: `<what>.role-may-not` (403), `<what>.stale`, `<what>.action-not-open` (409),
 * in that order. `what` is the paper as error codes name it.
 */
export function officeStep<Row extends OfficeStep>(
  what: string,
  rows: readonly Row[],
  { status, version }: { status: string; version: number },
  asked: { action: string; version?: unknown },
  by: Actor,
): Row {
  const { action } = asked;
  const named = rows.filter((row) => row.action === action);
  const mine = named.filter((row) => mayAct(row, by));
  if (named.length > 0 && mine.length === 0) throw new DomainError(`${what}.role-may-not`, 403, { action });
  if (typeof asked.version === 'number' && asked.version !== version) throw new DomainError(`${what}.stale`, 409, { version });
  const step = mine.find((row) => row.from.includes(status));
  if (!step) throw new DomainError(`${what}.action-not-open`, 409, { action, status });
  return step;
}
