import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** One department on a case, lead or assist. */
@Entity('assignments')
@Index('assignments_case', ['caseNumber'])
@Index('assignments_department', ['departmentCode', 'status', 'caseNumber'])
@Index('assignments_status', ['status', 'caseNumber'])
@Index('assignments_extension', ['extensionStatus', 'caseNumber'])
@Index('assignments_answered', ['departmentCode', 'answeredAt'])
export class Assignment {
  @KeyColumn(24) id!: string;
  @WordColumn(14) caseNumber!: string;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(8) role!: string;
  @WordColumn(24) status!: string;
  @CountColumn() round!: number;
  @FlagColumn() returnLocked!: number;
  @InstantColumn() dispatchedAt!: number;
  @InstantColumn({ nullable: true }) signedAt!: number | null;
  @InstantColumn({ nullable: true }) firstContactAt!: number | null;
  @InstantColumn({ nullable: true }) answeredAt!: number | null;
  @WordColumn(16) returnStatus!: string;
  @TextColumn({ nullable: true }) returnReason!: string | null;
  @InstantColumn({ nullable: true }) returnAskedAt!: number | null;
  @WordColumn(16) extensionStatus!: string;
  @CountColumn({ nullable: true }) extensionDays!: number | null;
  @TextColumn({ nullable: true }) extensionReason!: string | null;
  @InstantColumn({ nullable: true }) extensionAskedAt!: number | null;
  @WordColumn(16, { nullable: true }) finding!: string | null;
  @WordColumn(16, { nullable: true }) solved!: string | null;
  @TextColumn({ nullable: true }) unsolvedReason!: string | null;
  @TextColumn({ nullable: true }) internalNote!: string | null;
  @TextColumn({ nullable: true }) publicReply!: string | null;
  @WordColumn(64, { nullable: true }) answeredBy!: string | null;
}

/** One clock of a case; the sweep reads it by `nextAt`. */
@Entity('case_limits')
@Index('case_limits_case', ['caseNumber'])
@Index('case_limits_next', ['nextAt', 'id'])
export class CaseLimit {
  @KeyColumn(24) id!: string;
  @WordColumn(14) caseNumber!: string;
  @WordColumn(16) name!: string;
  @WordColumn(24, { nullable: true }) assignmentId!: string | null;
  @WordColumn(16) unit!: string;
  @CountColumn() amount!: number;
  @CountColumn() ruleVersion!: number;
  @InstantColumn() startedAt!: number;
  @CountColumn() extraWorkingDays!: number;
  @TextColumn() pauses!: string;
  @InstantColumn() dueAt!: number;
  @InstantColumn() amberAt!: number;
  @InstantColumn() redAt!: number;
  @FlagColumn() provisional!: number;
  @WordColumn(8) state!: string;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
  @CountColumn() level!: number;
  @InstantColumn({ nullable: true }) nextAt!: number | null;
}

/** Blind search terms: keyed hashes of words, apart for the original text and for what departments may search. */
@Entity('case_terms')
@Index('case_terms_case', ['caseNumber'])
export class CaseTerm {
  @KeyColumn(12) term!: string;
  @KeyColumn(1) scope!: string;
  @KeyColumn(14) caseNumber!: string;
}

/** Two-way messages with the complainant; text encrypted at `case_messages.text`. */
@Entity('case_messages')
@Index('case_messages_case', ['caseNumber', 'at'])
export class CaseMessage {
  @KeyColumn(36) id!: string;
  @WordColumn(14) caseNumber!: string;
  @WordColumn(4) direction!: string;
  @TextColumn() text!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

/** One attempt to call the complainant back; words encrypted at `call_backs.words`. */
@Entity('call_backs')
@Index('call_backs_case', ['caseNumber', 'at'])
export class CallBack {
  @KeyColumn(36) id!: string;
  @WordColumn(14) caseNumber!: string;
  @CountColumn() round!: number;
  @CountColumn() attempt!: number;
  @FlagColumn() reached!: number;
  @CountColumn({ nullable: true }) contacted!: number | null;
  @WordColumn(16, { nullable: true }) solved!: string | null;
  @WordColumn(16, { nullable: true }) satisfiedResult!: string | null;
  @WordColumn(16, { nullable: true }) satisfiedProcess!: string | null;
  @TextColumn({ nullable: true }) words!: string | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}

/** The complainant's own rating; comment encrypted at `ratings.comment`. */
@Entity('ratings')
@Index('ratings_case', ['caseNumber', 'at'])
export class Rating {
  @KeyColumn(36) id!: string;
  @WordColumn(14) caseNumber!: string;
  @CountColumn() round!: number;
  @WordColumn(16) solved!: string;
  @WordColumn(16) satisfied!: string;
  @FlagColumn() contacted!: number;
  @TextColumn({ nullable: true }) comment!: string | null;
  @InstantColumn() at!: number;
}

/** Persons named for a sealed case. */
@Entity('case_readers')
@Index('case_readers_case', ['caseNumber'])
export class CaseReader {
  @KeyColumn() username!: string;
  @KeyColumn(14) caseNumber!: string;
}

/** A behaviour of the catalogue that the hotline observed in a case, in the version of the catalogue of that day. */
@Entity('case_behaviours')
@Index('case_behaviours_code', ['code', 'at'])
export class CaseBehaviour {
  @KeyColumn(14) caseNumber!: string;
  @KeyColumn(16) code!: string;
  @CountColumn() version!: number;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}
