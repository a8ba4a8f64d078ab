import { Injectable } from '@nestjs/common';
import { type BehaviourVersionState, inForceOn } from '../domain/behaviours.js';
import type { Department } from '../domain/routing.js';
import { readRules, type RuleDocuments } from '../domain/rule-documents.js';
import { RULE_KINDS, type RuleKind } from '../domain/rule-proposals.js';
import { type Day, type Instant, instantOf } from '../domain/time.js';
import { Tail } from '../events/tail.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { DepartmentView } from './department.views.js';
import { type Measure, measureOf } from './measures.js';

export interface CategoryFlags {
  accusation?: boolean;
  sealed?: boolean;
  complex?: boolean;
  amount?: boolean;
  basis?: boolean;
  receipt?: boolean;
  /** Kept for the cases that carry it, offered no more. */
  retired?: boolean;
}
export interface CategoryEntry {
  code: string;
  parentCode: string | null;
  name: string;
  nameEn: string;
  help: string | null;
  helpEn: string | null;
  flags: CategoryFlags;
}
export interface DepartmentEntry extends Omit<DepartmentView, 'phone' | 'hours'> {
  level: 'city' | 'county' | 'zone';
  phone: string | null;
  duties: string | null;
  hours: string | null;
  active: boolean;
  version: number;
}
/** A released version of a behaviour. */
export interface BehaviourEntry extends BehaviourVersionState {
  code: string;
  name: string;
  nameEn: string;
  categories: string[];
  measures: Measure[];
  article: string | null;
}
interface Version<T> {
  validFrom: Instant;
  settings: T;
}

const TELLS = /^(settings\.changed|behaviour\.released)$/;

/** Settings of the city kept in memory: departments, categories, behaviours and the rules in their versions. Read anew when the log says they changed. */
@Injectable()
export class Reference {
  departments: DepartmentEntry[] = [];
  categories: CategoryEntry[] = [];
  private behaviours: BehaviourEntry[] = [];
  private rules: { [K in RuleKind]?: Version<RuleDocuments[K]>[] } = {};

  constructor(
    private readonly db: Db,
    tail: Tail,
  ) {
    tail.listen((events) => (events.some(({ type }) => TELLS.test(type)) ? this.load() : Promise.resolve()));
  }

  async load(): Promise<void> {
    const departments = await this.db.readPrimary<Omit<DepartmentEntry, 'active'> & { active: number }>(
      'SELECT * FROM departments ORDER BY position, code',
    );
    this.departments = departments.map((row) => ({ ...row, active: Number(row.active) === 1, version: Number(row.version) }));
    const categories = await this.db.readPrimary<Omit<CategoryEntry, 'flags'> & { flags: string }>(
      'SELECT * FROM categories ORDER BY position, code',
    );
    this.categories = categories.map((row) => ({ ...row, flags: JSON.parse(row.flags) as CategoryFlags }));
    await this.loadBehaviours();
    await this.loadRules();
  }

  private async loadBehaviours(): Promise<void> {
    type Row = Omit<BehaviourEntry, 'categories' | 'measures'> & { categories: string; measures: string };
    const rows = await this.db.readPrimary<Row>(
      `SELECT code, version, name, nameEn, categories, measures, article, state, validFrom, validTo, proposedBy FROM behaviour_versions
       WHERE state = 'released' ORDER BY code, version`,
    );
    this.behaviours = rows.map((row) => ({
      ...row,
      version: Number(row.version),
      categories: JSON.parse(row.categories) as string[],
      measures: (JSON.parse(row.measures) as string[]).map(measureOf),
    }));
  }

  private async loadRules(): Promise<void> {
    const rows = await this.db.readPrimary<{ kind: RuleKind; validFrom: number; content: string }>(
      'SELECT kind, validFrom, content FROM rule_versions ORDER BY kind, validFrom, version',
    );
    const of = <K extends RuleKind>(kind: K): Version<RuleDocuments[K]>[] =>
      rows
        .filter((row) => row.kind === kind)
        .map(({ validFrom, content }) => ({ validFrom: Number(validFrom), settings: readRules(kind, JSON.parse(content)) }));
    this.rules = Object.fromEntries(RULE_KINDS.map((kind) => [kind, of(kind)]));
  }

  /** The behaviour catalogue on a day, each entry in the version in force. */
  behavioursOn(day: Day): BehaviourEntry[] {
    const byCode = new Map<string, BehaviourEntry[]>();
    for (const one of this.behaviours) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
    return [...byCode.values()].flatMap((versions) => inForceOn(versions, day) ?? []);
  }

  /** The rules of a kind in force at an instant: a case keeps the version it was received under. Source: domain text, head and section 4. */
  rulesAt<K extends RuleKind>(kind: K, at: Instant): RuleDocuments[K] {
    const versions = this.versions(kind);
    return (versions.filter(({ validFrom }) => validFrom <= at).at(-1) ?? versions[0]!).settings;
  }

  /** The rules of a kind in force and to come. */
  rulesFrom<K extends RuleKind>(kind: K, at: Instant): RuleDocuments[K][] {
    return [
      this.rulesAt(kind, at),
      ...this.versions(kind)
        .filter(({ validFrom }) => validFrom > at)
        .map(({ settings }) => settings),
    ];
  }

  /** The versions of a kind, the oldest first; a city that was set up before there were such rules has those of `config/`. */
  private versions<K extends RuleKind>(kind: K): readonly Version<RuleDocuments[K]>[] {
    const stored = this.rules[kind];
    if (stored?.length) return stored;
    const settings = readRules(kind, configJson(`${kind}.json`));
    const given: Version<RuleDocuments[K]>[] = [{ validFrom: instantOf(settings.validFrom), settings }];
    Object.assign(this.rules, { [kind]: given });
    return given;
  }

  category(code: string | null | undefined): CategoryEntry | undefined {
    return code ? this.categories.find((one) => one.code === code) : undefined;
  }

  /** Whether a new case may be filed under a category: it is there, and neither it nor its group is retired. */
  isOffered(code: string): boolean {
    const found = this.category(code);
    return found !== undefined && found.flags.retired !== true && (found.parentCode === null || this.isOffered(found.parentCode));
  }

  department(code: string | null | undefined): DepartmentEntry | undefined {
    return code ? this.departments.find((one) => one.code === code) : undefined;
  }

  /** The departments as the rules read them. */
  get tree(): Department[] {
    return this.departments.map(({ code, parentCode, level, active }) => ({ code, level, active, ...(parentCode ? { parentCode } : {}) }));
  }
}
