import { FEE_REASONS, FEE_VERDICTS, type FeeReason, type FeeVerdict } from '../domain/fee-check.js';
import { FEE_KINDS, FEE_STATES, type FeeKind, type FeeState } from '../domain/fee-register.js';
import {
  Choice,
  Code,
  DayOrInstant,
  Decimal,
  MaybeShown,
  Nested,
  Shaped,
  Shown,
  Text,
  Texts,
  Words,
  Yuan,
} from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
export const FEE_STANDINGS = ['in-force', 'ended', 'to-come'] as const;
export const FEE_RULE_KINDS = ['free', 'fixed', 'range', 'share', 'quoted'] as const;

export class FeeListQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words of item, basis, payer or standard' }) q?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Choice(FEE_KINDS, { optional: true }) kind?: FeeKind;
  @Choice(FEE_STANDINGS, { optional: true }) standing?: (typeof FEE_STANDINGS)[number];
}
export class StaffFeeListQuery extends FeeListQuery {
  @Choice(FEE_STATES, { optional: true, description: 'Other than approved: for those who propose and decide' }) state?: FeeState;
}

/** The standard as a rule: which fields count depends on its kind. */
export class FeeRuleInput {
  @Choice(FEE_RULE_KINDS) kind!: (typeof FEE_RULE_KINDS)[number];
  @Yuan({ optional: true, description: 'fixed: yuan a unit' }) yuan?: number;
  @Yuan({ optional: true, description: 'range: from' }) fromYuan?: number;
  @Yuan({ optional: true, description: 'range: to' }) toYuan?: number;
  @Text(16, { optional: true, description: 'fixed, range: the unit, such as 件 or 平方米' }) unit?: string;
  @Decimal(0, 100, { optional: true, description: 'share: per cent' }) percent?: number;
  @Text(64, { optional: true, description: 'share: of what' }) of?: string;
}

/** A fee a department asks approval for. */
export class FeeInput {
  @Text(128) item!: string;
  @Text(200) itemEn!: string;
  @Choice(FEE_KINDS) kind!: FeeKind;
  @Text(500, { description: 'Law or document' }) basis!: string;
  @Text(128) payer!: string;
  @Text(200) payerEn!: string;
  @Text(200, { description: 'The standard in words' }) standard!: string;
  @Text(300) standardEn!: string;
  @Nested(() => FeeRuleInput) rule!: FeeRuleInput;
  @Texts(12, 32, { description: 'Words people use for it' }) keywords!: string[];
  @Shaped(DAY, 10) validFrom!: string;
  @Shaped(DAY, 10, { optional: true }) validTo?: string;
  @Code(16, { optional: true, description: 'The entry it takes the place of' }) replaces?: string;
  @Text(1000, { description: 'Why it is needed' }) why!: string;
}
export class FeeDecisionInput {
  @Text(1000, { optional: true, description: 'Needed to refuse' }) reason?: string;
  @Shaped(DAY, 10, { optional: true, description: 'Last day; needed to end' }) validTo?: string;
}

/** Something that was asked for and is to be looked up. */
export class FeeCheckInput {
  @Words(10_000) text!: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Yuan({ optional: true }) amount?: number;
  @DayOrInstant({ optional: true, description: 'When it was asked for; today when absent' }) on?: string;
}

/** What everybody may read of an approved entry. */
export class PublishedFee {
  @Shown() code!: string;
  @Shown() item!: string;
  @Shown() itemEn!: string;
  @Shown({ enum: FEE_KINDS }) kind!: FeeKind;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown() basis!: string;
  @Shown() payer!: string;
  @Shown() payerEn!: string;
  @Shown() standard!: string;
  @Shown() standardEn!: string;
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @Shown({ enum: FEE_STANDINGS }) standing!: (typeof FEE_STANDINGS)[number];
}
export class FeeView extends PublishedFee {
  @Shown({ enum: FEE_STATES }) state!: FeeState;
  @Shown({ type: FeeRuleInput }) rule!: FeeRuleInput;
  @Shown({ type: String, isArray: true }) keywords!: string[];
  @MaybeShown() replaces?: string;
  @MaybeShown() why?: string;
  @Shown() proposedBy!: string;
  @Shown({ format: 'date-time' }) proposedAt!: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown({ description: 'Why it was refused or ended' }) reason?: string;
  @Shown({ type: String, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}
export class FeePage implements Page<FeeView> {
  @Shown({ type: FeeView, isArray: true }) items!: FeeView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class PublishedFeePage implements Page<PublishedFee> {
  @Shown({ type: PublishedFee, isArray: true }) items!: PublishedFee[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class FeeMatchView {
  @Shown({ type: PublishedFee }) fee!: PublishedFee;
  @Shown({ enum: FEE_VERDICTS }) verdict!: FeeVerdict;
  @Shown({ enum: FEE_REASONS }) reason!: FeeReason;
  @Shown({ description: 'The word of the text it was found by' }) word!: string;
  @MaybeShown({ description: 'The most that may be asked in this matter, in yuan' }) most?: number;
}
export class FeeCheckView {
  @Shown({ enum: FEE_VERDICTS }) verdict!: FeeVerdict;
  @Shown({ type: FeeMatchView, isArray: true, description: 'The likeliest first' }) matches!: FeeMatchView[];
}
