import { Entity, Index } from 'typeorm';
import { FenColumn, InstantColumn, KeyColumn, WordColumn } from '../platform/columns.js';

/** What the hotline found when it held a fee complaint against the register; the last finding, earlier ones stand in the log. */
@Entity('fee_checks')
@Index('fee_checks_verdict', ['verdict', 'at'])
export class FeeCheckRow {
  @KeyColumn(14) caseNumber!: string;
  @WordColumn(16) verdict!: string;
  @WordColumn(16, { nullable: true }) feeCode!: string | null;
  @FenColumn({ nullable: true }) amountFen!: number | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}
