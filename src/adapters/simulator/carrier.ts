import { Exchange } from './exchange.js';
import type { Alert } from './exchange.js';
import type { Sent } from './deliveries.js';
import { settingsOf } from './options.js';
import type { CarrierOptions, CarrierSettings } from './options.js';
import { PhoneApi } from './phone-api.js';
import { json } from './reply.js';
import type { Reply, Request } from './reply.js';
import { RestRouter } from './rest-router.js';
import type { NotedRequest } from './rest-router.js';

/** A request as a server hands it over; the path carries its query. */
export interface CarrierRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A stand-in for Twilio with a memory: it serves the REST interface, performs our documents and sends signed requests. */
export class SimulatedCarrier {
  readonly settings: CarrierSettings;
  private readonly exchange: Exchange;
  private readonly rest: RestRouter;
  private readonly phones: PhoneApi;

  constructor(options: CarrierOptions) {
    this.settings = settingsOf(options);
    this.exchange = new Exchange(this.settings);
    this.rest = new RestRouter(this.exchange);
    this.phones = new PhoneApi(this.exchange);
  }

  /** Serves Twilio's REST interface (`/2010-04-01/…`) and that of the phones (`/phones…`, `/audio/…`). */
  async handle({ method, path, headers, body }: CarrierRequest): Promise<Reply> {
    const { pathname, searchParams } = new URL(path, 'http://carrier.invalid');
    const request: Request = { method, path: pathname, query: searchParams, headers, body };
    if (pathname.startsWith('/2010-04-01/')) return this.rest.handle(request);
    if (/^\/(phones|audio)(\/|$)/.test(pathname)) return this.phones.handle(request);
    return json(404, { error: 'nothing here' });
  }

  /** What Twilio's debugger would show of the application's mistakes, oldest first. */
  get alerts(): readonly Alert[] {
    return this.exchange.alerts;
  }

  /** The REST requests served, oldest first. */
  get requests(): readonly NotedRequest[] {
    return this.rest.requests;
  }

  /** The requests sent to the application, lost ones too, oldest first. */
  get sent(): readonly Sent[] {
    return this.exchange.deliveries.sent;
  }

  /** The next `count` REST requests are refused with 429. */
  limitNext(count: number): void {
    this.rest.limitNext(count);
  }

  /** Messages to that number are refused with 21610, until it writes START. */
  optOut(number: string): void {
    this.exchange.optedOut.add(number);
  }

  /** Calls and messages to that number are refused with that code (21211, 21214, 21408 …). */
  refuse(number: string, code: number): void {
    this.exchange.refused.set(number, code);
  }

  /** Messages to that number are taken and then not delivered (30003). */
  loseMessagesTo(number: string): void {
    this.exchange.messages.unreachable.add(number);
  }

  /** Waits until every request that was begun has been answered or given up. */
  settled(): Promise<void> {
    return this.exchange.deliveries.settled();
  }

  /** Hangs up, stops every timer and sends nothing more. */
  close(): Promise<void> {
    return this.exchange.close();
  }
}
