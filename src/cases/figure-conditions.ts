import { DomainError } from '../domain/errors.js';
import { bitsOf, TIMED, WHOLE, withBelow } from '../domain/figure-facts.js';
import { factsOf, figureOf } from '../domain/figure-values.js';
import type { Fact } from '../domain/fact-names.js';
import { addDays, type Day, type Instant, instantOf } from '../domain/time.js';
import { TIMED_COLUMNS } from './case-facts.js';
import { all, ORDINARY, type Sql } from './visible.js';

/** From where a figure is looked at: when, and by the department whose part counts, with all below it or alone. */
export interface Lens {
  now: Instant;
  departmentCode?: string | undefined;
  below?: boolean | undefined;
}

/** The lens as `case_facts` names it. */
export const lensOf = ({ departmentCode, below }: Omit<Lens, 'now'>): string => {
  if (!departmentCode) return WHOLE;
  return below ? withBelow(departmentCode) : departmentCode;
};

/** Facts of a case `c` as stored, all of which must hold; those that time makes true are looked at as they stand at that instant. */
export function factsCondition(facts: readonly Fact[], lens: Lens): Sql {
  const timed = TIMED.filter((fact) => facts.includes(fact));
  const settled = bitsOf(facts.filter((fact) => !timed.some((one) => one === fact)));
  if (facts.length === 0 && !lens.departmentCode) return { sql: '1 = 1', params: [] };
  const due = timed.map((fact) => `((f.facts & ${bitsOf([fact])}) <> 0 OR f.${TIMED_COLUMNS[fact]} < ?)`);
  const tests = ['f.caseNumber = c.caseNumber', 'f.lens = ?', ...(settled > 0 ? [`(f.facts & ${settled}) = ${settled}`] : []), ...due];
  return { sql: `EXISTS (SELECT 1 FROM case_facts f WHERE ${tests.join(' AND ')})`, params: [lensOf(lens), ...timed.map(() => lens.now)] };
}

/** Cases whose nearest limit, seen through the lens, ends on that day and has not passed. Source: domain text, section 4. */
export function dueCondition(day: Day, lens: Lens): Sql {
  const from = Math.max(instantOf(day), lens.now);
  const sql =
    'EXISTS (SELECT 1 FROM case_facts f WHERE f.caseNumber = c.caseNumber AND f.lens = ? AND f.overdueFrom >= ? AND f.overdueFrom < ?)';
  return all(ORDINARY, { sql, params: [lensOf(lens), from, instantOf(addDays(day, 1))] });
}

/**
 * The list behind a figure: the cases of its numerator or denominator, sealed ones never. With a department it is that department's own
 * figure. Throws `input.invalid` (422) for an unknown key. Source: domain text, sections 6.4 and 9.
 */
export function figureCondition(key: string, side: 'numerator' | 'denominator', lens: Lens): Sql {
  const figure = figureOf(key, lens.departmentCode ? 'department' : 'city');
  if (!figure) throw new DomainError('input.invalid', 422, { fields: [{ field: 'figure', code: 'unknown-figure' }] });
  return all(ORDINARY, factsCondition(factsOf(figure, side), lens));
}
