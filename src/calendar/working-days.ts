import { Injectable } from '@nestjs/common';
import { calendarOf, type CityCalendar } from '../domain/work-calendar.js';
import { Tail } from '../events/tail.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';

/** The city's calendar kept in memory: duty hours, holidays, make-up days. Read anew when the log says it changed. */
@Injectable()
export class WorkingDays {
  private current: CityCalendar | undefined;

  constructor(
    private readonly db: Db,
    tail: Tail,
  ) {
    tail.listen((events) => (events.some(({ type }) => type === 'calendar.changed') ? this.load() : Promise.resolve()));
  }

  async load(): Promise<void> {
    const days = await this.db.readPrimary<{ day: string; kind: 'off' | 'work' }>('SELECT day, kind FROM calendar_days ORDER BY day');
    const years = await this.db.readPrimary<{ year: number }>('SELECT year FROM calendar_years WHERE published = 1');
    this.current = calendarOf(
      days,
      years.map(({ year }) => Number(year)),
      dutyHours(),
    );
  }

  get calendar(): CityCalendar {
    if (!this.current) throw new Error('The calendar was asked before it was read');
    return this.current;
  }
}

/** Duty hours of config/calendar.json as minutes of the day. */
export function dutyHours(): [number, number][] {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return configJson<{ duty: [string, string][] }>('calendar.json').duty.map(([from, to]) => [minutes(from), minutes(to)]);
}
