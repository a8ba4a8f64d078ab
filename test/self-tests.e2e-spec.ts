/** The system tests its own form, line and log: what is well passes, what is broken is named, and of a test nothing stays but its result. */
import { setTimeout as sleep } from 'node:timers/promises';
import { insertRows } from '../src/platform/db.js';
import { SelfTestPasses } from '../src/self-tests/passes.js';
import { SelfTestQueries } from '../src/self-tests/self-test.queries.js';
import { type App, startApp } from './support/app.js';
import { type Json, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { Desks } from './support/desks.js';
import { Entrance } from './support/entrance.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

/** Tables that live by themselves while nobody does anything. */
const OWN_LIFE = ['self_tests'];

describeWithServer('the tests the system makes of itself', () => {
  let town: Town;
  let entrance: Entrance;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    [town, entrance] = await Promise.all([freshTown(), Entrance.open()]);
    app = await startApp({ NOW: MONDAY, PUBLIC_URL: entrance.url }, town.database);
    entrance.leadsTo(app.url);
    desks = new Desks(app);
    await desks.as('admin');
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await entrance?.close();
    await town?.close();
  });
  afterEach(() => {
    entrance.breaks = () => 'nothing';
  });

  const start = async (kind: string) => (await desks.as('admin')).post('/self-tests', { kind });
  const list = async (query = ''): Promise<Json> => succeeded(await (await desks.as('admin')).get(`/self-tests${query}`));
  /** Begins a test and gives it when it has ended. */
  const run = async (kind: string): Promise<Json> => {
    const { id } = succeeded(await start(kind), 202);
    for (let tries = 0; tries < 300; tries += 1) {
      const found = (await list(`?kind=${kind}`)).items.find((one: Json) => one.id === id);
      if (found.outcome !== 'running') return found;
      await sleep(100);
    }
    throw new Error(`the test of the ${kind} does not end`);
  };
  const outcomes = (test: Json): Json => Object.fromEntries(test.steps.map(({ name, outcome }: Json) => [name, outcome]));
  const tables = async (): Promise<string[]> => {
    const sql =
      town.database.engine === 'mysql'
        ? "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        : "SELECT name FROM sqlite_master WHERE type = 'table'";
    return (await town.db.readPrimary<{ name: string }>(sql)).map(({ name }) => name);
  };
  /** Rows of every table, and the running numbers. */
  const counts = async (): Promise<Json> => {
    const all: Json = { numbers: await town.db.readPrimary('SELECT name, value FROM counters ORDER BY name') };
    for (const name of await tables()) {
      const [row] = await town.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM ${name}`);
      if (!OWN_LIFE.includes(name)) all[name] = Number(row!.n);
    }
    return all;
  };
  /** What timers make of what was there before has to have come to rest. */
  const atRest = async (): Promise<Json> => {
    for (let before = await counts(); ;) {
      await sleep(2_500);
      const now = await counts();
      if (JSON.stringify(now) === JSON.stringify(before)) return now;
      before = now;
    }
  };
  const filing = { kind: 'consultation', description: '咨询开办餐馆需要哪些材料' };
  const file = (pass: string) => app.client().post('/public/complaints', filing, { 'x-self-test': pass });
  /** A pass of the installation's own key, for a run that is there. */
  const passOf = async (kind = 'form'): Promise<string> => {
    const id = `00000000-0000-4000-8000-${String(Date.now()).padStart(12, '0').slice(-12)}`;
    const row = { id, kind, startedAt: 1, startedBy: 'system', outcome: 'failed', steps: '[]' };
    await town.db.write((tx) =>
      tx.query('INSERT INTO self_tests (id, kind, startedAt, startedBy, outcome, steps, done, total) VALUES (?, ?, ?, ?, ?, ?, 0, 0)', [
        ...Object.values(row),
      ]),
    );
    return new SelfTestPasses(town.db, town.keys).issue(id);
  };

  it('finds a healthy form, line and log well, and leaves nothing but the results', async () => {
    const first = succeeded(await app.client().post('/public/complaints', filing), 201);
    const before = await atRest();
    const form = await run('form');
    expect(form).toMatchObject({ kind: 'form', outcome: 'passed', startedBy: 'admin1' });
    expect(outcomes(form)).toEqual({ page: 'passed', assets: 'passed', catalogue: 'passed', filing: 'passed' });
    expect(form.steps[1].count).toBeGreaterThan(1);
    expect(form.tookMs).toBeGreaterThan(0);
    const line = await run('telephone');
    expect(line.outcome).toBe('passed');
    expect(outcomes(line)).toEqual({
      account: 'not-tested',
      number: 'not-tested',
      'webhook-refuses': 'passed',
      'webhook-greets': 'passed',
      sound: 'not-tested',
    });
    const log = await run('log');
    expect(log).toMatchObject({ outcome: 'passed' });
    expect(log.steps.find(({ name }: Json) => name === 'chain').count).toBeGreaterThan(0);
    expect(await atRest()).toEqual(before);
    // the number that the test had is the next citizen's
    const second = succeeded(await app.client().post('/public/complaints', filing), 201);
    expect(Number(second.caseNumber) - Number(first.caseNumber)).toBe(1);
  }, 90_000);

  it('stands on the page of the machine with its light, and in a paged list', async () => {
    const seen = succeeded(await (await desks.as('admin')).get('/machine'));
    expect(seen.selfTests.map(({ kind, light }: Json) => [kind, light])).toEqual([
      ['form', 'green'],
      ['telephone', 'green'],
      ['log', 'green'],
    ]);
    expect(seen.selfTests[0].last.outcome).toBe('passed');
    expect(await list('?pageSize=2')).toMatchObject({ total: 3, page: 1, pageSize: 2 });
    expect((await list('?kind=log')).total).toBe(1);
  });

  it('names the step of an entrance that is broken, once as amber, twice as red, and is green when it is mended', async () => {
    entrance.breaks = ({ url }) => (url?.startsWith('/assets/') ? 'status-502' : 'nothing');
    const broken = await run('form');
    expect(broken.outcome).toBe('failed');
    expect(outcomes(broken)).toEqual({ page: 'passed', assets: 'failed', catalogue: 'passed', filing: 'passed' });
    expect(broken.steps[1].reason).toBe('status-502');
    const light = async (): Promise<Json> => succeeded(await (await desks.as('admin')).get('/machine/light'));
    expect((await light()).ailments).toContain('self-test-failed');
    await run('form');
    expect(await light()).toMatchObject({ light: 'red', ailments: expect.arrayContaining(['self-test-red']) as unknown });
    entrance.breaks = () => 'nothing';
    await run('form');
    const mended = await light();
    expect(mended.ailments).not.toContain('self-test-red');
    expect(mended.ailments).not.toContain('self-test-failed');
  }, 60_000);

  it('withdraws at once what it filed when its pass got lost on the way, and has failed', async () => {
    entrance.breaks = () => 'strip';
    const test = await run('form');
    expect(test.steps.at(-1)).toMatchObject({ name: 'filing', outcome: 'failed', reason: 'pass-lost' });
    const rows = await town.db.readPrimary<{ status: string }>('SELECT status FROM cases ORDER BY caseNumber DESC LIMIT 1');
    expect(rows[0]!.status).toBe('withdrawn');
    entrance.breaks = () => 'nothing';
    await run('form');
  }, 60_000);

  it('takes a pass once, and takes a forged, replayed or overdue one for an ordinary filing', async () => {
    const cases = async (): Promise<number> => Number((await town.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM cases'))[0]!.n);
    const pass = await passOf();
    const before = await cases();
    const [first, second] = await Promise.all([file(pass), file(pass)]);
    const told = [first, second].map(({ body }) => (body.rehearsed === true ? 'rehearsed' : 'filed')).sort();
    expect([told, await cases()]).toEqual([['filed', 'rehearsed'], before + 1]);
    const [id, until] = pass.split('.') as [string, string];
    const forged = [pass, `${id}.${until}.${'A'.repeat(43)}`, 'yes', await overdue(id)];
    const plain = succeeded(await app.client().post('/public/complaints', filing), 201);
    for (const one of forged) {
      const filed = await file(one);
      expect([filed.status, Object.keys(filed.body)]).toEqual([201, Object.keys(plain)]);
    }
    expect(await cases()).toBe(before + 2 + forged.length);
    refused(await app.client().post('/public/complaints', { kind: 'none' }, { 'x-self-test': await passOf() }), 422, 'input.invalid');
  });

  /** Signed by us, and a minute too old. */
  const overdue = async (id: string): Promise<string> => {
    const until = Date.now() - 1;
    await town.db.write((tx) => tx.query('UPDATE self_tests SET passUntil = ? WHERE id = ?', [until, id]));
    return `${id}.${until}.${town.keys.blind(`${id}.${until}`, 'self-test', 32)}`;
  };

  it('greets no call by a pass alone: the carrier’s signature comes first', async () => {
    const answer = await app
      .client()
      .post('/telephony/twilio/voice', new URLSearchParams({ CallSid: 'CA' }), { 'x-self-test': await passOf() });
    expect([answer.status, answer.body]).toEqual([403, undefined]);
  });

  it('finds the first event that was changed', async () => {
    const [row] = await town.db.readPrimary<{ number: number; facts: string }>(
      'SELECT number, facts FROM events ORDER BY number LIMIT 1 OFFSET 2',
    );
    const facts = (text: string) => town.db.write((tx) => tx.query('UPDATE events SET facts = ? WHERE number = ?', [text, row!.number]));
    await facts('{"changed":1}');
    const broken = await run('log');
    const chain = broken.steps.find(({ name }: Json) => name === 'chain');
    expect(chain).toMatchObject({ outcome: 'failed', reason: 'changed', firstBroken: Number(row!.number), count: Number(row!.number) - 1 });
    await facts(row!.facts);
    expect((await run('log')).outcome).toBe('passed');
  }, 60_000);

  it('is the administrator’s alone', async () => {
    for (const who of ['supervisor', 'auditor', 'operator']) {
      refused(await (await desks.as(who)).get('/self-tests'), 403);
      refused(await (await desks.as(who)).post('/self-tests', { kind: 'form' }), 403);
      refused(await (await desks.as(who)).get('/machine/light'), 403);
    }
    refused(await app.client().post('/self-tests', { kind: 'form' }), 401);
    refused(await start('coffee'), 422, 'input.invalid');
  });

  it('runs one of a kind at a time', async () => {
    const both = await Promise.all([start('form'), start('form')]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    refused(
      both.find(({ status }) => status === 409)!,
      409,
      'self-test.running',
    );
    await sleep(1_500);
  });

  it('runs each time that is due once, though two processes see it, and not again after a restart', async () => {
    await town.db.write((tx) => tx.query('DELETE FROM self_tests'));
    await desks.turnTo('2026-11-02T10:41:00+08:00');
    const second = await startApp({ NOW: '2026-11-02T10:41:00+08:00', PUBLIC_URL: entrance.url }, town.database);
    const due = () => town.db.readPrimary<{ startedBy: string; outcome: string }>("SELECT * FROM self_tests WHERE dueKey LIKE 'form:%'");
    try {
      for (let tries = 0; tries < 150 && (await due()).every(({ outcome }) => outcome === 'running'); tries += 1) await sleep(200);
      await sleep(3_000);
      expect(await due()).toMatchObject([{ startedBy: 'system', outcome: 'passed' }]);
      await app.restart();
      await sleep(4_000);
      expect(await due()).toHaveLength(1);
    } finally {
      await second.stop();
    }
  }, 90_000);

  it('reads by its indexes when many results are kept', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => ({
      ...{ id: `old-${n}`, kind: ['form', 'telephone', 'log'][n % 3], startedAt: Date.parse(MONDAY) - n * 3_600_000, startedBy: 'system' },
      ...{ outcome: 'passed', steps: '[]', done: 0, total: 0, dueKey: `old:${n}` },
    }));
    await town.db.write((tx) => insertRows(tx, 'self_tests', rows));
    if (engine === 'mysql') await town.db.readPrimary('ANALYZE TABLE self_tests');
    const asked: { sql: string; params: readonly unknown[] }[] = [];
    const db = Object.assign(Object.create(town.db) as typeof town.db, {
      readPrimary: <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
        asked.push({ sql, params });
        return town.db.readPrimary<Row>(sql, params);
      },
    });
    const queries = new SelfTestQueries(db);
    await queries.stand();
    await queries.list({ kind: 'form', page: 3, pageSize: 20 });
    await queries.list({ page: 1, pageSize: 20 });
    const scans: string[] = [];
    for (const { sql, params } of asked.filter(({ sql }) => !/COUNT/.test(sql))) {
      if (engine === 'mysql') {
        const plan = await town.db.readPrimary<{ type: string; Extra: string }>(`EXPLAIN ${sql}`, params);
        scans.push(...plan.filter(({ type, Extra }) => type === 'ALL' || /filesort/.test(Extra ?? '')).map(() => sql));
      } else {
        const plan = await town.db.readPrimary<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        scans.push(...plan.filter(({ detail }) => /TEMP B-TREE|^SCAN \w+$/.test(detail)).map(() => sql));
      }
    }
    expect([asked.length, scans]).toEqual([7, []]);
    await town.db.write((tx) => tx.query("DELETE FROM self_tests WHERE id LIKE 'old-%'"));
  });

  it('gives up a run whose process is gone', async () => {
    const [row] = await town.db.readPrimary<{ id: string }>("SELECT id FROM self_tests WHERE dueKey LIKE 'form:%'");
    const lost = "UPDATE self_tests SET outcome = 'running', runningKey = 'form', leaseUntil = ? WHERE id = ?";
    await town.db.write((tx) => tx.query(lost, [Date.now() - 1, row!.id]));
    expect((await run('form')).outcome).toBe('passed');
    const before = (await list('?kind=form')).items.find(({ id }: Json) => id === row!.id);
    expect(before).toMatchObject({ outcome: 'failed', steps: [{ name: 'run', reason: 'vanished' }] });
  }, 60_000);
});
