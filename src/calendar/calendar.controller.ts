import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { addDays } from '../domain/time.js';
import { isWorkday } from '../domain/work-calendar.js';
import { Db } from '../platform/db.js';
import { By, For } from '../platform/http/access.js';
import { Shown } from '../platform/http/fields.js';
import { CalendarYearInput } from './calendar.dto.js';
import { dutyHours, WorkingDays } from './working-days.js';

/** A day that differs from the ordinary week. */
export class CalendarDayView {
  @Shown({ example: '2026-02-14' }) day!: string;
  @Shown({ enum: ['off', 'work'] }) kind!: string;
  @Shown() name!: string;
}

export class CalendarYearView {
  @Shown() year!: number;
  @Shown({ description: 'Whether the yearly notice is known; if not, limits that touch the year are provisional' }) published!: boolean;
  @Shown() workingDays!: number;
  @Shown({ type: 'array', items: { type: 'array', items: { type: 'integer' } }, description: 'Duty hours, minutes of the day from and to' })
  duty!: number[][];
  @Shown({ type: CalendarDayView, isArray: true }) days!: CalendarDayView[];
}

@Controller('calendar')
export class CalendarController {
  constructor(
    private readonly db: Db,
    private readonly workingDays: WorkingDays,
  ) {}

  @For()
  @Get(':year')
  @ApiOkResponse({ type: CalendarYearView })
  async year(@Param('year', ParseIntPipe) year: number): Promise<CalendarYearView> {
    checkYear(year);
    const days = await this.db.read<CalendarDayView>('SELECT day, kind, name FROM calendar_days WHERE day BETWEEN ? AND ? ORDER BY day', [
      `${year}-01-01`,
      `${year}-12-31`,
    ]);
    const { calendar } = this.workingDays;
    let workingDays = 0;
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) if (isWorkday(calendar, day)) workingDays++;
    return { year, published: calendar.published.has(year), workingDays, duty: dutyHours(), days };
  }

  /** Corrects a year; open limits are computed anew, and each case whose limit moved says so in its history. */
  @For('administrator')
  @Put(':year')
  @ApiOkResponse({ type: CalendarYearView })
  async correct(@Param('year', ParseIntPipe) year: number, @Body() body: CalendarYearInput, @By() by: Actor): Promise<CalendarYearView> {
    checkYear(year);
    await this.workingDays.replace(year, body, by);
    return this.year(year);
  }
}

function checkYear(year: number): void {
  if (year < 2000 || year > 2100) throw new DomainError('input.invalid', 422, { fields: [{ field: 'year', code: 'out-of-range' }] });
}
