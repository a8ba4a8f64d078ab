import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, isRefusal, notFound } from '../domain/errors.js';
import { examine, type SentFile } from '../files/content.js';
import { FileStore } from '../files/file-store.js';
import { INVESTIGATION_FILES } from '../files/orphans.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { Consequences } from './consequences.js';
import { InvestigationStore } from './investigation.store.js';
import { SealedRecords } from './sealed-records.js';

const MOST = 100;
const nameOf = (id: string): string => `${INVESTIGATION_FILES}/${id}.sealed`;

/** Documents of investigations: bytes, name and type under the sealed key. Source: domain text, section 8. */
@Injectable()
export class Documents {
  constructor(
    private readonly db: Db,
    private readonly store: InvestigationStore,
    private readonly records: SealedRecords,
    private readonly files: FileStore,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
  ) {}

  /** Refuses what `add` would refuse before a byte is read: `not-found` (404), `investigation.action-not-open` (409). */
  async admit(number: string, by: Actor): Promise<void> {
    refuseArchived((await this.store.read(number, by)).status);
  }

  /** Puts a document into the file; bytes first, then row, step and event. Also throws as `examine` does, and `attachment.too-many` (409). */
  async add(number: string, sent: SentFile, by: Actor): Promise<void> {
    const { name, type, bytes } = await examine(sent);
    const id = randomUUID();
    await this.files.put(nameOf(id), bytes);
    const add = async (tx: Tx) => {
      const one = await this.store.lock(tx, number, by);
      refuseArchived(one.status);
      const [count] = await tx.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM investigation_documents WHERE investigationNumber = ?', [
        number,
      ]);
      if (Number(count?.n ?? 0) >= MOST) throw new DomainError('attachment.too-many', 409, { most: MOST });
      const at = this.clock.now();
      const content = this.records.close({ name, type }, 'documents', id);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const row = { id, investigationNumber: number, content, bytes: bytes.length, sha256, at, username: by.username };
      await insertRows(tx, 'investigation_documents', [row]);
      const next = { ...one, version: one.version + 1, updatedAt: at };
      await this.store.change(tx, one, next);
      await this.consequences.tellLog(
        tx,
        next,
        [{ type: 'investigation.step', facts: { investigationNumber: number, action: 'document' } }],
        by,
        at,
      );
    };
    await this.db.write(add).catch(async (error: unknown) => {
      if (isRefusal(error)) await this.files.remove(nameOf(id)); // otherwise the row may stand
      throw error;
    });
  }

  /** A document of a file this reader may see; throws `not-found` (404) for all others alike. */
  async open(number: string, id: string, by: Actor): Promise<{ bytes: Buffer; name: string; type: string }> {
    await this.store.read(number, by);
    const [row] = await this.db.readPrimary<{ content: string }>(
      'SELECT content FROM investigation_documents WHERE id = ? AND investigationNumber = ?',
      [id, number],
    );
    if (!row) throw notFound();
    return { bytes: await this.files.get(nameOf(id)), ...this.records.open<{ name: string; type: string }>(row.content, 'documents', id) };
  }
}

function refuseArchived(status: string): void {
  if (status === 'archived') throw new DomainError('investigation.action-not-open', 409, { action: 'document', status });
}
