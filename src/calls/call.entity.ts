import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A call: the set of its facts, and what follows from them as columns for lists and figures. The number is encrypted. */
@Entity('calls')
@Index('calls_leg', ['carrierLeg'], { unique: true })
@Index('calls_status', ['status', 'queuedAt'])
@Index('calls_started', ['startedAt'])
@Index('calls_agent', ['agent', 'startedAt'])
@Index('calls_number', ['numberIndex', 'startedAt'])
@Index('calls_check', ['checkAt', 'callId'])
export class Call {
  @KeyColumn(36) callId!: string;
  /** The caller's line at the carrier. */
  @WordColumn(64, { nullable: true }) carrierLeg!: string | null;
  @WordColumn(64, { nullable: true }) carrierRoom!: string | null;
  @WordColumn(12) direction!: string;
  @WordColumn(12) status!: string;
  @WordColumn(12, { nullable: true }) outcome!: string | null;
  @WordColumn(16) skill!: string;
  /** Encrypted; place `calls.number`. */
  @TextColumn({ nullable: true }) number!: string | null;
  @WordColumn(32, { nullable: true }) numberIndex!: string | null;
  @InstantColumn() startedAt!: number;
  @InstantColumn({ nullable: true }) queuedAt!: number | null;
  @InstantColumn({ nullable: true }) answeredAt!: number | null;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
  @CountColumn() waitedSeconds!: number;
  @CountColumn() talkSeconds!: number;
  @CountColumn() heldSeconds!: number;
  @CountColumn() wrapUpSeconds!: number;
  @WordColumn(64, { nullable: true }) agent!: string | null;
  @WordColumn(24, { nullable: true }) wrapUp!: string | null;
  /** Encrypted; place `calls.note`. */
  @TextColumn({ nullable: true }) note!: string | null;
  @TextColumn() facts!: string;
  /** When a sweep has to look at this call; null once it has ended. */
  @InstantColumn({ nullable: true }) checkAt!: number | null;
}

/** Which cases a call is about. */
@Entity('call_cases')
@Index('call_cases_case', ['caseNumber'])
export class CallCase {
  @KeyColumn(36) callId!: string;
  @KeyColumn(14) caseNumber!: string;
}

/** Sound of a call or a voicemail: announced by the carrier, fetched, kept encrypted, forgotten at the carrier, and in time here. */
@Entity('recordings')
@Index('recordings_ref', ['ref'], { unique: true })
@Index('recordings_call', ['callId'])
@Index('recordings_next', ['nextAt', 'id'])
@Index('recordings_kept', ['keptSince'])
export class Recording {
  @KeyColumn(36) id!: string;
  @WordColumn(36) callId!: string;
  @WordColumn(64) ref!: string;
  @WordColumn(12) kind!: string;
  /** announced, stored, released (gone at the carrier), lost, expired. */
  @WordColumn(12) state!: string;
  @CountColumn() seconds!: number;
  @CountColumn() channels!: number;
  @CountColumn() bytes!: number;
  @WordColumn(64, { nullable: true }) sha256!: string | null;
  @InstantColumn() at!: number;
  @CountColumn() attempts!: number;
  @InstantColumn({ nullable: true }) nextAt!: number | null;
  /** Since when the sound is kept here; null before it is and after it went. */
  @InstantColumn({ nullable: true }) keptSince!: number | null;
}

/** Leave to listen, given for a reason; used by the session it was given to alone. */
@Entity('recording_tickets')
@Index('recording_tickets_expiry', ['expiresAt'])
export class RecordingTicket {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn(36) recordingId!: string;
  @WordColumn(64) username!: string;
  @InstantColumn() expiresAt!: number;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
}

/** An operator at the desk, as he stands now. */
@Entity('agents')
@Index('agents_state', ['state'])
export class AgentRow {
  @KeyColumn() username!: string;
  @WordColumn(12) state!: string;
  @WordColumn(24, { nullable: true }) reason!: string | null;
  @InstantColumn() since!: number;
  @InstantColumn() idleSince!: number;
  @InstantColumn() seenAt!: number;
  @WordColumn(36, { nullable: true }) callId!: string | null;
  @TextColumn() skills!: string;
  @InstantColumn({ nullable: true }) wrapUpUntil!: number | null;
}

/** Every state an operator was in, with who put him there. */
@Entity('agent_states')
@Index('agent_states_username', ['username', 'since'])
@Index('agent_states_since', ['since'])
export class AgentStateRow {
  @KeyColumn(36) id!: string;
  @WordColumn(64) username!: string;
  @WordColumn(12) state!: string;
  @WordColumn(24, { nullable: true }) reason!: string | null;
  @InstantColumn() since!: number;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
  @WordColumn(36, { nullable: true }) callId!: string | null;
  @WordColumn(64) changedBy!: string;
}

/** Something a call left to be done. */
@Entity('tasks')
@Index('tasks_state', ['state', 'dueAt'])
@Index('tasks_claimed', ['claimedBy', 'state'])
@Index('tasks_call', ['callId'])
export class Task {
  @KeyColumn(48) id!: string;
  @WordColumn(16) kind!: string;
  @WordColumn(36) callId!: string;
  /** open, claimed, done. */
  @WordColumn(8) state!: string;
  @WordColumn(64, { nullable: true }) claimedBy!: string | null;
  @InstantColumn() createdAt!: number;
  @InstantColumn() dueAt!: number;
  @InstantColumn({ nullable: true }) doneAt!: number | null;
  @TextColumn({ nullable: true }) result!: string | null;
}

/** Every set of skills an operator was given, with who gave it; the one that counts stands in `agents`. */
@Entity('agent_skills')
@Index('agent_skills_username', ['username', 'at', 'id'])
export class AgentSkillsRow {
  @KeyColumn(36) id!: string;
  @WordColumn(64) username!: string;
  @TextColumn() skills!: string;
  @InstantColumn() at!: number;
  @WordColumn(64) changedBy!: string;
}
