import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DAY, HOUR, MINUTE } from '../domain/time.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { nameOf } from './recordings.js';
import { telephoneSettings } from './settings.js';
import { Telephony } from './telephony.js';

const AT_ONCE = 20;
const TRIES = 12;
/** Case ends after which nobody needs the sound for the file any more; reports are kept with their file. */
const KEPT_WITH =
  "(c.kind = 'report' OR c.sealed = 1 OR c.status NOT IN ('archived','answered','rejected','merged','withdrawn','terminated','transferred'))";
interface Row {
  id: string;
  ref: string;
  state: 'announced' | 'stored';
  attempts: number;
}

/**
 * Fetches recordings from the carrier, keeps them encrypted with their hash, has them forgotten there, and forgets them here when their
 * time is over. Each step may be repeated: a crash between costs another fetch, never the sound. Source: domain text, section 10.
 */
@Injectable()
export class RecordingKeeper {
  private readonly settings = telephoneSettings();

  constructor(
    private readonly db: Db,
    private readonly files: FileStore,
    private readonly telephony: Telephony,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Takes the next step for every recording that is due. Returns how many moved on. */
  async fetch(): Promise<number> {
    const rows = await this.db.readPrimary<Row>(
      `SELECT id, ref, state, attempts FROM recordings WHERE nextAt <= ? ORDER BY nextAt, id LIMIT ${AT_ONCE}`,
      [this.clock.now()],
    );
    let moved = 0;
    for (const row of rows) moved += await this.step(row);
    return moved;
  }

  private async step(row: Row): Promise<number> {
    try {
      if (row.state === 'announced') await this.store(row);
      else {
        await this.telephony.deleteRecording(row.ref);
        await this.settle(row.id, { state: 'released', nextAt: null });
      }
      return 1;
    } catch (error) {
      this.log.warn(`recording ${row.id} stays ${row.state} for now`, error);
      const attempts = row.attempts + 1;
      const isLost = attempts >= TRIES && row.state === 'announced';
      const nextAt = isLost ? null : this.clock.now() + Math.min(HOUR, 2 ** attempts * 0.25 * MINUTE);
      await this.settle(row.id, { attempts, nextAt, ...(isLost ? { state: 'lost' } : {}) });
      return 0;
    }
  }

  private async store({ id, ref }: Row): Promise<void> {
    const bytes = await this.telephony.fetchRecording(ref);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.files.put(nameOf(id), bytes);
    const now = this.clock.now();
    const expires = new Date(now);
    expires.setUTCFullYear(expires.getUTCFullYear() + this.settings.recordings.keepYears);
    await this.settle(id, { state: 'stored', bytes: bytes.length, sha256, attempts: 0, nextAt: now, expiresAt: expires.getTime() });
  }

  private settle(id: string, patch: Record<string, unknown>): Promise<void> {
    return this.db.write((tx) => updateRow(tx, 'recordings', { id }, patch));
  }

  /** Forgets sound whose time is over and that no open case or report needs. Returns how many. */
  async expire(): Promise<number> {
    const rows = await this.db.readPrimary<{ id: string }>(
      `SELECT r.id FROM recordings r WHERE r.expiresAt < ? AND NOT EXISTS
         (SELECT 1 FROM call_cases l JOIN cases c ON c.caseNumber = l.caseNumber WHERE l.callId = r.callId AND ${KEPT_WITH})
       ORDER BY r.expiresAt LIMIT 500`,
      [this.clock.now()],
    );
    for (const { id } of rows) {
      await this.files.remove(nameOf(id));
      await this.settle(id, { state: 'expired', expiresAt: null });
    }
    return rows.length;
  }

  /** Tickets that are over are forgotten a day later. */
  async forgetTickets(): Promise<void> {
    await this.db.write((tx) => tx.query('DELETE FROM recording_tickets WHERE expiresAt < ?', [this.clock.now() - DAY]));
  }
}
