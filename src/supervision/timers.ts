import { Injectable } from '@nestjs/common';
import { MINUTE } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Db, isDuplicate } from '../platform/db.js';
import { Concerns } from './concerns.js';
import { Following } from './following.js';
import { OfficeRules } from './rules.js';
import { Watches } from './watches.js';

/** What the office does by itself: it reads the log, looks at what has passed its limit, and at operators who are busy for long. */
@Injectable()
export class OfficeTimers {
  constructor(
    private readonly following: Following,
    private readonly watches: Watches,
    private readonly concerns: Concerns,
    private readonly rules: OfficeRules,
    private readonly events: EventLog,
    private readonly db: Db,
  ) {}

  begin(): Promise<void> {
    return this.following.begin();
  }

  /** The log first, then what time has brought. */
  async tick(): Promise<void> {
    await this.following.collect();
    await this.watches.sweep();
  }

  /** Operators who are busy longer than a city thinks good; once for each stretch. Source: domain text, section 10. */
  async busy(): Promise<void> {
    const now = this.rules.now;
    const { busyMinutes } = this.rules.officeAt(now).concerns;
    const rows = await this.db.readPrimary<{ username: string; reason: string | null; since: number }>(
      "SELECT username, reason, since FROM agents WHERE state = 'busy' AND since <= ?",
      [now - busyMinutes * MINUTE],
    );
    for (const { username, reason, since } of rows) {
      const facts = { username, reason, since: Number(since), minutes: busyMinutes };
      await this.db
        .write(async (tx) => {
          const event = await this.concerns.raise(tx, { kind: 'long-busy', subject: `${username}:${Number(since)}`, facts });
          await this.events.append(tx, event ? [event] : []);
        })
        .catch((error: unknown) => {
          if (!isDuplicate(error)) throw error; // another process was first
        });
    }
  }
}
