import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { NotSent } from '../../notices/messenger.js';
import { readConfig } from '../../platform/config.js';
import { Smtp } from './smtp.js';

const MESSAGE = {
  channel: 'mail',
  to: 'someone@example.org',
  subject: '您的反映已登记',
  text: '编号20261102000001。',
  ref: 'ref-1',
} as const;
const SENDER = '九台12345热线 <12345@city.example>';

type Refusal = Error & { responseCode: number };
const refusal = (responseCode: number): Refusal => Object.assign(new Error('no'), { responseCode });

describe('mail', () => {
  let server: SMTPServer;
  let url: string;
  let got: { from: string; to: string[]; raw: string }[] = [];
  let atRecipient: Refusal | undefined;
  let atEnd: Refusal | 'cut' | undefined;
  let adapters: Smtp[] = [];

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) => (password === 'right' ? done(null, { user: username }) : done(new Error('no'))),
      onRcptTo: (_address, _session, done) => done(atRecipient),
      onData: (stream, session, done) => {
        let raw = '';
        stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          got.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw });
          if (atEnd === 'cut') return server.connections.forEach((one) => one.close());
          done(atEnd);
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
    url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    [got, atRecipient, atEnd] = [[], undefined, undefined];
  });
  afterEach(() => {
    adapters.forEach((one) => one.onModuleDestroy());
    adapters = [];
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  const outcome = async (to = url): Promise<string> => {
    const smtp = new Smtp(readConfig({ MAIL_URL: to, MAIL_FROM: SENDER }));
    adapters.push(smtp);
    try {
      return JSON.stringify(await smtp.send(MESSAGE));
    } catch (error) {
      return error instanceof NotSent ? `${error.failure} ${error.reason}` : String(error);
    }
  };

  it('goes to its one reader, names its sender, and asks for no answer from machines', async () => {
    expect(await outcome()).toBe('{"providerRef":"<ref-1@city.example>","state":"sent"}');
    const [{ from, to, raw }] = got as [(typeof got)[0]];
    expect([from, to]).toEqual(['12345@city.example', ['someone@example.org']]);
    const header = (name: string) => new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.trim();
    expect(header('Message-ID')).toBe('<ref-1@city.example>');
    expect(header('Auto-Submitted')).toBe('auto-generated');
    const subject = [...header('Subject')!.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, kind, text]) =>
      kind!.toUpperCase() === 'B'
        ? Buffer.from(text!, 'base64')
        : Buffer.from(
            text!.replace(/_/g, ' ').replace(/=(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ),
    );
    expect(Buffer.concat(subject).toString('utf8')).toBe(MESSAGE.subject);
    const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
    const plain = /base64/i.test(header('Content-Transfer-Encoding') ?? '')
      ? Buffer.from(body, 'base64').toString('utf8')
      : Buffer.from(
          body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        ).toString('utf8');
    expect(plain.trim()).toBe(MESSAGE.text);
  });

  it('signs in where the address says how, and a wrong password is nobody’s final word', async () => {
    const signedIn = (password: string) => url.replace('smtp://', `smtp://hotline:${password}@`);
    expect(await outcome(signedIn('right'))).toContain('"state":"sent"');
    expect(await outcome(signedIn('wrong'))).toBe('transient mail-login');
  });

  it('that a server refuses for good is final, and one that it takes later is tried again', async () => {
    atRecipient = refusal(550);
    expect(await outcome()).toBe('permanent smtp-550');
    atRecipient = refusal(451);
    expect(await outcome()).toBe('transient smtp-451');
    [atRecipient, atEnd] = [undefined, refusal(554)];
    expect(await outcome()).toBe('permanent smtp-554');
    atEnd = refusal(452);
    expect(await outcome()).toBe('transient smtp-452');
  });

  it('whose server hangs up after the text may have gone out: nobody knows', async () => {
    atEnd = 'cut';
    expect(await outcome()).toBe('unknown no-answer');
    expect(got).toHaveLength(1);
  });

  it('whose server is not there was not sent', async () => {
    expect(await outcome('smtp://127.0.0.1:9')).toBe('transient no-connection');
    expect(await outcome('smtp://mail.invalid')).toBe('transient no-connection');
  });
});
