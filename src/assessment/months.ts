import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { compared, type MonthRow, nextMonth, OTHER_GROUP, spanOf, yearRows } from '../domain/assessment.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { figureOf } from '../domain/figure-values.js';
import { settingsAt } from '../domain/investigation-settings.js';
import { INDEX_RATES, type IndexRate, readScoringSettings, type ScoringSettings, WEIGHTS } from '../domain/scoring-settings.js';
import { dayOf, type Instant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { INVESTIGATION_SETTINGS } from '../investigations/investigations.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Closings, closingView } from './closings.js';
import type {
  MonthListItem,
  MonthRateView,
  MonthRowView,
  MonthView,
  PreviewInput,
  PreviewView,
  RulesInForceView,
  YearRowView,
  YearView,
} from './month.dto.js';
import { MonthCounting } from './month-counting.js';
import { seesDepartment } from './readers.js';
import { MONTH } from './score.dto.js';

const OTHERS = { code: OTHER_GROUP, name: '其他单位', nameEn: 'Other departments' };

interface Snapshot {
  ruleVersion: number;
  groupVersion: number;
  rows: MonthRow[];
}

/** The assessment of months and years as its readers see it. Source: domain text, section 9. */
@Injectable()
export class Months {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly counting: MonthCounting,
    private readonly closings: Closings,
  ) {}

  /** Every month since the first case, the newest first. */
  async list(): Promise<MonthListItem[]> {
    const [first] = await this.db.read<{ at: number | null }>(
      // what had ended before it came here stands in no month
      "SELECT receivedAt AS at FROM cases WHERE exclusion <> 'imported' ORDER BY receivedAt LIMIT 1",
    );
    const closed = new Map((await this.closings.all()).map((one) => [one.month, one]));
    const now = this.clock.now();
    const months: MonthListItem[] = [];
    for (let month = dayOf(Number(first?.at ?? now)).slice(0, 7); month <= dayOf(now).slice(0, 7); month = nextMonth(month)) {
      const closing = closed.get(month);
      months.unshift({ month, over: now >= spanOf(month).ends, ...(closing ? { closing: closingView(closing) } : {}) });
    }
    return months;
  }

  /** One month: as it was closed, or as it stands now. A department reads its own row. Throws `not-found` (404) for what is no month. */
  async month(month: string, by: Actor): Promise<MonthView> {
    this.check(month);
    const now = this.clock.now();
    const { begins, ends } = spanOf(month);
    if (begins > now) throw notFound();
    const closed = await this.closings.snapshot(month);
    const [settings, groups] = [this.reference.rulesAt('scoring', ends - 1), this.reference.rulesAt('groups', ends - 1)];
    const { ruleVersion, groupVersion, rows } = closed ? (JSON.parse(closed.content) as Snapshot) : await this.open(month, now);
    const [undecided] = await this.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM same_matters WHERE status = 'proposed' AND proposedAt < ?",
      [ends],
    );
    const seen = rows.filter(({ departmentCode }) => seesDepartment(by, departmentCode));
    const named = [...groups.groups, OTHERS].filter(({ code }) => seen.some(({ group }) => group === code));
    return {
      ...{ month, ruleVersion, groupVersion, weights: settings.index, tiers: settings.tiers, smallSample: settings.smallSample },
      rates: INDEX_RATES.map(definition),
      groups: named.map(({ code, name, nameEn }) => ({ code, name, nameEn })),
      rows: seen.map((row) => this.rowView(row, month)),
      undecided: scopeOf(by).ordinary ? Number(undecided?.n ?? 0) : 0,
      mayClose: !closed && now >= ends && by.roles.includes('commissioner'),
      ...(closed?.closing ? { closing: closed.closing } : {}),
    };
  }

  /** What other rules would make of a month; nothing is stored. Throws `input.invalid` (422) naming the wrong field of the rules. */
  async preview({ rules, month }: PreviewInput): Promise<PreviewView> {
    this.check(month);
    const now = this.clock.now();
    const settings = this.read(rules);
    const [before, after] = [await this.counting.fromTables(month, now), await this.counting.fromTables(month, now, settings)];
    return { month, rows: compared(before.rows, after.rows) };
  }

  /** The rules in force now, and the names of the measures they weigh. */
  inForce(): RulesInForceView {
    const rules = this.reference.rulesAt('scoring', this.clock.now());
    const names = new Map(settingsAt(INVESTIGATION_SETTINGS, this.clock.now()).measures.map((one) => [one.code, one]));
    const measures = WEIGHTS.flatMap((weight) =>
      rules.measures[weight].map((code) => ({
        code,
        name: names.get(code)?.name ?? code,
        nameEn: names.get(code)?.nameEn ?? code,
        weight,
      })),
    );
    return { rules, measures };
  }

  /** The year of every department from its closed months together; a veto takes rank and tier. */
  async year(year: number, by: Actor): Promise<YearView> {
    const closed = (await this.closings.all()).filter(({ month }) => month.startsWith(`${year}-`));
    const months = await Promise.all(
      closed.map(async ({ month }) => JSON.parse((await this.closings.snapshot(month))!.content) as Snapshot),
    );
    const now = this.clock.now();
    const [settings, { groups: all }] = [this.reference.rulesAt('scoring', now), this.reference.rulesAt('groups', now)];
    const rows = yearRows(
      months.map(({ rows: of }) => of),
      { settings, groups: all, vetoes: await this.vetoesOf(year) },
    );
    const seen = rows.filter(({ departmentCode }) => seesDepartment(by, departmentCode));
    const groups = [...all, OTHERS].filter(({ code }) => seen.some(({ group }) => group === code));
    return {
      ...{ year, months: closed.map(({ month }) => month), smallSample: settings.smallSample, rows: seen.map(yearView) },
      groups: groups.map(({ code, name, nameEn }) => ({ code, name, nameEn })),
    };
  }

  private async vetoesOf(year: number): Promise<Map<string, string[]>> {
    const rows = await this.db.read<{ departmentCode: string; ground: string }>(
      "SELECT DISTINCT departmentCode, ground FROM vetoes WHERE year = ? AND status = 'imposed' ORDER BY departmentCode, ground",
      [year],
    );
    const found = new Map<string, string[]>();
    for (const { departmentCode, ground } of rows) found.set(departmentCode, [...(found.get(departmentCode) ?? []), ground]);
    return found;
  }

  private async open(month: string, now: Instant): Promise<Snapshot> {
    const { settings, groups, rows } = await this.counting.fromTables(month, now);
    return { ruleVersion: settings.version, groupVersion: groups.version, rows };
  }

  private check(month: string): void {
    if (!MONTH.test(month)) throw notFound();
  }

  private read(rules: unknown): ScoringSettings {
    try {
      return readScoringSettings(rules);
    } catch (error) {
      const [path = 'rules'] = (error as Error).message.split(':');
      throw invalid([{ field: `rules.${path}`, code: 'malformed' }]);
    }
  }

  private rowView(row: MonthRow, month: string): MonthRowView {
    const department = this.reference.department(row.departmentCode);
    const { name, nameEn } = department ?? { name: row.departmentCode, nameEn: row.departmentCode };
    const scores = `/api/v1/scores?${new URLSearchParams({ department: row.departmentCode, period: month })}`;
    return { ...row, name, nameEn, rates: INDEX_RATES.map((key) => rateView(key, row, month)), scores };
  }
}

/** A rate in words. */
const definition = (key: IndexRate) => {
  const { name, nameEn, formula, formulaEn } = figureOf(key, 'department')!;
  return { key, name, nameEn, formula, formulaEn };
};

function rateView(key: IndexRate, { rates, departmentCode }: MonthRow, month: string): MonthRateView {
  const { from, to } = spanOf(month);
  const cases = `/api/v1/cases?${new URLSearchParams({ from, to, departmentCode, figure: key, part: 'denominator' })}`;
  return { ...definition(key), ...rates[key], cases };
}

const yearView = ({
  departmentCode,
  group,
  months,
  sum,
  index,
  score,
  small,
  rank,
  tier,
  vetoes,
}: ReturnType<typeof yearRows>[number]): YearRowView => ({
  ...{ departmentCode, group, months, points: sum, index, score, small, rank, tier, vetoes },
});

/** A year in a path. Throws `not-found` (404). */
export function yearOf(text: string): number {
  if (!/^20\d\d$/.test(text)) throw notFound();
  return Number(text);
}
