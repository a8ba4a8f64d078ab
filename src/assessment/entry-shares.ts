import { Injectable } from '@nestjs/common';
import { all, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { PROVEN_RULES, SELF_FOUND_SHARE, SELF_PROVEN, shareOf } from '../domain/self-found-share.js';
import { Db } from '../platform/db.js';
import { departmentsOf, equal } from './readers.js';
import type { EntryShare, ProvenBy, SelfFoundShareQuery, SelfFoundShareView } from './score.dto.js';

const listed = (rules: readonly string[]): string => rules.map((rule) => `'${rule}'`).join(',');

/** Standing entries by which a matter was proven, on the alias `s`: by the department itself, or by whomever. */
export const provenBy = (whom: ProvenBy): Sql => ({
  sql: `s.rule IN (${listed(whom === 'self' ? SELF_PROVEN : PROVEN_RULES)}) AND NOT EXISTS (SELECT 1 FROM score_entries t WHERE t.entryId = s.id)`,
  params: [],
});

/** Shares over the ledger. Source: domain text, section 9. */
@Injectable()
export class EntryShares {
  constructor(private readonly db: Db) {}

  /** 自查占比 of all departments the reader may see, and of each. */
  async selfFound({ department, period }: SelfFoundShareQuery, by: Actor): Promise<SelfFoundShareView> {
    const where = all(departmentsOf(by, 's'), ...equal('s.departmentCode', department), ...equal('s.period', period), provenBy('all'));
    const rows = await this.db.read<{ departmentCode: string; own: number; proven: number }>(
      `SELECT s.departmentCode, SUM(CASE WHEN s.rule IN (${listed(SELF_PROVEN)}) THEN 1 ELSE 0 END) AS own, COUNT(*) AS proven
       FROM score_entries s WHERE ${where.sql} GROUP BY s.departmentCode ORDER BY s.departmentCode`,
      where.params,
    );
    const view = (own: number, proven: number, narrow: Record<string, string>): EntryShare => ({
      ...SELF_FOUND_SHARE,
      ...shareOf(own, proven),
      cases: `/api/v1/scores?${new URLSearchParams({ proven: 'self', ...narrow, ...(period ? { period } : {}) })}`,
    });
    const departments = rows.map(({ departmentCode, own, proven }) => ({
      departmentCode,
      ...view(Number(own), Number(proven), { department: departmentCode }),
    }));
    const sum = (part: 'numerator' | 'denominator') => departments.reduce((total, one) => total + one[part], 0);
    return { whole: view(sum('numerator'), sum('denominator'), department ? { department } : {}), departments };
  }
}
