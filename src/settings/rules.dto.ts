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
/** Rules as far as they are written; nothing is checked yet. */
export class RuleDraftInput extends RuleContentInput {
  @Whole(0, 1_000_000, { description: 'The version it is written over' }) base!: number;
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
/** A place where a text to complainants stands, and the facts it may and must name: `{caseNumber}`. */
export class TextSlotView {
  @Shown({ example: 'templates.survey' }) path!: string;
  @Shown({ type: String, isArray: true }) known!: string[];
  @Shown({ type: String, isArray: true }) needed!: string[];
}
/** What this reader is still writing. */
export class RuleDraftView {
  @Shown({ description: 'The version it is written over' }) base!: number;
  @Shown(CONTENT) content!: Record<string, unknown>;
  @Shown({ format: 'date-time' }) savedAt!: string;
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
  @MaybeShown({ type: RuleDraftView }) draft?: RuleDraftView;
  @Shown({ description: 'Whether this reader may propose' }) mayPropose!: boolean;
  @MaybeShown({ type: TextSlotView, isArray: true, description: 'Of texts: their places' }) slots?: TextSlotView[];
  @MaybeShown({ type: 'object', additionalProperties: { type: 'string' }, description: 'Of texts: facts of the usual length' })
  samples?: Record<string, string>;
}

/** One line of a preview: what is counted, before and after. */
export class PreviewLine {
  @Shown({ example: 'answer' }) key!: string;
  @Shown({ description: 'Cases looked at' }) looked!: number;
  @Shown({ description: 'Of these, those for which it would be different' }) changed!: number;
  @Shown({
    description:
      'limits: late; routing: as the dispatcher chose; categories: still open; retention: due and not swept yet; notices: segments',
  })
  before!: number;
  @Shown() after!: number;
}
export class PreviewCase {
  @Shown() caseNumber!: string;
  @Shown() key!: string;
  @Shown() before!: string;
  @Shown() after!: string;
}
/** A text that was sent or read, as it is and as it would be; no link, no name. The case only for those who may see it. */
export class PreviewText {
  @Shown({ example: 'templates.survey' }) key!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @MaybeShown() caseNumber?: string;
  @Shown() before!: string;
  @Shown() after!: string;
}
/** From what to what: `answer`, `1 working-days`, `2 working-days`; or `lead` with codes of departments. Empty where there would be none. */
export class PreviewChange {
  @Shown({ example: 'answer' }) key!: string;
  @Shown({ example: '1 working-days' }) before!: string;
  @Shown({ example: '2 working-days' }) after!: string;
  @Shown({ description: 'Cases' }) cases!: number;
}
/** A category of which some cases would be treated otherwise; without a code those that have none. */
export class PreviewCategory {
  @MaybeShown({ example: '0401' }) code?: string;
  @Shown({ description: 'Cases looked at' }) looked!: number;
  @Shown({ description: 'Of these, those with a change' }) changed!: number;
  @Shown({ type: PreviewChange, isArray: true, description: 'Most cases first' }) changes!: PreviewChange[];
}
/** What rules would have made of real cases. Administrators get the numbers, readers of cases some of the cases behind them. */
export class RulePreview {
  @Shown({ description: 'Days looked back' }) days!: number;
  @Shown({ description: 'Cases looked at' }) cases!: number;
  @Shown({ description: 'Cases of these days that were not looked at, for there are too many' }) leftOut!: number;
  @Shown({ type: PreviewLine, isArray: true }) lines!: PreviewLine[];
  @Shown({ type: PreviewCase, isArray: true, description: 'At most a hundred' }) items!: PreviewCase[];
  @MaybeShown({
    type: PreviewCategory,
    isArray: true,
    description: 'Of limits and routing: the categories with a change, most cases first',
  })
  categories?: PreviewCategory[];
  @MaybeShown({ type: PreviewText, isArray: true, description: 'Of texts: the newest twenty of each that changes, at most a hundred' })
  texts?: PreviewText[];
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
