import { Buffer } from 'node:buffer';
import type { Exchange } from './exchange.js';
import type { Operation } from './openapi-table.js';
import { OPERATIONS } from './parameters.js';
import type { Reply, Request } from './reply.js';
import { CALL_OPERATIONS } from './rest-calls.js';
import { CONFERENCE_OPERATIONS } from './rest-conferences.js';
import { RestError, notFound } from './rest-error.js';
import { MESSAGE_OPERATIONS } from './rest-messages.js';
import type { Operate, RestRequest } from './rest-operation.js';
import { RestParameters, checkParameters } from './rest-parameters.js';
import { RECORDING_OPERATIONS } from './rest-recordings.js';
import { RestViews } from './rest-views.js';

/** A REST request as a test lists it. */
export interface NotedRequest {
  readonly method: string;
  /** The path with `{…}` for what differs from request to request. */
  readonly path: string;
  readonly operation: string | undefined;
  readonly parameters: Readonly<Record<string, string | string[]>>;
  status: number;
}

const HANDLERS: Readonly<Record<string, Operate>> = {
  ...CALL_OPERATIONS,
  ...CONFERENCE_OPERATIONS,
  ...RECORDING_OPERATIONS,
  ...MESSAGE_OPERATIONS,
};

/** The operations of Twilio's document that are served. */
export const SERVED: readonly string[] = Object.keys(HANDLERS);

const PREFIX = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})(\/.*)$/;
const MEDIA = /^\/Recordings\/(RE[0-9a-f]{32})(\.wav)?$/;
const KEPT = 5000;

/** Twilio's REST interface: who may ask, what is asked, which parameters are known, and the answer. */
export class RestRouter {
  readonly requests: NotedRequest[] = [];
  private limited = 0;
  private readonly views: RestViews;

  constructor(private readonly exchange: Exchange) {
    this.views = new RestViews(exchange.settings.accountSid);
  }

  /** The next `count` requests are refused as too many. */
  limitNext(count: number): void {
    this.limited = count;
  }

  handle(request: Request): Reply {
    try {
      return this.serve(request);
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const noted = this.requests.at(-1);
      if (noted && noted.status === 0) noted.status = error.status;
      return error.reply();
    }
  }

  private serve(request: Request): Reply {
    const [, account, path = ''] = PREFIX.exec(request.path) ?? [];
    if (!this.authenticated(request) || account !== this.exchange.settings.accountSid) throw new RestError(401, 20003, 'Authenticate');
    if (this.limited > 0) {
      this.limited -= 1;
      throw new RestError(429, 20429, 'Too Many Requests');
    }
    const media = request.method === 'GET' ? MEDIA.exec(path) : null;
    if (media) return this.media(media[1] ?? '', request);
    const given = new URLSearchParams(request.query);
    for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) given.append(name, value);
    const found = findOperation(request.method, path);
    const noted = this.note(request.method, found?.operation.path ?? path, found?.operation.id, given);
    if (!found) throw notFound(request.path);
    const parameters = checkParameters(found.operation, given);
    const operate = HANDLERS[found.operation.id];
    if (!operate) throw notFound(request.path);
    const rest: RestRequest = { exchange: this.exchange, views: this.views, parameters, ids: found.ids, path: request.path };
    const reply = operate(rest);
    noted.status = reply.status;
    return reply;
  }

  private media(sid: string, request: Request): Reply {
    const noted = this.note('GET', '/Recordings/{Sid}.wav', 'FetchRecordingMedia', request.query);
    const recording = this.exchange.recordings.all.get(sid);
    if (!recording?.media) throw notFound(request.path);
    noted.status = 200;
    return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: recording.media };
  }

  private note(method: string, path: string, operation: string | undefined, given: URLSearchParams): NotedRequest {
    const noted: NotedRequest = { method, path, operation, parameters: new RestParameters(given).plain(), status: 0 };
    this.requests.push(noted);
    if (this.requests.length > KEPT) this.requests.shift();
    return noted;
  }

  private authenticated({ headers }: Request): boolean {
    const [scheme, encoded = ''] = String(headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic') return false;
    const [user = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const { accountSid, authToken, apiKeys } = this.exchange.settings;
    const expected = user === accountSid ? authToken : Object.hasOwn(apiKeys, user) ? apiKeys[user] : undefined;
    return expected !== undefined && secret.join(':') === expected;
  }
}

const PATTERNS = OPERATIONS.map((operation) => ({
  operation,
  names: [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
  pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

function findOperation(method: string, path: string): { operation: Operation; ids: Record<string, string> } | undefined {
  for (const { operation, names, pattern } of PATTERNS) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match) return { operation, ids: Object.fromEntries(names.map((name, i) => [name, decoded(match[i + 1] ?? '')])) };
  }
  return undefined;
}

/** What cannot be decoded names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
