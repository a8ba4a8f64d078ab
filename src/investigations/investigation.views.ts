import { CONTRADICTIONS } from '../domain/outcomes.js';
import { INVESTIGATION_ACTIONS } from '../domain/investigation-steps.js';
import {
  CLARIFICATION_SCOPES,
  CONCLUSIONS,
  IMPOSERS,
  INVESTIGATION_LIMITS,
  INVESTIGATION_SOURCES,
  INVESTIGATION_STATUSES,
  MEASURE_FAMILIES,
  RANKS,
  VETOES,
} from '../domain/investigation-words.js';
import { LIGHTS } from '../domain/vocabulary.js';
import { Choice, QueryWhole, Shaped, Words, MaybeShown, Shown } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const instant = { type: String, format: 'date-time' } as const;
const day = { type: String, format: 'date' } as const;
export { CONTRADICTIONS };

export class InvestigationListQuery extends PageQuery {
  @Choice(INVESTIGATION_STATUSES, { optional: true }) status?: string;
  @Choice(LIGHTS, { optional: true }) light?: string;
  @Choice(CONCLUSIONS, { optional: true }) conclusion?: string;
  @Choice(INVESTIGATION_SOURCES, { optional: true }) source?: string;
  @Choice(['open', 'waiting', 'ended'], { optional: true, description: 'At work; a conclusion waits for a word; concluded or archived' })
  stage?: string;
  @Shaped(/^\d{14}$/, 14, { optional: true, description: 'Those about a case' }) caseNumber?: string;
  @Words(40, { optional: true, description: 'The beginning of a number' }) q?: string;
  @Choice(['due', '-received'], { optional: true }) sort?: string;
}

export class NamedDepartment {
  @Shown() code!: string;
  @Shown() name!: string;
}
/** A member of the commission, by name. */
export class NamedPerson {
  @Shown() username!: string;
  @Shown() name!: string;
}

/** One line of the register. */
export class InvestigationLine {
  @Shown({ example: 'X20260012' }) investigationNumber!: string;
  @Shown() version!: number;
  @Shown({ enum: INVESTIGATION_STATUSES }) status!: string;
  @Shown({ enum: INVESTIGATION_SOURCES }) source!: string;
  @Shown() title!: string;
  @MaybeShown() categoryCode?: string;
  @MaybeShown() categoryName?: string;
  @Shown({ type: NamedDepartment, isArray: true }) departments!: NamedDepartment[];
  @MaybeShown({ enum: CONCLUSIONS }) conclusion?: string;
  @MaybeShown({ enum: ['approval', 'second-approval'], description: 'Whose word a proposed conclusion waits for' }) waitsFor?: string;
  @Shown(instant) receivedAt!: string;
  @Shown(instant) updatedAt!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @MaybeShown({ enum: INVESTIGATION_LIMITS }) limitName?: string;
  @MaybeShown(instant) dueAt?: string;
}

export class InvestigationPage implements Page<InvestigationLine> {
  @Shown({ type: InvestigationLine, isArray: true }) items!: InvestigationLine[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class InvestigationCaseView {
  @Shown() caseNumber!: string;
  @Shown({ description: 'Whether this reader may open the case itself' }) open!: boolean;
  @Shown({ description: 'Its reporter gave a name and can be told' }) reporter!: boolean;
  @MaybeShown(instant) acceptanceToldAt?: string;
  @MaybeShown(instant) resultToldAt?: string;
}

export class MatterView {
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown() categoryCode!: string;
  @Shown() categoryName!: string;
  @MaybeShown() personId?: string;
  @MaybeShown() document?: string;
  @Shown(day) from!: string;
  @Shown(day) to!: string;
}
export class ConclusionApproval {
  @Shown() name!: string;
  @Shown(instant) at!: string;
}
/** A conclusion, proposed or approved, with the people who said it. */
export class ConclusionView {
  @Shown({ enum: CONCLUSIONS }) conclusion!: string;
  @Shown() text!: string;
  @Shown({ type: MatterView, isArray: true }) matters!: MatterView[];
  @Shown({ enum: VETOES, isArray: true }) vetoes!: string[];
  @Shown() proposedBy!: string;
  @Shown(instant) proposedAt!: string;
  @Shown({ type: ConclusionApproval, isArray: true }) approvals!: ConclusionApproval[];
  @Shown() final!: boolean;
}

export class DecidedMeasureView {
  @Shown() id!: string;
  @Shown() personId!: string;
  @Shown({ description: 'Code in the list of measures' }) measure!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ enum: MEASURE_FAMILIES }) family!: string;
  @Shown({ description: 'Which of the four forms, 1 to 4' }) form!: number;
  @Shown({ enum: IMPOSERS }) imposedBy!: string;
  @MaybeShown({ description: 'Index of the matter it answers' }) matter?: number;
  @MaybeShown() behaviourCode?: string;
  @Shown(instant) decidedAt!: string;
  @MaybeShown({ ...day, description: 'The day its influence has ended' }) endsOn?: string;
  @Shown({ enum: ['running', 'ended', 'none'] }) influence!: string;
  @MaybeShown(instant) carriedOutAt?: string;
}
export class PersonView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ enum: RANKS }) rank!: string;
  @MaybeShown() post?: string;
  @MaybeShown({ description: 'The heaviest of the four forms this person met with' }) form?: number;
  @Shown({ type: DecidedMeasureView, isArray: true }) measures!: DecidedMeasureView[];
}

export class InvestigationLimitView {
  @Shown({ enum: INVESTIGATION_LIMITS }) name!: string;
  @Shown({ enum: ['months', 'calendar-days', 'working-days'] }) unit!: string;
  @Shown() amount!: number;
  @Shown(instant) startedAt!: string;
  @Shown(instant) dueAt!: string;
  @Shown(instant) amberAt!: string;
  @Shown(instant) redAt!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @Shown() provisional!: boolean;
  @Shown({ enum: ['running', 'met', 'missed', 'ended'] }) state!: string;
  @MaybeShown(instant) endedAt?: string;
}

/** One step of the file: what was done, by whom, and what was written about it. */
export class InvestigationStepView {
  @Shown() id!: string;
  @Shown({ enum: ['open', ...INVESTIGATION_ACTIONS] }) type!: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
  @Shown({ type: Object, additionalProperties: true, description: 'The words and codes of the step' }) said!: Record<string, unknown>;
}
export class InvestigationDocumentView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown({ description: 'Bytes' }) size!: number;
  @Shown() type!: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
}
export class ClarificationView {
  @Shown({ enum: CLARIFICATION_SCOPES }) scope!: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
}
/** What the catalogue of behaviours and the law offer for its matters. */
export class LegalView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: String, isArray: true }) measures!: string[];
  @MaybeShown() article?: string;
  @MaybeShown() range?: string;
}

/** The whole file. */
export class InvestigationView extends InvestigationLine {
  @Shown() text!: string;
  @MaybeShown(instant) concludedAt?: string;
  @Shown({ type: InvestigationCaseView, isArray: true }) cases!: InvestigationCaseView[];
  @MaybeShown({ type: ConclusionView }) proposal?: ConclusionView;
  @MaybeShown({ type: ClarificationView }) clarification?: ClarificationView;
  @Shown({ type: PersonView, isArray: true }) persons!: PersonView[];
  @Shown({ type: InvestigationLimitView, isArray: true }) limits!: InvestigationLimitView[];
  @Shown({ type: InvestigationStepView, isArray: true }) steps!: InvestigationStepView[];
  @Shown({ type: InvestigationDocumentView, isArray: true }) documents!: InvestigationDocumentView[];
  @Shown({ type: NamedPerson, isArray: true }) readers!: NamedPerson[];
  @Shown({ type: LegalView, isArray: true }) legal!: LegalView[];
  @Shown({ enum: INVESTIGATION_ACTIONS, isArray: true, description: 'Actions open to this reader now' }) actions!: string[];
}

/** What an action leaves for one who may no longer see the file. */
export class InvestigationLeft {
  @Shown() investigationNumber!: string;
  @Shown() status!: string;
}

export class MeasureRuleView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ enum: MEASURE_FAMILIES }) family!: string;
  @Shown() form!: number;
  @MaybeShown({ description: 'Months of influence' }) months?: number;
}
/** What forms choose from. */
export class InvestigationChoices {
  @Shown({ type: MeasureRuleView, isArray: true }) measures!: MeasureRuleView[];
  @Shown({ type: NamedPerson, isArray: true, description: 'Inspectors the commissioner may name; empty for others' })
  inspectors!: NamedPerson[];
}

export class CountsQuery {
  @QueryWhole(1, 36, 12) months: number = 12;
}
export class DisclosedView {
  @MaybeShown() value?: number;
  @MaybeShown({ description: 'Smaller counts point at people and are not told' }) fewerThan?: number;
}
export class MonthCounts {
  @Shown({ example: '2026-10' }) month!: string;
  @Shown({ type: DisclosedView }) opened!: DisclosedView;
  @Shown({ type: DisclosedView }) concluded!: DisclosedView;
}
/** Months that are over, the newest first. */
export class InvestigationCounts {
  @Shown({ type: MonthCounts, isArray: true }) months!: MonthCounts[];
}
