import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.js';

const WINDOW_MS = 60_000;
const LONGEST_WAIT_MS = 1_500;
const MOST_KEYS = 50_000;

const limited = (wait: number): DomainError => new DomainError('rate.limited', 429, { retryAfter: Math.ceil(wait / 1000) });

/** A leaky bucket for each key: bursts pass, a steady excess is first delayed, then refused with 429. Kept per process. */
export class RateLimit {
  private readonly free = new Map<string, number>();

  /** @param perMinute how many may pass in a minute */
  constructor(private readonly perMinute: number) {}

  /** Waits its turn or throws DomainError('rate.limited', 429) with `retryAfter` in seconds. */
  async pass(key: string): Promise<void> {
    const now = Date.now();
    const { full, wait } = this.next(key, now);
    if (wait > LONGEST_WAIT_MS) throw limited(wait);
    if (this.free.size >= MOST_KEYS) this.forget(now);
    this.free.set(key, full);
    if (wait > 0) await sleep(wait);
  }

  /** Throws `rate.limited` while the key has used up its minute; counts nothing itself. */
  look(key: string): void {
    const { wait } = this.next(key, Date.now());
    if (wait > 0) throw limited(wait);
  }

  private next(key: string, now: number): { full: number; wait: number } {
    const full = Math.max(this.free.get(key) ?? now, now) + WINDOW_MS / this.perMinute;
    return { full, wait: full - now - WINDOW_MS };
  }

  private forget(now: number): void {
    for (const [key, until] of this.free) if (until < now) this.free.delete(key);
  }
}
