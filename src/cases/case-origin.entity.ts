import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, WordColumn } from '../platform/columns.js';

/** Where a case came from that another system had before, and its number there; no two of ours are the same one of theirs. */
@Entity('case_origins')
@Index('case_origins_foreign', ['source', 'foreignNumber'], { unique: true })
@Index('case_origins_number', ['foreignNumber'])
@Index('case_origins_import', ['importId'])
export class CaseOrigin {
  @KeyColumn(14) caseNumber!: string;
  @WordColumn(64) source!: string;
  @WordColumn(64) foreignNumber!: string;
  @WordColumn(36) importId!: string;
  @InstantColumn() at!: number;
}
