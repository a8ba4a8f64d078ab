import { Matches } from 'class-validator';
import { SCORE_RULES } from '../domain/scoring.js';
import { Choice, Code, Flag, MaybeShown, Shown, Text } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export const APPEAL_STATUSES = ['asked', 'granted', 'refused'] as const;
export const PROVEN_BY = ['self', 'all'] as const;
export type ProvenBy = (typeof PROVEN_BY)[number];
export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class ScoreQuery extends PageQuery {
  @Code(32, { optional: true, description: 'Code of a department' }) department?: string;
  @Code(7, { optional: true, description: 'YYYY-MM' }) @Matches(MONTH) period?: string;
  @Choice(SCORE_RULES, { optional: true }) rule?: string;
  @Choice(APPEAL_STATUSES, { optional: true, description: 'Entries with an appeal that stands so' }) appeal?: string;
  @Choice(PROVEN_BY, {
    optional: true,
    description: 'Entries by which a matter was proven, and that stand: by the department itself, or all',
  })
  proven?: ProvenBy;
}

export class SelfFoundShareQuery {
  @Code(32, { optional: true, description: 'Code of a department' }) department?: string;
  @Code(7, { optional: true, description: 'YYYY-MM; the whole ledger without one' }) @Matches(MONTH) period?: string;
}
/** A share over entries of the ledger, as every figure is told. */
export class EntryShare {
  @MaybeShown() departmentCode?: string;
  @Shown() key!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: Number, nullable: true, description: 'A share of 1; null where nothing was proven' }) value!: number | null;
  @Shown() numerator!: number;
  @Shown() denominator!: number;
  @Shown() formula!: string;
  @Shown() formulaEn!: string;
  @Shown({ description: 'The entries of the numerator' }) cases!: string;
  @MaybeShown({ description: 'Fewer than 10: shown, not compared' }) small?: boolean;
}
export class SelfFoundShareView {
  @Shown({ type: EntryShare, description: 'Of all the reader may see' }) whole!: EntryShare;
  @Shown({ type: EntryShare, isArray: true }) departments!: EntryShare[];
}

export class AppealInput {
  @Text(2000) reason!: string;
}
export class AppealDecision {
  @Flag({ description: 'Granted: a counter-entry takes the points back' }) granted!: boolean;
  @Text(2000) reason!: string;
}

export class AppealView {
  @Shown({ enum: APPEAL_STATUSES }) status!: string;
  @Shown() reason!: string;
  @Shown() askedBy!: string;
  @Shown({ format: 'date-time' }) askedAt!: string;
  @MaybeShown() decision?: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
}

/** What an entry rests on; a case only where the reader may see it. */
export class EvidenceView {
  @MaybeShown() caseNumber?: string;
  @MaybeShown() cardId?: string;
  @MaybeShown() investigationNumber?: string;
  @MaybeShown() findingNumber?: string;
  @MaybeShown({ description: 'The entry a counter-entry takes back' }) entryId?: string;
}

export class ScoreView {
  @Shown({ description: 'Number of the event it came of, and its place among the entries of that event' }) id!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() departmentCode!: string;
  @Shown({ enum: SCORE_RULES }) rule!: string;
  @Shown({ description: 'What the points depend on: weight of the measure, limit, colour; of a counter-entry the rule taken back' })
  detail!: string;
  @Shown() points!: number;
  @Shown({ description: 'The month it counts in' }) period!: string;
  @Shown() ruleVersion!: number;
  @Shown({ type: EvidenceView }) evidence!: EvidenceView;
  @MaybeShown({ description: 'The counter-entry that took it back' }) counteredBy?: string;
  @MaybeShown({ type: AppealView }) appeal?: AppealView;
  @Shown({ enum: ['appeal', 'decide'], isArray: true, description: 'Open to this reader now' }) actions!: string[];
}

export class ScorePage implements Page<ScoreView> {
  @Shown({ type: ScoreView, isArray: true }) items!: ScoreView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
  @Shown({ description: 'Points of all entries found, not of the page alone' }) points!: number;
}

export class LadderView {
  @Shown() departmentCode!: string;
  @MaybeShown({ description: 'Marks a person without naming anybody; absent for the unit' }) person?: string;
  @Shown({ description: 'Proven in the rolling period' }) proven!: number;
  @MaybeShown({ description: 'What it comes to' }) step?: string;
  @Shown({ type: String, isArray: true, description: 'Entries of the ledger behind it' }) entryIds!: string[];
}
export class LadderPage {
  @Shown({ description: 'First day that still counts' }) from!: string;
  @Shown() to!: string;
  @Shown() months!: number;
  @Shown({ type: LadderView, isArray: true }) rows!: LadderView[];
}
