import { Entity, Index } from 'typeorm';
import { FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A one-page card of a matter 明白卡: papers, steps, limit, fee, place and contact; lists are JSON. Source: domain text, section 2. */
@Entity('matter_cards')
@Index('matter_cards_department', ['departmentCode', 'id'])
@Index('matter_cards_open', ['open', 'id'])
export class MatterCard {
  @KeyColumn(16) id!: string;
  @WordColumn(120) title!: string;
  @WordColumn(200) titleEn!: string;
  @WordColumn(32) departmentCode!: string;
  @TextColumn() papers!: string;
  @TextColumn() steps!: string;
  @WordColumn(200) limitText!: string;
  @WordColumn(200) fee!: string;
  @WordColumn(200) place!: string;
  @WordColumn(64) phone!: string;
  @TextColumn({ nullable: true }) basis!: string | null;
  @WordColumn(10) validFrom!: string;
  @WordColumn(10, { nullable: true }) validTo!: string | null;
  /** Published to everybody. */
  @FlagColumn() open!: number;
  @WordColumn() username!: string;
  @InstantColumn() updatedAt!: number;
}
