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

const BATCH = 500;
const POLL_MS = 250;

/** Follows the event log by number and tells listeners in order; other processes' events arrive by the poll, our own at once. */
@Injectable()
export class Tail implements BeforeApplicationShutdown {
  private readonly listeners: Listener[] = [];
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
    this.listeners.push(listener);
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
      if (events.length === 0) return;
      for (const listener of this.listeners) await listener(events);
      this.last = Number(events.at(-1)!.number);
      if (events.length < BATCH) return;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }
}
