import { DomainError } from './errors.js';
import type { Day } from './time.js';

export type VisitAction = 'record' | 'cancel';
const invalid = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });

/** A visit may be planned for today and later. Throws `input.invalid` (422). */
export function mayPlan(on: Day, today: Day): void {
  if (on < today) throw invalid('plannedOn', 'in-the-past');
}

/** A planned visit is recorded once, on a day that has come, or cancelled. Throws `visit.not-planned` (409), `input.invalid` (422). */
export function visitStep(state: string, action: VisitAction, today: Day, visitedOn?: Day): 'done' | 'cancelled' {
  if (state !== 'planned') throw new DomainError('visit.not-planned', 409, { state });
  if (action === 'cancel') return 'cancelled';
  if (visitedOn !== undefined && visitedOn > today) throw invalid('visitedOn', 'in-the-future');
  return 'done';
}
