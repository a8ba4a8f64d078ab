import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { openSource } from '../data-source.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from './db.js';

describe('the door to the database', () => {
  let folder: string;
  let sources: DataSource[];
  let db: Db;
  const names = async () => (await db.read<{ name: string }>('SELECT name FROM notes ORDER BY name')).map(({ name }) => name);
  const add = (tx: Tx, name: string) => insertRows(tx, 'notes', [{ name, value: 1 }]);
  const coded = (code: string) => Object.assign(new Error(code), { code });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'db-'));
    const database = { engine: 'embedded' as const, file: join(folder, 'hotline.db') };
    const writer = await openSource(database, 'writer');
    await writer.query('CREATE TABLE notes (name text PRIMARY KEY, value)');
    sources = [writer, await openSource(database, 'reader')];
    db = new Db(writer, sources[1]!);
  });
  afterEach(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    rmSync(folder, { recursive: true });
  });

  it('refuses a transaction inside a transaction, and nothing of the outer one stays', async () => {
    const nested = db.write(async (tx) => {
      await add(tx, 'outer');
      await db.write((inner) => add(inner, 'inner'));
    });
    await expect(nested).rejects.toThrow('A transaction inside a transaction');
    expect(await names()).toEqual([]);
  });

  it('takes the next transaction after a refused one', async () => {
    await db.write(() => db.write(() => Promise.resolve())).catch(() => undefined);
    await db.write((tx) => add(tx, 'later'));
    expect(await names()).toEqual(['later']);
  });

  it('leaves nothing of a transaction that failed, and all of the one that waited for it', async () => {
    const failed = db.write(async (tx) => {
      await add(tx, 'failed');
      await sleep(30);
      throw new Error('changed my mind');
    });
    const waited = db.write((tx) => add(tx, 'waited'));
    await expect(failed).rejects.toThrow('changed my mind');
    await waited;
    expect(await names()).toEqual(['waited']);
  });

  it('keeps 50 writers apart, of whom every third fails', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        db.write(async (tx) => {
          await add(tx, `a${index}`);
          await sleep(1);
          if (index % 3 === 0) throw new Error('every third');
          await add(tx, `b${index}`);
        }),
      ),
    );
    const kept = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [`a${index}`, `b${index}`] : []));
    expect(kept).toHaveLength(66);
    expect(await names()).toEqual(kept.sort());
  });

  it('shows readers nothing of a transaction that is still open', async () => {
    await db.write(async (tx) => {
      await add(tx, 'open');
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(['open']);
  });

  it.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY'])('tries the whole transaction again after %s', async (code) => {
    let tries = 0;
    await db.write(async (tx) => {
      await add(tx, 'once');
      if (++tries < 3) throw coded(code);
    });
    expect([tries, await names()]).toEqual([3, ['once']]);
  });

  it('gives up after six tries and says why', async () => {
    let tries = 0;
    const hopeless = db.write(() => {
      tries++;
      throw coded('ER_LOCK_DEADLOCK');
    });
    await expect(hopeless).rejects.toMatchObject({ code: 'ER_LOCK_DEADLOCK' });
    expect(tries).toBe(6);
  });

  it('does not try again what no second try would mend', async () => {
    let tries = 0;
    const twice = db.write(async (tx) => {
      tries++;
      await add(tx, 'same');
      await add(tx, 'same');
    });
    const error: unknown = await twice.catch((caught: unknown) => caught);
    expect([isDuplicate(error), tries, await names()]).toEqual([true, 1, []]);
  });

  it('tells listeners of a commit that asked for it, once, and never of a rollback', async () => {
    let told = 0;
    db.onCommit(() => told++);
    await db.write((tx) => add(tx, 'quiet'));
    expect(told).toBe(0);
    let tries = 0;
    await db.write(async (tx) => {
      await add(tx, 'loud');
      db.tellAfterCommit(tx);
      if (++tries === 1) throw coded('SQLITE_BUSY');
      expect(told).toBe(0);
    });
    expect(told).toBe(1);
    const failed = db.write((tx) => {
      db.tellAfterCommit(tx);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(told).toBe(1);
  });

  it('has a reading door through which nothing is written', async () => {
    await expect(db.read("INSERT INTO notes (name) VALUES ('sneaked in')")).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  it('stores flags as 0 and 1, lists as JSON, and absent things as nothing', async () => {
    const values = { flag: true, off: false, list: [1, '二'], none: undefined, zero: 0 };
    await db.write(async (tx) => {
      for (const [name, value] of Object.entries(values)) await insertRows(tx, 'notes', [{ name, value }]);
      await updateRow(tx, 'notes', { name: 'zero' }, { value: { a: 1 } });
      await updateRow(tx, 'notes', { name: 'off' }, {});
    });
    const rows = await db.read<{ name: string; value: unknown }>('SELECT name, value FROM notes');
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      flag: 1,
      off: 0,
      list: '[1,"二"]',
      none: null,
      zero: '{"a":1}',
    });
  });

  it('inserts more rows at once than one statement may bind', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({ name: `n${index}`, value: index }));
    await db.write((tx) => insertRows(tx, 'notes', rows));
    const [count] = await db.read<{ n: number }>('SELECT COUNT(*) AS n FROM notes');
    expect(count!.n).toBe(20_000);
    await db.write((tx) => insertRows(tx, 'notes', []));
  });
});
