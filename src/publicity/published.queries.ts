import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import type { TrendPoint } from '../statistics/statistics.dto.js';
import { StatisticsQueries } from '../statistics/statistics.queries.js';
import type { PublishedMonthView } from './published.dto.js';
import { monthsBefore, rankedDays, Ranking } from './ranking.js';

const MONTHS = 12;
/** What of the trend is published; what is overdue just now says nothing of a month long past. */
const SHOWN = ['received', 'closed', 'on-time-closing', 'satisfaction'];

/** What the city publishes: figures of ordinary cases, nobody's lists. Source: domain text, section 11. */
@Injectable()
export class PublishedQueries {
  constructor(
    private readonly statistics: StatisticsQueries,
    private readonly standings: Ranking,
  ) {}

  async month(month: string | undefined): Promise<PublishedMonthView> {
    const shown = await this.statistics.published(month);
    const trend = await this.statistics.trend({ from: monthsBefore(shown.from, MONTHS - 1), to: shown.to, groupBy: 'month' }, SYSTEM);
    const points = trend.points.map(({ period, figures }): TrendPoint => {
      return { period, figures: figures.filter(({ key }) => SHOWN.includes(key)).map((figure) => ({ ...figure, cases: '' })) };
    });
    const { rows } = await this.statistics.departments(rankedDays(shown), SYSTEM);
    return { ...shown, trend: points, ranking: this.standings.of(rows, shown) };
  }
}
