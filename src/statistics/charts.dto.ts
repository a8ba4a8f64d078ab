import { Choice, MaybeShown, Shaped, Shown } from '../platform/http/fields.js';
import { FigureRow, FigureView, PeriodView, StatisticsQuery } from './statistics.dto.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Figures a map or a ranking may show. */
export const CHARTED = [
  ...['received', 'closed', 'overdue', 'response-rate', 'on-time-signing', 'on-time-closing', 'solution-rate', 'satisfaction'],
  ...['first-round-solution', 're-handling', 'return', 'overdue-rate', 'repeat', 'verified-rate', 'handling-hours'],
] as const;
/** Of these the shares can be ranked: others are sizes, not merits. */
export const RANKED = [
  ...['response-rate', 'on-time-signing', 'on-time-closing', 'solution-rate', 'satisfaction', 'first-round-solution'],
  ...['re-handling', 'return', 'overdue-rate'],
] as const;

export class HeatMapQuery extends StatisticsQuery {
  @Choice(CHARTED, { optional: true, description: 'received unless told otherwise' }) figure?: string;
}

export class RankingQuery extends StatisticsQuery {
  @Choice(RANKED, { optional: true, description: 'satisfaction unless told otherwise' }) figure?: string;
}

export class LimitsCalendarQuery {
  @Shaped(DAY, 10, { optional: true, description: 'First day; today unless told otherwise' }) from?: string;
  @Shaped(DAY, 10, { optional: true, description: 'Last day, at most 100 days later; five weeks unless told otherwise' }) to?: string;
  @Choice(['json', 'xlsx', 'csv'], { optional: true }) format?: 'json' | 'xlsx' | 'csv';
}

export class FunnelView extends PeriodView {
  @Shown({ type: FigureView, isArray: true, description: 'Each step among the cases of the step before' }) figures!: FigureView[];
}

export class HeatCell {
  @Shown({ description: 'A group of categories' }) code!: string;
  @Shown({ type: FigureView }) figure!: FigureView;
}

export class HeatRow {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: HeatCell, isArray: true, description: 'Only cells with a case' }) cells!: HeatCell[];
}

class Named {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
}

export class HeatMapView extends PeriodView {
  @Shown() figure!: string;
  @Shown({ type: Named, isArray: true }) columns!: Named[];
  @Shown({ type: HeatRow, isArray: true }) rows!: HeatRow[];
}

export class RankingRow {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: FigureView }) figure!: FigureView;
  @MaybeShown({ description: "Wilson's interval at 95 %" }) low?: number;
  @MaybeShown() high?: number;
  @MaybeShown({ description: 'Absent where fewer than 10 cases stand behind it; equal shares share a rank' }) rank?: number;
}

export class RankingView extends PeriodView {
  @Shown() figure!: string;
  @Shown({ type: FigureView, description: 'The same for the whole city' }) whole!: FigureView;
  @Shown({ type: RankingRow, isArray: true }) rows!: RankingRow[];
}

export class DueDay {
  @Shown({ description: 'A day of the city' }) day!: string;
  @Shown() working!: boolean;
  @Shown({ type: FigureView }) figure!: FigureView;
}

export class LimitsCalendarView extends PeriodView {
  @Shown({ type: FigureView, description: 'Those whose limit has passed already' }) overdue!: FigureView;
  @Shown({ type: DueDay, isArray: true }) days!: DueDay[];
}

/** Two groups beside each other under one figure. */
export class DifferenceView {
  @Shown({ description: 'size: micro and small beside medium and large; origin: from outside beside local' }) between!: string;
  @Shown() key!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() unit!: string;
  @Shown({ type: FigureView, description: 'Micro and small enterprises, or those from outside' }) weaker!: FigureView;
  @Shown({ type: FigureView, description: 'Medium and large enterprises, or local ones' }) stronger!: FigureView;
  @Shown({ type: Number, nullable: true, description: 'Weaker less stronger' }) difference!: number | null;
  @MaybeShown({ description: "Newcombe's interval of the difference at 95 %, for shares" }) low?: number;
  @MaybeShown() high?: number;
  @Shown({ description: 'Worse for the weaker by more than chance; always false where one has fewer than 10 cases' }) worse!: boolean;
}

export class EqualityView extends PeriodView {
  @Shown({ type: FigureRow, isArray: true }) sizes!: FigureRow[];
  @Shown({ type: FigureRow, isArray: true }) origins!: FigureRow[];
  @Shown({ type: FigureRow, isArray: true, description: 'Size and origin together' }) both!: FigureRow[];
  @Shown({ type: DifferenceView, isArray: true }) differences!: DifferenceView[];
}
