/** Why a request did not bring an answer: no connection, no answer in time, or an answer that is an error. */
export type FaultKind = 'ct' | 'rt' | '4xx' | '5xx';

/** How one request is to be sent, after the fragment of its URL (`#rc=2&rp=5xx,ct&rt=5000`). */
export interface Connection {
  /** Without the fragment, which is neither sent nor signed. */
  readonly url: string;
  readonly retries: number;
  readonly retryOn: ReadonlySet<string>;
  readonly timeoutMs: number;
}

/** Reads Twilio's connection overrides; unless they say otherwise, one more try after a failure to connect. */
export function connectionOf(address: string, answerTimeoutMs: number): Connection {
  const [url = '', fragment = ''] = address.split('#', 2);
  const overrides = new URLSearchParams(fragment);
  const retries = Number(overrides.get('rc') ?? 1);
  const read = Number(overrides.get('rt') ?? answerTimeoutMs);
  return {
    url,
    retries: Number.isInteger(retries) ? Math.min(5, Math.max(0, retries)) : 1,
    retryOn: new Set((overrides.get('rp') ?? 'ct').split(',')),
    timeoutMs: Math.min(read > 0 ? read : answerTimeoutMs, answerTimeoutMs),
  };
}

const CODES: Record<FaultKind, number> = { ct: 11205, rt: 11200, '4xx': 11200, '5xx': 11200 };

/** A request that failed, with the code that Twilio's debugger shows. */
export class DeliveryFault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly code: number = CODES[kind],
  ) {
    super(message);
  }

  static of(error: unknown): DeliveryFault {
    if (error instanceof DeliveryFault) return error;
    const { name, cause: reason } = error as { name?: string; cause?: { code?: string } };
    if (name === 'TimeoutError') return new DeliveryFault('rt', 'no answer in time');
    const cause = reason?.code;
    if (cause === 'ENOTFOUND' || cause === 'EAI_AGAIN') return new DeliveryFault('ct', 'no such host', 11210);
    if (cause === 'ECONNREFUSED' || cause === 'UND_ERR_CONNECT_TIMEOUT') return new DeliveryFault('ct', 'no connection');
    return new DeliveryFault('rt', `the connection broke (${cause ?? String(error)})`, 11206);
  }
}
