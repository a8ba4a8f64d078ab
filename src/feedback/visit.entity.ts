import { Entity, Index } from 'typeorm';
import { CountColumn, FenColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A visit to an enterprise 走访: planned, then recorded; what was said is encrypted. Source: domain text, section 2. */
@Entity('visits')
@Index('visits_planned', ['plannedOn', 'id'])
@Index('visits_state', ['state', 'plannedOn', 'id'])
@Index('visits_department', ['departmentCode', 'plannedOn', 'id'])
@Index('visits_enterprise', ['enterpriseId', 'plannedOn'])
export class VisitRow {
  @KeyColumn(36) id!: string;
  @WordColumn(36) enterpriseId!: string;
  /** Null: the office itself. */
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @WordColumn(10) state!: string;
  @WordColumn(10) plannedOn!: string;
  @WordColumn(10, { nullable: true }) visitedOn!: string | null;
  @WordColumn(200, { nullable: true }) visitors!: string | null;
  @TextColumn({ nullable: true }) said!: string | null;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn({ nullable: true }) recordedAt!: number | null;
}

/**
 * A matter found at a visit. Its words stand here until it becomes a case; then the case has them, and the link to it is encrypted:
 * the list of visits is open to departments, who complained is not.
 */
@Entity('visit_matters')
@Index('visit_matters_visit', ['visitId', 'position'])
@Index('visit_matters_case', ['caseIndex'])
export class VisitMatter {
  @KeyColumn(36) id!: string;
  @WordColumn(36) visitId!: string;
  @CountColumn() position!: number;
  @WordColumn(16) kind!: string;
  @WordColumn(16, { nullable: true }) categoryCode!: string | null;
  @WordColumn(32, { nullable: true }) accusedDepartmentCode!: string | null;
  @FenColumn({ nullable: true }) amountFen!: number | null;
  @TextColumn({ nullable: true }) text!: string | null;
  @TextColumn({ nullable: true }) caseNumber!: string | null;
  @WordColumn(32, { nullable: true }) caseIndex!: string | null;
  @InstantColumn({ nullable: true }) registeredAt!: number | null;
}
