import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SelfTestStep } from '../../domain/self-tests.js';
import type { Account } from './account.js';
import { TwilioLineCheck } from './line-check.js';

/** The carrier's API as far as the test of the line asks it, and a webhook that answers as it is told. */
interface Carrier {
  account: { code: number; status: string };
  voiceUrl: string | undefined;
  webhook: number;
}

describe('the test of the telephone line at the carrier', () => {
  let server: Server;
  let account: Account;
  let carrier: Carrier;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const json = (code: number, body: object) =>
        response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const { url = '' } = request;
      if (url.startsWith('/telephony')) response.writeHead(carrier.webhook).end();
      else if (url.includes('/IncomingPhoneNumbers')) {
        const numbers = carrier.voiceUrl === undefined ? [] : [{ voice_url: carrier.voiceUrl }];
        json(200, { incoming_phone_numbers: numbers, page: 0, page_size: 1, next_page_uri: null });
      } else json(carrier.account.code, { status: carrier.account.status, code: 20003 });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [sid, token] = [`AC${'1'.repeat(32)}`, '2'.repeat(32)];
    account = {
      ...{ accountSid: sid, authTokens: [token], apiKey: `SK${'3'.repeat(32)}`, apiSecret: '4'.repeat(32), number: '+8612345' },
      ...{ apiBase: base, webhookBase: base },
    };
    carrier = { account: { code: 200, status: 'active' }, voiceUrl: `${base}/telephony/twilio/voice`, webhook: 403 };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const found = async (telephony: 'twilio' | 'simulator' = 'twilio'): Promise<Record<string, string>> => {
    const test = { answerMs: 2_000, pass: () => Promise.resolve('pass'), signal: new AbortController().signal };
    const steps: SelfTestStep[] = await new TwilioLineCheck(account, { telephony }).run(test);
    return Object.fromEntries(steps.map(({ name, outcome, reason }) => [name, reason ? `${outcome} ${reason}` : outcome]));
  };

  it('finds an active account whose number points to our webhook', async () => {
    expect(await found()).toMatchObject({ account: 'passed', number: 'passed', 'webhook-refuses': 'passed' });
  });

  it.each<[string, (stands: Carrier) => void, Record<string, string>]>([
    ['a suspended account', (one) => (one.account.status = 'suspended'), { account: 'failed account-suspended' }],
    ['a key that may not read the account', (one) => (one.account.code = 401), { account: 'not-tested not-for-this-key' }],
    ['a number that points elsewhere', (one) => (one.voiceUrl = 'https://elsewhere.example/'), { number: 'failed points-elsewhere' }],
    ['a number that is not ours', (one) => (one.voiceUrl = undefined), { number: 'failed no-such-number' }],
    ['a webhook that takes forged calls', (one) => (one.webhook = 200), { 'webhook-refuses': 'failed status-200' }],
    ['a webhook that refuses true calls', (one) => (one.webhook = 403), { 'webhook-greets': 'failed status-403' }],
    ['a webhook that answers without a greeting', (one) => (one.webhook = 200), { 'webhook-greets': 'failed no-greeting' }],
  ])('tells of %s', async (_, breaks, told) => {
    breaks(carrier);
    expect(await found()).toMatchObject(told);
  });

  it('does not claim to have tested a carrier that is simulated', async () => {
    expect(await found('simulator')).toMatchObject({ account: 'not-tested simulator', number: 'not-tested simulator' });
  });

  it('tells of a webhook that nobody answers for', async () => {
    account.webhookBase = 'http://127.0.0.1:1';
    expect(await found()).toMatchObject({ 'webhook-refuses': 'failed no-connection', 'webhook-greets': 'failed no-connection' });
  });
});
