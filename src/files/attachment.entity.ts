import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A file on a case; its bytes lie encrypted in the file store under a random name, its name encrypted at `attachments.name`. */
@Entity('attachments')
@Index('attachments_case', ['caseNumber', 'at'])
@Index('attachments_vault', ['vault', 'id'])
export class Attachment {
  @KeyColumn(36) id!: string;
  @WordColumn(14) caseNumber!: string;
  @TextColumn() name!: string;
  @WordColumn(100) type!: string;
  @CountColumn() bytes!: number;
  @WordColumn(64) sha256!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
  /** A re-encoded copy without traces exists for departments. */
  @FlagColumn() shareable!: number;
  /** Under which key its bytes lie: null the main one, `moving` soon the sealed one, `sealed`. */
  @WordColumn(8, { nullable: true }) vault!: string | null;
}
