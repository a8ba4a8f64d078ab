/** What the carrier's webhooks take and refuse: its signature over what was sent, the shapes of what it says, twice and out of order. */
import { request as httpRequest } from 'node:http';
import twilio from 'twilio';
import { ACCOUNT, type Account } from '../src/adapters/twilio/account.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const hex = (digit: string): string => digit.repeat(32);
const LEG = `CA${hex('1')}`;

describeWithServer(`webhooks of the carrier on the ${engine} engine`, () => {
  let database: TestDatabase;
  let town: Inside;
  let account: Account;

  beforeAll(async () => {
    database = await freshDatabase();
    const carrier = { TWILIO_API_BASE: 'http://127.0.0.1:9', TWILIO_ACCOUNT_SID: `AC${hex('a')}`, TWILIO_AUTH_TOKEN: hex('b') };
    const rest = {
      TWILIO_AUTH_TOKEN_NEXT: hex('e'),
      TWILIO_API_KEY: `SK${hex('c')}`,
      TWILIO_API_SECRET: hex('d'),
      TWILIO_NUMBER: '+8612345',
    };
    town = await openInside(database, { NOW: '', CLOCK_RATE: '', ...carrier, ...rest });
    account = town.app.get(ACCOUNT);
  }, 120_000);
  afterAll(async () => {
    await town?.app.close();
    await database?.drop();
  });

  const ring = (more: Record<string, string> = {}): Record<string, string> => ({
    ...{
      AccountSid: account.accountSid,
      CallSid: LEG,
      From: '+8613912345678',
      To: '+8612345',
      CallStatus: 'ringing',
      Direction: 'inbound',
    },
    ...{ FromCity: '', FromCountry: 'CN', ...more },
  });
  const signed = (
    path: string,
    parameters: Record<string, string | string[]>,
    token = account.authTokens[0],
    base = account.webhookBase,
  ): string => twilio.getExpectedTwilioSignature(token, base + path, parameters);
  /** Sent byte for byte, as a carrier or a forger would. */
  const send = (path: string, body: string, signature: string | undefined, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; text: string }>((done, failed) => {
      const all = {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        ...(signature ? { 'x-twilio-signature': signature } : {}),
        ...headers,
      };
      const asked = httpRequest(town.url + path, { method: 'POST', headers: all }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', failed);
      asked.end(body);
    });
  const bodyOf = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();
  const VOICE = '/telephony/twilio/voice';
  const rows = async (): Promise<number> => Number((await town.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM calls'))[0]?.n);

  it('answers a signed one with a document, by either token while one is being replaced, whatever host the request names', async () => {
    for (const token of account.authTokens) {
      const { status, text } = await send(VOICE, bodyOf(ring()), signed(VOICE, ring(), token), { host: 'proxy.inside:8080' });
      expect([status, text.startsWith('<?xml')]).toEqual([200, true]);
      expect(text).toContain('<Gather');
    }
    expect(await rows()).toBe(1);
  });

  it.each<[string, () => Promise<{ status: number; text: string }>]>([
    ['without a signature', () => send(VOICE, bodyOf(ring()), undefined)],
    ['with an empty signature', () => send(VOICE, bodyOf(ring()), '')],
    ['signed with an empty token', () => send(VOICE, bodyOf(ring()), signed(VOICE, ring(), ''))],
    ['signed with another token', () => send(VOICE, bodyOf(ring()), signed(VOICE, ring(), hex('f')))],
    ['signed for another host', () => send(VOICE, bodyOf(ring()), signed(VOICE, ring(), undefined, 'http://evil.example'))],
    ['signed for another port', () => send(VOICE, bodyOf(ring()), signed(VOICE, ring(), undefined, 'http://127.0.0.1:1'))],
    ['signed for another path', () => send(VOICE, bodyOf(ring()), signed(`${VOICE}/menu`, ring()))],
    ['signed without the query it carries', () => send(`${VOICE}?call=1`, bodyOf(ring()), signed(VOICE, ring()))],
    ['with a changed parameter', () => send(VOICE, bodyOf(ring({ From: '+8613900000000' })), signed(VOICE, ring()))],
    ['with a missing parameter', () => send(VOICE, bodyOf(ring()).replace('&Direction=inbound', ''), signed(VOICE, ring()))],
    ['with one more parameter', () => send(VOICE, `${bodyOf(ring())}&Digits=1`, signed(VOICE, ring()))],
    ['with a parameter that came twice', () => send(VOICE, `${bodyOf(ring())}&CallSid=CA${hex('2')}`, signed(VOICE, ring()))],
    [
      'with a body of another kind',
      () => send(VOICE, JSON.stringify(ring()), signed(VOICE, ring()), { 'content-type': 'application/json' }),
    ],
  ])('refuses one %s, says nothing and keeps nothing', async (_what, attempt) => {
    const before = await rows();
    expect(await attempt()).toEqual({ status: 403, text: '' });
    expect(await rows()).toBe(before);
  });

  it('refuses parameters whose signs wandered from name to value, though the signature over them is right', async () => {
    // `From=+8613912345678` and `FromX=…` join to the same text when the X moves over
    const [honest, shifted] = [ring({ Digits: '1', DigitsX: '2' }), ring({ Digits: '1DigitsX2' })];
    const path = `${VOICE}/menu`;
    expect(signed(path, honest)).toBe(signed(path, shifted));
    expect((await send(path, bodyOf(shifted), signed(path, honest))).status).toBe(400);
    for (const [name, value] of [
      ['CallSid', `CA${hex('1')}Z`],
      ['From', '+86139; DROP'],
      ['CallStatus', 'in-progressX'],
      ['AccountSid', `AC${hex('9')}`],
    ] as const) {
      const odd = ring({ [name]: value });
      expect([name, (await send(path, bodyOf(odd), signed(path, odd))).status]).toEqual([name, 400]);
    }
  });

  it('takes names with brackets as they are, and repeated ones as the carrier signs them', async () => {
    const odd = ring({ 'a[b]': 'c', 'Sip Header': '你好' });
    expect((await send(VOICE, bodyOf(odd), signed(VOICE, odd))).status).toBe(200);
    const twice = { ...ring(), Media: ['x', 'y'] };
    expect((await send(VOICE, `${bodyOf(ring())}&Media=x&Media=y`, signed(VOICE, twice))).status).toBe(200);
  });

  it('does no more when the same request is replayed, and never leads back from the end', async () => {
    const told = ring({ CallStatus: 'completed', CallDuration: '12', Timestamp: 'Mon, 02 Nov 2026 02:00:12 +0000' });
    const path = '/telephony/twilio/status';
    const events = async () => Number((await town.db.readPrimary<{ n: number }>('SELECT number AS n FROM event_head'))[0]?.n);
    expect((await send(path, bodyOf(told), signed(path, told))).status).toBe(200);
    const before = await events();
    for (let again = 0; again < 3; again++) expect((await send(path, bodyOf(told), signed(path, told))).status).toBe(200);
    const late = await send(VOICE, bodyOf(ring()), signed(VOICE, ring()));
    expect(late.text).toContain('<Hangup/>');
    expect(await events()).toBe(before);
    const [row] = await town.db.readPrimary('SELECT status, outcome, startedAt, endedAt FROM calls WHERE carrierLeg = ?', [LEG]);
    expect(row).toEqual({
      status: 'ended',
      outcome: 'abandoned',
      startedAt: Date.parse('2026-11-02T10:00:00+08:00'),
      endedAt: Date.parse('2026-11-02T10:00:12+08:00'),
    });
  });

  it('makes one call of twenty first rings that come at once', async () => {
    const first = ring({ CallSid: `CA${hex('7')}` });
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(VOICE, bodyOf(first), signed(VOICE, first))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await town.db.readPrimary('SELECT direction FROM calls WHERE carrierLeg = ?', [first.CallSid])).toHaveLength(1);
  });
});
