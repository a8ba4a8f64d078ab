import { heard, isFromServer, unheard } from '../connection.js';
import { PREFIX, SILENT_MS, takeAhead } from './ahead.js';

/** One door to the API: JSON in, JSON out, refusals as `Problem`. */
export type Query = Record<string, string | number | boolean | undefined | null>;

/** A refusal of the server (problem+json) or of the network (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(code);
  }

  /** The fields a 422 complains about: name → code. */
  get fields(): Record<string, string> {
    const list = Array.isArray(this.facts['fields']) ? (this.facts['fields'] as { field: string; code: string }[]) : [];
    return Object.fromEntries(list.map(({ field, code }) => [field, code]));
  }
}

let onSignedOut: () => void = () => undefined;
/** Who is told when the server no longer knows the reader; set once at start. */
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

let onFactorNeeded: () => void = () => undefined;
/** Who is told when the account has to set a second factor up first; set once at start. */
export const whenFactorNeeded = (listener: () => void): void => {
  onFactorNeeded = listener;
};

/** The query string with empty values left out. */
export const queryOf = (query: Query): string => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
};

interface Options {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Files may take their time. */
const timed = (signal?: AbortSignal): AbortSignal => {
  const late = AbortSignal.timeout(SILENT_MS);
  return signal ? AbortSignal.any([signal, late]) : late;
};

/**
 * What no answer came to: a question, or what a device without a network never sent, is tried again without harm (`network`). A write
 * may have arrived (`network.unsure`), and one with an idempotency key is sent again safely (`network.unsure-keyed`).
 */
const unanswered = (method: string, path: string, headers: Record<string, string>, wasOnline: boolean): Problem => {
  if (method === 'GET' || !wasOnline || path.startsWith('/session')) return new Problem(0, 'network');
  return new Problem(0, headers['idempotency-key'] ? 'network.unsure-keyed' : 'network.unsure');
};

async function request<T>(method: string, path: string, { query = {}, body, headers = {}, signal }: Options = {}): Promise<T> {
  const form = body instanceof FormData;
  const wasOnline = navigator.onLine;
  let response: Response;
  let text: string;
  try {
    const address = `${path}${queryOf(query)}`;
    const asked = method === 'GET' ? takeAhead(address) : undefined;
    response = await (asked ??
      fetch(`${PREFIX}${address}`, {
        method,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        ...(form ? (signal ? { signal } : {}) : { signal: timed(signal) }),
      }));
    text = await response.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    unheard();
    throw unanswered(method, path, headers, wasOnline);
  }
  if (isFromServer(response.status)) heard();
  else unheard();
  const answer: unknown = text && (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : undefined;
  if (response.ok) return answer as T;
  if (response.status === 401 && !path.startsWith('/session')) onSignedOut();
  const problem = (answer ?? {}) as { code?: string; facts?: Record<string, unknown> };
  if (problem.code === 'factor.needed') onFactorNeeded();
  throw new Problem(response.status, problem.code ?? `http.${response.status}`, problem.facts ?? {});
}

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) => request<T>('GET', path, { query, ...(signal ? { signal } : {}) }),
  post: <T>(path: string, body: unknown = {}, headers: Record<string, string> = {}, signal?: AbortSignal) =>
    request<T>('POST', path, { body, headers, ...(signal ? { signal } : {}) }),
  put: <T>(path: string, body: unknown = {}) => request<T>('PUT', path, { body }),
  delete: <T>(path: string) => request<T>('DELETE', path),
};

/** The address of a file behind the API, for links that open or save it. */
export const fileAddress = (path: string, query: Query = {}): string => `${PREFIX}${path}${queryOf(query)}`;

/** True when a request was given up because a newer one replaced it. */
export const wasAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
