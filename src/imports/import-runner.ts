import { randomUUID } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { IMPORT_LEASE, MOST_BARREN } from '../domain/import-life.js';
import type { LineFault, LineReader, ReadLine, SheetLine } from '../domain/import-lines.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { CaseBatches, type TakingOver } from './case-batches.js';
import { CaseLines } from './case-lines.js';
import { ImportJobs, type Progress } from './import-jobs.js';
import { sheetOf, type StoredImport } from './import.store.js';
import { Uploads } from './uploads.js';

/** Somebody else has the job now, it was called off, or the server stops: nothing more is done. */
class Interrupted extends Error {}

/** Lines looked at in one go, and cases written in one transaction: others wait for the writer no longer than that. */
const LOOKED_AT_ONCE = 200;
const WRITTEN_AT_ONCE = 25;
/** After each batch requests get their turn, milliseconds: the embedded engine never lets go of the thread by itself. */
const REST = 4;
const MOST_LINES = 200_000;
const TRIES = 3;

type Outcome = { good: ReadLine[]; faults: LineFault[]; lines: number };

/**
 * Looks files through and takes their cases over. A job is taken with a lease; with each batch of lines the place in the file moves in the
 * transaction of the cases, so a process that dies anywhere leaves neither double nor missing ones, and another goes on where it was.
 */
@Injectable()
export class ImportRunner implements OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly jobs: ImportJobs,
    private readonly uploads: Uploads,
    private readonly lines: CaseLines,
    private readonly batches: CaseBatches,
    private readonly events: EventLog,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Does what waits, one after the other. Returns how many it brought to their end. */
  async sweep(): Promise<number> {
    let done = 0;
    while (!this.stopped) {
      const job = await this.jobs.take(randomUUID(), IMPORT_LEASE, MOST_BARREN);
      if (!job) break;
      if (await this.run(job)) done++;
    }
    return done;
  }

  private async run(job: StoredImport): Promise<boolean> {
    try {
      await this.pass(job);
      return true;
    } catch (error) {
      if (error instanceof Interrupted) await this.jobs.release(job, 0);
      else if (error instanceof DomainError && error.status !== 503) await this.jobs.fail(job, error.code.replace(/^import\./, ''));
      else {
        this.log.error(`import ${job.number} broke`, error);
        await this.jobs.release(job, job.attempts);
      }
      return false;
    }
  }

  /** One pass through the file, from where the last one was left. */
  private async pass(job: StoredImport): Promise<void> {
    const by = await this.jobs.asker(job);
    const reader = this.lines.reader(job);
    const about = { importId: job.id, source: job.source, by, trackingHash: await this.batches.deadHash() };
    const size = job.state === 'running' ? WRITTEN_AT_ONCE : LOOKED_AT_ONCE;
    let progress: Progress = { ...job };
    let [waiting, place, isHead]: [SheetLine[], number, boolean] = [[], 0, true];
    const flush = async () => {
      if (waiting.length > 0) progress = await this.batch(job, progress, this.read(reader, waiting), about);
      waiting = [];
      await rest(REST);
    };
    for await (const line of this.uploads.lines(sheetOf(job))) {
      if (isHead) isHead = false;
      else if (++place <= job.position) reader.pass(line);
      else if (waiting.push(line) === size) await flush();
      if (place > MOST_LINES) throw new DomainError('import.too-many-lines', 422);
    }
    await flush();
    await this.end(job, progress, reader, by);
  }

  private read(reader: LineReader, lines: readonly SheetLine[]): Outcome {
    const outcome: Outcome = { good: [], faults: [], lines: lines.length };
    for (const line of lines) {
      const found = reader.read(line);
      if (Array.isArray(found)) outcome.faults.push(...found);
      else outcome.good.push(found);
    }
    return outcome;
  }

  private async batch(job: StoredImport, before: Progress, read: Outcome, about: Omit<TakingOver, 'at'>): Promise<Progress> {
    if (this.stopped) throw new Interrupted();
    const known = await this.batches.known(
      job.source,
      read.good.map(({ foreignNumber }) => foreignNumber),
    );
    const fresh = read.good.filter(({ foreignNumber }) => !known.has(foreignNumber));
    const prepared = job.state === 'running' ? fresh.map((line) => this.batches.prepared(line)) : [];
    const next = {
      position: before.position + read.lines,
      good: before.good + fresh.length,
      bad: before.bad + read.lines - read.good.length,
      known: before.known + known.size,
      added: before.added,
    };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.write(job, next, read.faults, (tx, at) => this.batches.write(tx, prepared, { ...about, at }));
      } catch (error) {
        // a number of chance was taken, or another file brought the same case: looked at again
        if (!isDuplicate(error) || attempt === TRIES) throw error;
      }
    }
  }

  private async write(
    job: StoredImport,
    next: Progress,
    faults: readonly LineFault[],
    take: (tx: Tx, at: number) => Promise<{ added: number; events: ToldEvent[] }>,
  ): Promise<Progress> {
    const at = this.jobs.now();
    const written = await this.jobs.whileMine(job, async (tx) => {
      const { added, events } = await take(tx, at);
      const now: Progress = { ...next, added: next.added + added };
      await insertRows(
        tx,
        'import_faults',
        faults.map((fault) => ({ importId: job.id, ...fault })),
      );
      await updateRow(tx, 'imports', { id: job.id }, { ...now, attempts: 0, leaseUntil: at + IMPORT_LEASE, updatedAt: at });
      await this.events.append(tx, events);
      return now;
    });
    if (!written) throw new Interrupted();
    return written;
  }

  private async end(job: StoredImport, progress: Progress, reader: LineReader, by: Actor): Promise<void> {
    const mine = await (job.state === 'running' ? this.jobs.finish(job, progress, by) : this.jobs.checked(job, progress, reader.unknown));
    if (!mine) throw new Interrupted();
    if (job.state === 'running') await this.uploads.remove(job);
  }

  /** Takes pieces away that are a week old or that no import knows. Returns how many files went. */
  async forget(): Promise<number> {
    const week = 7 * 24 * 60 * IMPORT_LEASE;
    let gone = 0;
    for (const [id, names] of await this.uploads.left(week)) {
      if (!(await this.db.write((tx) => this.jobs.letGo(tx, id)))) continue;
      await this.uploads.forget(names);
      gone++;
    }
    return gone;
  }
}
