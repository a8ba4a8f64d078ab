import type { Scope } from '../domain/visibility.js';

/** A condition with its parameters. */
export interface Sql {
  sql: string;
  params: unknown[];
}

const STANDING = "('pending_sign','working','pending_sign_off','answered','accepted','return_requested')";
/** The plus keeps the embedded engine from taking an index by `sealed`, which nearly every row would match; the others read past it. */
const NOT_SEALED = '+c.sealed = 0';
/** Everything but sealed cases. */
export const ORDINARY: Sql = { sql: NOT_SEALED, params: [] };
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** The visibility rule as SQL on the cases alias `c`: the only place where a scope becomes a condition. Source: domain text 6.7. */
export function visible(scope: Scope): Sql {
  const ways: Sql[] = [];
  if (scope.ordinary) ways.push(ORDINARY);
  if (scope.departmentCode) {
    ways.push({
      sql: `(${NOT_SEALED} AND c.caseNumber IN (SELECT v.caseNumber FROM assignments v WHERE v.departmentCode = ? AND v.status IN ${STANDING}))`,
      params: [scope.departmentCode],
    });
  }
  if (scope.sealedFor) {
    ways.push({
      sql: '(c.sealed = 1 AND EXISTS (SELECT 1 FROM case_readers r WHERE r.username = ? AND r.caseNumber = c.caseNumber))',
      params: [scope.sealedFor],
    });
  }
  if (ways.length === 0) return { sql: '1 = 0', params: [] };
  const any: Sql = { sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`, params: ways.flatMap(({ params }) => params) };
  return scope.recusedFrom.length === 0 ? any : all(any, keptAwayFrom(scope.recusedFrom));
}

/** Not a case in which one of these departments is accused or handles. Source: domain text 6.5. */
export function keptAwayFrom(departments: readonly string[]): Sql {
  if (departments.length === 0) return all();
  const away = marks(departments);
  return {
    sql: `(c.accusedDepartmentCode IS NULL OR c.accusedDepartmentCode NOT IN (${away}))
      AND NOT EXISTS (SELECT 1 FROM assignments w WHERE w.caseNumber = c.caseNumber AND w.departmentCode IN (${away}))`,
    params: [...departments, ...departments],
  };
}

/** Conditions joined by AND. */
export const all = (...parts: readonly Sql[]): Sql => ({
  sql: parts.map(({ sql }) => sql).join(' AND ') || '1 = 1',
  params: parts.flatMap(({ params }) => params),
});
