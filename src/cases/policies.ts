import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import type { Policy } from '../domain/case-life.js';
import type { Instant } from '../domain/time.js';
import { Reference } from '../departments/reference.js';
import { Clock } from '../platform/clock.js';

/** Gathers what the rules need to know of the world at this moment. */
@Injectable()
export class Policies {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly workingDays: WorkingDays,
  ) {}

  now(): Instant {
    return this.clock.now();
  }

  /** The policy for a case received at that instant: its limits are those in force then. */
  at(receivedAt: Instant): Policy {
    return {
      now: this.clock.now(),
      calendar: this.workingDays.calendar,
      limits: this.reference.rulesAt('limits', receivedAt),
      departments: this.reference.tree,
    };
  }
}
