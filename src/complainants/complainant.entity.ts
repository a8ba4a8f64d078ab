import { Entity, Index } from 'typeorm';
import { FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** Who complained: every particular encrypted and bound to its row, equality by keyed blind index alone. Source: domain text 6.2. */
@Entity('complainants')
@Index('complainants_phone', ['phoneIndex'])
@Index('complainants_uscc', ['usccIndex'])
export class Complainant {
  @KeyColumn(14) caseNumber!: string;
  @FlagColumn() anonymous!: number;
  @TextColumn({ nullable: true }) name!: string | null;
  @TextColumn({ nullable: true }) phone!: string | null;
  @TextColumn({ nullable: true }) email!: string | null;
  @TextColumn({ nullable: true }) idNumber!: string | null;
  @TextColumn({ nullable: true }) address!: string | null;
  @TextColumn({ nullable: true }) organisation!: string | null;
  @TextColumn({ nullable: true }) uscc!: string | null;
  @WordColumn(32, { nullable: true }) phoneIndex!: string | null;
  @WordColumn(32, { nullable: true }) usccIndex!: string | null;
  /** When the term of keeping was over and all of it went. */
  @InstantColumn({ nullable: true }) forgottenAt!: number | null;
}
