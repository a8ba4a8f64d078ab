import type { Actor } from '../domain/case-state.js';
import type { Day } from '../domain/time.js';
import type { StaffFeeListQuery } from './fee.dto.js';

/** The filters of the register as one condition on the alias `f`; without a reader only what is approved is asked for. */
export function feeConditions(
  { q, departmentCode, kind, standing, state }: StaffFeeListQuery,
  today: Day,
  by: Actor | undefined,
): { sql: string; params: unknown[] } {
  const parts: [sql: string, ...params: unknown[]][] = [['f.state = ?', state ?? 'approved']];
  if (departmentCode) parts.push(['f.departmentCode = ?', departmentCode]);
  if (kind) parts.push(['f.kind = ?', kind]);
  if (standing === 'ended') parts.push(['f.validTo < ?', today]);
  if (standing === 'to-come') parts.push(['f.validFrom > ?', today]);
  if (standing === 'in-force') parts.push(['f.validFrom <= ? AND (f.validTo IS NULL OR f.validTo >= ?)', today, today]);
  for (const word of (q ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 6)) {
    const like = `%${word.replace(/[%_\\]/g, '')}%`;
    parts.push(['(f.item LIKE ? OR f.keywords LIKE ? OR f.basis LIKE ? OR f.itemEn LIKE ?)', like, like, like, like]);
  }
  const waits = state !== undefined && state !== 'approved';
  if (waits && !by?.roles.some((role) => role === 'supervisor' || role === 'commissioner'))
    parts.push(['f.departmentCode = ?', by?.departmentCode ?? '']);
  return { sql: parts.map(([sql]) => sql).join(' AND '), params: parts.flatMap(([, ...params]) => params) };
}
