import { QUESTION_KINDS } from '../domain/questionnaires.js';
import { ENTERPRISE_SIZES, type EnterpriseSize, type Origin, ORIGINS } from '../domain/vocabulary.js';
import { IntakeReceipt } from '../cases/intake.dto.js';
import { Choice, Code, Codes, Flag, Free, MaybeShown, Nested, Shaped, Shown, Text, Words } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
export const ANSWER_WAYS = ['link', 'visit'] as const;
export type AnswerWay = (typeof ANSWER_WAYS)[number];

export class OptionView {
  @Shown() code!: string;
  @Shown() text!: string;
  @Shown() textEn!: string;
}
export class QuestionView {
  @Shown() code!: string;
  @Shown({ enum: QUESTION_KINDS }) kind!: string;
  @Shown() text!: string;
  @Shown() textEn!: string;
  @MaybeShown() optional?: boolean;
  @MaybeShown({ type: OptionView, isArray: true }) options?: OptionView[];
}
export class QuestionnaireView {
  @Shown() code!: string;
  @Shown() version!: number;
  @Shown() title!: string;
  @Shown() titleEn!: string;
  @Shown() intro!: string;
  @Shown() introEn!: string;
  @Shown({ type: QuestionView, isArray: true }) questions!: QuestionView[];
}

export class RoundInput {
  @Code(32) questionnaire!: string;
  @Text(120) title!: string;
  @Shaped(DAY, 10) opensOn!: string;
  @Shaped(DAY, 10) closesOn!: string;
}
export class InvitationsInput {
  @Codes(500, { optional: true, description: 'Enterprises by id; absent: all that fit the rest' }) enterpriseIds?: string[];
  @Code(32, { optional: true }) departmentCode?: string;
  @Choice(ENTERPRISE_SIZES, { optional: true }) size?: EnterpriseSize;
  @Choice(ORIGINS, { optional: true }) origin?: Origin;
  @Flag({ optional: true, description: 'Key enterprises alone' }) isKey?: boolean;
}
export class InvitationsView {
  @Shown() invited!: number;
  @Shown({ description: 'Were invited before' }) already!: number;
  @Shown({ description: 'Have no number that takes messages' }) unreachable!: number;
}
export class RoundView {
  @Shown() id!: string;
  @Shown() questionnaire!: string;
  @Shown() title!: string;
  @Shown() opensOn!: string;
  @Shown() closesOn!: string;
  @Shown({ enum: ['to-come', 'open', 'closed'] }) state!: 'to-come' | 'open' | 'closed';
  @Shown() invited!: number;
  @Shown() answered!: number;
}
export class RoundPage implements Page<RoundView> {
  @Shown({ type: RoundView, isArray: true }) items!: RoundView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class ResultsQuery {
  @Choice(ENTERPRISE_SIZES, { optional: true }) size?: EnterpriseSize;
  @Choice(ORIGINS, { optional: true }) origin?: Origin;
  @Choice(ANSWER_WAYS, { optional: true }) way?: AnswerWay;
}
export class OptionResult {
  @Shown() code!: string;
  @Shown() count!: number;
  @Shown({ description: 'Of those who answered the question, 0 to 1' }) share!: number;
}
export class QuestionResultView {
  @Shown() code!: string;
  @Shown({ enum: QUESTION_KINDS }) kind!: string;
  @Shown({ description: 'How many answered this question' }) n!: number;
  @Shown({ description: 'Fewer than ten' }) small!: boolean;
  @MaybeShown({ description: 'Mean of a scale, 1 to 5' }) mean?: number;
  @Shown({ type: OptionResult, isArray: true }) options!: OptionResult[];
}
export class CommentView {
  @Shown() id!: string;
  @Shown({ description: 'Numbers that lead to a person are masked' }) text!: string;
  @Shown() answeredOn!: string;
  @Shown({ description: 'A case came of it' }) registered!: boolean;
  @MaybeShown({ description: 'Where this reader may see the case' }) caseNumber?: string;
}
export class ResultsView extends RoundView {
  @Shown({ type: QuestionnaireView }) content!: QuestionnaireView;
  @Shown({ description: 'Answers counted here' }) counted!: number;
  @Shown({ type: QuestionResultView, isArray: true }) results!: QuestionResultView[];
  @Shown({ type: CommentView, isArray: true, description: 'For the office alone' }) comments!: CommentView[];
}

export class QuestionnaireLookInput {
  @Words(100) token!: string;
}
export class ToldMatter {
  @Text(4000) description!: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Code(32, { optional: true }) accusedDepartmentCode?: string;
  @Text(60, { optional: true, description: 'With a name or a number the enterprise is named to the hotline' }) name?: string;
  @Text(30, { optional: true }) phone?: string;
}
export class QuestionnaireAnswerInput extends QuestionnaireLookInput {
  @Free({ description: 'By question: 1 to 5, the code of an option, a list of codes, or words' }) answers!: Record<string, unknown>;
  @Nested(() => ToldMatter, { optional: true, description: 'A matter that is to become a case' }) matter?: ToldMatter;
}
export class VisitAnswerInput {
  @Code(36) visitId!: string;
  @Free() answers!: Record<string, unknown>;
}
export class InvitedView {
  @Shown({ enum: ['open', 'used', 'closed'] }) status!: 'open' | 'used' | 'closed';
  @MaybeShown({ type: QuestionnaireView }) questionnaire?: QuestionnaireView;
  @MaybeShown({ type: IntakeReceipt, description: 'Of the matter that became a case; shown once' }) receipt?: IntakeReceipt;
}
export class AnsweredView {
  @Shown() id!: string;
}
export class CommentCaseView {
  @Shown() caseNumber!: string;
}
