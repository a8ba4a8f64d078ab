import { MaybeShown, Shown } from '../platform/http/fields.js';
import { PublishedView, TrendPoint } from '../statistics/statistics.dto.js';

/** A department in the ranking of a month. */
export class StandingView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ description: 'Kind of department: approval, enforcement, service, zone' }) group!: string;
  @Shown({ type: Number, nullable: true, description: 'Null where the sample is too small to rank' }) rank!: number | null;
  @Shown({ type: Number, nullable: true, description: '0 to 100' }) index!: number | null;
  @Shown({ description: 'The smallest number of cases behind one of its rates' }) sample!: number;
  @MaybeShown({ enum: ['red', 'black'], description: 'Named on a list by rule' }) list?: string;
}

export class StandingsView {
  @Shown({ type: StandingView, isArray: true }) rows!: StandingView[];
  @Shown() formula!: string;
  @Shown() formulaEn!: string;
  @Shown({ description: 'Below so many cases nobody is ranked' }) minimum!: number;
}

/** A month as the city publishes it: its figures, the twelve months up to it, and how the departments stand. */
export class PublishedMonthView extends PublishedView {
  @Shown({ type: TrendPoint, isArray: true, description: 'Twelve months, the shown one last' }) trend!: TrendPoint[];
  @Shown({ type: StandingsView }) ranking!: StandingsView;
}
