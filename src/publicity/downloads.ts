import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type Instant, MINUTE } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, updateRow } from '../platform/db.js';
import { ExportRunner } from './export-runner.js';
import { ExportStore, fileOf, type StoredExport } from './export.store.js';
import { PUBLICITY } from './settings.js';

/** A file on its way out. */
export interface Downloaded {
  bytes: Buffer;
  of: StoredExport;
}

/** Hands files to those who asked for them: a ticket for one download, and the audit row before the bytes leave. Source: domain text 6.6. */
@Injectable()
export class Downloads {
  constructor(
    private readonly db: Db,
    private readonly store: ExportStore,
    private readonly runner: ExportRunner,
    private readonly files: FileStore,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Throws `not-found` (404) for all but the asker, `export.not-ready`, `export.outdated` (409). */
  async ticket(id: string, by: Actor): Promise<{ token: string; expiresAt: Instant }> {
    await this.available(id, by);
    const token = newToken();
    const expiresAt = this.clock.now() + PUBLICITY.exports.ticketMinutes * MINUTE;
    const row = { tokenHash: tokenHash(token), exportId: id, username: by.username, expiresAt, usedAt: null };
    await this.db.write((tx) => insertRows(tx, 'export_tickets', [row]));
    return { token, expiresAt };
  }

  private async available(id: string, by: Actor): Promise<StoredExport> {
    const found = await this.store.read(id, by);
    if (found.username !== by.username) throw notFound();
    if (found.state !== 'ready' || found.expiresAt! <= this.clock.now())
      throw new DomainError('export.not-ready', 409, { state: found.state });
    if (await this.store.stillMay(found, by)) return found;
    await this.runner.withdraw(id, 'outdated');
    throw new DomainError('export.outdated', 409);
  }

  /** The file behind a ticket, once. Throws `not-found` (404) for a ticket that is used, over or somebody else's; then as `ticket`. */
  async open(token: string, by: Actor): Promise<Downloaded> {
    const hash = tokenHash(token);
    const known = 'SELECT exportId FROM export_tickets WHERE tokenHash = ? AND username = ? AND usedAt IS NULL AND expiresAt > ?';
    const [ticket] = await this.db.readPrimary<{ exportId: string }>(known, [hash, by.username, this.clock.now()]);
    if (!ticket) throw notFound();
    const of = await this.available(ticket.exportId, by);
    const bytes = await this.files.get(fileOf(of.id));
    if (createHash('sha256').update(bytes).digest('hex') !== of.sha256)
      throw new DomainError('record.unreadable', 409, { record: fileOf(of.id) });
    await this.db.write(async (tx) => {
      const at = this.clock.now();
      // of two who come with it at once the second finds it used
      const [row] = await tx.query<unknown[]>(`${known}${this.db.forUpdate}`, [hash, by.username, at]);
      if (!row) throw notFound();
      await updateRow(tx, 'export_tickets', { tokenHash: hash }, { usedAt: at });
      await tx.query('UPDATE exports SET downloads = downloads + 1 WHERE id = ?', [of.id]);
      const facts = { number: of.number, kind: of.kind, reason: of.reason };
      await this.events.append(tx, [{ type: 'export.downloaded', facts, by, at, audience: 'audit' }]);
    });
    return { bytes, of };
  }
}
