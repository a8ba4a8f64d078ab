import type { Exchange } from './exchange.js';
import { clientOf, isNumber } from './names.js';
import type { RecordingTerms } from './recording.js';
import { json } from './reply.js';
import type { Reply } from './reply.js';
import { RestError, badRequest } from './rest-error.js';
import type { RestParameters } from './rest-parameters.js';
import type { RestViews } from './rest-views.js';

/** One REST request, checked against Twilio's document. */
export interface RestRequest {
  readonly exchange: Exchange;
  readonly views: RestViews;
  readonly parameters: RestParameters;
  /** What stood for the `{…}` of the path. */
  readonly ids: Readonly<Record<string, string>>;
  readonly path: string;
}

/** Serves one operation. */
export type Operate = (request: RestRequest) => Reply;

export const NO_CONTENT: Reply = { status: 204, headers: {}, body: '' };
export const created = (value: unknown): Reply => json(201, value);
export const ok = (value: unknown): Reply => json(200, value);

const PAGE_SIZE = 50;

/** One page of a list, with the address of the next as Twilio gives it. */
export function page(request: RestRequest, name: string, all: readonly unknown[]): Reply {
  const { parameters, path } = request;
  const size = Math.min(1000, Math.max(1, parameters.whole('PageSize', PAGE_SIZE)));
  const number = parameters.whole('Page', 0);
  const start = number * size;
  const items = all.slice(start, start + size);
  const uriOf = (at: number) => {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters.plain())) for (const one of [value].flat()) query.append(key, one);
    query.set('PageSize', String(size));
    query.set('Page', String(at));
    return `${path}?${query}`;
  };
  return ok({
    [name]: items,
    page: number,
    page_size: size,
    start,
    end: Math.max(start, start + items.length - 1),
    uri: uriOf(number),
    first_page_uri: uriOf(0),
    next_page_uri: start + size < all.length ? uriOf(number + 1) : null,
    previous_page_uri: number > 0 ? uriOf(number - 1) : null,
  });
}

/** Codes for a number that was set to be refused; whatever else is asked for is passed on as it is. */
const SENTENCES: Readonly<Record<number, string>> = {
  21211: "The 'To' number is not a valid phone number",
  21214: "The 'To' phone number provided could not be reached",
  21408: 'Permission to send an SMS has not been enabled for the region of the To number',
  21215: 'Account not authorized to call the To number',
  21610: 'Attempt to send to unsubscribed recipient',
};

/** Checks whom a request wants to reach: a well-formed address that is not set to be refused. */
export function checkedTo({ exchange, parameters }: RestRequest): string {
  const to = parameters.needed('To');
  const code = exchange.refused.get(to);
  if (code !== undefined) throw new RestError(400, code, SENTENCES[code] ?? `The number ${to} is refused`);
  if (!isNumber(to) && clientOf(to) === undefined) throw new RestError(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  return to;
}

/** Checks on whose behalf: a number of the account; a client may be called by a client or anybody the application names. */
export function checkedFrom({ exchange, parameters }: RestRequest, code: number, to: string): string {
  const from = parameters.needed('From');
  if (clientOf(to) !== undefined && (clientOf(from) !== undefined || isNumber(from))) return from;
  if (!exchange.numbers.includes(from))
    throw new RestError(400, code, `The source phone number ${from} is not yet verified for your account.`);
  return from;
}

/** Seconds a called phone rings unless the request says otherwise. */
export const RING_SECONDS = 60;
export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'];

/** Terms of a recording of one call: channels, track and who is told, as every request words them. */
export function recordingTermsOf({ parameters }: RestRequest, source: RecordingTerms['source']): RecordingTerms {
  const channels = parameters.text('RecordingChannels') ?? 'mono';
  const track = parameters.text('RecordingTrack') ?? 'both';
  if (channels !== 'mono' && channels !== 'dual') throw badRequest('RecordingChannels is mono or dual');
  if (track !== 'inbound' && track !== 'outbound' && track !== 'both') throw badRequest('RecordingTrack is inbound, outbound or both');
  const watch = {
    target: parameters.target('RecordingStatusCallback'),
    events: eventsOf(parameters.list('RecordingStatusCallbackEvent'), RECORDING_EVENTS, ['completed']),
  };
  return { leg: undefined, room: undefined, channels: channels === 'dual' ? 2 : 1, track, source, watch };
}

/** How a call out is made: how long it rings and lasts, and whether it is recorded. */
export function dialTermsOf(request: RestRequest) {
  const { parameters } = request;
  return {
    timeoutSeconds: parameters.whole('Timeout', RING_SECONDS),
    limitSeconds: parameters.whole('TimeLimit', 0),
    record: parameters.flag('Record') ? recordingTermsOf(request, 'OutboundAPI') : undefined,
  };
}

/** Events to tell, each a known word. */
export function eventsOf(values: readonly string[], known: readonly string[], otherwise: readonly string[]): ReadonlySet<string> {
  const events = values.flatMap((value) => value.split(' ')).filter(Boolean);
  for (const event of events) if (!known.includes(event)) throw badRequest(`${event} is not an event here`);
  return new Set(events.length > 0 ? events : otherwise);
}
