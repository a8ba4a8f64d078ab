import { Injectable } from '@nestjs/common';
import { CaseService } from '../cases/case.service.js';
import { CaseStore } from '../cases/case.store.js';
import { cardTimes, overdueCards } from '../domain/card-rules.js';
import { type CaseState, type LimitState, SYSTEM } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { longOverdueTime, spokenTime, urgingKey, urgingTime } from '../domain/office-settings.js';
import { filled } from '../domain/template.js';
import { HOUR, type Instant, MINUTE } from '../domain/time.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { Cards } from './cards.js';
import { Concerns } from './concerns.js';
import { OfficeRules } from './rules.js';

interface WatchRow {
  limitId: string;
  caseNumber: string;
  dueAt: Instant;
  yellowAt: Instant | null;
  urgeAt: Instant | null;
  redAt: Instant | null;
  longAt: Instant | null;
  nextAt: Instant;
}
const TIMES = ['yellowAt', 'urgeAt', 'redAt', 'longAt'] as const;
type Times = Pick<WatchRow, (typeof TIMES)[number]>;
const AT_ONCE = 100;
/** One that could not be looked at waits so long. */
const REST = 5 * MINUTE;

/** A limit with what is needed to judge it. */
interface Watched {
  current: CaseState;
  limit: LimitState;
  departmentCode: string;
  now: Instant;
}

/**
 * Limits of departments that have passed, watched until they end: the cards they earn, the urging in writing the day after, and that they lie
 * on the supervisor's desk when it lasts. Each is due at an instant and done once, whoever looks and however late. Source: domain text, sections 4 and 7.
 */
@Injectable()
export class Watches {
  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly service: CaseService,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly cards: Cards,
    private readonly concerns: Concerns,
    private readonly log: Log,
  ) {}

  /** Begins to watch a limit the log told to be overdue; one that is watched already stays as it is. */
  async begin(
    tx: Tx,
    limit: { id: string; caseNumber: string; name: LimitState['name']; dueAt: Instant },
    receivedAt: Instant,
  ): Promise<void> {
    const [there] = await tx.query<object[]>('SELECT limitId FROM overdue_watches WHERE limitId = ?', [limit.id]);
    if (there) return;
    const times = this.timesOf(limit, receivedAt);
    const { id: limitId, caseNumber, dueAt } = limit;
    await insertRows(tx, 'overdue_watches', [{ limitId, caseNumber, dueAt, ...times, nextAt: nextOf(times) ?? dueAt }]);
  }

  private timesOf({ name, dueAt }: { name: LimitState['name']; dueAt: Instant }, receivedAt: Instant): Times {
    const { calendar, now } = this.rules;
    const settings = this.rules.cardsAt(receivedAt);
    const office = this.rules.officeAt(now);
    const cards = cardTimes(settings, calendar, dueAt);
    const earns = settings.overdue.limits.includes(name);
    return {
      yellowAt: earns ? cards.yellow : null,
      redAt: earns ? cards.red : null,
      urgeAt: urgingTime(office, calendar, dueAt),
      longAt: longOverdueTime(office, calendar, dueAt),
    };
  }

  /** Does what is due; one that fails rests and keeps no other waiting. Returns how many watches it looked at. */
  async sweep(): Promise<number> {
    let done = 0;
    for (;;) {
      const rows = await this.db.readPrimary<{ limitId: string; caseNumber: string }>(
        `SELECT limitId, caseNumber FROM overdue_watches WHERE nextAt <= ? ORDER BY nextAt, limitId LIMIT ${AT_ONCE}`,
        [this.rules.now],
      );
      let now = 0;
      for (const row of rows) now += await this.one(row).catch((error: unknown) => this.failed(row, error));
      done += now;
      if (rows.length < AT_ONCE || now === 0) return done; // the rest is in other hands
    }
  }

  /** Two processes at the same card: the other one was first. What fails otherwise would fail again at once, and rests. */
  private failed({ limitId }: { limitId: string }, error: unknown): number | Promise<number> {
    if (isDuplicate(error)) return 0;
    this.log.warn(`the watch of limit ${limitId} failed, runs again`, error);
    return this.db.write((tx) => this.later(tx, { limitId }, {}, this.rules.now + REST));
  }

  /** One limit by itself: skipped when somebody else holds it, looked at again under the lock. */
  private one({ limitId, caseNumber }: { limitId: string; caseNumber: string }): Promise<number> {
    return this.db.write(async (tx) => {
      const held = `SELECT * FROM overdue_watches WHERE limitId = ? AND nextAt <= ?${this.db.skipLocked}`;
      const [row] = await tx.query<WatchRow[]>(held, [limitId, this.rules.now]);
      if (!row) return 0;
      const watch = numbersOf(row);
      const current = await this.store.lockFree(tx, caseNumber);
      const limit = current?.limits.find(({ id }) => id === limitId);
      const departmentCode = current?.assignments.find(({ id }) => id === limit?.assignmentId)?.departmentCode;
      if (!current) return 0; // somebody works on the case; later
      if (!limit || !departmentCode || limit.state === 'ended') return this.over(tx, watch);
      const watched = { current, limit, departmentCode, now: this.rules.now };
      if (limit.state === 'paused') return this.later(tx, watch, {}, watched.now + HOUR);
      if (limit.dueAt !== watch.dueAt) return this.moved(tx, watch, limit, current.receivedAt);
      return this.due(tx, watch, watched);
    });
  }

  private async due(tx: Tx, watch: WatchRow, watched: Watched): Promise<number> {
    const { limit, now } = watched;
    const until = Math.min(now, limit.endedAt ?? now);
    const isDue = (at: Instant | null): boolean => at !== null && at <= until;
    const left = Object.fromEntries(TIMES.map((name) => [name, isDue(watch[name]) ? null : watch[name]])) as unknown as Times;
    const next = limit.endedAt === null ? nextOf(left) : undefined;
    await (next === undefined ? this.over(tx, watch) : this.later(tx, watch, left, next));
    const events = await this.earned(tx, watched);
    if (isDue(watch.longAt)) events.push(...(await this.long(tx, watched)));
    if (isDue(watch.urgeAt) && limit.endedAt === null) await this.urge(tx, watched);
    await this.events.append(tx, events);
    return 1;
  }

  private async earned(tx: Tx, { current, limit, departmentCode, now }: Watched): Promise<ToldEvent[]> {
    const settings = this.rules.cardsAt(current.receivedAt);
    const names = this.rules.officeAt(now).limitNames;
    const events: ToldEvent[] = [];
    for (const colour of overdueCards(limit, settings, this.rules.calendar, now)) {
      const facts = { limit: names[limit.name], dueAt: spokenTime(limit.dueAt), days: settings.overdue.redAfterWorkingDays };
      const ground = this.cards.groundOf(settings, `overdue-${colour}`, facts);
      const { caseNumber } = current;
      const card = await this.cards.issue(tx, { departmentCode, colour, rule: 'overdue', ground, caseNumber });
      if (card) events.push(card);
    }
    return events;
  }

  private async long(tx: Tx, { current, limit, departmentCode }: Watched): Promise<ToldEvent[]> {
    const facts = { limit: limit.name, dueAt: limit.dueAt };
    const about = { kind: 'long-overdue' as const, subject: limit.id, caseNumber: current.caseNumber, departmentCode, facts };
    const event = await this.concerns.raise(tx, about);
    return event ? [event] : [];
  }

  /** Once for each instant a limit was due at: one that was moved ahead and passes again is urged anew. */
  private async urge(tx: Tx, { current, limit, departmentCode, now }: Watched): Promise<void> {
    const [onceKey, formerKey] = [urgingKey(limit), `limit:${limit.id}`]; // the latter from before the instant stood in it
    const there = 'SELECT id FROM urgings WHERE onceKey = ? OR (onceKey = ? AND at >= ?)';
    if ((await tx.query<object[]>(there, [onceKey, formerKey, limit.dueAt])).length > 0) return;
    const office = this.rules.officeAt(now);
    const { caseNumber } = current;
    const text = filled(office.urging.text, { caseNumber, limit: office.limitNames[limit.name], dueAt: spokenTime(limit.dueAt) });
    const body = { departmentCode, text, limit: limit.name, onceKey };
    await this.service.actIn(tx, SYSTEM, caseNumber, 'urge', body).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error; // there is nobody left to urge
    });
  }

  private async over(tx: Tx, { limitId }: WatchRow): Promise<number> {
    await tx.query('DELETE FROM overdue_watches WHERE limitId = ?', [limitId]);
    return 1;
  }

  private async later(tx: Tx, { limitId }: Pick<WatchRow, 'limitId'>, left: Partial<Times>, nextAt: Instant): Promise<number> {
    await updateRow(tx, 'overdue_watches', { limitId }, { ...left, nextAt });
    return 1;
  }

  /** An extension or another calendar moved the limit: what has been done stays done, the rest is due anew. */
  private async moved(tx: Tx, watch: WatchRow, limit: LimitState, receivedAt: Instant): Promise<number> {
    const fresh = this.timesOf(limit, receivedAt);
    const left = Object.fromEntries(TIMES.map((name) => [name, watch[name] === null ? null : fresh[name]])) as unknown as Times;
    await updateRow(tx, 'overdue_watches', { limitId: watch.limitId }, { dueAt: limit.dueAt });
    return this.later(tx, watch, left, nextOf(left) ?? this.rules.now);
  }
}

const nextOf = (times: Times): Instant | undefined => {
  const ahead = TIMES.flatMap((name) => (times[name] === null ? [] : [times[name]]));
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
};

const numbersOf = (row: WatchRow): WatchRow => {
  const times = Object.fromEntries(TIMES.map((name) => [name, row[name] === null ? null : Number(row[name])])) as unknown as Times;
  return { ...row, ...times, dueAt: Number(row.dueAt), nextAt: Number(row.nextAt) };
};
