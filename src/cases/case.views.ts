import { ACTIONS } from '../domain/case-steps.js';
import { CONCLUSIONS } from '../domain/investigation-words.js';
import { CONTRADICTIONS } from '../domain/outcomes.js';
import {
  ASSIGNMENT_STATUSES,
  CASE_STATUSES,
  CHANNELS,
  ENTERPRISE_SIZES,
  FINDINGS,
  KINDS,
  LIGHTS,
  LIMIT_NAMES,
  LIMIT_UNITS,
  ORIGINS,
  SATISFIED,
  SOLVED,
  SUSPEND_GROUNDS,
  URGENCIES,
} from '../domain/vocabulary.js';
import { MaybeShown, Shown } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';
import { Warning } from './intake.dto.js';

const instant = { type: String, format: 'date-time' } as const;

export class DepartmentPart {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown({ enum: ['lead', 'assist'] }) role!: string;
  @Shown({ enum: ASSIGNMENT_STATUSES }) status!: string;
}

/** One line of a list. Departments read `summary`, everybody else `title`. */
export class CaseRow {
  @Shown() caseNumber!: string;
  @Shown() version!: number;
  @Shown({ enum: CASE_STATUSES }) status!: string;
  @Shown({ enum: KINDS }) kind!: string;
  @Shown({ enum: URGENCIES }) urgency!: string;
  @Shown({ enum: CHANNELS }) channel!: string;
  @MaybeShown() title?: string;
  @MaybeShown() summary?: string;
  @MaybeShown() categoryCode?: string;
  @MaybeShown() categoryName?: string;
  @MaybeShown() accusedDepartmentCode?: string;
  @MaybeShown() region?: string;
  @Shown({ type: DepartmentPart, isArray: true }) departments!: DepartmentPart[];
  @Shown(instant) receivedAt!: string;
  @Shown(instant) updatedAt!: string;
  @MaybeShown(instant) dueAt?: string;
  @MaybeShown(instant) amberAt?: string;
  @MaybeShown(instant) redAt?: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @MaybeShown({ enum: LIMIT_NAMES }) limitName?: string;
  @Shown() round!: number;
  @Shown() repeatCount!: number;
  @Shown() urgeCount!: number;
  @Shown() returnCount!: number;
}

export class CasePage implements Page<CaseRow> {
  @Shown({ type: CaseRow, isArray: true }) items!: CaseRow[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class MaskedComplainant {
  @MaybeShown({ description: 'Masked' }) name?: string;
  @MaybeShown({ description: 'Masked' }) phone?: string;
  @MaybeShown({ description: 'Masked' }) email?: string;
  @MaybeShown({ description: 'Masked' }) idNumber?: string;
  @MaybeShown({ description: 'Masked' }) address?: string;
  @Shown() anonymous!: boolean;
  @Shown() consentToBeNamed!: boolean;
  @MaybeShown({ format: 'date-time', description: 'When the term of keeping was over and the particulars went' }) forgottenAt?: string;
}

export class AnswerView {
  @Shown({ enum: FINDINGS }) finding!: string;
  @Shown({ enum: SOLVED }) solved!: string;
  @MaybeShown() unsolvedReason?: string;
  @MaybeShown() internalNote?: string;
  @Shown() publicReply!: string;
  @Shown() by!: string;
  @MaybeShown(instant) at?: string;
}

export class RequestView {
  @Shown({ enum: ['return', 'extension'] }) kind!: string;
  @Shown() reason!: string;
  @MaybeShown() workingDays?: number;
  @Shown(instant) at!: string;
}

export class AssignmentView {
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ enum: ['lead', 'assist'] }) role!: string;
  @Shown({ enum: ASSIGNMENT_STATUSES }) status!: string;
  @Shown() round!: number;
  @Shown() returnLocked!: boolean;
  @MaybeShown(instant) signedAt?: string;
  @MaybeShown(instant) firstContactAt?: string;
  @MaybeShown(instant) answeredAt?: string;
  @MaybeShown() answer?: AnswerView;
  @MaybeShown({ description: 'What was answered in the system the case comes from' }) formerReply?: string;
  @MaybeShown() request?: RequestView;
}

export class LimitView {
  @Shown({ enum: LIMIT_NAMES }) name!: string;
  @Shown({ enum: LIMIT_UNITS }) unit!: string;
  @Shown() amount!: number;
  @Shown(instant) startedAt!: string;
  @Shown(instant) dueAt!: string;
  @Shown(instant) amberAt!: string;
  @Shown(instant) redAt!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @Shown({ description: 'Falls in a year whose yearly notice is not known' }) provisional!: boolean;
  @MaybeShown() departmentCode?: string;
  @Shown({ enum: ['running', 'paused', 'met', 'missed', 'ended'] }) state!: string;
  @MaybeShown(instant) endedAt?: string;
}

export class HistoryActor {
  @MaybeShown() name?: string;
  @Shown() role!: string;
  @MaybeShown() departmentCode?: string;
}

export class HistoryEntry {
  @Shown({ description: 'Number in the event log' }) number!: number;
  @Shown({ example: 'case.dispatched' }) type!: string;
  @Shown(instant) at!: string;
  @Shown() by!: HistoryActor;
  @Shown({ type: Object, additionalProperties: true }) facts!: Record<string, unknown>;
}

export class MessageView {
  @Shown() id!: string;
  @Shown({ enum: ['in', 'out'] }) direction!: string;
  @Shown() text!: string;
  @Shown(instant) at!: string;
}

export class AttachmentView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown() size!: number;
  @Shown() type!: string;
  @Shown(instant) at!: string;
}

export class CallBackView {
  @Shown() round!: number;
  @Shown() attempt!: number;
  @Shown() reached!: boolean;
  @MaybeShown() contacted?: boolean;
  @MaybeShown({ enum: SOLVED }) solved?: string;
  @MaybeShown({ enum: SATISFIED }) satisfiedResult?: string;
  @MaybeShown({ enum: SATISFIED }) satisfiedProcess?: string;
  @MaybeShown() words?: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
}

export class RatingView {
  @Shown() round!: number;
  @Shown({ enum: SOLVED }) solved!: string;
  @Shown({ enum: SATISFIED }) satisfied!: string;
  @Shown() contacted!: boolean;
  @MaybeShown() comment?: string;
  @Shown(instant) at!: string;
}

export class OutcomeView {
  @MaybeShown() reasonCode?: string;
  @MaybeShown() text?: string;
  @MaybeShown() target?: string;
  @MaybeShown() knowledgeId?: string;
}

export class SuspensionView {
  @Shown({ enum: SUSPEND_GROUNDS }) ground!: string;
  @Shown(instant) since!: string;
  @MaybeShown(instant) until?: string;
}

export class DepartmentOutcome {
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ enum: FINDINGS }) finding!: string;
  @Shown({ enum: SOLVED }) solved!: string;
}
export class CallBackOutcome {
  @MaybeShown({ enum: SOLVED }) solved?: string;
  @MaybeShown({ enum: SATISFIED }) satisfied?: string;
  @MaybeShown() contacted?: boolean;
}
/** What the departments, the complainant when called back, and the commission said of the case, side by side. */
export class OutcomesView {
  @Shown({ type: DepartmentOutcome, isArray: true }) departments!: DepartmentOutcome[];
  @MaybeShown({ type: CallBackOutcome }) callBack?: CallBackOutcome;
  @MaybeShown({ enum: CONCLUSIONS, description: 'For supervisors and the commission alone' }) commission?: string;
  @Shown({ enum: CONTRADICTIONS, isArray: true }) contradictions!: string[];
}

/** What an unmasking shows, once: the named fields in plain. */
export class UnmaskedView {
  @Shown({ type: Object, additionalProperties: { type: 'string' } }) values!: Record<string, string>;
}

/** Where a case was before it came here. */
export class CameFromView {
  @Shown({ description: 'The other system' }) source!: string;
  @Shown({ description: 'Its number there' }) foreignNumber!: string;
}

/** Everything this reader may see of a case; what may not be seen is absent. */
export class CaseView extends CaseRow {
  @MaybeShown({ type: CameFromView }) cameFrom?: CameFromView;
  @MaybeShown() description?: string;
  @MaybeShown({ description: 'Masked' }) address?: string;
  @MaybeShown({ description: 'Masked' }) namedOfficial?: string;
  @MaybeShown(instant) occurredAt?: string;
  @MaybeShown({ description: 'Yuan' }) amountInvolved?: number;
  @MaybeShown() visits?: number;
  @MaybeShown() basisShown?: boolean;
  @MaybeShown() receiptGiven?: boolean;
  @MaybeShown() organisation?: string;
  @MaybeShown() uscc?: string;
  @MaybeShown({ enum: ENTERPRISE_SIZES }) size?: string;
  @MaybeShown({ enum: ORIGINS }) origin?: string;
  @MaybeShown() complainant?: MaskedComplainant;
  @MaybeShown() masterCaseNumber?: string;
  @Shown({ type: String, isArray: true }) mergedCaseNumbers!: string[];
  @MaybeShown({ type: OutcomeView }) rejection?: OutcomeView;
  @MaybeShown({ type: OutcomeView }) directAnswer?: OutcomeView;
  @MaybeShown() transferredTo?: string;
  @Shown({ type: AssignmentView, isArray: true }) assignments!: AssignmentView[];
  @Shown({ type: LimitView, isArray: true }) limits!: LimitView[];
  @Shown({ type: HistoryEntry, isArray: true }) history!: HistoryEntry[];
  @Shown({ enum: ACTIONS, isArray: true, description: 'Actions open to this reader now' }) actions!: string[];
  @Shown({ type: MessageView, isArray: true }) messages!: MessageView[];
  @Shown({ type: AttachmentView, isArray: true }) attachments!: AttachmentView[];
  @Shown({ type: CallBackView, isArray: true }) callBacks!: CallBackView[];
  @Shown({ type: RatingView, isArray: true }) ratings!: RatingView[];
  @MaybeShown({ type: SuspensionView }) suspended?: SuspensionView;
  @MaybeShown({ type: OutcomesView }) outcomes?: OutcomesView;
  @Shown({ type: Warning, isArray: true }) warnings!: Warning[];
}
