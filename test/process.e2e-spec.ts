/** The server as a process: what stops its start, what it makes, how it tells that it is well, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, startApp } from './support/app.js';
import { refused, succeeded } from './support/client.js';
import { freshDatabase, type TestDatabase } from './support/database.js';
import { freePort } from './support/global-setup.mjs';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, MONDAY, phoneCase, type Town } from './support/town.js';

describeWithServer('the process', () => {
  let town: Town;
  let app: App;
  const made: TestDatabase[] = [];
  const fresh = async () => {
    const database = await freshDatabase();
    made.push(database);
    return database;
  };
  const keyOf = ({ dataDir }: TestDatabase) => join(dataDir, 'secret.key');
  const giveKey = (database: TestDatabase, mode = 0o600) => {
    writeFileSync(keyOf(database), Buffer.alloc(32, 5).toString('base64'));
    chmodSync(keyOf(database), mode);
  };

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
    for (const database of made) await database.drop();
  });

  /** A start that has to fail: how it ended and what it said. */
  async function attempt(env: Record<string, string>): Promise<{ code: number | null; words: string }> {
    const { PATH, HOME, TZ } = process.env;
    const child = spawn(process.execPath, [resolve('dist/main.js')], {
      env: { PATH, HOME, TZ, PORT: String(await freePort()), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(patience);
    return { code, words };
  }

  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: 'eighty' }],
    ['TWILIO_AUTH_TOKEN', { TELEPHONY: 'twilio', TWILIO_ACCOUNT_SID: 'AC0' }],
    ['NOW', { NODE_ENV: 'production', NOW: MONDAY }],
    ['CLOCK_RATE', { NODE_ENV: 'production', CLOCK_RATE: '60' }],
  ])('does not start with a wrong %s and names it in one line: %j', async (name, env) => {
    const database = await fresh();
    const { code, words } = await attempt({ ...database.env, ...env });
    expect([code, words.trim().split('\n')]).toEqual([1, [expect.stringMatching(new RegExp(`^The server does not start: ${name}\\b`))]]);
    expect(existsSync(keyOf(database))).toBe(false);
  });

  it('makes no key outside the demo: a lost key must not be replaced in silence', async () => {
    const database = await fresh();
    const { code, words } = await attempt({ ...database.env, DEMO: '0' });
    expect([code, words]).toEqual([1, expect.stringMatching(/^The server does not start: SECRET_KEY_FILE: there is no key file at /)]);
    expect(existsSync(keyOf(database))).toBe(false);
  });

  it('does not start on a key that others can read, nor on one that is too short', async () => {
    const database = await fresh();
    giveKey(database, 0o644);
    expect((await attempt({ ...database.env, DEMO: '0' })).words).toContain('may be read by others; set its mode to 0600');
    writeFileSync(keyOf(database), 'short');
    chmodSync(keyOf(database), 0o600);
    expect(await attempt({ ...database.env, DEMO: '0' })).toEqual({ code: 1, words: expect.stringContaining('32 are needed') });
  });

  it('makes one administrator on an empty database and tells the password once', async () => {
    const database = await fresh();
    giveKey(database);
    const words = (await attempt({ ...database.env, DEMO: '0' })).words;
    expect(words).toMatch(/^The server does not start: SEALED_KEY_FILE: there is no key file at /);
    writeFileSync(join(database.dataDir, 'sealed.key'), Buffer.alloc(32, 6).toString('base64'), { mode: 0o600 });
    const city = await startApp({ DEMO: '0', NOW: MONDAY }, database);
    const told = /First account: admin, password (\S+) /g;
    const [, password] = [...city.logs.matchAll(told)][0]!;
    expect((await city.signIn('admin', password)).cookie).not.toBe('');
    refused(await city.client().post('/session', { username: 'operator1', password: 'demo-12345' }), 401);
    await city.restart();
    expect([...city.logs.matchAll(told)]).toHaveLength(1);
    await city.stop();
    for (const name of ['secret.key', 'sealed.key', ...(existsSync(join(database.dataDir, 'hotline.db')) ? ['hotline.db'] : [])])
      expect([name, statSync(join(database.dataDir, name)).mode & 0o077]).toEqual([name, 0]);
  });

  it('is alive and ready, tells its figures, and documents itself', async () => {
    const visitor = app.client();
    expect(succeeded(await visitor.get('/health/live'))).toEqual({ status: 'live' });
    expect(succeeded(await visitor.get('/health/ready'))).toEqual({ status: 'ready' });
    const metrics = await visitor.get('/metrics');
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of ['http_request_duration_seconds', 'hotline_sockets', 'hotline_cases', 'hotline_events', 'hotline_sweep_backlog'])
      expect(metrics.body).toMatch(new RegExp(`^${name}`, 'm'));
    expect(succeeded(await visitor.get('/api/openapi.json')).openapi).toMatch(/^3\./);
    expect((await visitor.get('/api/docs')).status).toBeLessThan(400);
  });

  it('counts no path that somebody made up, so that the figures cannot be filled with nonsense', async () => {
    for (const path of ['/api/v1/made-up-path', '/api/v1/cases/20200101000001/made-up']) await app.client().get(path);
    expect(succeeded(await app.client().get('/metrics'))).not.toContain('made-up');
  });

  it('answers what is not there with a problem in words', async () => {
    refused(await app.client().get('/api/v1/nowhere'), 404, 'not-found');
    refused(await app.client().post('/nowhere', {}), 404, 'not-found');
  });

  it('sends every answer of the API with the headers that keep browsers out of trouble', async () => {
    const { headers } = await app.client().get('/public/categories');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('ends within ten seconds with code 0 though somebody listens, tells him so, and keeps everything', async () => {
    const operator = await app.signIn('operator1');
    const numbers = [await phoneCase(operator), await phoneCase(operator)];
    const feed = await listen(operator);
    const began = performance.now();
    const ended = app.stop({ keep: true });
    await feed.ended(10_000);
    expect(await ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    await app.start();
    for (const caseNumber of numbers) succeeded(await operator.get(`/cases/${caseNumber}`));
    expect(await phoneCase(operator)).toBe(String(Number(numbers[1]) + 1));
  });

  it('finishes what it was doing when it is told to end, and then does not wait for anybody’s open line', async () => {
    const operator = await app.signIn('operator1');
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '收尾' };
    const under = Array.from({ length: 20 }, () => operator.post('/cases', body).catch(() => undefined));
    await Promise.race(under);
    expect(await app.stop({ keep: true })).toBe(0);
    const replies = await Promise.all(under);
    await app.start();
    const taken = replies.filter((reply) => reply?.status === 201).map((reply) => reply!.body.caseNumber as string);
    expect(taken.length).toBeGreaterThan(0);
    for (const caseNumber of taken) succeeded(await operator.get(`/cases/${caseNumber}`));
  });

  it('starts again with the key it has', async () => {
    const key = readFileSync(keyOf(town.database));
    await app.restart();
    expect(readFileSync(keyOf(town.database)).equals(key)).toBe(true);
    expect(statSync(keyOf(town.database)).mode & 0o777).toBe(0o600);
  });

  it('writes no password, code or cookie into its lines', async () => {
    const client = await app.signIn('operator2');
    const { trackingCode } = succeeded(await client.post('/public/complaints', { kind: 'complaint', description: '某事' }), 201);
    await client.post('/session', { username: 'operator2', password: 'hunter2-hunter2' });
    await client.post('/session', '{"password":"hunter2-hunter2"', { 'content-type': 'application/json' });
    for (const secret of [trackingCode, trackingCode.slice(10), 'hunter2', client.cookie.slice(8), 'demo-12345'])
      expect(app.logs).not.toContain(secret);
  });
});
