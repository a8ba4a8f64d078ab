import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { Reference } from '../departments/reference.js';
import { type CalendarChange, calendarHistory } from '../domain/calendar-history.js';
import { type CaseEvent, type Replayed, replay, type RulesThen } from '../domain/replay.js';
import { Db } from '../platform/db.js';

const AT_ONCE = 5_000;

/** Which cases are replayed, by number, and up to which number of the log. A case number begins with the day of its receipt. */
export interface Stretch {
  from: string;
  /** Not included. */
  before: string;
  upTo: number;
}
type Row = Omit<CaseEvent, 'facts'> & { facts: string };

export const EVERY_CASE = { from: '', before: '~' };

/** Reads cases back from the event log alone. Source: domain text, section 9. */
@Injectable()
export class Replays {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    private readonly workingDays: Pick<WorkingDays, 'calendar'>,
  ) {}

  /** The rules as they stood at each number of the log. */
  async rules(): Promise<RulesThen> {
    const rows = await this.db.readPrimary<{ number: number; facts: string }>(
      "SELECT number, facts FROM events WHERE audience = 'audit' AND type = 'calendar.changed' ORDER BY number",
    );
    const changes = rows.map(({ number, facts }) => ({ ...(JSON.parse(facts) as CalendarChange), number: Number(number) }));
    const calendarAt = calendarHistory(this.workingDays.calendar, changes);
    return (number, receivedAt) => ({ calendar: calendarAt(number), limits: this.reference.rulesAt('limits', receivedAt) });
  }

  /** One case as it stood after that number of the log; undefined when the log does not know it yet. */
  async one(caseNumber: string, upTo: number, rules: RulesThen): Promise<Replayed | undefined> {
    const rows = await this.db.readPrimary<Row>(`${SELECTED} WHERE caseNumber = ? AND number <= ? AND audience = 'case' ORDER BY number`, [
      caseNumber,
      upTo,
    ]);
    return replay(rows.map(eventOf), rules);
  }

  /** Every case of a stretch, in the order of numbers, never more of the log in memory than a few thousand events. */
  async *every({ from, before, upTo }: Stretch, rules: RulesThen): AsyncGenerator<Replayed> {
    let events: CaseEvent[] = [];
    let [caseNumber, number] = [from, 0];
    for (;;) {
      const rows = await this.db.readPrimary<Row>(
        `${SELECTED} WHERE caseNumber >= ? AND caseNumber < ? AND (caseNumber > ? OR number > ?) AND number <= ? AND audience = 'case'
         ORDER BY caseNumber, number LIMIT ${AT_ONCE}`,
        [caseNumber, before, caseNumber, number, upTo],
      );
      for (const event of rows.map(eventOf)) {
        if (events.length > 0 && events[0]!.caseNumber !== event.caseNumber) {
          const told = replay(events, rules);
          if (told) yield told;
          events = [];
        }
        events.push(event);
      }
      if (rows.length < AT_ONCE) break;
      const last = events.at(-1)!;
      [caseNumber, number] = [last.caseNumber, last.number];
    }
    const last = replay(events, rules);
    if (last) yield last;
  }
}

const SELECTED = 'SELECT number, type, at, caseNumber, version, username, role, facts FROM events';
const eventOf = (row: Row): CaseEvent => ({
  ...row,
  number: Number(row.number),
  at: Number(row.at),
  facts: JSON.parse(row.facts) as Record<string, unknown>,
});
