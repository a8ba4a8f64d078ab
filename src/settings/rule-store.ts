import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { CATEGORY_FLAGS, type CategoryNode, type CategorySettings } from '../domain/category-settings.js';
import type { RuleKind } from '../domain/rule-proposals.js';
import { dayOf, isoOf, type Instant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { RuleVersionContent, RuleVersionView } from './rules.dto.js';

export interface VersionRow {
  kind: RuleKind;
  version: number;
  validFrom: number;
  content: string;
  name: string | null;
  username: string;
  createdAt: number;
}

/** The versions of rules as the database has them; a kind without any begins with what the city was given. */
@Injectable()
export class RuleStore {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** Versions of some kinds without their content, the oldest first. */
  async versions(kinds: readonly RuleKind[]): Promise<(RuleVersionView & { kind: RuleKind })[]> {
    const rows = await this.db.readPrimary<VersionRow>(
      `SELECT r.kind, r.version, r.validFrom, '' AS content, a.name, r.username, r.createdAt FROM rule_versions r
       LEFT JOIN accounts a ON a.username = r.username WHERE r.kind IN (${kinds.map(() => '?').join(',')}) ORDER BY r.kind, r.validFrom, r.version`,
      kinds,
    );
    return kinds.flatMap((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      return this.standing(own.length > 0 ? own : [this.first(kind)]).map((view) => ({ ...view, kind }));
    });
  }

  /** A version with what it says; undefined when there is none of that number. */
  async version(kind: RuleKind, version: number): Promise<RuleVersionContent | undefined> {
    const view = (await this.versions([kind])).find((one) => one.version === version);
    if (!view) return undefined;
    const [row] = await this.db.readPrimary<{ content: string }>('SELECT content FROM rule_versions WHERE kind = ? AND version = ?', [
      kind,
      version,
    ]);
    const { kind: _, ...shown } = view;
    return { ...shown, content: JSON.parse(row?.content ?? this.first(kind).content) as Record<string, unknown> };
  }

  /** The number of the newest version of a kind, seen from within a transaction. */
  async newest(tx: Tx, kind: RuleKind): Promise<number> {
    const [row] = await tx.query<{ n: number | null }[]>('SELECT MAX(version) AS n FROM rule_versions WHERE kind = ?', [kind]);
    return Number(row?.n ?? this.first(kind).version);
  }

  private standing(rows: readonly VersionRow[]): RuleVersionView[] {
    const now = this.clock.now();
    const inForce = rows.filter(({ validFrom }) => Number(validFrom) <= now).at(-1) ?? rows[0];
    return rows.map((row) => ({
      version: Number(row.version),
      validFrom: isoOf(Number(row.validFrom)),
      by: row.name ?? row.username,
      at: isoOf(Number(row.createdAt)),
      standing: row === inForce ? 'in-force' : Number(row.validFrom) > now ? 'to-come' : 'past',
    }));
  }

  /** What a city has before it has changed anything: its catalogue as it stands, or the rules of `config/`. */
  private first(kind: RuleKind): VersionRow {
    const content = kind === 'categories' ? this.catalogue() : configJson<{ version: number; validFrom: string }>(`${kind}.json`);
    const at = Date.parse(`${content.validFrom}T00:00:00+08:00`);
    const written = JSON.stringify(content);
    return { kind, version: content.version, validFrom: at, content: written, name: null, username: 'system', createdAt: at };
  }

  /** The catalogue of categories as it stands in the database, as a document. */
  catalogue(): CategorySettings {
    const { categories } = this.reference;
    const node = (code: string): CategoryNode => {
      const { name, nameEn, help, helpEn, flags } = categories.find((one) => one.code === code)!;
      const marks = Object.fromEntries([...CATEGORY_FLAGS, 'retired' as const].filter((flag) => flags[flag]).map((flag) => [flag, true]));
      return { code, name, nameEn, ...(help ? { help } : {}), ...(helpEn ? { helpEn } : {}), ...marks };
    };
    const below = (parent: string | null) => categories.filter(({ parentCode }) => parentCode === parent).map(({ code }) => code);
    const groups = below(null).map((code) => ({ ...node(code), children: below(code).map(node) }));
    return { version: 1, validFrom: '2024-01-01', groups };
  }

  today(): string {
    return dayOf(this.clock.now());
  }

  now(): Instant {
    return this.clock.now();
  }
}
