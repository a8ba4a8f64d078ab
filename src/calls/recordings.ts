import { Injectable } from '@nestjs/common';
import { visible } from '../cases/visible.js';
import { hearsCallsOfCases, maySeeCall } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { DAY, type Instant, MINUTE } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, updateRow } from '../platform/db.js';
import { CallStore } from './call.store.js';

const TICKET_LASTS = 10 * MINUTE;

/** Leave to listen to a recording, given for a reason that stands in the log first. Source: domain text, section 10. */
@Injectable()
export class Recordings {
  constructor(
    private readonly db: Db,
    private readonly calls: CallStore,
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
    if (!row || !(await this.mayHear(row.callId, by))) throw notFound();
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

  /** Whoever had the call, and the desks that judge it for cases they see; nobody while one of its cases is hidden from him. */
  private async mayHear(callId: string, by: Actor): Promise<boolean> {
    const may = visible(scopeOf(by));
    const cases = await this.db.readPrimary<{ seen: number }>(
      `SELECT (CASE WHEN ${may.sql} THEN 1 ELSE 0 END) AS seen FROM call_cases l JOIN cases c ON c.caseNumber = l.caseNumber WHERE l.callId = ?`,
      [...may.params, callId],
    );
    if (cases.some(({ seen }) => Number(seen) !== 1)) return false;
    if (cases.length > 0 && hearsCallsOfCases(by)) return true;
    const call = await this.calls.read(callId);
    return call !== undefined && maySeeCall(call.facts, by);
  }

  /** The sound behind a ticket. It is one person's, and ends ten minutes after it was given. Throws `not-found` (404). */
  async open(token: string, by: Actor): Promise<Buffer> {
    const hash = tokenHash(token);
    const now = this.clock.now();
    const [row] = await this.db.readPrimary<{ recordingId: string; usedAt: number | null }>(
      'SELECT recordingId, usedAt FROM recording_tickets WHERE tokenHash = ? AND username = ? AND expiresAt > ?',
      [hash, by.username, now],
    );
    if (!row) throw notFound();
    if (row.usedAt === null) await this.db.write((tx) => updateRow(tx, 'recording_tickets', { tokenHash: hash }, { usedAt: now }));
    return this.files.get(nameOf(row.recordingId));
  }

  /** Tickets that are over are forgotten a day later. */
  async forgetTickets(): Promise<void> {
    await this.db.write((tx) => tx.query('DELETE FROM recording_tickets WHERE expiresAt < ?', [this.clock.now() - DAY]));
  }
}

/** Where the sound lies. */
export const nameOf = (id: string): string => `recordings/${id}`;
