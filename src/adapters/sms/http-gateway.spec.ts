import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotSent } from '../../notices/messenger.js';
import { Clock } from '../../platform/clock.js';
import { type Config, readConfig } from '../../platform/config.js';
import { HttpGateway, signatureOf } from './http-gateway.js';

const SECRET = 'a-key-of-at-least-thirty-two-characters';
const MESSAGE = { channel: 'sms', to: '+8613800138000', text: '【九台12345】您的反映已登记，编号20261102000001。', ref: 'ref-1' } as const;

describe('the gateway for short messages', () => {
  let server: Server;
  let config: Config;
  let heard: { headers: IncomingHttpHeaders; body: string; method: string | undefined }[];
  let answer: { status: number; body?: string; headers?: Record<string, string>; cut?: boolean };

  const gateway = (url?: string) =>
    new HttpGateway(
      new Clock({ start: Date.parse('2026-11-02T10:00:00Z'), rate: 0 }),
      url ? { ...config, smsGateway: { url, secret: SECRET, callbackSecrets: [] } } : config,
    );
  const outcome = async (given: Partial<typeof answer>, url?: string): Promise<string> => {
    answer = { status: 200, ...given };
    try {
      return JSON.stringify(await gateway(url).send(MESSAGE));
    } catch (error) {
      return error instanceof NotSent ? `${error.failure} ${error.reason}` : String(error);
    }
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        heard.push({ headers: request.headers, body, method: request.method });
        if (answer.cut) return void request.socket.destroy();
        response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
    config = readConfig({ SMS_GATEWAY_URL: url, SMS_GATEWAY_SECRET: SECRET });
  });
  beforeEach(() => {
    heard = [];
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it('gets the message as signed JSON', async () => {
    expect(await outcome({ body: '{"id":"m-77"}' })).toBe('{"providerRef":"m-77","state":"sent"}');
    const [{ headers, body, method }] = heard as [(typeof heard)[0]];
    expect([method, JSON.parse(body)]).toEqual(['POST', { ref: MESSAGE.ref, to: MESSAGE.to, text: MESSAGE.text }]);
    const timestamp = headers['x-hotline-timestamp'] as string;
    expect(timestamp).toBe(String(Date.parse('2026-11-02T10:00:00Z') / 1000));
    const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-hotline-signature']).toBe(`sha256=${signature}`);
    expect(JSON.stringify(headers)).not.toContain(SECRET);
  });

  it('signs as the example of the contract says', () => {
    // computed with: printf '%s' '1762077600.{"ref":"r","to":"+8613800138000","text":"t"}' | openssl dgst -sha256 -hmac "$SECRET"
    expect(signatureOf(SECRET, '1762077600', '{"ref":"r","to":"+8613800138000","text":"t"}')).toBe(
      'b20a0310e420df446ed2b99c8830d60a8f1cc2febb2265482c6ffa3cc526c0f2',
    );
  });

  it.each<[string, Partial<typeof answer>, string]>([
    ['takes it', { status: 202 }, '{"state":"sent"}'],
    ['has delivered it', { body: '{"id":7,"state":"delivered"}' }, '{"providerRef":"7","state":"delivered"}'],
    ['answers with a page', { body: '<html>ok</html>' }, '{"state":"sent"}'],
    ['took the same message before', { status: 409, body: '{"id":"m-1"}' }, '{"providerRef":"m-1","state":"sent"}'],
    ['knows the number to be wrong', { status: 422, body: '{"code":"bad-number"}' }, 'permanent bad-number'],
    ['knows that the person wants none', { status: 403, body: '{"code":"opted-out"}' }, 'permanent opted-out'],
    ['says no in words of its own', { status: 400, body: '{"code":"号码 13800138000 无效"}' }, 'permanent http-400'],
    ['has too much to do', { status: 429 }, 'transient http-429'],
    ['is being repaired', { status: 503 }, 'transient http-503'],
    ['broke on it', { status: 500 }, 'unknown http-500'],
    ['answers too late to its own proxy', { status: 504 }, 'unknown http-504'],
    ['hangs up', { cut: true }, 'unknown no-answer'],
    ['points elsewhere', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, 'unknown no-answer'],
  ])('that %s', async (_, given, expected) => {
    expect(await outcome(given)).toBe(expected);
    expect(heard).toHaveLength(1);
  });

  it('that is not there has sent nothing', async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    expect(await outcome({}, `http://127.0.0.1:${port}/messages`)).toBe('transient no-connection');
    expect(await outcome({}, 'http://gateway.invalid/messages')).toBe('transient no-connection');
  });

  it('promises to send one ref once, so an unknown outcome may be tried again', () => {
    expect(gateway().repeats()).toBe(true);
  });
});
