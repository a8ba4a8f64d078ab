import { BehaviourMeasureView } from '../departments/behaviour.dto.js';
import { CHANNELS, type Channel, ENTERPRISE_SIZES, type EnterpriseSize, KINDS, type Kind } from '../domain/vocabulary.js';
import { Choice, Code, MaybeShown, Shown, Words } from '../platform/http/fields.js';
import { CaseRow } from './case.views.js';

/** A case as far as it is typed: nothing has to be whole yet. */
export class SuggestionsInput {
  @Words(120, { optional: true }) title?: string;
  @Words(10_000) description!: string;
  @Choice(KINDS, { optional: true }) kind?: Kind;
  @Choice(CHANNELS, { optional: true }) channel?: Channel;
  @Choice(ENTERPRISE_SIZES, { optional: true }) size?: EnterpriseSize;
  @Code(16, { optional: true }) categoryCode?: string;
  @Code(32, { optional: true }) accusedDepartmentCode?: string;
  @Words(64, { optional: true }) region?: string;
  @Words(30, { optional: true }) phone?: string;
  @Words(18, { optional: true }) uscc?: string;
}

export const REPEAT_REASONS = ['same-phone', 'same-enterprise', 'same-department-and-category', 'similar-text'] as const;
export type RepeatReason = (typeof REPEAT_REASONS)[number];

export class RepeatProposal extends CaseRow {
  @Shown({ description: 'How alike the texts are, 0 to 1' }) score!: number;
  @Shown({ enum: REPEAT_REASONS, isArray: true }) reasons!: RepeatReason[];
}

export class RoutingProposal {
  @Shown() lead!: string;
  @Shown() leadName!: string;
  @Shown({ type: String, isArray: true }) assists!: string[];
  @Shown({ description: '0 to 1' }) confidence!: number;
  @Shown({ enum: ['rule', 'history', 'accused'] }) source!: string;
  @MaybeShown({ description: 'Rule of the dispatch catalogue' }) rule?: string;
  @Shown({ example: 'rule:r12 category:04 keyword:罚款' }) reason!: string;
}

export class CategoryProposal {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown({ description: '0 to 1' }) score!: number;
}

export class BehaviourProposal {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: BehaviourMeasureView, isArray: true }) measures!: BehaviourMeasureView[];
  @MaybeShown() article?: string;
}

export class ConflictView {
  @Shown() departmentCode!: string;
  @Shown({ enum: ['accused', 'below-accused'] }) reason!: string;
}

export class BrokenRule {
  @Shown() id!: string;
  @Shown({ example: 'unknown-department:tourism' }) problem!: string;
}

/** What the operator is told while the caller speaks. */
export class IntakeSuggestions {
  @Shown({ type: RepeatProposal, isArray: true }) repeats!: RepeatProposal[];
  @Shown({ type: RoutingProposal, isArray: true }) routing!: RoutingProposal[];
  @Shown({ type: CategoryProposal, isArray: true }) categories!: CategoryProposal[];
  @Shown({ type: BehaviourProposal, isArray: true, description: 'What the catalogue says of the category chosen, else of the likeliest' })
  behaviours!: BehaviourProposal[];
}

/** What the dispatcher is told of a case. */
export class CaseSuggestions extends IntakeSuggestions {
  @Shown({ type: ConflictView, isArray: true, description: 'Departments that may not have this case' }) conflicts!: ConflictView[];
  @MaybeShown({ type: BrokenRule, isArray: true, description: 'Rules of the catalogue that cannot be used as they stand' })
  broken?: BrokenRule[];
}
