import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { addDays } from '../domain/time.js';
import { HotlineQueries } from '../statistics/hotline.queries.js';
import type { FigureRow, FigureView } from '../statistics/statistics.dto.js';
import { StatisticsQueries } from '../statistics/statistics.queries.js';
import type { StandingsView } from './published.dto.js';
import { rankedDays, Ranking } from './ranking.js';

const HALL_READERS = ['supervisor', 'commissioner'];

/** Both ends of a month, as days. */
export interface MonthSpan {
  from: string;
  to: string;
}
export const spanOf = (month: string): MonthSpan => ({
  from: `${month}-01`,
  to: addDays(`${addDays(`${month}-01`, 31).slice(0, 7)}-01`, -1),
});

/** What a report is made of: this month's figures, those of the month before and of last year's, and how they break up. */
export interface ReportFigures {
  now: FigureView[];
  lastMonth: FigureView[];
  lastYear: FigureView[];
  categories: FigureRow[];
  categoriesBefore: FigureRow[];
  departments: FigureRow[];
  /** The same over the days the ranking is counted over. */
  rankedRows: FigureRow[];
  ranking: StandingsView;
  /** Cases by code, the most first. */
  channels: [code: string, cases: number][];
  kinds: [code: string, cases: number][];
}

/** Gathers the figures of a report, each as its reader may see it. */
@Injectable()
export class ReportFiguresQueries {
  constructor(
    private readonly statistics: StatisticsQueries,
    private readonly hall: HotlineQueries,
    private readonly standings: Ranking,
  ) {}

  async of(month: string, by: Actor): Promise<ReportFigures> {
    const span = spanOf(month);
    const before = spanOf(addDays(span.from, -1).slice(0, 7));
    const yearAgo = spanOf(`${Number(month.slice(0, 4)) - 1}${month.slice(4)}`);
    const [now, lastMonth, lastYear] = [await this.figures(span, by), await this.figures(before, by), await this.figures(yearAgo, by)];
    const rankedRows = (await this.statistics.departments(rankedDays(span), by)).rows;
    return {
      now,
      lastMonth,
      lastYear,
      categories: (await this.statistics.categories(span, by)).rows,
      categoriesBefore: (await this.statistics.categories(before, by)).rows,
      departments: (await this.statistics.departments(span, by)).rows,
      rankedRows,
      ranking: this.standings.of(rankedRows, span),
      channels: await this.received('channel', span, by),
      kinds: await this.received('kind', span, by),
    };
  }

  /** Cases first, then the hall's for those who read it. */
  private async figures(span: MonthSpan, by: Actor): Promise<FigureView[]> {
    const { figures } = await this.statistics.overview(span, by);
    if (!by.roles.some((role) => HALL_READERS.includes(role))) return figures;
    const hall = await this.hall.hotline(span, by);
    return [
      ...figures,
      ...hall.figures.filter(({ key }) => key !== 'answered').filter(({ key }) => !figures.some((one) => one.key === key)),
    ];
  }

  /** How many were received by each value of the group, the most first. */
  private async received(groupBy: 'channel' | 'kind', span: MonthSpan, by: Actor): Promise<[string, number][]> {
    const { rows = [] } = await this.statistics.overview({ ...span, groupBy }, by);
    const counted = rows.map(({ code, figures }): [string, number] => [code, figures.find(({ key }) => key === 'received')?.value ?? 0]);
    return counted.filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}
