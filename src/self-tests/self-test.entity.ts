import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** One run of a self-test and what it found. Nothing a person said stands here. */
@Entity('self_tests')
@Index('self_tests_due', ['dueKey'], { unique: true })
@Index('self_tests_running', ['runningKey'], { unique: true })
@Index('self_tests_list', ['startedAt', 'id'])
@Index('self_tests_kind', ['kind', 'startedAt', 'id'])
export class SelfTest {
  @KeyColumn(36) id!: string;
  @WordColumn(16) kind!: string;
  /** Kind and time that were due: each is run once, however many processes see it. Null for one started by hand. */
  @WordColumn(48, { nullable: true }) dueKey!: string | null;
  /** The kind while it runs: one at a time. */
  @WordColumn(16, { nullable: true }) runningKey!: string | null;
  @InstantColumn() startedAt!: number;
  @WordColumn() startedBy!: string;
  @WordColumn(12) outcome!: string;
  @CountColumn({ nullable: true }) tookMs!: number | null;
  /** JSON list of steps. */
  @TextColumn() steps!: string;
  @CountColumn() done!: number;
  @CountColumn() total!: number;
  /** Until when its pass opens; null once it was used or when none is out. By the machine's clock, as the lease. */
  @InstantColumn({ nullable: true }) passUntil!: number | null;
  @InstantColumn({ nullable: true }) leaseUntil!: number | null;
}
