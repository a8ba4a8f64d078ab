import { Entity, Index } from 'typeorm';
import { CountColumn, FenColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A case: what the rules know of it, and the complainant's words encrypted. Rules read it as `CaseState`. */
@Entity('cases')
@Index('cases_received', ['receivedAt', 'sealed'])
@Index('cases_updated', ['updatedAt', 'sealed'])
@Index('cases_due', ['dueAt', 'sealed'])
@Index('cases_status_received', ['status', 'receivedAt'])
@Index('cases_status_due', ['status', 'dueAt'])
@Index('cases_status_closed', ['status', 'closedAt'])
@Index('cases_category', ['categoryCode', 'receivedAt'])
@Index('cases_accused', ['accusedDepartmentCode', 'receivedAt'])
@Index('cases_registered', ['registeredBy', 'receivedAt'])
@Index('cases_channel', ['channel', 'receivedAt'])
@Index('cases_suspended', ['suspendedUntil'])
@Index('cases_master', ['masterCaseNumber'])
@Index('cases_repeats', ['repeatCount', 'caseNumber'])
@Index('cases_returns', ['returnCount', 'caseNumber'])
@Index('cases_rounds', ['round', 'caseNumber'])
@Index('cases_handle', ['trackingHandle'], { unique: true })
export class Case {
  @KeyColumn(14) caseNumber!: string;
  @CountColumn() version!: number;
  @WordColumn(24) status!: string;
  @FlagColumn() sealed!: number;
  @WordColumn(16) kind!: string;
  @WordColumn(16) urgency!: string;
  @WordColumn(24) channel!: string;
  @WordColumn(16, { nullable: true }) categoryCode!: string | null;
  @WordColumn(32, { nullable: true }) accusedDepartmentCode!: string | null;
  @WordColumn(64, { nullable: true }) region!: string | null;
  @FlagColumn() accusation!: number;
  @FlagColumn() complex!: number;
  @FlagColumn() project!: number;
  @WordColumn(16, { nullable: true }) size!: string | null;
  @WordColumn(16, { nullable: true }) origin!: string | null;
  @WordColumn() registeredBy!: string;
  @InstantColumn() receivedAt!: number;
  @InstantColumn() updatedAt!: number;
  @InstantColumn({ nullable: true }) closedAt!: number | null;
  @CountColumn() round!: number;
  @TextColumn({ nullable: true }) summary!: string | null;
  @WordColumn(14, { nullable: true }) masterCaseNumber!: string | null;
  @WordColumn(24, { nullable: true }) rejectReason!: string | null;
  @TextColumn({ nullable: true }) outcomeText!: string | null;
  @WordColumn(64, { nullable: true }) outcomeTarget!: string | null;
  @WordColumn(64, { nullable: true }) knowledgeId!: string | null;
  @CountColumn() returnCount!: number;
  @CountColumn() repeatCount!: number;
  @CountColumn() urgeCount!: number;
  @CountColumn() callBackAttempts!: number;
  @FlagColumn() calledBack!: number;
  @WordColumn(16, { nullable: true }) saidSolved!: string | null;
  @WordColumn(16, { nullable: true }) saidSatisfied!: string | null;
  @FlagColumn() rated!: number;
  /** none, requested, granted, refused: whether the assessment leaves it out. */
  @WordColumn(16, { default: 'none' }) exclusion!: string;
  @WordColumn(24, { nullable: true }) suspendGround!: string | null;
  @InstantColumn({ nullable: true }) suspendedAt!: number | null;
  @InstantColumn({ nullable: true }) suspendedUntil!: number | null;
  @WordColumn(16, { nullable: true }) limitName!: string | null;
  @InstantColumn({ nullable: true }) dueAt!: number | null;
  @InstantColumn({ nullable: true }) amberAt!: number | null;
  @InstantColumn({ nullable: true }) redAt!: number | null;
  @InstantColumn({ nullable: true }) occurredAt!: number | null;
  @FenColumn({ nullable: true }) amountFen!: number | null;
  @CountColumn({ nullable: true }) visits!: number | null;
  /** Whether a legal basis was shown and a receipt given; null when not asked. */
  @CountColumn({ nullable: true }) basisShown!: number | null;
  @CountColumn({ nullable: true }) receiptGiven!: number | null;
  @FlagColumn() consentToBeNamed!: number;
  @TextColumn({ nullable: true }) warnings!: string | null;
  /** What the commission's investigation found, beside the status; for supervisors and the commission alone. */
  @WordColumn(16, { nullable: true }) commissionFinding!: string | null;
  /** Encrypted; places `cases.title`, `cases.description`, `cases.address`, `cases.namedOfficial`. */
  @TextColumn() title!: string;
  @TextColumn() description!: string;
  @TextColumn({ nullable: true }) address!: string | null;
  @TextColumn({ nullable: true }) namedOfficial!: string | null;
  /** First half of the tracking code; the secret half is kept as an Argon2id hash. */
  @WordColumn(10) trackingHandle!: string;
  @WordColumn(160) trackingHash!: string;
}
