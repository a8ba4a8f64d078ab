import type { CityCalendar } from '../domain/work-calendar.js';

/** How many open limits another calendar would move, by the light they show now. */
export interface Outlook {
  open: number;
  moved: number;
  later: number;
  earlier: number;
  /** Of those that move: how many show each light now, and would. */
  lights: Record<'green' | 'amber' | 'yellow' | 'red', { now: number; then: number }>;
}

/** What a calendar would do to running cases. Extended by the cases; also the token to ask for it. */
export abstract class LimitOutlook {
  abstract under(calendar: CityCalendar): Promise<Outlook>;
}
