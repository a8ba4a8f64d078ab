import type { Policy } from '../domain/case-life.js';
import { type CaseState, isActive, type NewEvent } from '../domain/case-state.js';
import { caseNumberOf } from '../domain/codes.js';
import { DomainError } from '../domain/errors.js';
import { dayOf, type Day, type Instant } from '../domain/time.js';
import { dueAt, dutyMinutesBetween } from '../domain/work-calendar.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Life, Walk } from './life.js';

/** A walk goes on only while its case is open; that of a department only while it is on the case and nothing is suspended. */
export type Course = 'open' | 'any' | { assignmentId: string };
/** Answers a change of a case: whose turn it has become goes to work. */
export type React = (life: Life, before: CaseState) => void;
/** Hears what is told of a case, the moment it is told. */
export type Hear = (life: Life, event: NewEvent) => void;
interface Entry {
  at: Instant;
  order: number;
  /** Absent: it is nobody's case, the office's own work. */
  life: Life | undefined;
  /** Absent: the timers of the case. */
  walk?: Walk;
  course: Course;
  stamp: number;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** What lies ahead, the earliest first: a binary heap. */
class Agenda {
  private readonly entries: Entry[] = [];

  add(entry: Entry): void {
    const { entries } = this;
    let place = entries.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(entry, entries[parent]!)) break;
      entries[place] = entries[parent]!;
      place = parent;
    }
    entries[place] = entry;
  }

  take(): Entry | undefined {
    const { entries } = this;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || entries.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1]!, entries[child]!)) child += 1;
      if (!before(entries[child]!, last)) break;
      entries[place] = entries[child]!;
      place = child;
    }
    entries[place] = last;
    return first;
  }
}

/** The city's two years, played step by step in the order of time, so that the log reads as if it had been lived. */
export class World {
  now: Instant = 0;
  readonly events: ToldEvent[] = [];
  /** Steps that a rule refused: the walk ends there, and the case lies where it is. A change of the rules may lead to some. */
  readonly refusals: { caseNumber: string; code: string }[] = [];
  readonly counters = new Map<Day, number>();
  /** Cases right after events that are judged by how they stood then. */
  readonly after = new Map<ToldEvent, CaseState>();
  /** What is to be looked at just before an instant, the earliest first. */
  readonly marks: { at: Instant; see: () => void }[] = [];
  private readonly agenda = new Agenda();
  private order = 0;

  constructor(
    private readonly policyFor: (receivedAt: Instant) => Omit<Policy, 'now'>,
    readonly until: Instant,
    readonly react: React,
  ) {}

  /** Who hears the events of cases: the soft-environment office. */
  hear: Hear = () => undefined;

  policyAt(receivedAt: Instant): Policy {
    return { ...this.policyFor(receivedAt), now: this.now };
  }

  dutyAfter(from: Instant, minutes: number): Instant {
    const { calendar } = this.policyFor(from);
    return dueAt(calendar, { amount: minutes, unit: 'duty-minutes', startedAt: from }).dueAt;
  }

  dutyMinutes(from: Instant, to: Instant): number {
    return dutyMinutesBetween(this.policyFor(from).calendar, from, to);
  }

  /** The next number of the day. */
  nextNumber(): string {
    const day = dayOf(this.now);
    const value = (this.counters.get(day) ?? 0) + 1;
    this.counters.set(day, value);
    return caseNumberOf(day, value);
  }

  /** Lets a walk begin at an instant. */
  start(life: Life | undefined, walk: Walk, at: Instant, course: Course = 'open'): void {
    if (at < this.until) this.agenda.add({ at, order: this.order++, life, walk, course, stamp: 0 });
  }

  /** Lets a walk begin now; its first part is done at once. */
  spawn(life: Life | undefined, walk: Walk, course: Course = 'open'): void {
    const { value, done } = walk.next();
    if (!done) this.start(life, walk, value, course);
  }

  /** Sets the timers of a case anew after it has changed. */
  watch(life: Life): void {
    const at = life.nextTimer;
    life.stamp += 1;
    if (at !== undefined && at < this.until) {
      this.agenda.add({ at: Math.max(at, this.now), order: this.order++, life, course: 'any', stamp: life.stamp });
    }
    if (life.parked.length > 0 && life.state.suspendedAt === null) {
      for (const { walk, course } of life.parked.splice(0)) this.start(life, walk, life.onDuty([20, 200]), course);
    }
  }

  /** Plays everything that lies before the end. */
  play(): void {
    for (let entry = this.agenda.take(); entry; entry = this.agenda.take()) {
      while (this.marks[0] && this.marks[0].at <= entry.at) this.marks.shift()!.see();
      this.now = entry.at;
      if (entry.walk) this.goOn(entry.life, entry.walk, entry.course);
      else if (entry.life && entry.stamp === entry.life.stamp) entry.life.runTimers();
    }
    for (const { see } of this.marks.splice(0)) see();
  }

  private goOn(life: Life | undefined, walk: Walk, course: Course): void {
    if (course !== 'any' && life?.state && !life.open) return;
    if (typeof course === 'object' && life) {
      const part = life.state?.assignments.find(({ id }) => id === course.assignmentId);
      if (!part || !isActive(part)) return;
      if (life.state?.suspendedAt !== null) return void life.parked.push({ walk, course });
    }
    try {
      this.spawn(life, walk, course);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.refusals.push({ caseNumber: life?.state.caseNumber ?? '', code: error.code });
    }
  }
}
