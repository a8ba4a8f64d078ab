import { Injectable } from '@nestjs/common';
import { NOT_TOLD } from '../cases/list.dto.js';
import { type DepartmentEntry, Reference } from '../departments/reference.js';
import { REGION_NAMES } from '../departments/regions.js';
import type { Actor } from '../domain/case-state.js';
import { withBelow } from '../domain/figure-facts.js';
import { figuresIn } from '../domain/figure-values.js';
import type { FigureTable } from '../domain/figures.js';
import { comparedPeriod, type Comparison, type Grouping, periodName, spansBetween, startOf } from '../domain/periods.js';
import { addDays, type Day, dayOf, fromInstant, toInstant } from '../domain/time.js';
import { readsOriginal, type Scope, scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { invalid } from '../platform/http/problem.js';
import { Counter, ownPart, together, whose } from './counter.js';
import { type Counted, figureViews, type Period } from './figure-views.js';
import { GROUP_NAMES } from './group-names.js';
import type {
  FigureRow,
  OverviewQuery,
  OverviewView,
  PublishedView,
  RowsView,
  StatisticsQuery,
  TrendQuery,
  TrendView,
} from './statistics.dto.js';

const MOST_POINTS = 2_000;
/** Everybody's view of the figures: ordinary cases, nobody recused. */
const EVERYBODY: Scope = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
/** Cases that no category was found for yet. */
const UNSORTED = { code: 'none', name: '未分类', nameEn: 'Not sorted yet' };

/** The tables of figures: each is one count over the cases its reader may see. Source: domain text, section 9. */
@Injectable()
export class StatisticsQueries {
  constructor(
    private readonly counter: Counter,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /**
   * All figures of the period; for a department those of its own part. With a group also a row for each of its values; regions in a
   * complainant's own words are not told to departments.
   */
  async overview({ groupBy, compare, ...query }: OverviewQuery, by: Actor): Promise<OverviewView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const { of } = await this.counter.count({ period, scope, compare });
    const narrow = ownPart(scope);
    const figures = figureViews(figuresIn('overview', whose(scope)), of(''), { period, narrow });
    if (!groupBy) return { ...period, figures };
    const counted = await this.counter.count({ period, scope, compare, by: [groupBy] });
    const own =
      groupBy === 'region' && !readsOriginal(by) ? counted.keys.filter((key) => key === '' || REGION_NAMES.has(key)) : counted.keys;
    const rows = groupRows(groupBy, own).map(({ link, ...row }) => ({
      ...row,
      figures: figureViews(figuresIn('groups', whose(scope)), counted.of(link), {
        period,
        narrow: { ...narrow, [groupBy]: link || NOT_TOLD },
      }),
    }));
    return { ...period, figures, groupBy, rows };
  }

  /** A row for every department the reader may see; one with others below it stands for them all, and they stand under it. */
  async departments({ compare, ...query }: StatisticsQuery, by: Actor): Promise<RowsView> {
    const period = this.counter.periodOf(query);
    return { ...period, rows: await this.departmentTree(period, scopeOf(by), compare) };
  }

  /** A row for every group, with its leaves; what has no category yet comes last and has no list of its own. */
  async categories({ compare, ...query }: StatisticsQuery, by: Actor): Promise<RowsView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const figures = figuresIn('categories', whose(scope));
    const { of, keys } = await this.counter.count({ period, scope, compare, by: ['categoryCode'] });
    const childrenOf = (parent: string | null) => this.reference.categories.filter(({ parentCode }) => parentCode === parent);
    const row = ({ code, name, nameEn }: Pick<FigureRow, 'code' | 'name' | 'nameEn'>, counted: Counted): FigureRow => ({
      ...{ code, name, nameEn },
      figures: figureViews(figures, counted, { period, narrow: { ...ownPart(scope), categoryCode: code } }),
    });
    const rows = childrenOf(null).map((group) => {
      const leaves = childrenOf(group.code);
      return {
        ...row(group, together([group, ...leaves].map(({ code }) => of(code)))),
        children: leaves.map((leaf) => row(leaf, of(leaf.code))),
      };
    });
    return { ...period, rows: keys.includes('') ? [...rows, { ...UNSORTED, figures: figureViews(figures, of('')) }] : rows };
  }

  /** A point for every day, week or month, also those without a case. Throws `input.invalid` (422) beyond 2,000 points. */
  async trend({ groupBy = 'month', compare, ...query }: TrendQuery, by: Actor): Promise<TrendView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const spans = spansOf(period, groupBy);
    const earlier = compare && comparedPeriod(period, compare);
    const earlierSpans = earlier ? spansOf(earlier, groupBy) : [];
    const nameOfDay = (day: Day) => periodName(day, groupBy);
    const [now, before] = [
      await this.counter.count({ period, scope, by: ['day'], nameOfDay }),
      earlier && (await this.counter.count({ period: earlier, scope, by: ['day'], nameOfDay })),
    ];
    const figures = figuresIn('trend', whose(scope));
    const points = spans.map(({ period: name, ...span }, index) => {
      const beside = earlierSpans[index];
      const counted = {
        ...now.of(name),
        ...(before && beside ? { earlier: { period: beside, tallies: before.of(beside.period).tallies } } : {}),
      };
      return { period: name, figures: figureViews(figures, counted, { period: span, narrow: ownPart(scope) }) };
    });
    return { ...period, groupBy, points };
  }

  /** What the city publishes about a month, without lists. Source: domain text, section 11. */
  async published(month: string | undefined): Promise<PublishedView> {
    const thisMonth = startOf(dayOf(this.clock.now()), 'month');
    const from = month ? `${month}-01` : startOf(addDays(thisMonth, -1), 'month');
    const period = { from, to: addDays(startOf(addDays(from, 31), 'month'), -1) };
    const whole = await this.counter.count({ period, scope: EVERYBODY });
    const parts = await this.counter.count({ period, scope: EVERYBODY, byLens: true });
    const departments = this.counter.departmentsOf(EVERYBODY, parts.keys).map(({ code, name, nameEn }) => ({
      ...{ code, name, nameEn },
      figures: figureViews(figuresIn('publicDepartments', 'department'), parts.of(code)),
    }));
    return { ...period, figures: figureViews(figuresIn('public', 'city'), whole.of('')), departments };
  }

  private async departmentTree(period: Period, scope: Scope, compare: Comparison | undefined): Promise<FigureRow[]> {
    const { of, keys } = await this.counter.count({ period, scope, compare, byLens: true });
    const all = this.counter.departmentsOf(scope, keys);
    const row = ({ code, name, nameEn }: DepartmentEntry, lens: string, table: FigureTable, below: boolean): FigureRow => ({
      ...{ code, name, nameEn },
      figures: figureViews(figuresIn(table, 'department'), of(lens), {
        period,
        narrow: { departmentCode: code, ...(below ? { below: 'true' } : {}) },
      }),
    });
    const listed = new Set(all.map(({ code }) => code));
    const rowWithBelow = (one: DepartmentEntry): FigureRow => {
      const below = all.filter(({ parentCode }) => parentCode === one.code);
      if (below.length === 0) return row(one, one.code, 'departments', false);
      const self = row(one, one.code, 'departments', false);
      const own = { ...self, name: `${one.name}（本级）`, nameEn: `${one.nameEn} (itself)` };
      return { ...row(one, withBelow(one.code), 'departments', true), children: [own, ...below.map(rowWithBelow)] };
    };
    return all.filter(({ parentCode }) => !parentCode || !listed.has(parentCode)).map(rowWithBelow);
  }
}

/** The spans of a period, the first and last cut to it. Throws `input.invalid` (422) beyond 2,000. */
function spansOf({ from, to }: Period, groupBy: Grouping): (Period & { period: string })[] {
  const spans = spansBetween(dayOf(fromInstant(from)), dayOf(toInstant(to) - 1), groupBy, MOST_POINTS + 1);
  if (spans.length > MOST_POINTS) throw invalid([{ field: 'from', code: 'too-long' }]);
  return spans.map((span, index) => ({
    period: span.period,
    from: index === 0 ? from : span.from,
    to: index === spans.length - 1 ? to : span.to,
  }));
}

/** The values of a group in their order; those without one last. */
function groupRows(groupBy: NonNullable<OverviewQuery['groupBy']>, found: readonly string[]) {
  const names = GROUP_NAMES[groupBy];
  const codes = [
    ...Object.keys(names),
    ...found.filter((code) => code !== '' && !(code in names)).sort(),
    ...(found.includes('') ? [''] : []),
  ];
  return codes.map((link) => {
    const [name, nameEn] = link === '' ? (['未填写', 'Not told'] as const) : (names[link] ?? ([link, link] as const));
    return { code: link || NOT_TOLD, name, nameEn, link };
  });
}
