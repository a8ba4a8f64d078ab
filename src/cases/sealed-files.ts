import { Injectable } from '@nestjs/common';
import { FileStore } from '../files/file-store.js';
import { ATTACHMENTS } from '../files/orphans.js';
import { Db } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { say } from '../platform/packet.js';

const AT_ONCE = 50;

/** Names of the bytes of an attachment: as sent, drawn anew for departments, and under the sealed key. */
export const original = (id: string): string => `${ATTACHMENTS}/${id}`;
export const copy = (id: string): string => `${ATTACHMENTS}/${id}.copy`;
export const sealedCopy = (id: string): string => `${ATTACHMENTS}/${id}.sealed`;

/** Where the bytes of an attachment lie: under the main key (null), on their way, or under the sealed key. */
export type FileVault = null | 'moving' | 'sealed';

/**
 * Moves the bytes of sealed cases under the commission's key: no file is written inside a transaction, so they follow the commit that
 * sealed the case. Every step may be done twice, and a stop in between loses nothing. Source: domain text 6.4.
 */
@Injectable()
export class SealedFiles {
  private moving: Promise<number> | undefined;

  constructor(
    private readonly db: Db,
    private readonly files: FileStore,
    private readonly log: Log,
  ) {}

  /** Moves what waits, one file by itself: one that cannot be read keeps no other waiting. Returns how many files. */
  move(): Promise<number> {
    this.moving ??= this.moveAll().finally(() => (this.moving = undefined));
    return this.moving;
  }

  private async moveAll(): Promise<number> {
    for (let [moved, after] = [0, '']; ;) {
      const rows = await this.db.readPrimary<{ id: string }>(
        `SELECT id FROM attachments WHERE vault = 'moving' AND id > ? ORDER BY id LIMIT ${AT_ONCE}`,
        [after],
      );
      for (const { id } of rows) moved += await this.moveOne(id).catch((error: unknown) => this.left(id, error));
      after = rows.at(-1)?.id ?? after;
      if (rows.length < AT_ONCE) return moved;
    }
  }

  private left(id: string, error: unknown): number {
    this.log.warn(`file ${id} of a sealed case was not moved, tries again`, error);
    return 0;
  }

  private async moveOne(id: string): Promise<number> {
    const bytes = await this.files.get(original(id)).catch(() => undefined); // gone already: an earlier turn was stopped after it
    if (bytes) await this.files.put(sealedCopy(id), bytes);
    else await this.files.get(sealedCopy(id));
    await Promise.all([original(id), copy(id)].map((name) => this.files.remove(name)));
    await this.db.write((tx) => say(tx, "UPDATE attachments SET vault = 'sealed' WHERE id = ? AND vault = 'moving'", [id]));
    return 1;
  }

  /** The bytes of an attachment of a sealed case, wherever they lie at this moment. */
  async open(id: string, vault: FileVault): Promise<Buffer> {
    if (vault === 'sealed') return this.files.get(sealedCopy(id));
    return this.files.get(original(id)).catch(() => this.files.get(sealedCopy(id)));
  }
}
