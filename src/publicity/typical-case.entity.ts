import { Entity, Index } from 'typeorm';
import { CountColumn, CountKeyColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/**
 * A case told to the public, from the draft to its withdrawal. Words and decisions are encrypted: a draft holds what still has to go.
 * Places `typical_cases.title`, `.happened`, `.dealt`, `.confirmed`, `.consentNote`, `.returnReason`, `.withdrawReason`.
 */
@Entity('typical_cases')
@Index('typical_cases_number', ['number'], { unique: true })
@Index('typical_cases_list', ['state', 'updatedAt', 'id'])
@Index('typical_cases_updated', ['updatedAt', 'id'])
@Index('typical_cases_public', ['state', 'publishedAt', 'id'])
@Index('typical_cases_department', ['state', 'departmentCode', 'publishedAt', 'id'])
@Index('typical_cases_case', ['caseNumber'])
export class TypicalCase {
  @KeyColumn(36) id!: string;
  /** Public number, `2026-003`; given with publication. */
  @WordColumn(12, { nullable: true }) number!: string | null;
  @WordColumn(12) state!: string;
  @CountColumn() version!: number;
  /** The case it was made from; never told in public. */
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(16, { nullable: true }) categoryCode!: string | null;
  @TextColumn() authors!: string;
  @TextColumn() approvals!: string;
  @CountColumn() unresolved!: number;
  @TextColumn() title!: string;
  @TextColumn() happened!: string;
  @TextColumn() dealt!: string;
  @TextColumn() confirmed!: string;
  @TextColumn({ nullable: true }) consentNote!: string | null;
  @TextColumn({ nullable: true }) returnReason!: string | null;
  @TextColumn({ nullable: true }) withdrawReason!: string | null;
  @InstantColumn() createdAt!: number;
  @InstantColumn() updatedAt!: number;
  @InstantColumn({ nullable: true }) publishedAt!: number | null;
  @InstantColumn({ nullable: true }) withdrawnAt!: number | null;
}

/** What it said after each step; content encrypted at `typical_case_versions.content`. */
@Entity('typical_case_versions')
export class TypicalCaseVersion {
  @KeyColumn(36) typicalCaseId!: string;
  @CountKeyColumn() version!: number;
  @WordColumn(12) step!: string;
  @TextColumn() content!: string;
  @WordColumn() username!: string;
  @InstantColumn() at!: number;
}
