/** A day at the desk over HTTP, sockets and a carrier of its own: calls, what is asked of the carrier, and who sees what of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import { startApp } from './support/app.js';
import { type Client, type Json, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { type Hall, openHall, Operator, Phone } from './support/hall.js';
import { eventually } from './support/eventually.js';
import { CALLER, HallFloor } from './support/hall-floor.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, type Town } from './support/town.js';

describeWithServer(`the telephone on the ${engine} engine`, () => {
  let town: Town;
  let hall: Hall;
  let supervisor: Client;
  let floor: HallFloor;

  beforeAll(async () => {
    town = await freshTown();
    hall = await openHall(town, { secondMs: 100, waitLoopMs: 300 });
    supervisor = await hall.app.signIn('supervisor1');
    floor = new HallFloor(hall);
  }, 180_000);
  // a story that broke off leaves nobody at the desk for the next
  beforeEach(() => town.db.write((tx) => tx.query("UPDATE agents SET state = 'off', callId = NULL WHERE state <> 'off'")));
  afterEach(() => {
    expect(hall.carrier.carrier.alerts).toEqual([]);
  });
  afterAll(async () => {
    await hall?.close();
    await town?.close();
  });

  const arrives = (username: string, onCall?: (frame: Json, operator: Operator) => void) => floor.arrives(username, onCall);
  const ring = (number?: string) => floor.ring(number);
  const offeredTo = (operator: Operator) => floor.offeredTo(operator);
  const call = (client: Client, callId: string) => floor.call(client, callId);
  const untilCall = (client: Client, callId: string, fits: (call: Json) => boolean) => floor.untilCall(client, callId, fits);
  const talking = (operator: Operator, number?: string) => floor.talking(operator, number);
  const leave = (operator: Operator) => floor.leave(operator);

  it('greets, queues, rings with the caller on the screen, and becomes a case with a recording that plays for a reason', async () => {
    const operator = await arrives('operator1');
    const feed = await listen(operator.client);
    const phone = await ring();
    const callId = await offeredTo(operator);
    await feed.until(({ name, body }) => name === 'calls' && body.type === 'offered' && body.callId === callId);
    expect(phone.heard.filter(({ type }) => type === 'prompt').map(({ text }) => text as string)[0]).toContain('12345软环境热线');
    const offered = await call(operator.client, callId);
    expect(offered).toMatchObject({
      status: 'offered',
      number: '139****5678',
      actions: ['accept', 'decline'],
      caller: { calls: 0, cases: [] },
    });
    expect(JSON.stringify(offered)).not.toContain('13912345678');
    succeeded(await operator.does(callId, 'accept'));
    await phone.until('joined');
    await operator.phone!.until('joined');
    await phone.speak('办证跑了六趟');
    expect((await operator.phone!.until('heard')).text).toBe('办证跑了六趟');
    const body = {
      channel: 'phone',
      urgency: 'normal',
      kind: 'complaint',
      description: '办证跑了六趟',
      callId,
    };
    const { caseNumber } = succeeded(await operator.client.post('/cases', body), 201);
    // nobody typed the number, and nobody is shown it; yet the case has it
    expect(succeeded(await operator.client.get(`/cases/${caseNumber}`)).complainant).toMatchObject({ phone: '139****5678' });
    await sleep(1_200);
    succeeded(await operator.does(callId, 'hang-up'));
    const ended = await untilCall(operator.client, callId, ({ recordings }) => recordings[0]?.state === 'released');
    expect(ended).toMatchObject({ status: 'wrap-up', outcome: 'talked', endedBy: 'agent', caseNumbers: [caseNumber] });
    expect(ended.legs.map(({ leg }: Json) => leg).sort()).toEqual(['agent:operator1', 'caller']);
    succeeded(await operator.does(callId, 'wrap-up', { code: 'case-registered', note: '已登记' }));
    expect(succeeded(await operator.client.get('/agents/me')).state).toBe('ready');
    await expectSound(operator.client, ended.recordings[0].id as string, caseNumber as string);
    feed.close();
    await leave(operator);
  }, 60_000);

  async function expectSound(client: Client, id: string, caseNumber: string): Promise<void> {
    expect((await client.post(`/recordings/${id}/tickets`, {})).status).toBe(422);
    const { url } = succeeded(await client.post(`/recordings/${id}/tickets`, { reason: '核对来电内容' }), 201);
    const headers = { cookie: client.cookie, range: 'bytes=0-43' };
    const part = await fetch(hall.app.url + url, { headers });
    expect([part.status, part.headers.get('content-disposition'), part.headers.get('cache-control')]).toEqual([
      206,
      'inline',
      'private, no-store',
    ]);
    expect(
      Buffer.from(await part.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    const other = await hall.app.signIn('operator2');
    expect((await fetch(hall.app.url + url, { headers: { cookie: other.cookie } })).status).toBe(404);
    expect((await other.post(`/recordings/${id}/tickets`, { reason: '好奇' })).status).toBe(404);
    // the desks that judge the case find its call by the case, and may hear it
    const reviewer = await hall.app.signIn('reviewer1');
    const found = succeeded(await reviewer.get(`/calls?caseNumber=${caseNumber}`)).items as Json[];
    expect(found.map(({ caseNumbers }) => caseNumbers as string[])).toEqual([[caseNumber]]);
    succeeded(await reviewer.get(`/calls/${found[0].callId}`));
    succeeded(await reviewer.post(`/recordings/${id}/tickets`, { reason: '回访前核对' }), 201);
    expect(succeeded(await reviewer.get('/calls')).items).toEqual([]);
    expect(succeeded(await other.get(`/calls?caseNumber=${caseNumber}`)).items).toEqual([]);
    const handler = await hall.app.signIn('market.handler1');
    expect((await handler.post(`/recordings/${id}/tickets`, { reason: '好奇' })).status).toBe(403);
    const auditor = await hall.app.signIn('auditor1');
    expect(JSON.stringify(succeeded(await auditor.get('/audit')))).toContain('核对来电内容');
  }

  it('hides note and sound of a call once its case is sealed, a ticket given before too, but not from who still has the call', async () => {
    const operator = await arrives('operator1');
    const { callId } = await talking(operator, '+8613800000031');
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口索要好处费', callId };
    const { caseNumber } = succeeded(await operator.client.post('/cases', body), 201);
    await sleep(1_200);
    succeeded(await operator.does(callId, 'hang-up'));
    const ended = await untilCall(operator.client, callId, ({ recordings }) => recordings[0]?.state === 'released');
    const ticketOf = () => operator.client.post(`/recordings/${ended.recordings[0].id}/tickets`, { reason: '核对来电内容' });
    const { url } = succeeded(await ticketOf(), 201);
    const heard = async () => (await fetch(hall.app.url + url, { headers: { cookie: operator.client.cookie } })).status;
    expect(await heard()).toBe(200);
    const [dispatcher, inspector] = [await hall.app.signIn('dispatcher1'), await hall.app.signIn('inspector1')];
    succeeded(await dispatcher.act(caseNumber as string, 'seal', { reason: '涉及索要财物' }));
    expect(await call(operator.client, callId)).toMatchObject({ status: 'wrap-up', caseNumbers: [], recordings: ended.recordings });
    succeeded(await operator.does(callId, 'wrap-up', { code: 'case-registered', note: '窗口小李索要八百元' }));
    for (const client of [operator.client, supervisor]) {
      const seen = await call(client, callId);
      expect([seen.number, seen.note, seen.recordings]).toEqual(['138****0031', undefined, []]);
    }
    expect([await heard(), (await ticketOf()).status]).toEqual([404, 404]);
    expect(await call(inspector, callId)).toMatchObject({ note: '窗口小李索要八百元', recordings: ended.recordings });
    await leave(operator);
  }, 60_000);

  it('holds, mutes, adds a department, pauses the recording, is listened to, whispered to and barged into, and hands over', async () => {
    const [operator, colleague] = [await arrives('operator1'), await arrives('operator2')];
    succeeded(await colleague.choose('busy', 'meeting'));
    const market = await Phone.open(hall.carrier.url, { number: await marketNumber() }, (event, self) => {
      if (event.type === 'incoming') void self.answer();
    });
    const { phone, callId } = await talking(operator);
    const does = async (action: string, body: object = {}) => succeeded(await operator.does(callId, action, body));
    expect((await does('hold')).status).toBe('held');
    await phone.until('held');
    expect((await operator.does(callId, 'hold')).body.code).toBe('call.action-not-open');
    expect((await does('resume')).status).toBe('talking');
    await phone.until('resumed');
    expect((await does('mute')).muted).toBe(true);
    expect((await does('unmute')).muted).toBe(false);
    await does('add-party', { departmentCode: 'market' });
    await market.until('joined');
    await untilCall(operator.client, callId, ({ legs }) => legs.some(({ leg }: Json) => leg === 'party:market'));
    expect((await does('pause-recording')).recordingPaused).toBe(true);
    expect((await does('resume-recording')).recordingPaused).toBe(false);
    expect((await does('request-help')).helpAsked).toBe(true);
    await expectSupervision(callId, operator, phone);
    await does('remove-party', { leg: 'party:market' });
    await market.until('ended');
    for (const to of ['operator4', 'nobody']) expect((await operator.does(callId, 'transfer', { to })).status).toBe(422);
    succeeded(await colleague.choose('ready'));
    await does('transfer', { to: 'operator2' });
    expect(await offeredTo(colleague)).toBe(callId);
    succeeded(await colleague.does(callId, 'accept'));
    await untilCall(colleague.client, callId, ({ legs }) => legs.some(({ leg, to }: Json) => leg === 'agent:operator2' && !to));
    await phone.hangUp();
    expect(await untilCall(colleague.client, callId, ({ outcome }) => outcome !== undefined)).toMatchObject({
      outcome: 'talked',
      endedBy: 'caller',
    });
    await Promise.all([leave(operator), leave(colleague)]);
  }, 90_000);

  const marketNumber = async (): Promise<string> => {
    const [row] = await town.db.readPrimary<{ phone: string }>("SELECT phone FROM departments WHERE code = 'market'");
    return `+86${row!.phone.replace(/\D/g, '').replace(/^0/, '')}`;
  };

  async function expectSupervision(callId: string, operator: Operator, phone: Phone): Promise<void> {
    const chief = new Operator(supervisor, 'supervisor1', hall.carrier.url);
    const { token } = succeeded(await supervisor.get('/agents/me/softphone'));
    chief.phone = await Phone.open(hall.carrier.url, { token }, (event, self) => {
      if (event.type === 'incoming') void self.answer();
    });
    const heardBy = (who: Phone, text: string) => who.heard.some((event) => event.type === 'heard' && event.text === text);
    succeeded(await chief.does(callId, 'listen'));
    await chief.phone.until('joined');
    await chief.phone.speak('没有人听见');
    succeeded(await chief.does(callId, 'whisper'));
    await chief.phone.speak('只有话务员听见');
    succeeded(await chief.does(callId, 'barge'));
    await chief.phone.speak('大家都听见');
    await eventually(() => (heardBy(phone, '大家都听见') ? true : undefined), 'the barge');
    expect(['没有人听见', '只有话务员听见', '大家都听见'].map((text) => [heardBy(operator.phone!, text), heardBy(phone, text)])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    await chief.phone.hangUp();
    chief.vanish();
  }

  it('rings at the operator who registered the caller’s open case, though another has been free for longer', async () => {
    const patient = await arrives('operator3');
    const familiar = await arrives('operator1');
    const phone = await ring();
    const callId = await offeredTo(familiar);
    expect((await call(familiar.client, callId)).caller).toMatchObject({
      tags: expect.arrayContaining(['open-case']),
      cases: [{ open: true }],
    });
    await phone.hangUp();
    await Promise.all([leave(patient), leave(familiar)]);
  }, 60_000);

  it('sends whoever nobody answers to the voicemail, and keeps a task with the recording', async () => {
    const phone = await ring('+8613800000001');
    await phone.until('beep');
    await phone.speak('请回电话给我');
    await sleep(400);
    await phone.press('#');
    await phone.until('ended');
    const operator = await hall.app.signIn('operator3');
    const task = await eventually(
      async (): Promise<Json> =>
        (succeeded(await operator.get('/tasks?kind=voicemail')).items as Json[]).find(({ number }) => number === '138****0001'),
      'the task',
    );
    expect(task).toMatchObject({ kind: 'voicemail', state: 'open', number: '138****0001', actions: ['claim', 'done'] });
    // whoever does the task has to hear it
    const heard = await untilCall(operator, task.callId as string, ({ recordings }) => recordings[0]?.state === 'released');
    succeeded(await operator.post(`/recordings/${heard.recordings[0].id}/tickets`, { reason: '处理留言' }), 201);
    const [one, other] = await Promise.all(
      [operator, await hall.app.signIn('operator4')].map((client) => client.post(`/tasks/${task.id}/actions/claim`)),
    );
    expect([one!.status, other!.status].sort()).toEqual([200, 409]);
  }, 60_000);

  it('lets an operator put a task back at the end of the shift, a supervisor what was left behind, and nobody else', async () => {
    const phone = await ring('+8613800000021');
    await phone.until('beep');
    await phone.hangUp();
    const [mine, colleague, chief] = await Promise.all(['operator3', 'operator4', 'supervisor1'].map((one) => hall.app.signIn(one)));
    const task = await eventually(
      async (): Promise<Json> => (succeeded(await mine!.get('/tasks')).items as Json[]).find(({ number }) => number === '138****0021'),
      'the task',
    );
    const does = (client: typeof mine, action: string) => client!.post(`/tasks/${task.id}/actions/${action}`);
    expect((await does(mine, 'release')).body.code).toBe('task.action-not-open');
    expect(succeeded(await does(mine, 'claim')).actions).toEqual(['done', 'release']);
    expect((await does(colleague, 'release')).body.code).toBe('task.claimed');
    const free = succeeded(await does(mine, 'release'));
    expect(free).toMatchObject({ state: 'open', actions: ['claim', 'done'] });
    expect(free).not.toHaveProperty('claimedBy');
    succeeded(await does(colleague, 'claim'));
    const back = await Promise.all([does(chief, 'release'), does(colleague, 'release')]);
    expect(back.map(({ status }) => status).sort()).toEqual([200, 409]);
    succeeded(await does(mine, 'done'));
  }, 60_000);

  it('makes a task of an abandoned call, and rings back by one click without showing the number', async () => {
    const operator = await arrives('operator5');
    succeeded(await operator.choose('busy', 'meal'));
    const phone = await ring('+8613800000002');
    await phone.until('music');
    await phone.hangUp();
    const task = await eventually(
      async (): Promise<Json> =>
        (succeeded(await operator.client.get('/tasks?kind=missed-call')).items as Json[]).find(({ number }) => number === '138****0002'),
      'the task',
    );
    const back = await Phone.open(hall.carrier.url, { number: '+8613800000002' }, (event, self) => {
      if (event.type === 'incoming') void self.answer();
    });
    const placed = succeeded(await operator.client.post('/calls', { taskId: task.id }), 201);
    expect(placed).toMatchObject({ direction: 'outbound', number: '138****0002' });
    await back.until('joined');
    await untilCall(operator.client, placed.callId as string, ({ answeredAt }) => answeredAt !== undefined);
    expect((await operator.choose('off')).body.code).toBe('agent.in-call');
    succeeded(await operator.does(placed.callId as string, 'hang-up'));
    succeeded(await operator.client.post(`/tasks/${task.id}/actions/done`, { result: '已回电' }));
    await leave(operator);
  }, 60_000);

  it('takes an operator who lets it ring out of the line, and offers the call to the next', async () => {
    const [first, second] = [await arrives('operator1'), await arrives('operator2')];
    const phone = await ring('+8613800000003');
    const callId = await eventually(
      async () => (await town.db.readPrimary<{ callId: string }>("SELECT callId FROM calls WHERE status = 'offered'"))[0]?.callId,
      'an offer',
    );
    const ringsAt = succeeded(await first.client.get('/agents/me')).state === 'offered' ? first : second;
    const next = ringsAt === first ? second : first;
    succeeded(await ringsAt.does(callId, 'decline'));
    expect(succeeded(await ringsAt.client.get('/agents/me'))).toMatchObject({ state: 'busy', reason: 'missed-offer' });
    expect(await offeredTo(next)).toBe(callId);
    const [mine, theirs] = await Promise.all([next.does(callId, 'accept'), ringsAt.does(callId, 'accept')]);
    expect([mine.status, theirs.status]).toEqual([200, 409]);
    expect((await second.client.get(`/calls/${callId}`)).status).toBe(200);
    expect((await (await hall.app.signIn('operator4')).get(`/calls/${callId}`)).status).toBe(404);
    await phone.hangUp();
    await Promise.all([leave(first), leave(second)]);
  }, 60_000);

  it('lets a number we ring take its time, and leaves no plain number behind', async () => {
    const own = await freshTown();
    const slow = await openHall(own, { secondMs: 1_000 });
    const operator = new Operator(await slow.app.signIn('operator5'), 'operator5', slow.carrier.url);
    await operator.arrive();
    succeeded(await operator.choose('busy', 'paperwork'));
    const client = await slow.app.signIn('operator4');
    const complainant = { phone: '13800000005' };
    const body = { channel: 'phone', urgency: 'normal', kind: 'help', description: '请回电', complainant };
    const { caseNumber } = succeeded(await client.post('/cases', body), 201);
    const called = await Phone.open(slow.carrier.url, { number: '+8613800000005' });
    const { callId } = succeeded(await operator.client.post('/calls', { caseNumber }), 201);
    await called.until('incoming');
    await sleep(8_000);
    await called.answer();
    const answered = await untilCall(operator.client, callId as string, ({ answeredAt }) => answeredAt !== undefined);
    expect(answered).toMatchObject({ status: 'talking', direction: 'outbound', caseNumbers: [caseNumber] });
    succeeded(await operator.does(callId as string, 'hang-up'));
    for (const { db } of [town, own])
      for (const sql of ['SELECT * FROM calls', 'SELECT * FROM tasks', 'SELECT facts FROM events'])
        expect(JSON.stringify(await db.readPrimary(sql))).not.toMatch(/1391234567|1380000000/);
    await leave(operator);
    await slow.close();
    await own.close();
  }, 90_000);

  it('asks the carrier for nothing its own document does not know, and says what it asks', () => {
    const { requests } = hall.carrier.carrier;
    const kinds = new Map<string, Set<string>>();
    for (const { method, path, parameters } of requests) {
      const names = kinds.get(`${method} ${path}`) ?? new Set<string>();
      for (const name of Object.keys(parameters)) names.add(name);
      kinds.set(`${method} ${path}`, names);
    }
    console.log(
      [...kinds]
        .map(([what, names]) => `${what}: ${[...names].sort().join(' ')}`)
        .sort()
        .join('\n'),
    );
    expect(requests.filter(({ status }) => status === 400)).toEqual([]);
    expect(kinds.size).toBeGreaterThan(10);
  });

  it('starts in the carrier’s own mode when its variables are set: tokens of its account, webhooks for the public address, no simulator', async () => {
    const hex = (digit: string) => digit.repeat(32);
    const account = {
      TWILIO_ACCOUNT_SID: `AC${hex('1')}`,
      TWILIO_AUTH_TOKEN: hex('2'),
      TWILIO_API_KEY: `SK${hex('3')}`,
      TWILIO_API_SECRET: hex('4'),
    };
    const env = { NOW: '', TELEPHONY: 'twilio', PUBLIC_URL: 'https://12345.example.cn', TWILIO_NUMBER: '+8612345', ...account };
    const own = await freshTown();
    const app = await startApp(env, own.database);
    const origin = { origin: 'https://12345.example.cn' };
    const client = app.client();
    succeeded(await client.post('/session', { username: 'operator1', password: 'demo-12345' }, origin), 201);
    const { provider, token } = succeeded(await client.get('/agents/me/softphone'));
    const [, claims] = (token as string).split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect([provider, JSON.parse(claims!)]).toEqual([
      'twilio',
      expect.objectContaining({ sub: account.TWILIO_ACCOUNT_SID, iss: account.TWILIO_API_KEY }),
    ]);
    const parameters = {
      AccountSid: account.TWILIO_ACCOUNT_SID,
      CallSid: `CA${hex('5')}`,
      From: CALLER,
      To: '+8612345',
      CallStatus: 'ringing',
    };
    const path = '/telephony/twilio/voice';
    const signature = twilio.getExpectedTwilioSignature(account.TWILIO_AUTH_TOKEN, `https://12345.example.cn${path}`, parameters);
    const form = new URLSearchParams(parameters);
    const answer = await app.client().send(path, { method: 'POST', body: form, headers: { 'x-twilio-signature': signature, ...origin } });
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('https://12345.example.cn/telephony/twilio/voice/menu')]);
    expect((await app.client().post('/simulator/phones', {}, origin)).status).toBe(404);
    await app.stop({ keep: true });
    await own.close();
  }, 60_000);
});
