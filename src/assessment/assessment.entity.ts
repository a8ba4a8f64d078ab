import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** An entry of the score ledger: written once, never changed; a correction is another entry. `id`: event number and place. */
@Entity('score_entries')
@Index('score_entries_list', ['at', 'id'])
@Index('score_entries_department', ['departmentCode', 'at', 'id'])
@Index('score_entries_period', ['period', 'departmentCode', 'points'])
@Index('score_entries_event', ['eventNumber'])
@Index('score_entries_case', ['caseNumber'])
@Index('score_entries_card', ['cardId'])
@Index('score_entries_finding', ['findingNumber'])
@Index('score_entries_counter', ['entryId'], { unique: true })
export class ScoreEntryRow {
  @KeyColumn(24) id!: string;
  @InstantColumn() eventNumber!: number;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(24) rule!: string;
  @WordColumn(40) detail!: string;
  @CountColumn() ruleVersion!: number;
  @CountColumn() points!: number;
  @WordColumn(7) period!: string;
  @InstantColumn() at!: number;
  @WordColumn(32, { nullable: true }) person!: string | null;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @WordColumn(36, { nullable: true }) cardId!: string | null;
  @WordColumn(32, { nullable: true }) investigationNumber!: string | null;
  @WordColumn(16, { nullable: true }) findingNumber!: string | null;
  @WordColumn(24, { nullable: true }) entryId!: string | null;
}

/** A department's appeal against an entry: one for each. */
@Entity('score_appeals')
@Index('score_appeals_list', ['status', 'askedAt', 'entryId'])
@Index('score_appeals_department', ['departmentCode', 'askedAt', 'entryId'])
export class ScoreAppeal {
  @KeyColumn(24) entryId!: string;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(8) status!: string;
  @TextColumn() reason!: string;
  @WordColumn() askedBy!: string;
  @InstantColumn() askedAt!: number;
  @TextColumn({ nullable: true }) decision!: string | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
}

/** A department's own finding. Names are encrypted at `self_findings.personName` and `.documentName`, with a blind index beside each. */
@Entity('self_findings')
@Index('self_findings_list', ['openedAt', 'findingNumber'])
@Index('self_findings_department', ['departmentCode', 'openedAt', 'findingNumber'])
@Index('self_findings_status', ['status', 'openedAt', 'findingNumber'])
export class SelfFindingRow {
  @KeyColumn(16) findingNumber!: string;
  @CountColumn() version!: number;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(16) categoryCode!: string;
  @WordColumn(32, { nullable: true }) person!: string | null;
  @TextColumn({ nullable: true }) personName!: string | null;
  @WordColumn(32, { nullable: true }) document!: string | null;
  @TextColumn({ nullable: true }) documentName!: string | null;
  @WordColumn(10) fromDay!: string;
  @WordColumn(10) toDay!: string;
  @InstantColumn() openedAt!: number;
  @WordColumn() openedBy!: string;
  @WordColumn(16) status!: string;
  /** JSON list of codes. */
  @WordColumn(200, { nullable: true }) measures!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** What was said of a self-finding, in order; text encrypted at `self_finding_entries.text`. */
@Entity('self_finding_entries')
@Index('self_finding_entries_finding', ['findingNumber', 'at'])
export class SelfFindingEntry {
  @KeyColumn(36) id!: string;
  @WordColumn(16) findingNumber!: string;
  @WordColumn(8) action!: string;
  @TextColumn() text!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

/** A matter the commission proved and a self-finding that may be about the same; the supervisor decides. */
@Entity('same_matters')
@Index('same_matters_list', ['status', 'proposedAt', 'id'])
@Index('same_matters_finding', ['findingNumber'])
export class SameMatterRow {
  @KeyColumn(32) id!: string;
  @CountColumn() version!: number;
  @WordColumn(32) investigationNumber!: string;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(16) categoryCode!: string;
  @WordColumn(16) findingNumber!: string;
  @WordColumn(32, { nullable: true }) person!: string | null;
  @WordColumn(80) matchedBy!: string;
  @WordColumn(16) status!: string;
  @InstantColumn() proposedAt!: number;
  @TextColumn({ nullable: true }) reason!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** One-vote veto of a year; proposed by a conclusion or the supervisor, imposed by the commissioner. */
@Entity('vetoes')
@Index('vetoes_list', ['raisedAt', 'id'])
@Index('vetoes_year', ['year', 'status'])
@Index('vetoes_department', ['departmentCode', 'raisedAt', 'id'])
export class Veto {
  @KeyColumn(36) id!: string;
  @CountColumn() version!: number;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(24) ground!: string;
  @CountColumn() year!: number;
  @WordColumn(16) status!: string;
  @TextColumn({ nullable: true }) reason!: string | null;
  @WordColumn(32, { nullable: true }) investigationNumber!: string | null;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @InstantColumn() raisedAt!: number;
  @WordColumn() raisedBy!: string;
  @TextColumn({ nullable: true }) decision!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
}

/** A closed month: up to which number of the log and at which instant it was counted, and the hash of its canonical text. */
@Entity('month_closings')
export class MonthClosing {
  @KeyColumn(7) month!: string;
  @InstantColumn() upTo!: number;
  @InstantColumn() at!: number;
  @WordColumn(64) hash!: string;
  @WordColumn() closedBy!: string;
  @InstantColumn() closedAt!: number;
}

/** The canonical text of a closed month, in pages that fit any engine's text column. */
@Entity('month_closing_pages')
export class MonthClosingPage {
  @KeyColumn(7) month!: string;
  @PrimaryColumn({ type: 'integer' }) page!: number;
  @TextColumn() content!: string;
}

export const ASSESSMENT_ENTITIES = [
  ScoreEntryRow,
  ScoreAppeal,
  SelfFindingRow,
  SelfFindingEntry,
  SameMatterRow,
  Veto,
  MonthClosing,
  MonthClosingPage,
];
