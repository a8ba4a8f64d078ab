import type { Actor } from './case-state.js';

/**
 * What a reader may see of cases, as data. `platform`-free: the one place that turns it into SQL is `cases/visible.ts`,
 * and list, item, search, events, sockets, statistics and exports all go through that. Source: domain text 6.7.
 */
export interface Scope {
  /** All cases that are not sealed. */
  ordinary: boolean;
  /** Cases with a standing assignment of this department. */
  departmentCode: string | null;
  /** Sealed cases this person is named for. */
  sealedFor: string | null;
  /** Departments this person must keep away from, accused or handling. */
  recusedFrom: readonly string[];
}

const WHOLE_LIST = ['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner', 'system'] as const;
const ONE_DEPARTMENT = ['handler', 'leader'] as const;

/** The scope of a reader; administrators and auditors see no case. Source: domain text, sections 1 and 6. */
export function scopeOf(reader: Actor): Scope {
  const has = (roles: readonly string[]) => reader.roles.some((role) => roles.includes(role));
  return {
    ordinary: has(WHOLE_LIST),
    departmentCode: has(ONE_DEPARTMENT) ? (reader.departmentCode ?? null) : null,
    sealedFor: has(['inspector']) ? reader.username : null,
    recusedFrom: [...(reader.recusedFrom ?? [])].sort(),
  };
}

/** Whether nothing that is not sealed is hidden from this reader. */
export const seesEveryOrdinary = ({ ordinary, recusedFrom }: Scope): boolean => ordinary && recusedFrom.length === 0;

/**
 * What a paper of the office (order, card, letter) may be about for its reader: a department keeps reading what was addressed to it after
 * it has left the case, as long as the case is not sealed. Source: domain text 6.4 and 6.7.
 */
export function paperScope(reader: Actor): Scope {
  const scope = scopeOf(reader);
  return scope.departmentCode === null ? scope : { ...scope, ordinary: true, departmentCode: null };
}

/** What a reader may see of investigations: all, those he is named for, or none; never one that touches what he must keep away from. */
export interface InvestigationScope {
  every: boolean;
  namedFor: string | null;
  recusedFrom: readonly string[];
}

/** Inspectors see what they are named for, the commissioner everything; everybody else nothing. Source: domain text, sections 6.4 and 8. */
export const investigationScopeOf = (reader: Actor): InvestigationScope => ({
  every: reader.roles.includes('commissioner'),
  namedFor: reader.roles.includes('inspector') ? reader.username : null,
  recusedFrom: [...(reader.recusedFrom ?? [])].sort(),
});

/** Readers of equal scope see the same: one room, one query. */
export const scopeKey = (scope: Scope): string => JSON.stringify(scope);

/** Whether a reader gets the complainant's own words and (masked) particulars, or the transfer summary alone. Source: domain text 6.1. */
export const readsOriginal = (reader: Actor): boolean => scopeOf(reader).ordinary;

/** Whether a reader learns what the commission found on a case. Source: domain text, section 8. */
export const readsFindings = (reader: Actor): boolean =>
  reader.roles.some((role) => role === 'supervisor' || role === 'inspector' || role === 'commissioner');

/** Event types whose facts the handling departments read; of all others they learn type and time only. */
const TOLD_TO_DEPARTMENTS = [
  'case.dispatched',
  'case.suspended',
  'case.resumed',
  'case.urged',
  'case.supervised',
  'case.re-handled',
  'case.summary-changed',
  'limit.moved',
  'limit.confirmed',
  'limit.amber',
  'limit.overdue',
  'limit.red',
];

/** The facts of an event as this reader may see them: a department reads its own, and the lead reads its assists'. */
export function factsFor(reader: Actor, type: string, facts: Record<string, unknown>, isLead: boolean): Record<string, unknown> {
  if (type === 'case.commission-finding') return readsFindings(reader) ? facts : {};
  if (readsOriginal(reader)) return facts;
  const departmentCode = facts.departmentCode;
  if (typeof departmentCode === 'string') return departmentCode === reader.departmentCode || isLead ? facts : { departmentCode };
  return TOLD_TO_DEPARTMENTS.includes(type) || type.startsWith('assignment.') ? facts : {};
}
