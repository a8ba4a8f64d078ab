/** The shapes of the API as the console reads them; names and values are those of the published document. */
export type Role =
  'operator' | 'dispatcher' | 'reviewer' | 'handler' | 'leader' | 'supervisor' | 'inspector' | 'commissioner' | 'administrator' | 'auditor';
export type Light = 'green' | 'amber' | 'yellow' | 'red';
export type LimitUnit = 'minutes' | 'hours' | 'duty-minutes' | 'duty-hours' | 'working-days' | 'calendar-days';

export interface Session {
  username: string;
  name: string;
  roles: Role[];
  department?: string | { code: string; name: string } | null;
}

export interface Meta {
  city: string;
  cityEn?: string;
  /** The line's own name, as the city prints it. */
  name?: string;
  nameEn?: string;
  regions?: { code: string; name: string }[];
  hotline: string;
  now: string;
  demo: boolean;
}

export interface Category {
  code: string;
  name: string;
  nameEn: string;
  help?: string;
  sealed?: boolean;
  children?: Category[];
}

export interface Department {
  code: string;
  name: string;
  nameEn: string;
  parentCode?: string | null;
  kind?: string;
}

export interface Paged<T> {
  items: T[];
  total: number;
  page: number;
  pageSize: number;
}

export interface CaseRow {
  caseNumber: string;
  version: number;
  status: string;
  kind: string;
  urgency: string;
  channel: string;
  title?: string;
  summary?: string;
  categoryCode?: string;
  categoryName?: string;
  accusedDepartmentCode?: string;
  region?: string;
  departments: { code: string; name: string; role: 'lead' | 'assist'; status: string }[];
  receivedAt: string;
  dueAt?: string;
  amberAt?: string;
  redAt?: string;
  light: Light;
  limitName?: string;
  round: number;
  repeatCount: number;
  urgeCount: number;
  returnCount: number;
}

export interface Answer {
  finding: string;
  solved: string;
  unsolvedReason?: string;
  internalNote?: string;
  publicReply: string;
  by: string;
  at?: string;
}

export interface Assignment {
  departmentCode: string;
  departmentName: string;
  role: 'lead' | 'assist';
  status: string;
  round: number;
  returnLocked: boolean;
  signedAt?: string;
  firstContactAt?: string;
  answeredAt?: string;
  answer?: Answer;
  request?: { kind: 'return' | 'extension'; reason: string; workingDays?: number; at: string; by?: string };
}

export interface Limit {
  name: string;
  unit: LimitUnit;
  amount: number;
  startedAt: string;
  dueAt: string;
  amberAt?: string;
  redAt?: string;
  light: Light;
  provisional: boolean;
  departmentCode?: string;
  state: 'running' | 'paused' | 'met' | 'missed' | 'ended';
  endedAt?: string;
}

export interface HistoryEntry {
  number: number;
  type: string;
  at: string;
  by?: { name?: string; role?: string; departmentCode?: string };
  facts: Record<string, unknown>;
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  at: string;
}

export interface Complainant {
  name?: string;
  phone?: string;
  email?: string;
  address?: string;
  idNumber?: string;
  anonymous: boolean;
  consentToBeNamed: boolean;
}

export interface CaseView extends CaseRow {
  description?: string;
  address?: string;
  namedOfficial?: string;
  occurredAt?: string;
  amountInvolved?: number;
  visits?: number;
  basisShown?: boolean;
  receiptGiven?: boolean;
  organisation?: string;
  uscc?: string;
  size?: string;
  origin?: string;
  complainant?: Complainant;
  masterCaseNumber?: string;
  mergedCaseNumbers: string[];
  rejection?: { reasonCode: string; text: string; target?: string };
  directAnswer?: { text: string; knowledgeId?: string };
  transferredTo?: string;
  assignments: Assignment[];
  limits: Limit[];
  history: HistoryEntry[];
  actions: string[];
  messages: { id: string; direction: 'in' | 'out'; text: string; at: string }[];
  attachments: Attachment[];
  callBacks: CallBack[];
  ratings: { round: number; solved: string; satisfied: string; contacted: boolean; comment?: string; at: string }[];
  suspended?: { ground: string; until?: string; since: string };
  warnings: { field: string; code: string }[];
  trackingCode?: string;
}

export interface CallBack {
  round: number;
  attempt: number;
  reached: boolean;
  contacted?: boolean;
  solved?: string;
  satisfiedResult?: string;
  satisfiedProcess?: string;
  words?: string;
  at: string;
  by: string;
}

export interface Repeat extends CaseRow {
  score: number;
  reasons: string[];
}

export interface RoutingProposal {
  lead: string;
  leadName: string;
  assists: string[];
  confidence: number;
  source: 'rule' | 'history' | 'accused';
  reason: string;
}

export interface Suggestions {
  repeats: Repeat[];
  routing: RoutingProposal[];
  categories?: { code: string; name: string; score: number }[];
  conflicts?: { departmentCode: string; reason: string }[];
}

export interface Figure {
  key: string;
  name: string;
  nameEn?: string;
  /** A share is of 1; hours are a mean. */
  unit: 'cases' | 'share' | 'hours';
  value: number | null;
  numerator: number;
  denominator: number | null;
  formula: string;
  formulaEn?: string;
  cases: string;
  /** Fewer than ten cases behind it: shown, not compared. */
  small?: boolean;
}

export interface FigureRow {
  code: string;
  name: string;
  nameEn?: string;
  figures: Figure[];
}

export interface TrendPoint {
  period: string;
  figures: Figure[];
}

export interface LogEvent {
  number: number;
  type: string;
  at: string;
  caseNumber?: string;
  version?: number;
}

export interface Article {
  id: string;
  title: string;
  body: string;
  departmentCode?: string;
  legalBasis?: string;
  validTo?: string;
}

export interface AuditRow {
  at: string;
  username: string;
  action: string;
  caseNumber?: string;
  reason?: string;
}
