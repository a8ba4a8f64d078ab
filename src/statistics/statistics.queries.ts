import { Injectable } from '@nestjs/common';
import { type CategoryEntry, Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { figuresIn, type Tally, valueOf } from '../domain/figure-values.js';
import type { Figure, FigureTable } from '../domain/figures.js';
import { periodName, spansBetween, startOf } from '../domain/periods.js';
import { addDays, type Day, dayOf, fromInstant, toInstant } from '../domain/time.js';
import { type Scope, scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { invalid } from '../platform/http/problem.js';
import type {
  FigureRow,
  FigureView,
  OverviewView,
  PublishedView,
  RowsView,
  StatisticsQuery,
  TrendQuery,
  TrendView,
} from './statistics.dto.js';
import { type Counting, Tallies } from './tallies.js';

const MOST_POINTS = 2_000;
/** Everybody's view of the figures: ordinary cases, nobody recused. */
const EVERYBODY: Scope = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
/** Cases that no category was found for yet. */
const UNSORTED = { code: 'none', name: '未分类', nameEn: 'Not sorted yet' };

interface Period {
  from: string;
  to: string;
}

/** The tables of figures: each is one count over the cases its reader may see. Source: domain text, section 9. */
@Injectable()
export class StatisticsQueries {
  constructor(
    private readonly tallies: Tallies,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** All figures of the period; for a department those of its own part. */
  async overview(query: StatisticsQuery, by: Actor): Promise<OverviewView> {
    const period = this.periodOf(query);
    const departmentCode = ownDepartment(scopeOf(by));
    const figures = figuresIn('overview', departmentCode ? 'department' : 'city');
    const counted = await this.count({ ...period, scope: scopeOf(by), unit: 'city', figures, departmentCode });
    return { ...period, figures: views(figures, counted.get('') ?? [], { ...period, departmentCode }) };
  }

  /** A row for every department the reader may see; one case stands in the row of each department it was given to. */
  async departments(query: StatisticsQuery, by: Actor): Promise<RowsView> {
    const period = this.periodOf(query);
    return { ...period, rows: await this.departmentRows('departments', period, scopeOf(by), true) };
  }

  /** A row for every group, with its leaves; what has no category yet comes last and has no list of its own. */
  async categories(query: StatisticsQuery, by: Actor): Promise<RowsView> {
    const period = this.periodOf(query);
    const departmentCode = ownDepartment(scopeOf(by));
    const figures = figuresIn('categories', departmentCode ? 'department' : 'city');
    const counted = await this.count({ ...period, scope: scopeOf(by), unit: 'category', figures, departmentCode });
    const row = ({ code, name, nameEn }: Pick<CategoryEntry, 'code' | 'name' | 'nameEn'>, own: Tally[]): FigureRow => ({
      code,
      name,
      nameEn,
      figures: views(figures, own, { ...period, departmentCode, categoryCode: code }),
    });
    const childrenOf = (parent: string | null) => this.reference.categories.filter(({ parentCode }) => parentCode === parent);
    const rows = childrenOf(null).map((group) => {
      const leaves = childrenOf(group.code);
      const own = [group, ...leaves].flatMap(({ code }) => counted.get(code) ?? []);
      return { ...row(group, own), children: leaves.map((leaf) => row(leaf, counted.get(leaf.code) ?? [])) };
    });
    const unsorted = counted.get('');
    return { ...period, rows: unsorted ? [...rows, { ...UNSORTED, figures: views(figures, unsorted) }] : rows };
  }

  /** A point for every day, week or month, also those without a case. Throws `input.invalid` (422) beyond 2,000 points. */
  async trend(query: TrendQuery, by: Actor): Promise<TrendView> {
    const period = this.periodOf(query);
    const groupBy = query.groupBy ?? 'month';
    const departmentCode = ownDepartment(scopeOf(by));
    const figures = figuresIn('trend', departmentCode ? 'department' : 'city');
    const [first, last] = [dayOf(fromInstant(period.from)), dayOf(toInstant(period.to) - 1)];
    const spans = spansBetween(first, last, groupBy, MOST_POINTS + 1);
    if (spans.length > MOST_POINTS) throw invalid([{ field: 'from', code: 'too-long' }]);
    const counted = await this.count({ ...period, scope: scopeOf(by), unit: 'day', figures, departmentCode });
    const byPeriod = new Map<string, Tally[]>();
    for (const [day, own] of counted) {
      const name = periodName(day, groupBy);
      byPeriod.set(name, [...(byPeriod.get(name) ?? []), ...own]);
    }
    const points = spans.map((span, index) => {
      const from = index === 0 ? period.from : span.from;
      const to = index === spans.length - 1 ? period.to : span.to;
      return { period: span.period, figures: views(figures, byPeriod.get(span.period) ?? [], { from, to, departmentCode }) };
    });
    return { ...period, groupBy, points };
  }

  /** What the city publishes about a month, without lists. Source: domain text, section 11. */
  async published(month: string | undefined): Promise<PublishedView> {
    const thisMonth = startOf(dayOf(this.clock.now()), 'month');
    const from = month ? `${month}-01` : startOf(addDays(thisMonth, -1), 'month');
    const period = { from, to: addDays(startOf(addDays(from, 31), 'month'), -1) };
    const figures = figuresIn('public', 'city');
    const counted = await this.count({ ...period, scope: EVERYBODY, unit: 'city', figures });
    const departments = await this.departmentRows('publicDepartments', period, EVERYBODY, false);
    return { ...period, figures: views(figures, counted.get('') ?? []), departments };
  }

  private async departmentRows(table: FigureTable, period: Period, scope: Scope, listed: boolean): Promise<FigureRow[]> {
    const figures = figuresIn(table, 'department');
    const departmentCode = ownDepartment(scope);
    const counted = await this.count({ ...period, scope, unit: 'department', figures, departmentCode });
    const rows = this.reference.departments.filter(
      ({ code, active }) =>
        (scope.ordinary ? active || counted.has(code) : code === scope.departmentCode) && !scope.recusedFrom.includes(code),
    );
    return rows.map(({ code, name, nameEn }) => {
      const link = listed ? { ...period, departmentCode: code } : undefined;
      return { code, name, nameEn, figures: views(figures, counted.get(code) ?? [], link) };
    });
  }

  private count(counting: Omit<Counting, 'now'>): Promise<Map<string, Tally[]>> {
    return this.tallies.count({ ...counting, now: this.clock.now() });
  }

  /** The period asked for; without one the month so far. */
  private periodOf({ from, to }: StatisticsQuery): Period {
    const today: Day = dayOf(this.clock.now());
    return { from: from ?? startOf(today, 'month'), to: to ?? today };
  }
}

/** A department reads the figures of its own part; everybody else those of whole cases. */
const ownDepartment = ({ ordinary, departmentCode }: Scope): string | undefined => (ordinary ? undefined : (departmentCode ?? undefined));

type Link = Period & { departmentCode?: string | undefined; categoryCode?: string };

const views = (figures: readonly Figure[], tallies: readonly Tally[], link?: Link): FigureView[] =>
  figures.map((figure) => {
    const { key, name, nameEn, unit, formula, formulaEn } = figure;
    return { key, name, nameEn, unit, ...valueOf(figure, tallies), formula, formulaEn, cases: link ? listOf(figure, link) : '' };
  });

/** The address of the list behind a figure. */
function listOf({ key, unit }: Figure, { from, to, departmentCode, categoryCode }: Link): string {
  const query = new URLSearchParams({
    from,
    to,
    ...(departmentCode ? { departmentCode } : {}),
    ...(categoryCode ? { categoryCode } : {}),
    figure: key,
    part: unit === 'hours' ? 'denominator' : 'numerator',
  });
  return `/api/v1/cases?${query}`;
}
