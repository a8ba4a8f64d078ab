/** The hall's supervisor says who gets which calls first; the next call that is given out goes by it, and what was before stays to be read. */
import { io } from 'socket.io-client';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { type Hall, openHall } from './support/hall.js';
import { eventually } from './support/eventually.js';
import { HallFloor } from './support/hall-floor.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town, verifiedLog } from './support/town.js';

describeWithServer(`what operators are given to answer on the ${engine} engine`, () => {
  let town: Town;
  let hall: Hall;
  let floor: HallFloor;
  let supervisor: Client;

  beforeAll(async () => {
    town = await freshTown();
    hall = await openHall(town, { secondMs: 100, waitLoopMs: 300, softphoneLapseMs: 2_000 });
    floor = new HallFloor(hall);
    supervisor = await hall.app.signIn('supervisor1');
  }, 180_000);
  afterAll(async () => {
    await hall?.close();
    await town?.close();
  });

  const give = (username: string, skills: string[], by = supervisor) => by.put(`/agents/${username}/skills`, { skills });
  const list = async (query = ''): Promise<Json> => succeeded(await supervisor.get(`/agents/skills${query}`));

  it('is listed for everybody who may answer calls, signed in or not, page by page', async () => {
    const { items, total } = await list();
    expect(items.map(({ username }: Json) => username)).toEqual(['operator1', 'operator2', 'operator3', 'operator4', 'operator5']);
    expect(items[0]).toMatchObject({ state: 'off', skills: ['general', 'enterprise', 'report'] });
    expect(items[0].changedAt).toBeUndefined();
    const second = await list('?page=2&pageSize=2');
    expect([total, second.total, second.items[0].username]).toEqual([5, 5, 'operator3']);
  });

  it('is the supervisor’s to change alone; somebody who answers no calls is not found, and nobody is left without any', async () => {
    for (const who of ['operator1', 'dispatcher1', 'reviewer1', 'admin1', 'market.leader']) {
      const other = await hall.app.signIn(who);
      refused(await other.get('/agents/skills'), 403);
      refused(await give('operator1', ['general'], other), 403);
    }
    for (const who of ['reviewer1', 'supervisor1', 'nobody']) {
      refused(await give(who, ['general']), 404);
      refused(await supervisor.get(`/agents/${who}/skills`), 404);
    }
    expect(refused(await give('operator1', []), 422).facts.fields).toEqual([{ field: 'skills', code: 'required' }]);
    refused(await give('operator1', ['singing']), 422);
    expect(succeeded(await supervisor.get('/agents/operator1/skills')).items).toEqual([]);
  });

  it('decides who gets the next call, and the hall hears of it', async () => {
    const frames: Json[] = [];
    const socket = io(hall.app.url, {
      transports: ['websocket'],
      extraHeaders: { cookie: supervisor.cookie, origin: hall.app.url },
    });
    socket.on('calls', (frame: Json) => frames.push(frame));
    await eventually(() => socket.connected || undefined, 'a connection');
    const first = await floor.arrives('operator1');
    const second = await floor.arrives('operator2');
    succeeded(await give('operator1', ['report']));
    await eventually(() => frames.find(({ type, agent }) => type === 'skills-changed' && agent === 'operator1'), 'a frame');
    // free for longer, and passed over
    const one = await floor.talking(second, '+8613912990001');
    expect(succeeded(await first.client.get('/agents/me'))).toMatchObject({ state: 'ready', skills: ['report'] });
    await one.phone.hangUp();
    await floor.leave(second);
    succeeded(await give('operator1', ['general', 'report']));
    const two = await floor.talking(first, '+8613912990002');
    await two.phone.hangUp();
    await floor.leave(first);
    socket.close();
  }, 120_000);

  it('rings at once where a call has waited for somebody who may take it', async () => {
    succeeded(await give('operator3', ['report']));
    const busy = await floor.arrives('operator4');
    succeeded(await busy.choose('busy', 'paperwork'));
    const third = await floor.arrives('operator3');
    const phone = await floor.ring('+8613912990003');
    await eventually(
      async () => (succeeded(await supervisor.get('/calls?status=queued')).total === 1 ? true : undefined),
      'a waiting call',
    );
    succeeded(await give('operator3', ['general']));
    const callId = await floor.offeredTo(third);
    succeeded(await third.does(callId, 'accept'));
    await phone.hangUp();
    await floor.leave(third);
    await floor.leave(busy);
  }, 60_000);

  it('is kept with who changed it; the same again is no change, and two at once both stand in the history', async () => {
    const { items } = succeeded(await supervisor.get('/agents/operator1/skills'));
    expect(items.map(({ skills }: Json) => skills)).toEqual([['general', 'report'], ['report']]);
    const { name } = succeeded(await supervisor.get('/session'));
    expect(items[0].by).toBe(name);
    succeeded(await give('operator1', ['report', 'general']));
    expect(succeeded(await supervisor.get('/agents/operator1/skills')).total).toBe(2);
    const both = await Promise.all([give('operator5', ['enterprise']), give('operator5', ['report'])]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const told = succeeded(await supervisor.get('/agents/operator5/skills')).items.map(({ skills }: Json) => skills[0]);
    expect(told.sort()).toEqual(['enterprise', 'report']);
    const kept = (await list()).items.find(({ username }: Json) => username === 'operator1');
    expect(kept).toMatchObject({ skills: ['general', 'report'], changedBy: name });
  });

  it('leaves a log that holds', async () => {
    await hall.app.stop({ keep: true });
    expect((await verifiedLog(town)).holds).toBe(true);
  });
});
