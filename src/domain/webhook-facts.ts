import { type Instant, isoOf } from './time.js';

/**
 * What other systems may be told: for each kind of news the events of the log it comes of, and of their facts the fields that leave. What
 * is not named stays: no text, no name, no number, no accused department. Source: domain text 6.1, 6.4.
 */
export const WEBHOOK_NEWS = {
  'case.registered': { 'case.registered': ['kind', 'urgency', 'channel', 'categoryCode'] },
  'case.dispatched': { 'case.dispatched': ['lead', 'assists'] },
  'case.replied': { 'case.review-passed': [], 'case.answered-directly': [] },
  'case.closed': { 'case.closed': ['departments'] },
  'case.reopened': { 'case.reopened': ['round'], 'case.re-handled': ['round'] },
  'case.ended': {
    'case.rejected': ['reasonCode'],
    'case.withdrawn': [],
    'case.terminated': [],
    'case.merged': [],
    'case.transferred': [],
  },
  'case.escalated': {
    'limit.overdue': ['limit', 'departmentCode', 'dueAt'],
    'limit.red': ['limit', 'departmentCode', 'dueAt'],
    'case.supervised': ['mode', 'dueAt'],
    'case.urged': ['departmentCode'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
export type WebhookNews = keyof typeof WEBHOOK_NEWS;
export const WEBHOOK_TYPES = Object.keys(WEBHOOK_NEWS) as WebhookNews[];

/** An event of the log, as far as it is looked at here. */
export interface LoggedNews {
  number: number;
  type: string;
  at: Instant;
  caseNumber: string;
  facts: Readonly<Record<string, unknown>>;
}

/** What a system is told of an event; `cause` is the log's own name for it. */
export interface Told {
  type: WebhookNews;
  number: number;
  at: string;
  caseNumber: string;
  cause: string;
  facts: Readonly<Record<string, unknown>>;
}

const CODE = /^[\w.-]{1,64}$/;
const INSTANTS: readonly string[] = ['dueAt'];

/** A value that can only be a code, a number or a list of codes; a sentence never gets through, whoever put it there. */
function codeOf(name: string, value: unknown): unknown {
  if (typeof value === 'number') return INSTANTS.includes(name) ? isoOf(value) : value;
  if (typeof value === 'string') return CODE.test(value) ? value : undefined;
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string' && CODE.test(one));
  return undefined;
}

/** Which news an event is, if it is any. */
export function newsOf(type: string): WebhookNews | undefined {
  return WEBHOOK_TYPES.find((news) => type in WEBHOOK_NEWS[news]);
}

/** What leaves of an event; undefined for one that nobody outside is told of. */
export function toldOf({ number, type, at, caseNumber, facts }: LoggedNews): Told | undefined {
  const news = newsOf(type);
  if (!news) return undefined;
  const fields = (WEBHOOK_NEWS[news] as Readonly<Record<string, readonly string[]>>)[type]!;
  const leaving = fields.flatMap((name) => {
    const value = codeOf(name, facts[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { type: news, number, at: isoOf(at), caseNumber, cause: type, facts: Object.fromEntries(leaving) };
}
