import { TIMED_COLUMNS } from '../cases/case-facts.js';
import type { FactRow, Timed } from '../domain/figure-facts.js';

/** A row of `case_facts`, as far as counting looks at it. */
export type StoredFacts = Record<string, unknown> & { lens: string; facts: number | string };

export const FACTS_SELECTED = ['lens', 'facts', ...Object.values(TIMED_COLUMNS)].map((column) => `f.${column}`).join(', ');

/** The facts of a case through one lens, as the rules know them. */
export function factOf(row: StoredFacts): Pick<FactRow, 'facts' | 'from'> {
  const at = (column: string) => (row[column] === null ? null : Number(row[column]));
  const from = Object.fromEntries(Object.entries(TIMED_COLUMNS).map(([fact, column]) => [fact, at(column)])) as Record<
    Timed,
    number | null
  >;
  return { facts: Number(row.facts), from };
}
