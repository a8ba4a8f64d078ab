import type { Action } from '../domain/case-steps.js';
import type { Body } from '../domain/case-life.js';
import { CARD_COLOURS, ORDER_FORMS, ORDER_MODES } from '../domain/office-vocabulary.js';
import { FINDINGS, REJECT_REASONS, SATISFIED, SOLVED, SUSPEND_GROUNDS, UNMASKABLE } from '../domain/vocabulary.js';
import { At, Choice, Choices, Code, Codes, Flag, Text, Whole, Words } from '../platform/http/fields.js';
import { checked } from '../platform/http/checked.js';
import { invalid } from '../platform/http/problem.js';

/** Every action names the version it was decided on. */
class Versioned {
  @Whole(1, 2 ** 31, { description: 'Version of the case as it was shown' }) version!: number;
}
class RejectBody extends Versioned {
  @Choice(REJECT_REASONS) reasonCode!: string;
  @Text(4000) text!: string;
  @Text(64, { optional: true, description: 'Where the complainant should go' }) channel?: string;
}
class AnswerDirectlyBody extends Versioned {
  @Text(8000) text!: string;
  @Code(32, { optional: true }) knowledgeId?: string;
}
class TransferOutBody extends Versioned {
  @Text(64) target!: string;
  @Text(2000) reason!: string;
}
class ReasonBody extends Versioned {
  @Text(2000) reason!: string;
}
class MergeBody extends Versioned {
  @Code(14) masterCaseNumber!: string;
  @Text(2000, { optional: true }) reason?: string;
}
class ProjectBody extends Versioned {
  @Code(16, { description: 'A project of the green channel' }) projectCode!: string;
}
class DispatchBody extends Versioned {
  @Code(32) lead!: string;
  @Codes(10, { optional: true }) assists?: string[];
  @Text(4000, { description: 'Transfer summary: what the departments read instead of the original' }) summary!: string;
  @Flag({ optional: true, description: 'Designated: may not be returned' }) designated?: boolean;
}
class DepartmentReasonBody extends Versioned {
  @Code(32) departmentCode!: string;
  @Text(2000) reason!: string;
}
class DepartmentBody extends Versioned {
  @Code(32) departmentCode!: string;
  @Text(2000, { optional: true }) reason?: string;
}
class RequestExclusionBody extends Versioned {
  @Text(2000) reason!: string;
  @Text(2000, { optional: true, description: 'What shows it' }) evidence?: string;
}
class RequestExtensionBody extends Versioned {
  @Whole(1, 60) workingDays!: number;
  @Text(2000) reason!: string;
}
class SuspendBody extends Versioned {
  @Choice(SUSPEND_GROUNDS) ground!: string;
  @At({ optional: true }) until?: string;
  @Text(2000, { optional: true }) evidence?: string;
}
class LogProgressBody extends Versioned {
  @Text(4000) text!: string;
  @Flag({ optional: true, description: 'The complainant was contacted through the hotline' }) contacted?: boolean;
}
class AnswerBody extends Versioned {
  @Choice(FINDINGS) finding!: string;
  @Choice(SOLVED) solved!: string;
  @Text(2000, { optional: true }) unsolvedReason?: string;
  @Text(8000) internalNote!: string;
  @Text(8000) publicReply!: string;
}
class CallBackBody extends Versioned {
  @Flag() reached!: boolean;
  @Flag({ optional: true }) contacted?: boolean;
  @Choice(SOLVED, { optional: true }) solved?: string;
  @Choice(SATISFIED, { optional: true }) satisfiedResult?: string;
  @Choice(SATISFIED, { optional: true }) satisfiedProcess?: string;
  @Words(2000, { optional: true }) words?: string;
}
class UrgeBody extends Versioned {
  @Code(32, { optional: true }) departmentCode?: string;
  @Text(2000) text!: string;
}
class SuperviseBody extends Versioned {
  @Choice(ORDER_MODES) mode!: string;
  @Choice(ORDER_FORMS, { optional: true }) form?: string;
  @Text(4000) task!: string;
  @At() dueAt!: string;
}
class CardBody extends Versioned {
  @Code(32) departmentCode!: string;
  @Choice(CARD_COLOURS) colour!: string;
  @Text(2000) ground!: string;
}
class ExplainBody extends Versioned {
  @Code(32, { optional: true, description: 'Whose leader shall explain; the lead when left out' }) departmentCode?: string;
  @Text(4000, { description: 'What has to be explained' }) text!: string;
}
class TextBody extends Versioned {
  @Text(4000) text!: string;
}
class UnmaskBody extends Versioned {
  @Choices(UNMASKABLE) fields!: string[];
  @Text(500, { description: 'Why; it stands in the audit' }) reason!: string;
}

/** The body of each action that staff may send; actions of the complainant and of timers have none here. */
export const ACTION_BODIES = {
  accept: Versioned,
  reject: RejectBody,
  'answer-directly': AnswerDirectlyBody,
  'transfer-out': TransferOutBody,
  seal: ReasonBody,
  merge: MergeBody,
  'mark-project': ProjectBody,
  dispatch: DispatchBody,
  sign: Versioned,
  'request-return': ReasonBody,
  'grant-return': DepartmentReasonBody,
  'refuse-return': DepartmentReasonBody,
  'request-extension': RequestExtensionBody,
  'grant-extension': DepartmentBody,
  'refuse-extension': DepartmentBody,
  suspend: SuspendBody,
  resume: Versioned,
  'log-progress': LogProgressBody,
  'add-assignment': DepartmentReasonBody,
  'recall-assignment': DepartmentReasonBody,
  answer: AnswerBody,
  'sign-off': Versioned,
  'decline-sign-off': ReasonBody,
  'send-back': DepartmentReasonBody,
  pass: Versioned,
  'call-back': CallBackBody,
  close: Versioned,
  're-handle': ReasonBody,
  reopen: ReasonBody,
  withdraw: ReasonBody,
  terminate: ReasonBody,
  'request-exclusion': RequestExclusionBody,
  'grant-exclusion': DepartmentReasonBody,
  'refuse-exclusion': DepartmentReasonBody,
  urge: UrgeBody,
  supervise: SuperviseBody,
  card: CardBody,
  explain: ExplainBody,
  ask: TextBody,
  unmask: UnmaskBody,
} as const satisfies Partial<Record<Action, new () => Versioned>>;
export type StaffAction = keyof typeof ACTION_BODIES;

/** Checks a body after the rules said the step is open: 404, 403 and 409 come before 422. Throws `input.invalid` (422). */
export async function bodyOf(action: string, raw: unknown): Promise<Body> {
  const shape = ACTION_BODIES[action as StaffAction] ?? Versioned;
  const body = await checked<Versioned>(shape, raw);
  const answer = body as Partial<AnswerBody>;
  if (action === 'answer' && answer.solved === 'unsolved' && !answer.unsolvedReason)
    throw invalid([{ field: 'unsolvedReason', code: 'required' }]);
  return body as unknown as Body;
}
