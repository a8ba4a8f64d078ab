import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Message, Messenger, NotSent, type Receipt } from '../../notices/messenger.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';

const PATIENCE_MS = 10_000;
/** Nothing was sent: the connection never stood. */
const NEVER_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];
/** The gateway is there and says: not now. */
const NOT_NOW = [429, 502, 503];

/** What signs a request: the instant in seconds, a dot and the body as sent, keyed SHA-256 in hex. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/**
 * Short messages by a provider's HTTP gateway, or by a small program before it. The contract stands in docs/operations.md: JSON
 * `{ref, to, text}`, signed; 2xx `{id?, state?}`; the same `ref` is sent once; 4xx `{code}` is final; 429, 502, 503 say: later.
 */
@Injectable()
export class HttpGateway extends Messenger {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  /** Part of the contract. */
  override repeats(): boolean {
    return true;
  }

  async send({ ref, to, text }: Message): Promise<Receipt> {
    const response = await this.post(JSON.stringify({ ref, to, text }));
    const told = await answerOf(response);
    // taken before: the same message came twice, and the gateway says so
    if (response.ok || response.status === 409) return receiptOf(told);
    if (NOT_NOW.includes(response.status)) throw new NotSent('transient', `http-${response.status}`);
    if (response.status >= 400 && response.status < 500 && response.status !== 408)
      throw new NotSent('permanent', codeOf(told, response.status));
    throw new NotSent('unknown', `http-${response.status}`);
  }

  private async post(body: string): Promise<Response> {
    const { url, secret } = this.config.smsGateway!;
    const timestamp = String(Math.floor(this.clock.now() / 1000));
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'x-hotline-timestamp': timestamp,
      'x-hotline-signature': `sha256=${signatureOf(secret, timestamp, body)}`,
    };
    try {
      return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code ?? '';
      throw NEVER_THERE.includes(code) ? new NotSent('transient', 'no-connection') : new NotSent('unknown', 'no-answer');
    }
  }
}

type Told = Record<string, unknown>;

async function answerOf(response: Response): Promise<Told> {
  try {
    const told: unknown = await response.json();
    return typeof told === 'object' && told !== null ? (told as Told) : {};
  } catch {
    return {}; // a gateway may answer with nothing: its status is enough
  }
}

function receiptOf({ id, state }: Told): Receipt {
  const known = typeof id === 'string' || typeof id === 'number' ? { providerRef: String(id).slice(0, 128) } : {};
  return { ...known, state: state === 'delivered' ? 'delivered' : 'sent' };
}

/** The gateway's own short code, when it has the shape of one: nothing of a person gets in this way. */
const codeOf = ({ code }: Told, status: number): string =>
  typeof code === 'string' && /^[a-z][a-z-]{1,40}$/.test(code) ? code : `http-${status}`;
