import { Injectable } from '@nestjs/common';
import { DAY } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { FileStore } from './file-store.js';

export const ATTACHMENTS = 'attachments';
const AT_ONCE = 500;
const idOf = (name: string): string => name.slice(ATTACHMENTS.length + 1).split('.')[0]!;

/** Bytes are written before their row, so a crash between leaves files that nobody knows: a day later they go. */
@Injectable()
export class Orphans {
  constructor(
    private readonly db: Db,
    private readonly store: FileStore,
  ) {}

  /** Deletes files of attachments that have no row. Returns how many. */
  async sweep(): Promise<number> {
    const names = await this.store.olderThan(ATTACHMENTS, DAY);
    let gone = 0;
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const part = names.slice(from, from + AT_ONCE);
      const marks = part.map(() => '?').join(',');
      const rows = await this.db.readPrimary<{ id: string }>(`SELECT id FROM attachments WHERE id IN (${marks})`, part.map(idOf));
      const known = new Set(rows.map(({ id }) => id));
      for (const name of part.filter((one) => !known.has(idOf(one)))) {
        await this.store.remove(name);
        gone++;
      }
    }
    return gone;
  }
}
