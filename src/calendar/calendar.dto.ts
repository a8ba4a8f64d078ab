import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateNested } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { addDays, type Day } from '../domain/time.js';
import { Choice, Flag, Words } from '../platform/http/fields.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';

const MOST_DAYS = 120;

/** A day that differs from the ordinary week, as the notice or the administrator says. */
export class CalendarDayInput {
  @Words(10, { description: 'A day of that year, 2026-02-14' }) day!: Day;
  @Choice(['off', 'work']) kind!: 'off' | 'work';
  @Words(64) name!: string;
}

/** The whole year anew: what is not among the days is an ordinary day of the week. */
export class CalendarYearInput {
  @Flag({ description: 'Whether the yearly notice is known; if not, limits that touch the year stay provisional' }) published!: boolean;

  @ApiProperty({ type: CalendarDayInput, isArray: true, maxItems: MOST_DAYS })
  @IsArray()
  @ArrayMaxSize(MOST_DAYS)
  @ValidateNested({ each: true })
  @Type(() => CalendarDayInput)
  days!: CalendarDayInput[];
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** Days that are none, of another year or named twice. Throws `input.invalid` (422). */
export function checkDays(year: number, days: readonly CalendarDayInput[]): void {
  const seen = new Set<Day>();
  const broken = days.flatMap(({ day }, index): BrokenField[] => {
    const code = !isDay(day) ? 'malformed' : !day.startsWith(`${year}-`) ? 'not-in-year' : seen.has(day) ? 'twice' : undefined;
    seen.add(day);
    return code ? [{ field: `days.${index}.day`, code }] : [];
  });
  if (broken.length > 0) throw invalid(broken);
}
