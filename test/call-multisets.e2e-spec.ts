/** Whatever the carrier does with its messages, losing none: any number of times, in any order, they come to the same call. */
import twilio from 'twilio';
import { ACCOUNT, type Account } from '../src/adapters/twilio/account.js';
import { CallStore } from '../src/calls/call.store.js';
import { Identities } from '../src/complainants/identities.js';
import type { Fact } from '../src/domain/call-facts.js';
import { Random } from '../src/demo/random.js';
import { type History, historyOf, type Message, shuffled, type Step } from './support/call-histories.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const HISTORIES = Number(process.env.CALL_HISTORIES ?? 150);
const isOwn = (step: Step): step is { own: Fact } => 'own' in step;

describeWithServer(`messages of the carrier in any order on the ${engine} engine`, () => {
  let database: TestDatabase;
  let town: Inside;
  let account: Account;

  beforeAll(async () => {
    database = await freshDatabase();
    town = await openInside(database, { NOW: '', CLOCK_RATE: '' });
    account = town.app.get(ACCOUNT);
  }, 120_000);
  afterAll(async () => {
    await town?.app.close();
    await database?.drop();
  });

  /** One signed message as the carrier sends it. */
  async function deliver({ path, query, call, parameters }: Message, callId: string | undefined): Promise<void> {
    const asked = new URLSearchParams({ ...(call ? { call: callId! } : {}), ...query }).toString();
    const url = `/telephony/twilio/${path}${asked ? `?${asked}` : ''}`;
    const signature = twilio.getExpectedTwilioSignature(account.authTokens[0], account.webhookBase + url, parameters);
    const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    const response = await fetch(town.url + url, { method: 'POST', headers, body: new URLSearchParams(parameters).toString() });
    expect([response.status, (await response.text()).slice(0, 5)]).toEqual([200, '<?xml']);
  }

  async function add(callId: string, own: Fact): Promise<void> {
    const store = town.app.get(CallStore, { strict: false });
    await town.db.write(async (tx) => store.add(tx, (await store.lock(tx, { callId }))!, [own]));
  }

  const callOf = async (leg: string): Promise<string | undefined> =>
    (await town.db.readPrimary<{ callId: string }>('SELECT callId FROM calls WHERE carrierLeg = ?', [leg]))[0]?.callId;

  /** Everything that is known of a call, without what differs between two calls by chance. */
  async function known(leg: string): Promise<unknown> {
    const [row] = await town.db.readPrimary<Record<string, unknown>>('SELECT * FROM calls WHERE carrierLeg = ?', [leg]);
    const { callId, number } = row as { callId: string; number: string | null };
    const ofChance = ['callId', 'carrierLeg', 'carrierRoom', 'facts', 'number'];
    const columns = Object.fromEntries(Object.entries(row!).filter(([name]) => !ofChance.includes(name)));
    const tasks = await town.db.readPrimary('SELECT kind, state, createdAt, dueAt FROM tasks WHERE callId = ?', [callId]);
    const sql = 'SELECT ref, kind, seconds, channels FROM recordings WHERE callId = ? ORDER BY ref';
    const recordings = await town.db.readPrimary(sql, [callId]);
    const plain = number ? town.app.get(Identities, { strict: false }).openNumber(number, callId) : null;
    return JSON.parse(JSON.stringify({ columns, plain, tasks, recordings }).replaceAll(leg, 'LEG'));
  }

  /** As it happened. */
  async function inOrder({ leg, steps }: History): Promise<unknown> {
    for (const step of steps) {
      const callId = await callOf(leg);
      if (isOwn(step)) await add(callId!, step.own);
      else await deliver(step.message, callId);
    }
    return known(leg);
  }

  /** The same, with the messages many times and in any order; what is done here is known here, in its order, at any moment in between. */
  async function anyhow({ leg, steps }: History, random: Random): Promise<unknown> {
    const owns = steps.filter(isOwn).map(({ own }) => own);
    const messages = shuffled(
      random,
      steps.flatMap((step) => (isOwn(step) ? [] : [step.message])),
    );
    for (const [index, message] of messages.entries()) {
      await deliver(message, await callOf(leg));
      const callId = (await callOf(leg))!;
      const due = index === messages.length - 1 ? owns.length : Math.floor(random.next() * 3);
      for (const own of owns.splice(0, due)) await add(callId, own);
    }
    return known(leg);
  }

  /** The same history under other numbers of the carrier, so that both may stand in one database; its own recordings keep their order. */
  const renamed = (history: History): History =>
    JSON.parse(
      JSON.stringify(history).replace(
        /\b(CA|RE|CF)([0-9a-f]{31})([0-9a-f])\b/g,
        (_, kind: string, body: string, last: string) => kind + body + ((Number.parseInt(last, 16) + 8) % 16).toString(16),
      ),
    ) as History;
  const withoutRefs = (text: unknown): unknown => JSON.parse(JSON.stringify(text).replace(/\b(RE[0-9a-f]{31})[0-9a-f]\b/g, '$1'));

  it(`ends ${HISTORIES} random calls in the same record, task and recordings, each message one to three times in any order`, async () => {
    const outcomes = new Map<string, number>();
    let [delivered, asked, handedOver] = [0, 0, 0];
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const random = new Random(seed);
      const history = historyOf(random, account.accountSid);
      const other = renamed(history);
      const expected = withoutRefs(await inOrder(history));
      const found = withoutRefs(await anyhow(other, random));
      expect({ seed, ...(found as object) }).toEqual({ seed, ...(expected as object) });
      const { outcome, status } = (expected as { columns: { outcome: string; status: string } }).columns;
      outcomes.set(`${outcome} ${status}`, (outcomes.get(`${outcome} ${status}`) ?? 0) + 1);
      delivered += history.steps.length;
      const kinds = history.steps.filter(isOwn).map(({ own }) => own.kind);
      asked += kinds.filter((kind) => kind === 'consult-asked').length;
      handedOver += kinds.filter((kind) => kind === 'handed-over').length;
    }
    expect([asked > 0, handedOver > 0]).toEqual([true, true]);
    console.log(
      `${HISTORIES} histories, ${delivered} steps, ${asked} consultations, ${handedOver} handed over: ${JSON.stringify(Object.fromEntries(outcomes))}, 0 differences`,
    );
  }, 3_600_000);
});
