import { createHash } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { afterBreak, EXPORT_LEASE, expiryOf, MOST_ATTEMPTS, percent } from '../domain/export-life.js';
import { EventLog } from '../events/event-log.js';
import { FileStore } from '../files/file-store.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { ExportMakers } from './export-makers.js';
import type { Made } from './export-jobs.js';
import { type ExportRow, ExportStore, fileOf, type StoredExport } from './export.store.js';
import { PUBLICITY } from './settings.js';

/** Somebody else has the job now, or the server stops: nothing of it is kept. */
class Interrupted extends Error {}

/**
 * Makes the files that were approved. A job is taken with a lease in a short transaction, made outside any, and noted with its file; each
 * part that is done lengthens the lease. A process that dies leaves a lease that runs out, and another takes the job up again.
 */
@Injectable()
export class ExportRunner implements OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly store: ExportStore,
    private readonly makers: ExportMakers,
    private readonly files: FileStore,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Makes what waits, one after the other. Returns how many it made. */
  async sweep(): Promise<number> {
    let made = 0;
    while (!this.stopped) {
      const job = await this.db.write((tx) => this.take(tx));
      if (!job) break;
      // one that was given up may have left bytes without a row behind
      if (job.attempts > MOST_ATTEMPTS) await this.files.remove(fileOf(job.id));
      else if (await this.run(job)) made++;
    }
    return made;
  }

  /** The job that waits longest, or one whose maker vanished; after three attempts it is given up, and comes back with a fourth. */
  private async take(tx: Tx): Promise<StoredExport | undefined> {
    const now = this.clock.now();
    const ask = (where: string, params: unknown[]) =>
      tx.query<ExportRow[]>(`SELECT * FROM exports WHERE ${where} ORDER BY decidedAt, id LIMIT 1${this.db.skipLocked}`, params);
    const [row] = (await ask("state = 'running' AND leaseUntil <= ?", [now])).concat(await ask("state = 'approved'", []));
    if (!row) return undefined;
    const current = this.store.open(row);
    if (current.attempts >= MOST_ATTEMPTS) {
      await this.giveUp(tx, current, 'gave-up');
      return { ...current, attempts: current.attempts + 1 };
    }
    const taken = { state: 'running' as const, attempts: current.attempts + 1, leaseUntil: now + EXPORT_LEASE, progress: 0 };
    await updateRow(tx, 'exports', { id: current.id }, taken);
    return { ...current, ...taken };
  }

  private async run(job: StoredExport): Promise<boolean> {
    try {
      const made = await this.makers.make(job, (done, total) => this.tick(job, done, total));
      await this.files.put(fileOf(job.id), made.bytes);
      await this.note(job, made);
      return true;
    } catch (error) {
      if (error instanceof Interrupted) await this.release(job);
      else await this.broken(job, error);
      return false;
    }
  }

  /** Says that it lives and how far it is. */
  private async tick(job: StoredExport, done: number, total: number): Promise<void> {
    if (this.stopped) throw new Interrupted();
    const progress = percent(done, total);
    const mine = await this.whileMine(job, (tx) =>
      updateRow(tx, 'exports', { id: job.id }, { progress, leaseUntil: this.clock.now() + EXPORT_LEASE }),
    );
    if (!mine) throw new Interrupted();
  }

  /** Writes only while the job is still this attempt's: whoever was too slow changes nothing. */
  private whileMine({ id, attempts }: StoredExport, work: (tx: Tx) => Promise<void>): Promise<boolean> {
    return this.db.write(async (tx) => {
      const sql = `SELECT id FROM exports WHERE id = ? AND state = 'running' AND attempts = ?${this.db.forUpdate}`;
      const [row] = await tx.query<unknown[]>(sql, [id, attempts]);
      if (!row) return false;
      await work(tx);
      return true;
    });
  }

  private async note(job: StoredExport, { bytes, cases, original }: Made): Promise<void> {
    const at = this.clock.now();
    const { id, number, kind, username: asker } = job;
    const mine = await this.whileMine(job, async (tx) => {
      await tx.query('DELETE FROM export_cases WHERE exportId = ?', [id]);
      await insertRows(
        tx,
        'export_cases',
        cases.map((caseNumber) => ({ exportId: id, caseNumber })),
      );
      const params = this.store.seal(JSON.stringify({ ...job.params, original }), 'params', id);
      const file = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), total: cases.length };
      const ready = { state: 'ready', progress: 100, leaseUntil: null, readyAt: at, expiresAt: expiryOf(at, PUBLICITY.exports.keepDays) };
      await updateRow(tx, 'exports', { id }, { ...ready, ...file, params, version: job.version + 1 });
      const facts = { number, kind, asker, cases: cases.length };
      await this.events.append(tx, [{ type: 'export.ready', facts, by: SYSTEM, at, audience: 'audit' }]);
    });
    if (!mine) throw new Interrupted();
  }

  /** The server stops in the middle: the job waits again, and this attempt does not count. */
  private async release(job: StoredExport): Promise<void> {
    const again = { state: 'approved', attempts: job.attempts - 1, leaseUntil: null, progress: 0 };
    await this.whileMine(job, (tx) => updateRow(tx, 'exports', { id: job.id }, again));
  }

  private async broken(job: StoredExport, error: unknown): Promise<void> {
    const isFinal = error instanceof DomainError && error.status !== 503;
    if (!isFinal) this.log.error(`export ${job.number} broke`, error);
    const next = afterBreak(job.attempts, isFinal);
    const reason = isFinal ? error.code.replace(/^export\./, '').slice(0, 32) : 'gave-up';
    await this.whileMine(job, async (tx) => {
      if (next === 'failed') await this.giveUp(tx, job, reason);
      else await updateRow(tx, 'exports', { id: job.id }, { state: 'approved', leaseUntil: null, progress: 0 });
    });
    if (next === 'failed') await this.files.remove(fileOf(job.id));
  }

  private async giveUp(tx: Tx, { id, number, kind, version, username: asker }: StoredExport, error: string): Promise<void> {
    await updateRow(tx, 'exports', { id }, { state: 'failed', error, leaseUntil: null, version: version + 1 });
    await tx.query('DELETE FROM export_cases WHERE exportId = ?', [id]);
    const facts = { number, kind, asker, error };
    await this.events.append(tx, [{ type: 'export.failed', facts, by: SYSTEM, at: this.clock.now(), audience: 'audit' }]);
  }

  /** Takes files back whose time is over, forgets tickets, and removes files that no row knows. Returns how many ended. */
  async expire(): Promise<number> {
    const now = this.clock.now();
    const over = await this.db.readPrimary<{ id: string }>("SELECT id FROM exports WHERE state = 'ready' AND expiresAt <= ? LIMIT 200", [
      now,
    ]);
    for (const { id } of over) await this.withdraw(id, null);
    await this.db.write((tx) => tx.query('DELETE FROM export_tickets WHERE expiresAt < ?', [now - EXPORT_LEASE]));
    for (const name of await this.files.olderThan('exports', 24 * 60 * EXPORT_LEASE)) {
      const [known] = await this.db.readPrimary("SELECT id FROM exports WHERE id = ? AND state IN ('ready','running')", [
        name.split('/')[1],
      ]);
      if (!known) await this.files.remove(name);
    }
    return over.length;
  }

  /** The file is gone for good, at its time or because of what stands in it. */
  async withdraw(id: string, error: 'outdated' | null): Promise<void> {
    await this.db.write(async (tx) => {
      const [row] = await tx.query<ExportRow[]>(`SELECT * FROM exports WHERE id = ? AND state = 'ready'${this.db.forUpdate}`, [id]);
      if (!row) return;
      const { number, kind, version, username: asker } = this.store.open(row);
      await updateRow(tx, 'exports', { id }, { state: 'expired', error, version: version + 1 });
      await tx.query('DELETE FROM export_cases WHERE exportId = ?', [id]);
      await tx.query('DELETE FROM export_tickets WHERE exportId = ?', [id]);
      const facts = { number, kind, asker, ...(error ? { error } : {}) };
      await this.events.append(tx, [{ type: 'export.expired', facts, by: SYSTEM, at: this.clock.now(), audience: 'audit' }]);
    });
    await this.files.remove(fileOf(id));
  }
}
