import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, NumberKeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A day that differs from the week: a holiday or a make-up working day. */
@Entity('calendar_days')
export class CalendarDay {
  @KeyColumn(10) day!: string;
  @WordColumn(4) kind!: string;
  @WordColumn(64) name!: string;
  @WordColumn(16) source!: string;
}

/** Years whose State Council notice is known; limits that touch others are provisional. */
@Entity('calendar_years')
export class CalendarYear {
  @NumberKeyColumn() year!: number;
  @FlagColumn() published!: number;
}

/** A year as an administrator read it from the notice, until a supervisor released it; days and what it was read against are JSON. */
@Entity('calendar_proposals')
@Index('calendar_proposals_at', ['proposedAt', 'id'])
@Index('calendar_proposals_state', ['state', 'year'])
export class CalendarProposal {
  @KeyColumn(24) id!: string;
  @CountColumn() year!: number;
  @WordColumn(16) state!: string;
  @TextColumn() days!: string;
  @TextColumn() basis!: string;
  @TextColumn() source!: string;
  @WordColumn() proposedBy!: string;
  @InstantColumn() proposedAt!: number;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @TextColumn({ nullable: true }) reason!: string | null;
}
