import { all, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { scopeOf } from '../domain/visibility.js';

/** Roles that read the assessment: the office and the commission all of it, a department its own. */
export const ASSESSMENT_READERS = ['supervisor', 'commissioner', 'leader', 'handler'] as const;

/** Rows about departments this reader may see, on the alias given: all but those he must keep away from, or his own alone. */
export function departmentsOf(by: Actor, alias: string): Sql {
  const { ordinary, departmentCode, recusedFrom } = scopeOf(by);
  const own: Sql[] = ordinary ? [] : [{ sql: `${alias}.departmentCode = ?`, params: [departmentCode ?? ''] }];
  const away: Sql[] =
    recusedFrom.length > 0
      ? [{ sql: `${alias}.departmentCode NOT IN (${recusedFrom.map(() => '?').join(',')})`, params: [...recusedFrom] }]
      : [];
  return all(...own, ...away);
}

/** Whether the reader sees this department in the assessment. */
export const seesDepartment = (by: Actor, code: string): boolean => {
  const { ordinary, departmentCode, recusedFrom } = scopeOf(by);
  return (ordinary || departmentCode === code) && !recusedFrom.includes(code);
};

/** A condition for every filter that was given. */
export const equal = (column: string, value: unknown): Sql[] => (value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }]);
