import { CARD_STEPS, CONCERN_STEPS, EXPLANATION_STEPS, URGING_STEPS } from '../domain/office-steps.js';
import {
  ACCOUNT_MEASURES,
  CARD_COLOURS,
  CARD_RULES,
  CARD_STATUSES,
  CONCERN_KINDS,
  CONCERN_STATES,
  EXPLANATION_STATUSES,
  URGING_STATES,
} from '../domain/office-vocabulary.js';
import { LIGHTS, LIMIT_NAMES } from '../domain/vocabulary.js';
import { MaybeShown, Shown } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';

const instant = { type: String, format: 'date-time' } as const;
const actionsOf = (rows: readonly { action: string }[]) => ({
  enum: rows.map(({ action }) => action),
  isArray: true,
  description: 'Actions open to this reader now',
});

/** A card with its rule, version and ground, and what became of it. */
export class CardView {
  @Shown() cardId!: string;
  @Shown() version!: number;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @MaybeShown() caseNumber?: string;
  @Shown({ enum: CARD_COLOURS }) colour!: string;
  @Shown({ enum: CARD_RULES }) rule!: string;
  @MaybeShown({ description: 'Version of the rules on cards; absent for cards by hand' }) ruleVersion?: number;
  @Shown() ground!: string;
  @Shown({ enum: CARD_STATUSES }) status!: string;
  @Shown(instant) issuedAt!: string;
  @Shown() issuedBy!: string;
  @MaybeShown({ ...instant, description: 'Until then it may be appealed' }) appealUntil?: string;
  @MaybeShown() appeal?: string;
  @MaybeShown(instant) appealedAt?: string;
  @MaybeShown() why?: string;
  @MaybeShown(instant) decidedAt?: string;
  @MaybeShown() decidedBy?: string;
  @Shown(actionsOf(CARD_STEPS)) actions!: string[];
}
export class CardPage implements Page<CardView> {
  @Shown({ type: CardView, isArray: true }) items!: CardView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class AccountabilityView {
  @Shown({ description: 'Masked' }) person!: string;
  @Shown() post!: string;
  @Shown({ enum: ACCOUNT_MEASURES }) measure!: string;
  @MaybeShown() note?: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
}

export class ExplanationRowView {
  @Shown() explanationId!: string;
  @Shown() version!: number;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @MaybeShown() caseNumber?: string;
  @Shown({ enum: EXPLANATION_STATUSES }) status!: string;
  @Shown({ description: 'What has to be explained' }) ground!: string;
  @Shown(instant) dueAt!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @Shown(instant) demandedAt!: string;
  @Shown() demandedBy!: string;
  @MaybeShown(instant) givenAt?: string;
  @Shown(actionsOf(EXPLANATION_STEPS)) actions!: string[];
}

/** A letter; its draft is shown to the department alone. */
export class ExplanationView extends ExplanationRowView {
  @MaybeShown() draft?: string;
  @MaybeShown() letter?: string;
  @MaybeShown() givenBy?: string;
  @MaybeShown({ description: 'Why it was returned' }) reason?: string;
  @MaybeShown(instant) decidedAt?: string;
  @MaybeShown() decidedBy?: string;
  @Shown({ type: AccountabilityView, isArray: true }) accountability!: AccountabilityView[];
}
export class ExplanationPage implements Page<ExplanationRowView> {
  @Shown({ type: ExplanationRowView, isArray: true }) items!: ExplanationRowView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** What came to the supervisor's desk by itself, with the facts it came for. */
export class ConcernView {
  @Shown() concernId!: string;
  @Shown() version!: number;
  @Shown({ enum: CONCERN_KINDS }) kind!: string;
  @MaybeShown() caseNumber?: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown({ description: 'How often: repeats, returns, dissatisfied call-backs' }) count?: number;
  @MaybeShown({ description: 'alike-answers: the other case' }) like?: string;
  @MaybeShown({ description: 'alike-answers: 0 to 1' }) similarity?: number;
  @MaybeShown({ enum: LIMIT_NAMES, description: 'long-overdue: which limit' }) limit?: string;
  @MaybeShown(instant) dueAt?: string;
  @MaybeShown({ description: 'long-busy: who' }) person?: string;
  @MaybeShown({ description: 'long-busy: the reason given' }) reason?: string;
  @MaybeShown(instant) since?: string;
  @Shown({ enum: CONCERN_STATES }) state!: string;
  @Shown(instant) createdAt!: string;
  @MaybeShown() why?: string;
  @MaybeShown(instant) decidedAt?: string;
  @MaybeShown() decidedBy?: string;
  @Shown(actionsOf(CONCERN_STEPS)) actions!: string[];
}
export class ConcernPage implements Page<ConcernView> {
  @Shown({ type: ConcernView, isArray: true }) items!: ConcernView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class UrgingView {
  @Shown() urgingId!: string;
  @Shown() version!: number;
  @Shown() caseNumber!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @MaybeShown({ enum: LIMIT_NAMES }) limit?: string;
  @Shown() text!: string;
  @Shown({ enum: URGING_STATES }) state!: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
  @MaybeShown(instant) acknowledgedAt?: string;
  @MaybeShown() acknowledgedBy?: string;
  @Shown(actionsOf(URGING_STEPS)) actions!: string[];
}
export class UrgingPage implements Page<UrgingView> {
  @Shown({ type: UrgingView, isArray: true }) items!: UrgingView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
