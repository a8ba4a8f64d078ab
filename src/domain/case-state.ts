import type { Pause } from './work-calendar.js';
import type { Instant } from './time.js';
import type {
  AssignmentStatus,
  CaseStatus,
  Channel,
  Finding,
  Kind,
  LimitName,
  LimitUnit,
  RejectReason,
  Role,
  Satisfied,
  Solved,
  SuspendGround,
  Urgency,
} from './vocabulary.js';

/** Who acts or reads: a member of staff, the complainant by tracking code, or the system by its timers. */
export interface Actor {
  username: string;
  name: string;
  roles: readonly (Role | 'complainant' | 'system')[];
  departmentCode?: string;
  /** Departments this person must keep away from (relatives, former posts). Source: domain text 6.5. */
  recusedFrom?: readonly string[];
}

export const SYSTEM: Actor = { username: 'system', name: '系统', roles: ['system'] };
export const COMPLAINANT: Actor = { username: 'complainant', name: '诉求人', roles: ['complainant'] };

/** One department's part in a case. Source: domain text, section 3. */
export interface AssignmentState {
  id: string;
  caseNumber: string;
  departmentCode: string;
  role: 'lead' | 'assist';
  status: AssignmentStatus;
  round: number;
  returnLocked: boolean;
  dispatchedAt: Instant;
  signedAt: Instant | null;
  firstContactAt: Instant | null;
  answeredAt: Instant | null;
  returnStatus: RequestStatus;
  returnReason: string | null;
  returnAskedAt: Instant | null;
  extensionStatus: RequestStatus;
  extensionDays: number | null;
  extensionReason: string | null;
  extensionAskedAt: Instant | null;
  finding: Finding | null;
  solved: Solved | null;
  unsolvedReason: string | null;
  internalNote: string | null;
  publicReply: string | null;
  answeredBy: string | null;
}
export type RequestStatus = 'none' | 'requested' | 'granted' | 'refused';

/** One clock of a case; `level` is the last light the sweep has told about (0 green … 3 red). */
export interface LimitState {
  id: string;
  caseNumber: string;
  name: LimitName;
  assignmentId: string | null;
  unit: LimitUnit;
  amount: number;
  ruleVersion: number;
  startedAt: Instant;
  extraWorkingDays: number;
  pauses: readonly Pause[];
  dueAt: Instant;
  amberAt: Instant;
  redAt: Instant;
  provisional: boolean;
  state: LimitRunState;
  endedAt: Instant | null;
  level: number;
  /** When the sweep has to look at this clock again; null once nothing can fire. */
  nextAt: Instant | null;
}
export type LimitRunState = 'running' | 'paused' | 'met' | 'missed' | 'ended';

/** Everything the rules know of a case: no name, no number to call, no text of the complainant. */
export interface CaseState {
  caseNumber: string;
  version: number;
  status: CaseStatus;
  kind: Kind;
  urgency: Urgency;
  channel: Channel;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  /** Kind report, a category marked so, or a named official. Source: domain text, section 5. */
  accusation: boolean;
  complex: boolean;
  project: boolean;
  registeredBy: string;
  receivedAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  round: number;
  summary: string | null;
  masterCaseNumber: string | null;
  rejectReason: RejectReason | null;
  /** Text given to the complainant on a direct answer, a rejection or a transfer out. */
  outcomeText: string | null;
  outcomeTarget: string | null;
  knowledgeId: string | null;
  returnCount: number;
  repeatCount: number;
  urgeCount: number;
  callBackAttempts: number;
  calledBack: boolean;
  /** What the complainant said when last called back in this round and judged both; null otherwise. Source: domain text, section 9. */
  saidSolved: Solved | null;
  saidSatisfied: Exclude<Satisfied, 'declined'> | null;
  rated: boolean;
  /**
   * Not counted in the assessment because the demand was unreasonable (source: domain text, section 3, last row), or because the case had
   * ended in another system before it came here.
   */
  exclusion: RequestStatus | 'imported';
  /** What an investigation found about an ordinary case; null while none did. Source: domain text, section 8. */
  commissionFinding: string | null;
  suspendGround: SuspendGround | null;
  suspendedAt: Instant | null;
  suspendedUntil: Instant | null;
  /** The nearest running clock, copied here for lists. */
  limitName: LimitName | null;
  dueAt: Instant | null;
  amberAt: Instant | null;
  redAt: Instant | null;
  assignments: readonly AssignmentState[];
  limits: readonly LimitState[];
}

/** What a rule tells the event log; personal data never stands in facts. */
export interface NewEvent {
  type: string;
  facts: Record<string, unknown>;
}

/** Statuses in which a desk still owes something. */
export const OPEN: readonly CaseStatus[] = ['pending_acceptance', 'pending_dispatch', 'handling', 'pending_review', 'pending_callback'];

/** Assignments that still count: not given back and not recalled. */
export const isActive = (one: AssignmentState): boolean => one.status !== 'returned' && one.status !== 'recalled';
