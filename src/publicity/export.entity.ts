import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A file somebody asked for: what, why, who decided, how far it is. Filter and reasons are encrypted, the file lies in the file store. */
@Entity('exports')
@Index('exports_number', ['number'], { unique: true })
@Index('exports_list', ['requestedAt', 'id'])
@Index('exports_own', ['username', 'requestedAt', 'id'])
@Index('exports_state', ['state', 'requestedAt', 'id'])
@Index('exports_run', ['state', 'decidedAt', 'id'])
@Index('exports_expiry', ['state', 'expiresAt'])
export class Export {
  @KeyColumn(36) id!: string;
  /** `D2026-000042`; stands in the watermark. */
  @WordColumn(16) number!: string;
  @WordColumn(24) kind!: string;
  @WordColumn(8) format!: string;
  @TextColumn() params!: string;
  @TextColumn() reason!: string;
  @WordColumn() username!: string;
  @WordColumn(12) state!: string;
  @CountColumn() version!: number;
  @InstantColumn() requestedAt!: number;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @TextColumn({ nullable: true }) decision!: string | null;
  /** Percent. */
  @CountColumn() progress!: number;
  @CountColumn({ nullable: true }) total!: number | null;
  @CountColumn() attempts!: number;
  @InstantColumn({ nullable: true }) leaseUntil!: number | null;
  @CountColumn({ nullable: true }) bytes!: number | null;
  @WordColumn(64, { nullable: true }) sha256!: string | null;
  @InstantColumn({ nullable: true }) readyAt!: number | null;
  @InstantColumn({ nullable: true }) expiresAt!: number | null;
  @WordColumn(32, { nullable: true }) error!: string | null;
  @CountColumn() downloads!: number;
}

/** The cases that stand in a file: whoever may no longer see one of them does not get it any more. */
@Entity('export_cases')
@Index('export_cases_case', ['caseNumber'])
export class ExportCase {
  @KeyColumn(36) exportId!: string;
  @KeyColumn(14) caseNumber!: string;
}

/** Leave to fetch a file once; of the token only the hash. */
@Entity('export_tickets')
@Index('export_tickets_export', ['exportId'])
@Index('export_tickets_expiry', ['expiresAt'])
export class ExportTicket {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn(36) exportId!: string;
  @WordColumn() username!: string;
  @InstantColumn() expiresAt!: number;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
}
