/** Nobody who is gone stays at the desk: not by a sign that was noted late, not by a carrier that does not answer, not by a broken row. */
import { Agents } from '../src/calls/agents.js';
import { CallStore } from '../src/calls/call.store.js';
import { Desk } from '../src/calls/desk.js';
import { Telephony } from '../src/calls/telephony.js';
import type { Actor } from '../src/domain/case-state.js';
import { Clock } from '../src/platform/clock.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const operator = (username: string): Actor => ({ username, name: username, roles: ['operator'] });

describeWithServer(`presence at the desk on the ${engine} engine`, () => {
  let database: TestDatabase;
  let inside: Inside;
  let agents: Agents;
  let desk: Desk;
  let seconds = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    inside = await openInside(database);
    const clock = inside.app.get(Clock);
    const began = clock.now();
    Object.assign(clock, { now: () => began + seconds * 1000 });
    agents = inside.app.get(Agents);
    desk = inside.app.get(Desk);
  }, 120_000);
  beforeEach(async () => {
    seconds += 100;
    await agents.choose(operator('operator1'), 'ready', null);
  });
  afterEach(async () => {
    await agents.choose(operator('operator1'), 'off', null);
  });
  afterAll(async () => {
    await inside?.app.close();
    await database?.drop();
  });

  const stateOf = async (username: string) => {
    const found = await agents.one(username);
    return [found?.state, found?.reason].filter(Boolean).join(' ');
  };

  it('counts from the moment a page answered, however late that is noted', async () => {
    seconds += 4;
    await agents.seen([{ username: 'operator1', agoMs: 3_500 }]);
    seconds += 2;
    await desk.tick();
    expect(await stateOf('operator1')).toBe('off vanished');
  });

  it('keeps the later sign when two processes note theirs in the other order', async () => {
    seconds += 4;
    await agents.seen([{ username: 'operator1', agoMs: 0 }]);
    await agents.seen([{ username: 'operator1', agoMs: 3_900 }]);
    seconds += 4;
    await desk.tick();
    expect(await stateOf('operator1')).toBe('ready');
  });

  it('notes many pages at once, each by its own time', async () => {
    await agents.choose(operator('operator2'), 'ready', null);
    seconds += 4;
    await agents.seen([
      { username: 'operator1', agoMs: 100 },
      { username: 'operator2', agoMs: 3_900 },
      { username: 'nobody', agoMs: 0 },
    ]);
    seconds += 3;
    await desk.tick();
    expect([await stateOf('operator1'), await stateOf('operator2')]).toEqual(['ready', 'off vanished']);
  });

  it('gives pages a moment after a start, but nobody who was silent before it', async () => {
    await agents.choose(operator('operator2'), 'ready', null);
    seconds += 4;
    await agents.seen([{ username: 'operator1', agoMs: 200 }]);
    // the server is away for a minute
    seconds += 60;
    await desk.catchUp();
    await desk.tick();
    expect([await stateOf('operator1'), await stateOf('operator2')]).toEqual(['ready', 'ready']);
    seconds += 2;
    await desk.tick();
    expect([await stateOf('operator1'), await stateOf('operator2')]).toEqual(['ready', 'off vanished']);
    seconds += 4;
    await desk.tick();
    expect(await stateOf('operator1')).toBe('off vanished');
  });

  it('gives nobody a moment when one of several processes starts', async () => {
    await agents.choose(operator('operator2'), 'ready', null);
    seconds += 4;
    await agents.seen([{ username: 'operator1', agoMs: 0 }]);
    await desk.catchUp();
    seconds += 2;
    await desk.tick();
    expect([await stateOf('operator1'), await stateOf('operator2')]).toEqual(['ready', 'off vanished']);
  });

  it('lets go of whoever vanished while the carrier does not answer', async () => {
    const store = inside.app.get(CallStore, { strict: false });
    const leg = `CA${'7'.repeat(32)}`;
    await inside.db.write(async (tx) => {
      await store.open(tx, { leg, number: null }, [{ kind: 'incoming', key: 'incoming', at: inside.app.get(Clock).now() }]);
      await tx.query('UPDATE calls SET checkAt = 0 WHERE carrierLeg = ?', [leg]);
    });
    const telephony = inside.app.get(Telephony);
    let answer: () => void = () => undefined;
    const silence = new Promise<undefined>((done) => (answer = () => done(undefined)));
    const lineState = telephony.lineState.bind(telephony);
    let asked = 0;
    Object.assign(telephony, { lineState: () => (asked++, silence) });
    const around = desk.lookAround();
    seconds += 6;
    await desk.tick();
    expect(await stateOf('operator1')).toBe('off vanished');
    expect(asked).toBe(1);
    Object.assign(telephony, { lineState });
    answer();
    await around;
  });

  it('lets go of an operator whose call cannot be read, and of the others', async () => {
    await agents.choose(operator('operator2'), 'ready', null);
    await inside.db.write(async (tx) => {
      const opened = await inside.app
        .get(CallStore, { strict: false })
        .open(tx, { leg: null, number: null }, [{ kind: 'incoming', key: 'incoming', at: inside.app.get(Clock).now() }]);
      await tx.query("UPDATE calls SET facts = '[', checkAt = NULL WHERE callId = ?", [opened.callId]);
      await tx.query("UPDATE agents SET state = 'offered', callId = ? WHERE username = 'operator1'", [opened.callId]);
    });
    seconds += 6;
    await desk.tick();
    expect([await stateOf('operator1'), await stateOf('operator2')]).toEqual(['off vanished', 'off vanished']);
  });
});
