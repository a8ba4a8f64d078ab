import { all, type Sql, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { paperScope } from '../domain/visibility.js';
import type { Role } from '../domain/vocabulary.js';

/** Who reads orders, cards and letters at all; a department's people read what is addressed to it. */
export const OFFICE_READERS = ['supervisor', 'commissioner', 'inspector', 'handler', 'leader'] as const satisfies readonly Role[];
const READ_ALL: readonly string[] = ['supervisor', 'commissioner', 'inspector'];

export const readsAll = (by: Actor): boolean => by.roles.some((role) => READ_ALL.includes(role));

const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** A case a paper is about, named by this column, may be known to the reader. */
const aboutVisible = (column: string, by: Actor): Sql => {
  const may = visible(paperScope(by));
  return {
    sql: `(${column} IS NULL OR EXISTS (SELECT 1 FROM cases c WHERE c.caseNumber = ${column} AND ${may.sql}))`,
    params: may.params,
  };
};

/**
 * The papers of the alias `p` (cards, letters, urgings: `departmentCode`, `caseNumber`) this reader may see: all of them or those of his
 * department, never one about a case that is hidden from him. Source: domain text 6.4, 6.7.
 */
export function papersOf(by: Actor): Sql {
  const own: Sql = readsAll(by) ? { sql: '1 = 1', params: [] } : { sql: 'p.departmentCode = ?', params: [by.departmentCode ?? ''] };
  const away = by.recusedFrom ?? [];
  const apart: Sql =
    away.length > 0 ? { sql: `p.departmentCode NOT IN (${marks(away)})`, params: [...away] } : { sql: '1 = 1', params: [] };
  return all(own, apart, aboutVisible('p.caseNumber', by));
}

/** The concerns of the alias `p` this reader may see: those about a case only if he may see it. */
export const concernsOf = (by: Actor): Sql => aboutVisible('p.caseNumber', by);

/** The orders of the alias `o` this reader may see: one whose cases are all hidden from him is hidden too. */
export function ordersOf(by: Actor): Sql {
  const may = visible(paperScope(by));
  const own: Sql = readsAll(by)
    ? { sql: '1 = 1', params: [] }
    : {
        sql: 'o.orderNumber IN (SELECT p.orderNumber FROM supervision_parts p WHERE p.departmentCode = ?)',
        params: [by.departmentCode ?? ''],
      };
  const away = by.recusedFrom ?? [];
  const apart: Sql =
    away.length > 0
      ? {
          sql: `NOT EXISTS (SELECT 1 FROM supervision_parts w WHERE w.orderNumber = o.orderNumber AND w.departmentCode IN (${marks(away)}))`,
          params: [...away],
        }
      : { sql: '1 = 1', params: [] };
  const about: Sql = {
    sql: `(NOT EXISTS (SELECT 1 FROM supervision_cases s WHERE s.orderNumber = o.orderNumber)
      OR EXISTS (SELECT 1 FROM supervision_cases s JOIN cases c ON c.caseNumber = s.caseNumber WHERE s.orderNumber = o.orderNumber AND ${may.sql}))`,
    params: may.params,
  };
  return all(own, apart, about);
}
