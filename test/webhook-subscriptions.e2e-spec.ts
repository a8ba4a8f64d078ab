/** News for other systems: told once and in order to whom it was meant, signed, without a word of a person, through failures and crashes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR, MINUTE } from '../src/domain/time.js';
import { type App, startApp } from './support/app.js';
import { particularsOf, placeOf, sightings, wordsOf } from './support/canary.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { isSigned, Receiver } from './support/receiver.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const EVERYTHING = ['case.registered', 'case.dispatched', 'case.replied', 'case.closed', 'case.reopened', 'case.ended', 'case.escalated'];
const NAMES = ['admin1', 'auditor1', 'operator1', 'dispatcher1', 'reviewer1', 'supervisor1', 'market.handler1', 'market.leader'];

describeWithServer('news for other systems', () => {
  let town: Town;
  let app: App;
  let receiver: Receiver;
  const people = new Map<string, Client>();
  const clock = { at: Date.parse(MONDAY), set: 0 };
  let names = 0;

  const signIn = async () => {
    for (const name of NAMES) people.set(name, await app.signIn(name));
  };
  beforeAll(async () => {
    town = await freshTown();
    receiver = await Receiver.open();
    app = await startApp({ NOW: MONDAY, WEBHOOK_HOSTS: receiver.host, INTAKES_PER_MINUTE: '1000000' }, town.database);
    clock.set = Date.now();
    await signIn();
  });
  afterAll(async () => {
    await app?.stop();
    await receiver?.close();
    await town?.close();
  });

  const admin = () => people.get('admin1')!;
  /** Turns the server's clock on; who was signed in has to come again. */
  const later = async (ms: number) => {
    clock.at += Date.now() - clock.set + ms;
    clock.set = Date.now();
    await app.turnTo(new Date(clock.at).toISOString());
    await signIn();
  };
  const subscribe = async (events = EVERYTHING) => {
    const path = `hook-${++names}`;
    const { id, secret } = succeeded(await admin().post('/webhook-subscriptions', { name: path, url: receiver.url(path), events }), 201);
    return { id: id as string, secret: secret as string, path };
  };
  const step = async (id: string, action: string) => succeeded(await admin().post(`/webhook-subscriptions/${id}/actions/${action}`));
  const deliveries = async (id: string, query = ''): Promise<Json[]> =>
    succeeded(await admin().get(`/webhook-subscriptions/${id}/deliveries${query}`)).items;
  const take = async (more: object = {}): Promise<string> => {
    const body = {
      channel: 'phone',
      urgency: 'normal',
      kind: 'complaint',
      description: '窗口让企业跑了三趟',
      categoryCode: '0103',
      ...more,
    };
    return succeeded(await people.get('operator1')!.post('/cases', body), 201).caseNumber;
  };
  const act = async (username: string, caseNumber: string, action: string, body = {}) =>
    succeeded(await people.get(username)!.act(caseNumber, action, body));
  const dispatch = (caseNumber: string) => act('dispatcher1', caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
  const until = async <T>(ask: () => Promise<T | undefined>, what: string): Promise<T> => {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
      const found = await ask();
      if (found !== undefined) return found;
    }
    throw new Error(`Never: ${what}`);
  };
  const settled = (id: string, state: string, many = 1) =>
    until(async () => {
      const found = await deliveries(id, `?state=${state}`);
      return found.length >= many ? found : undefined;
    }, `${many} ${state}`);
  /** A moment in which something that must not happen could. */
  const quiet = () => sleep(2_500);

  it('is arranged by an administrator, looked at by an auditor, and by nobody else', async () => {
    const { id } = await subscribe();
    const auditor = people.get('auditor1')!;
    expect(succeeded(await auditor.get(`/webhook-subscriptions/${id}`))).toMatchObject({
      state: 'active',
      createdBy: 'admin1',
      events: EVERYTHING,
    });
    expect(succeeded(await auditor.get('/webhook-subscriptions')).total).toBe(1);
    succeeded(await auditor.get(`/webhook-subscriptions/${id}/deliveries`));
    refused(await auditor.post(`/webhook-subscriptions/${id}/actions/pause`), 403, 'access.role-may-not');
    for (const name of ['operator1', 'supervisor1', 'market.leader'])
      refused(await people.get(name)!.get('/webhook-subscriptions'), 403, 'access.role-may-not');
    refused(await admin().get('/webhook-subscriptions/none'), 404);
    refused(await admin().post(`/webhook-subscriptions/${id}/actions/explode`), 409, 'webhook.action-not-open');
    await step(id, 'end');
    refused(await admin().post(`/webhook-subscriptions/${id}/actions/ping`), 409, 'webhook.action-not-open');
    const told = await town.db.read<{ type: string }>("SELECT type FROM events WHERE type LIKE 'webhook.%' ORDER BY number");
    expect(told.map(({ type }) => type)).toEqual(['webhook.created', 'webhook.ended']);
  });

  it.each([
    ['http://data.city.example/', 'not-https'],
    ['https://127.0.0.1/', 'private-address'],
    ['https://169.254.169.254/latest/', 'private-address'],
    ['https://a:b@data.city.example/', 'has-credentials'],
    ['data.city.example', 'not-an-address'],
  ])('does not go to %s', async (url, code) => {
    const { facts } = refused(await admin().post('/webhook-subscriptions', { name: 'x', url, events: EVERYTHING }), 422, 'input.invalid');
    expect(facts.fields).toEqual([{ field: 'url', code }]);
  });

  it('has a secret that is shown once, is closed in the database, and can be made anew', async () => {
    const { id, secret, path } = await subscribe();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(succeeded(await admin().get('/webhook-subscriptions')))).not.toContain(secret);
    expect(JSON.stringify(await town.db.read('SELECT * FROM webhook_subscriptions'))).not.toContain(secret);
    await step(id, 'ping');
    const [first] = await receiver.of(path);
    expect(isSigned(first!, secret)).toBe(true);
    expect(first).toMatchObject({ event: 'ping', body: { id: first!.id, type: 'ping' } });
    const { secret: fresh } = await step(id, 'renew-secret');
    await step(id, 'ping');
    const [, second] = await receiver.of(path, 2);
    expect([isSigned(second!, secret), isSigned(second!, fresh)]).toEqual([false, true]);
    expect(isSigned({ ...second!, raw: second!.raw.replace('ping', 'pong') }, fresh)).toBe(false);
    await step(id, 'end');
  });

  it('tells the life of a case in order, signed, with its codes and not a word of a person', async () => {
    const { id, secret, path } = await subscribe();
    const chosen = await subscribe(['case.closed']);
    const one = await take({
      title: wordsOf(1, '一'),
      description: wordsOf(1, '二'),
      address: placeOf(1),
      accusedDepartmentCode: 'market',
      complainant: particularsOf(1),
    });
    await dispatch(one);
    await act('market.handler1', one, 'sign');
    await act('market.leader', one, 'answer', {
      finding: 'true',
      solved: 'solved',
      internalNote: wordsOf(1, '三'),
      publicReply: `已向${particularsOf(1).name}退费`,
    });
    await act('reviewer1', one, 'pass');
    await act('reviewer1', one, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied', words: wordsOf(1, '四') });
    await act('reviewer1', one, 'close');
    const heard = await receiver.of(path, 4);
    expect(heard.map(({ event, body }) => [event, body.type, body.facts])).toEqual([
      ['case.registered', 'case.registered', { kind: 'complaint', urgency: 'normal', channel: 'phone', categoryCode: '0103' }],
      ['case.dispatched', 'case.dispatched', { lead: 'market', assists: [] }],
      ['case.replied', 'case.replied', {}],
      ['case.closed', 'case.closed', { departments: ['market'] }],
    ]);
    for (const each of heard) {
      expect(isSigned(each, secret)).toBe(true);
      expect(Object.keys(each.body).sort()).toEqual(['at', 'caseNumber', 'cause', 'facts', 'id', 'number', 'type']);
      expect(each.body).toMatchObject({ id: each.id, caseNumber: one });
      expect(Math.abs(each.at * 1000 - clock.at)).toBeLessThan(5 * MINUTE);
      expect(sightings(each.raw)).toEqual([]);
    }
    expect(heard.map(({ body }) => body.number)).toEqual([...heard.map(({ body }) => body.number)].sort((a, b) => a - b));
    expect((await receiver.of(chosen.path)).map(({ event }) => event)).toEqual(['case.closed']);
    const [listed] = await settled(id, 'delivered', 4);
    expect(Object.keys(listed).sort()).toEqual([
      'actions',
      'attempts',
      'createdAt',
      'deliveredAt',
      'id',
      'lastStatus',
      'number',
      'state',
      'type',
    ]);
    expect(sightings(JSON.stringify(await town.db.read('SELECT * FROM webhook_deliveries')))).toEqual([]);
    expect(sightings(app.logs)).toEqual([]);
    await step(id, 'end');
    await step(chosen.id, 'end');
  });

  it('begins with what happens after it was asked for', async () => {
    await take();
    const { id, path } = await subscribe();
    const one = await take();
    expect((await receiver.of(path)).map(({ body }) => body.caseNumber)).toEqual([one]);
    await step(id, 'end');
  });

  it('says nothing of sealed cases, of accusations, nor that a case was sealed while its news waited', async () => {
    const { id, path } = await subscribe();
    receiver.script.set(path, [500]);
    const sealed = await take();
    await until(async () => (await deliveries(id)).find(({ attempts }) => attempts === 1), 'a failure');
    await act('reviewer1', sealed, 'seal', { reason: '涉嫌索要好处' });
    await take({ kind: 'report', namedOfficial: '王某' });
    await take({ kind: 'report' });
    await quiet();
    expect(await deliveries(id)).toEqual([]);
    refused(await admin().get(`/webhook-subscriptions/${id}/deliveries/${receiver.heard.at(-1)!.id}`), 404);
    refused(await admin().post(`/webhook-subscriptions/${id}/deliveries/${receiver.heard.at(-1)!.id}/actions/resend`), 404);
    const open = await take();
    await later(MINUTE);
    await quiet();
    expect((await receiver.of(path, 2)).map(({ body }) => body.caseNumber)).toEqual([sealed, open]);
    await step(id, 'end');
  });

  it('is tried again after a refusal, under the same id, and keeps a log without words', async () => {
    const { id, path } = await subscribe();
    receiver.script.set(path, [500]);
    const one = await take();
    const [failed] = await settled(id, 'waiting');
    await until(async () => (await deliveries(id))[0]?.lastStatus, 'a status');
    expect(Date.parse((await deliveries(id))[0].nextAt) - clock.at).toBeGreaterThan(25_000);
    await later(31_000);
    const heard = await receiver.of(path, 2);
    expect(heard.map(({ id: delivery, body }) => [delivery, body.caseNumber])).toEqual([
      [failed.id, one],
      [failed.id, one],
    ]);
    await settled(id, 'delivered');
    const whole = succeeded(await admin().get(`/webhook-subscriptions/${id}/deliveries/${failed.id}`));
    expect(whole).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 200, actions: ['resend'] });
    expect(whole.log).toEqual([
      { attempt: 1, at: expect.any(String), ms: expect.any(Number), status: 500 },
      { attempt: 2, at: expect.any(String), ms: expect.any(Number), status: 200 },
    ]);
    const stored = JSON.stringify([
      ...(await town.db.read('SELECT * FROM webhook_attempts')),
      ...(await town.db.read('SELECT * FROM webhook_deliveries')),
    ]);
    expect(stored).not.toContain('words of the receiver');
    await step(id, 'end');
  });

  it('gives a system that does not answer ten seconds, and lets the others not wait for it', async () => {
    const [slow, quick] = [await subscribe(), await subscribe()];
    receiver.script.set(slow.path, ['hang']);
    const began = Date.now();
    await take();
    const cases = [await take(), await take()];
    expect((await receiver.of(quick.path, 1)).length).toBeGreaterThan(0);
    await until(async () => (await deliveries(slow.id)).find(({ lastError }) => lastError === 'timeout'), 'a time-out');
    expect(Date.now() - began).toBeGreaterThan(9_000);
    const told = await receiver.of(quick.path, 3);
    expect(told.map(({ body }) => body.caseNumber)).toEqual(expect.arrayContaining(cases));
    // with everything else that waits for it, it is left alone for half a minute
    await quiet();
    expect(receiver.heard.filter(({ path }) => path === slow.path).length).toBeLessThanOrEqual(3);
    await later(31_000);
    await settled(slow.id, 'delivered', 3);
    await step(slow.id, 'end');
    await step(quick.id, 'end');
  });

  it('keeps the order of a case through failures, while other cases go on', async () => {
    const { id, path } = await subscribe();
    receiver.script.set(path, [503]);
    const first = await take();
    await until(async () => (await deliveries(id)).find(({ attempts }) => attempts === 1), 'a failure');
    await dispatch(first);
    const second = await take();
    await later(31_000);
    await receiver.of(path, 4);
    await settled(id, 'delivered', 3);
    const heard = await receiver.of(path, 4);
    expect(heard.filter(({ body }) => body.caseNumber === first).map(({ event }) => event)).toEqual([
      'case.registered',
      'case.registered',
      'case.dispatched',
    ]);
    expect(heard.filter(({ body }) => body.caseNumber === second).map(({ event }) => event)).toEqual(['case.registered']);
    await step(id, 'end');
  });

  it('is neither lost nor made twice by a crash between the call and its note', async () => {
    const { id, path } = await subscribe();
    receiver.script.set(path, ['hang']);
    const one = await take();
    await receiver.of(path);
    await app.kill();
    clock.at += Date.now() - clock.set + 2 * MINUTE;
    clock.set = Date.now();
    await app.start({ NOW: new Date(clock.at).toISOString() });
    await signIn();
    const heard = await receiver.of(path, 2);
    await settled(id, 'delivered');
    expect(new Set(heard.map(({ id: delivery }) => delivery)).size).toBe(1);
    const rows = await town.db.read('SELECT id FROM webhook_deliveries WHERE caseNumber = ?', [one]);
    expect(rows).toHaveLength(1);
    await step(id, 'end');
  });

  it('is gathered once by the log’s own numbers, also by several processes and after a crash', async () => {
    const { id, path } = await subscribe(['case.registered']);
    const second =
      engine === 'mysql'
        ? await startApp({ NOW: new Date(clock.at).toISOString(), WEBHOOK_HOSTS: receiver.host }, town.database)
        : undefined;
    const numbers: string[] = [];
    for (let n = 0; n < 12; n++) numbers.push(await take());
    await app.kill();
    await app.start();
    await signIn();
    await settled(id, 'delivered', 12);
    await quiet();
    await second?.stop();
    const rows = await town.db.read<{ caseNumber: string; number: number }>(
      'SELECT caseNumber, number FROM webhook_deliveries WHERE subscriptionId = ?',
      [id],
    );
    expect(rows.map(({ caseNumber }) => caseNumber).sort()).toEqual(numbers);
    const known = new Set(receiver.heard.filter((one) => one.path === path).map(({ body }) => body.caseNumber));
    expect([...known].sort()).toEqual(numbers);
    await step(id, 'end');
  });

  it('rests without loss, and ends for good', async () => {
    const { id, path } = await subscribe();
    await step(id, 'pause');
    refused(await admin().post(`/webhook-subscriptions/${id}/actions/ping`), 409, 'webhook.action-not-open');
    const one = await take();
    await settled(id, 'held');
    await quiet();
    expect(receiver.heard.filter((each) => each.path === path)).toEqual([]);
    await step(id, 'resume');
    expect((await receiver.of(path)).map(({ body }) => body.caseNumber)).toEqual([one]);
    await settled(id, 'delivered');
    await step(id, 'pause');
    await take();
    await settled(id, 'held');
    expect((await step(id, 'end')).state).toBe('ended');
    await take();
    await quiet();
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['cancelled', 'delivered']);
    expect(receiver.heard.filter((each) => each.path === path)).toHaveLength(1);
  });

  it('is given up after a day, and sent again by hand', async () => {
    const { id, path } = await subscribe();
    receiver.script.set(path, [500, 500, 200, 200]);
    await take();
    await until(async () => (await deliveries(id)).find(({ attempts }) => attempts === 1), 'a failure');
    // as if it had been tried for most of a day
    const [row] = await deliveries(id);
    refused(await admin().post(`/webhook-subscriptions/${id}/deliveries/${row.id}/actions/resend`), 409, 'webhook.action-not-open');
    await town.db.write((tx) =>
      tx.query('UPDATE webhook_deliveries SET tries = 11, firstAt = firstAt - ? WHERE id = ?', [17 * HOUR, row.id]),
    );
    await later(31_000);
    await settled(id, 'dead');
    succeeded(await admin().post(`/webhook-subscriptions/${id}/deliveries/${row.id}/actions/resend`));
    await receiver.of(path, 3);
    const [done] = await settled(id, 'delivered');
    expect(done).toMatchObject({ id: row.id, attempts: 3 });
    succeeded(await admin().post(`/webhook-subscriptions/${id}/deliveries/${row.id}/actions/resend`));
    const heard = await receiver.of(path, 4);
    expect(new Set(heard.map((each) => each.id))).toEqual(new Set([row.id]));
    refused(await people.get('auditor1')!.post(`/webhook-subscriptions/${id}/deliveries/${row.id}/actions/resend`), 403);
    await step(id, 'end');
  });
});
