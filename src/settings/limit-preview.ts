import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { all, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import { SYSTEM } from '../domain/case-state.js';
import { limitFor, type LimitRule, type LimitSettings, limitTimes, type Matter } from '../domain/limits.js';
import { DAY, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import type { LimitName, LimitUnit } from '../domain/vocabulary.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { PreviewCategories } from './preview-categories.js';
import type { PreviewCase, PreviewLine, RulePreview } from './rules.dto.js';

interface Row extends Omit<Matter, 'departments' | 'complex' | 'project' | 'categoryCode'> {
  caseNumber: string;
  categoryCode: string | null;
  complex: number;
  project: number;
  parts: number;
  name: LimitName;
  unit: LimitUnit;
  amount: number;
  startedAt: number;
  extraWorkingDays: number;
  pauses: string;
  dueAt: number;
  endedAt: number | null;
}

export const LOOKS_BACK_DAYS = 90;
const MOST_CASES = 5_000;
const BREATH = 400;
export const MOST_ITEMS = 1_000;

/** What other limits would have made of the limits that really ran. Source: domain text, section 4. */
@Injectable()
export class LimitPreview {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly workingDays: WorkingDays,
    private readonly reference: Reference,
  ) {}

  /** Every limit of the newest cases of the last 90 days where the new rules differ from those in force: how many would end at another time, how many would be late, and which categories they are of. */
  async of(settings: LimitSettings): Promise<RulePreview> {
    const now = this.clock.now();
    const inForce = this.reference.rulesAt('limits', now);
    const { cases, rows } = await this.rows(now - LOOKS_BACK_DAYS * DAY);
    const lines = new Map<string, PreviewLine>();
    const items: PreviewCase[] = [];
    const categories = new PreviewCategories();
    const { calendar } = this.workingDays;
    for (const [index, row] of rows.entries()) {
      if (index % BREATH === 0) await breathe();
      const matter = matterOf(row);
      const [standing, rule] = [limitFor(inForce.rules, matter, row.name), limitFor(settings.rules, matter, row.name)];
      const line = lines.get(row.name) ?? { key: row.name, looked: 0, changed: 0, before: 0, after: 0 };
      lines.set(row.name, line);
      line.looked++;
      const over = row.endedAt ?? now;
      const late = over > row.dueAt;
      line.before += Number(late);
      if (rule?.amount === standing?.amount && rule?.unit === standing?.unit) {
        line.after += Number(late);
        categories.add(row.caseNumber, row.categoryCode);
        continue;
      }
      line.changed++;
      categories.add(row.caseNumber, row.categoryCode, { key: row.name, before: lengthOf(standing), after: lengthOf(rule) });
      const due = rule && limitTimes(calendar, settings.lights, { ...clockOf(row), amount: rule.amount, unit: rule.unit }).dueAt;
      line.after += Number(due !== undefined && over > due);
      if (items.length < MOST_ITEMS)
        items.push({ caseNumber: row.caseNumber, key: row.name, before: isoOf(row.dueAt), after: due === undefined ? '' : isoOf(due) });
    }
    return {
      days: LOOKS_BACK_DAYS,
      cases: Math.min(cases, MOST_CASES),
      leftOut: Math.max(0, cases - MOST_CASES),
      lines: [...lines.values()],
      items,
      categories: categories.list(),
    };
  }

  private async rows(since: number): Promise<{ cases: number; rows: Row[] }> {
    const seen = all(visible(scopeOf(SYSTEM)), { sql: 'c.receivedAt >= ?', params: [since] });
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM cases c WHERE ${seen.sql}`, seen.params);
    const rows = await this.db.read<Row>(
      `SELECT k.caseNumber, k.kind, k.urgency, k.channel, k.categoryCode, k.complex, k.project,
         (SELECT COUNT(*) FROM assignments a WHERE a.caseNumber = k.caseNumber AND a.status NOT IN ('recalled','returned')) AS parts,
         l.name, l.unit, l.amount, l.startedAt, l.extraWorkingDays, l.pauses, l.dueAt, l.endedAt
       FROM (SELECT c.* FROM cases c WHERE ${seen.sql} ORDER BY c.receivedAt DESC LIMIT ${MOST_CASES}) k
       JOIN case_limits l ON l.caseNumber = k.caseNumber`,
      seen.params,
    );
    return { cases: Number(count?.n ?? 0), rows: rows.map(whole) };
  }
}

const lengthOf = (rule?: LimitRule): string => (rule ? `${rule.amount} ${rule.unit}` : '');

const whole = (row: Row): Row => ({
  ...row,
  amount: Number(row.amount),
  startedAt: Number(row.startedAt),
  extraWorkingDays: Number(row.extraWorkingDays),
  dueAt: Number(row.dueAt),
  endedAt: row.endedAt === null ? null : Number(row.endedAt),
});

const matterOf = ({ kind, urgency, channel, categoryCode, complex, project, parts }: Row): Matter => ({
  kind,
  urgency,
  channel,
  ...(categoryCode ? { categoryCode } : {}),
  complex: Number(complex) === 1,
  project: Number(project) === 1,
  departments: Number(parts) > 1 ? 'several' : 'one',
});

const clockOf = ({ startedAt, extraWorkingDays, pauses }: Row) => ({
  startedAt,
  pauses: JSON.parse(pauses) as { from: number; to?: number }[],
  ...(extraWorkingDays > 0 ? { extraWorkingDays } : {}),
});
