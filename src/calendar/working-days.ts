import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import type { CalendarEntry, YearFacts } from '../domain/calendar-history.js';
import { calendarOf, type CityCalendar } from '../domain/work-calendar.js';
import { EventLog } from '../events/event-log.js';
import { Tail } from '../events/tail.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { type CalendarYearInput, checkDays } from './calendar.dto.js';

/** The city's calendar kept in memory: duty hours, holidays, make-up days. Read anew when the log says it changed. */
@Injectable()
export class WorkingDays {
  private current: CityCalendar | undefined;

  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
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

  /** Puts a year's days in the place of those it had; whoever keeps limits hears of it by the log. Throws `input.invalid` (422). */
  async replace(year: number, { published, days }: CalendarYearInput, by: Actor): Promise<void> {
    checkDays(year, days);
    await this.db.write(async (tx) => {
      // two administrators stand in line here: rows that are not there yet cannot be locked
      await tx.query(`SELECT number FROM event_head WHERE id = 'head'${this.db.forUpdate}`);
      const facts = await this.write(tx, year, { published, days }, 'administrator');
      await this.events.append(tx, [{ type: 'calendar.changed', facts, by, at: this.clock.now(), audience: 'audit' }]);
    });
    await this.load();
  }

  /** Writes a year in a transaction that holds the head of the log; gives the facts of the event. */
  async write(tx: Tx, year: number, { published, days }: CalendarYearInput, source: string): Promise<Record<string, unknown>> {
    const was = await this.yearIn(tx, year);
    await tx.query('DELETE FROM calendar_days WHERE day BETWEEN ? AND ?', [`${year}-01-01`, `${year}-12-31`]);
    await tx.query('DELETE FROM calendar_years WHERE year = ?', [year]);
    await insertRows(
      tx,
      'calendar_days',
      days.map(({ day, kind, name }) => ({ day, kind, name, source })),
    );
    await insertRows(tx, 'calendar_years', [{ year, published }]);
    return { year, days: days.length, published, was, is: { published, days: days.map(({ day, kind }) => [day, kind]) } };
  }

  /** A year as it stands, for the log: what was replaced is needed to tell old limits from new ones. */
  private async yearIn(tx: Tx, year: number): Promise<YearFacts> {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`];
    const days = await tx.query<CalendarEntry[]>('SELECT day, kind FROM calendar_days WHERE day BETWEEN ? AND ? ORDER BY day', [
      first,
      last,
    ]);
    const notices = await tx.query<unknown[]>('SELECT year FROM calendar_years WHERE year = ? AND published = 1', [year]);
    return { published: notices.length > 0, days: days.map(({ day, kind }) => [day, kind]) };
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
