import { SYSTEM } from '../domain/case-state.js';
import { OPEN_STATUSES } from '../domain/public-reply.js';
import { scopeOf } from '../domain/visibility.js';
import { all, type Sql, visible } from './visible.js';

const quoted = (statuses: readonly string[]): string => statuses.map((status) => `'${status}'`).join(',');

/**
 * The cases everybody may know of, on `cases c` and `complainants p`: `isPublished` as a condition, under the one visibility rule.
 * `as`: those the Open311 standard calls open or closed. The plus is that of `visible.ts`: such a list is read by time, not status by status.
 */
export function published(as: readonly ('open' | 'closed')[] = ['open', 'closed']): Sql {
  const statuses = Object.entries(OPEN_STATUSES).flatMap(([status, called]) => (as.includes(called) ? [status] : []));
  return all(visible(scopeOf(SYSTEM)), {
    sql: `p.anonymous = 0 AND c.accusation = 0 AND c.exclusion <> 'imported' AND c.categoryCode IS NOT NULL AND +c.status IN (${quoted(statuses)})
      AND ((c.status = 'answered' AND c.outcomeText IS NOT NULL AND c.outcomeText <> '')
        OR (c.status <> 'answered' AND EXISTS (SELECT 1 FROM assignments r WHERE r.caseNumber = c.caseNumber AND r.status = 'accepted'
          AND r.publicReply IS NOT NULL AND r.publicReply <> '')))`,
    params: [],
  });
}
