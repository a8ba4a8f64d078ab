/** An operator asks a colleague while the caller waits, and hands the call over or takes it back; and everything that may go wrong meanwhile. Runs alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Json } from './support/client.js';
import { succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { type Hall, openHall, type Operator, type Phone } from './support/hall.js';
import { eventually } from './support/eventually.js';
import { HallFloor } from './support/hall-floor.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, type Town } from './support/town.js';

describeWithServer(`a warm transfer on the ${engine} engine`, () => {
  let town: Town;
  let hall: Hall;
  let floor: HallFloor;
  /** Have the call, and are asked. */
  let first: Operator | undefined;
  let second: Operator | undefined;
  let phone: Phone;
  let callId: string;
  let callers = 0;

  beforeAll(async () => {
    town = await freshTown();
    hall = await openHall(town, { secondMs: 100, waitLoopMs: 300, softphoneLapseMs: 2_000 });
    floor = new HallFloor(hall);
  }, 180_000);
  beforeEach(async () => {
    second = await floor.arrives('operator2');
    succeeded(await second.choose('busy', 'paperwork'));
    first = await floor.arrives('operator1');
    // a telephone of its own each time: it remembers what it heard
    ({ phone, callId } = await floor.talking(first, `+8613912${String(++callers).padStart(6, '0')}`));
    succeeded(await second.choose('ready'));
  });
  afterEach(async () => {
    await phone.hangUp();
    for (const one of [first, second]) if (one) await floor.leave(one);
    first = second = undefined;
    await town.db.write((tx) => tx.query("UPDATE agents SET state = 'off', callId = NULL WHERE state <> 'off'"));
    expect(hall.carrier.carrier.alerts).toEqual([]);
  });
  afterAll(async () => {
    await hall?.close();
    await town?.close();
  });

  const me = async ({ client }: Operator): Promise<string> => {
    const { state, reason } = succeeded(await client.get('/agents/me'));
    return [state, reason].filter(Boolean).join(' ');
  };
  const until = (operator: Operator, state: string) =>
    eventually(async () => ((await me(operator)) === state ? true : undefined), `${operator.username} is ${state}`);
  const call = (operator: Operator) => floor.call(operator.client, callId);
  const untilCall = (fits: (call: Json) => boolean, client: Client = first!.client) => floor.untilCall(client, callId, fits);
  const heardBy = (who: Phone | undefined, text: string): boolean =>
    who!.heard.some((event) => event.type === 'heard' && event.text === text);
  const isBack = (one: Json): boolean => one.status === 'talking' && one.agent === 'operator1' && one.consult === undefined;
  /** It rings at the colleague. */
  async function asks(): Promise<void> {
    const asked = succeeded(await first!.does(callId, 'transfer', { to: 'operator2', warm: true }));
    expect(asked).toMatchObject({ status: 'held', consult: { to: 'operator2', state: 'ringing' }, offeredTo: 'operator2' });
    expect(await floor.offeredTo(second!)).toBe(callId);
  }
  /** The two speak, and the caller hears nothing of it. */
  async function consults(): Promise<void> {
    await asks();
    succeeded(await second!.does(callId, 'accept'));
    await untilCall(({ consult }) => consult?.state === 'joined');
  }

  it('lets the two speak unheard by the caller, and goes over with both of them finishing', async () => {
    const feed = await listen(second!.client);
    expect((await call(first!)).actions).not.toContain('complete-transfer');
    await asks();
    await phone.until('held');
    await feed.until(({ name, body }) => name === 'calls' && body.type === 'consult-asked' && body.callId === callId);
    expect(await call(second!)).toMatchObject({
      actions: ['accept', 'decline'],
      number: '139****0001',
      caller: { tags: expect.anything() },
    });
    expect((await first!.does(callId, 'complete-transfer')).body.code).toBe('call.action-not-open');
    succeeded(await second!.does(callId, 'accept'));
    await untilCall(({ consult }) => consult?.state === 'joined');
    await first!.phone!.speak('他要问许可证的事');
    await eventually(() => (heardBy(second!.phone, '他要问许可证的事') ? true : undefined), 'the colleague hears');
    expect(heardBy(phone, '他要问许可证的事')).toBe(false);
    expect((await call(second!)).actions).toEqual(['hang-up']);

    succeeded(await first!.does(callId, 'complete-transfer'));
    await phone.until('resumed');
    await until(first!, 'wrap-up');
    await first!.phone!.until('ended');
    expect(await call(second!)).toMatchObject({
      status: 'talking',
      agent: 'operator2',
      actions: expect.arrayContaining(['hold', 'hang-up']),
    });
    await second!.phone!.speak('您好，我来帮您');
    await eventually(() => (heardBy(phone, '您好，我来帮您') ? true : undefined), 'the caller hears');
    expect((await call(first!)).actions).toEqual(['add-case', 'wrap-up']);
    succeeded(await first!.does(callId, 'wrap-up', { code: 'other', note: '已转同事' }));
    await until(first!, 'ready');
    succeeded(await second!.does(callId, 'hang-up'));
    await until(second!, 'wrap-up');
    const done = succeeded(await second!.does(callId, 'wrap-up', { code: 'answered-directly', note: '已答复' }));
    expect(done).toMatchObject({
      status: 'ended',
      outcome: 'talked',
      endedBy: 'agent',
      wrapUp: 'answered-directly',
      note: '已转同事\n已答复',
    });
    expect(done.cutOff).toBeUndefined();
    feed.close();
  }, 60_000);

  it.each<[string, string, () => Promise<unknown>]>([
    ['declines', 'busy missed-offer', async () => succeeded(await second!.does(callId, 'decline'))],
    ['is called off before he answers', 'ready', async () => succeeded(await first!.does(callId, 'take-back'))],
  ])('gives the caller back when the colleague %s', async (_what, state, happens) => {
    await asks();
    await happens();
    await untilCall(isBack);
    await phone.until('resumed');
    await until(second!, state);
    expect(await me(first!)).toBe('talking');
    expect((await second!.does(callId, 'accept')).body.code).toBe('call.taken');
    await speaksWithCaller(first!);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is called off', async () => succeeded(await first!.does(callId, 'take-back'))],
    ['hangs up', async () => succeeded(await second!.does(callId, 'hang-up'))],
    ['puts his telephone down', () => second!.phone!.hangUp()],
  ])('gives the caller back when the colleague %s in the middle of it', async (_what, happens) => {
    await consults();
    await happens();
    await untilCall(isBack);
    await until(second!, 'ready');
    await speaksWithCaller(first!);
    const { legs } = await call(first!);
    expect(
      legs
        .filter(({ to }: Json) => !to)
        .map(({ leg }: Json) => leg as string)
        .sort(),
    ).toEqual(['agent:operator1', 'caller']);
  });

  async function speaksWithCaller(operator: Operator): Promise<void> {
    const words = `我回来了${Date.now()}`;
    await eventually(async () => {
      await operator.phone!.speak(words);
      return heardBy(phone, words) ? true : undefined;
    }, 'the caller hears');
  }

  it('gives the caller back when the colleague lets it ring', async () => {
    await asks();
    await sleep(14_000);
    await untilCall(isBack);
    await until(second!, 'busy missed-offer');
    expect(await call(first!)).toMatchObject({ consulted: 'no-answer' });
  }, 60_000);

  it('gives the caller back when the page of the colleague is gone, ringing or in the middle', async () => {
    await asks();
    second!.vanish();
    await untilCall(isBack);
    await until(second!, 'off vanished');
    second = await floor.arrives('operator2');
    await consults();
    second.vanish();
    await untilCall(isBack);
    expect(await call(first!)).toMatchObject({ consulted: 'left' });
    await until(second, 'off vanished');
    second = undefined;
    await speaksWithCaller(first!);
  }, 60_000);

  it('gives the caller back when the telephone of the colleague does not answer', async () => {
    await asks();
    second!.phone!.off();
    await sleep(2_500);
    succeeded(await second!.does(callId, 'accept'));
    await untilCall(isBack);
    expect(await call(first!)).toMatchObject({ consulted: 'not-connected' });
    await until(second!, 'busy line-lost');
  }, 60_000);

  it('leaves nobody anything but the end when the caller hangs up meanwhile', async () => {
    await asks();
    await phone.hangUp();
    await until(second!, 'ready');
    await until(first!, 'wrap-up');
    expect(await call(first!)).toMatchObject({ status: 'wrap-up', outcome: 'talked', endedBy: 'caller' });
  });

  it('frees both when the caller hangs up while the two speak', async () => {
    await consults();
    await phone.hangUp();
    await until(second!, 'ready');
    await until(first!, 'wrap-up');
    await first!.phone!.until('ended');
    await second!.phone!.until('ended');
  });

  it('gives the caller to the colleague when the operator is lost in the middle', async () => {
    await consults();
    first!.vanish();
    await untilCall(({ agent, status }) => agent === 'operator2' && status === 'talking', second!.client);
    await speaksWithCaller(second!);
    await until(first!, 'off vanished');
    first = undefined;
    succeeded(await second!.does(callId, 'hang-up'));
    await until(second!, 'wrap-up');
    expect(await call(second!)).toMatchObject({ outcome: 'talked', agent: 'operator2' });
  }, 60_000);

  it('brings the caller to the front of the queue when the operator is lost while it rings, and so to the colleague', async () => {
    await asks();
    first!.vanish();
    await untilCall(({ status, agent }) => status === 'offered' || agent === 'operator2', second!.client);
    expect(await floor.offeredTo(second!)).toBe(callId);
    succeeded(await second!.does(callId, 'accept'));
    await speaksWithCaller(second!);
    first = undefined;
  }, 60_000);

  it('asks nobody who is not free, and leaves the caller where he is', async () => {
    succeeded(await second!.choose('busy', 'meal'));
    const refused = await first!.does(callId, 'transfer', { to: 'operator2', warm: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'agent.not-ready']);
    expect((await first!.does(callId, 'transfer', { to: 'nobody', warm: true })).status).toBe(422);
    expect((await first!.does(callId, 'transfer', { to: 'operator1', warm: true })).status).toBe(422);
    expect(await call(first!)).toMatchObject({ status: 'talking' });
    expect(phone.has('held')).toBe(false);
  });

  it('knows one winner of two clicks: two questions, accept and call off, complete and hang up', async () => {
    const third = await floor.arrives('operator3');
    const asked = await Promise.all(['operator2', 'operator3'].map((to) => first!.does(callId, 'transfer', { to, warm: true })));
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = asked.find(({ status }) => status === 200)!.body.consult.to as string;
    const [colleague, idle] = won === 'operator2' ? [second!, third] : [third, second!];
    expect(await me(idle)).toBe('ready');

    const [accepted, calledOff] = await Promise.all([colleague.does(callId, 'accept'), first!.does(callId, 'take-back')]);
    expect(calledOff.status).toBe(200);
    expect([200, 409]).toContain(accepted.status);
    await untilCall(isBack);
    await until(colleague, 'ready');
    await untilCall(({ legs }) => legs.every(({ leg, to }: Json) => to || ['caller', 'agent:operator1'].includes(leg)));

    succeeded(await first!.does(callId, 'transfer', { to: won, warm: true }));
    succeeded(await colleague.does(callId, 'accept'));
    await untilCall(({ consult }) => consult?.state === 'joined');
    const ends = await Promise.all([
      first!.does(callId, 'complete-transfer'),
      colleague.does(callId, 'hang-up'),
      first!.does(callId, 'complete-transfer'),
    ]);
    expect(ends.filter(({ status }) => status >= 500)).toEqual([]);
    const settled = await untilCall(
      ({ consult, status }) => consult === undefined && status !== 'held',
      third.client.url ? first!.client : first!.client,
    );
    expect(['operator1', won]).toContain(settled.agent);
    await phone.hangUp();
    await floor.leave(third);
  }, 60_000);

  it('shows an operator who is free, and nothing of what others do', async () => {
    const list = succeeded(await first!.client.get('/agents/colleagues')).items as Json[];
    expect(list).toEqual([
      { username: 'operator2', name: expect.any(String), state: 'ready', since: expect.any(String), skills: expect.any(Array) },
    ]);
    const feed = await listen(first!.client);
    succeeded(await second!.choose('busy', 'meal'));
    const { body } = await feed.until(({ name }) => name === 'colleagues');
    expect(Object.keys(body)).toEqual(['at']);
    expect(feed.frames.filter(({ name, body: frame }) => name === 'calls' && frame.agent === 'operator2')).toEqual([]);
    const [busy] = succeeded(await first!.client.get('/agents/colleagues')).items as Json[];
    expect(busy).toMatchObject({ state: 'busy' });
    expect(busy).not.toHaveProperty('reason');
    expect((await first!.client.get('/agents')).status).toBe(403);
    expect((await (await hall.app.signIn('market.handler1')).get('/agents/colleagues')).status).toBe(403);
    feed.close();
  });
});
