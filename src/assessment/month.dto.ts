import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { TIERS, WEIGHTS } from '../domain/scoring-settings.js';
import { Code, MaybeShown, Shown } from '../platform/http/fields.js';

export class ShareView {
  @Shown() numerator!: number;
  @Shown() denominator!: number;
  @Shown({ type: Number, nullable: true, description: 'A share of 1; null where there is nothing to divide by' }) value!: number | null;
}
export class MonthRateView extends ShareView {
  @Shown() key!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() formula!: string;
  @Shown() formulaEn!: string;
  @Shown({ type: Number, nullable: true, description: 'Lower bound of the Wilson interval' }) lower!: number | null;
  @Shown({ type: Number, nullable: true }) upper!: number | null;
  @Shown({ description: 'Too few to compare' }) small!: boolean;
  @Shown({ type: ShareView, description: 'The same with what was granted not to count' }) all!: ShareView;
  @Shown({ description: 'The list behind it' }) cases!: string;
}
export class MonthRowView {
  @Shown() departmentCode!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() group!: string;
  @Shown({ type: MonthRateView, isArray: true }) rates!: MonthRateView[];
  @Shown({ type: Number, nullable: true, description: 'Of 100' }) index!: number | null;
  @Shown({ description: 'Of the ledger in this month' }) points!: number;
  @Shown({ type: Number, nullable: true, description: 'Index and points together' }) score!: number | null;
  @Shown() small!: boolean;
  @Shown({ type: Number, nullable: true, description: 'Place in the group; none for a small sample and under a veto' }) rank!:
    number | null;
  @Shown({ enum: TIERS, nullable: true, type: String }) tier!: string | null;
  @Shown({ type: String, isArray: true, description: 'Grounds of vetoes that stand in the year' }) vetoes!: string[];
  @Shown({ description: 'The entries of the ledger behind the points' }) scores!: string;
}
export class GroupView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
}
export class ClosingView {
  @Shown({ format: 'date-time' }) at!: string;
  @Shown({ description: 'Last number of the event log that counts' }) upTo!: number;
  @Shown({ description: 'SHA-256 of the canonical text' }) hash!: string;
  @Shown() closedBy!: string;
  @MaybeShown({ description: 'Whose account that is' }) closedByName?: string;
}
export class RateView {
  @Shown() key!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() formula!: string;
  @Shown() formulaEn!: string;
}
export class MonthView {
  @Shown({ description: 'YYYY-MM' }) month!: string;
  @Shown() ruleVersion!: number;
  @Shown() groupVersion!: number;
  @Shown({ description: 'Weights of the three rates, together 100', type: 'object', additionalProperties: { type: 'number' } })
  weights!: Record<string, number>;
  @Shown({ type: 'array', items: { type: 'object' }, description: 'Bounds of the tiers' }) tiers!: { tier: string; from: number | null }[];
  @Shown() smallSample!: number;
  @Shown({ type: RateView, isArray: true, description: 'The rates of the index' }) rates!: RateView[];
  @Shown({ type: GroupView, isArray: true }) groups!: GroupView[];
  @Shown({ type: MonthRowView, isArray: true }) rows!: MonthRowView[];
  @Shown({ description: 'Matters the supervisor has still to decide on' }) undecided!: number;
  @Shown({ description: 'Whether this reader may close it now' }) mayClose!: boolean;
  @MaybeShown({ type: ClosingView }) closing?: ClosingView;
}

export class MonthListItem {
  @Shown() month!: string;
  @Shown({ description: 'Whether the month is over' }) over!: boolean;
  @MaybeShown({ type: ClosingView }) closing?: ClosingView;
}

/** The snapshot of a closed month, and the same made anew from the log. */
export class SnapshotView {
  @Shown() month!: string;
  @Shown() hash!: string;
  @Shown({ description: 'Canonical JSON; its SHA-256 is the hash' }) content!: string;
  @MaybeShown({ type: ClosingView, description: 'Absent in a preview' }) closing?: ClosingView;
}

export class MeasureNameView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ enum: WEIGHTS }) weight!: string;
}
/** The rules of scoring in force now, and the measures they weigh. */
export class RulesInForceView {
  @Shown({ type: 'object', additionalProperties: true, description: 'As config/scoring.json' }) rules!: object;
  @Shown({ type: MeasureNameView, isArray: true }) measures!: MeasureNameView[];
}

export class PreviewInput {
  @Code(7) month!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Rules of scoring as in config/scoring.json' })
  @IsObject()
  rules!: Record<string, unknown>;
}
export class PlaceView {
  @Shown({ type: Number, nullable: true }) index!: number | null;
  @Shown() points!: number;
  @Shown({ type: Number, nullable: true }) score!: number | null;
  @Shown({ type: Number, nullable: true }) rank!: number | null;
  @Shown({ type: String, nullable: true }) tier!: string | null;
}
export class ChangeView {
  @Shown() departmentCode!: string;
  @Shown() group!: string;
  @Shown({ type: PlaceView }) before!: PlaceView;
  @Shown({ type: PlaceView }) after!: PlaceView;
  @Shown() differs!: boolean;
}
export class PreviewView {
  @Shown() month!: string;
  @Shown({ type: ChangeView, isArray: true }) rows!: ChangeView[];
}

export class YearRowView {
  @Shown() departmentCode!: string;
  @Shown() group!: string;
  @Shown({ description: 'Closed months' }) months!: number;
  @Shown({ type: Number, nullable: true, description: 'Of what was counted in all of them, of 100' }) index!: number | null;
  @Shown({ type: Number, nullable: true, description: 'Index and the mean of the months’ points' }) score!: number | null;
  @Shown({ description: 'Of all months' }) points!: number;
  @Shown() small!: boolean;
  @Shown({ type: Number, nullable: true, description: 'None under a veto' }) rank!: number | null;
  @Shown({ type: String, nullable: true }) tier!: string | null;
  @Shown({ type: String, isArray: true }) vetoes!: string[];
}
export class YearView {
  @Shown() year!: number;
  @Shown({ type: String, isArray: true, description: 'Closed months the year is made of' }) months!: string[];
  @Shown() smallSample!: number;
  @Shown({ type: GroupView, isArray: true }) groups!: GroupView[];
  @Shown({ type: YearRowView, isArray: true }) rows!: YearRowView[];
}
