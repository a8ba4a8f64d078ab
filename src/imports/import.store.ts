import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import type { ImportMapping } from '../domain/import-columns.js';
import type { ImportStanding, ImportState } from '../domain/import-life.js';
import type { Instant } from '../domain/time.js';
import { Keys } from '../platform/crypto.js';
import { Db, type Tx } from '../platform/db.js';
import type { Encoding } from './csv-lines.js';
import type { StoredSheet } from './uploads.js';

/** Words of the other system that have no meaning yet, by field, with how often each stands in the file. */
export type UnknownWords = Partial<Record<string, Record<string, number>>>;

/** An import, opened. */
export interface StoredImport {
  id: string;
  number: string;
  source: string;
  fileName: string;
  format: 'csv' | 'xlsx';
  encoding: Encoding;
  bytes: number;
  sha256: string;
  parts: number;
  heads: string[];
  mapping: ImportMapping;
  state: ImportState;
  version: number;
  username: string;
  createdAt: Instant;
  updatedAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  total: number | null;
  position: number;
  good: number;
  bad: number;
  known: number;
  added: number;
  lease: string | null;
  leaseUntil: Instant | null;
  attempts: number;
  unknownWords: UnknownWords;
  error: string | null;
}
export type ImportColumns = Record<string, unknown> & { id: string };

const WHOLE = ['bytes', 'parts', 'version', 'position', 'good', 'bad', 'known', 'added', 'attempts', 'createdAt', 'updatedAt'] as const;
const MAYBE = ['startedAt', 'endedAt', 'total', 'leaseUntil'] as const;

export const standingOf = ({ state, version, good, known, startedAt, parts }: StoredImport): ImportStanding => ({
  state,
  version,
  good: good + known,
  hasBegun: startedAt !== null,
  hasFile: parts > 0,
});
export const sheetOf = ({ id, parts, format, encoding }: StoredImport): StoredSheet => ({ id, parts, format, encoding });

/** Opens, closes and locks rows of imports. */
@Injectable()
export class ImportStore {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
  ) {}

  /** Throws `not-found` (404). */
  async read(id: string): Promise<StoredImport> {
    const [row] = await this.db.readPrimary<ImportColumns>('SELECT * FROM imports WHERE id = ?', [id]);
    if (!row) throw notFound();
    return this.open(row);
  }

  async lock(tx: Tx, id: string): Promise<StoredImport> {
    const [row] = await tx.query<ImportColumns[]>(`SELECT * FROM imports WHERE id = ?${this.db.forUpdate}`, [id]);
    if (!row) throw notFound();
    return this.open(row);
  }

  close(text: string, column: 'fileName' | 'unknownWords', id: string): string {
    return this.keys.encrypt(text, `imports.${column}:${id}`);
  }

  open(row: ImportColumns): StoredImport {
    const unknown = row.unknownWords as string | null;
    return {
      ...row,
      fileName: this.keys.decrypt(row.fileName as string, `imports.fileName:${row.id}`),
      unknownWords: unknown === null ? {} : (JSON.parse(this.keys.decrypt(unknown, `imports.unknownWords:${row.id}`)) as UnknownWords),
      heads: JSON.parse(row.heads as string) as string[],
      mapping: JSON.parse(row.mapping as string) as ImportMapping,
      ...Object.fromEntries(WHOLE.map((column) => [column, Number(row[column])])),
      ...Object.fromEntries(MAYBE.map((column) => [column, row[column] === null ? null : Number(row[column])])),
    } as unknown as StoredImport;
  }
}
