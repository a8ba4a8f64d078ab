import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import { CATEGORY_FLAGS, type CategoryNode, type CategorySettings } from '../domain/category-settings.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows } from '../platform/db.js';
import { RuleStore } from './rule-store.js';

/** Puts the catalogue of categories in force when its day has come: the table of categories is always the version of the moment. */
@Injectable()
export class Categories {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: RuleStore,
    private readonly events: EventLog,
  ) {}

  /** Writes the newest version whose instant has come, if the table says anything else. Safe to repeat, in several processes, after any restart. */
  async apply(): Promise<boolean> {
    const now = this.clock.now();
    const newest = `SELECT version, content FROM rule_versions WHERE kind = 'categories' AND validFrom <= ? ORDER BY validFrom DESC, version DESC LIMIT 1`;
    const [due] = await this.db.readPrimary<{ content: string }>(newest, [now]);
    if (!due || same(JSON.parse(due.content) as CategorySettings, this.store.catalogue())) return false;
    return this.db.write(async (tx) => {
      const standing = await tx.query<Row[]>(`SELECT * FROM categories ORDER BY parentCode, position, code${this.db.forUpdate}`);
      const [row] = await tx.query<{ version: number; content: string }[]>(newest, [now]);
      const rows = categoryRows((JSON.parse(row!.content) as CategorySettings).groups, null);
      if (alike(standing, rows)) return false; // another process was here meanwhile
      await tx.query('DELETE FROM categories');
      await insertRows(tx, 'categories', rows);
      const facts = { what: 'categories', version: Number(row!.version) };
      await this.events.append(tx, [{ type: 'settings.changed', facts, by: SYSTEM, at: now, audience: 'audit' }]);
      return true;
    });
  }
}

type Row = Record<string, unknown>;
const alike = (standing: readonly Row[], rows: readonly Row[]): boolean => {
  const told = (list: readonly Row[]) => list.map((row) => COLUMNS.map((name) => JSON.stringify(row[name] ?? '')).join('\u0000')).sort();
  return JSON.stringify(told(standing)) === JSON.stringify(told(rows));
};
const COLUMNS = ['code', 'parentCode', 'name', 'nameEn', 'help', 'helpEn', 'flags', 'position'];

const flagsOf = (node: CategoryNode): string =>
  JSON.stringify(Object.fromEntries([...CATEGORY_FLAGS, 'retired' as const].filter((flag) => node[flag]).map((flag) => [flag, true])));

/** The rows of the table for a tree of categories, groups before their leaves. */
export const categoryRows = (nodes: readonly CategoryNode[], parentCode: string | null): Row[] =>
  nodes.flatMap((node, position) => [
    {
      code: node.code,
      parentCode,
      name: node.name,
      nameEn: node.nameEn,
      help: node.help ?? null,
      helpEn: node.helpEn ?? null,
      flags: flagsOf(node),
      position,
    },
    ...categoryRows(node.children ?? [], node.code),
  ]);

/** Whether two catalogues say the same; what is empty or false says nothing. */
const same = (one: CategorySettings, other: CategorySettings): boolean =>
  JSON.stringify(categoryRows(one.groups, null)) === JSON.stringify(categoryRows(other.groups, null));
