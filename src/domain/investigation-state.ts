import type {
  ClarificationScope,
  Conclusion,
  Imposer,
  InvestigationLimitName,
  InvestigationSource,
  InvestigationStatus,
  Rank,
  TellingStage,
  Veto,
} from './investigation-words.js';
import type { MeasureFamily } from './investigation-words.js';
import type { Day, Instant } from './time.js';

/** What is said to have happened: where, of which kind, by whom or in which document, and when. */
export interface InvestigatedMatter {
  departmentCode: string;
  categoryCode: string;
  /** Id of a person of the investigation. */
  personId?: string;
  /** Number or title of the document it is about. */
  document?: string;
  from: Day;
  to: Day;
}

/** A conclusion as it was proposed, and who said yes to it. */
export interface Proposal {
  conclusion: Conclusion;
  text: string;
  matters: readonly InvestigatedMatter[];
  vetoes: readonly Veto[];
  by: string;
  at: Instant;
  approvals: readonly { by: string; at: Instant }[];
}

/** A person found, or said to be, responsible. */
export interface ResponsiblePerson {
  id: string;
  name: string;
  departmentCode: string;
  rank: Rank;
  post: string | null;
}

/** A measure as decided; the period is counted from the dates whenever it is asked for. */
export interface DecidedMeasure {
  id: string;
  personId: string;
  measure: string;
  family: MeasureFamily;
  form: 1 | 2 | 3 | 4;
  imposedBy: Imposer;
  /** The act it answers: index of a matter of the conclusion. */
  matter: number | null;
  behaviourCode: string | null;
  decidedAt: Instant;
  /** Last day of influence is the one before; null where it has no period. */
  endsOn: Day | null;
  carriedOutAt: Instant | null;
}

/** One clock of an investigation. */
export interface InvestigationLimitState {
  id: string;
  name: InvestigationLimitName;
  unit: 'months' | 'calendar-days' | 'working-days';
  amount: number;
  startedAt: Instant;
  dueAt: Instant;
  amberAt: Instant;
  redAt: Instant;
  provisional: boolean;
  state: 'running' | 'met' | 'missed' | 'ended';
  endedAt: Instant | null;
}

/** A reporter who was told. */
export interface Telling {
  caseNumber: string;
  stage: TellingStage;
  at: Instant;
}

/** Everything the rules know of an investigation. */
export interface InvestigationState {
  investigationNumber: string;
  version: number;
  status: InvestigationStatus;
  source: InvestigationSource;
  ruleVersion: number;
  receivedAt: Instant;
  updatedAt: Instant;
  concludedAt: Instant | null;
  conclusion: Conclusion | null;
  waitsFor: 'approval' | 'second-approval' | null;
  title: string;
  text: string;
  categoryCode: string | null;
  /** The proposal that waits, or the one that became the conclusion. */
  proposal: Proposal | null;
  clarification: { scope: ClarificationScope; at: Instant; by: string } | null;
  /** Everybody from one of these keeps away. */
  departments: readonly string[];
  caseNumbers: readonly string[];
  /** Those of the cases whose reporter gave a name and can be told. */
  reporters: readonly string[];
  told: readonly Telling[];
  readers: readonly string[];
  persons: readonly ResponsiblePerson[];
  measures: readonly DecidedMeasure[];
  limits: readonly InvestigationLimitState[];
}
