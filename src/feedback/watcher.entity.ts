import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A special supervisor 特邀监督员: a deputy, committee member, manager or resident; particulars encrypted. Source: domain text, section 2. */
@Entity('special_supervisors')
@Index('special_supervisors_active', ['active', 'number'])
@Index('special_supervisors_phone', ['phoneIndex'])
export class SpecialSupervisor {
  @KeyColumn(8) number!: string;
  @WordColumn(16) kind!: string;
  @TextColumn() name!: string;
  @TextColumn({ nullable: true }) phone!: string | null;
  @WordColumn(32, { nullable: true }) phoneIndex!: string | null;
  @TextColumn({ nullable: true }) organisation!: string | null;
  @WordColumn(10) termFrom!: string;
  @WordColumn(10, { nullable: true }) termTo!: string | null;
  @FlagColumn() active!: number;
  @InstantColumn() createdAt!: number;
}

/** A monitoring point 监测点: an enterprise or a window that reports each month. */
@Entity('monitoring_points')
@Index('monitoring_points_ended', ['endedOn', 'number'])
export class MonitoringPoint {
  @KeyColumn(8) number!: string;
  @WordColumn(16) kind!: string;
  @WordColumn(120) name!: string;
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @TextColumn({ nullable: true }) contactName!: string | null;
  @TextColumn({ nullable: true }) contactPhone!: string | null;
  @WordColumn(7) since!: string;
  @WordColumn(10, { nullable: true }) endedOn!: string | null;
  @InstantColumn() createdAt!: number;
}

/** The way in of somebody without an account: a link that is good once to set an access code, of which only the hash is kept. */
@Entity('ways_in')
@Index('ways_in_setup', ['setupHash'], { unique: true })
export class WayIn {
  @KeyColumn(8) number!: string;
  @WordColumn(24) owner!: string;
  @WordColumn(43, { nullable: true }) setupHash!: string | null;
  @InstantColumn({ nullable: true }) setupExpiresAt!: number | null;
  @WordColumn(160, { nullable: true }) codeHash!: string | null;
  @InstantColumn({ nullable: true }) setAt!: number | null;
  @CountColumn() failures!: number;
  @InstantColumn({ nullable: true }) lockedUntil!: number | null;
}

/** What a special supervisor filed. */
@Entity('observations')
@Index('observations_number', ['number', 'at'])
export class Observation {
  @KeyColumn(14) caseNumber!: string;
  @WordColumn(8) number!: string;
  @InstantColumn() at!: number;
}

/** A month of a monitoring point; figures are JSON, words encrypted. */
@Entity('point_reports')
@Index('point_reports_month', ['month', 'number'])
export class PointReport {
  @KeyColumn(8) number!: string;
  @KeyColumn(7) month!: string;
  @TextColumn() figures!: string;
  @TextColumn({ nullable: true }) words!: string | null;
  @InstantColumn() at!: number;
}
