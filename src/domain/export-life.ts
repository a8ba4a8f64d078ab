import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import { type Instant, MINUTE } from './time.js';
import type { Role } from './vocabulary.js';

/** A file somebody asked for. `expired` also where a case in it may no longer be seen by who asked. Source: domain text 6.6. */
export const EXPORT_STATES = ['requested', 'approved', 'refused', 'running', 'ready', 'failed', 'expired'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export const EXPORT_ACTIONS = ['approve', 'refuse'] as const;
export type ExportAction = (typeof EXPORT_ACTIONS)[number];

/** What the rules know of an export. */
export interface ExportFacts {
  state: ExportState;
  version: number;
  /** Who asked. */
  username: string;
}
export interface ApprovalRule {
  askers: readonly Role[];
  approvers: readonly Role[];
}

const holds = (by: Actor, roles: readonly Role[]): boolean => roles.some((role) => by.roles.includes(role));

/** Throws `export.role-may-not` (403) for whoever may not ask for this kind of file. */
export function admitAsking({ askers }: ApprovalRule, by: Actor): void {
  if (!holds(by, askers)) throw new DomainError('export.role-may-not', 403);
}

/** Nobody approves his own; a kind without approvers needs none. */
export const firstState = ({ approvers }: ApprovalRule): ExportState => (approvers.length > 0 ? 'requested' : 'approved');

/** What this reader may decide now. */
export const openExportActions = ({ state, username }: ExportFacts, { approvers }: ApprovalRule, by: Actor): ExportAction[] =>
  state === 'requested' && username !== by.username && holds(by, approvers) ? [...EXPORT_ACTIONS] : [];

/** Throws `export.role-may-not`, `export.asker-may-not` (403), `export.stale`, `export.action-not-open` (409). */
export function admitDecision(current: ExportFacts, action: string, version: unknown, rule: ApprovalRule, by: Actor): void {
  if (!holds(by, rule.approvers)) throw new DomainError('export.role-may-not', 403, { action });
  if (current.username === by.username) throw new DomainError('export.asker-may-not', 403, { action });
  if (typeof version === 'number' && version !== current.version) throw new DomainError('export.stale', 409, { version: current.version });
  if (current.state !== 'requested' || !EXPORT_ACTIONS.some((one) => one === action))
    throw new DomainError('export.action-not-open', 409, { action, state: current.state });
}

/** How long a process holds a job without a word; it says one with every part it has done. */
export const EXPORT_LEASE = MINUTE;
export const MOST_ATTEMPTS = 3;

/** What becomes of a job that broke: tried again, or given up after three attempts, or at once where trying again cannot help. */
export const afterBreak = (attempts: number, isFinal: boolean): 'approved' | 'failed' =>
  isFinal || attempts >= MOST_ATTEMPTS ? 'failed' : 'approved';

/** Percent done; all of it only with the file. */
export const percent = (done: number, total: number): number => (total === 0 ? 99 : Math.min(99, Math.floor((done / total) * 100)));

/** Until when a file can be fetched. */
export const expiryOf = (readyAt: Instant, keepDays: number): Instant => readyAt + keepDays * 24 * 60 * MINUTE;

const STARTS_A_FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－﹣−＠\t\r\n|]|^[\t\r\n]/u;

/**
 * A text that no spreadsheet takes for a formula, full-width signs and leading blanks included: it gets an apostrophe before it. Source:
 * OWASP, CSV injection.
 */
export const inert = (text: string): string => (STARTS_A_FORMULA.test(text) ? `'${text}` : text);
