import type { Leg, CallWatch } from './leg.js';
import { readMarkup } from './markup.js';
import { badRequest, callNotInProgress, notFound } from './rest-error.js';
import { NO_CONTENT, checkedFrom, checkedTo, created, dialTermsOf, eventsOf, ok, page } from './rest-operation.js';
import type { Operate, RestRequest } from './rest-operation.js';
import type { Source } from './script.js';

const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

/** Calls: begin, redirect, end, look up. */
export const CALL_OPERATIONS: Readonly<Record<string, Operate>> = {
  CreateCall: createCall,
  UpdateCall: updateCall,
  FetchCall: (request) => ok(request.views.call(legOf(request, 'Sid'))),
  ListCall: listCalls,
  DeleteCall: (request) => {
    const leg = legOf(request, 'Sid');
    if (!leg.ended) throw badRequest('Calls in progress cannot be deleted');
    request.exchange.calls.legs.delete(leg.sid);
    return NO_CONTENT;
  },
};

/** The call an address names, or 404. */
export function legOf({ exchange, ids, path }: RestRequest, name: string): Leg {
  const leg = exchange.calls.legs.get(ids[name] ?? '');
  if (!leg) throw notFound(path);
  return leg;
}

/** Who watches a call, as the parameters of a request say. */
export function callWatchOf({ parameters }: RestRequest): CallWatch | undefined {
  const target = parameters.target('StatusCallback');
  return target && { target, events: eventsOf(parameters.list('StatusCallbackEvent'), CALL_EVENTS, ['completed']) };
}

function sourceOf({ parameters }: RestRequest): Source | undefined {
  const twiml = parameters.text('Twiml');
  if (twiml !== undefined) {
    try {
      readMarkup(twiml);
    } catch {
      throw badRequest('Twiml is not well-formed');
    }
    return { twiml };
  }
  return parameters.target('Url', 'Method');
}

function createCall(request: RestRequest) {
  const to = checkedTo(request);
  const from = checkedFrom(request, 21210, to);
  const source = sourceOf(request);
  if (!source) throw badRequest('Url or Twiml must be given');
  const { calls } = request.exchange;
  const leg = calls.dial({
    from,
    to,
    watch: callWatchOf(request),
    fallback: request.parameters.target('FallbackUrl', 'FallbackMethod'),
    ...dialTermsOf(request),
    answered: (answered) => calls.perform(answered, source),
  });
  return created(request.views.call(leg));
}

function updateCall(request: RestRequest) {
  const { exchange, parameters, views } = request;
  const leg = legOf(request, 'Sid');
  if (leg.ended) throw callNotInProgress();
  const status = parameters.text('Status');
  const source = sourceOf(request);
  leg.watch = callWatchOf(request) ?? leg.watch;
  if (status === 'completed') exchange.calls.end(leg, leg.answeredAt ? 'completed' : 'canceled', 'ended-by-application');
  else if (status === 'canceled') {
    if (!leg.answeredAt) exchange.calls.end(leg, 'canceled', 'canceled');
  } else if (source) {
    if (leg.status !== 'in-progress') throw callNotInProgress();
    exchange.calls.perform(leg, source);
  } else throw badRequest('Url, Twiml or Status must be given');
  return ok(views.call(leg));
}

function listCalls(request: RestRequest) {
  const { exchange, parameters, views } = request;
  const within = (name: string, keeps: (at: number, limit: number) => boolean) => {
    const limit = parameters.text(name);
    return (leg: Leg) => limit === undefined || keeps((leg.answeredAt ?? leg.startedAt ?? leg.createdAt).getTime(), Date.parse(limit));
  };
  const filters: ((leg: Leg) => boolean)[] = [
    (leg) => (parameters.text('To') ?? leg.to) === leg.to,
    (leg) => (parameters.text('From') ?? leg.from) === leg.from,
    (leg) => (parameters.text('Status') ?? leg.status) === leg.status,
    within('StartTime>', (at, limit) => at >= limit),
    within('StartTime<', (at, limit) => at <= limit),
  ];
  const found = [...exchange.calls.legs.values()].reverse().filter((leg) => filters.every((keeps) => keeps(leg)));
  return page(
    request,
    'calls',
    found.map((leg) => views.call(leg)),
  );
}
