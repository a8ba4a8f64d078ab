import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A yellow or red card; `onceKey` keeps a rule from giving the same card twice. */
@Entity('cards')
@Index('cards_once', ['onceKey'], { unique: true })
@Index('cards_department', ['departmentCode', 'status', 'issuedAt', 'id'])
@Index('cards_department_issued', ['departmentCode', 'issuedAt', 'id'])
@Index('cards_status', ['status', 'issuedAt', 'id'])
@Index('cards_issued', ['issuedAt', 'id'])
@Index('cards_case', ['caseNumber', 'issuedAt'])
export class Card {
  @KeyColumn(36) id!: string;
  @WordColumn(120) onceKey!: string;
  @CountColumn() version!: number;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @CountColumn({ nullable: true }) round!: number | null;
  @WordColumn(8) colour!: string;
  @WordColumn(16) rule!: string;
  @CountColumn({ nullable: true }) ruleVersion!: number | null;
  @TextColumn() ground!: string;
  @WordColumn(16) status!: string;
  @InstantColumn() issuedAt!: number;
  @WordColumn() issuedBy!: string;
  @TextColumn({ nullable: true }) appeal!: string | null;
  @InstantColumn({ nullable: true }) appealedAt!: number | null;
  @WordColumn(64, { nullable: true }) appealedBy!: string | null;
  @TextColumn({ nullable: true }) why!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** An explanation letter 说明 that a department's leader owes. */
@Entity('explanations')
@Index('explanations_department', ['departmentCode', 'status', 'dueAt', 'id'])
@Index('explanations_department_due', ['departmentCode', 'dueAt', 'id'])
@Index('explanations_status', ['status', 'dueAt', 'id'])
@Index('explanations_due', ['dueAt', 'id'])
@Index('explanations_case', ['caseNumber', 'demandedAt'])
export class Explanation {
  @KeyColumn(36) id!: string;
  @CountColumn() version!: number;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @WordColumn(16) status!: string;
  @TextColumn() ground!: string;
  @InstantColumn() dueAt!: number;
  @InstantColumn() demandedAt!: number;
  @WordColumn() demandedBy!: string;
  @TextColumn({ nullable: true }) draft!: string | null;
  @TextColumn({ nullable: true }) letter!: string | null;
  @InstantColumn({ nullable: true }) givenAt!: number | null;
  @WordColumn(64, { nullable: true }) givenBy!: string | null;
  @TextColumn({ nullable: true }) reason!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** Who was held to account, and how; the person's name encrypted at `accountability.person`. */
@Entity('accountability')
@Index('accountability_explanation', ['explanationId', 'at'])
export class Accountability {
  @KeyColumn(36) id!: string;
  @WordColumn(36) explanationId!: string;
  @WordColumn(32) departmentCode!: string;
  @TextColumn() person!: string;
  @WordColumn(64) post!: string;
  @WordColumn(24) measure!: string;
  @TextColumn({ nullable: true }) note!: string | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

/** What came to the supervisor's desk by itself; once for each kind and subject. */
@Entity('concerns')
@Index('concerns_once', ['kind', 'subject'], { unique: true })
@Index('concerns_state', ['state', 'createdAt', 'id'])
@Index('concerns_kind', ['kind', 'state', 'createdAt', 'id'])
@Index('concerns_created', ['createdAt', 'id'])
@Index('concerns_case', ['caseNumber'])
export class Concern {
  @KeyColumn(36) id!: string;
  @CountColumn() version!: number;
  @WordColumn(24) kind!: string;
  @WordColumn(100) subject!: string;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @TextColumn() facts!: string;
  @WordColumn(16) state!: string;
  @InstantColumn() createdAt!: number;
  @TextColumn({ nullable: true }) why!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** An urging in writing, with the leader's copy. */
@Entity('urgings')
@Index('urgings_once', ['onceKey'], { unique: true })
@Index('urgings_department', ['departmentCode', 'state', 'at', 'id'])
@Index('urgings_department_at', ['departmentCode', 'at', 'id'])
@Index('urgings_state', ['state', 'at', 'id'])
@Index('urgings_at', ['at', 'id'])
@Index('urgings_case', ['caseNumber', 'at'])
export class Urging {
  @KeyColumn(36) id!: string;
  @WordColumn(64) onceKey!: string;
  @CountColumn() version!: number;
  @WordColumn(14) caseNumber!: string;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(16, { nullable: true }) limitName!: string | null;
  @TextColumn() text!: string;
  @WordColumn(16) state!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
  @InstantColumn({ nullable: true }) acknowledgedAt!: number | null;
  @WordColumn(64, { nullable: true }) acknowledgedBy!: string | null;
}

/** A department's limit that has passed and is watched until it ends: what the passing of time still has to bring. */
@Entity('overdue_watches')
@Index('overdue_watches_next', ['nextAt', 'limitId'])
export class OverdueWatch {
  @KeyColumn(24) limitId!: string;
  @WordColumn(14) caseNumber!: string;
  @InstantColumn() dueAt!: number;
  /** When each is due; null once done. */
  @InstantColumn({ nullable: true }) yellowAt!: number | null;
  @InstantColumn({ nullable: true }) urgeAt!: number | null;
  @InstantColumn({ nullable: true }) redAt!: number | null;
  @InstantColumn({ nullable: true }) longAt!: number | null;
  @InstantColumn() nextAt!: number;
}
