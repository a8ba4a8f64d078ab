import { TRACE_KINDS } from '../domain/trace-patterns.js';
import { TYPICAL_ACTIONS, TYPICAL_STATES } from '../domain/typical-case-life.js';
import { Choice, Code, ListOf, MaybeShown, Shaped, Shown, Text, Whole, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { TEXT_FIELDS } from './typical-case.store.js';

const [LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON] = [60, 3_000, 500];
const NUMBER = /^\d{14}$/;

export class TypicalCaseListQuery extends PageQuery {
  @Choice(TYPICAL_STATES, { optional: true }) state?: string;
}

/** From a closed case, or in words of one's own with the department it is about. */
export class NewTypicalCase {
  @Shaped(NUMBER, 14, { optional: true, description: 'A closed case; its summary and reply become the first draft' }) caseNumber?: string;
  @Code(32, { optional: true, description: 'The lead of the case unless told otherwise' }) departmentCode?: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Words(LONGEST_TITLE, { optional: true }) title?: string;
  @Words(LONGEST_TEXT, { optional: true }) happened?: string;
  @Words(LONGEST_TEXT, { optional: true }) dealt?: string;
}

export class ConfirmedInput {
  @Choice(TEXT_FIELDS) field!: (typeof TEXT_FIELDS)[number];
  @Choice(TRACE_KINDS) kind!: (typeof TRACE_KINDS)[number];
  @Text(200) text!: string;
  @Whole(1, 1_000, { description: 'The how manieth equal one in the field' }) n!: number;
}

export class TypicalTextInput {
  @Words(LONGEST_TITLE) title!: string;
  @Words(LONGEST_TEXT, { description: 'What happened' }) happened!: string;
  @Words(LONGEST_TEXT, { description: 'How it was dealt with' }) dealt!: string;
  @ListOf(() => ConfirmedInput, 300, { optional: true, description: 'Traces that a person decided to keep' }) confirmed?: ConfirmedInput[];
}

export class TypicalEditBody extends TypicalTextInput {
  @Whole(1, 1_000_000) version!: number;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Words(LONGEST_REASON, { optional: true, description: 'How and when the complainant agreed to be named in public' }) consentNote?: string;
}
export class TypicalStepBody {
  @Whole(1, 1_000_000) version!: number;
}
export class TypicalReasonBody extends TypicalStepBody {
  @Text(LONGEST_REASON) reason!: string;
}

export class TraceView {
  @Shown({ enum: TRACE_KINDS }) kind!: string;
  @Shown({ description: 'UTF-16 units from the beginning' }) from!: number;
  @Shown() to!: number;
  @Shown() text!: string;
  @Shown() n!: number;
  @Shown({ description: 'Cannot be kept, only replaced' }) mustGo!: boolean;
  @Shown({ description: 'Somebody decided that it stays' }) confirmed!: boolean;
  @Shown({ description: 'Words proposed instead' }) replacement!: string;
}
export class FieldTracesView {
  @Shown({ type: TraceView, isArray: true }) title!: TraceView[];
  @Shown({ type: TraceView, isArray: true }) happened!: TraceView[];
  @Shown({ type: TraceView, isArray: true }) dealt!: TraceView[];
}
export class CheckView {
  @Shown({ type: FieldTracesView }) traces!: FieldTracesView;
  @Shown({ description: 'Traces nobody has decided on' }) unresolved!: number;
}
export class OriginalPartView {
  @Shown({ enum: ['title', 'description', 'summary', 'reply'] }) part!: string;
  @Shown() text!: string;
  @Shown({ type: TraceView, isArray: true }) traces!: TraceView[];
}
export class ApprovalView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ format: 'date-time' }) at!: string;
}
export class TypicalVersionView {
  @Shown() version!: number;
  @Shown({ enum: ['create', ...TYPICAL_ACTIONS] }) step!: string;
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() title!: string;
  @Shown() happened!: string;
  @Shown() dealt!: string;
}

export class TypicalCaseRow {
  @Shown() id!: string;
  @MaybeShown({ description: 'Public number, once published' }) number?: string;
  @Shown({ enum: TYPICAL_STATES }) state!: string;
  @Shown() version!: number;
  @MaybeShown() caseNumber?: string;
  @Shown() departmentCode!: string;
  @MaybeShown() categoryCode?: string;
  @Shown() title!: string;
  @Shown() unresolved!: number;
  @Shown({ description: 'Approvals given' }) approved!: number;
  @Shown({ description: 'Approvals needed' }) needed!: number;
  @Shown() author!: string;
  @Shown() authorName!: string;
  @Shown({ format: 'date-time' }) updatedAt!: string;
  @MaybeShown({ format: 'date-time' }) publishedAt?: string;
  @MaybeShown({ format: 'date-time' }) withdrawnAt?: string;
}
export class TypicalCasePage implements Page<TypicalCaseRow> {
  @Shown({ type: TypicalCaseRow, isArray: true }) items!: TypicalCaseRow[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class TypicalCaseView extends TypicalCaseRow {
  @Shown() happened!: string;
  @Shown() dealt!: string;
  @Shown({ type: FieldTracesView }) traces!: FieldTracesView;
  @Shown({ type: OriginalPartView, isArray: true, description: 'Texts of the case behind it' }) original!: OriginalPartView[];
  @Shown({ description: 'The complainant agreed to be named' }) consents!: boolean;
  @MaybeShown() consentNote?: string;
  @MaybeShown() returnReason?: string;
  @MaybeShown() withdrawReason?: string;
  @Shown({ type: ApprovalView, isArray: true }) approvals!: ApprovalView[];
  @Shown({ type: TypicalVersionView, isArray: true, description: 'The newest first' }) versions!: TypicalVersionView[];
  @Shown({ enum: TYPICAL_ACTIONS, isArray: true }) actions!: string[];
}

export class PublicCasesQuery extends PageQuery {
  @Code(32, { optional: true }) departmentCode?: string;
}
/** A published typical case: nothing in it leads back to the complaint. */
export class PublicCaseView {
  @Shown({ example: '2026-003' }) number!: string;
  @Shown({ description: 'Month of publication, YYYY-MM' }) month!: string;
  @Shown() departmentCode!: string;
  @Shown() department!: string;
  @Shown() departmentEn!: string;
  @MaybeShown() category?: string;
  @MaybeShown() categoryEn?: string;
  @Shown() title!: string;
  @Shown({ description: 'What happened' }) happened!: string;
  @Shown({ description: 'How it was dealt with' }) dealt!: string;
}
export class PublicCasePage implements Page<PublicCaseView> {
  @Shown({ type: PublicCaseView, isArray: true }) items!: PublicCaseView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
