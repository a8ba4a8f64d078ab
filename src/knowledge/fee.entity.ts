import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** An entry of the register of fees on enterprises 涉企收费目录; `rule` and `keywords` are JSON, days are the city's. Source: domain text, section 2. */
@Entity('approved_fees')
@Index('approved_fees_state', ['state', 'code'])
@Index('approved_fees_department', ['departmentCode', 'state', 'code'])
export class ApprovedFee {
  @KeyColumn(16) code!: string;
  @WordColumn(128) item!: string;
  @WordColumn(200) itemEn!: string;
  @WordColumn(16) kind!: string;
  @WordColumn(32) departmentCode!: string;
  @TextColumn() basis!: string;
  @WordColumn(128) payer!: string;
  @WordColumn(200) payerEn!: string;
  @WordColumn(200) standard!: string;
  @WordColumn(300) standardEn!: string;
  @TextColumn() rule!: string;
  @TextColumn() keywords!: string;
  @WordColumn(10) validFrom!: string;
  @WordColumn(10, { nullable: true }) validTo!: string | null;
  @WordColumn(16) state!: string;
  /** The entry it takes the place of once it is approved. */
  @WordColumn(16, { nullable: true }) replaces!: string | null;
  @TextColumn({ nullable: true }) why!: string | null;
  @WordColumn() proposedBy!: string;
  @InstantColumn() proposedAt!: number;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @TextColumn({ nullable: true }) reason!: string | null;
}
