import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, NumberKeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** The one log: numbered without gaps in commit order, each row chained to the one before. History, live feed, catch-up and audit. */
@Entity('events')
@Index('events_case', ['caseNumber', 'number'])
@Index('events_audience', ['audience', 'number'])
export class LoggedEvent {
  @NumberKeyColumn() number!: number;
  @WordColumn(48) type!: string;
  /** Who is told: `Audience` of `event-log.ts`. */
  @WordColumn(8) audience!: string;
  @InstantColumn() at!: number;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @CountColumn({ nullable: true }) version!: number | null;
  @WordColumn() username!: string;
  @WordColumn(32) role!: string;
  @TextColumn() facts!: string;
  @WordColumn(64) hash!: string;
}

/** The last number and hash; its row is locked by every writer until commit, which makes the numbers gapless. */
@Entity('event_head')
export class EventHead {
  @KeyColumn(8) id!: string;
  @InstantColumn() number!: number;
  @WordColumn(64) hash!: string;
}

/** Running numbers: cases of a day. */
@Entity('counters')
export class Counter {
  @KeyColumn(32) name!: string;
  @CountColumn() value!: number;
}
