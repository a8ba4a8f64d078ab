import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import type { PhoneEvent, PhoneEventType } from './phone.js';

/** What the rehearsed application was asked. */
export interface Received {
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Answers one webhook: a document, or an answer of another kind. */
export type Respond = (received: Received) => string | { status?: number; type?: string; body: string } | Promise<string>;

/** A bare application for tests: it notes what it is asked and answers what it was told to. */
export class RehearsedApplication {
  readonly received: Received[] = [];
  url = '';
  private readonly server: Server;
  private readonly answers = new Map<string, Respond>();

  constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** What a path answers from now on; whatever has no answer gets an empty 204. */
  on(path: string, respond: Respond | string): void {
    this.answers.set(path, typeof respond === 'string' ? () => respond : respond);
  }

  /** The requests of one path so far. */
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const form = new URLSearchParams(request.method === 'POST' ? Buffer.concat(parts).toString('utf8') : url.search);
    const received = { path: url.pathname, url: url.href, headers: request.headers, parameters: Object.fromEntries(form) };
    this.received.push(received);
    const answer = await this.answers.get(url.pathname)?.(received);
    if (answer === undefined) return void response.writeHead(204).end();
    const { status = 200, type = 'text/xml', body } = typeof answer === 'string' ? { body: answer } : answer;
    response.writeHead(status, { 'content-type': type }).end(body);
  }
}

/** Twilio's own client, sent to the simulator instead of to Twilio. */
export function rehearsedClient(url: string, accountSid: string, secret: string, key = accountSid): twilio.Twilio {
  class Redirected extends twilio.RequestClient {
    override request<T>(options: Parameters<twilio.RequestClient['request']>[0]) {
      return super.request<T>({ ...options, uri: options.uri.replace(/^https:\/\/api\.twilio\.com/, url) } as never);
    }
  }
  return twilio(key, secret, { accountSid, httpClient: new Redirected() });
}

const PATIENCE_MS = 5000;

/** Somebody with a phone in hand, over the phone API. */
export class Handset {
  readonly events: PhoneEvent[] = [];
  private read = 0;

  private constructor(
    private readonly url: string,
    readonly id: string,
    readonly number: string,
  ) {}

  /** A telephone (`{number?}`) or a softphone (`{token}`). */
  static async register(url: string, facts: { number?: string; token?: string } = {}): Promise<Handset> {
    const response = await post(`${url}/phones`, facts);
    const { phoneId, number } = (await response.json()) as { phoneId: string; number: string };
    return new Handset(url, phoneId, number);
  }

  /** Dials, and gives the call's SID. */
  async dial(to: string): Promise<string> {
    return ((await this.act('calls', { to })) as { callSid: string }).callSid;
  }

  async press(digits: string): Promise<void> {
    await this.act('digits', { digits });
  }

  async say(text: string): Promise<void> {
    await this.act('speech', { text });
  }

  async answer(): Promise<void> {
    await this.act('answer', {});
  }

  async hangUp(): Promise<void> {
    await this.act('hang-up', {});
  }

  async write(to: string, body: string): Promise<void> {
    await this.act('messages', { to, body });
  }

  /** Samples of a microphone, 16 bit at 8 kHz. */
  async sound(pcm: Buffer): Promise<void> {
    await fetch(`${this.url}/phones/${this.id}/audio`, { method: 'POST', body: new Uint8Array(pcm) });
  }

  async remove(): Promise<void> {
    await fetch(`${this.url}/phones/${this.id}`, { method: 'DELETE' });
  }

  /** The next event of a type, and fitting; what came before it counts as read. */
  async until(type: PhoneEventType, fits: (event: PhoneEvent) => boolean = () => true): Promise<PhoneEvent> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const found = this.events.findIndex((event, i) => i >= this.read && event.type === type && fits(event));
      if (found >= 0) {
        this.read = found + 1;
        return this.events[found] as PhoneEvent;
      }
      await this.poll();
    }
    throw new Error(`${this.number} waited for ${type} in vain; it saw ${this.events.map((event) => event.type).join(', ')}`);
  }

  /** Asks once for what is new, and waits a little if nothing is. */
  async poll(patienceMs = 1000): Promise<void> {
    const after = this.events.at(-1)?.n ?? 0;
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(`${this.url}/phones/${this.id}/events?after=${after}`, { signal }).catch(() => undefined);
    if (response?.ok) this.events.push(...((await response.json()) as { items: PhoneEvent[] }).items);
  }

  private async act(what: string, facts: object): Promise<unknown> {
    const response = await post(`${this.url}/phones/${this.id}/${what}`, facts);
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${what} was refused: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }
}

const post = (url: string, facts: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(facts) });
