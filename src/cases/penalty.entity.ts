import { Entity, Index } from 'typeorm';
import { CountColumn, FenColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A penalty that was imposed in the matter of a case, or the entry that takes one back; rows are never changed. */
@Entity('penalties')
@Index('penalties_case', ['caseNumber', 'at'])
@Index('penalties_offence', ['offenceCode', 'caseNumber'])
@Index('penalties_withdraws', ['withdraws'], { unique: true })
export class Penalty {
  @KeyColumn(36) id!: string;
  @WordColumn(14) caseNumber!: string;
  @WordColumn(32) departmentCode!: string;
  @WordColumn(16) offenceCode!: string;
  @CountColumn() offenceVersion!: number;
  @WordColumn(16) tier!: string;
  @FenColumn() amountFen!: number;
  @WordColumn(10) decidedOn!: string;
  @WordColumn(100, { nullable: true }) document!: string | null;
  @WordColumn(36, { nullable: true }) withdraws!: string | null;
  @TextColumn({ nullable: true }) reason!: string | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}
