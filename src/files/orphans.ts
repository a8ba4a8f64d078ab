import { Injectable } from '@nestjs/common';
import { DAY } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { FileStore } from './file-store.js';

export const ATTACHMENTS = 'attachments';
export const INVESTIGATION_FILES = 'investigations';
export const IMPORT_FILES = 'imports';
/** Folders of the store and the table that knows their files. */
const FOLDERS = { [ATTACHMENTS]: 'attachments', [INVESTIGATION_FILES]: 'investigation_documents', [IMPORT_FILES]: 'imports' } as const;
const AT_ONCE = 500;
const idOf = (name: string): string => name.slice(name.indexOf('/') + 1).split('.')[0]!;

/** Bytes are written before their row, so a crash between leaves files that nobody knows: a day later they go. */
@Injectable()
export class Orphans {
  constructor(
    private readonly db: Db,
    private readonly store: FileStore,
  ) {}

  /** Deletes files that have no row. Returns how many. */
  async sweep(): Promise<number> {
    let gone = 0;
    for (const [folder, table] of Object.entries(FOLDERS)) gone += await this.sweepOne(folder, table);
    return gone;
  }

  private async sweepOne(folder: string, table: string): Promise<number> {
    const names = await this.store.olderThan(folder, DAY);
    let gone = 0;
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const part = names.slice(from, from + AT_ONCE);
      const marks = part.map(() => '?').join(',');
      const rows = await this.db.readPrimary<{ id: string }>(`SELECT id FROM ${table} WHERE id IN (${marks})`, part.map(idOf));
      const known = new Set(rows.map(({ id }) => id));
      for (const name of part.filter((one) => !known.has(idOf(one)))) {
        await this.store.remove(name);
        gone++;
      }
    }
    return gone;
  }
}
