import { Injectable } from '@nestjs/common';
import { type Actor, SYSTEM } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import type { ValueField } from '../domain/import-columns.js';
import type { Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx, updateRow } from '../platform/db.js';
import { Sessions } from '../staff/sessions.js';
import { type ImportColumns, ImportStore, type StoredImport } from './import.store.js';

/** How far a pass is, and what it found. */
export type Progress = Pick<StoredImport, 'position' | 'good' | 'bad' | 'known' | 'added'>;

/** Words without a meaning that are kept of each field, the most frequent ones. */
const MOST_WORDS = 60;
const LONGEST_WORD = 80;

/** The row of a job while it is in somebody's hands: taken, held, given back, ended. */
@Injectable()
export class ImportJobs {
  constructor(
    private readonly db: Db,
    private readonly store: ImportStore,
    private readonly people: Sessions,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  now(): Instant {
    return this.clock.now();
  }

  /** A job nobody holds, or whose holder vanished; one that broke several times without a line done is given up. */
  take(lease: string, leaseMs: number, mostBarren: number): Promise<StoredImport | undefined> {
    return this.db.write(async (tx) => {
      const now = this.clock.now();
      const ask = (state: string) =>
        tx.query<ImportColumns[]>(
          `SELECT * FROM imports WHERE state = ? AND (leaseUntil IS NULL OR leaseUntil <= ?) ORDER BY leaseUntil LIMIT 1${this.db.skipLocked}`,
          [state, now],
        );
      const [row] = (await ask('running')).concat(await ask('checking'));
      if (!row) return undefined;
      const current = this.store.open(row);
      if (current.attempts >= mostBarren) {
        await this.giveUp(tx, current, 'gave-up');
        return undefined;
      }
      const taken = { lease, leaseUntil: now + leaseMs, attempts: current.attempts + 1 };
      await updateRow(tx, 'imports', { id: current.id }, taken);
      return { ...current, ...taken };
    });
  }

  /** Whose doing it is, as he stands now. Throws `import.asker-gone` (409). */
  async asker({ username }: StoredImport): Promise<Actor> {
    const by = await this.people.person(username);
    if (!by) throw new DomainError('import.asker-gone', 409);
    return by;
  }

  /** Writes only while the job is in these hands; otherwise nothing, and undefined. */
  whileMine<T>({ id, lease, state }: StoredImport, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    return this.db.write(async (tx) => {
      const sql = `SELECT id FROM imports WHERE id = ? AND lease = ? AND state = ?${this.db.forUpdate}`;
      const [row] = await tx.query<unknown[]>(sql, [id, lease, state]);
      return row ? work(tx) : undefined;
    });
  }

  async release(job: StoredImport, attempts: number): Promise<void> {
    await this.whileMine(job, (tx) => updateRow(tx, 'imports', { id: job.id }, { lease: null, leaseUntil: null, attempts }));
  }

  async fail(job: StoredImport, error: string): Promise<void> {
    await this.whileMine(job, (tx) => this.giveUp(tx, job, error.slice(0, 32)));
  }

  private async giveUp(tx: Tx, { id, number, version }: StoredImport, error: string): Promise<void> {
    const at = this.clock.now();
    const ended = { state: 'failed', error, lease: null, leaseUntil: null, attempts: 0, version: version + 1, updatedAt: at };
    await updateRow(tx, 'imports', { id }, ended);
    await this.events.append(tx, [{ type: 'import.failed', facts: { number, error }, by: SYSTEM, at, audience: 'audit' }]);
  }

  /** The file was looked through to its end. */
  checked(job: StoredImport, progress: Progress, unknown: ReadonlyMap<ValueField, ReadonlyMap<string, number>>): Promise<true | undefined> {
    const words = Object.fromEntries([...unknown].map(([field, found]) => [field, Object.fromEntries(mostOf(found))]));
    const unknownWords = this.store.close(JSON.stringify(words), 'unknownWords', job.id);
    return this.whileMine(job, async (tx) => {
      const free = { lease: null, leaseUntil: null, attempts: 0, version: job.version + 1, updatedAt: this.clock.now() };
      await updateRow(tx, 'imports', { id: job.id }, { state: 'checked', total: progress.position, unknownWords, ...free });
      return true as const;
    });
  }

  /** All its cases are here; the file goes. */
  finish(job: StoredImport, { position, added, known, bad }: Progress, by: Actor): Promise<true | undefined> {
    return this.whileMine(job, async (tx) => {
      const at = this.clock.now();
      const free = { lease: null, leaseUntil: null, attempts: 0, version: job.version + 1, updatedAt: at, endedAt: at };
      await updateRow(tx, 'imports', { id: job.id }, { state: 'done', total: position, parts: 0, ...free });
      const facts = { number: job.number, added, known, bad };
      await this.events.append(tx, [{ type: 'import.finished', facts, by, at, audience: 'audit' }]);
      return true as const;
    });
  }

  /** Whether nobody needs the file of this import any more. */
  async letGo(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<ImportColumns[]>(`SELECT * FROM imports WHERE id = ?${this.db.forUpdate}`, [id]);
    if (!row) return true;
    if (row.state === 'running' || row.state === 'checking') return false;
    await updateRow(tx, 'imports', { id }, { parts: 0, version: Number(row.version) + 1 });
    return true;
  }
}

const mostOf = (words: ReadonlyMap<string, number>): [string, number][] =>
  [...words]
    .filter(([word]) => word.length <= LONGEST_WORD)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WORDS);
