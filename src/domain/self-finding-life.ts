import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import type { Role } from './vocabulary.js';

export const FINDING_STATUSES = ['open', 'proven', 'unfounded', 'dealt-with', 'confirmed', 'refused'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

export const FINDING_ACTIONS = ['note', 'prove', 'drop', 'deal', 'confirm', 'refuse'] as const;
export type FindingAction = (typeof FINDING_ACTIONS)[number];

/** A row of the table of self-findings: who may do what, and where it leads. */
interface FindingStep {
  action: FindingAction;
  by: readonly Role[];
  from: readonly FindingStatus[];
  /** Absent: it stays. */
  to?: FindingStatus;
  /** What the log is told. */
  event: string;
}

const DEPARTMENT = ['handler', 'leader'] as const;

/**
 * The life of a self-finding 自查自纠: opened by the department at the server's time, proven, dealt with, confirmed by the supervisor.
 * Nothing is changed afterwards: later facts are further entries. Source: domain text, section 9; domain sources 3.3, guard.
 */
export const FINDING_STEPS: readonly FindingStep[] = [
  { action: 'note', by: DEPARTMENT, from: ['open', 'proven', 'dealt-with'], event: 'self-finding.noted' },
  { action: 'prove', by: DEPARTMENT, from: ['open'], to: 'proven', event: 'self-finding.proven' },
  { action: 'drop', by: DEPARTMENT, from: ['open', 'proven'], to: 'unfounded', event: 'self-finding.unfounded' },
  { action: 'deal', by: ['leader'], from: ['proven'], to: 'dealt-with', event: 'self-finding.dealt-with' },
  { action: 'confirm', by: ['supervisor'], from: ['dealt-with'], to: 'confirmed', event: 'self-finding.confirmed' },
  { action: 'refuse', by: ['supervisor'], from: ['open', 'proven', 'dealt-with'], to: 'refused', event: 'self-finding.refused' },
];

const may = (step: FindingStep, by: Actor): boolean => step.by.some((role) => by.roles.includes(role));

/** What is open to this reader now. */
export const openFindingActions = (status: FindingStatus, by: Actor): FindingAction[] =>
  FINDING_STEPS.filter((step) => may(step, by) && step.from.includes(status)).map(({ action }) => action);

/** The row for an action. Throws `self-finding.role-may-not` (403), `self-finding.stale`, `self-finding.action-not-open` (409). */
export function findingStep(
  current: { status: FindingStatus; version: number },
  asked: { action: string; version: unknown },
  by: Actor,
): FindingStep {
  const rows = FINDING_STEPS.filter(({ action }) => action === asked.action);
  if (rows.length > 0 && !rows.some((step) => may(step, by)))
    throw new DomainError('self-finding.role-may-not', 403, { action: asked.action });
  if (typeof asked.version === 'number' && asked.version !== current.version)
    throw new DomainError('self-finding.stale', 409, { version: current.version });
  const step = rows.find((row) => row.from.includes(current.status));
  if (!step) throw new DomainError('self-finding.action-not-open', 409, { action: asked.action, status: current.status });
  return step;
}
