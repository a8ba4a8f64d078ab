import { Injectable } from '@nestjs/common';
import type { Presence } from '../domain/hotline-figures.js';
import { inSeconds, presenceBy, type Stretches } from '../domain/presence.js';
import { CITY_OFFSET, DAY, dayOf, HOUR, type Instant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { hourName } from './call-tallies.js';

/**
 * A state lasts until the next of the same operator begins, so of those begun before the period only the last reaches into it. CROSS keeps
 * the embedded engine from going through all states and asking for each whose it is.
 */
const STATES = `SELECT s.username, s.state, s.since, s.endedAt FROM agent_states s WHERE s.since >= ? AND s.since < ?
  UNION ALL SELECT s.username, s.state, s.since, s.endedAt FROM agents a CROSS JOIN agent_states s ON s.username = a.username
    AND s.since = (SELECT MAX(b.since) FROM agent_states b WHERE b.username = a.username AND b.since < ?)`;
/** Clipped to the period, on the city's clock; what has no end yet lasts until now. */
const CLIPPED = `SELECT u.username, CASE WHEN u.state IN ('talking','held','wrap-up') THEN 1 ELSE 0 END AS busy,
  ${CITY_OFFSET} + CASE WHEN u.since < ? THEN ? ELSE u.since END AS start,
  ${CITY_OFFSET} + CASE WHEN COALESCE(u.endedAt, ?) > ? THEN ? ELSE COALESCE(u.endedAt, ?) END AS finish
  FROM (${STATES}) u WHERE u.state <> 'off'`;
/** Bucket and lap of each grouping: by the hour one day is laid over the other. */
const BUCKETS = { hour: { size: HOUR, round: DAY }, day: { size: DAY, round: Infinity } } as const;

type Row = Record<'first' | 'span' | 'many' | 'heads' | 'tails' | 'busy', number | string>;

/** How long operators were signed in and how long they had a call, from the dated rows of their states. Source: domain text, section 10. */
@Injectable()
export class Presences {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** By username. */
  async byAgent(from: Instant, to: Instant): Promise<Map<string, Presence>> {
    const rows = await this.db.readPrimary<{ username: string; signedIn: number | string; busy: number | string }>(
      `SELECT p.username, SUM(p.finish - p.start) AS signedIn, SUM(p.busy * (p.finish - p.start)) AS busy
       FROM (${CLIPPED}) p WHERE p.finish > p.start GROUP BY p.username`,
      this.paramsOf(from, to),
    );
    return new Map(rows.map(({ username, signedIn, busy }) => [username, inSeconds({ signedIn: Number(signedIn), busy: Number(busy) })]));
  }

  /** By hour of the day or by day. A state is cut at the borders; the database only adds up those with like borders. */
  async byTime(unit: 'hour' | 'day', from: Instant, to: Instant): Promise<Map<string, Presence>> {
    const { size, round } = BUCKETS[unit];
    const [first, last] = [`(p.start - p.start % ${size})`, `(p.finish - p.finish % ${size})`];
    const rows = await this.db.readPrimary<Row>(
      `SELECT ${round === Infinity ? first : `${first} % ${round}`} AS first, ${last} - ${first} AS span, p.busy AS busy,
         COUNT(*) AS many, SUM(p.start % ${size}) AS heads, SUM(p.finish % ${size}) AS tails
       FROM (${CLIPPED}) p WHERE p.finish > p.start GROUP BY first, span, busy`,
      this.paramsOf(from, to),
    );
    const stretches = rows.map((row): Stretches => {
      const of = (name: keyof Row) => Number(row[name]);
      return { first: of('first'), span: of('span'), many: of('many'), heads: of('heads'), tails: of('tails'), busy: of('busy') === 1 };
    });
    const name = (bucket: number) => (unit === 'hour' ? hourName(bucket) : dayOf(bucket - CITY_OFFSET));
    return new Map([...presenceBy(stretches, size, round)].map(([bucket, presence]) => [name(bucket), inSeconds(presence)]));
  }

  private paramsOf(from: Instant, to: Instant): number[] {
    const end = Math.min(to, this.clock.now());
    return [from, from, end, end, end, end, from, to, from];
  }
}
