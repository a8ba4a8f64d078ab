import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Db } from '../platform/db.js';
import { Log } from '../platform/log.js';
import type { Audience } from './event-log.js';

/** What the feed needs of an event: no facts, no persons. */
export interface TailedEvent {
  number: number;
  type: string;
  audience: Audience;
  at: number;
  caseNumber: string | null;
  version: number | null;
  facts: string;
}
type Listener = (events: readonly TailedEvent[]) => Promise<void>;
/** A listener with what it failed to take, which it is told again. */
interface Follower {
  listener: Listener;
  owed: readonly TailedEvent[];
}

const BATCH = 500;
/** What is kept for a listener that fails; the oldest go first. */
const MOST_OWED = 10 * BATCH;
const POLL_MS = 250;

/**
 * Follows the event log by number and tells listeners in order; other processes' events arrive by the poll, our own at once. A listener that
 * fails is told the same again, since memory that others count on may hang on it; the others go on. Work that may take long is not done here.
 */
@Injectable()
export class Tail implements BeforeApplicationShutdown {
  private readonly followers: Follower[] = [];
  private last: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly log: Log,
  ) {}

  /** Begins at the present head; what came before is catch-up's business. */
  async start(): Promise<void> {
    const [head] = await this.db.readPrimary<{ number: number }>("SELECT number FROM event_head WHERE id = 'head'");
    this.last = Number(head?.number ?? 0);
    this.db.onCommit(() => this.poke());
    this.schedule();
  }

  listen(listener: Listener): void {
    this.followers.push({ listener, owed: [] });
  }

  /** Looks for new events now; calls under way are joined by one more look. */
  poke(): void {
    if (this.stopped || this.last === undefined) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.read()
      .catch((error: unknown) => this.log.warn('tail failed, tries again', error))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.poke();
        } else this.schedule();
      });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.poke(), POLL_MS);
  }

  private async read(): Promise<void> {
    for (;;) {
      const events = await this.db.readPrimary<TailedEvent>(
        `SELECT number, type, audience, at, caseNumber, version, facts FROM events WHERE number > ? ORDER BY number LIMIT ${BATCH}`,
        [this.last],
      );
      for (const follower of this.followers) await this.tell(follower, events);
      if (events.length === 0) return;
      this.last = Number(events.at(-1)!.number);
      if (events.length < BATCH) return;
    }
  }

  private async tell(follower: Follower, events: readonly TailedEvent[]): Promise<void> {
    const due = [...follower.owed, ...events];
    if (due.length === 0) return;
    try {
      await follower.listener(due);
      follower.owed = [];
    } catch (error) {
      follower.owed = due.slice(-MOST_OWED);
      this.log.warn('a listener of the log failed, is told again', error);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }
}
