import { lookup } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { hostOf, isPublic, refusalOf } from './addresses.js';

const PATIENCE_MS = 10_000;

/** What came of a call: the receiver's status, or a code of why there is none; never its words. */
export interface Outcome {
  status?: number;
  error?: string;
}
export interface Call {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
}

/** Codes of the system's that are told as they are; everything else is `failed`. */
const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused-connection',
  ECONNRESET: 'broken-connection',
  EPIPE: 'broken-connection',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  EPRIVATE: 'private-address',
};
const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  if (typeof code !== 'string') return 'failed';
  return CODES[code] ?? (/CERT|SSL|TLS|SIGNED/.test(code) ? 'bad-certificate' : 'failed');
};

/**
 * Resolves a name and gives out only addresses of the open internet: the connection goes to what was looked at here, so a name that
 * answers differently a moment later leads nowhere else.
 */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '');
    const refused = found.length === 0 || found.some(({ address }) => !isPublic(address));
    if (refused) return done(Object.assign(new Error('private address'), { code: 'EPRIVATE' }), '');
    return options.all === true ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
  });
};

/** Calls the addresses of other systems: ten seconds in all, no redirect, no proxy, nothing of the answer but its status. ADR 0019. */
@Injectable()
export class Caller {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'webhookHosts'>) {}

  /** Never throws: what went wrong is an outcome. */
  async post({ url, body, headers }: Call): Promise<Outcome> {
    const refusal = refusalOf(url, this.config.webhookHosts);
    if (refusal) return { error: refusal };
    const to = new URL(url);
    const isNamed = this.config.webhookHosts.includes(hostOf(to));
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(isNamed ? {} : { lookup: publicLookup }),
    };
    try {
      return { status: await sent(to, options, body) };
    } catch (error) {
      return { error: codeOf(error) };
    }
  }
}

const sent = (to: URL, options: RequestOptions, body: string): Promise<number> =>
  new Promise((done, fail) => {
    const call = (to.protocol === 'https:' ? secure : plain)(to, options, (response) => {
      done(response.statusCode ?? 0);
      response.on('error', () => undefined); // it is cut here: its words are nobody's
      response.destroy();
    });
    call.on('error', fail);
    call.end(body);
  });
