import type { Sql } from '../cases/visible.js';
import type { InvestigationScope } from '../domain/visibility.js';

/** The rule of investigations as SQL on the alias `i`: the only place where a scope becomes a condition. `blinded` gives the index of a department. */
export function visibleInvestigations(scope: InvestigationScope, blinded: (departmentCode: string) => string): Sql {
  const named: Sql[] = scope.namedFor
    ? [
        {
          sql: 'EXISTS (SELECT 1 FROM investigation_readers r WHERE r.username = ? AND r.investigationNumber = i.investigationNumber)',
          params: [scope.namedFor],
        },
      ]
    : [];
  const ways = scope.every ? [{ sql: '1 = 1', params: [] }] : named;
  if (ways.length === 0) return { sql: '1 = 0', params: [] };
  const [way] = ways as [Sql];
  if (scope.recusedFrom.length === 0) return way;
  const away = scope.recusedFrom.map(blinded);
  return {
    sql: `${way.sql} AND NOT EXISTS (SELECT 1 FROM investigation_departments d
      WHERE d.investigationNumber = i.investigationNumber AND d.departmentIndex IN (${away.map(() => '?').join(',')}))`,
    params: [...way.params, ...away],
  };
}
