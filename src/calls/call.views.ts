import { CALL_OUTCOMES, CALL_STATUSES, CONSULT_ENDS, SKILLS } from '../domain/call-facts.js';
import { CALL_ACTIONS } from '../domain/call-steps.js';
import { AGENT_STATES } from '../domain/agent-life.js';
import { TASK_ACTIONS, TASK_KINDS } from '../domain/call-tasks.js';
import { LIGHTS } from '../domain/vocabulary.js';
import { MaybeShown, Shown } from '../platform/http/fields.js';

export class CallLegView {
  @Shown({ example: 'agent:operator1' }) leg!: string;
  @Shown({ enum: ['caller', 'agent', 'party', 'supervisor'] }) role!: string;
  @Shown({ description: 'Name of a person or office; the caller has none' }) name!: string;
  @Shown({ format: 'date-time' }) from!: string;
  @MaybeShown({ format: 'date-time' }) to?: string;
}

export class CallRecordingView {
  @Shown() id!: string;
  @Shown({ enum: ['call', 'voicemail'] }) kind!: string;
  @Shown({ enum: ['announced', 'stored', 'released', 'lost', 'expired'] }) state!: string;
  @Shown({ description: 'Seconds' }) seconds!: number;
}

export class CallCaseView {
  @Shown() caseNumber!: string;
  @MaybeShown() title?: string;
  @Shown() status!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @MaybeShown({ format: 'date-time' }) dueAt?: string;
  @Shown({ format: 'date-time' }) receivedAt!: string;
  @Shown({ description: 'Still in somebody’s hands' }) open!: boolean;
}

/** Who calls, as far as it may be known before the call is answered. */
export class CallerView {
  @MaybeShown({ description: 'Masked name, where a case of this number has one' }) name?: string;
  @Shown({ description: 'Calls from this number in the last 90 days, this one not counted' }) calls!: number;
  @Shown({ type: CallCaseView, isArray: true, description: 'The last five cases of this number' }) cases!: CallCaseView[];
  @Shown({ enum: ['repeat', 'open-case', 'malicious'], isArray: true }) tags!: string[];
}

export class CallRow {
  @Shown() callId!: string;
  @Shown({ enum: ['inbound', 'outbound'] }) direction!: string;
  @Shown({ enum: CALL_STATUSES }) status!: string;
  @MaybeShown({ enum: CALL_OUTCOMES }) outcome?: string;
  @Shown({ description: 'Masked' }) number!: string;
  @Shown({ enum: SKILLS }) skill!: string;
  @Shown({ format: 'date-time' }) startedAt!: string;
  @MaybeShown({ format: 'date-time' }) answeredAt?: string;
  @MaybeShown({ format: 'date-time' }) endedAt?: string;
  @Shown() waitedSeconds!: number;
  @Shown() talkSeconds!: number;
  @MaybeShown() agent?: string;
  @MaybeShown() agentName?: string;
  @Shown({ type: [String] }) caseNumbers!: string[];
  @Shown({ description: 'The operator waits for a supervisor' }) helpAsked!: boolean;
}

export class CallPage {
  @Shown({ type: CallRow, isArray: true }) items!: CallRow[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** A colleague who is asked before the call goes over to him, while the caller is on hold. */
export class ConsultView {
  @Shown({ description: 'Who asks' }) agent!: string;
  @Shown() agentName!: string;
  @Shown({ description: 'Who is asked' }) to!: string;
  @Shown() toName!: string;
  @Shown({ enum: ['ringing', 'connecting', 'joined'] }) state!: string;
}

export class CallView extends CallRow {
  @Shown() heldSeconds!: number;
  @Shown() wrapUpSeconds!: number;
  @MaybeShown({ enum: ['caller', 'agent', 'carrier'] }) endedBy?: string;
  @MaybeShown({ description: 'The operator was gone before the caller, and nobody took over' }) cutOff?: boolean;
  @MaybeShown({ format: 'date-time', description: 'While it rings: until when' }) offerUntil?: string;
  @MaybeShown({ description: 'At whom it rings: a call of the queue, or a colleague who is asked' }) offeredTo?: string;
  @MaybeShown({ type: ConsultView }) consult?: ConsultView;
  @MaybeShown({ enum: CONSULT_ENDS, description: 'How the last consultation ended, while the call goes on with its operator' })
  consulted?: string;
  @Shown() muted!: boolean;
  @Shown() recordingPaused!: boolean;
  @MaybeShown() wrapUp?: string;
  @MaybeShown({ format: 'date-time' }) wrapUpUntil?: string;
  @MaybeShown() note?: string;
  @Shown({ type: CallLegView, isArray: true }) legs!: CallLegView[];
  @Shown({ type: CallRecordingView, isArray: true }) recordings!: CallRecordingView[];
  @MaybeShown({ type: CallerView }) caller?: CallerView;
  @Shown({ enum: CALL_ACTIONS, isArray: true }) actions!: string[];
}

export class AgentView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ enum: AGENT_STATES }) state!: string;
  @MaybeShown() reason?: string;
  @Shown({ format: 'date-time' }) since!: string;
  @MaybeShown({ format: 'date-time' }) wrapUpUntil?: string;
  @MaybeShown() callId?: string;
  @Shown({ type: [String] }) skills!: string[];
}

/** A colleague as any operator may know him: no call, no number, nothing of his work but whether he is free. */
export class ColleagueView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ enum: AGENT_STATES }) state!: string;
  @Shown({ format: 'date-time' }) since!: string;
  @Shown({ enum: SKILLS, isArray: true }) skills!: string[];
}

export class ColleagueList {
  @Shown({ type: ColleagueView, isArray: true }) items!: ColleagueView[];
}

export class AgentList {
  @Shown({ type: AgentView, isArray: true }) items!: AgentView[];
}

export class SoftphoneView {
  @Shown({ enum: ['twilio', 'simulator'] }) provider!: string;
  @Shown() token!: string;
  @Shown({ format: 'date-time' }) expiresAt!: string;
  @Shown() identity!: string;
}

export class TaskView {
  @Shown() id!: string;
  @Shown({ enum: TASK_KINDS }) kind!: string;
  @Shown({ enum: ['open', 'claimed', 'done'] }) state!: string;
  @MaybeShown() callId?: string;
  @MaybeShown({ description: 'explanation: the letter that is owed' }) explanationId?: string;
  @MaybeShown({ description: 'explanation: who owes it' }) departmentCode?: string;
  @MaybeShown() caseNumber?: string;
  @Shown({ description: 'Masked' }) number!: string;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @Shown({ format: 'date-time' }) dueAt!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @MaybeShown() claimedBy?: string;
  @MaybeShown() claimedByName?: string;
  @MaybeShown({ format: 'date-time' }) doneAt?: string;
  @MaybeShown() result?: string;
  @Shown({ enum: TASK_ACTIONS, isArray: true }) actions!: string[];
}

export class TaskPage {
  @Shown({ type: TaskView, isArray: true }) items!: TaskView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** Up to `watch` a figure is good, up to `bad` it is to be watched, beyond it somebody has to act. */
export class WallLevelView {
  @Shown() watch!: number;
  @Shown() bad!: number;
}

export class WallLevelsView {
  @Shown({ type: WallLevelView }) waiting!: WallLevelView;
  @Shown({ type: WallLevelView }) longestWaitSeconds!: WallLevelView;
  @Shown({ type: WallLevelView, description: 'Share answered later than the target' }) lateShare!: WallLevelView;
  @Shown({ type: WallLevelView, description: 'Share abandoned, early ones apart' }) abandonedShare!: WallLevelView;
}

/** The wall board: the hall at this moment. */
export class BoardView {
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() waiting!: number;
  @Shown({ description: 'Seconds' }) longestWait!: number;
  @Shown() talking!: number;
  @Shown({ type: 'object', additionalProperties: { type: 'integer' } }) agents!: Record<string, number>;
  @Shown({ description: 'Calls today' }) calls!: number;
  @Shown() answered!: number;
  @Shown({ description: 'Answered within the target, of those answered or abandoned' }) answeredInTime!: number;
  @Shown({ description: 'Seconds of the target' }) target!: number;
  @Shown() abandoned!: number;
  @Shown({ description: 'Abandoned within the short time, counted apart' }) abandonedShort!: number;
  @Shown() voicemails!: number;
  @Shown() openTasks!: number;
  @Shown({ type: WallLevelsView }) levels!: WallLevelsView;
}

export class TicketView {
  @Shown({ description: 'Path of the sound, for this session alone' }) url!: string;
  @Shown({ format: 'date-time' }) expiresAt!: string;
}
