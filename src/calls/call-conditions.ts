import { all, type Sql } from '../cases/visible.js';
import { DomainError } from '../domain/errors.js';
import { type CallTrait, hotlineFigures, type HotlinePolicy, traitsOf } from '../domain/hotline-figures.js';
import { CITY_OFFSET, DAY, HOUR, type Instant } from '../domain/time.js';

/** By what a call is judged: the city's settings, and the instant. */
export interface CallLens {
  policy: HotlinePolicy;
  now: Instant;
}

const TASK = 'SELECT 1 FROM tasks t WHERE t.callId = k.callId';
const ABANDONED = "(k.outcome = 'abandoned' AND k.waitedSeconds >= {short})";

/**
 * Each trait of a call as SQL on the alias `k`, plain enough for every engine. `{now}` is the instant, `{target}` and `{short}` are seconds
 * of the settings. Board, figures and the lists behind them are made of these and nothing else. Source: domain text, section 10.
 */
const TRAIT_CONDITIONS: Readonly<Record<CallTrait, string>> = {
  inbound: "k.direction = 'inbound'",
  outbound: "k.direction = 'outbound'",
  answered: 'k.answeredAt IS NOT NULL',
  'in-time': 'k.waitedSeconds <= {target}',
  abandoned: ABANDONED,
  'abandoned-short': "(k.outcome = 'abandoned' AND k.waitedSeconds < {short})",
  voicemail: "k.outcome = 'voicemail'",
  owed: `(k.answeredAt IS NOT NULL OR ${ABANDONED})`,
  waited: 'k.queuedAt IS NOT NULL',
  task: `EXISTS (${TASK})`,
  'task-due': `EXISTS (${TASK} AND (t.state = 'done' OR t.dueAt < {now}))`,
  'task-in-time': `EXISTS (${TASK} AND t.state = 'done' AND t.doneAt <= t.dueAt)`,
};

/** A trait as a condition, by the settings in force. */
export function traitCondition(trait: CallTrait, { policy, now }: CallLens): Sql {
  const values: Record<string, number> = { now, target: policy.answeredWithinSeconds, short: policy.shortAbandonSeconds };
  const params: unknown[] = [];
  const sql = TRAIT_CONDITIONS[trait].replace(/\{(now|target|short)\}/g, (_, name: string) => {
    params.push(values[name]);
    return '?';
  });
  return { sql, params };
}

/** The list behind a figure of the hall. Throws `input.invalid` (422) for an unknown key. */
export function callFigureCondition(key: string, part: 'numerator' | 'denominator', lens: CallLens): Sql {
  const figure = hotlineFigures(lens.policy).find((one) => one.key === key);
  if (!figure) throw new DomainError('input.invalid', 422, { fields: [{ field: 'figure', code: 'unknown-figure' }] });
  return all(...traitsOf(figure, part).map((trait) => traitCondition(trait, lens)));
}

/** Instants of a column on the city's clock; whole numbers divide differently on the engines, a remainder is the same on both. */
const shifted = (column: string): string => `(${column} + ${CITY_OFFSET})`;
/** Beginning of the city's hour within its day, in milliseconds. */
export const hourColumn = (column: string): string => `${shifted(column)} % ${DAY} - ${shifted(column)} % ${HOUR}`;
/** Beginning of the city's day, in milliseconds of the city's clock. */
export const dayColumn = (column: string): string => `${shifted(column)} - ${shifted(column)} % ${DAY}`;
/** Nobody had the call: as a reader asks for those. */
export const NOBODY = '-';
