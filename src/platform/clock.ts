import type { Instant } from '../domain/time.js';
import type { Config } from './config.js';

/** The only source of "now"; demo and tests may start it elsewhere and let it run faster. */
export class Clock {
  private readonly began = Date.now();

  constructor(private readonly settings: Config['clock'] = { start: undefined, rate: 1 }) {}

  /** How many of its seconds pass in one of the world's. */
  get rate(): number {
    return this.settings.rate;
  }

  /** Epoch milliseconds. */
  now(): Instant {
    return this.ofWorld(Date.now());
  }

  /** What this clock showed when the world's clocks, a carrier's for instance, showed that instant. */
  ofWorld(instant: Instant): Instant {
    const { start, rate } = this.settings;
    if (start === undefined && rate === 1) return instant;
    return Math.floor((start ?? this.began) + (instant - this.began) * rate);
  }
}
