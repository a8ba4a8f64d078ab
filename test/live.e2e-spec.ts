/** The live feed: who is let in, what a frame holds, whose frames one hears, and that nothing is missed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { ANSWER, Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { type Feed, listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const EVIL = 'https://evil.example';

describeWithServer('the live feed', () => {
  let town: Town;
  let apps: App[];
  let desks: Desks;
  const feeds: Feed[] = [];
  const hear = async (client: Client): Promise<Feed> => {
    const feed = await listen(client);
    feeds.push(feed);
    return feed;
  };
  const told = (feed: Feed): Json[] => feed.frames.filter(({ name }) => name === 'event').map(({ body }) => body);
  const typed = (caseNumber: string, type: string) => (frame: { body: Json }) =>
    frame.body.caseNumber === caseNumber && frame.body.type === type;

  beforeAll(async () => {
    town = await freshTown();
    apps = [await startApp({ NOW: MONDAY }, town.database)];
    // on the embedded engine a city is one process
    if (engine === 'mysql') apps.push(await startApp({ NOW: MONDAY }, town.database));
    desks = new Desks(apps[0]!);
  });
  afterEach(() => feeds.splice(0).forEach((feed) => feed.close()));
  afterAll(async () => {
    await Promise.all((apps ?? []).map((app) => app.stop()));
    await town?.close();
  });

  /** What a browser gets that connects this way. */
  const attempt = (transport: 'websocket' | 'polling', extraHeaders: Record<string, string>): Promise<string> =>
    new Promise((done) => {
      const socket = io(apps[0]!.url, { transports: [transport], reconnection: false, forceNew: true, extraHeaders });
      const end = (words: string) => {
        socket.close();
        done(words);
      };
      socket.once('connect', () => end('let in'));
      socket.once('connect_error', (error) => end(`refused: ${error.message}`));
    });

  it.each(['websocket', 'polling'] as const)(
    'lets nobody in by %s without a session, nor with one from a foreign page',
    async (transport) => {
      const { cookie, url } = await desks.as('dispatcher');
      expect(await attempt(transport, { cookie, origin: url })).toBe('let in');
      expect(await attempt(transport, { cookie })).toBe('let in');
      expect(await attempt(transport, { origin: url })).toBe('refused: session.needed');
      expect(await attempt(transport, { cookie: 'session=forged', origin: url })).toBe('refused: session.needed');
      expect(await attempt(transport, { cookie, origin: EVIL })).toMatch(/^refused: /);
      expect(await attempt(transport, { cookie, origin: 'null' })).toMatch(/^refused: /);
    },
  );

  it('answers a foreign page’s handshake by polling with a refusal and without leave to read it', async () => {
    const { cookie } = await desks.as('dispatcher');
    const reply = await apps[0]!.client().get('/socket.io/?EIO=4&transport=polling', { cookie, origin: EVIL });
    expect(reply.status).toBe(403);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tells of a case in thin frames: number, type, time, case and version, nothing else', async () => {
    const feed = await hear(await desks.as('dispatcher'));
    const caseNumber = await desks.working();
    await feed.until(typed(caseNumber, 'assignment.signed'));
    const frames = told(feed);
    expect(frames.map(({ type, version }) => [type, version])).toEqual([
      ['case.registered', 1],
      ['case.dispatched', 2],
      ['assignment.signed', 3],
    ]);
    for (const frame of frames) {
      expect(Object.keys(frame).sort()).toEqual(['at', 'caseNumber', 'number', 'type', 'version']);
      expect(frame).toMatchObject({ at: expect.stringMatching(/\+08:00$/), caseNumber });
    }
  });

  it('lets a department hear its own cases alone, from the dispatch on and until it has given them back', async () => {
    const [market, tax, admin] = await Promise.all(['market', 'tax', 'admin'].map(async (who) => hear(await desks.as(who))));
    const own = await desks.dispatched();
    await desks.done('market', own, 'request-return', { reason: '非本单位职责' });
    await desks.done('dispatcher', own, 'grant-return', { departmentCode: 'market', reason: '属实' });
    await desks.done('dispatcher', own, 'dispatch', { lead: 'tax', summary: '反映收费' });
    await tax!.until(typed(own, 'case.dispatched'));
    await sleep(500);
    expect(told(market!).map(({ type }) => type)).toEqual(expect.arrayContaining(['case.dispatched', 'assignment.return-requested']));
    expect(told(market!).filter(({ version }) => version > 3)).toEqual([]);
    expect(new Set(told(tax!).map(({ caseNumber }) => caseNumber))).toEqual(new Set([own]));
    expect(told(tax!).filter(({ version }) => version < 4)).toEqual([]);
    expect(admin!.frames).toEqual([]);
  });

  it('falls silent about a case in the moment it is sealed, but for its inspector', async () => {
    const caseNumber = await desks.working();
    const [reviewer, market, inspector, other] = await Promise.all(
      ['reviewer', 'market', 'inspector', 'inspector2'].map(async (who) => hear(await desks.as(who))),
    );
    await desks.done('supervisor', caseNumber, 'seal', { reason: '涉嫌索贿' });
    await inspector!.until(typed(caseNumber, 'case.sealed'));
    const after = await desks.opened();
    await reviewer!.until(typed(after, 'case.registered'));
    for (const feed of [reviewer!, market!, other!]) expect(told(feed).filter((frame) => frame.caseNumber === caseNumber)).toEqual([]);
  });

  it('gives whoever was away exactly the frames he missed, in order and none twice', async () => {
    const client = await desks.as('market');
    const listener = await hear(client);
    const { head } = succeeded(await client.get('/events?after=0&limit=1'));
    const numbers = [await desks.answered(), await desks.dispatched(['tax']), await desks.dispatched()];
    await desks.done('reviewer', numbers[0]!, 'send-back', { departmentCode: 'market', reason: '未答所问' });
    await desks.done('market!', numbers[0]!, 'answer', ANSWER);
    await listener.until((frame) => typed(numbers[0]!, 'assignment.answered')(frame) && frame.body.version === 6);
    const caughtUp: Json[] = [];
    for (let after = head as number; ; after = caughtUp.at(-1).number) {
      const { items } = succeeded(await client.get(`/events?after=${after}&limit=2`));
      if (items.length === 0) break;
      caughtUp.push(...items);
    }
    const live = told(listener);
    // a case is registered before the department may know of it: the catch-up tells that, too, the socket could not
    expect(caughtUp.filter(({ type }) => type !== 'case.registered')).toEqual(live.filter(({ type }) => type !== 'case.registered'));
    expect(live.map(({ number }) => number)).toEqual([...new Set(live.map(({ number }) => number as number))].sort((a, b) => a - b));
  });

  it('tells what another process did, when there is one, and both tell the same', async () => {
    const [here, there] = [apps[0]!, apps.at(-1)!];
    const listeners = await Promise.all([here, there].map(async (app) => hear(await app.signIn('reviewer1'))));
    const elsewhere = new Desks(there);
    const numbers = [await desks.working(), await elsewhere.working()];
    for (const feed of listeners) {
      for (const caseNumber of numbers) await feed.until(typed(caseNumber, 'assignment.signed'));
    }
    expect(told(listeners[0]!)).toEqual(told(listeners[1]!));
    expect(told(listeners[0]!)).toHaveLength(6);
  });

  it('tells a reader whose session ended so, and cuts him off within five seconds', async () => {
    const [leaver, stayer] = [await apps[0]!.signIn('operator1'), await apps[0]!.signIn('operator1')];
    const [gone, still] = [await hear(leaver), await hear(stayer)];
    succeeded(await leaver.delete('/session'), 204);
    await gone.until(({ name }) => name === 'session.ended');
    await gone.ended();
    await desks.opened();
    await still.until(({ body }) => body.type === 'case.registered');
    expect(told(gone)).toEqual([]);
  });

  it('cuts a reader whose account was closed or whose session was ended elsewhere', async () => {
    const [closed, ended] = [await apps[0]!.signIn('operator3'), await apps.at(-1)!.signIn('operator4')];
    const listeners = [await hear(closed), await hear(ended)];
    await town.db.write(async (tx) => {
      await tx.query("UPDATE accounts SET active = 0 WHERE username = 'operator3'");
      await tx.query("UPDATE sessions SET endedAt = 1 WHERE username = 'operator4'");
    });
    for (const feed of listeners) await feed.ended(5_000);
    expect((await closed.get('/session')).status).toBe(401);
  });

  it('hears no more of a department from which somebody has to keep away, sockets that are open included', async () => {
    const before = await hear(await apps[0]!.signIn('operator5'));
    await town.db.write((tx) => tx.query("INSERT INTO recusals (username, departmentCode, reason) VALUES ('operator5', 'market', '亲属')"));
    await sleep(3_000);
    const after = await hear(await apps[0]!.signIn('operator5'));
    const caseNumber = await desks.working();
    const other = await desks.opened();
    for (const feed of [before, after]) {
      await feed.until(typed(other, 'case.registered'));
      expect(told(feed).filter((frame) => frame.caseNumber === caseNumber && frame.type !== 'case.registered')).toEqual([]);
    }
  });

  it('moves whoever’s roles changed at once into what he may hear now, and out of what he may not', async () => {
    const operator = await apps[0]!.signIn('operator4');
    const feed = await hear(await apps[0]!.signIn('supervisor1'));
    const hall = (since: number) => feed.frames.slice(since).filter(({ name, body }) => name === 'calls' && body.agent === 'operator4');
    const change = async (state: string) => succeeded(await operator.put('/agents/me/state', { state, reason: 'meeting' }));
    await change('busy');
    await feed.until(({ name, body }) => name === 'calls' && body.agent === 'operator4');
    await town.db.write((tx) => tx.query("UPDATE accounts SET roles = '[\"reviewer\"]' WHERE username = 'supervisor1'"));
    await sleep(3_000);
    const seen = feed.frames.length;
    await change('off');
    await sleep(1_500);
    expect([feed.isConnected, hall(seen)]).toEqual([true, []]);
    // a reviewer hands calls over, too: that somebody's state changed is told to him
    expect(feed.frames.slice(seen).some(({ name }) => name === 'colleagues')).toBe(true);
    await town.db.write((tx) => tx.query("UPDATE accounts SET roles = '[\"supervisor\"]' WHERE username = 'supervisor1'"));
    await sleep(3_000);
    const again = feed.frames.length;
    await change('busy');
    await feed.until((frame) => feed.frames.indexOf(frame) >= again && frame.name === 'calls' && frame.body.agent === 'operator4');
  }, 60_000);
});
