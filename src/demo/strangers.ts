import type { WrapUpCode } from '../domain/call-facts.js';
import { DAY, dayOf, HOUR, type Instant, MINUTE } from '../domain/time.js';
import { isWorkday } from '../domain/work-calendar.js';
import type { Hall } from './hall.js';
import type { Random } from './random.js';
import { idAt, Telling } from './telling.js';

const SECOND = 1_000;
/** Calls about nothing that becomes a case, for each case of the city. */
const SHARES = { enquiry: 0.4, givenUp: 0.04, short: 0.05, tooLong: 0.012, night: 0.09 };
/** Incoming calls by the hour of duty. */
const HOURS: Record<number, number> = { 9: 24, 10: 26, 11: 17, 13: 9, 14: 22, 15: 21, 16: 16, 17: 7 };
const NIGHT_HOURS = [6.5, 7.5, 8, 18.5, 19, 20, 21.5];
const CODES: Partial<Record<WrapUpCode, number>> = {
  'answered-directly': 70,
  'joined-case': 8,
  'wrong-number': 9,
  silent: 6,
  malicious: 1,
  other: 6,
};
const SKILL_WEIGHTS = { general: 74, enterprise: 21, report: 5 } as const;
const PREFIXES = ['138', '139', '150', '186'];
/** Beginning of the city's day. */
const dayStart = (at: Instant): Instant => at - ((at + 8 * HOUR) % DAY);

/** Callers whose calls become no case: enquiries, wrong numbers, those who give up, and those who ring at night. */
export class Strangers {
  private readonly stretches: Instant[];
  private readonly numbers: string[] = [];

  constructor(
    private readonly hall: Hall,
    private readonly random: Random,
  ) {
    this.stretches = hall.shifts.begins;
  }

  call(cases: number): void {
    const { random } = this;
    const times = (share: number, ring: () => void): void => {
      for (let n = 0; n < cases * share; n++) ring();
    };
    times(SHARES.enquiry, () => this.enquiry(this.moment()));
    times(SHARES.givenUp, () => this.givenUp(this.moment(), random.whole([7, 140])));
    times(SHARES.short, () => this.givenUp(this.moment(), random.whole([1, 4])));
    times(SHARES.tooLong, () => this.waitedTooLong(this.moment()));
    times(SHARES.night, () => this.atNight());
  }

  /** Some ring again and again. */
  private number(): string {
    const { numbers, random } = this;
    if (numbers.length > 20 && random.chance(0.25)) return random.pick(numbers);
    numbers.push(`+86${random.pick(PREFIXES)}${random.digits(8)}`);
    return numbers.at(-1)!;
  }

  /** A second of duty, in the busy hours more often. */
  private moment(): Instant {
    const from = this.random.pick(this.stretches);
    const isMorning = from - dayStart(from) < 12 * HOUR;
    const hours = Object.entries(HOURS).filter(([hour]) => Number(hour) < 12 === isMorning);
    const [hour] = hours[this.random.index(hours.map(([, many]) => many))]!;
    return Math.max(from + 2 * MINUTE, dayStart(from) + Number(hour) * HOUR + this.random.whole([0, 3_599]) * SECOND);
  }

  private enquiry(rings: Instant): void {
    const { random, hall } = this;
    const code = random.among(CODES as Record<WrapUpCode, number>);
    const isShort = code === 'wrong-number' || code === 'silent';
    const answers = rings + random.whole([2, 7]) * SECOND;
    const ends = answers + random.whole(isShort ? [6, 30] : [25, 330]) * SECOND;
    const wrapped = ends + random.whole([5, 50]) * SECOND;
    const free = hall.shifts.free(rings, wrapped, hall.isOperator);
    if (free.length === 0) return;
    const shift = random.pick(free);
    shift.take(rings, wrapped);
    const holds = ends - answers > 90 * SECOND && random.chance(0.14);
    const hold = holds ? ([answers + 30 * SECOND, answers + random.whole([40, 75]) * SECOND] as const) : undefined;
    const one = { agent: shift.agent, rings, answers, ends, wrapped, code, agentHangsUp: random.chance(0.4), hold };
    hall.answered(one, random.among(SKILL_WEIGHTS), this.number(), random);
  }

  /** Comes in a few seconds before the queue: greeting and menu. */
  private coming(queues: Instant, isStaffed = true): { comes: Instant; telling: Telling } {
    const { random } = this;
    const comes = queues - random.whole([6, 14]) * SECOND;
    const telling = new Telling(idAt(comes, random), random);
    telling.incoming({ comes, skill: isStaffed ? random.among(SKILL_WEIGHTS) : 'general', queues }, isStaffed);
    return { comes, telling };
  }

  private givenUp(queues: Instant, seconds: number): void {
    const { comes, telling } = this.coming(queues);
    this.hall.keep(telling.ended(comes, queues + seconds * SECOND, 'completed'), this.number());
  }

  private waitedTooLong(queues: Instant): void {
    const { comes, telling } = this.coming(queues);
    const leaves = queues + this.hall.options.settings.longestWaitSeconds * SECOND;
    const seconds = this.random.whole([8, 25]);
    const ends = leaves + (seconds + 9) * SECOND;
    this.hall.keep(telling.leaves(leaves, 'leave').voicemail(ends, seconds).ended(comes, ends, 'completed'), this.number());
  }

  /** At night and on days off nobody is on duty: the machine answers, and some speak to it. */
  private atNight(): void {
    const { random } = this;
    const { calendar, until } = this.hall.options;
    const later = dayStart(random.pick(this.stretches)) + random.whole([0, 2]) * DAY;
    const day = Math.min(later, until - DAY);
    const hour = isWorkday(calendar, dayOf(day)) ? random.pick(NIGHT_HOURS) : random.whole([8, 20]);
    const chooses = day + hour * HOUR + random.whole([20, 1_700]) * SECOND;
    const { comes, telling } = this.coming(chooses, false);
    const seconds = random.chance(0.6) ? random.whole([8, 25]) : 0;
    const ends = chooses + (seconds > 0 ? seconds + 9 : random.whole([3, 15])) * SECOND;
    if (seconds > 0) telling.voicemail(ends, seconds);
    this.hall.keep(telling.ended(comes, ends, 'completed'), this.number());
  }
}
