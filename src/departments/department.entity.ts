import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, NumberKeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

@Entity('departments')
export class DepartmentRow {
  @KeyColumn(32) code!: string;
  @WordColumn(64) name!: string;
  @WordColumn(128) nameEn!: string;
  @WordColumn(32, { nullable: true }) parentCode!: string | null;
  @WordColumn(8) level!: string;
  @WordColumn(16) kind!: string;
  @WordColumn(32, { nullable: true }) phone!: string | null;
  @TextColumn({ nullable: true }) duties!: string | null;
  @FlagColumn() active!: number;
  @CountColumn() position!: number;
  /** When its doors are open, in words; limits count by the city's duty hours. */
  @WordColumn(120, { nullable: true }) hours!: string | null;
  @CountColumn({ default: '1' }) version!: number;
}

/** A leaf or group of the two-level category tree; `flags` is a JSON object (accusation, sealed, complex, amount, basis, receipt). */
@Entity('categories')
export class Category {
  @KeyColumn(16) code!: string;
  @WordColumn(16, { nullable: true }) parentCode!: string | null;
  @WordColumn(64) name!: string;
  @WordColumn(128) nameEn!: string;
  @TextColumn({ nullable: true }) help!: string | null;
  @TextColumn({ nullable: true }) helpEn!: string | null;
  @TextColumn() flags!: string;
  @CountColumn() position!: number;
}

/** One version of an entry of the behaviour catalogue; lists are JSON, days are the city's. Source: domain text, section 2. */
@Entity('behaviour_versions')
@Index('behaviour_versions_state', ['state', 'validFrom'])
export class BehaviourVersion {
  @KeyColumn(16) code!: string;
  @NumberKeyColumn() version!: number;
  @WordColumn(128) name!: string;
  @WordColumn(200) nameEn!: string;
  @TextColumn() categories!: string;
  @TextColumn() measures!: string;
  @TextColumn({ nullable: true }) article!: string | null;
  @TextColumn({ nullable: true }) penaltyRange!: string | null;
  @WordColumn(16) state!: string;
  @WordColumn(10) validFrom!: string;
  @WordColumn(10, { nullable: true }) validTo!: string | null;
  @WordColumn() proposedBy!: string;
  @InstantColumn() proposedAt!: number;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @TextColumn({ nullable: true }) reason!: string | null;
}

/** Rules as data: limits and routing, each version with its validity; a case keeps the version it started under. */
@Entity('rule_versions')
@Index('rule_versions_validity', ['kind', 'validFrom'])
export class RuleVersion {
  @KeyColumn(16) kind!: string;
  @NumberKeyColumn() version!: number;
  @InstantColumn() validFrom!: number;
  @TextColumn() content!: string;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
}
