import { PROPOSAL_STATES, RULE_KINDS, type ProposalState, type RuleKind } from '../domain/rule-proposals.js';
import { Free, MaybeShown, Shaped, Shown, Text, Whole } from '../platform/http/fields.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
const CONTENT = { type: 'object' as const, additionalProperties: true };

/** Rules as `config/<kind>.json` holds them; version and day are set when they are released. */
export class RuleContentInput {
  @Free({ description: 'Rules as in `config/<kind>.json`' }) content!: Record<string, unknown>;
}
export class RuleProposalInput extends RuleContentInput {
  @Whole(0, 1_000_000, { description: 'The version it was written over; an old one is refused' }) base!: number;
  @Shaped(DAY, 10, { optional: true, description: 'From the beginning of this day; without one, from its release on' }) validFrom?: string;
  @Text(500, { optional: true, description: 'Why, for whoever decides' }) note?: string;
}
export class RuleDecisionInput {
  @Text(500, { optional: true, description: 'Needed to refuse' }) reason?: string;
}

export class RuleFaultView {
  @Shown({ example: 'rules[3].amount' }) path!: string;
  @Shown() code!: string;
  @Shown({ enum: ['error', 'warning'] }) level!: 'error' | 'warning';
  @Shown(CONTENT) facts!: Record<string, string | number>;
}
export class RuleFaultsView {
  @Shown({ type: RuleFaultView, isArray: true }) faults!: RuleFaultView[];
}

/** A version that counts, counted, or will count. */
export class RuleVersionView {
  @Shown() version!: number;
  @Shown({ format: 'date-time' }) validFrom!: string;
  @Shown() by!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @Shown({ enum: ['past', 'in-force', 'to-come'] }) standing!: 'past' | 'in-force' | 'to-come';
}
export class RuleVersionContent extends RuleVersionView {
  @Shown(CONTENT) content!: Record<string, unknown>;
}

export class RuleProposalView {
  @Shown() id!: string;
  @Shown({ enum: RULE_KINDS }) kind!: RuleKind;
  @Shown({ enum: PROPOSAL_STATES }) state!: ProposalState;
  @MaybeShown() validFrom?: string;
  @MaybeShown() note?: string;
  @Shown() proposedBy!: string;
  @Shown({ format: 'date-time' }) proposedAt!: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown() reason?: string;
  @MaybeShown({ description: 'The version it became' }) version?: number;
  @Shown({ type: String, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}
export class WaitingProposal extends RuleProposalView {
  @Shown(CONTENT) content!: Record<string, unknown>;
}

export class RuleKindView {
  @Shown({ enum: RULE_KINDS }) kind!: RuleKind;
  @Shown({ type: RuleVersionView }) inForce!: RuleVersionView;
  @MaybeShown({ type: RuleVersionView, description: 'Released, its day still to come' }) next?: RuleVersionView;
  @MaybeShown({ type: RuleProposalView }) waiting?: RuleProposalView;
}
/** Rules of one kind: what counts now, its versions and what became of proposals, the newest first; the last fifty of each. */
export class RuleHistory {
  @Shown({ enum: RULE_KINDS }) kind!: RuleKind;
  @Shown({ description: 'The newest version; a proposal names it as its base' }) base!: number;
  @Shown({ type: RuleVersionContent }) inForce!: RuleVersionContent;
  @MaybeShown({ type: RuleVersionContent, description: 'Released, its day still to come: a change starts from it' })
  next?: RuleVersionContent;
  @Shown({ type: RuleVersionView, isArray: true }) versions!: RuleVersionView[];
  @Shown({ type: RuleProposalView, isArray: true }) proposals!: RuleProposalView[];
  @MaybeShown({ type: WaitingProposal }) waiting?: WaitingProposal;
  @Shown({ description: 'Whether this reader may propose' }) mayPropose!: boolean;
}

/** One line of a preview: what is counted, before and after. */
export class PreviewLine {
  @Shown({ example: 'answer' }) key!: string;
  @Shown({ description: 'Cases looked at' }) looked!: number;
  @Shown({ description: 'Of these, those for which it would be different' }) changed!: number;
  @Shown({ description: 'limits: late; routing: as the dispatcher chose; categories: still open' }) before!: number;
  @Shown() after!: number;
}
export class PreviewCase {
  @Shown() caseNumber!: string;
  @Shown() key!: string;
  @Shown() before!: string;
  @Shown() after!: string;
}
/** What rules would have made of real cases. Administrators get the numbers, readers of cases some of the cases behind them. */
export class RulePreview {
  @Shown({ description: 'Days looked back' }) days!: number;
  @Shown({ description: 'Cases looked at' }) cases!: number;
  @Shown({ description: 'Cases of these days that were not looked at, for there are too many' }) leftOut!: number;
  @Shown({ type: PreviewLine, isArray: true }) lines!: PreviewLine[];
  @Shown({ type: PreviewCase, isArray: true, description: 'At most a hundred' }) items!: PreviewCase[];
}

/** A matter typed in to see which rule of the dispatch catalogue takes it. */
export class RoutingTrialInput extends RuleContentInput {
  @Text(2000) text!: string;
  @Text(16, { optional: true }) categoryCode?: string;
  @Text(32, { optional: true }) accusedDepartmentCode?: string;
  @Text(64, { optional: true }) region?: string;
}
export class RoutingTrialRow {
  @Shown() lead!: string;
  @Shown({ type: String, isArray: true }) assists!: string[];
  @Shown() confidence!: number;
  @MaybeShown() rule?: string;
  @Shown({ example: 'rule:r12 category:04 keyword:罚款' }) reason!: string;
  @Shown({ description: 'Goes by itself' }) auto!: boolean;
}
export class RoutingTrialView {
  @Shown({ type: RoutingTrialRow, isArray: true }) suggestions!: RoutingTrialRow[];
}
