import { addDays, type Day, dayOf, instantOf, type Instant, MINUTE } from '../domain/time.js';
import { type CityCalendar, isWorkday } from '../domain/work-calendar.js';
import type { Random } from './random.js';

/** A state somebody chooses for himself. */
export interface Chosen {
  at: Instant;
  state: 'ready' | 'busy' | 'off';
  reason?: string;
}

/** Somebody at the desk for a stretch of duty: when he is taken, and what he chooses. */
export class Shift {
  private readonly taken: [from: Instant, to: Instant][] = [];
  private readonly chosen: Chosen[] = [];

  constructor(
    readonly agent: string,
    public from: Instant,
    public to: Instant,
  ) {}

  isFree(from: Instant, to: Instant): boolean {
    return from >= this.from && to <= this.to && this.taken.every(([start, end]) => to <= start || from >= end);
  }

  /** At the desk at these times too. */
  widen(from: Instant, to: Instant): void {
    this.from = Math.min(this.from, from);
    this.to = Math.max(this.to, to);
  }

  take(from: Instant, to: Instant): void {
    this.taken.push([from, to]);
  }

  /** Ready again. */
  back(at: Instant): void {
    this.chosen.push({ at, state: 'ready' });
  }

  rest(from: Instant, to: Instant, reason: string): void {
    if (!this.isFree(from - MINUTE, to + MINUTE)) return;
    this.take(from, to);
    this.chosen.push({ at: from, state: 'busy', reason }, { at: to, state: 'ready' });
  }

  /** Signed in a little early, signed out a little late, and what lies between. */
  get choices(): Chosen[] {
    const begins = this.taken.map(([from]) => from - MINUTE);
    const ends = this.taken.map(([, to]) => to + MINUTE);
    const [first, last] = [Math.min(this.from - 4 * MINUTE, ...begins), Math.max(this.to + 3 * MINUTE, ...ends)];
    return [{ at: first, state: 'ready' }, ...this.chosen, { at: last, state: 'off' }];
  }
}

interface Stretch {
  from: Instant;
  to: Instant;
  shifts: Shift[];
}
/** Operators who sit through a stretch, and how long around a call of his another one does. */
const BASE = 1;
const AROUND = 40 * MINUTE;
const RESTS = { break: [5, 12], paperwork: [10, 25], meeting: [15, 30] } as const;

/** Who sits at the desk when, through two years: an operator through each stretch of duty, and around their calls those who registered a case. */
export class Shifts {
  private readonly stretches: Stretch[] = [];

  constructor(calendar: CityCalendar, first: Day, until: Instant, operators: readonly string[], random: Random) {
    for (let day = first; day < dayOf(until); day = addDays(day, 1)) {
      if (!isWorkday(calendar, day)) continue;
      const offset = random.whole([0, operators.length - 1]);
      for (const [start, end] of calendar.duty) {
        const [from, to] = [instantOf(day, start), instantOf(day, end)];
        const base = Array.from({ length: Math.min(BASE, operators.length) }, (_, n) => operators[(offset + n) % operators.length]!);
        this.stretches.push({ from, to, shifts: base.map((agent) => new Shift(agent, from, to)) });
      }
    }
  }

  /** The stretch of duty an instant lies in, or the next one. */
  private stretchAt(at: Instant): Stretch | undefined {
    let [low, high] = [0, this.stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.stretches[middle]!.to <= at) low = middle + 1;
      else high = middle;
    }
    return this.stretches[low];
  }

  /** The shift of this person that holds the instant; one is opened for who was not expected. */
  of(agent: string, at: Instant): Shift | undefined {
    const stretch = this.stretchAt(at);
    if (!stretch || stretch.from > at) return undefined;
    const [from, to] = [Math.max(stretch.from, at - AROUND), Math.min(stretch.to, at + AROUND)];
    const found = stretch.shifts.find((shift) => shift.agent === agent);
    found?.widen(from, to);
    if (found) return found;
    const opened = new Shift(agent, from, to);
    stretch.shifts.push(opened);
    return opened;
  }

  /** Those at the desk who are free all the while. */
  free(from: Instant, to: Instant, among: (agent: string) => boolean): Shift[] {
    const stretch = this.stretchAt(from);
    return (stretch?.shifts ?? []).filter((shift) => among(shift.agent) && shift.isFree(from, to));
  }

  /** Half of the shifts have a pause in them. */
  takeBreaks(random: Random): void {
    for (const shift of this.all) {
      const reason = random.pick(Object.keys(RESTS) as (keyof typeof RESTS)[]);
      const from = Math.floor(random.between([shift.from + 20 * MINUTE, shift.to - 40 * MINUTE]) / 1000) * 1000;
      if (random.chance(0.5)) shift.rest(from, from + random.whole(RESTS[reason]) * MINUTE, reason);
    }
  }

  /** When each stretch of duty begins. */
  get begins(): Instant[] {
    return this.stretches.map(({ from }) => from);
  }

  get all(): Shift[] {
    return this.stretches.flatMap(({ shifts }) => shifts);
  }
}
