/** The far ends of our messages: a gateway for short messages and a mail server on this machine, which do what the story tells them. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { Environment } from './app.js';

const SECRET = 'the-gateway-and-the-hotline-share-this';

/** A message as its reader gets it. */
export interface Heard {
  ref: string;
  to: string;
  text: string;
}
/** What a carrier does with the next messages. `hold`: takes them and never answers. */
export type Mood = 'take' | 'hold' | { status: number; code?: string };

abstract class FarEnd {
  /** Every handing over, refused ones included. */
  readonly attempts: Heard[] = [];
  mood: Mood = 'take';

  /** What reached people: the same `ref` counts once where the carrier sends it once. */
  abstract readonly sent: readonly Heard[];
  abstract readonly env: Environment;
  abstract close(): Promise<void>;

  to(number: string): Heard[] {
    return this.sent.filter(({ to }) => to === number);
  }

  /** Waits until that holds, at most half a minute. */
  async until(holds: () => boolean): Promise<void> {
    const end = Date.now() + 30_000;
    while (!holds() && Date.now() < end) await sleep(50);
    if (!holds()) throw new Error(`Not within half a minute; heard ${JSON.stringify(this.attempts)}`);
  }
}

/** A gateway by the contract of docs/operations.md. */
export class Gateway extends FarEnd {
  private readonly taken = new Map<string, Heard>();
  badSignatures = 0;

  private constructor(
    private readonly server: Server,
    readonly env: Environment,
  ) {
    super();
  }

  static async open(): Promise<Gateway> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const gateway = new Gateway(server, { SMS_GATEWAY_URL: `http://127.0.0.1:${port}/`, SMS_GATEWAY_SECRET: SECRET });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => gateway.hear(request, body, response));
    });
    return gateway;
  }

  get sent(): readonly Heard[] {
    return [...this.taken.values()];
  }

  private hear({ headers }: IncomingMessage, body: string, response: ServerResponse): void {
    const hmac = createHmac('sha256', SECRET).update(`${headers['x-hotline-timestamp'] as string}.${body}`);
    if (headers['x-hotline-signature'] !== `sha256=${hmac.digest('hex')}`) this.badSignatures++;
    const message = JSON.parse(body) as Heard;
    this.attempts.push(message);
    if (typeof this.mood === 'object') {
      const { status, code } = this.mood;
      return void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code }));
    }
    this.taken.set(message.ref, message);
    if (this.mood === 'take')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `g-${message.ref}` }));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** A mail server that takes everything, text as it was before its transport encoding. */
export class MailBox extends FarEnd {
  readonly sent: Heard[] = [];
  readonly env: Environment;

  private constructor(private readonly server: SMTPServer) {
    super();
    const { port } = server.server.address() as AddressInfo;
    this.env = { MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: '九台12345热线 <12345@city.example>' };
  }

  static async open(): Promise<MailBox> {
    const box: { own?: MailBox } = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        let raw = '';
        stream.on('data', (chunk: Buffer) => (raw += chunk.toString('latin1')));
        stream.on('end', () => {
          const ref = /^Message-ID: <([^@>]+)@/im.exec(raw)?.[1] ?? '';
          const message = { ref, to: session.envelope.rcptTo[0]?.address ?? '', text: textOf(raw) };
          box.own!.attempts.push(message);
          if (box.own!.mood !== 'take' && box.own!.mood !== 'hold') return done(Object.assign(new Error('no'), { responseCode: 550 }));
          box.own!.sent.push(message);
          if (box.own!.mood === 'take') done();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
    return (box.own = new MailBox(server));
  }

  async close(): Promise<void> {
    this.server.connections.forEach((one) => one.close());
    await new Promise<void>((done) => this.server.close(() => done()));
  }
}

function textOf(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const plain = /base64/i.test(head)
    ? Buffer.from(body, 'base64')
    : Buffer.from(
        body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      );
  return plain.toString('utf8').trim();
}
