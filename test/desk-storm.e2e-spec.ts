/** A hundred calls at once on forty operators who come and go, and a server that is killed in the middle: nobody who rang is lost. Runs alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../src/demo/random.js';
import type { Fact } from '../src/domain/call-facts.js';
import { factsOf } from '../src/domain/call-facts.js';
import { taskOf } from '../src/domain/call-tasks.js';
import { recordOf } from '../src/domain/call-life.js';
import type { Json } from './support/client.js';
import { engine } from './support/database.js';
import { type Hall, openHall, Operator, Phone } from './support/hall.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

const CALLS = 100;
const OPERATORS = 40;
const VANISH_EVERY_MS = 400;
const PHANTOM_AFTER_MS = 10_000;

describeWithServer(`the desk in a storm on the ${engine} engine`, () => {
  let town: Town;
  let hall: Hall;
  const random = new Random(20261102);
  const counts = { offers: 0, accepted: 0, taken: 0, vanished: 0, kills: 0 };
  const gone = new Map<string, number>();
  const phantoms = new Set<string>();
  let isDown = false;

  beforeAll(async () => {
    town = await freshTown();
    const [copied] = await town.db.readPrimary<Record<string, unknown>>("SELECT * FROM accounts WHERE username = 'operator1'");
    await town.db.write(async (tx) => {
      for (let index = 6; index <= OPERATORS; index++) {
        const { createdAt, passwordHash, roles } = copied!;
        await tx.query(
          'INSERT INTO accounts (username, name, roles, departmentCode, passwordHash, active, duty, createdAt) VALUES (?,?,?,NULL,?,1,0,?)',
          [...[`operator${index}`, `话务员${index}`, roles, passwordHash, createdAt]],
        );
      }
    });
    hall = await openHall(town, { secondMs: 200, waitLoopMs: 15_000, softphoneLapseMs: 2000 });
  }, 180_000);
  afterAll(async () => {
    await hall?.close();
    await town?.close();
  });

  /** Mostly takes what rings, speaks a while, and ends about half of his calls himself. */
  async function works(frame: Json, operator: Operator): Promise<void> {
    if (frame.type !== 'offered' || frame.agent !== operator.username || random.chance(0.08)) return;
    counts.offers++;
    await sleep(random.whole([50, 600]));
    // two windows of one operator, and a neighbour who wants it too
    const answers = await Promise.all([operator.does(frame.callId, 'accept'), operator.does(frame.callId, 'accept')]).catch(() => []);
    counts.accepted += answers.filter(({ status }) => status === 200).length;
    counts.taken += answers.filter(({ body }) => body?.code === 'call.taken').length;
    if (!answers.some(({ status }) => status === 200)) return;
    await sleep(random.whole([500, 3_000]));
    if (random.chance(0.5)) await operator.does(frame.callId, 'hang-up').catch(() => undefined);
    await sleep(300);
    await operator.does(frame.callId, 'wrap-up', { code: 'other' }).catch(() => undefined);
  }

  async function arrives(username: string): Promise<Operator> {
    const client = await hall.app.signIn(username);
    const operator = new Operator(client, username, hall.carrier.url, (frame, self) => void works(frame, self).catch(() => undefined));
    gone.delete(username);
    try {
      await operator.arrive();
    } catch (error) {
      operator.vanish(); // half an arrival would keep a live connection nobody counts
      throw error;
    }
    return operator;
  }

  /** Rings, waits with a patience of its own, and hangs up after a talk if nobody else did. */
  async function rings(index: number): Promise<void> {
    const phone = await Phone.open(hall.carrier.url, { number: `+861390000${String(1000 + index)}` });
    await phone.dial();
    if (random.chance(0.4)) setTimeout(() => void phone.press(random.chance(0.5) ? '1' : '2'), 300);
    const patience = Date.now() + random.whole([8_000, 40_000]);
    while (!phone.has('ended')) {
      if (phone.has('joined')) {
        await sleep(random.whole([1_000, 5_000]));
        if (!phone.has('ended')) await phone.hangUp();
        break;
      }
      if (Date.now() > patience) {
        await phone.hangUp();
        break;
      }
      await sleep(50);
    }
    phone.off();
  }

  /** Looks every second for an operator who is gone and still counts as free; a server that is down can let nobody go. */
  async function watch(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const rows = await town.db.readPrimary<{ username: string }>("SELECT username FROM agents WHERE state IN ('ready','offered')");
      const now = Date.now();
      for (const { username } of isDown ? [] : rows) if (now - (gone.get(username) ?? Infinity) > PHANTOM_AFTER_MS) phantoms.add(username);
      await sleep(1_000);
    }
  }

  it('loses no call, lets no two win one, and leaves no phantom', async () => {
    const operators: Operator[] = [];
    for (let index = 1; index <= OPERATORS; index++) operators.push(await arrives(`operator${index}`));
    let isOver = false;
    const watching = watch(() => isOver);
    const calls = Promise.all(Array.from({ length: CALLS }, (_, index) => sleep(random.whole([0, 2_000])).then(() => rings(index))));
    const coming = (async () => {
      while (!isOver) {
        await sleep(VANISH_EVERY_MS);
        const index = random.whole([0, OPERATORS - 1]);
        const operator = operators[index]!;
        if (gone.has(operator.username))
          operators[index] = await arrives(operator.username).catch(() => {
            gone.set(operator.username, Date.now());
            return operator;
          });
        else if (gone.size < OPERATORS / 2) {
          operator.vanish();
          gone.set(operator.username, Date.now());
          counts.vanished++;
        }
      }
    })();
    await untilKnown(CALLS);
    await sleep(4_000);
    isDown = true;
    await hall.app.kill();
    counts.kills++;
    const downSince = Date.now();
    await hall.app.start();
    for (const [username, since] of gone) gone.set(username, since + (Date.now() - downSince));
    isDown = false;
    await calls;
    isOver = true;
    await Promise.all([watching, coming]);
    const rows = await untilAllEnded();
    const outcomes = tally(rows);
    console.log(
      `${CALLS} calls, ${OPERATORS} operators, ${JSON.stringify(counts)}: ${JSON.stringify(outcomes)}, phantoms ${phantoms.size}`,
    );
    expect(rows).toHaveLength(CALLS);
    expect([...phantoms]).toEqual([]);
    await expectNobodyLost(rows);
  }, 300_000);

  async function untilKnown(many: number): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const [row] = await town.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM calls');
      if (Number(row?.n) === many) return;
      await sleep(100);
    }
  }

  /** The server asks the carrier after calls whose end it never heard. */
  async function untilAllEnded(): Promise<{ callId: string; facts: Fact[] }[]> {
    for (let tries = 0; ; tries++) {
      const rows = await town.db.readPrimary<{ callId: string; facts: string; endedAt: number | null }>(
        'SELECT callId, facts, endedAt FROM calls',
      );
      if (rows.every(({ endedAt }) => endedAt !== null))
        return rows.map(({ callId, facts }) => ({ callId, facts: JSON.parse(facts) as Fact[] }));
      if (tries > 60) throw new Error(`Still open: ${JSON.stringify(rows.filter(({ endedAt }) => endedAt === null))}`);
      await sleep(500);
    }
  }

  function tally(rows: readonly { facts: Fact[] }[]): Record<string, number> {
    const found: Record<string, number> = {};
    for (const { facts } of rows) {
      const { outcome, cutOff } = recordOf(facts, Date.now());
      const word = `${outcome}${cutOff ? ', cut off' : ''}`;
      found[word] = (found[word] ?? 0) + 1;
    }
    return found;
  }

  async function expectNobodyLost(rows: readonly { callId: string; facts: Fact[] }[]): Promise<void> {
    const tasks = await town.db.readPrimary<{ callId: string; kind: string }>('SELECT callId, kind FROM tasks');
    for (const { callId, facts } of rows) {
      const wanted = taskOf(recordOf(facts, Date.now()));
      expect(tasks.filter((task) => task.callId === callId).map(({ kind }) => kind)).toEqual(wanted ? [wanted] : []);
      const accepted = factsOf(facts, 'accepted').map(({ offer }) => offer);
      expect(new Set(accepted).size).toBe(accepted.length);
    }
  }
});
