/** Every role, every route, every relation: what is sealed is not there for those outside, by no answer, no count and no frame. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Role } from '../src/domain/vocabulary.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { howOf, SEALED_ROUTES } from './support/sealed-routes.js';
import { describeWithServer } from './support/skip.js';
import { type Feed, listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

interface Route {
  method: string;
  path: string;
  access?: 'public' | 'signed-in' | Role[];
}

/** Who asks, and what he has to do with the sealed matters: `own`: registered or handled it; `parent`, `accused`, `named`, `recused`. */
const READERS: [username: string, relation: string][] = [
  ['operator1', 'own: registered both'],
  ['operator2', 'none'],
  ['dispatcher1', 'own: sealed one'],
  ['reviewer1', 'none'],
  ['market.handler1', 'accused, and handled one before'],
  ['market.leader', 'accused'],
  ['tax.handler1', 'same case: assisted'],
  ['market-county.handler1', 'below the accused'],
  ['fire.handler1', 'none'],
  ['supervisor1', 'none'],
  ['inspector2', 'inspector, not named'],
  ['inspector3', 'inspector, named for both and recused from the accused'],
  ['commissioner1', 'names readers, reads no sealed case'],
  ['commissioner2', 'commissioner, recused from the accused'],
  ['admin1', 'none'],
  ['auditor1', 'none'],
];
const WORDS = '金丝雀暗语索要好处';
const MATTER = { kind: 'complaint', title: `${WORDS}一`, description: `${WORDS}，窗口收了两千元不开票。`, accusedDepartmentCode: 'market' };
const PHONE = '13900112233';
const ABSENT = { case: '20200101000001', investigation: 'X20209999' };
const UUID = '00000000-0000-4000-8000-000000000000';

describeWithServer('what is sealed', () => {
  let town: Town;
  let app: App;
  let routes: Route[];
  const people = new Map<string, Client>();
  const feeds = new Map<string, Feed>();
  const before = new Map<string, string>();
  let [atIntake, later, number] = ['', '', ''];

  const as = (username: string): Client => people.get(username)!;
  const nameOf = ({ method, path }: Route): string => `${method} ${path.replace('/api/v1', '')}`;
  const change = (statement: string, ...params: unknown[]) => town.db.write((tx) => tx.query(statement, params));
  const take = async (more: object = {}): Promise<string> => {
    const body = { ...MATTER, channel: 'letter', urgency: 'normal', complainant: { name: '李某某', phone: PHONE }, ...more };
    return succeeded(await as('operator1').post('/cases', body), 201).caseNumber;
  };
  const account = (username: string, role: Role, departmentCode: string | null) =>
    change(
      `INSERT INTO accounts (username, name, roles, departmentCode, passwordHash, active, duty, createdAt)
       SELECT ?, ?, ?, ?, passwordHash, 1, 0, createdAt FROM accounts WHERE username = 'operator1'`,
      username,
      username,
      JSON.stringify([role]),
      departmentCode,
    );

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [resolve('test/support/routes.mjs')], { maxBuffer: 2 ** 24 });
    routes = (JSON.parse(stdout) as { declared: Route[] }).declared;
    town = await freshTown();
    await account('inspector3', 'inspector', null);
    await account('commissioner2', 'commissioner', null);
    await account('market-county.handler1', 'handler', 'market-county');
    for (const who of ['inspector3', 'commissioner2'])
      await change("INSERT INTO recusals (username, departmentCode, reason) VALUES (?, 'market', '亲属在该单位')", who);
    const patience = { INTAKES_PER_MINUTE: '1000000', WRONG_PASSWORDS_PER_MINUTE: '1000000', CLOCK_RATE: '0' };
    app = await startApp({ NOW: MONDAY, ...patience }, town.database);
    for (const username of ['inspector1', ...READERS.map(([one]) => one)]) people.set(username, await app.signIn(username));
    // ordinary life, so that lists and figures have something in them
    const ordinary = await take({
      title: '办证慢',
      description: '窗口让企业多跑三趟',
      accusedDepartmentCode: undefined,
      complainant: { phone: '13755556666' },
    });
    succeeded(await as('dispatcher1').act(ordinary, 'dispatch', { lead: 'market', summary: '反映多次往返' }));
    await everything((key, body) => before.set(key, body));
    for (const [username] of READERS) if (!['admin1', 'auditor1'].includes(username)) feeds.set(username, await listen(as(username)));
    await makeSealed();
  }, 240_000);

  afterAll(async () => {
    feeds.forEach((feed) => feed.close());
    await app?.stop();
    await town?.close();
  });

  /** One case sealed by its category, one by hand in the middle of its handling, and an investigation of both. */
  async function makeSealed(): Promise<void> {
    atIntake = await take({ categoryCode: '1001' });
    later = await take({ accusedDepartmentCode: undefined });
    succeeded(await as('dispatcher1').act(later, 'dispatch', { lead: 'market', assists: ['tax'], summary: '反映收费问题' }));
    succeeded(await as('market.handler1').act(later, 'sign'));
    // no card: its points were told before the sealing, and the ledger keeps them, without a number
    succeeded(await as('supervisor1').act(later, 'urge', { text: '请尽快' }));
    succeeded(await as('supervisor1').act(later, 'supervise', { mode: 'key', task: '限期查清', dueAt: '2026-11-20T17:30:00+08:00' }));
    succeeded(await as('dispatcher1').act(later, 'seal', { reason: '涉嫌索要财物' }));
    const body = { source: 'sealed-case', title: WORDS, text: WORDS, caseNumbers: [atIntake, later], departmentCodes: ['market'] };
    number = succeeded(await as('inspector1').post('/investigations', body), 201).investigationNumber;
    for (const caseNumber of [atIntake, later])
      await change('INSERT INTO case_readers (username, caseNumber) VALUES (?, ?)', 'inspector3', caseNumber);
    await change('INSERT INTO investigation_readers (username, investigationNumber, at) VALUES (?, ?, 1)', 'inspector3', number);
  }

  /** What a reader may be asked with: the route itself, its filters, its formats. */
  const variantsOf = (path: string): string[] => {
    if (path.endsWith('/cases')) {
      const search = [WORDS, '好处', PHONE, '20261102'].map((q) => `?q=${encodeURIComponent(q)}`);
      const filters = [
        'status=sealed',
        'status=handling',
        'light=red',
        'mine=true',
        'desk=true',
        'departmentCode=market',
        'categoryCode=10',
      ];
      return ['', '?pageSize=200', ...search, ...filters.map((one) => `?${one}&pageSize=200`)];
    }
    if (path.includes('/statistics/') && !path.includes('public')) return ['', '?format=csv', '?from=2026-11-01&to=2026-11-30'];
    if (path.endsWith('/events')) return ['?limit=500', '?after=0&limit=500'];
    if (path.endsWith('/knowledge')) return [`?q=${encodeURIComponent(WORDS)}`];
    if (path.endsWith('/preview')) return ['?kind=complaint&urgency=normal'];
    if (path.endsWith('/investigations')) return ['', '?stage=open', `?caseNumber=${ABSENT.case}`];
    return [''];
  };

  async function everything(see: (key: string, body: string, reply: Reply) => void): Promise<void> {
    for (const route of routes.filter((one) => howOf(nameOf(one)) === 'list')) {
      const path = route.path.replace(':year', '2026').replace(':month', '2026-11');
      for (const [username] of READERS) {
        for (const variant of variantsOf(path)) {
          const reply =
            route.method === 'GET'
              ? await as(username).get(`${path}${variant}`)
              : await as(username).send(path, {
                  method: route.method,
                  body: { kind: 'complaint', description: MATTER.description, phone: PHONE, accusedDepartmentCode: 'market' },
                });
          expect([path, username, reply.status < 500 || reply.status === 501]).toEqual([path, username, true]);
          see(`${username} ${nameOf(route)}${variant}`, JSON.stringify(reply.body) ?? '', reply);
        }
      }
    }
  }

  it('is asked for by every route of the application', () => {
    expect(routes.length).toBeGreaterThan(80);
    expect(routes.map(nameOf).filter((one) => howOf(one) === undefined)).toEqual([]);
    const there = new Set(routes.map(nameOf));
    expect(Object.keys(SEALED_ROUTES).filter((one) => !there.has(one))).toEqual([]);
  });

  it('is there for its inspector', async () => {
    for (const caseNumber of [atIntake, later]) expect(succeeded(await as('inspector1').get(`/cases/${caseNumber}`)).status).toBe('sealed');
    const { items } = succeeded(await as('inspector1').get(`/cases?q=${encodeURIComponent('索要好处')}`));
    expect(items.map(({ caseNumber }: Json) => caseNumber).sort()).toEqual([atIntake, later].sort());
    expect(succeeded(await as('inspector1').get(`/investigations/${number}`)).cases).toHaveLength(2);
    expect(succeeded(await as('commissioner1').get(`/investigations/${number}`)).title).toBe(WORDS);
  });

  it('changes no list, count, search, figure, export or suggestion of anybody outside', async () => {
    const changed: string[] = [];
    let asked = 0;
    // the commissioner’s register of investigations is his own, and its beginning on his first page
    const isOwn = (key: string): boolean => /^commissioner1 GET \/(home|investigations(\?stage=open)?)$/.test(key);
    await everything((key, body) => {
      asked++;
      if (!isOwn(key) && body !== before.get(key)) changed.push(`${key}: ${before.get(key)} → ${body}`);
      for (const trace of [atIntake, later, number, WORDS, '李某某']) {
        if (!isOwn(key) && body.includes(trace)) changed.push(`${key} tells ${trace}`);
      }
    });
    console.log(`sealed: ${asked} answers of lists, searches and figures compared`);
    expect(asked).toBeGreaterThan(600);
    expect(changed).toEqual([]);
  });

  /** A route asked for one case or one investigation, in every way it takes. */
  const asks = (route: Route, sealed: string, absent: string): [of: string, instead: string, body?: object][] => {
    const fill = (of: string) => route.path.replace(/:caseNumber|:investigationNumber/, of).replace(':id', UUID);
    const actions = howOf(nameOf(route)) === 'case' ? CASE_ACTIONS : INVESTIGATION_ACTIONS;
    if (!route.path.includes(':action')) return [[fill(sealed), fill(absent)]];
    return Object.entries(actions).map(([action, body]) => [
      fill(sealed).replace(':action', action),
      fill(absent).replace(':action', action),
      { version: 1, ...body },
    ]);
  };
  const CASE_ACTIONS = {
    accept: {},
    seal: { reason: 'x' },
    dispatch: { lead: 'tax', summary: 'x' },
    sign: {},
    'log-progress': { text: 'x' },
    ask: { text: 'x' },
    urge: { text: 'x' },
    unmask: { fields: ['name'], reason: 'x' },
    merge: { masterCaseNumber: ABSENT.case },
    dance: {},
  };
  const INVESTIGATION_ACTIONS = {
    register: {},
    assess: { handling: 'held', text: 'x' },
    'approve-conclusion': {},
    'name-reader': { username: 'inspector2' },
    dance: {},
  };

  it('answers everybody outside like what does not exist, by every route of an item', async () => {
    let asked = 0;
    const told: string[] = [];
    for (const route of routes) {
      const how = howOf(nameOf(route));
      if (how !== 'case' && how !== 'investigation') continue;
      for (const [username] of READERS) {
        if (how === 'investigation' && username === 'commissioner1') continue; // sees all investigations
        for (const sealed of how === 'case' ? [atIntake, later] : [number]) {
          for (const [of, instead, body] of asks(route, sealed, ABSENT[how])) {
            const send = (path: string) =>
              as(username).send(path, { method: route.method, ...(route.method === 'GET' ? {} : { body: body ?? {} }) });
            const [there, absent] = [await send(of), await send(instead)];
            asked++;
            const same = there.status === absent.status && JSON.stringify(there.body) === JSON.stringify(absent.body);
            if (!same || there.status < 400 || there.status >= 500)
              told.push(
                `${username} ${route.method} ${of}: ${there.status} ${JSON.stringify(there.body)} ≠ ${absent.status} ${JSON.stringify(absent.body)}`,
              );
          }
        }
      }
    }
    console.log(`sealed: ${asked} answers of items compared with those of what does not exist`);
    expect(asked).toBeGreaterThan(500);
    expect(told).toEqual([]);
  });

  it('is taken by no other door for a case that exists', async () => {
    const pairs: [string, (of: string) => Promise<Reply>][] = [
      ['operator1 places a call', (of) => as('operator1').post('/calls', { caseNumber: of })],
      [
        'supervisor1 makes a typical case',
        (of) => as('supervisor1').post('/typical-cases', { title: 'x', happened: 'x', dealt: 'x', sources: [of], caseNumbers: [of] }),
      ],
      [
        'inspector2 opens an investigation',
        (of) => as('inspector2').post('/investigations', { source: 'report', title: 'x', text: 'x', caseNumbers: [of] }),
      ],
      ['commissioner2 names a reader', (of) => as('commissioner2').post(`/sealed-cases/${of}/readers`, { username: 'inspector2' })],
    ];
    for (const [name, ask] of pairs) {
      const [there, absent] = [await ask(atIntake), await ask(ABSENT.case)];
      expect([name, there.status, there.body]).toEqual([name, absent.status, absent.body]);
      expect(there.status).toBeGreaterThanOrEqual(400);
    }
    expect(JSON.stringify(succeeded(await as('commissioner2').get('/sealed-cases')).items)).not.toContain(atIntake);
  });

  it('stands in no frame that anybody outside hears', async () => {
    const other = await take({ title: '另一件', description: '普通事项', accusedDepartmentCode: undefined });
    await feeds.get('supervisor1')!.until(({ body }) => body.caseNumber === other);
    for (const [username, feed] of feeds) {
      const heard = feed.frames.filter(
        ({ body }) =>
          JSON.stringify(body).includes(atIntake) || JSON.stringify(body).includes(number) || /investigation/.test(String(body.type)),
      );
      expect([username, heard]).toEqual([username, []]);
      const [sealing] = feed.frames.filter(({ body }) => body.caseNumber === later && body.type === 'case.sealed');
      expect([username, sealing]).toEqual([username, undefined]);
    }
  });

  it('is a number without content in the audit, a number with its readers for the commissioner, and no number in the metrics', async () => {
    const audit = JSON.stringify(succeeded(await as('auditor1').get('/audit?pageSize=200')));
    for (const trace of [WORDS, '李某某', number]) expect(audit).not.toContain(trace);
    const { items } = succeeded(await as('commissioner1').get('/sealed-cases'));
    for (const line of items) expect(Object.keys(line).sort()).toEqual(['caseNumber', 'readers', 'receivedAt']);
    const metrics = String((await app.client().get('/metrics')).body);
    const ordinary = await town.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM cases WHERE sealed = 0');
    expect(metrics).toContain(`hotline_cases ${ordinary[0]!.n}`);
    refused(await as('supervisor1').get('/audit'), 403);
  });
});
