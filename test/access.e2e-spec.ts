/** Default deny: every route says who may call it, and the answers of the running server are what the routes say. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Role, ROLES } from '../src/domain/vocabulary.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

interface Route {
  method: string;
  path: string;
  access?: 'public' | 'signed-in' | Role[];
}
/** What `support/routes.mjs` prints. */
interface Printed {
  declared: Route[];
  served: string[];
  page: string;
  forgotten: { status: number; body: string; naked: string[] };
}

/** An account for each role. */
const ACCOUNTS: Record<Role, string> = {
  operator: 'operator1',
  dispatcher: 'dispatcher1',
  reviewer: 'reviewer1',
  handler: 'market.handler1',
  leader: 'market.leader',
  supervisor: 'supervisor1',
  inspector: 'inspector1',
  commissioner: 'commissioner1',
  administrator: 'admin1',
  auditor: 'auditor1',
};
describeWithServer('access', () => {
  let town: Town;
  let app: App;
  let printed: Printed;
  let routes: Route[];
  const people = new Map<Role, Client>();

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [resolve('test/support/routes.mjs')], { maxBuffer: 2 ** 24 });
    printed = JSON.parse(stdout) as Printed;
    routes = printed.declared;
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    for (const role of ROLES) people.set(role, await app.signIn(ACCOUNTS[role]));
  });

  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  /** A route as it is asked: parameters filled in with what does not exist. */
  const askOf = ({ method, path }: Route) => ({
    method: method === 'ALL' ? 'POST' : method,
    path: path.replace(':caseNumber', '20991231999999').replace(':year', '2026').replace(/:\w+/g, '0'),
  });
  const ask = (client: Client, route: Route, headers: Record<string, string> = {}) => {
    const { method, path } = askOf(route);
    return client.send(path, { method, headers, ...(method === 'GET' ? {} : { body: {} }) });
  };
  /** The code of a refusal; a foreign standard has words of its own for it. */
  const codeIn = (body: Json): unknown => (/cross-site requests are refused/.test(JSON.stringify(body)) ? 'origin.foreign' : body?.code);
  const named = (route: Route) => `${route.method} ${route.path}`;
  const closed = () => routes.filter(({ access }) => access !== 'public');
  const unsafe = () => routes.filter(({ method }) => method !== 'GET');

  it('is declared by every route', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter(({ access }) => access === undefined).map(named)).toEqual([]);
  });

  it('is declared for every route that the HTTP server has, and every declared route is there', () => {
    const methodsOf = (method: string) => (method === 'ALL' ? METHODS : method === 'GET' ? ['GET', 'HEAD'] : [method]);
    const declared = new Set(routes.flatMap(({ method, path }) => methodsOf(method).map((one) => `${one} ${path}`)));
    expect(printed.served.filter((one) => !declared.has(one))).toEqual([]);
    const served = new Set(printed.served);
    expect(routes.filter(({ method, path }) => !served.has(`${method === 'ALL' ? 'POST' : method} ${path}`)).map(named)).toEqual([]);
  });

  it('is what docs/permissions.md says', () => {
    expect(readFileSync('docs/permissions.md', 'utf8')).toBe(printed.page);
  });

  it('is refused to everybody where nothing is declared', () => {
    const { status, body, naked } = printed.forgotten;
    expect([status, body.includes('anybody reads this'), naked]).toEqual([expect.any(Number), false, ['/api/v1/forgotten']]);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('needs a session on every route that is not public', async () => {
    for (const route of closed()) {
      const reply = await ask(app.client(), route);
      expect([named(route), reply.status, reply.body?.code]).toEqual([named(route), 401, 'session.needed']);
    }
    const forged = app.client();
    for (const cookie of ['session=', 'session=x', `session=${'A'.repeat(43)}`, '__Host-session=x']) {
      const reply = await forged.get('/cases', { cookie });
      expect([cookie, reply.status]).toEqual([cookie, 401]);
    }
  });

  it('is refused to every role that a route does not name, before anything is looked at', async () => {
    let asked = 0;
    for (const route of closed()) {
      const { access } = route;
      if (access === 'signed-in' || access === undefined) continue;
      for (const role of ROLES.filter((one) => !access.includes(one))) {
        const reply = await ask(people.get(role)!, route);
        expect([named(route), role, reply.status, reply.body?.code]).toEqual([named(route), role, 403, 'access.role-may-not']);
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(50);
  });

  it('is given to every role that a route names', async () => {
    for (const route of closed().filter(({ method }) => method === 'GET')) {
      for (const role of ROLES.filter((one) => route.access === 'signed-in' || route.access!.includes(one))) {
        const reply = await ask(people.get(role)!, route);
        expect([named(route), role, [401, 403, 500].includes(reply.status)]).toEqual([named(route), role, false]);
      }
    }
  });

  it('is refused to pages of other sites on every route that changes something, public ones too', async () => {
    const elsewhere = [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${new URL(app.url).origin}0` }];
    expect(unsafe().length).toBeGreaterThan(10);
    for (const route of unsafe()) {
      for (const headers of elsewhere) {
        const reply = await ask(people.get('dispatcher')!, route, headers);
        expect([named(route), headers.origin, reply.status, codeIn(reply.body)]).toEqual([
          named(route),
          headers.origin,
          403,
          'origin.foreign',
        ]);
      }
    }
  });

  it('is refused to other sites also where a browser names the site and not the origin', async () => {
    const { url } = app;
    const reply = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(reply.status).toBe(403);
  });

  it('ends with the session', async () => {
    const client = await app.signIn('operator1');
    const { cookie } = client;
    expect((await client.get('/session')).status).toBe(200);
    expect((await client.delete('/session')).status).toBe(204);
    refused(await app.client().get('/session', { cookie }), 401, 'session.needed');
  });

  it('is not needed to learn that a path does not exist', async () => {
    refused(await app.client().get('/no/such/path'), 404, 'not-found');
  });
});
