import { Entity, Index } from 'typeorm';
import { FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** An enterprise that is served one to one 一对一服务; its contact person and address encrypted. Source: domain text, section 2. */
@Entity('enterprises')
@Index('enterprises_uscc', ['uscc'], { unique: true })
@Index('enterprises_phone', ['phoneIndex'])
@Index('enterprises_name', ['name', 'id'])
@Index('enterprises_department', ['departmentCode', 'name'])
export class EnterpriseRow {
  @KeyColumn(36) id!: string;
  @WordColumn(120) name!: string;
  @WordColumn(18) uscc!: string;
  @WordColumn(16) size!: string;
  @WordColumn(16) origin!: string;
  /** A key enterprise 重点企业 with an officer of its own. */
  @FlagColumn() isKey!: number;
  @TextColumn({ nullable: true }) address!: string | null;
  @TextColumn({ nullable: true }) contactName!: string | null;
  @TextColumn({ nullable: true }) contactPhone!: string | null;
  @WordColumn(32, { nullable: true }) phoneIndex!: string | null;
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @WordColumn(64, { nullable: true }) officer!: string | null;
  @InstantColumn() createdAt!: number;
  @InstantColumn() updatedAt!: number;
}
