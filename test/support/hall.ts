/** A hall with a carrier of its own beside the server, so that calls outlive it: telephones of callers, and operators at their pages. */
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type RunningCarrier, startCarrier } from '../../src/adapters/simulator/start-carrier.js';
import type { CarrierOptions } from '../../src/adapters/simulator/options.js';
import { type App, type Environment, startApp } from './app.js';
import { type Client, type Json, succeeded } from './client.js';
import { freePort } from './global-setup.mjs';
import type { Town } from './town.js';

const hex = (digit: string): string => digit.repeat(32);
const ACCOUNT = { accountSid: `AC${hex('a')}`, authToken: hex('b'), number: '+8612345' };
const [API_KEY, API_SECRET] = [`SK${hex('c')}`, hex('d')];

export interface Hall {
  readonly app: App;
  readonly carrier: RunningCarrier;
  close(): Promise<void>;
}

/** A server on the town's database and a carrier that speaks to it, each a world of its own. */
export async function openHall(town: Town, options: Partial<CarrierOptions> = {}, env: Environment = {}): Promise<Hall> {
  const port = String(await freePort());
  const at = (path: string) => `http://127.0.0.1:${port}/telephony/twilio/${path}`;
  const carrier = await startCarrier({
    ...ACCOUNT,
    apiKeys: { [API_KEY]: API_SECRET },
    voiceUrl: at('voice'),
    statusUrl: at('status'),
    smsUrl: at('sms'),
    fallbackUrl: at('voice/fallback'),
    silent: true,
    ...options,
  });
  const account = {
    TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
    TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
    TWILIO_API_KEY: API_KEY,
    TWILIO_API_SECRET: API_SECRET,
    TWILIO_NUMBER: ACCOUNT.number,
    TWILIO_API_BASE: carrier.url,
  };
  const app = await startApp({ NOW: '', PORT: port, ...account, ...env }, town.database);
  const close = async () => {
    await app.stop({ keep: true });
    await carrier.close();
  };
  return { app, carrier, close };
}

/** A telephone, or a softphone when it has a token; what it hears is collected. */
export class Phone {
  readonly heard: Json[] = [];
  private isOn = true;

  private constructor(
    private readonly url: string,
    readonly number: string,
    private readonly onEvent: (event: Json, phone: Phone) => void,
  ) {}

  static async open(
    carrierUrl: string,
    what: { number: string } | { token: string },
    onEvent: (event: Json, phone: Phone) => void = () => undefined,
  ) {
    const { phoneId, number } = await ask(`${carrierUrl}/phones`, what);
    const phone = new Phone(`${carrierUrl}/phones/${phoneId}`, number as string, onEvent);
    void phone.listen();
    return phone;
  }

  private async listen(): Promise<void> {
    for (let after = 0; this.isOn;) {
      const answer = await fetch(`${this.url}/events?after=${after}`).catch(() => undefined);
      if (!answer?.ok) {
        await answer?.body?.cancel();
        await sleep(50);
        continue;
      }
      for (const event of (await answer.json()).items) {
        after = event.n;
        this.heard.push(event);
        if (this.isOn) this.onEvent(event, this);
      }
    }
  }

  dial = (): Promise<Json> => ask(`${this.url}/calls`, { to: ACCOUNT.number });
  press = (digits: string): Promise<Json> => ask(`${this.url}/digits`, { digits });
  speak = (text: string): Promise<Json> => ask(`${this.url}/speech`, { text });
  answer = (): Promise<Json> => ask(`${this.url}/answer`, {});
  hangUp = (): Promise<Json> => ask(`${this.url}/hang-up`, {});
  has = (type: string): boolean => this.heard.some((event) => event.type === type);

  /** Waits until it has heard that, at most `within` milliseconds. */
  async until(type: string, within = 20_000): Promise<Json> {
    const end = Date.now() + within;
    for (;;) {
      const found = this.heard.find((event) => event.type === type);
      if (found) return found;
      if (Date.now() > end) throw new Error(`${this.number} heard no ${type}, but ${JSON.stringify(this.heard)}`);
      await sleep(20);
    }
  }

  /** Polls no more, as when a page is closed or a network cut. */
  off(): void {
    this.isOn = false;
  }
}

async function ask(url: string, body: object): Promise<Json> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}

/** An operator at his page: session, live connection, softphone that answers by itself. */
export class Operator {
  private socket: Socket | undefined;
  phone: Phone | undefined;

  constructor(
    readonly client: Client,
    readonly username: string,
    private readonly carrierUrl: string,
    private readonly onCall: (frame: Json, operator: Operator) => void = () => undefined,
  ) {}

  /** Opens the page: live connection, softphone, then ready. */
  async arrive(): Promise<void> {
    const headers = { cookie: this.client.cookie, origin: this.client.url };
    this.socket = io(this.client.url, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: headers,
      reconnectionDelay: 200,
      reconnectionDelayMax: 500,
    });
    this.socket.on('calls', (frame: Json) => this.onCall(frame, this));
    const { token } = succeeded(await this.client.get('/agents/me/softphone'));
    this.phone = await Phone.open(this.carrierUrl, { token }, (event, phone) => {
      if (event.type === 'incoming') void phone.answer();
    });
    await this.choose('ready');
  }

  choose(state: 'ready' | 'busy' | 'off', reason?: string): Promise<Json> {
    return this.client.put('/agents/me/state', { state, ...(reason ? { reason } : {}) });
  }

  does(callId: string, action: string, body: object = {}): Promise<Json> {
    return this.client.post(`/calls/${callId}/actions/${action}`, body);
  }

  /** The page is closed, or the network is gone: nobody says goodbye. */
  vanish(): void {
    this.socket?.close();
    this.phone?.off();
  }
}
