import { type Kind, KINDS } from '../domain/vocabulary.js';
import { Choice, Code, Flag, MaybeShown, NestedList, Shaped, Shown, Text, Words, Yuan } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
export const VISIT_STATES = ['planned', 'done', 'cancelled'] as const;
export type VisitState = (typeof VISIT_STATES)[number];

export class VisitListQuery extends PageQuery {
  @Choice(VISIT_STATES, { optional: true }) state?: VisitState;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(36, { optional: true }) enterpriseId?: string;
  @Shaped(DAY, 10, { optional: true, description: 'Planned on or after' }) from?: string;
  @Shaped(DAY, 10, { optional: true }) to?: string;
}
export class VisitPlanInput {
  @Code(36) enterpriseId!: string;
  @Shaped(DAY, 10) plannedOn!: string;
  @Text(200, { optional: true, description: 'Who goes' }) visitors?: string;
}
export class VisitMatterInput {
  @Choice(KINDS) kind!: Kind;
  @Text(4000) text!: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Code(32, { optional: true }) accusedDepartmentCode?: string;
  @Yuan({ optional: true }) amountInvolved?: number;
}
export class VisitRecordInput {
  @Shaped(DAY, 10) visitedOn!: string;
  @Text(200) visitors!: string;
  @Text(4000, { description: 'What was said' }) said!: string;
  @NestedList(() => VisitMatterInput, 10) matters!: VisitMatterInput[];
}
export class VisitCancelInput {
  @Words(500, { optional: true }) reason?: string;
}
export class VisitCaseInput {
  @Flag({ optional: true, description: 'The enterprise does not want to be named at all' }) anonymous?: boolean;
  @Flag({ optional: true, description: 'It agrees to be named to the department' }) consentToBeNamed?: boolean;
}

export class VisitMatterView {
  @Shown() id!: string;
  @Shown({ enum: KINDS }) kind!: string;
  @MaybeShown({ description: 'Until it has become a case' }) text?: string;
  @MaybeShown() categoryCode?: string;
  @MaybeShown() accusedDepartmentCode?: string;
  @MaybeShown({ description: 'Yuan' }) amountInvolved?: number;
  @Shown() registered!: boolean;
  @MaybeShown({ description: 'Where this reader may see the case' }) caseNumber?: string;
}
export class VisitView {
  @Shown() id!: string;
  @Shown() enterpriseId!: string;
  @Shown() enterpriseName!: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown() departmentName?: string;
  @Shown({ enum: VISIT_STATES }) state!: VisitState;
  @Shown() plannedOn!: string;
  @MaybeShown() visitedOn?: string;
  @MaybeShown() visitors?: string;
  @Shown({ description: 'Who planned it' }) by!: string;
  @Shown() matters!: number;
}
export class VisitDetail extends VisitView {
  @MaybeShown() said?: string;
  @Shown({ type: VisitMatterView, isArray: true }) found!: VisitMatterView[];
  @Shown({ type: String, isArray: true }) actions!: string[];
}
export class VisitPage implements Page<VisitView> {
  @Shown({ type: VisitView, isArray: true }) items!: VisitView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class VisitCaseView {
  @Shown() caseNumber!: string;
  @MaybeShown({ description: 'For the enterprise; departments never learn it, for it lets its holder rate and withdraw' })
  trackingCode?: string;
}
