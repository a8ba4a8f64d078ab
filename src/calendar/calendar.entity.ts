import { Entity } from 'typeorm';
import { FlagColumn, KeyColumn, NumberKeyColumn, WordColumn } from '../platform/columns.js';

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
