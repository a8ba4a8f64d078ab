/** Many timers and many people at the office's papers: each card, urging and concern comes once, each step is done by one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type App, startApp } from './support/app.js';
import { succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const CASES = 40;
const LATER = '2026-11-20T10:00:00+08:00';

describeWithServer('races at the office', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000000' }, town.database);
    desks = new Desks(app);
  });
  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  const counted = async (sql: string): Promise<Record<string, number>> => {
    const rows = await town.db.readPrimary<{ name: string; n: number }>(sql);
    return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
  };

  it('lets one of two supervisors conclude an order', async () => {
    for (let n = 0; n < 6; n++) {
      const supervisor = await desks.as('supervisor');
      const body = { mode: 'key', departments: ['tax'], task: '限期整改', dueAt: '2026-11-13T17:30:00+08:00' };
      const { orderNumber, version } = succeeded(await supervisor.post('/supervision-orders', body), 201);
      const act = (action: string, more: object) =>
        supervisor.post(`/supervision-orders/${orderNumber}/actions/${action}`, { version, ...more });
      const replies = await Promise.all([act('conclude', { finding: 'not-done', text: '未落实' }), act('withdraw', { reason: '误发' })]);
      expect(replies.map(({ status, body: { code } }) => (status === 200 ? '200' : `${status} ${code}`)).sort()).toEqual([
        '200',
        '409 order.stale',
      ]);
    }
    const numbers = await town.db.readPrimary<{ orderNumber: string }>('SELECT orderNumber FROM supervision_orders ORDER BY orderNumber');
    expect(numbers.map(({ orderNumber }) => orderNumber)).toEqual(
      numbers.map((_, index) => `DB2026-${String(index + 1).padStart(4, '0')}`),
    );
  });

  it('numbers orders without a gap when many are issued at once', async () => {
    const supervisor = await desks.as('supervisor');
    const body = { mode: 'key', departments: ['tax'], task: '限期整改', dueAt: '2026-11-13T17:30:00+08:00' };
    const sent = await Promise.all(Array.from({ length: 20 }, () => supervisor.post('/supervision-orders', body)));
    const numbers = sent.map((reply) => Number(String(succeeded(reply, 201).orderNumber).slice(-4))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
  });

  it('gives every card, urging and concern once, whoever of several processes finds it, and again after one was killed', async () => {
    for (let n = 0; n < CASES; n++) await desks.working();
    await app.restart({ NOW: LATER }); // lights come on, and this process works, too
    const end = Date.now() + 60_000;
    const isTold = async () =>
      (await counted("SELECT type AS name, COUNT(*) AS n FROM events WHERE type = 'limit.red' GROUP BY type"))['limit.red'];
    while (((await isTold()) ?? 0) < CASES * 2 && Date.now() < end) await new Promise((again) => setTimeout(again, 100));
    await app.kill();
    await tickedBy(engine === 'mysql' ? 2 : 1, 3);
    await tickedBy(engine === 'mysql' ? 2 : 1, 2);

    expect(await counted('SELECT colour AS name, COUNT(*) AS n FROM cards GROUP BY colour')).toEqual({ yellow: CASES, red: CASES });
    expect(await counted('SELECT limitName AS name, COUNT(*) AS n FROM urgings GROUP BY limitName')).toEqual({
      answer: CASES,
      'first-contact': CASES,
    });
    expect(await counted("SELECT kind AS name, COUNT(*) AS n FROM concerns WHERE kind = 'long-overdue' GROUP BY kind")).toEqual({
      'long-overdue': CASES * 2,
    });
    const told = await counted(
      "SELECT type AS name, COUNT(*) AS n FROM events WHERE type IN ('card.issued','case.urged','concern.raised') GROUP BY type",
    );
    expect(told).toEqual({ 'card.issued': CASES * 2, 'case.urged': CASES * 2, 'concern.raised': CASES * 2 });
    expect(await counted('SELECT urgeCount AS name, COUNT(*) AS n FROM cases GROUP BY urgeCount')).toEqual({ 2: CASES });
    expect(await counted('SELECT 1 AS name, COUNT(*) AS n FROM overdue_watches')).toEqual({ 1: 0 });
  }, 180_000);

  it('leaves a log that holds', async () => {
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });

  /** Timers shared out over processes, begun together, until nothing is due. */
  async function tickedBy(processes: number, each: number): Promise<void> {
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, NODE_ENV: 'test', NOW: LATER, ...town.database.env };
    const children = Array.from({ length: processes }, () => {
      const child = spawn(process.execPath, [resolve('test/support/office-worker.mjs'), String(each)], {
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
    });
    for (const { lines } of children) expect((await lines.next()).value).toBe('ready');
    const ended = children.map(({ child }) => once(child, 'exit'));
    for (const { child } of children) child.stdin.write('go\n');
    for (const { lines } of children) expect((await lines.next()).value).toBe('done');
    await Promise.all(ended);
  }
});
