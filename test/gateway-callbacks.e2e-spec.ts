/** What a domestic gateway tells over its signed callbacks: how messages fared, what people write back, and what forgers try. */
import { createHmac } from 'node:crypto';
import { type App, startApp } from './support/app.js';
import { Gateway } from './support/carriers.js';
import { type Json, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { Desks } from './support/desks.js';
import { eventually } from './support/eventually.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

const [NOW, NEXT] = ['the-gateway-tells-with-this-key-of-its-own', 'and-with-this-one-while-it-is-replaced'];
const [REPORTS, MESSAGES] = ['/telephony/sms/reports', '/telephony/sms/messages'];

describeWithServer(`callbacks of a gateway on the ${engine} engine`, () => {
  let town: Town;
  let gateway: Gateway;
  let app: App;
  let desks: Desks;
  let persons = 0;

  beforeAll(async () => {
    town = await freshTown();
    gateway = await Gateway.open();
    const secrets = { SMS_CALLBACK_SECRET: NOW, SMS_CALLBACK_SECRET_NEXT: NEXT };
    app = await startApp({ NOW: '', ...gateway.env, ...secrets }, town.database);
    desks = new Desks(app);
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await gateway?.close();
    await town?.close();
  });

  interface Forged {
    secret?: string;
    at?: number;
    signature?: string | undefined;
    signedBody?: string;
  }
  const tell = async (path: string, body: unknown, forged: Forged = {}) => {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor((forged.at ?? Date.now()) / 1000));
    const hex = createHmac('sha256', forged.secret ?? NOW)
      .update(`${timestamp}.${forged.signedBody ?? text}`)
      .digest('hex');
    const signature = 'signature' in forged ? forged.signature : `sha256=${hex}`;
    const response = await fetch(app.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hotline-timestamp': timestamp,
        ...(signature === undefined ? {} : { 'x-hotline-signature': signature }),
      },
      body: text,
    });
    return [response.status, await response.text()] as const;
  };
  const TAKEN = [200, '{"code":0}'];

  /** A complainant whose first message the gateway has taken. */
  async function registered(): Promise<{ caseNumber: string; phone: string; ref: string }> {
    const phone = `1390772${String(++persons).padStart(4, '0')}`;
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口让企业跑了三趟', complainant: { phone } };
    const { caseNumber } = succeeded(await (await desks.as('operator')).post('/cases', body), 201);
    await gateway.until(() => gateway.to(`+86${phone}`).length > 0);
    const ref = gateway.to(`+86${phone}`)[0]!.ref;
    await eventually(async () => ((await stateOf(ref)).state === 'sent' ? true : undefined), 'the message is sent');
    return { caseNumber: caseNumber as string, phone, ref };
  }
  const stateOf = async (ref: string): Promise<{ state: string; error: string | null }> =>
    (await town.db.readPrimary<{ state: string; error: string | null }>('SELECT state, error FROM notices WHERE id = ?', [ref]))[0]!;
  const messagesOf = async (caseNumber: string): Promise<string[]> =>
    ((await desks.view(caseNumber, 'dispatcher')).messages as Json[]).map(({ text }) => text as string);

  it('note how a message fared, once and never backwards', async () => {
    const [one, other] = [await registered(), await registered()];
    const told = [
      { id: `g-${one.ref}`, state: 'DELIVRD' },
      { id: `g-${other.ref}`, ref: other.ref, state: 'UNDELIV', code: 'MK:0001' },
      { id: 'g-nobody', state: 'delivered' },
      { id: `g-${one.ref}`, state: 'in the post' },
    ];
    expect(await tell(REPORTS, told)).toEqual(TAKEN);
    expect(await stateOf(one.ref)).toEqual({ state: 'delivered', error: null });
    expect(await stateOf(other.ref)).toEqual({ state: 'undelivered', error: 'MK:0001' });
    expect(await Promise.all([tell(REPORTS, told), tell(REPORTS, told.slice(0, 2).reverse())])).toEqual([TAKEN, TAKEN]);
    expect(await tell(REPORTS, { id: `g-${one.ref}`, state: 'failed' })).toEqual(TAKEN);
    expect(await stateOf(one.ref)).toEqual({ state: 'delivered', error: null });
  });

  it('bring what people write to their newest open case, once, however the number is written', async () => {
    const { caseNumber, phone } = await registered();
    const [first, second] = [
      { id: 'm-1', from: phone, text: '补充：窗口在二楼' },
      { id: 'm-2', from: `0086${phone}`, text: '还有三楼' },
    ];
    const answers = await Promise.all([tell(MESSAGES, first), tell(MESSAGES, first), tell(MESSAGES, [first, second])]);
    expect(answers).toEqual([TAKEN, TAKEN, TAKEN]);
    expect(await tell(MESSAGES, first)).toEqual(TAKEN);
    expect((await messagesOf(caseNumber)).sort()).toEqual(['补充：窗口在二楼', '还有三楼'].sort());
    expect(await tell(MESSAGES, { id: 'm-3', from: phone, text: '退订' })).toEqual(TAKEN);
    const [row] = await town.db.readPrimary<{ outcome: string }>("SELECT outcome FROM notice_replies WHERE providerRef = 'm-3'");
    expect(row?.outcome).toBe('stop');
    expect(app.logs).not.toContain('窗口在二楼');
    expect(app.logs).not.toContain(phone);
  });

  it('answer whoever is not the gateway with 403 and nothing, and do nothing', async () => {
    const { phone, caseNumber } = await registered();
    const body = { id: 'forged', from: phone, text: '伪造' };
    const forgeries: Forged[] = [
      { signature: undefined },
      { signature: '' },
      { signature: 'sha256=' },
      { secret: 'x'.repeat(32) },
      { secret: '' },
      { secret: gateway.env.SMS_GATEWAY_SECRET! },
      { signedBody: '{}' },
      { at: Date.now() - 6 * 60_000 },
      { at: Date.now() + 6 * 60_000 },
    ];
    for (const path of [REPORTS, MESSAGES]) for (const forged of forgeries) expect(await tell(path, body, forged)).toEqual([403, '']);
    expect(await messagesOf(caseNumber)).toEqual([]);
    expect(await tell(MESSAGES, { ...body, id: 'm-9', text: '真的' }, { secret: NEXT })).toEqual(TAKEN);
    expect(await messagesOf(caseNumber)).toEqual(['真的']);
  });

  it('are refused like forgeries while no key is set', async () => {
    const silent = await startApp({ NOW: '' }, town.database);
    for (const path of [REPORTS, MESSAGES]) {
      const answer = await silent.client().post(path, {});
      expect([answer.status, answer.body]).toEqual([403, undefined]);
    }
    await silent.stop({ keep: true });
  });

  it('refuse what has not the shape, though it is signed', async () => {
    for (const body of [['text'], 7, null]) expect((await tell(MESSAGES, body))[0]).toBe(400);
    expect(await tell(MESSAGES, { id: 'm-10', from: '张三', text: '谁' })).toEqual(TAKEN);
    expect(await town.db.readPrimary("SELECT outcome FROM notice_replies WHERE providerRef = 'm-10'")).toEqual([]);
  });
});
