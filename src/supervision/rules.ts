import { Injectable } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { Reference } from '../departments/reference.js';
import type { CardSettings } from '../domain/card-rules.js';
import { lightSpans, type OfficeSettings, paperLight } from '../domain/office-settings.js';
import type { Instant } from '../domain/time.js';
import type { Light } from '../domain/vocabulary.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import { Clock } from '../platform/clock.js';

/** The office's rules in force, and the instant and calendar they are asked with. */
@Injectable()
export class OfficeRules {
  constructor(
    private readonly reference: Reference,
    private readonly workingDays: WorkingDays,
    private readonly clock: Clock,
  ) {}

  get now(): Instant {
    return this.clock.now();
  }

  get calendar(): CityCalendar {
    return this.workingDays.calendar;
  }

  /** The rules on cards in force at an instant: a case keeps those it was received under. */
  cardsAt(at: Instant): CardSettings {
    return this.reference.rulesAt('cards', at);
  }

  officeAt(at: Instant): OfficeSettings {
    return this.reference.rulesAt('supervision', at);
  }

  /** The instants between which the lights of papers change now: due up to `amber` is amber or worse, up to `red` red. */
  lightSpans(): { amber: Instant; red: Instant } {
    return lightSpans(this.officeAt(this.now), this.calendar, this.now);
  }

  /** The light of a paper that is owed until then; green when nothing is owed. */
  light(due: Instant | null): Light {
    return paperLight(this.officeAt(this.now), this.calendar, due, this.now);
  }
}
