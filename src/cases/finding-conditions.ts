import { readDetection } from '../domain/detection.js';
import { configJson } from '../platform/settings.js';
import type { CaseListQuery, FindingKind } from './list.dto.js';
import type { Sql } from './visible.js';

/** The thresholds in force. */
export const detection = readDetection(configJson('detection.json'));

/** What makes a case stand out by itself; count and list ask the same. Source: domain sources 4.1 (what commissions look for). */
export const FINDINGS: Readonly<Record<FindingKind, Sql>> = {
  repeats: { sql: 'c.repeatCount >= ?', params: [detection.repeats] },
  returns: { sql: 'c.returnCount >= ?', params: [detection.returns] },
  dissatisfied: {
    sql: `c.status IN ('closed','archived') AND c.round >= ? AND (SELECT COUNT(DISTINCT b.round) FROM call_backs b
      WHERE b.caseNumber = c.caseNumber AND b.reached = 1 AND b.satisfiedResult = 'dissatisfied') >= ?`,
    params: [detection.dissatisfied, detection.dissatisfied],
  },
};

/** Penalties that stand: neither taken back nor the entry that takes one back. */
export const STANDING_PENALTY = 'p.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM penalties w WHERE w.withdraws = p.id)';

/** Filters of the list that charts of discretion, topics and detection lead to. */
export function foundBy({ offence, tier, topic, detected, numbers, departmentCode }: CaseListQuery): Sql[] {
  const parts: Sql[] = [];
  if (offence) {
    const own = [...(tier ? [['p.tier = ?', tier]] : []), ...(departmentCode ? [['p.departmentCode = ?', departmentCode]] : [])];
    const narrowed = own.map(([sql]) => ` AND ${sql}`).join('');
    const sql = `EXISTS (SELECT 1 FROM penalties p WHERE p.caseNumber = c.caseNumber AND p.offenceCode = ? AND ${STANDING_PENALTY}${narrowed})`;
    parts.push({ sql, params: [offence, ...own.map(([, value]) => value)] });
  }
  if (topic) parts.push({ sql: 'INSTR(c.summary, ?) > 0', params: [topic] });
  if (numbers) {
    const wanted = numbers.split(',');
    parts.push({ sql: `c.caseNumber IN (${wanted.map(() => '?').join(',')})`, params: wanted });
  }
  if (detected) parts.push(FINDINGS[detected as FindingKind]);
  return parts;
}
