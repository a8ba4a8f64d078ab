import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/**
 * An investigation. What it is about, who is named and what was found stand in `content`, closed under the sealed key at
 * `<table>.content:<key>`; in the clear lies only what lists and clocks need. Source: domain text, sections 6.4 and 8.
 */
@Entity('investigations')
@Index('investigations_received', ['receivedAt', 'investigationNumber'])
@Index('investigations_status', ['status', 'receivedAt'])
@Index('investigations_due', ['dueAt', 'investigationNumber'])
@Index('investigations_concluded', ['concludedAt'])
export class InvestigationRow {
  @KeyColumn(9) investigationNumber!: string;
  @CountColumn() version!: number;
  @WordColumn(32) status!: string;
  @WordColumn(16) source!: string;
  @WordColumn(24, { nullable: true }) conclusion!: string | null;
  /** Whose word a proposed conclusion waits for: `approval` or `second-approval`. */
  @WordColumn(16, { nullable: true }) waitsFor!: string | null;
  @CountColumn() ruleVersion!: number;
  @InstantColumn() receivedAt!: number;
  @InstantColumn() updatedAt!: number;
  @InstantColumn({ nullable: true }) concludedAt!: number | null;
  @WordColumn(24, { nullable: true }) limitName!: string | null;
  @InstantColumn({ nullable: true }) dueAt!: number | null;
  @InstantColumn({ nullable: true }) amberAt!: number | null;
  @InstantColumn({ nullable: true }) redAt!: number | null;
  @TextColumn() content!: string;
}

/** A case in an investigation: found by a blind index of its number under the sealed key, the number itself closed. */
@Entity('investigation_cases')
@Index('investigation_cases_case', ['caseIndex'])
export class InvestigationCase {
  @KeyColumn(9) investigationNumber!: string;
  @KeyColumn(32) caseIndex!: string;
  @TextColumn() content!: string;
  @InstantColumn() at!: number;
}

/** Departments an investigation touches, by blind index under the sealed key: who must keep away from one does not see it. */
@Entity('investigation_departments')
export class InvestigationDepartment {
  @KeyColumn(9) investigationNumber!: string;
  @KeyColumn(32) departmentIndex!: string;
}

/** Inspectors named for an investigation. */
@Entity('investigation_readers')
@Index('investigation_readers_number', ['investigationNumber'])
export class InvestigationReader {
  @KeyColumn() username!: string;
  @KeyColumn(9) investigationNumber!: string;
  @InstantColumn() at!: number;
}

/** What was done, when and by whom; its text closed. */
@Entity('investigation_steps')
@Index('investigation_steps_number', ['investigationNumber', 'at'])
export class InvestigationStep {
  @KeyColumn(36) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @InstantColumn() at!: number;
  @WordColumn(32) type!: string;
  @WordColumn() username!: string;
  @TextColumn() content!: string;
}

/** A person found or held responsible, once in an investigation. */
@Entity('investigation_persons')
@Index('investigation_persons_name', ['investigationNumber', 'nameIndex'], { unique: true })
@Index('investigation_persons_index', ['nameIndex'])
export class InvestigationPerson {
  @KeyColumn(36) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @WordColumn(32) nameIndex!: string;
  @TextColumn() content!: string;
  @InstantColumn() at!: number;
}

/** A measure decided against a person. */
@Entity('investigation_measures')
@Index('investigation_measures_number', ['investigationNumber', 'decidedAt'])
@Index('investigation_measures_person', ['personId'])
export class InvestigationMeasure {
  @KeyColumn(36) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @WordColumn(36) personId!: string;
  @InstantColumn() decidedAt!: number;
  @TextColumn() content!: string;
}

/** One clock of an investigation. */
@Entity('investigation_limits')
@Index('investigation_limits_number', ['investigationNumber'])
@Index('investigation_limits_state', ['state', 'investigationNumber'])
export class InvestigationLimit {
  @KeyColumn(16) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @WordColumn(24) name!: string;
  @WordColumn(16) unit!: string;
  @CountColumn() amount!: number;
  @InstantColumn() startedAt!: number;
  @InstantColumn() dueAt!: number;
  @InstantColumn() amberAt!: number;
  @InstantColumn() redAt!: number;
  @FlagColumn() provisional!: number;
  @WordColumn(8) state!: string;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
}

/** A document of an investigation; its bytes lie under the sealed key, its name and type closed. */
@Entity('investigation_documents')
@Index('investigation_documents_number', ['investigationNumber', 'at'])
export class InvestigationDocument {
  @KeyColumn(36) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @TextColumn() content!: string;
  @CountColumn() bytes!: number;
  @WordColumn(64) sha256!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

/** A reporter was told: of which case, what, when and by whom; never where. */
@Entity('investigation_notices')
@Index('investigation_notices_stage', ['investigationNumber', 'caseIndex', 'stage'], { unique: true })
@Index('investigation_notices_case', ['caseIndex', 'at'])
export class InvestigationNotice {
  @KeyColumn(36) id!: string;
  @WordColumn(9) investigationNumber!: string;
  @WordColumn(32) caseIndex!: string;
  @WordColumn(16) stage!: string;
  /** How it was told: sms, mail, or null when in person or nobody carries it. */
  @WordColumn(8, { nullable: true }) channel!: string | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

export const INVESTIGATION_ENTITIES = [
  InvestigationRow,
  InvestigationCase,
  InvestigationDepartment,
  InvestigationReader,
  InvestigationStep,
  InvestigationPerson,
  InvestigationMeasure,
  InvestigationLimit,
  InvestigationDocument,
  InvestigationNotice,
];
