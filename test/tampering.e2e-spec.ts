/** Whoever changes the log behind the server's back is found out, and the first link that does not hold is named. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { Checkpoints, checkpointFile, readCheckpoints } from '../src/events/checkpoints.js';
import { chainHash } from '../src/events/canonical.js';
import type { EventRow } from '../src/events/event-log.js';
import { verifyLog } from '../src/events/verify.js';
import { Clock } from '../src/platform/clock.js';
import type { Tx } from '../src/platform/db.js';
import { startApp } from './support/app.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, phoneCase, type Town, verifiedLog } from './support/town.js';

const COLUMNS = ['number', 'type', 'audience', 'at', 'caseNumber', 'version', 'username', 'role', 'facts', 'hash'] as const;

describeWithServer('the event log', () => {
  let town: Town;
  let last: number;
  let checked: number;

  const checkpoints = () => readCheckpoints(checkpointFile(town.config), town.keys);
  const verdict = async () => verifyLog(town.db, await checkpoints());
  const rows = (from: number, to: number) =>
    town.db.readPrimary<EventRow>(`SELECT ${COLUMNS.join(', ')} FROM events WHERE number BETWEEN ? AND ? ORDER BY number`, [from, to]);
  const write = (work: (tx: Tx) => Promise<unknown>) => town.db.write(work);
  const put = (tx: Tx, row: EventRow) =>
    tx.query(
      `INSERT INTO events (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
      COLUMNS.map((column) => row[column]),
    );
  /** Makes all hashes from a number on anew, as somebody would who knows how the chain is made. */
  const rechain = async (tx: Tx, from: number) => {
    const all = await tx.query<EventRow[]>(`SELECT ${COLUMNS.join(', ')} FROM events WHERE number >= ? ORDER BY number`, [from - 1]);
    let hash = all.find(({ number }) => Number(number) === from - 1)?.hash ?? '';
    for (const row of all.filter(({ number }) => Number(number) >= from)) {
      hash = chainHash(hash, { ...row, number: Number(row.number), at: Number(row.at) });
      await tx.query('UPDATE events SET hash = ? WHERE number = ?', [hash, row.number]);
    }
    const end = Number(all.at(-1)!.number);
    await tx.query("UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [end, hash]);
  };

  beforeAll(async () => {
    town = await freshTown();
    const app = await startApp({ NOW: MONDAY }, town.database);
    const [operator, dispatcher] = [await app.signIn('operator1'), await app.signIn('dispatcher1')];
    const numbers = [];
    for (let index = 0; index < 6; index++) numbers.push(await phoneCase(operator));
    await app.stop();
    await new Checkpoints(town.db, town.keys, new Clock(), town.config).write();
    checked = (await checkpoints()).at(-1)!.number;
    await app.start();
    for (const caseNumber of numbers) await dispatcher.act(caseNumber, 'dispatch', { lead: 'market', summary: '摘要' });
    await app.stop();
    // the servers may have written some of their own; the story counts with this one
    const own = readFileSync(checkpointFile(town.config), 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"number":${checked},`));
    writeFileSync(checkpointFile(town.config), `${own[0]}\n`);
    last = Number((await town.db.readPrimary<{ n: number }>('SELECT MAX(number) AS n FROM events'))[0]!.n);
  });

  afterAll(() => town.close());

  /** Everything is put back after each attempt. */
  let kept: { events: EventRow[]; file: string };
  beforeEach(async () => {
    kept = { events: await rows(1, last), file: readFileSync(checkpointFile(town.config), 'utf8') };
  });
  afterEach(async () => {
    writeFileSync(checkpointFile(town.config), kept.file);
    await write(async (tx) => {
      await tx.query('DELETE FROM events');
      for (const row of kept.events) await put(tx, row);
      await tx.query("UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [last, kept.events.at(-1)!.hash]);
    });
    expect(await verdict()).toEqual({ events: last });
  });

  it('holds as the server wrote it, and the command says so', async () => {
    expect(checked).toBeGreaterThan(6);
    expect(last).toBeGreaterThan(checked);
    expect(await verdict()).toEqual({ events: last });
    const { holds, words } = await verifiedLog(town);
    expect([holds, words]).toEqual([true, expect.stringContaining(`The log holds: ${last} events`)]);
  });

  it('betrays a change of any event in any column', async () => {
    for (const [index, row] of kept.events.entries()) {
      const number = index + 1;
      const column = COLUMNS.filter((name) => name !== 'number')[index % (COLUMNS.length - 1)]!;
      const changed = { at: Number(row.at) + 1, version: (row.version ?? 0) + 1 }[column as string] ?? `${row[column] ?? ''}x`.slice(-14);
      await write((tx) => tx.query(`UPDATE events SET ${column} = ? WHERE number = ?`, [changed, number]));
      expect(await verdict()).toEqual({ events: index, broken: { number, why: 'changed' } });
      await write((tx) => tx.query(`UPDATE events SET ${column} = ? WHERE number = ?`, [row[column], number]));
    }
  });

  it('betrays the removal of any event but the last as a gap, and of the last by the head', async () => {
    for (const row of kept.events) {
      const number = Number(row.number);
      await write((tx) => tx.query('DELETE FROM events WHERE number = ?', [number]));
      const why = number === last ? 'head-differs' : 'missing';
      expect(await verdict()).toEqual({ events: number - 1, broken: { number, why } });
      await write((tx) => put(tx, row));
    }
  });

  it('betrays two events that changed places, wherever they stand', async () => {
    for (let number = 1; number < last; number += 3) {
      await write(async (tx) => {
        await tx.query('UPDATE events SET number = 1000000 WHERE number = ?', [number]);
        await tx.query('UPDATE events SET number = ? WHERE number = ?', [number, number + 1]);
        await tx.query('UPDATE events SET number = ? WHERE number = 1000000', [number + 1]);
      });
      expect(await verdict()).toEqual({ events: number - 1, broken: { number, why: 'changed' } });
      await write(async (tx) => {
        await tx.query('DELETE FROM events WHERE number IN (?, ?)', [number, number + 1]);
        await put(tx, kept.events[number - 1]!);
        await put(tx, kept.events[number]!);
      });
    }
  });

  it('betrays an event put in between, before the first, or behind the last', async () => {
    const forged = { ...kept.events[2]!, facts: '{"reason":"forged"}' };
    await write(async (tx) => {
      await tx.query('DELETE FROM events WHERE number >= 4');
      await put(tx, { ...forged, number: 4 });
      for (const row of kept.events.slice(3)) await put(tx, { ...row, number: Number(row.number) + 1 });
    });
    expect(await verdict()).toEqual({ events: 3, broken: { number: 4, why: 'changed' } });
    await write((tx) => tx.query('DELETE FROM events WHERE number >= 4'));
    for (const row of kept.events.slice(3)) await write((tx) => put(tx, row));
    await write((tx) =>
      put(tx, { ...forged, number: last + 1, hash: chainHash(kept.events.at(-1)!.hash, { ...forged, number: last + 1 }) }),
    );
    expect(await verdict()).toEqual({ events: last + 1, broken: { number: last + 2, why: 'head-differs' } });
    await write((tx) => tx.query('DELETE FROM events WHERE number = ?', [last + 1]));
    await write((tx) => put(tx, { ...forged, number: 0 }));
    expect((await verdict()).broken).toEqual({ number: 0, why: 'unexpected' });
  });

  it('betrays a cut tail by the head, and by the checkpoint when the head was changed too', async () => {
    await write((tx) => tx.query('DELETE FROM events WHERE number > ?', [checked]));
    expect(await verdict()).toEqual({ events: checked, broken: { number: checked + 1, why: 'head-differs' } });
    const cut = checked - 2;
    await write(async (tx) => {
      await tx.query('DELETE FROM events WHERE number > ?', [cut]);
      await tx.query("UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [cut, kept.events[cut - 1]!.hash]);
    });
    expect(await verdict()).toEqual({ events: cut, broken: { number: checked, why: 'checkpoint-differs' } });
  });

  it('betrays a history written anew from any event on, hashes and head included, by the checkpoint', async () => {
    for (const number of [1, 5, checked]) {
      await write(async (tx) => {
        await tx.query('UPDATE events SET username = ? WHERE number = ?', ['somebody', number]);
        await rechain(tx, number);
      });
      expect(await verdict()).toEqual({ events: checked, broken: { number: checked, why: 'checkpoint-differs' } });
    }
    await write((tx) => tx.query('DELETE FROM events'));
    await write((tx) => tx.query("UPDATE event_head SET number = 0, hash = '' WHERE id = 'head'"));
    expect(await verdict()).toEqual({ events: 0, broken: { number: checked, why: 'checkpoint-differs' } });
  });

  it('lets no later checkpoint hide what an earlier one betrays', async () => {
    await write(async (tx) => {
      await tx.query('DELETE FROM events WHERE number > ?', [checked]);
      await tx.query('UPDATE events SET username = ? WHERE number = 2', ['somebody']);
      await rechain(tx, 2);
    });
    await new Checkpoints(town.db, town.keys, new Clock(), town.config).write();
    expect((await checkpoints()).map(({ number }) => number)).toEqual([checked, checked]);
    expect(await verdict()).toEqual({ events: checked, broken: { number: checked, why: 'checkpoint-differs' } });
  });

  it('takes no checkpoint that is not signed with the city’s key', async () => {
    const [line] = kept.file.split('\n');
    const forged = { ...JSON.parse(line!), number: 3, hash: kept.events[2]!.hash };
    appendFileSync(checkpointFile(town.config), `${JSON.stringify(forged)}\n`);
    await expect(checkpoints()).rejects.toThrow('Checkpoint on line 2 is not signed with our key');
    expect(await verifiedLog(town)).toMatchObject({ holds: false, words: expect.stringContaining('not signed with our key') });
  });

  it('names the broken link on the command line and ends with a failure', async () => {
    await write((tx) => tx.query('UPDATE events SET facts = ? WHERE number = 4', ['{}']));
    const { holds, words } = await verifiedLog(town);
    expect([holds, words]).toEqual([false, 'The log is broken at event 4 (changed); 3 events before it hold.']);
  });
});
