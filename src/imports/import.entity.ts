import { Entity, Index } from 'typeorm';
import { CountColumn, CountKeyColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A file that is taken over: where it comes from, how its columns are read, how far it is. Its name and unknown words are encrypted. */
@Entity('imports')
@Index('imports_number', ['number'], { unique: true })
@Index('imports_list', ['createdAt', 'id'])
@Index('imports_run', ['state', 'leaseUntil'])
export class ImportRow {
  @KeyColumn(36) id!: string;
  /** `I2026-0001`. */
  @WordColumn(16) number!: string;
  /** The system it comes from; with the number there it tells a case. */
  @WordColumn(64) source!: string;
  @TextColumn() fileName!: string;
  @WordColumn(8) format!: string;
  @WordColumn(16) encoding!: string;
  @CountColumn() bytes!: number;
  @WordColumn(64) sha256!: string;
  /** Pieces in the file store; 0 once the file is gone. */
  @CountColumn() parts!: number;
  @TextColumn() heads!: string;
  @TextColumn() mapping!: string;
  @WordColumn(12) state!: string;
  @CountColumn() version!: number;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn() updatedAt!: number;
  @InstantColumn({ nullable: true }) startedAt!: number | null;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
  /** Lines of the file, once it was read to its end. */
  @CountColumn({ nullable: true }) total!: number | null;
  /** Lines that are done in the present pass. */
  @CountColumn() position!: number;
  @CountColumn() good!: number;
  @CountColumn() bad!: number;
  /** Lines whose case is here already. */
  @CountColumn() known!: number;
  @CountColumn() added!: number;
  /** Who has it in hand, and until when without a word. */
  @WordColumn(36, { nullable: true }) lease!: string | null;
  @InstantColumn({ nullable: true }) leaseUntil!: number | null;
  /** Attempts since the last batch that was done. */
  @CountColumn() attempts!: number;
  @TextColumn({ nullable: true }) unknownWords!: string | null;
  @WordColumn(32, { nullable: true }) error!: string | null;
}

/** Why a line was not taken; never what stood in it. */
@Entity('import_faults')
export class ImportFault {
  @KeyColumn(36) importId!: string;
  @CountKeyColumn() line!: number;
  @KeyColumn(24) field!: string;
  @WordColumn(32) code!: string;
}

/** A way of reading columns that was kept under a name. */
@Entity('import_mappings')
@Index('import_mappings_name', ['name'], { unique: true })
export class ImportMappingRow {
  @KeyColumn(36) id!: string;
  @WordColumn(64) name!: string;
  @TextColumn() content!: string;
  @WordColumn() username!: string;
  @InstantColumn() updatedAt!: number;
}

export const IMPORT_ENTITIES = [ImportRow, ImportFault, ImportMappingRow];
