import { Injectable } from '@nestjs/common';
import { Extracts } from '../cases/extracts.js';
import type { Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import type { ExportState } from '../domain/export-life.js';
import type { Instant } from '../domain/time.js';
import { readsOriginal } from '../domain/visibility.js';
import { Keys } from '../platform/crypto.js';
import { Db, type Tx } from '../platform/db.js';
import { EXPORT_KINDS, type ExportFormat, type ExportKind, PUBLICITY } from './settings.js';

/** What was asked for, besides kind and format. */
export interface ExportParams {
  filter?: Record<string, unknown>;
  month?: string;
  caseNumber?: string;
  /** Once made: whether it holds the complainants' own words, as only the hotline reads them. */
  original?: boolean;
}

/** An export, opened. */
export interface StoredExport {
  id: string;
  number: string;
  kind: ExportKind;
  format: ExportFormat;
  params: ExportParams;
  reason: string;
  username: string;
  state: ExportState;
  version: number;
  requestedAt: Instant;
  decidedAt: Instant | null;
  decidedBy: string | null;
  decision: string | null;
  progress: number;
  total: number | null;
  attempts: number;
  leaseUntil: Instant | null;
  bytes: number | null;
  sha256: string | null;
  readyAt: Instant | null;
  expiresAt: Instant | null;
  error: string | null;
  downloads: number;
}
export type ExportRow = Record<string, unknown> & { id: string };

const SEALED = ['params', 'reason', 'decision'] as const;
const NUMBERS = ['version', 'progress', 'attempts', 'downloads', 'requestedAt'] as const;
const MAYBE_NUMBERS = ['decidedAt', 'total', 'leaseUntil', 'bytes', 'readyAt', 'expiresAt'] as const;

/** Where the file of an export lies. */
export const fileOf = (id: string): string => `exports/${id}`;

/** Exports a reader may know of, on the alias `x`: his own, and those of kinds he may approve. */
export function mayReadExports(by: Actor): Sql {
  const kinds = EXPORT_KINDS.filter((kind) => PUBLICITY.exports.kinds[kind].approvers.some((role) => by.roles.includes(role)));
  const own: Sql = { sql: 'x.username = ?', params: [by.username] };
  if (kinds.length === 0) return own;
  if (kinds.length === EXPORT_KINDS.length) return { sql: '1 = 1', params: [] };
  return { sql: `(${own.sql} OR x.kind IN (${kinds.map(() => '?').join(',')}))`, params: [...own.params, ...kinds] };
}

/** Opens, closes and locks rows of exports, and judges whether a file may still leave. */
@Injectable()
export class ExportStore {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly extracts: Extracts,
  ) {}

  /** Throws `not-found` (404) alike for absent and hidden. */
  async read(id: string, by: Actor): Promise<StoredExport> {
    const may = mayReadExports(by);
    const [row] = await this.db.readPrimary<ExportRow>(`SELECT x.* FROM exports x WHERE x.id = ? AND ${may.sql}`, [id, ...may.params]);
    if (!row) throw notFound();
    return this.open(row);
  }

  async lock(tx: Tx, id: string, by: Actor): Promise<StoredExport> {
    const may = mayReadExports(by);
    const sql = `SELECT x.* FROM exports x WHERE x.id = ? AND ${may.sql}${this.db.forUpdate}`;
    const [row] = await tx.query<ExportRow[]>(sql, [id, ...may.params]);
    if (!row) throw notFound();
    return this.open(row);
  }

  seal(text: string, column: (typeof SEALED)[number], id: string): string {
    return this.keys.encrypt(text, `exports.${column}:${id}`);
  }

  open(row: ExportRow): StoredExport {
    const opened = SEALED.map((column) => {
      const stored = row[column] as string | null;
      return [column, stored === null ? null : this.keys.decrypt(stored, `exports.${column}:${row.id}`)];
    });
    const { params, ...texts } = Object.fromEntries(opened) as Record<(typeof SEALED)[number], string>;
    return {
      ...row,
      ...texts,
      params: JSON.parse(params) as ExportParams,
      ...Object.fromEntries(NUMBERS.map((column) => [column, Number(row[column])])),
      ...Object.fromEntries(MAYBE_NUMBERS.map((column) => [column, row[column] === null ? null : Number(row[column])])),
    } as unknown as StoredExport;
  }

  /**
   * Whether its asker may still have all that stands in the file: every case under the one visibility rule as it is now, and the
   * complainants' words only who still reads them. Source: domain text 6.6, 6.7.
   */
  async stillMay({ id, kind, params }: StoredExport, by: Actor): Promise<boolean> {
    if (!PUBLICITY.exports.kinds[kind].askers.some((role) => by.roles.includes(role))) return false;
    if (params.original === true && !readsOriginal(by)) return false;
    const may = this.extracts.condition(by);
    const [row] = await this.db.readPrimary<{ n: number }>(
      `SELECT COUNT(*) AS n FROM export_cases e WHERE e.exportId = ?
       AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.caseNumber = e.caseNumber AND ${may.sql})`,
      [id, ...may.params],
    );
    return Number(row?.n ?? 0) === 0;
  }
}
