import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import { dice } from './dice.js';
import type { CarrierSettings } from './options.js';
import { DeliveryFault, connectionOf } from './connection.js';
import type { Connection } from './connection.js';

/** Parameters of a request of the carrier, names exactly as sent. */
export type Parameters = Readonly<Record<string, string>>;

/** Where a request goes. */
export interface Target {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

/** What the application answered. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** One request of the carrier, as a test may want to see it. */
export interface Sent extends Target {
  readonly kind: 'document' | 'callback';
  readonly parameters: Parameters;
  readonly token: string;
  readonly lost: boolean;
  readonly copies: number;
}

const KEPT = 5000;

/** Sends the carrier's requests: signed, tried again as Twilio does, and callbacks with the faults that were asked for. */
export class Deliveries {
  readonly sent: Sent[] = [];
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private readonly lines = new Map<string, Promise<void>>();
  private readonly lots: () => number;
  private readonly lotsOfDocuments: () => number;

  constructor(
    private readonly settings: CarrierSettings,
    private readonly onFault: (fault: DeliveryFault, target: Target) => void,
  ) {
    setMaxListeners(0, this.closing.signal);
    this.lots = dice(settings.faults.seed);
    this.lotsOfDocuments = dice(settings.faults.seed + 1);
  }

  /** A request that needs an answer. It is never lost; it may arrive twice, and then the second answer counts. */
  ask(target: Target, parameters: Parameters): Promise<Answer> {
    const answer = this.askNow(target, parameters);
    this.track(answer.then(() => undefined));
    return answer;
  }

  private async askNow(target: Target, parameters: Parameters): Promise<Answer> {
    const token = randomUUID();
    const copies = this.lotsOfDocuments() < this.settings.faults.doubling ? 2 : 1;
    this.note({ ...target, kind: 'document', parameters, token, lost: false, copies });
    const first = copies === 2 ? this.send(target, parameters, token).catch(() => undefined) : undefined;
    const answer = await this.send(target, parameters, token);
    await first;
    return answer;
  }

  /** A callback that nobody waits for. Those of one `line` (a call, a conference) keep their order unless faults say otherwise. */
  tell(target: Target, parameters: Parameters, line: string): void {
    if (this.closing.signal.aborted) return;
    const { loss, doubling, reordering, delayMs } = this.settings.faults;
    const [lost, doubled, late] = [this.lots() < loss, this.lots() < doubling, this.lots() < reordering];
    const delay = this.lots() * delayMs;
    const token = randomUUID();
    this.note({ ...target, kind: 'callback', parameters, token, lost, copies: doubled ? 2 : 1 });
    if (lost) return;
    const send = () => this.sendCallback(target, parameters, token);
    if (late) this.track(this.after(delay + Math.max(60, 2 * delayMs), send));
    else this.queueUp(line, () => this.after(delay, send));
    if (doubled) this.track(this.after(delay + 20 + this.lots() * Math.max(100, delayMs), send));
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** Stops everything; later callbacks are dropped. */
  close(): void {
    this.closing.abort();
  }

  private note(sent: Sent): void {
    this.sent.push(sent);
    if (this.sent.length > KEPT) this.sent.shift();
  }

  private queueUp(line: string, deliver: () => Promise<void>): void {
    const next = (this.lines.get(line) ?? Promise.resolve()).then(deliver);
    this.lines.set(line, next);
    this.track(next.finally(() => this.lines.get(line) === next && this.lines.delete(line)).then(() => undefined));
  }

  private track(work: Promise<void>): void {
    const kept: Promise<void> = work.catch(() => undefined).finally(() => this.underWay.delete(kept));
    this.underWay.add(kept);
  }

  private async after(ms: number, deliver: () => Promise<void>): Promise<void> {
    if (ms >= 1) await sleep(ms, undefined, { signal: this.closing.signal });
    await deliver();
  }

  private async sendCallback(target: Target, parameters: Parameters, token: string): Promise<void> {
    try {
      await this.send(target, parameters, token);
    } catch (error) {
      if (error instanceof DeliveryFault) this.onFault(error, target);
    }
  }

  private async send(target: Target, parameters: Parameters, token: string): Promise<Answer> {
    const connection = connectionOf(target.url, this.settings.answerTimeoutMs);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(target, connection, parameters, token);
      } catch (error) {
        if (this.closing.signal.aborted || !(error instanceof DeliveryFault)) throw error;
        const again = attempt < connection.retries && (connection.retryOn.has('all') || connection.retryOn.has(error.kind));
        if (!again) throw error;
      }
    }
  }

  private async attempt(target: Target, connection: Connection, parameters: Parameters, token: string): Promise<Answer> {
    const form = new URLSearchParams(parameters).toString();
    const [url, signed] =
      target.method === 'POST' ? [connection.url, parameters] : [`${connection.url}${connection.url.includes('?') ? '&' : '?'}${form}`, {}];
    try {
      const response = await fetch(url, {
        method: target.method,
        headers: {
          ...(target.method === 'POST' ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
          'User-Agent': 'TwilioProxy/1.1',
          Accept: '*/*',
          'I-Twilio-Idempotency-Token': token,
          'X-Twilio-Signature': twilio.getExpectedTwilioSignature(this.settings.authToken, url, signed),
        },
        ...(target.method === 'POST' ? { body: form } : {}),
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(connection.timeoutMs)]),
      });
      const body = await response.text();
      if (response.status >= 400) throw new DeliveryFault(response.status >= 500 ? '5xx' : '4xx', `the answer was ${response.status}`);
      return { status: response.status, type: response.headers.get('content-type') ?? '', body };
    } catch (error) {
      throw DeliveryFault.of(error);
    }
  }
}
