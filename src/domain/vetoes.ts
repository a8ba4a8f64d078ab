import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';

/** Why a department loses its year: its leader was held to account, a major case, retaliation, a complainant given away. Source: domain text, section 9. */
export const VETO_GROUNDS = ['responsible-leader', 'major-case', 'retaliation', 'leak'] as const;
export type VetoGround = (typeof VETO_GROUNDS)[number];

export const VETO_STATUSES = ['proposed', 'imposed', 'dismissed', 'lifted'] as const;
export type VetoStatus = (typeof VETO_STATUSES)[number];

export const VETO_ACTIONS = ['impose', 'dismiss', 'lift'] as const;
export type VetoAction = (typeof VETO_ACTIONS)[number];

/** The commissioner alone decides. Source: domain text, section 1. */
export const VETO_STEPS: readonly { action: VetoAction; from: VetoStatus; to: VetoStatus }[] = [
  { action: 'impose', from: 'proposed', to: 'imposed' },
  { action: 'dismiss', from: 'proposed', to: 'dismissed' },
  { action: 'lift', from: 'imposed', to: 'lifted' },
];

const decides = (by: Actor): boolean => by.roles.includes('commissioner');

/** What a new veto starts as: imposed by whoever decides, proposed by everybody else. */
export const raisedAs = (by: Actor): VetoStatus => (decides(by) ? 'imposed' : 'proposed');

/** What is open to this reader. */
export const openVetoActions = (status: VetoStatus, by: Actor): VetoAction[] =>
  decides(by) ? VETO_STEPS.filter(({ from }) => from === status).map(({ action }) => action) : [];

/** Where an action leads. Throws `veto.role-may-not` (403), `veto.stale`, `veto.action-not-open` (409). */
export function vetoStep(current: { status: VetoStatus; version: number }, action: string, version: number, by: Actor): VetoStatus {
  if (!decides(by)) throw new DomainError('veto.role-may-not', 403, { action });
  if (version !== current.version) throw new DomainError('veto.stale', 409, { version: current.version });
  const step = VETO_STEPS.find((row) => row.action === action && row.from === current.status);
  if (!step) throw new DomainError('veto.action-not-open', 409, { action, status: current.status });
  return step.to;
}

/** A decision on a veto as the log tells of it. */
export interface VetoEvent {
  type: string;
  facts: { vetoId?: string; departmentCode?: string; ground?: string; year?: number };
}

/** The grounds that stand in a year, by department, after these events in their order. */
export function vetoesOf(events: readonly VetoEvent[], year: number): Map<string, string[]> {
  const standing = new Map<string, VetoEvent['facts']>();
  for (const { type, facts } of events) {
    if (type === 'veto.imposed') standing.set(String(facts.vetoId), facts);
    if (type === 'veto.lifted') standing.delete(String(facts.vetoId));
  }
  const found = new Map<string, string[]>();
  for (const { departmentCode, ground, year: of } of standing.values()) {
    if (of !== year) continue;
    const code = String(departmentCode);
    found.set(code, [...new Set([...(found.get(code) ?? []), String(ground)])].sort());
  }
  return found;
}
