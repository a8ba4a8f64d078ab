import { DomainError } from '../domain/errors.js';
import type { Instant } from '../domain/time.js';
import { all, type Sql } from './visible.js';

const plain = (sql: string): Sql => ({ sql, params: [] });

/**
 * A figure counts cases: its denominator is a condition, its numerator the same and one more. The list behind a figure is the
 * case list under the same condition, so that figure and list cannot differ. Source: domain text, section 9.
 */
export interface FigureCondition {
  key: string;
  numerator: (now: Instant) => Sql;
  /** Absent: a plain count. */
  denominator?: (now: Instant) => Sql;
}

const HAS_PART = 'EXISTS (SELECT 1 FROM assignments f WHERE f.caseNumber = c.caseNumber';
const LAST_CALL = 'EXISTS (SELECT 1 FROM call_backs f WHERE f.caseNumber = c.caseNumber AND f.round = c.round AND f.reached = 1';

export const FIGURE_CONDITIONS: readonly FigureCondition[] = [
  { key: 'received', numerator: () => plain('1 = 1') },
  { key: 'open', numerator: () => plain("c.status IN ('pending_acceptance','pending_dispatch','handling','pending_review','pending_callback')") },
  { key: 'closed', numerator: () => plain("c.status IN ('closed','archived')") },
  { key: 'dispatched', numerator: () => plain(`${HAS_PART})`) },
  { key: 'valid-call-backs', numerator: () => plain(`${LAST_CALL})`) },
];

const byKey = new Map(FIGURE_CONDITIONS.map((one) => [one.key, one]));

/** The condition behind a figure; throws `input.invalid` (422) for an unknown one. */
export function figureCondition(key: string, part: 'numerator' | 'denominator', now: Instant): Sql {
  const figure = byKey.get(key);
  if (!figure) throw new DomainError('input.invalid', 422, { fields: [{ field: 'figure', code: 'unknown-figure' }] });
  const denominator = figure.denominator?.(now) ?? plain('1 = 1');
  return part === 'denominator' ? denominator : all(denominator, figure.numerator(now));
}
