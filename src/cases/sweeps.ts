import { Injectable } from '@nestjs/common';
import { confirmedEvents, recomputeLimits, movedEvents, withNearestLimit } from '../domain/case-clock.js';
import type { CaseState, NewEvent } from '../domain/case-state.js';
import { SYSTEM } from '../domain/case-state.js';
import { levelsDue } from '../domain/case-sweep.js';
import { DomainError } from '../domain/errors.js';
import { DAY, type Instant } from '../domain/time.js';
import { Reference } from '../departments/reference.js';
import { EventLog } from '../events/event-log.js';
import { Db, type Tx } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { CaseService } from './case.service.js';
import { CaseStore } from './case.store.js';
import { Policies } from './policies.js';

const AT_ONCE = 200;

/**
 * What time itself does to cases. Each sweep reads candidates without locks, then takes each case for itself and looks again:
 * so many processes may sweep at once, a restart loses nothing, and nothing happens twice.
 */
@Injectable()
export class Sweeps {
  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly service: CaseService,
    private readonly policies: Policies,
    private readonly events: EventLog,
    private readonly reference: Reference,
    private readonly log: Log,
  ) {}

  /** Tells every light that came on: amber, overdue, red; after a long stop, until none is left. Returns how many events it wrote. */
  async lights(): Promise<number> {
    let told = 0;
    for (;;) {
      const rows = await this.db.readPrimary<{ caseNumber: string }>(
        `SELECT caseNumber FROM case_limits WHERE nextAt <= ? ORDER BY nextAt, id LIMIT ${AT_ONCE}`,
        [this.policies.now()],
      );
      let now = 0;
      for (const caseNumber of new Set(rows.map((row) => row.caseNumber))) {
        now += await this.change(caseNumber, (current, now) => levelsDue(current, now));
      }
      told += now;
      if (rows.length < AT_ONCE || now === 0) return told; // the rest is in other hands
    }
  }

  /** Silence past the acceptance limit counts as acceptance. Source: domain text, section 3. */
  async silence(): Promise<void> {
    await this.actOn(
      "SELECT caseNumber FROM cases WHERE status = 'pending_acceptance' AND dueAt < ? ORDER BY dueAt LIMIT 200",
      [this.policies.now()],
      'accept',
    );
  }

  /** Suspensions with an end run out. */
  async resumptions(): Promise<void> {
    await this.actOn(
      'SELECT caseNumber FROM cases WHERE suspendedUntil <= ? ORDER BY suspendedUntil LIMIT 200',
      [this.policies.now()],
      'resume',
    );
  }

  /** Closed cases go to the archive when nobody may reopen them any more. */
  async archive(): Promise<void> {
    const now = this.policies.now();
    const before = now - this.reference.rulesAt('limits', now).reopen.calendarDays * DAY;
    // those of an earlier version with a longer window stay closed, and must not stand before the others
    let [at, after] = [-1, ''];
    for (;;) {
      const rows = await this.db.readPrimary<{ caseNumber: string; closedAt: number }>(
        `SELECT caseNumber, closedAt FROM cases WHERE status = 'closed' AND closedAt < ? AND closedAt >= ? AND (closedAt > ? OR caseNumber > ?)
         ORDER BY closedAt, caseNumber LIMIT ${AT_ONCE}`,
        [before, at, at, after],
      );
      for (const { caseNumber } of rows) await this.act(caseNumber, 'archive');
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) return;
      [at, after] = [Number(last.closedAt), last.caseNumber];
    }
  }

  /** Computes all open limits anew, after the calendar changed; each case's history says why. */
  async recompute(): Promise<number> {
    let [moved, after] = [0, ''];
    for (;;) {
      const rows = await this.db.readPrimary<{ caseNumber: string }>(
        `SELECT DISTINCT caseNumber FROM case_limits WHERE state IN ('running','paused') AND caseNumber > ? ORDER BY caseNumber LIMIT ${AT_ONCE}`,
        [after],
      );
      for (const { caseNumber } of rows) {
        moved += await this.change(caseNumber, (current) => {
          const next = withNearestLimit(recomputeLimits(current, this.policies.at(current.receivedAt)));
          return { next, events: [...movedEvents(current, next, 'calendar'), ...confirmedEvents(current, next)] };
        });
      }
      after = rows.at(-1)?.caseNumber ?? after;
      if (rows.length < AT_ONCE) return moved;
    }
  }

  /** One case by itself: skip it when somebody else holds it, look again under the lock, write only what changed. */
  private async change(
    caseNumber: string,
    rule: (current: CaseState, now: Instant) => { next: CaseState; events: NewEvent[] },
  ): Promise<number> {
    return this.db.write(async (tx: Tx) => {
      const current = await this.store.lockFree(tx, caseNumber);
      if (!current) return 0;
      const now = this.policies.now(); // what is told bears the instant that decided it: the log is replayed by it
      const { next, events } = rule(current, now);
      if (events.length === 0) return 0;
      await this.store.change(tx, current, next);
      const about = { by: SYSTEM, at: now, caseNumber, version: next.version };
      await this.events.append(
        tx,
        events.map((event) => ({ ...event, ...about })),
      );
      return events.length;
    });
  }

  private async actOn(sql: string, params: unknown[], action: string): Promise<void> {
    for (const { caseNumber } of await this.db.readPrimary<{ caseNumber: string }>(sql, params)) await this.act(caseNumber, action);
  }

  private act(caseNumber: string, action: string): Promise<unknown> {
    return this.service.actAs(SYSTEM, caseNumber, action, {}).catch((error: unknown) => {
      // somebody was faster: the step is no longer open
      if (!(error instanceof DomainError)) this.log.warn(`sweep ${action} failed`, error);
    });
  }
}
