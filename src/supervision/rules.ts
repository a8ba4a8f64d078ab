import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { type CardSettings, readCardSettings } from '../domain/card-rules.js';
import { lightSpans, type OfficeSettings, paperLight, readOfficeSettings } from '../domain/office-settings.js';
import { type Instant, instantOf } from '../domain/time.js';
import type { Light } from '../domain/vocabulary.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import { Tail } from '../events/tail.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';

interface Version<T> {
  validFrom: Instant;
  settings: T;
}

/** The office's rules with their versions, and the instant and calendar they are asked with. Read anew when the log says they changed. */
@Injectable()
export class OfficeRules implements OnModuleInit {
  private cards: Version<CardSettings>[] = [];
  private office: Version<OfficeSettings>[] = [];

  constructor(
    private readonly db: Db,
    private readonly workingDays: WorkingDays,
    private readonly clock: Clock,
    tail: Tail,
  ) {
    tail.listen((events) => (events.some(({ type }) => type === 'settings.changed') ? this.load() : Promise.resolve()));
  }

  async onModuleInit(): Promise<void> {
    await this.load();
  }

  private async load(): Promise<void> {
    const rows = await this.db
      .readPrimary<{ kind: string; validFrom: number; content: string }>(
        "SELECT kind, validFrom, content FROM rule_versions WHERE kind IN ('cards','supervision') ORDER BY kind, validFrom, version",
      )
      .catch(() => []); // the documents are made without a database
    this.cards = versionsOf('cards', rows, readCardSettings);
    this.office = versionsOf('supervision', rows, readOfficeSettings);
  }

  get now(): Instant {
    return this.clock.now();
  }

  get calendar(): CityCalendar {
    return this.workingDays.calendar;
  }

  /** The rules on cards in force at an instant: a case keeps those it was received under. */
  cardsAt(at: Instant): CardSettings {
    return inForce(this.cards, at);
  }

  officeAt(at: Instant): OfficeSettings {
    return inForce(this.office, at);
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

/** A city that was set up before there were such rules has those of `config/`. */
function versionsOf<T extends { validFrom: string }>(
  kind: 'cards' | 'supervision',
  rows: readonly { kind: string; validFrom: number; content: string }[],
  read: (json: unknown) => T,
): Version<T>[] {
  const stored = rows.filter((row) => row.kind === kind);
  if (stored.length > 0)
    return stored.map(({ validFrom, content }) => ({ validFrom: Number(validFrom), settings: read(JSON.parse(content)) }));
  const settings = read(configJson(`${kind}.json`));
  return [{ validFrom: instantOf(settings.validFrom), settings }];
}

const inForce = <T>(versions: readonly Version<T>[], at: Instant): T =>
  (versions.filter(({ validFrom }) => validFrom <= at).at(-1) ?? versions[0]!).settings;
