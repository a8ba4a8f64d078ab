import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { forgottenBefore, type Keeper, type Outlook } from '../domain/retention.js';
import { DAY, HOUR, type Instant, MINUTE } from '../domain/time.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { notNeeded } from './forgotten-callers.js';
import { nameOf } from './recordings.js';
import { Telephony } from './telephony.js';

const AT_ONCE = 20;
const TRIES = 12;
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
export class RecordingKeeper implements Keeper {
  readonly keeps = 'recordings';

  constructor(
    private readonly db: Db,
    private readonly files: FileStore,
    private readonly telephony: Telephony,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly reference: Reference,
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
    await this.settle(id, { state: 'stored', bytes: bytes.length, sha256, attempts: 0, nextAt: now, keptSince: now });
  }

  private settle(id: string, patch: Record<string, unknown>): Promise<void> {
    return this.db.write((tx) => updateRow(tx, 'recordings', { id }, patch));
  }

  /** Forgets sound whose term is over and that no open case or report needs. Returns how many. */
  async expire(): Promise<number> {
    const now = this.clock.now();
    const before = forgottenBefore(this.reference.rulesAt('retention', now), 'recordings', now);
    const rows = await this.db.readPrimary<{ id: string }>(
      `SELECT r.id FROM recordings r WHERE r.keptSince < ? AND ${notNeeded('r.callId')} ORDER BY r.keptSince LIMIT 500`,
      [before],
    );
    for (const { id } of rows) {
      await this.files.remove(nameOf(id));
      await this.settle(id, { state: 'expired', keptSince: null });
    }
    return rows.length;
  }

  async outlook(before: Instant): Promise<Outlook> {
    const [row] = await this.db.read<{ kept: number; due: number | null }>(
      `SELECT COUNT(*) AS kept, SUM(CASE WHEN r.keptSince < ? AND ${notNeeded('r.callId')} THEN 1 ELSE 0 END) AS due
       FROM recordings r WHERE r.keptSince IS NOT NULL`,
      [before],
    );
    return { kept: Number(row?.kept ?? 0), due: Number(row?.due ?? 0) };
  }

  /** Tickets that are over are forgotten a day later. */
  async forgetTickets(): Promise<void> {
    await this.db.write((tx) => tx.query('DELETE FROM recording_tickets WHERE expiresAt < ?', [this.clock.now() - DAY]));
  }
}
