import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { inert } from '../domain/export-life.js';
import { NEEDED_FIELDS } from '../domain/import-columns.js';
import { openImportActions } from '../domain/import-life.js';
import type { LineFault } from '../domain/import-lines.js';
import { isoOf } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { type PageQuery } from '../platform/http/paging.js';
import { configJson } from '../platform/settings.js';
import type { ImportFaultPage, ImportLineView, ImportPage, ImportView, SavedMappingView } from './import.dto.js';
import { type ImportColumns, ImportStore, standingOf, type StoredImport } from './import.store.js';

type Words = Record<string, Record<string, string>>;
/** Fields and reasons in the words of the office. */
const WORDS = configJson<Words>('reports/words.json');
const NAMED = 'SELECT i.*, a.name AS byName FROM imports i LEFT JOIN accounts a ON a.username = i.username';
type Named = ImportColumns & { byName: string | null };

/** Imports as the administrator sees them: how far, what was found, what may be done; never what stood in a line. */
@Injectable()
export class ImportQueries {
  constructor(
    private readonly db: Db,
    private readonly store: ImportStore,
  ) {}

  async list({ page, pageSize }: PageQuery): Promise<ImportPage> {
    const [count] = await this.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM imports');
    const rows = await this.db.read<Named>(
      `${NAMED} ORDER BY i.createdAt DESC, i.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    );
    return { items: rows.map((row) => this.line(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404). */
  async item(id: string): Promise<ImportView> {
    const { mapping, heads, unknownWords } = await this.store.read(id);
    const [row] = await this.db.readPrimary<Named>(`${NAMED} WHERE i.id = ?`, [id]);
    return {
      ...this.line(row!),
      heads,
      columns: Object.entries(mapping.columns).map(([field, heading]) => ({ field, heading })),
      values: Object.entries(mapping.values).flatMap(([field, words]) =>
        Object.entries(words).map(([word, code]) => ({ field, word, code })),
      ),
      unknown: Object.entries(unknownWords).flatMap(([field, words = {}]) =>
        Object.entries(words).map(([word, count]) => ({ field, word, count })),
      ),
      needed: [...NEEDED_FIELDS],
    };
  }

  private line(row: Named): ImportLineView {
    const one = this.store.open(row);
    const { id, number, source, fileName, format, bytes, state, version, username, position, good, bad, known, added } = one;
    return {
      ...{ id, number, source, fileName, format, bytes, state, version, position, good, bad, known, added },
      by: { username, name: row.byName ?? username },
      createdAt: isoOf(one.createdAt),
      ...(one.startedAt !== null ? { startedAt: isoOf(one.startedAt) } : {}),
      ...(one.endedAt !== null ? { endedAt: isoOf(one.endedAt) } : {}),
      ...(one.total !== null ? { total: one.total } : {}),
      ...(one.error !== null ? { error: one.error } : {}),
      actions: openImportActions(standingOf(one)),
    };
  }

  /** Bad lines in their order. Throws `not-found` (404). */
  async faults(id: string, { page, pageSize }: PageQuery): Promise<ImportFaultPage> {
    const one = await this.store.read(id);
    const [count] = await this.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM import_faults WHERE importId = ?', [id]);
    const rows = await this.faultRows(id, `LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    return { items: rows.map((row) => ({ ...row, ...headingOf(row, one) })), total: Number(count?.n ?? 0), page, pageSize };
  }

  private async faultRows(id: string, part: string): Promise<LineFault[]> {
    const rows = await this.db.readPrimary<LineFault>(
      `SELECT line, field, code FROM import_faults WHERE importId = ? ORDER BY line, field ${part}`,
      [id],
    );
    return rows.map((row) => ({ ...row, line: Number(row.line) }));
  }

  /** All bad lines as a table for the office; headings of the file are made inert. */
  async faultsFile(id: string): Promise<{ number: string; bytes: Buffer }> {
    const one = await this.store.read(id);
    const rows = await this.faultRows(id, '');
    const lines = rows.map((row) => [
      row.line,
      WORDS.importField?.[row.field] ?? row.field,
      inert(headingOf(row, one).heading ?? ''),
      row.code,
      WORDS.importFault?.[row.code] ?? row.code,
    ]);
    const text = stringify([['行号', '栏目', '文件中的列名', '原因代码', '原因'], ...lines], {
      bom: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    });
    return { number: one.number, bytes: Buffer.from(text, 'utf8') };
  }

  async mappings(): Promise<SavedMappingView[]> {
    const rows = await this.db.read<{ id: string; name: string; content: string; updatedAt: number }>(
      'SELECT id, name, content, updatedAt FROM import_mappings ORDER BY name LIMIT 200',
    );
    return rows.map(({ id, name, content, updatedAt }) => {
      const { columns } = JSON.parse(content) as { columns: object };
      return { id, name, columns: Object.keys(columns).length, updatedAt: isoOf(Number(updatedAt)) };
    });
  }
}

const headingOf = ({ field }: LineFault, { mapping }: StoredImport): { heading?: string } => {
  const heading = mapping.columns[field];
  return heading === undefined ? {} : { heading };
};
