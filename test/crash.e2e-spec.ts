/** Power cuts in the middle of the day: what was answered is kept once, and what time does to cases is neither missed nor done twice. Runs alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR } from '../src/domain/time.js';
import { type App, startApp } from './support/app.js';
import { type Json, type Reply, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { describeWithOwnServer, OwnServer } from './support/own-server.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, phoneCase, type Town, verifiedLog } from './support/town.js';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const DATABASE_ROUNDS = Number(process.env.CRASH_DATABASE_ROUNDS ?? 1);
/** Milliseconds for the rounds of one story; a start on a slow machine takes its time. */
const PATIENCE = 120_000 + (ROUNDS + DATABASE_ROUNDS) * 20_000;
const LANES = 4;
/** Three hours of the city in a second, so that limits end while the servers fall. */
const CLOCK = { NOW: MONDAY, CLOCK_RATE: '10800' };
const BEFORE = 24;

interface Answered {
  key: string;
  body: object;
  receipt: Json;
  tries: number;
}

/** People who send complaints all the time, each with a key, and again until they are answered. */
class Callers {
  readonly answered: Answered[] = [];
  readonly refusals: Record<string, number> = {};
  private stopped = false;
  private readonly lanes: Promise<void>[];

  constructor(private readonly app: App) {
    this.lanes = Array.from({ length: LANES }, (_, lane) => this.call(lane));
  }

  async end(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.lanes);
  }

  private async call(lane: number): Promise<void> {
    for (let n = 0; !this.stopped; n++) {
      const key = `caller-${lane}-${n}`;
      const body = { kind: 'complaint', description: `第 ${lane} 线第 ${n} 件：窗口让企业跑了三趟` };
      for (let tries = 1; ; tries++) {
        const reply = await this.app
          .client()
          .post('/public/complaints', body, { 'idempotency-key': key })
          .catch(() => undefined);
        if (reply?.status === 201) {
          this.answered.push({ key, body, receipt: reply.body, tries });
          break;
        }
        this.note(reply);
        await sleep(100);
      }
      await sleep(120);
    }
  }

  private note(reply: Reply | undefined): void {
    const name = reply ? `${reply.status} ${reply.body?.code}` : 'no answer';
    this.refusals[name] = (this.refusals[name] ?? 0) + 1;
  }
}

const stories = (place: (town: Town) => Promise<{ app: App; callers: Callers; told: string }>, open: () => Promise<Town>) => () => {
  let town: Town;
  let app: App;
  let callers: Callers;

  const stored = <Row>(sql: string, ...params: unknown[]) => town.db.readPrimary<Row>(sql, params);
  const count = async (sql: string, ...params: unknown[]) => Number((await stored<{ n: number }>(sql, ...params))[0]?.n);

  beforeAll(async () => {
    town = await open();
    const made = await place(town);
    ({ app, callers } = made);
    const again = callers.answered.filter(({ tries }) => tries > 1).length;
    console.log(
      `${made.told}: ${callers.answered.length} complaints answered, ${again} of them sent more than once, ${JSON.stringify(callers.refusals)}`,
    );
  }, PATIENCE);

  it('keep every complaint that was answered, exactly once', async () => {
    const numbers = callers.answered.map(({ receipt }) => receipt.caseNumber as string);
    expect(numbers.length).toBeGreaterThan(LANES);
    expect(new Set(numbers).size).toBe(numbers.length);
    const rows = await stored<{ caseNumber: string }>('SELECT caseNumber FROM cases');
    expect(rows).toHaveLength(numbers.length + BEFORE);
    const kept = new Set(rows.map(({ caseNumber }) => caseNumber));
    expect(numbers.filter((number) => !kept.has(number))).toEqual([]);
    const registered = await stored<{ caseNumber: string; n: number }>(
      "SELECT caseNumber, COUNT(*) AS n FROM events WHERE type = 'case.registered' GROUP BY caseNumber",
    );
    expect(registered.filter(({ n, caseNumber }) => Number(n) !== 1 || !kept.has(caseNumber))).toEqual([]);
    expect(registered).toHaveLength(rows.length);
    // a key is kept for two days of the city's clock; what is younger is answered again as it was
    const now = Date.parse(succeeded(await app.client().get('/meta')).now as string);
    const recent = await stored<{ caseNumber: string }>('SELECT caseNumber FROM cases WHERE receivedAt > ?', now - 36 * HOUR);
    const again = callers.answered.filter(({ receipt }) => recent.some(({ caseNumber }) => caseNumber === receipt.caseNumber));
    expect(again.length).toBeGreaterThan(0);
    for (const { key, body, receipt } of again.slice(-100)) {
      expect(succeeded(await app.client().post('/public/complaints', body, { 'idempotency-key': key }), 201)).toEqual(receipt);
    }
  });

  it('refuse nobody for good, and say that they are busy rather than broken', () => {
    expect(Object.keys(callers.refusals).filter((name) => !['no answer', '503 busy'].includes(name))).toEqual([]);
  });

  it('leave no gap in the numbers of a day', async () => {
    const rows = await stored<{ caseNumber: string }>('SELECT caseNumber FROM cases ORDER BY caseNumber');
    const days = new Map<string, number[]>();
    for (const { caseNumber } of rows)
      days.set(caseNumber.slice(0, 8), [...(days.get(caseNumber.slice(0, 8)) ?? []), Number(caseNumber.slice(8))]);
    for (const [day, numbers] of days) expect([day, numbers]).toEqual([day, numbers.map((_, index) => index + 1)]);
  });

  it('leave a log that holds', async () => {
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });

  it(
    'tell every light of every limit once, and let silence accept every case once',
    async () => {
      // the clock stands still, so that nothing new becomes due while the sweeps catch up
      await app.restart({ CLOCK_RATE: '0' });
      const now = Date.parse(succeeded(await app.client().get('/meta')).now as string);
      await swept(now);
      const silent = () => count("SELECT COUNT(*) AS n FROM cases WHERE status = 'pending_acceptance' AND dueAt < ?", now);
      for (const end = Date.now() + 60_000; (await silent()) > 0 && Date.now() < end;) await sleep(250);
      expect(await silent()).toBe(0);
      await swept(now);
      const limits = await stored<
        Record<'id' | 'caseNumber' | 'name' | 'state', string> & Record<'level' | 'amberAt' | 'dueAt' | 'redAt', number>
      >('SELECT id, caseNumber, name, state, level, amberAt, dueAt, redAt FROM case_limits');
      const told = await stored<{ type: string; caseNumber: string; facts: string }>(
        "SELECT type, caseNumber, facts FROM events WHERE type LIKE 'limit.%'",
      );
      const tally = new Map<string, number>();
      for (const { type, caseNumber, facts } of told) {
        const key = `${caseNumber} ${(JSON.parse(facts) as { limit: string }).limit} ${type}`;
        tally.set(key, (tally.get(key) ?? 0) + 1);
      }
      expect([...tally].filter(([, times]) => times !== 1)).toEqual([]);
      const names = ['limit.amber', 'limit.overdue', 'limit.red'];
      const wrong = limits.filter((limit) => {
        const level = [limit.amberAt <= now, limit.dueAt < now, limit.redAt <= now].filter(Boolean).length;
        const heard = names.map((type) => tally.has(`${limit.caseNumber} ${limit.name} ${type}`));
        const expected = names.map((_, index) => index < Number(limit.level));
        return JSON.stringify(heard) !== JSON.stringify(expected) || (limit.state === 'running' && Number(limit.level) !== level);
      });
      expect(wrong).toEqual([]);
      const accepted = await stored<{ n: number }>("SELECT COUNT(*) AS n FROM events WHERE type = 'case.accepted' GROUP BY caseNumber");
      expect(accepted.filter(({ n }) => Number(n) !== 1)).toEqual([]);
      expect(accepted).toHaveLength(await count("SELECT COUNT(*) AS n FROM cases WHERE channel = 'web' AND status = 'pending_dispatch'"));
      console.log(`${limits.length} limits, ${told.length} lights told once each, ${accepted.length} cases accepted by silence`);
      expect(told.length).toBeGreaterThan(BEFORE);
    },
    PATIENCE,
  );

  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  /** Sweeps what is due at that instant by one more process. */
  async function swept(now: number): Promise<void> {
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, NODE_ENV: 'test', NOW: new Date(now).toISOString(), CLOCK_RATE: '0', ...town.database.env };
    const child = spawn(process.execPath, [resolve('test/support/sweep-worker.mjs'), '1'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ended = once(child, 'exit');
    await lines.next();
    child.stdin.write('go\n');
    await ended;
  }
};

/** A server with some cases in the departments' hands, whose limits end in the hours to come. */
async function began(town: Town): Promise<{ app: App; callers: Callers }> {
  const app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000000' }, town.database);
  const [operator, dispatcher] = [await app.signIn('operator1'), await app.signIn('dispatcher1')];
  for (let n = 0; n < BEFORE; n++) {
    const caseNumber = await phoneCase(operator);
    succeeded(await dispatcher.post(`/cases/${caseNumber}/actions/dispatch`, { version: 1, lead: 'market', assists: [], summary: '摘要' }));
  }
  await app.restart(CLOCK);
  return { app, callers: new Callers(app) };
}
const aWhile = () => sleep(2_000 + Math.random() * 2_500);

describeWithServer(
  'servers that are killed',
  stories(async (town) => {
    const { app, callers } = await began(town);
    for (let round = 0; round < ROUNDS; round++) {
      await aWhile();
      await app.kill();
      await app.start();
    }
    await aWhile();
    await callers.end();
    return { app, callers, told: `${ROUNDS} kills of the server on the ${engine} engine` };
  }, freshTown),
);

describeWithOwnServer('database servers that are killed', () => {
  let server: OwnServer;
  afterAll(() => server.kill());
  stories(
    async (town) => {
      const { app, callers } = await began(town);
      for (let round = 0; round < DATABASE_ROUNDS; round++) {
        await aWhile();
        await server.kill();
        await sleep(1_000);
        await server.start();
        await untilAnswered(callers);
      }
      await aWhile();
      await callers.end();
      return { app, callers, told: `${DATABASE_ROUNDS} kills of the database server` };
    },
    async () => {
      server = await OwnServer.create();
      return freshTown(server.database);
    },
  )();
});

/** The application finds its database again without help. */
async function untilAnswered(callers: Callers): Promise<void> {
  const before = callers.answered.length;
  for (const end = Date.now() + 30_000; callers.answered.length < before + LANES; await sleep(100)) {
    if (Date.now() > end) throw new Error('No complaint was answered within 30 s after the database came back.');
  }
}
