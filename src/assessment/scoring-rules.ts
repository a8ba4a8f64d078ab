import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type GroupSettings, readGroupSettings, readScoringSettings, type ScoringSettings } from '../domain/scoring-settings.js';
import { type Instant, instantOf } from '../domain/time.js';
import { Tail } from '../events/tail.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';

interface Version<T> {
  validFrom: Instant;
  settings: T;
}
interface Stored {
  kind: string;
  validFrom: number;
  content: string;
}

/** The rules of scoring and the groups of departments with their versions. Read anew when the log says they changed. */
@Injectable()
export class ScoringRules implements OnModuleInit {
  private scoring: Version<ScoringSettings>[] = [];
  private groups: Version<GroupSettings>[] = [];

  constructor(
    private readonly db: Db,
    tail: Tail,
  ) {
    tail.listen((events) => (events.some(({ type }) => type === 'settings.changed') ? this.load() : Promise.resolve()));
  }

  async onModuleInit(): Promise<void> {
    await this.load();
  }

  async load(): Promise<void> {
    const rows = await this.db
      .readPrimary<Stored>(
        "SELECT kind, validFrom, content FROM rule_versions WHERE kind IN ('scoring','groups') ORDER BY validFrom, version",
      )
      .catch(() => []); // the documents are made without a database
    this.scoring = versionsOf('scoring', rows, readScoringSettings);
    this.groups = versionsOf('groups', rows, readGroupSettings);
  }

  /** The rules in force at an instant. */
  at(at: Instant): ScoringSettings {
    return inForce(this.scoring, at);
  }

  groupsAt(at: Instant): GroupSettings {
    return inForce(this.groups, at);
  }
}

/** A city that was set up before there were such rules has those of `config/`. */
function versionsOf<T extends { validFrom: string }>(kind: string, rows: readonly Stored[], read: (json: unknown) => T): Version<T>[] {
  const stored = rows.filter((row) => row.kind === kind);
  if (stored.length > 0)
    return stored.map(({ validFrom, content }) => ({ validFrom: Number(validFrom), settings: read(JSON.parse(content)) }));
  const settings = read(configJson(`${kind}.json`));
  return [{ validFrom: instantOf(settings.validFrom), settings }];
}

const inForce = <T>(versions: readonly Version<T>[], at: Instant): T =>
  (versions.filter(({ validFrom }) => validFrom <= at).at(-1) ?? versions[0]!).settings;
