import { Matches } from 'class-validator';
import { COMPARISONS, type Comparison, GROUPINGS, type Grouping } from '../domain/periods.js';
import { Choice, Code, DayOrInstant, MaybeShown, Shown } from '../platform/http/fields.js';

import { OVERVIEW_GROUPS, type OverviewGroup } from './group-names.js';

export const FORMATS = ['json', 'xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** The cases counted are those received in the period; without one, in the month so far. */
export class StatisticsQuery {
  @DayOrInstant({ optional: true, description: 'Received on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Received on or before the day, or before the instant' }) to?: string;
  @Choice(FORMATS, { optional: true }) format?: Format;
  @Choice(COMPARISONS, {
    optional: true,
    description: 'Beside each figure its value in the period before (环比), or a year earlier (同比)',
  })
  compare?: Comparison;
}

export class OverviewQuery extends StatisticsQuery {
  @Choice(OVERVIEW_GROUPS, { optional: true, description: 'Besides the whole a row for each channel, kind, region, size or origin' })
  groupBy?: OverviewGroup;
}

export class TrendQuery extends StatisticsQuery {
  @Choice(GROUPINGS, { optional: true, description: 'month unless told otherwise; weeks begin on Monday' }) groupBy?: Grouping;
}

export const HALL_GROUPINGS = ['hour', 'day', 'agent', 'skill'] as const;
export type HallGrouping = (typeof HALL_GROUPINGS)[number];

/** The calls counted are those that began in the period; without one, in the month so far. */
export class HotlineQuery {
  @DayOrInstant({ optional: true, description: 'Began on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Began on or before the day, or before the instant' }) to?: string;
  @Choice(FORMATS, { optional: true }) format?: Format;
  @Choice(HALL_GROUPINGS, { optional: true, description: 'Rows by hour of the day, by day, by operator or by skill; without it none' })
  groupBy?: HallGrouping;
}

export class PublishedQuery {
  @Code(7, { optional: true, description: 'YYYY-MM; the last full month unless told otherwise' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/)
  month?: string;
}

/** The same figure in the period it is compared with. */
export class ComparedView {
  @Shown() from!: string;
  @Shown() to!: string;
  @Shown({ type: Number, nullable: true }) value!: number | null;
  @Shown() numerator!: number;
  @Shown({ type: Number, nullable: true }) denominator!: number | null;
  @MaybeShown() small?: boolean;
  @Shown() cases!: string;
}

export class FigureView {
  @Shown() key!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({
    enum: ['cases', 'calls', 'share', 'hours', 'seconds'],
    description: 'A share is of 1; hours are a mean, seconds one or a maximum',
  })
  unit!: string;
  @Shown({ type: Number, nullable: true, description: 'Null where there is nothing to divide by' }) value!: number | null;
  @Shown({ description: 'Cases or calls counted; for a mean the sum of hours or seconds' }) numerator!: number;
  @Shown({ type: Number, nullable: true, description: 'Null for a plain count' }) denominator!: number | null;
  @Shown({ description: 'In words, Chinese' }) formula!: string;
  @Shown({ description: 'In words, English' }) formulaEn!: string;
  @Shown({
    description: 'The list behind it: the cases of the numerator, for a mean those of the denominator; empty where lists are not public',
  })
  cases!: string;
  @MaybeShown({ description: 'Fewer than 10 cases: shown, not compared' }) small?: boolean;
  @MaybeShown({ type: ComparedView }) compared?: ComparedView;
}

export class FigureRow {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: FigureView, isArray: true }) figures!: FigureView[];
  @MaybeShown({ type: () => FigureRow, isArray: true, description: 'Leaves of a category group, departments below one' })
  children?: FigureRow[];
}

export class TrendPoint {
  @Shown({ description: 'YYYY-MM for a month, the first day otherwise' }) period!: string;
  @Shown({ type: FigureView, isArray: true }) figures!: FigureView[];
}

export class PeriodView {
  @Shown() from!: string;
  @Shown() to!: string;
}

export class OverviewView extends PeriodView {
  @Shown({ type: FigureView, isArray: true }) figures!: FigureView[];
  @MaybeShown({ enum: [...OVERVIEW_GROUPS] }) groupBy?: OverviewGroup;
  @MaybeShown({ type: FigureRow, isArray: true, description: 'One for each value of the group' }) rows?: FigureRow[];
}

export class RowsView extends PeriodView {
  @Shown({ type: FigureRow, isArray: true }) rows!: FigureRow[];
}

export class TrendView extends PeriodView {
  @Shown({ enum: [...GROUPINGS] }) groupBy!: Grouping;
  @Shown({ type: TrendPoint, isArray: true }) points!: TrendPoint[];
}

export class HotlineView extends PeriodView {
  @MaybeShown({ enum: HALL_GROUPINGS }) groupBy?: HallGrouping;
  @Shown({ description: 'Seconds within which a call is to be answered' }) answerWithin!: number;
  @Shown({ description: 'The service level aimed at, a share of 1' }) target!: number;
  @Shown({ type: FigureView, isArray: true, description: 'Of the whole hall' }) figures!: FigureView[];
  @Shown({ type: FigureRow, isArray: true, description: 'One for each hour, day, operator or skill' }) rows!: FigureRow[];
}

export class PublishedView extends PeriodView {
  @Shown({ type: FigureView, isArray: true }) figures!: FigureView[];
  @Shown({ type: FigureRow, isArray: true }) departments!: FigureRow[];
}
