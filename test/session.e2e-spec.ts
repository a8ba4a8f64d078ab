/** Sessions: the cookie, the price of guessing, foreign pages, and what each of the three powers may open. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const EVIL = 'https://evil.example';
const ROLES = ['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner', 'admin', 'auditor'] as const;
type Holder = (typeof ROLES)[number] | 'market.handler' | 'market.leader';
const HOLDERS: readonly Holder[] = [...ROLES, 'market.handler', 'market.leader'];
const CASE_READERS: readonly Holder[] = HOLDERS.filter((role) => role !== 'admin' && role !== 'auditor');

describeWithServer('a session', () => {
  let town: Town;
  let app: App;
  let addresses = 0;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const from = (address = `10.2.0.${++addresses}`) => ({ 'x-forwarded-for': address });
  const signIn = (username: string, password: string, headers: Record<string, string> = from()): Promise<Reply> =>
    app.client().post('/session', { username, password }, headers);
  const audit = async (query: string): Promise<Json[]> => succeeded(await (await app.signIn('auditor1')).get(`/audit?${query}`)).items;

  it('is a cookie that scripts do not read and other sites do not send', async () => {
    const reply = await signIn('market.handler1', 'demo-12345');
    expect(succeeded(reply, 201)).toEqual({
      username: 'market.handler1',
      name: expect.any(String),
      roles: ['handler'],
      department: 'market',
    });
    const [cookie, ...more] = reply.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(reply.body)).not.toContain(cookie!.slice(8, 51));
    const rows = await town.db.readPrimary('SELECT * FROM sessions');
    expect(JSON.stringify(rows)).not.toContain(cookie!.slice(8, 51));
  });

  it('is bound to the host and to https where the city is reached by https', async () => {
    await app.restart({ PUBLIC_URL: 'https://12345.example.org' });
    const reply = await signIn('operator1', 'demo-12345', { origin: 'https://12345.example.org' });
    const [cookie] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(reply.headers.get('strict-transport-security')).toContain('max-age=');
    const [pair] = cookie!.split(';');
    succeeded(await app.client().get('/session', { cookie: pair! }));
    refused(await app.client().get('/session', { cookie: pair!.replace('__Host-', '') }), 401, 'session.needed');
    await app.restart({ PUBLIC_URL: app.url });
  });

  it('is not given for a wrong password, an unknown name or a closed account, all answered alike', async () => {
    await town.db.write((tx) => tx.query("UPDATE accounts SET active = 0 WHERE username = 'operator5'"));
    const replies = [
      await signIn('operator1', 'demo-12346'),
      await signIn('nobody', 'demo-12345'),
      await signIn('operator5', 'demo-12345'),
      await signIn("' OR 1=1 --", 'x'),
    ];
    const bodies = replies.map((reply) => JSON.stringify(refused(reply, 401, 'session.refused')));
    expect(new Set(bodies).size).toBe(1);
    for (const reply of replies) expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it.each(['operator2', 'never-heard-of'])(
    'waits longer and longer after five wrong passwords in a row, whether the name is known or not: %s',
    async (username) => {
      for (let wrong = 0; wrong < 5; wrong++) refused(await signIn(username, 'wrong'), 401, 'session.refused');
      const early = await signIn(username, 'wrong');
      expect(refused(early, 429, 'rate.limited').facts).toEqual({ retryAfter: 1 });
      expect(early.headers.get('retry-after')).toBe('1');
      refused(await signIn(username, 'demo-12345'), 429, 'rate.limited');
      await sleep(1_100);
      refused(await signIn(username, 'wrong'), 401, 'session.refused');
      expect(refused(await signIn(username, 'wrong'), 429).facts).toEqual({ retryAfter: 2 });
      await app.restart();
      expect((await signIn('operator3', 'demo-12345')).status).toBe(201);
      await sleep(2_000);
      expect((await signIn(username, 'demo-12345')).status).toBe(username === 'operator2' ? 201 : 401);
    },
  );

  it('forgets wrong passwords once the right one came', async () => {
    for (let wrong = 0; wrong < 4; wrong++) await signIn('operator4', 'wrong');
    expect((await signIn('operator4', 'demo-12345')).status).toBe(201);
    for (let wrong = 0; wrong < 4; wrong++) refused(await signIn('operator4', 'wrong'), 401);
    expect((await signIn('operator4', 'demo-12345')).status).toBe(201);
  });

  it('slows an address that tries one name after the other, and hides from it what fits', async () => {
    const spray = from('10.9.0.9');
    const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => signIn(`somebody${n}`, 'demo-1234', spray)));
    const slow = replies.filter(({ status }) => status === 429);
    expect(slow.length).toBeGreaterThan(10);
    for (const reply of slow) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    refused(await signIn('operator1', 'demo-12345', spray), 429, 'rate.limited');
    expect((await signIn('operator1', 'demo-12345')).status).toBe(201);
  });

  it('slows him all the same who names other addresses before his own, on the private network too', async () => {
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, n) => signIn(`nobody${n}`, 'demo-1234', from(`10.77.0.${n}, 203.0.113.${n}, 10.9.0.10`))),
    );
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    refused(await signIn('operator1', 'demo-12345', from('10.9.0.10')), 429, 'rate.limited');
  });

  it('outlives a restart and ends after twelve hours', async () => {
    const client = await app.signIn('operator1');
    await app.restart();
    expect(succeeded(await client.get('/session')).username).toBe('operator1');
    await app.turnTo('2026-11-02T21:55:00+08:00');
    succeeded(await client.get('/session'));
    await app.turnTo('2026-11-02T22:05:00+08:00');
    refused(await client.get('/session'), 401, 'session.needed');
  });

  it('is over at once where one signs out, for whoever still holds the cookie, and both ends are audited', async () => {
    const client = await app.signIn('reviewer1');
    const { cookie } = client;
    succeeded(await client.get('/session'));
    const reply = await client.delete('/session');
    succeeded(reply, 204);
    expect(reply.headers.getSetCookie()[0]).toMatch(/^session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
    refused(await app.client().get('/session', { cookie }), 401, 'session.needed');
    expect((await audit('username=reviewer1')).map(({ action }) => action).slice(0, 2)).toEqual(['session.closed', 'session.opened']);
  });

  it.each<[string, Record<string, string>]>([
    ['from a foreign page', { origin: EVIL }],
    ['from a sandboxed frame', { origin: 'null' }],
    ['from another port of the machine', { origin: 'http://127.0.0.1:1' }],
  ])('is of no use %s', async (_, headers) => {
    const client = await app.signIn('operator1');
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '某事' };
    for (const ask of [
      () => client.post('/cases', body, headers),
      () => client.delete('/session', headers),
      () => app.client().post('/session', { username: 'operator1', password: 'demo-12345' }, headers),
      () => app.client().post('/public/complaints', { kind: 'complaint', description: '某事' }, headers),
    ]) {
      refused(await ask(), 403, 'origin.foreign');
    }
    succeeded(await client.get('/session'));
  });

  it('is of no use to a page that the browser says is another site’s, though it hides its origin', async () => {
    const { cookie } = await app.signIn('operator1');
    const ask = (site: string) =>
      fetch(`${app.url}/api/v1/session`, { method: 'DELETE', headers: { cookie, 'sec-fetch-site': site } }).then(({ status }) => status);
    expect([await ask('cross-site'), await ask('same-site'), await ask('same-origin')]).toEqual([403, 403, 204]);
  });

  it('opens to each of the three powers its own routes, and to nobody those of another', async () => {
    const holders = new Map<Holder, Client>();
    for (const role of HOLDERS) holders.set(role, await app.signIn(role.endsWith('leader') ? role : `${role}1`));
    const TABLE: [method: string, path: string, may: readonly Holder[]][] = [
      ['GET', '/session', HOLDERS],
      ['GET', '/departments', HOLDERS],
      ['GET', '/cases', CASE_READERS],
      ['GET', '/cases/20200101000001', CASE_READERS],
      ['POST', '/cases/20200101000001/actions/sign', CASE_READERS],
      ['GET', '/events', CASE_READERS],
      ['POST', '/cases', ['operator']],
      ['GET', '/audit', ['auditor']],
      ['PUT', '/calendar/2026', ['admin']],
    ];
    for (const [method, path, may] of TABLE) {
      refused(await app.client().send(path, { method, ...(method === 'GET' ? {} : { body: {} }) }), 401, 'session.needed');
      const open: Holder[] = [];
      for (const [role, client] of holders) {
        const { status } = await client.send(path, { method, ...(method === 'GET' ? {} : { body: {} }) });
        expect([path, role, status < 500]).toEqual([path, role, true]);
        if (status !== 403) open.push(role);
      }
      expect([method, path, [...open].sort()]).toEqual([method, path, [...may].sort()]);
    }
  });

  it('is asked for by every route of the document that is not public', async () => {
    const document = succeeded(await app.client().get('/api/openapi.json'));
    const open: string[] = [];
    for (const [path, item] of Object.entries<Json>(document.paths)) {
      for (const method of ['get', 'post', 'put', 'patch', 'delete'].filter((one) => item[one])) {
        const filled = path.replace('/api/v1', '').replace(/\{\w+\}/g, '1');
        const { status } = await app.client().send(filled, { method: method.toUpperCase(), ...(method === 'get' ? {} : { body: {} }) });
        if (status !== 401) open.push(`${method} ${path.replace('/api/v1', '')}`);
      }
    }
    expect(open).toContain('post /session');
    expect(open.filter((route) => !/ \/(public|open311\/v2)\//.test(route) && !PUBLIC.includes(route))).toEqual([]);
  });
});

/** Public without standing under `/public`. */
const PUBLIC = [
  'post /session',
  'post /session/passkey',
  'post /session/passkey/options',
  'post /session/password',
  'get /health/live',
  'get /health/ready',
  'get /metrics',
  'get /meta',
];
