import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { HOUR, type Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';

const ONE_VISIT = HOUR;
const MOST = 20_000;

/**
 * Who opened which case stands in the log like everything else; coming back within an hour is one visit, to a sealed case every reading
 * is its own. Source: domain text 6.3, 6.4.
 */
@Injectable()
export class ReadLog {
  private readonly visits = new Map<string, Instant>();

  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async opened(caseNumber: string, by: Actor, { each = false } = {}): Promise<void> {
    const now = this.clock.now();
    const key = `${by.username} ${caseNumber}`;
    if (!each && now - (this.visits.get(key) ?? -Infinity) < ONE_VISIT) return;
    await this.db.write((tx) => this.events.append(tx, [{ type: 'case.viewed', facts: {}, by, at: now, caseNumber, audience: 'audit' }]));
    if (this.visits.size >= MOST) this.visits.clear();
    this.visits.set(key, now);
  }
}
