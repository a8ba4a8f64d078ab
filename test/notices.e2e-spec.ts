/** Messages to complainants: each cause once, whatever falls over in between; and the survey behind a link. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, HOUR, MINUTE } from '../src/domain/time.js';
import { type App, startApp } from './support/app.js';
import { Gateway, MailBox } from './support/carriers.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { sightings } from './support/canary.js';
import { engine } from './support/database.js';
import { ANSWER, Desks, SUMMARY } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const DESCRIPTION = '窗口让企业跑了三趟，暗语Carduelis';
const OPINION = { contacted: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'mostly' };
const NAME = '金丝雀Serinus';

describeWithServer('messages to complainants', () => {
  let town: Town;
  let gateway: Gateway;
  let box: MailBox;
  let app: App;
  let desks: Desks;
  let persons = 0;
  /** What the servers' clock shows: an instant and when it was set. */
  const clock = { at: Date.parse(MONDAY), set: 0 };
  const now = () => clock.at + Date.now() - clock.set;

  beforeAll(async () => {
    town = await freshTown();
    [gateway, box] = await Promise.all([Gateway.open(), MailBox.open()]);
    app = await startApp({ NOW: MONDAY, ...gateway.env, ...box.env }, town.database);
    clock.set = Date.now();
    desks = new Desks(app);
  });
  afterAll(async () => {
    await app?.stop();
    await Promise.all([gateway?.close(), box?.close()]);
    await town?.close();
  });
  afterEach(() => {
    [gateway.mood, box.mood] = ['take', 'take'];
  });

  /** A mobile of its own for each complainant; as it is written, and as it is dialled. */
  const mobile = () => {
    const number = `1390771${String(++persons).padStart(4, '0')}`;
    return { phone: `${number.slice(0, 3)} ${number.slice(3, 7)}-${number.slice(7)}`, number: `+86${number}` };
  };
  const take = async (complainant: object, more: object = {}): Promise<string> => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: DESCRIPTION, complainant, ...more };
    return succeeded(await (await desks.as('operator')).post('/cases', body), 201).caseNumber as string;
  };
  const dispatched = async (complainant: object): Promise<string> => {
    const caseNumber = await take(complainant);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    return caseNumber;
  };
  const passed = async (caseNumber: string): Promise<void> => {
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
  };
  /** A case that waits for its call-back. */
  const reviewed = async (complainant: object): Promise<string> => {
    const caseNumber = await dispatched(complainant);
    await desks.done('market', caseNumber, 'sign');
    await passed(caseNumber);
    return caseNumber;
  };
  const stored = <Row = Json>(sql: string, ...params: unknown[]) => town.db.readPrimary<Row>(sql, params);
  const noticesOf = (caseNumber: string) => stored('SELECT * FROM notices WHERE caseNumber = ? ORDER BY createdAt, id', caseNumber);
  const statesOf = async (caseNumber: string): Promise<string[]> =>
    (await noticesOf(caseNumber)).map(({ template, state, error }: Json) => [template, state, error].filter(Boolean).join(' ')).sort();
  const until = async (look: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 30_000; !(await look()); await sleep(50))
      if (Date.now() > end) throw new Error('Not within half a minute');
  };
  const untilStates = async (caseNumber: string, ...states: string[]) => {
    let seen: string[] = [];
    await until(async () => (seen = await statesOf(caseNumber)).join() === states.join()).catch(() => undefined);
    expect(seen).toEqual(states);
  };
  /** Turns the servers' clock on, or lets the time pass while the server is down; sessions of the day before are over. */
  const turn = async (ms: number, { down = false } = {}): Promise<void> => {
    clock.at = now() + ms;
    clock.set = Date.now();
    const at = new Date(clock.at).toISOString();
    if (!down) return desks.turnTo(at);
    await app.restart({ NOW: at });
    desks = new Desks(app);
  };
  const textsTo = (number: string) => gateway.to(number).map(({ text }) => text);
  const linkIn = (text: string) => /https?:\/\/\S+\/survey#([\w-]{43})/.exec(text)![1]!;
  const surveyOf = async (number: string, nth = 0): Promise<string> => {
    const links = () => textsTo(number).filter((text) => text.includes('/survey#'));
    await gateway.until(() => links().length > nth);
    return linkIn(links()[nth]!);
  };
  const survey = (token: string, more: object = OPINION, client: Client = app.client()) =>
    client.post('/public/survey', { token, ...more });
  const look = (token: string) => app.client().post('/public/survey/look', { token });

  it('come at every step once, name the number alone, and are signed', async () => {
    const { phone, number } = mobile();
    const caseNumber = await reviewed({ name: NAME, phone });
    await surveyOf(number);
    await desks.done('reviewer', caseNumber, 'ask', { text: '哪一天？' });
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, ...OPINION });
    await desks.done('reviewer', caseNumber, 'close');
    await gateway.until(() => textsTo(number).length >= 5);
    await sleep(1_500);
    const texts = textsTo(number);
    const told = texts.map((text) => /已登记|已转交|请您评价|请您补充|已办结/.exec(text)?.[0]);
    expect(told).toEqual(['已登记', '已转交', '请您评价', '请您补充', '已办结']);
    for (const text of texts) {
      expect(text).toContain(caseNumber);
      expect(text.replace(/\S+\/survey#\S+/, '')).not.toMatch(/市场|跑了|Serinus|139|\d{20}|http/);
    }
    expect(gateway.badSignatures).toBe(0);
    expect(new Set(gateway.attempts.map(({ ref }) => ref)).size).toBe(gateway.attempts.length);
  });

  it('tell a rejection, and go by mail where there is no mobile', async () => {
    const email = 'serinus.one@example.org';
    const complaint = { kind: 'complaint', description: DESCRIPTION, complainant: { name: NAME, phone: '0431-82300045', email } };
    const { caseNumber } = succeeded(await app.client().post('/public/complaints', complaint), 201);
    await desks.done('dispatcher', caseNumber, 'reject', { reasonCode: 'litigation', text: '法院已受理' });
    await box.until(() => box.to(email).length === 2);
    expect(box.to(email).map(({ text }) => /已登记|不在本热线受理范围/.exec(text)?.[0])).toEqual(['已登记', '不在本热线受理范围']);
    await untilStates(caseNumber, 'registered sent', 'rejected sent');
  });

  it('never come of a sealed case, nor to who is anonymous or left nothing', async () => {
    const { phone, number } = mobile();
    const silent = [
      await take({ name: NAME, phone }, { categoryCode: '1001' }),
      await take({ phone, anonymous: true }),
      await take({ name: NAME }),
      await take({ name: NAME, phone: '0431-82300045' }),
    ];
    const last = await take({ name: NAME, phone: mobile().phone });
    await untilStates(last, 'registered sent');
    for (const caseNumber of silent) expect(await noticesOf(caseNumber)).toEqual([]);
    expect(gateway.attempts.filter(({ to }) => to === number)).toEqual([]);
  });

  it('wait 1, 5, 30 minutes and 2 hours when the carrier cannot, survive the restarts between, and end where people see them', async () => {
    const { phone, number } = mobile();
    gateway.mood = { status: 503 };
    const caseNumber = await take({ name: NAME, phone });
    const tries = () => gateway.attempts.filter(({ to }) => to === number).length;
    await untilStates(caseNumber, 'registered waiting http-503');
    for (const [count, wait] of [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR].entries()) {
      await sleep(1_200);
      expect(tries()).toBe(count + 1); // not before its time
      await turn(wait + 5_000, { down: count % 2 === 0 });
      await gateway.until(() => tries() === count + 2);
    }
    await untilStates(caseNumber, 'registered dead http-503');
    gateway.mood = 'take';
    const supervisor = await desks.as('supervisor');
    const { items } = succeeded(await supervisor.get(`/notices?state=dead&caseNumber=${caseNumber}`));
    expect(items).toMatchObject([{ template: 'registered', state: 'dead', error: 'http-503', attempts: 5, actions: ['retry', 'cancel'] }]);
    expect(items[0].recipient).toMatch(/^139\*{4}\d{4}$/);
    succeeded(await supervisor.post(`/notices/${items[0].id}/actions/retry`), 200);
    await gateway.until(() => textsTo(number).length === 1);
    await untilStates(caseNumber, 'registered sent');
    refused(await supervisor.post(`/notices/${items[0].id}/actions/retry`), 409, 'notice.action-not-open');
    const [told] = await stored("SELECT * FROM events WHERE type = 'notice.retried' AND caseNumber = ?", caseNumber);
    expect(told).toMatchObject({ audience: 'audit', username: 'supervisor1' });
  });

  it('that can never arrive are dead at once, and a number that wants none gets none, mail instead', async () => {
    const [bad, unwilling] = [mobile(), mobile()];
    gateway.mood = { status: 422, code: 'bad-number' };
    await untilStates(await take({ name: NAME, phone: bad.phone }), 'registered dead bad-number');
    gateway.mood = { status: 403, code: 'opted-out' };
    await untilStates(await take({ name: NAME, phone: unwilling.phone }), 'registered dead opted-out');
    gateway.mood = 'take';
    await untilStates(await take({ name: NAME, phone: unwilling.phone }), 'registered unsent opted-out');
    const email = 'serinus.two@example.org';
    await untilStates(await take({ name: NAME, phone: unwilling.phone, email }), 'registered sent');
    expect([box.to(email).length, textsTo(unwilling.number).length]).toEqual([1, 0]);
  });

  it('that wait are not sent any more once their case is sealed, and nobody lists them', async () => {
    const { phone, number } = mobile();
    gateway.mood = { status: 503 };
    const caseNumber = await take({ name: NAME, phone });
    await untilStates(caseNumber, 'registered waiting http-503');
    const [{ id }] = await noticesOf(caseNumber);
    succeeded(await desks.act('dispatcher', caseNumber, 'seal', { reason: '索要好处' }));
    gateway.mood = 'take';
    for (const who of ['supervisor', 'admin']) {
      const reader = await desks.as(who);
      const { items } = succeeded(await reader.get('/notices?pageSize=200'));
      expect(items.map((one: Json) => one.id)).not.toContain(id);
      const hidden = refused(await reader.post(`/notices/${id}/actions/retry`), 404, 'not-found');
      expect(hidden).toEqual(refused(await reader.post('/notices/00000000-0000-0000-0000-000000000000/actions/retry'), 404));
    }
    await turn(2 * MINUTE);
    await untilStates(caseNumber, 'registered cancelled case-moved-on');
    expect(textsTo(number)).toEqual([]);
  });

  it('come of what happened just before the power went, once', async () => {
    const numbers = Array.from({ length: 4 }, mobile);
    for (const { phone, number } of numbers) {
      await take({ name: NAME, phone });
      await app.kill();
      await app.start();
      desks = new Desks(app);
      await gateway.until(() => textsTo(number).length > 0);
    }
    await sleep(1_500);
    expect(numbers.map(({ number }) => textsTo(number).length)).toEqual([1, 1, 1, 1]);
  });

  it('cut off between sending and noting it go out under the same reference, which the gateway sends once', async () => {
    const { phone, number } = mobile();
    gateway.mood = 'hold';
    const caseNumber = await take({ name: NAME, phone });
    await gateway.until(() => textsTo(number).length === 1);
    await app.kill();
    gateway.mood = 'take';
    await app.start();
    desks = new Desks(app);
    await sleep(1_500);
    expect(await statesOf(caseNumber)).toEqual(['registered sending']); // the lease still runs
    await turn(2 * MINUTE);
    await untilStates(caseNumber, 'registered sent');
    const refs = gateway.attempts.filter(({ to }) => to === number).map(({ ref }) => ref);
    expect([refs.length, new Set(refs).size]).toEqual([2, 1]);
  });

  it('cut off likewise by mail are left to people, because a mail server would send them twice', async () => {
    const email = 'serinus.three@example.org';
    box.mood = 'hold';
    const caseNumber = await take({ name: NAME, email });
    await box.until(() => box.to(email).length === 1);
    await app.kill();
    box.mood = 'take';
    await app.start();
    await turn(2 * MINUTE);
    await untilStates(caseNumber, 'registered dead outcome-unknown');
    await turn(3 * HOUR);
    await sleep(1_500);
    expect(box.to(email)).toHaveLength(1);
    const [{ id }] = await noticesOf(caseNumber);
    succeeded(await (await desks.as('admin')).post(`/notices/${id}/actions/retry`), 200);
    await untilStates(caseNumber, 'registered sent');
    expect(box.to(email)).toHaveLength(2);
  });

  it('come once when many cases come at once and several servers see them', async () => {
    const env = { NOW: new Date(now()).toISOString(), ...gateway.env, ...box.env };
    const others = engine === 'mysql' ? [await startApp(env, town.database), await startApp(env, town.database)] : [];
    const numbers = Array.from({ length: 40 }, mobile);
    const visitors = [app, ...others].map((one) => one.client());
    const body = { kind: 'complaint', description: DESCRIPTION };
    await Promise.all(
      numbers.map(async ({ phone }, index) =>
        succeeded(
          await visitors[index % visitors.length]!.post('/public/complaints', { ...body, complainant: { name: NAME, phone } }),
          201,
        ),
      ),
    );
    await gateway.until(() => numbers.every(({ number }) => textsTo(number).length > 0));
    await sleep(2_000);
    const heard = numbers.map(({ number }) => gateway.attempts.filter(({ to }) => to === number).length);
    expect(heard).toEqual(numbers.map(() => 1));
    await Promise.all(others.map((one) => one.stop()));
  });

  it('are listed for supervisor and administrator alone, the administrator without case numbers', async () => {
    const caseNumber = await take({ name: NAME, phone: mobile().phone });
    await untilStates(caseNumber, 'registered sent');
    const [supervisor, admin] = [await desks.as('supervisor'), await desks.as('admin')];
    const mine = succeeded(await supervisor.get(`/notices?caseNumber=${caseNumber}`));
    expect(mine).toMatchObject({ total: 1, items: [{ caseNumber, channel: 'sms', state: 'sent', actions: [] }] });
    const whole = succeeded(await admin.get('/notices?pageSize=200'));
    expect(whole.items.map(({ id }: Json) => id)).toContain(mine.items[0].id);
    expect(whole.items.filter((one: Json) => 'caseNumber' in one)).toEqual([]);
    expect(succeeded(await admin.get(`/notices?caseNumber=${caseNumber}`)).total).toBe(0);
    for (const who of ['operator', 'dispatcher', 'reviewer', 'market', 'inspector1', 'commissioner', 'auditor']) {
      refused(await (await desks.as(who)).get('/notices'), 403);
    }
    refused(await supervisor.get('/notices?state=lost'), 422, 'input.invalid');
    refused(await supervisor.post(`/notices/${mine.items[0].id}/actions/cancel`), 409, 'notice.action-not-open');
  });

  it('show nobody’s particulars in events, notices, surveys or the log', async () => {
    const marks = ['particular', 'word', 'phone'] as const;
    const rows = {
      notices: await stored('SELECT dedupeKey, facts, error, providerRef, recipient FROM notices'),
      surveys: await stored('SELECT * FROM surveys'),
      replies: await stored('SELECT * FROM notice_replies'),
      optOuts: await stored('SELECT * FROM notice_opt_outs'),
      events: await stored('SELECT * FROM events'),
    };
    expect(rows.notices.length).toBeGreaterThan(50);
    for (const [name, found] of Object.entries(rows)) expect([name, sightings(JSON.stringify(found), marks)]).toEqual([name, []]);
    expect(JSON.stringify(rows)).not.toContain('1390771');
    expect(sightings(app.logs, marks)).toEqual([]);
    expect(app.logs).not.toContain('1390771');
    // no token either: whoever reads the table answers no survey
    const links = gateway.sent.flatMap(({ text }) => /survey#([\w-]+)/.exec(text)?.[1] ?? []);
    expect(links.length).toBeGreaterThan(0);
    for (const token of links) expect(JSON.stringify(rows) + app.logs).not.toContain(token);
  });

  describe('with a survey', () => {
    it('take one answer, as a call-back that reached its person', async () => {
      const { phone, number } = mobile();
      const caseNumber = await reviewed({ name: NAME, phone });
      const token = await surveyOf(number);
      expect(succeeded(await look(token))).toEqual({
        caseNumber,
        departments: [{ code: 'market', name: '市场监督管理局' }],
        status: 'open',
      });
      refused(await survey(token, { ...OPINION, solved: 'perhaps' }), 422, 'input.invalid');
      refused(await survey(token, { ...OPINION, reached: false }), 422, 'input.invalid');
      const before = succeeded(await (await desks.as('supervisor')).get('/statistics/overview'));
      expect(succeeded(await survey(token, { ...OPINION, words: '谢谢，Carduelis' }), 201).status).toBe('used');
      const seen = await desks.view(caseNumber);
      expect(seen.callBacks).toMatchObject([{ attempt: 1, reached: true, ...OPINION, words: '谢谢，Carduelis', by: 'complainant' }]);
      expect(seen.status).toBe('pending_callback');
      expect(seen.limits.find(({ name }: Json) => name === 'call-back').state).toBe('met');
      const { type, by, facts } = seen.history.at(-1);
      expect([type, by.role, facts]).toEqual(['case.called-back', 'complainant', { attempt: 1, reached: true, ...OPINION }]);
      const calls = (told: Json) => Number(/"key":"valid-call-backs"[^}]*?"value":(\d+)/.exec(JSON.stringify(told))?.[1]);
      expect(calls(succeeded(await (await desks.as('supervisor')).get('/statistics/overview')))).toBe(calls(before) + 1);
      refused(await survey(token), 409, 'survey.used');
      expect(succeeded(await look(token)).status).toBe('used');
      expect((await desks.done('reviewer', caseNumber, 'close')).status).toBe('closed');
    });

    it('answered by many at once are answered once', async () => {
      const { phone, number } = mobile();
      const caseNumber = await reviewed({ name: NAME, phone });
      const token = await surveyOf(number);
      const replies = await Promise.all(Array.from({ length: 20 }, () => survey(token)));
      const counts: Record<string, number> = {};
      for (const { status, body } of replies) {
        const name = status === 201 ? '201' : `${status} ${body.code}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      expect(counts).toEqual({ 201: 1, '409 survey.used': 19 });
      expect((await desks.view(caseNumber)).callBacks).toHaveLength(1);
    });

    it('open again in the next round with a link of its own; the old one stays used', async () => {
      const { phone, number } = mobile();
      const caseNumber = await reviewed({ name: NAME, phone });
      const first = await surveyOf(number);
      succeeded(await survey(first, { ...OPINION, solved: 'unsolved', satisfiedResult: 'dissatisfied' }), 201);
      await desks.done('reviewer', caseNumber, 're-handle', { reason: '未解决' });
      await passed(caseNumber);
      const second = await surveyOf(number, 1);
      expect(second).not.toBe(first);
      refused(await survey(first), 409, 'survey.used');
      succeeded(await survey(second), 201);
      expect((await desks.view(caseNumber)).callBacks.map(({ round, solved }: Json) => [round, solved])).toEqual([
        [1, 'unsolved'],
        [2, 'solved'],
      ]);
    });

    it('come too late when somebody has called back, the case has moved on, or it was sealed', async () => {
      const people = Array.from({ length: 3 }, mobile);
      const cases = [];
      for (const { phone } of people) cases.push(await reviewed({ name: NAME, phone }));
      const tokens = [];
      for (const { number } of people) tokens.push(await surveyOf(number));
      await desks.done('reviewer', cases[0]!, 'call-back', { reached: true, ...OPINION });
      await desks.done('reviewer', cases[1]!, 're-handle', { reason: '未解决' });
      succeeded(await desks.act('reviewer', cases[2]!, 'seal', { reason: '索要好处' }));
      for (const token of tokens) {
        expect(succeeded(await look(token)).status).toBe('too-late');
        refused(await survey(token), 409, 'survey.too-late');
      }
      expect(succeeded(await look(tokens[2]!)).departments).toEqual([]);
      expect((await desks.view(cases[0]!)).callBacks).toHaveLength(1);
    });

    it('know no token that never was, and say so to whoever guesses, ever more slowly', async () => {
      const nothing = refused(await look('A'.repeat(43)), 404, 'not-found');
      for (const token of ['', 'x', 'A'.repeat(100)]) expect(refused(await look(token), 404)).toEqual(nothing);
      expect(refused(await survey('B'.repeat(43)), 404)).toEqual(nothing);
      const from = { 'x-forwarded-for': '10.8.0.1' };
      const guesses = Array.from({ length: 60 }, (_, n) =>
        app.client().post('/public/survey/look', { token: String(n).padStart(43, 'C') }, from),
      );
      const told = (await Promise.all(guesses)).map(({ status }) => status);
      expect([...new Set(told)].sort()).toEqual([404, 429]);
    });

    it('end after their days', async () => {
      const { phone, number } = mobile();
      await reviewed({ name: NAME, phone });
      const token = await surveyOf(number);
      await turn(16 * DAY);
      expect(succeeded(await look(token)).status).toBe('expired');
      refused(await survey(token), 410, 'survey.expired');
    });
  });

  it('are kept unsent and shown as such where nobody carries them, and nothing fails', async () => {
    const { phone, number } = mobile();
    await app.restart({ SMS_GATEWAY_URL: '', SMS_GATEWAY_SECRET: '', MAIL_URL: '', MAIL_FROM: '', TELEPHONY: 'simulator' });
    const caseNumber = await take({ name: NAME, phone });
    await until(async () => (await noticesOf(caseNumber)).length > 0);
    const [{ id, state, error }] = await noticesOf(caseNumber);
    if (state !== 'unsent') return; // the simulator carries short messages
    expect(error).toBe('not-configured');
    const { items } = succeeded(await (await desks.as('admin')).get('/notices?state=unsent&pageSize=200'));
    expect(items.map((one: Json) => one.id)).toContain(id);
    await app.restart({ ...gateway.env });
    succeeded(await (await desks.as('admin')).post(`/notices/${id}/actions/retry`), 200);
    await gateway.until(() => textsTo(number).length === 1);
  });

  it('leave a log that holds', async () => {
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });
});
