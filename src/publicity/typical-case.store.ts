import { Injectable } from '@nestjs/common';
import { all, type Sql, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import type { Confirmed, Trace } from '../domain/de-identification.js';
import { notFound } from '../domain/errors.js';
import type { Instant } from '../domain/time.js';
import type { Approval, TypicalCaseState } from '../domain/typical-case-life.js';
import { scopeOf } from '../domain/visibility.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';

export const TEXT_FIELDS = ['title', 'happened', 'dealt'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export type TypicalTexts = Record<TextField, string>;
export type FieldTraces = Record<TextField, Trace[]>;

/** A decision with who took it. */
export interface Decision extends Confirmed {
  field: TextField;
  by: string;
  at: Instant;
}

/** A typical case, opened. */
export interface StoredTypicalCase extends TypicalCaseState {
  id: string;
  number: string | null;
  caseNumber: string | null;
  departmentCode: string;
  categoryCode: string | null;
  texts: TypicalTexts;
  confirmed: Decision[];
  consentNote: string | null;
  returnReason: string | null;
  withdrawReason: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  publishedAt: Instant | null;
  withdrawnAt: Instant | null;
}
/** Its row as the database has it. */
export type TypicalRow = Record<string, unknown> & { id: string };

const SEALED = ['title', 'happened', 'dealt', 'confirmed', 'consentNote', 'returnReason', 'withdrawReason'] as const;

/**
 * Typical cases a reader may see, on the alias `t`: those of cases as the case itself, and none about a department he keeps away from.
 * Source: domain text 6.5, 6.7.
 */
export function mayReadTypical(by: Actor): Sql {
  const scope = scopeOf(by);
  const may = visible(scope);
  const own: Sql = {
    sql: `(t.caseNumber IS NULL OR EXISTS (SELECT 1 FROM cases c WHERE c.caseNumber = t.caseNumber AND ${may.sql}))`,
    params: may.params,
  };
  if (scope.recusedFrom.length === 0) return own;
  return all(own, { sql: `t.departmentCode NOT IN (${scope.recusedFrom.map(() => '?').join(',')})`, params: [...scope.recusedFrom] });
}

/** Opens, closes, locks and writes rows of typical cases. */
@Injectable()
export class TypicalCaseStore {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
  ) {}

  /** Throws `not-found` (404) alike for absent and hidden. */
  async read(id: string, by: Actor): Promise<StoredTypicalCase> {
    const may = mayReadTypical(by);
    const sql = `SELECT t.* FROM typical_cases t WHERE t.id = ? AND ${may.sql}`;
    const [row] = await this.db.readPrimary<TypicalRow>(sql, [id, ...may.params]);
    if (!row) throw notFound();
    return this.open(row);
  }

  async lock(tx: Tx, id: string, by: Actor): Promise<StoredTypicalCase> {
    const may = mayReadTypical(by);
    const sql = `SELECT t.* FROM typical_cases t WHERE t.id = ? AND ${may.sql}${this.db.forUpdate}`;
    const [row] = await tx.query<TypicalRow[]>(sql, [id, ...may.params]);
    if (!row) throw notFound();
    return this.open(row);
  }

  async insert(tx: Tx, fresh: StoredTypicalCase): Promise<void> {
    await insertRows(tx, 'typical_cases', [this.close(fresh)]);
  }

  /** Writes the whole row anew, and what it said to its versions. */
  async change(tx: Tx, next: StoredTypicalCase): Promise<void> {
    const { id, ...patch } = this.close(next);
    await updateRow(tx, 'typical_cases', { id }, patch);
  }

  async keepVersion(tx: Tx, next: StoredTypicalCase, step: string, username: string): Promise<void> {
    const { id, version, texts, confirmed, updatedAt } = next;
    const content = this.keys.encrypt(JSON.stringify({ texts, confirmed }), `typical_case_versions.content:${id}:${version}`);
    await insertRows(tx, 'typical_case_versions', [{ typicalCaseId: id, version, step, content, username, at: updatedAt }]);
  }

  /** What it said at a version. */
  openVersion(id: string, version: number, content: string): { texts: TypicalTexts; confirmed: Decision[] } {
    return JSON.parse(this.keys.decrypt(content, `typical_case_versions.content:${id}:${version}`)) as never;
  }

  open(row: TypicalRow): StoredTypicalCase {
    const opened = Object.fromEntries(
      SEALED.map((column) => {
        const stored = row[column] as string | null;
        return [column, stored === null ? null : this.keys.decrypt(stored, `typical_cases.${column}:${row.id}`)];
      }),
    ) as Record<(typeof SEALED)[number], string>;
    const { title, happened, dealt, confirmed, ...reasons } = opened;
    const instant = (value: unknown): Instant | null => (value === null ? null : Number(value));
    return {
      ...(row as unknown as StoredTypicalCase),
      ...reasons,
      version: Number(row.version),
      unresolved: Number(row.unresolved),
      authors: JSON.parse(row.authors as string) as string[],
      approvals: JSON.parse(row.approvals as string) as Approval[],
      texts: { title, happened, dealt },
      confirmed: JSON.parse(confirmed) as Decision[],
      createdAt: Number(row.createdAt),
      updatedAt: Number(row.updatedAt),
      publishedAt: instant(row.publishedAt),
      withdrawnAt: instant(row.withdrawnAt),
    };
  }

  close(one: StoredTypicalCase): TypicalRow {
    const { texts, confirmed, id, ...rest } = one;
    const words: Record<string, string | null> = {
      ...texts,
      confirmed: JSON.stringify(confirmed),
      consentNote: rest.consentNote,
      returnReason: rest.returnReason,
      withdrawReason: rest.withdrawReason,
    };
    const sealed = SEALED.map((column) => {
      const value = words[column];
      return [column, value == null ? null : this.keys.encrypt(value, `typical_cases.${column}:${id}`)];
    });
    const columns = PLAIN.map((column) => [column, rest[column]]);
    return { id, ...Object.fromEntries([...columns, ...sealed]) } as TypicalRow;
  }
}

const PLAIN = [
  'number',
  'state',
  'version',
  'caseNumber',
  'departmentCode',
  'categoryCode',
  'authors',
  'approvals',
  'unresolved',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'withdrawnAt',
] as const;
