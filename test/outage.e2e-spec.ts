/** A database server that neither answers nor refuses: nobody waits for ever, and nobody has to restart anything. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from './support/app.js';
import { type Client, type Reply, succeeded } from './support/client.js';
import { describeWithOwnServer, OwnServer } from './support/own-server.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, phoneCase, type Town, verifiedLog } from './support/town.js';

/** A request with its time in milliseconds; at the latest after 30 s it counts as hanging. */
async function timed(ask: Promise<Reply>): Promise<{ reply: Reply | 'hangs'; ms: number }> {
  const began = performance.now();
  const reply = await Promise.race([ask, sleep(30_000, 'hangs' as const)]);
  return { reply, ms: performance.now() - began };
}
const statusOf = (reply: Reply | 'hangs') => (reply === 'hangs' ? reply : `${reply.status} ${reply.body?.code ?? ''}`.trim());

describeWithServer('a server whose database answers', () => {
  it('is alive and ready, and says how much is waiting', async () => {
    const town = await freshTown();
    const app = await startApp({ NOW: MONDAY }, town.database);
    expect((await app.client().get('/health/live')).status).toBe(200);
    const { reply, ms } = await timed(app.client().get('/health/ready'));
    expect([statusOf(reply), ms < 2_000]).toEqual(['200', true]);
    const metrics = String((await app.client().get('/metrics')).body);
    expect(metrics).toMatch(/^hotline_sweep_backlog 0$/m);
    expect(metrics).toMatch(/^hotline_cases 0$/m);
    await app.stop();
    await town.close();
  });
});

describeWithOwnServer('a server whose database is paused', () => {
  let server: OwnServer;
  let town: Town;
  let app: App;
  let operator: Client;
  let caseNumber: string;

  beforeAll(async () => {
    server = await OwnServer.create();
    town = await freshTown(server.database);
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000000' }, town.database);
    operator = await app.signIn('operator1');
    caseNumber = await phoneCase(operator);
  });

  afterAll(async () => {
    server.resume();
    await app.stop();
    await town.close();
    await server.kill();
  });

  const complain = (key: string) =>
    app.client().post('/public/complaints', { kind: 'complaint', description: '数据库停了也要收下' }, { 'idempotency-key': key });

  it('is not ready within three seconds, but alive', async () => {
    server.pause();
    const { reply, ms } = await timed(app.client().get('/health/ready'));
    expect([statusOf(reply), ms < 3_000]).toEqual(['503 busy', true]);
    expect((await timed(app.client().get('/health/live'))).ms).toBeLessThan(500);
  });

  it('answers that it is busy within the deadline instead of hanging, reads and writes alike', async () => {
    const asked = {
      intake: complain('while-paused-1'),
      list: operator.get('/cases'),
      item: operator.get(`/cases/${caseNumber}`),
      track: app.client().post('/public/track', { caseNumber, trackingCode: '01234567890123456789' }),
      session: app.client().post('/session', { username: 'operator1', password: 'demo-12345' }),
      categories: app.client().get('/public/categories'),
    };
    const { categories, ...others } = Object.fromEntries(
      await Promise.all(Object.entries(asked).map(async ([name, ask]) => [name, await timed(ask)] as const)),
    );
    expect(Object.entries(others).map(([name, { reply }]) => [name, statusOf(reply)])).toEqual(
      Object.keys(others).map((name) => [name, '503 busy']),
    );
    expect(Object.entries(others).filter(([, { ms }]) => ms > 15_000)).toEqual([]);
    // what is kept in memory is told all the same
    expect(statusOf(categories!.reply)).toBe('200');
  });

  it('stays alive under a queue of waiting requests', async () => {
    const replies = await Promise.all(Array.from({ length: 60 }, (_, index) => timed(complain(`while-paused-queue-${index}`))));
    expect(replies.filter(({ reply }) => statusOf(reply) !== '503 busy').map(({ reply }) => statusOf(reply))).toEqual([]);
    expect((await timed(app.client().get('/health/live'))).ms).toBeLessThan(1_000);
  });

  it('recovers by itself when the database goes on, and what was refused can be sent again', async () => {
    server.resume();
    for (const end = Date.now() + 15_000; ; await sleep(100)) {
      if ((await timed(app.client().get('/health/ready'))).reply !== 'hangs' && (await app.client().get('/health/ready')).status === 200)
        break;
      if (Date.now() > end) throw new Error('The server was not ready 15 s after its database went on.');
    }
    const receipts = [];
    for (let index = 0; index < 3; index++) receipts.push(succeeded(await complain('while-paused-1'), 201));
    expect(new Set(receipts.map(({ caseNumber: number }) => number as string)).size).toBe(1);
    const rows = await town.db.readPrimary<{ caseNumber: string }>('SELECT caseNumber FROM cases ORDER BY caseNumber');
    expect(rows.map(({ caseNumber: number }) => Number(number.slice(8)))).toEqual(rows.map((_, index) => index + 1));
    expect(succeeded(await operator.get(`/cases/${caseNumber}`)).caseNumber).toBe(caseNumber);
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });
});
