import { createHash } from 'node:crypto';
import { type Check, fields, matching, refuse } from '../../domain/setting-checks.js';
import type { Incoming } from '../../notices/notices.js';
import { ConfigError } from '../../platform/config.js';
import { configJson } from '../../platform/settings.js';

const STATES = ['sent', 'delivered', 'undelivered', 'failed'] as const;
type State = (typeof STATES)[number];

/** How a provider's gateway names things in what it tells us: `config/sms-gateway.json`. Names may lead into an object: `data.mobile`. */
export interface GatewayWords {
  /** Where the list of what is told stands; empty when the body is the list, or tells of one thing. */
  items: string;
  report: { id: string; ref: string; state: string; code: string };
  /** Its words for what became of a message. */
  states: Record<State, readonly string[]>;
  message: { id: string; from: string; text: string };
  /** What it wants to hear when all was taken. */
  answer: Record<string, unknown>;
}

/** What a report says, in the words of notices. */
export interface GatewayReport {
  id: string;
  ref: string | undefined;
  state: State;
  code: string | undefined;
}

const name = matching(/^[\w-]{1,40}(\.[\w-]{1,40}){0,3}$/, 'the name of a field');
const maybe: Check = (value, path) => (value === '' ? undefined : name(value, path));
const words: Check = (value, path) => {
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string' && word.length <= 40))
    refuse(path, 'a list of words', value);
};
const CHECK = fields({
  items: maybe,
  report: fields({ id: name, ref: maybe, state: name, code: maybe }),
  states: fields({ sent: words, delivered: words, undelivered: words, failed: words }),
  message: fields({ id: maybe, from: name, text: name }),
  answer: (value, path) => void (typeof value === 'object' && value !== null ? undefined : refuse(path, 'an object', value)),
});

/** Throws an Error that names the first wrong field by its path, or a word that means two things. */
export function checkGatewayWords(settings: unknown): GatewayWords {
  CHECK(settings, '');
  const known = settings as GatewayWords;
  const all = STATES.flatMap((state) => known.states[state].map((word) => word.toLowerCase()));
  const twice = all.find((word, index) => all.indexOf(word) < index);
  if (twice !== undefined) refuse('states', 'each word once', twice);
  return known;
}

/** Read and checked at the start; throws ConfigError. */
export function gatewayWords(): GatewayWords {
  try {
    return checkGatewayWords(configJson('sms-gateway.json'));
  } catch (error) {
    throw new ConfigError(`config/sms-gateway.json: ${(error as Error).message}`);
  }
}

const MOST = 500;
const LONGEST = 4_000;
type Item = Record<string, unknown>;

function at(item: unknown, path: string): unknown {
  return path === '' ? undefined : path.split('.').reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), item);
}
const isObject = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A short text as it stands, or a number or a truth as one; nothing else. */
const wordAt = (item: unknown, path: string, most = 128): string | undefined => {
  const value = at(item, path);
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= most ? text : undefined;
};

/** The things a body tells of; undefined when it has not the shape it should. */
export function itemsOf(body: unknown, { items }: Pick<GatewayWords, 'items'>): Item[] | undefined {
  const found = items === '' ? body : at(body, items);
  const list: unknown[] = Array.isArray(found) ? found : [found];
  return list.length <= MOST && list.every(isObject) ? list : undefined;
}

/** What a report says; nothing when it names no message of ours, or says a word we were not told the meaning of. */
export function reportOf(item: Item, { report, states }: GatewayWords): GatewayReport | undefined {
  const [id, said] = [wordAt(item, report.id), wordAt(item, report.state, 40)?.toLowerCase()];
  const state = STATES.find((one) => states[one].some((word) => word.toLowerCase() === said));
  if (id === undefined || state === undefined) return undefined;
  const code = wordAt(item, report.code, 64);
  // of a gateway's codes only what has the shape of one: nothing of a person gets in this way
  return {
    id,
    state,
    ref: wordAt(item, report.ref),
    code: code !== undefined && /^[\w:-]+$/.test(code) && !/\d{7}/.test(code) ? code : undefined,
  };
}

/** What somebody wrote; nothing without a number and a text. A gateway without ids of its own has each message known by what it says of it. */
export function messageOf(item: Item, { message }: GatewayWords): Incoming | undefined {
  const from = wordAt(item, message.from, 24);
  const text = at(item, message.text);
  if (from === undefined || !/^\+?\d{5,20}$/.test(from) || typeof text !== 'string' || text.trim() === '') return undefined;
  const providerRef = wordAt(item, message.id) ?? createHash('sha256').update(JSON.stringify(item)).digest('hex');
  return { from, text: text.slice(0, LONGEST), providerRef };
}
