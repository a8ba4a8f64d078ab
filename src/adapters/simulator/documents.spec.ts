import twilio from 'twilio';
import { Handset, RehearsedApplication } from './rehearsal.js';
import { startCarrier } from './start-carrier.js';
import type { RunningCarrier } from './start-carrier.js';
import type { CarrierOptions } from './options.js';

const HOTLINE = '+8602312345';
const WAITING = (inside: string) => ({
  '/voice': '<Response><Enqueue waitUrl="/wait">q</Enqueue></Response>',
  '/wait': `<Response>${inside}</Response>`,
});

let application: RehearsedApplication;
let running: RunningCarrier | undefined;

beforeEach(async () => {
  application = await new RehearsedApplication().start();
});
afterEach(async () => {
  await running?.close();
  await application.close();
});

async function call(options: Partial<CarrierOptions> = {}): Promise<Handset> {
  await running?.close();
  running = await startCarrier({
    accountSid: `AC${'1'.repeat(32)}`,
    authToken: 'token',
    number: HOTLINE,
    voiceUrl: `${application.url}/voice`,
    statusUrl: `${application.url}/status`,
    smsUrl: `${application.url}/sms`,
    secondMs: 10,
    waitLoopMs: 20,
    silent: true,
    ...options,
  });
  const phone = await Handset.register(running.url);
  await phone.dial(HOTLINE);
  return phone;
}
const alerts = () => running?.carrier.alerts.map(({ code }) => code);

describe('the signature', () => {
  it('is the one that Twilio documents for its example', () => {
    const parameters = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675310', Digits: '1234', From: '+14158675310', To: '+18005551212' };
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilio.getExpectedTwilioSignature('12345', url, parameters)).toBe('GvWf1cFY/Q7PnoempGyD5oXAezc=');
  });
});

describe('a document', () => {
  it.each([
    [12100, 'not well-formed', '<Response><Say>'],
    [12100, 'empty', ''],
    [12200, 'another element', '<Answer/>'],
    [12200, 'an unknown verb', '<Response><Shout>x</Shout></Response>'],
    [12200, 'an unknown attribute', '<Response><Say volume="11">x</Say></Response>'],
    [12200, 'text between verbs', '<Response>hello</Response>'],
    [12200, 'a misplaced verb', '<Response><Gather><Hangup/></Gather></Response>'],
    [12200, 'Leave outside a queue', '<Response><Leave/></Response>'],
    [12200, 'a wrong word', '<Response><Dial><Conference beep="loud">x</Conference></Dial></Response>'],
    [12200, 'a wrong event', '<Response><Dial><Conference statusCallbackEvent="begin">x</Conference></Dial></Response>'],
    [12200, 'a wrong number', '<Response><Gather numDigits="one"/></Response>'],
    [12200, "a language of the other verb's", '<Response><Say language="cmn-Hans-CN">x</Say></Response>'],
    [13331, "a language of the other verb's in Gather", '<Response><Gather input="speech" language="cmn-CN"/></Response>'],
    [13511, 'a voice that does not speak it', '<Response><Say voice="Polly.Joanna" language="cmn-CN">x</Say></Response>'],
    [13520, 'nothing to say', '<Response><Say language="cmn-CN"></Say></Response>'],
    [11100, 'an address that is none', '<Response><Redirect>http://</Redirect></Response>'],
  ])('is fault %i for %s, and the caller hears that something is wrong', async (code, _what, document) => {
    application.on('/voice', () => ({ body: document }));
    const phone = await call();
    await phone.until('prompt', ({ text }) => String(text).includes('application error'));
    expect(await phone.until('ended')).toMatchObject({ reason: 'application-error' });
    expect(alerts()).toEqual([code]);
  });

  it.each([
    '<Say voice="Polly.Zhiyu-Neural" language="cmn-CN">您好</Say>',
    '<Say voice="Google.cmn-CN-Wavenet-A" language="zh-CN">您好</Say>',
  ])('may speak Chinese with a Chinese voice: %s', async (inside) => {
    application.on('/voice', `<Response>${inside}</Response>`);
    await (await call()).until('prompt', ({ text }) => text === '您好');
    expect(alerts()).toEqual([]);
  });

  it.each(['<Record/>', '<Dial><Conference>x</Conference></Dial>', '<Enqueue>q</Enqueue>'])(
    'for one who waits holds no %s',
    async (inside) => {
      for (const [path, document] of Object.entries(WAITING(inside))) application.on(path, document);
      await (await call()).until('ended');
      expect(alerts()).toEqual([13238]);
    },
  );

  it('for one who waits goes to the action with its error, if there is an action', async () => {
    application.on('/voice', '<Response><Enqueue waitUrl="/wait" action="/queued">q</Enqueue></Response>');
    application.on('/wait', '<Response><Record/></Response>');
    application.on('/queued', '<Response><Hangup/></Response>');
    await (await call()).until('ended');
    expect(application.at('/queued')[0]?.parameters).toMatchObject({ QueueResult: 'error' });
  });

  it('of another content type is fault 12300, and a sound is played', async () => {
    application.on('/voice', () => ({ type: 'application/json', body: '{}' }));
    await (await call()).until('ended');
    expect(alerts()).toEqual([12300]);
    application.on('/voice', () => ({ type: 'audio/x-wav', body: 'RIFF' }));
    await (await call()).until('music');
    expect(alerts()).toEqual([]);
  });

  it('that does not come in time, or is an error, is asked for at the fallback', async () => {
    application.on('/fallback', '<Response><Say language="cmn-CN">请稍后再拨</Say></Response>');
    for (const [code, respond] of [
      [11200, () => new Promise<string>((resolve) => setTimeout(() => resolve('<Response/>'), 400))],
      [11200, () => ({ status: 500, body: 'broken' })],
      [12100, () => ({ body: 'broken' })],
    ] as const) {
      application.on('/voice', respond);
      const phone = await call({ fallbackUrl: `${application.url}/fallback`, answerTimeoutMs: 100 });
      await phone.until('prompt', ({ text }) => text === '请稍后再拨');
      expect(application.at('/fallback').at(-1)?.parameters).toMatchObject({
        ErrorCode: String(code),
        ErrorUrl: `${application.url}/voice`,
      });
      expect(alerts()).toEqual([code]);
    }
  });

  it('is tried once more if there is no connection, with the same token, then given up', async () => {
    const gone = await new RehearsedApplication().start();
    await gone.close();
    application.on('/fallback', '<Response><Hangup/></Response>');
    const phone = await call({ voiceUrl: `${gone.url}/voice`, fallbackUrl: `${application.url}/fallback` });
    await phone.until('ended');
    expect(application.at('/fallback')[0]?.parameters).toMatchObject({ ErrorCode: '11205' });
  });

  it('is tried as often as its address says, with one token, and the fragment is neither sent nor signed', async () => {
    let asked = 0;
    application.on('/voice', () => (++asked < 3 ? { status: 503, body: '' } : { body: '<Response><Hangup/></Response>' }));
    const phone = await call({ voiceUrl: `${application.url}/voice#rc=2&rp=5xx` });
    await phone.until('ended');
    expect(alerts()).toEqual([]);
    expect(application.at('/voice')).toHaveLength(3);
    expect(new Set(application.at('/voice').map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
  });

  it('that plays without end plays until the call is taken elsewhere or ends', async () => {
    application.on('/voice', '<Response><Play loop="0">/m.wav</Play><Hangup/></Response>');
    const phone = await call();
    await phone.until('music');
    await phone.poll(200);
    expect(phone.events.map(({ type }) => type)).toEqual(['dialing', 'answered', 'music']);
    await phone.hangUp();
    await phone.until('ended');
    expect(alerts()).toEqual([]);
  });

  it('takes the time it takes to say it', async () => {
    application.on('/voice', '<Response><Say language="cmn-CN">一二三四五六七八九十</Say><Hangup/></Response>');
    const phone = await call({ speechRate: 50 });
    const begun = Date.now();
    await phone.until('ended');
    expect(Date.now() - begun).toBeGreaterThan(150);
  });

  it.each([
    ['', true],
    [' bargeIn="false"', false],
  ])('lets a key cut its prompt short, unless it says otherwise:%s', async (attribute, short) => {
    application.on('/voice', `<Response><Gather numDigits="1" action="/ivr"${attribute}><Say>0123456789</Say></Gather></Response>`);
    application.on('/ivr', '<Response><Hangup/></Response>');
    const phone = await call({ speechRate: 25 });
    await phone.until('prompt');
    const begun = Date.now();
    await phone.press('1');
    await phone.until('ended');
    expect(Date.now() - begun < 250).toBe(short);
    expect(application.at('/ivr')[0]?.parameters).toMatchObject({ Digits: '1' });
  });

  it('rejects without ever answering', async () => {
    application.on('/voice', '<Response><Reject reason="busy"/></Response>');
    const phone = await call();
    await phone.until('ended');
    expect(phone.events.map(({ type }) => type)).toEqual(['dialing', 'ended']);
    await running?.carrier.settled();
    expect(application.at('/status')[0]?.parameters).toMatchObject({ CallStatus: 'busy', CallDuration: '0' });
  });
});

describe('faults on the way', () => {
  const fates = async (faults: CarrierOptions['faults']) => {
    application.received.length = 0;
    application.on('/voice', '<Response><Hangup/></Response>');
    const phone = await call({ faults });
    await phone.until('ended');
    for (let i = 0; i < 39; i++) {
      await phone.dial(HOTLINE);
      await phone.until('ended');
    }
    await running?.carrier.settled();
    return running?.carrier.sent.map(({ kind, lost, copies }) => `${kind} ${lost} ${copies}`) ?? [];
  };
  const FAULTS = { loss: 0.3, doubling: 0.3, reordering: 0.3, delayMs: 10, seed: 7 };

  it('are the same for the same seed, and others for another', async () => {
    const first = await fates(FAULTS);
    expect(await fates(FAULTS)).toEqual(first);
    expect(await fates({ ...FAULTS, seed: 8 })).not.toEqual(first);
  });

  it('lose and double callbacks, and never lose a question for a document', async () => {
    const sent = await fates(FAULTS);
    expect(sent.filter((fate) => fate.startsWith('document true'))).toEqual([]);
    expect(application.at('/voice')).toHaveLength(40 + sent.filter((fate) => fate === 'document false 2').length);
    const [once, twice] = ['callback false 1', 'callback false 2'].map((fate) => sent.filter((one) => one === fate).length);
    expect(application.at('/status')).toHaveLength((once ?? 0) + 2 * (twice ?? 0));
    expect(sent.filter((fate) => fate.startsWith('callback true')).length).toBeGreaterThan(3);
    expect(twice).toBeGreaterThan(3);
  });

  it('reorder callbacks, with the doubled ones under one token', async () => {
    await fates({ ...FAULTS, loss: 0 });
    const order = application.at('/status').map(({ parameters }) => parameters.CallSid);
    const begun = application.at('/voice').map(({ parameters }) => parameters.CallSid);
    expect([...new Set(order)]).not.toEqual([...new Set(begun)]);
    expect([...new Set(order)].sort()).toEqual([...new Set(begun)].sort());
    const tokens = new Map<unknown, Set<unknown>>();
    for (const { parameters, headers } of application.at('/status')) {
      tokens.set(parameters.CallSid, (tokens.get(parameters.CallSid) ?? new Set()).add(headers['i-twilio-idempotency-token']));
    }
    expect([...tokens.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it('are none by default', async () => {
    expect(new Set(await fates(undefined))).toEqual(new Set(['document false 1', 'callback false 1']));
  });
});
