import type { Answer, Parameters, Target } from './deliveries.js';
import { DeliveryFault } from './connection.js';
import type { Exchange } from './exchange.js';
import { verbsOf } from './grammar.js';
import type { Stage } from './grammar.js';
import { Interrupted } from './interruption.js';
import type { Leg } from './leg.js';
import { DocumentFault, readMarkup } from './markup.js';
import type { Markup } from './markup.js';
import { VERBS } from './verbs.js';

/** Where a document comes from: an address that is asked, or the text itself. */
export type Source = (Target & { readonly parameters?: Parameters }) | { readonly twiml: string; readonly parameters?: Parameters };

/** How a document ends: at its last verb, by Hangup, by Leave, or by going on elsewhere. */
export type Ending = 'end' | 'hang-up' | 'leave' | Source;

/** What a verb works with: the call, where the document is performed, and how to perform another one. */
export interface Scene {
  readonly exchange: Exchange;
  readonly leg: Leg;
  readonly stage: Stage;
  readonly signal: AbortSignal;
  /** Address of the document, which relative addresses start from and actions default to. */
  readonly base: string;
  readonly play: (source: Source, stage: Stage, signal: AbortSignal) => Promise<Ending>;
  readonly performAll: (verbs: readonly Markup[], signal: AbortSignal) => Promise<Ending>;
}

/** A verb at work; `next` goes on to the verb after it. */
export type Perform = (verb: Markup, scene: Scene) => Promise<Ending | 'next'>;

/** Follows a call's documents until they end, it ends, or it is taken elsewhere. */
export async function runScript(exchange: Exchange, leg: Leg, first: Source, signal: AbortSignal): Promise<void> {
  let source: Source = first;
  let inFallback = false;
  for (;;) {
    try {
      const ending = await play(exchange, leg, source, 'call', signal);
      if (typeof ending === 'string') return finish(exchange, leg, ending === 'hang-up' ? 'hung-up' : 'document-ended', signal);
      source = ending;
    } catch (error) {
      if (signal.aborted || error instanceof Interrupted) return;
      const fault = exchange.noteFault(error, leg, source);
      if (inFallback || leg.fallback === undefined) return failAloud(exchange, leg);
      inFallback = true;
      const parameters = { ErrorCode: String(fault.code), ErrorUrl: 'url' in source ? source.url : '' };
      source = { ...leg.fallback, parameters };
    }
  }
}

function finish(exchange: Exchange, leg: Leg, reason: string, signal: AbortSignal): void {
  if (!signal.aborted) exchange.calls.end(leg, leg.answeredAt ? 'completed' : 'canceled', reason);
}

function failAloud(exchange: Exchange, leg: Leg): void {
  leg.phone?.note('prompt', { text: 'We are sorry, an application error has occurred. Goodbye.', language: 'en-US' });
  exchange.calls.end(leg, leg.answeredAt ? 'completed' : 'failed', 'application-error');
}

/** Performs one document on a call. */
export async function play(exchange: Exchange, leg: Leg, source: Source, stage: Stage, signal: AbortSignal): Promise<Ending> {
  const { verbs, base } = await obtain(exchange, leg.parameters(), source, stage);
  if (signal.aborted) throw new Interrupted();
  const scene: Scene = {
    exchange,
    leg,
    stage,
    signal,
    base,
    play: (next, where, until) => play(exchange, leg, next, where, until),
    performAll: (some, until) => performAll(some, { ...scene, signal: until }),
  };
  return performAll(verbs, scene);
}

const NOT_ANSWERING = new Set(['Reject', 'Pause', 'Redirect']);

async function performAll(verbs: readonly Markup[], scene: Scene): Promise<Ending> {
  for (const verb of verbs) {
    if (!NOT_ANSWERING.has(verb.name)) scene.exchange.calls.answer(scene.leg);
    const outcome = await VERBS[verb.name]?.(verb, scene);
    if (scene.signal.aborted) throw new Interrupted();
    if (outcome !== undefined && outcome !== 'next') return outcome;
  }
  return 'end';
}

/** Asks for a document and checks it for its stage. A sound file counts as a document that plays it. */
export async function obtain(
  exchange: Exchange,
  parameters: Parameters,
  source: Source,
  stage: Stage,
): Promise<{ verbs: readonly Markup[]; base: string }> {
  if ('twiml' in source) return { verbs: verbsOf(readMarkup(source.twiml), stage), base: exchange.settings.voiceUrl };
  const answer = await exchange.deliveries.ask(source, { ...parameters, ...source.parameters });
  return { verbs: read(answer, source.url, stage), base: source.url.split('#', 1)[0] ?? source.url };
}

function read(answer: Answer, url: string, stage: Stage): readonly Markup[] {
  const type = answer.type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (answer.status >= 300) throw new DeliveryFault('4xx', `the answer was ${answer.status}`);
  if (type.startsWith('audio/')) return [{ name: 'Play', attributes: {}, children: [], text: url }];
  if (!/^(text|application)\/xml$/.test(type)) throw new DocumentFault(12300, `the content type is ${type || 'missing'}`);
  return verbsOf(readMarkup(answer.body), stage);
}
