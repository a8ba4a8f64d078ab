import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { lensOf } from '../cases/figure-conditions.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { figureOf, figuresIn, wilson } from '../domain/figure-values.js';
import { addDays, type Day, dayOf, instantOf } from '../domain/time.js';
import { isWorkday } from '../domain/work-calendar.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { invalid } from '../platform/http/problem.js';
import type {
  FunnelView,
  HeatMapQuery,
  HeatMapView,
  LimitsCalendarQuery,
  LimitsCalendarView,
  RankingQuery,
  RankingView,
} from './charts.dto.js';
import { Counter, ownDepartment, ownPart, together, whose } from './counter.js';
import { Facts } from './facts.js';
import { figureViews } from './figure-views.js';
import type { FigureView, StatisticsQuery } from './statistics.dto.js';

const WEEKS_AHEAD = 5;
const MOST_DAYS = 100;
/** Of these less is better. */
const LESS_IS_BETTER = ['re-handling', 'return', 'overdue-rate'];
const DUE = {
  key: 'due',
  name: '当日到期',
  nameEn: 'Due on the day',
  unit: 'cases',
  formula: '最近一项时限在当日到期、且目前未超期的未结工单件数',
  formulaEn: 'Open cases whose nearest limit ends on the day and has not passed',
} as const;

/** What charts draw: funnel, map, ranking, calendar. Source: domain text, section 9; design, figures. */
@Injectable()
export class ChartQueries {
  constructor(
    private readonly counter: Counter,
    private readonly facts: Facts,
    private readonly reference: Reference,
    private readonly workingDays: WorkingDays,
    private readonly clock: Clock,
  ) {}

  /** The way of a matter from receipt to a solution. */
  async funnel({ compare, ...query }: StatisticsQuery, by: Actor): Promise<FunnelView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const { of } = await this.counter.count({ period, scope, compare });
    return { ...period, figures: figureViews(figuresIn('funnel', whose(scope)), of(''), { period, narrow: ownPart(scope) }) };
  }

  /** One figure by department and group of categories; cells without a case are left out. */
  async heatMap({ figure: key = 'received', ...query }: HeatMapQuery, by: Actor): Promise<HeatMapView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const figure = figureOf(key, 'department')!;
    const counted = await this.counter.count({ period, scope, byLens: true, by: ['categoryCode'] });
    const columns = this.reference.categories.filter(({ parentCode }) => parentCode === null);
    const departments = this.counter.departmentsOf(scope, [...new Set(counted.keys.map((one) => one.split('|')[0]!))]);
    const rows = departments.map(({ code: departmentCode, name, nameEn }) => {
      const own = counted.keys.filter((one) => one.startsWith(`${departmentCode}|`));
      const cells = columns.flatMap(({ code }) => {
        const keys = own.filter((one) => one.slice(departmentCode.length + 1).startsWith(code));
        const link = { period, narrow: { departmentCode, categoryCode: code } };
        const [view] = figureViews([figure], together(keys.map(counted.of)), link);
        return (view!.denominator ?? view!.numerator) > 0 ? [{ code, figure: view! }] : [];
      });
      return { code: departmentCode, name, nameEn, cells };
    });
    const shown = columns.map(({ code, name, nameEn }) => ({ code, name, nameEn }));
    return { ...period, figure: key, columns: shown, rows: rows.filter(({ cells }) => cells.length > 0) };
  }

  /** Departments by one share, the best first; those with fewer than ten cases stand below without a rank. */
  async ranking({ figure: key = 'satisfaction', compare, ...query }: RankingQuery, by: Actor): Promise<RankingView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const [figure, ofAll] = [figureOf(key, 'department')!, figureOf(key, whose(scope))!];
    const counted = await this.counter.count({ period, scope, compare, byLens: true });
    const all = await this.counter.count({ period, scope, compare });
    const rows = this.counter.departmentsOf(scope, counted.keys).flatMap(({ code, name, nameEn }) => {
      const [view] = figureViews([figure], counted.of(code), { period, narrow: { departmentCode: code } });
      const { numerator, denominator } = view!;
      return denominator ? [{ ...{ code, name, nameEn }, figure: view!, ...wilson(numerator, denominator) }] : [];
    });
    const [whole] = figureViews([ofAll], all.of(''), { period, narrow: ownPart(scope) });
    return { ...period, figure: key, whole: whole!, rows: ranked(rows, LESS_IS_BETTER.includes(key) ? 1 : -1) };
  }

  /** How many open cases run out on each day, by the nearest limit of each. Throws `input.invalid` (422) beyond 100 days. */
  async limitsCalendar({ from, to }: LimitsCalendarQuery, by: Actor): Promise<LimitsCalendarView> {
    const scope = scopeOf(by);
    const now = this.clock.now();
    const [first, last] = [from ?? dayOf(now), to ?? addDays(from ?? dayOf(now), WEEKS_AHEAD * 7 - 1)];
    const span = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
    if (!(span >= 1 && span <= MOST_DAYS)) throw invalid([{ field: 'to', code: span < 1 ? 'before-from' : 'too-long' }]);
    const departmentCode = ownDepartment(scope);
    const lens = lensOf({ departmentCode });
    const ahead = { from: Math.max(instantOf(first), now), to: instantOf(addDays(last, 1)) };
    const due = await this.facts.dueDays(scope, { lens, ...ahead });
    const passed = await this.facts.dueDays(scope, { lens, from: 0, to: now });
    const listed = (query: Record<string, string>) =>
      `/api/v1/cases?${new URLSearchParams({ ...(departmentCode ? { departmentCode } : {}), ...query })}`;
    const day = (name: Day): FigureView => {
      const value = due.get(name) ?? 0;
      return { ...DUE, value, numerator: value, denominator: null, cases: listed({ due: name }) };
    };
    const late = [...passed.values()].reduce((sum, n) => sum + n, 0);
    const overdue = figureOf('overdue', whose(scope))!;
    const { key, name, nameEn, unit, formula, formulaEn } = overdue;
    return {
      ...{ from: first, to: last },
      overdue: {
        ...{ key, name, nameEn, unit, formula, formulaEn },
        value: late,
        numerator: late,
        denominator: null,
        cases: listed({ figure: 'overdue' }),
      },
      days: Array.from({ length: span }, (_, index) => addDays(first, index)).map((name) => ({
        day: name,
        working: isWorkday(this.workingDays.calendar, name),
        figure: day(name),
      })),
    };
  }
}

/** Ranks those with enough cases, equal shares alike; the others come last. */
function ranked<Row extends { figure: FigureView }>(rows: readonly Row[], sign: 1 | -1): (Row & { rank?: number })[] {
  const enough = rows.filter(({ figure }) => !figure.small).sort((a, b) => sign * (a.figure.value! - b.figure.value!));
  const few = rows.filter(({ figure }) => figure.small).sort((a, b) => (b.figure.denominator ?? 0) - (a.figure.denominator ?? 0));
  const placed = enough.map((row) => ({ ...row, rank: 1 + enough.findIndex(({ figure }) => figure.value === row.figure.value) }));
  return [...placed, ...few];
}
