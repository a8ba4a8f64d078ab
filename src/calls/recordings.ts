import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type Instant, MINUTE } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, updateRow } from '../platform/db.js';
import { CallAccess } from './access.js';
import { CallStore } from './call.store.js';

const TICKET_LASTS = 10 * MINUTE;

/** Leave to listen to a recording, given for a reason that stands in the log first. Source: domain text, section 10. */
@Injectable()
export class Recordings {
  constructor(
    private readonly db: Db,
    private readonly calls: CallStore,
    private readonly access: CallAccess,
    private readonly files: FileStore,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * A ticket for one recording, for this reader alone. Throws `not-found` (404) when he may not know of it, `recording.not-there` (409)
   * before it has been fetched and after it expired.
   */
  async ticket(id: string, reason: string, by: Actor): Promise<{ token: string; expiresAt: Instant }> {
    const [row] = await this.db.readPrimary<{ callId: string; state: string }>('SELECT callId, state FROM recordings WHERE id = ?', [id]);
    const call = row && (await this.calls.read(row.callId));
    if (!row || !call || !(await this.access.mayHear(row.callId, call.facts, by))) throw notFound();
    if (row.state !== 'stored' && row.state !== 'released') throw new DomainError('recording.not-there', 409, { state: row.state });
    const token = newToken();
    const at = this.clock.now();
    const expiresAt = at + TICKET_LASTS;
    await this.db.write(async (tx) => {
      const ticket = { tokenHash: tokenHash(token), recordingId: id, username: by.username, expiresAt, usedAt: null };
      await insertRows(tx, 'recording_tickets', [ticket]);
      const facts = { callId: row.callId, recording: id, reason };
      await this.events.append(tx, [{ type: 'recording.listened', facts, by, at, audience: 'audit' }]);
    });
    return { token, expiresAt };
  }

  /**
   * The sound behind a ticket. It is one person's, ends ten minutes after it was given, and at once when he may hear the call no more. Throws
   * `not-found` (404).
   */
  async open(token: string, by: Actor): Promise<Buffer> {
    const hash = tokenHash(token);
    const now = this.clock.now();
    const [row] = await this.db.readPrimary<{ recordingId: string; usedAt: number | null; callId: string }>(
      `SELECT t.recordingId, t.usedAt, r.callId FROM recording_tickets t JOIN recordings r ON r.id = t.recordingId
       WHERE t.tokenHash = ? AND t.username = ? AND t.expiresAt > ?`,
      [hash, by.username, now],
    );
    const call = row && (await this.calls.read(row.callId));
    if (!row || !call || !(await this.access.mayHear(row.callId, call.facts, by))) throw notFound();
    if (row.usedAt === null) await this.db.write((tx) => updateRow(tx, 'recording_tickets', { tokenHash: hash }, { usedAt: now }));
    return this.files.get(nameOf(row.recordingId));
  }
}

/** Where the sound lies. */
export const nameOf = (id: string): string => `recordings/${id}`;
