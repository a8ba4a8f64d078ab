import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { DomainError } from '../domain/errors.js';
import { type Answers, askAllOn, gather, oneByOne, type Rows, say, type Statement } from './packet.js';

/** A transaction's manager: the first argument of everything that writes. */
export type Tx = EntityManager;

/** Error codes after which the same transaction may be tried again as a whole: deadlock, lock wait, and another process that wrote first. */
const RETRIED = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'];
const TRIES = 6;
const DEADLINE_MS = 10_000;
const MOST_WAITING = 2_000;

const inside = new AsyncLocalStorage<true>();
/** The driver's code of an error, or nothing. */
export const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
};

/** Whether a unique key was taken already, on either engine. */
export const isDuplicate = (error: unknown): boolean =>
  codeOf(error) === 'ER_DUP_ENTRY' || codeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY' || codeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE';

/** Ends a transaction that was only a rehearsal, and carries what it gave. */
class Undone extends Error {
  constructor(readonly result: unknown) {
    super('A rehearsal is undone');
  }
}

/**
 * The only door to a transaction. Writers go to the primary (one after the other on the embedded engine, which has one connection);
 * reads go through a connection of their own and see only what is committed.
 */
export class Db {
  private last: Promise<unknown> = Promise.resolve();
  private told: (() => void)[] = [];
  private waiting = 0;
  readonly embedded: boolean;
  /** Row lock of a SELECT; the embedded engine needs none, its writers stand in line. */
  readonly forUpdate: '' | ' FOR UPDATE';
  readonly skipLocked: '' | ' FOR UPDATE SKIP LOCKED';

  constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {
    this.embedded = writer.options.type === 'better-sqlite3';
    this.forUpdate = this.embedded ? '' : ' FOR UPDATE';
    this.skipLocked = this.embedded ? '' : ' FOR UPDATE SKIP LOCKED';
  }

  /** Rows outside any transaction, as plain objects. Throws DomainError('busy', 503) when the database does not answer. */
  read<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.ask<Row>(this.reader, sql, params);
  }

  /** The same on the primary, for what must see the newest commit when there are replicas. */
  readPrimary<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.ask<Row>(this.embedded ? this.reader : this.writer, sql, params);
  }

  /** Several of those in one journey; the rows of each in the same order. */
  async readAllPrimary(statements: readonly Statement[]): Promise<Answers> {
    if (this.embedded) return oneByOne((sql, params) => this.reader.query<Rows>(sql, params), statements);
    return this.onConnection(this.writer, (runner) => askAllOn(runner, statements));
  }

  private async ask<Row>(source: DataSource, sql: string, params: readonly unknown[]): Promise<Row[]> {
    if (this.embedded) return source.query<Row[]>(sql, [...params]);
    return this.onConnection(source, (runner) => runner.query(sql, [...params]) as Promise<Row[]>);
  }

  private async onConnection<T>(source: DataSource, ask: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = source.createQueryRunner();
    try {
      return await this.withDeadline(runner, () => ask(runner));
    } finally {
      await runner.release();
    }
  }

  /** Calls the listener after every commit that asked for it. */
  onCommit(listener: () => void): void {
    this.told.push(listener);
  }

  /** Marks a transaction whose commit others want to hear of. */
  tellAfterCommit(tx: Tx): void {
    if (tx.queryRunner) tx.queryRunner.data.tell = true;
  }

  /**
   * One transaction. Refuses nesting, tries a deadlock again as a whole, and cuts the connection at its deadline.
   * Throws DomainError('busy', 503) when too many wait or the database does not answer.
   */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error('A transaction inside a transaction');
    for (let attempt = 1; ; attempt++) {
      try {
        return await (this.embedded ? this.inLine(() => this.once(work)) : this.once(work));
      } catch (error) {
        if (attempt >= TRIES || !RETRIED.includes(codeOf(error))) throw error;
        await sleep(attempt * attempt * 5 * (1 + (attempt % 3)));
      }
    }
  }

  /**
   * The same, undone at its end: everything is written and checked by the database, and nothing of it stays, no running number either.
   * Gives what the work gave.
   */
  async rehearse<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.write(async (tx): Promise<never> => {
        const result = await work(tx);
        await tx.query('SELECT 1 AS n'); // statements that wait for the commit are said now
        throw new Undone(result);
      });
    } catch (error) {
      if (error instanceof Undone) return error.result as T;
      throw error;
    }
  }

  /** Transactions one after another, until one did less than it takes at once. Gives how much they did in all. */
  async writeUntilDone(atOnce: number, work: (tx: Tx) => Promise<number>): Promise<number> {
    for (let all = 0; ;) {
      const many = await this.write(work);
      all += many;
      if (many < atOnce) return all;
    }
  }

  private async inLine<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= MOST_WAITING) throw new DomainError('busy', 503);
    this.waiting++;
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.waiting--;
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.writer.createQueryRunner();
    runner.data = {};
    if (!this.embedded) gather(runner);
    try {
      return await this.withDeadline(runner, async () => {
        await runner.startTransaction();
        const result = await inside.run(true, () => work(runner.manager));
        await runner.commitTransaction();
        if (runner.data.tell) this.told.forEach((listener) => listener());
        return result;
      });
    } catch (error) {
      // past the deadline there is no connection to roll back on: it is cut, and the server rolls back
      if (runner.isTransactionActive && !runner.data.isLate) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async withDeadline<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
    if (this.embedded) return work();
    let clock: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      clock = setTimeout(() => {
        runner.data.isLate = true;
        // a connection that is still awaited is cut when it comes, and may never come
        const cut = (connection: { destroy(): void }) => connection.destroy();
        runner.connect().then(cut, () => undefined);
        fail(new DomainError('busy', 503));
      }, DEADLINE_MS);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(clock);
    }
  }
}

/** Inserts rows in one statement; columns are the keys of the first row. */
export async function insertRows(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const most = Math.max(1, Math.floor(30_000 / columns.length));
  const one = `(${columns.map(() => '?').join(',')})`;
  for (let from = 0; from < rows.length; from += most) {
    const part = rows.slice(from, from + most);
    const params = part.flatMap((row) => columns.map((column) => bound((row as Record<string, unknown>)[column])));
    await say(tx, `INSERT INTO ${table} (${columns.join(',')}) VALUES ${part.map(() => one).join(',')}`, params);
  }
}

/** Sets the named columns of one row, found by its key columns. */
export async function updateRow(tx: Tx, table: string, key: Record<string, unknown>, patch: Record<string, unknown>): Promise<void> {
  const set = Object.keys(patch);
  if (set.length === 0) return;
  const where = Object.keys(key);
  const sql = `UPDATE ${table} SET ${set.map((c) => `${c} = ?`).join(', ')} WHERE ${where.map((c) => `${c} = ?`).join(' AND ')}`;
  await say(tx, sql, [...set.map((c) => bound(patch[c])), ...where.map((c) => key[c])]);
}

/** Values as both engines take them: booleans as 0 and 1, lists and objects as JSON text. */
function bound(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) return JSON.stringify(value);
  return value ?? null;
}
