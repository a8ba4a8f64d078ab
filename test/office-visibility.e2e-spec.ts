/** Who sees the office's papers: every role at every route, and what is hidden answers like what does not exist. */
import type { Role } from '../src/domain/vocabulary.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const DUE = '2026-11-20T17:30:00+08:00';
const ACCOUNTS: Record<Role | 'other leader' | 'other handler', string> = {
  operator: 'operator1',
  dispatcher: 'dispatcher1',
  reviewer: 'reviewer1',
  handler: 'market.handler1',
  leader: 'market.leader',
  'other handler': 'fire.handler1',
  'other leader': 'fire.leader',
  supervisor: 'supervisor1',
  inspector: 'inspector2',
  commissioner: 'commissioner1',
  administrator: 'admin1',
  auditor: 'auditor1',
};
type Who = keyof typeof ACCOUNTS;
const NOBODY = { operator: 403, dispatcher: 403, reviewer: 403, administrator: 403, auditor: 403 } as const;
/** What each asks for about a paper of the market office: seen, hidden (404), or not his to ask (403). */
const OWN: Record<Who, number> = {
  ...NOBODY,
  ...{ handler: 200, leader: 200, 'other handler': 404, 'other leader': 404, supervisor: 200, inspector: 200, commissioner: 200 },
};
const LETTERS: Record<Who, number> = { ...OWN, handler: 403, 'other handler': 403 };
const DRAWS: Record<Who, number> = { ...OWN, handler: 403, leader: 403, 'other handler': 403, 'other leader': 403 };

describeWithServer('the office’s papers', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  const people = new Map<string, Client>();
  let caseNumber: string;
  let papers: { order: string; card: string; letter: string; draw: string };

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    for (const username of [...Object.values(ACCOUNTS), 'inspector1', 'tax.leader']) people.set(username, await app.signIn(username));
    ({ caseNumber, papers } = await made());
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  const as = (username: string): Client => people.get(username)!;
  const post = async (path: string, body: object): Promise<Json> => succeeded(await as('supervisor1').post(path, body), 201);

  /** A closed case of the market office with an order, a card, a letter and a spot check about it. */
  async function made() {
    const number = await desks.dispatched(['tax']);
    await desks.done('supervisor', number, 'supervise', { mode: 'key', task: '限期整改', dueAt: DUE });
    const order = (await list('supervisor1', `/supervision-orders?caseNumber=${number}`)).items[0].orderNumber as string;
    const about = { departmentCode: 'market', caseNumber: number };
    const card = (await post('/cards', { ...about, colour: 'yellow', ground: '推诿' })).cardId as string;
    const letter = (await post('/explanations', { ...about, ground: '说明原因' })).explanationId as string;
    for (const who of ['market', 'tax']) {
      await desks.done(who, number, 'sign');
      await desks.done(`${who}!`, number, 'answer', { finding: 'true', solved: 'solved', internalNote: '-', publicReply: '已办' });
    }
    await desks.done('reviewer', number, 'pass');
    await desks.done('reviewer', number, 'call-back', { reached: true, solved: 'solved' });
    await desks.done('reviewer', number, 'close');
    const filter = { from: '2026-11-02', to: '2026-11-02', count: 1, seed: '种子' };
    const draw = (await post('/supervision-orders/draws', filter)).drawNumber as string;
    return { caseNumber: number, papers: { order, card, letter, draw } };
  }
  async function list(username: string, path: string): Promise<Json> {
    return succeeded(await as(username).get(path), 200);
  }
  const pathsOf = ({ order, card, letter, draw }: typeof papers): [path: string, expected: Record<Who, number>][] => [
    [`/supervision-orders/${order}`, OWN],
    [`/cards/${card}`, OWN],
    [`/explanations/${letter}`, LETTERS],
    [`/supervision-orders/draws/${draw}`, DRAWS],
  ];

  it.each(Object.keys(ACCOUNTS) as Who[])('show %s what is his to see, and nothing else', async (who) => {
    for (const [path, expected] of pathsOf(papers)) {
      const reply = await as(ACCOUNTS[who]).get(path);
      expect([who, path, reply.status]).toEqual([who, path, expected[who]]);
    }
  });

  it.each(Object.keys(ACCOUNTS) as Who[])('list for %s exactly what he may open', async (who) => {
    const client = as(ACCOUNTS[who]);
    const lists: [path: string, key: string, item: string, expected: Record<Who, number>][] = [
      ['/supervision-orders?pageSize=200', 'orderNumber', papers.order, OWN],
      ['/cards?pageSize=200', 'cardId', papers.card, OWN],
      ['/explanations?pageSize=200', 'explanationId', papers.letter, LETTERS],
      ['/supervision-orders/draws?pageSize=200', 'drawNumber', papers.draw, DRAWS],
      ['/urgings?pageSize=200', 'urgingId', '', OWN],
    ];
    for (const [path, key, item, expected] of lists) {
      const reply = await client.get(path);
      expect([path, reply.status]).toEqual([path, expected[who] === 403 ? 403 : 200]);
      if (reply.status !== 200 || !item) continue;
      const keys = reply.body.items.map((one: Json) => one[key]);
      expect([path, keys.includes(item)]).toEqual([path, expected[who] === 200]);
      expect(reply.body.total).toBe(keys.length);
    }
    expect((await client.get('/concerns')).status).toBe(['supervisor', 'commissioner'].includes(who) ? 200 : 403);
  });

  it('are acted upon by those alone whom the table names', async () => {
    const before = await as('supervisor1').get(`/cards/${papers.card}`);
    const steps: [path: string, body: object, allowed: readonly Who[]][] = [
      [`/cards/${papers.card}/actions/appeal`, { reason: '申诉' }, ['leader']],
      [`/explanations/${papers.letter}/actions/give`, { text: '说明' }, ['leader']],
      [`/supervision-orders/${papers.order}/actions/report`, { text: '反馈' }, ['handler', 'leader']],
      [`/supervision-orders/draws/${papers.draw}/actions/draw`, {}, ['supervisor']],
    ];
    for (const [path, body, allowed] of steps) {
      for (const who of (Object.keys(ACCOUNTS) as Who[]).filter((one) => !allowed.includes(one))) {
        const reply = await as(ACCOUNTS[who]).post(path, { ...body, version: 1 });
        expect([path, who, [403, 404].includes(reply.status)]).toEqual([path, who, true]);
      }
    }
    expect((await as('supervisor1').get(`/cards/${papers.card}`)).body).toEqual(before.body);
    for (const path of ['/supervision-orders', '/supervision-orders/draws', '/cards', '/explanations'])
      for (const who of (Object.keys(ACCOUNTS) as Who[]).filter((one) => one !== 'supervisor'))
        refused(await as(ACCOUNTS[who]).post(path, {}), 403, 'access.role-may-not');
  });

  it('answer for what is hidden exactly as for what does not exist', async () => {
    const absent = ['/supervision-orders/DB2026-9999', '/cards/0', '/explanations/0', '/supervision-orders/draws/CC2026-9999'];
    for (const [index, [path]] of pathsOf(papers).entries()) {
      if (path.includes('draws')) continue;
      const [hidden, none] = await Promise.all([as('fire.leader').get(path), as('fire.leader').get(absent[index]!)]);
      expect([hidden.status, hidden.body]).toEqual([none.status, none.body]);
      const act = (target: string) =>
        as('fire.leader').post(`${target}/actions/${path.includes('cards') ? 'appeal' : 'give'}`, { version: 1 });
      const [closed, nothing] = await Promise.all([act(path), act(absent[index]!)]);
      expect([closed.status, closed.body]).toEqual([nothing.status, nothing.body]);
    }
    const named = { departmentCode: 'market', colour: 'red', ground: '推诿' };
    const [unknown] = await Promise.all([as('supervisor1').post('/cards', { ...named, caseNumber: '20990101000001' })]);
    refused(unknown, 422, 'input.invalid');
  });

  it('show a department its own part of an order, and of its cases those it is on', async () => {
    const other = await desks.opened();
    await desks.done('dispatcher', other, 'dispatch', { lead: 'tax', summary: '摘要' });
    const order = await post('/supervision-orders', {
      mode: 'key',
      form: 'joint',
      departments: ['market', 'tax'],
      caseNumbers: [caseNumber, other],
      task: '联合整改',
      dueAt: DUE,
    });
    const path = `/supervision-orders/${order.orderNumber}`;
    const market = await list('market.leader', path);
    expect(market.departments.map(({ departmentCode }: Json) => departmentCode)).toEqual(['market']);
    expect(market.caseNumbers).toEqual([caseNumber]);
    expect((await list('tax.leader', path)).caseNumbers.sort()).toEqual([caseNumber, other].sort());
    const told = (await list('tax.leader', `/cases/${other}`)).history.filter((one: Json) => one.type === 'case.supervised');
    expect(told).toMatchObject([{ facts: { departmentCode: 'tax', task: '联合整改' } }]);
  });

  it('are told of at once to those concerned, and to nobody else', async () => {
    const [office, own, foreign] = await Promise.all([listen(as('commissioner1')), listen(as('market.leader')), listen(as('fire.leader'))]);
    await post('/cards', { departmentCode: 'market', colour: 'yellow', ground: '不参加会议' });
    const isCard = ({ name, body }: { name: string; body: Json }) => name === 'office' && body.type === 'card.issued';
    expect((await office.until(isCard, 5_000)).body).toEqual({ type: 'card.issued', at: expect.any(String) });
    await own.until(isCard, 5_000);
    await new Promise((settled) => setTimeout(settled, 500));
    expect(foreign.frames.filter(isCard)).toEqual([]);
    [office, own, foreign].forEach((feed) => feed.close());
  });

  it('vanish with a case that is sealed, for everybody but its own inspectors', async () => {
    const { caseNumber: sealed, papers: gone } = await made();
    await desks.done('supervisor', sealed, 'seal', { reason: '索要好处' });
    for (const who of ['supervisor1', 'commissioner1', 'inspector2', 'market.leader']) {
      for (const path of [`/supervision-orders/${gone.order}`, `/cards/${gone.card}`, `/explanations/${gone.letter}`])
        expect([who, path, (await as(who).get(path)).status]).toEqual([who, path, 404]);
      for (const path of ['/supervision-orders', '/cards', '/explanations', '/urgings']) {
        const page = await list(who, `${path}?pageSize=200`);
        expect([who, path, JSON.stringify(page).includes(sealed)]).toEqual([who, path, false]);
        expect((await list(who, `${path}?caseNumber=${sealed}`)).total).toBe(0);
      }
    }
    const body = { mode: 'key', caseNumbers: [sealed], departments: ['market'], task: '督办', dueAt: DUE };
    const [hidden, absent] = await Promise.all([
      as('supervisor1').post('/supervision-orders', body),
      as('supervisor1').post('/supervision-orders', { ...body, caseNumbers: ['20990101000001'] }),
    ]);
    expect([hidden.status, hidden.body]).toEqual([absent.status, absent.body]);
    expect((await as('inspector1').get(`/cards/${gone.card}`)).status).toBe(200);
  });

  it('keep away from whoever has to keep away from the department', async () => {
    await town.db.write((tx) =>
      tx.query("INSERT INTO recusals (username, departmentCode, reason) VALUES ('inspector2', 'market', '亲属')"),
    );
    people.set('inspector2', await app.signIn('inspector2'));
    for (const [path] of pathsOf(papers).slice(0, 3)) refused(await as('inspector2').get(path), 404, 'not-found');
    expect((await list('inspector2', '/cards?departmentCode=market')).total).toBe(0);
  });
});
