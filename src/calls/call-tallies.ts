import { Injectable } from '@nestjs/common';
import { all, type Sql } from '../cases/visible.js';
import { CALL_TIMES, type CallTally, type CallTime, type CallTrait, type HotlineFigure, traitsOf } from '../domain/hotline-figures.js';
import { CITY_OFFSET, dayOf, HOUR, type Instant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { dayColumn, hourColumn, NOBODY, traitCondition } from './call-conditions.js';
import { telephoneSettings } from './settings.js';

/** By what calls are broken up: not at all, the hour of the day, the city's day, who had them, the skill they were queued for. */
export type CallUnit = 'all' | 'hour' | 'day' | 'agent' | 'skill';
export interface CallCounting {
  from: Instant;
  to: Instant;
  unit: CallUnit;
  figures: readonly HotlineFigure[];
}

/** The name of an hour of the day: `08`. */
export const hourName = (ms: number): string => String(Math.floor(ms / HOUR)).padStart(2, '0');
const UNITS: Record<CallUnit, { column: string; name: (value: unknown) => string }> = {
  all: { column: "''", name: () => '' },
  hour: { column: hourColumn('k.startedAt'), name: (value) => hourName(Number(value)) },
  day: { column: dayColumn('k.startedAt'), name: (value) => dayOf(Number(value) - CITY_OFFSET) },
  agent: { column: `COALESCE(k.agent, '${NOBODY}')`, name: String },
  skill: { column: 'k.skill', name: String },
};
const COLUMNS: Record<CallTime, string> = { waited: 'waitedSeconds', talk: 'talkSeconds', held: 'heldSeconds', wrapUp: 'wrapUpSeconds' };
const TIMES = CALL_TIMES.map((time) => `SUM(k.${COLUMNS[time]}) AS ${time}Sum, MAX(k.${COLUMNS[time]}) AS ${time}Max`).join(', ');

type Row = { unit: unknown; bits: number | string; n: number | string } & Record<`${CallTime}${'Sum' | 'Max'}`, number | string>;

/** Counts calls by when they began, in one pass: each trait becomes a bit, and calls with the same bits fall into one tally. */
@Injectable()
export class CallTallies {
  readonly policy = telephoneSettings();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Tallies by unit: hour, city day, username (`-`: nobody), skill, or one under the empty name. */
  async count({ from, to, unit, figures }: CallCounting): Promise<Map<string, CallTally[]>> {
    const traits = [...new Set(figures.flatMap((figure) => traitsOf(figure, 'numerator')))];
    const { column, name } = UNITS[unit];
    const bits = this.bitsOf(traits);
    const rows = await this.db.readPrimary<Row>(
      `SELECT ${column} AS unit, ${bits.sql} AS bits, COUNT(*) AS n, ${TIMES}
       FROM calls k WHERE k.startedAt >= ? AND k.startedAt < ? GROUP BY unit, bits`,
      [...bits.params, from, to],
    );
    const found = new Map<string, CallTally[]>();
    for (const row of rows) {
      const of = (which: 'Sum' | 'Max') =>
        Object.fromEntries(CALL_TIMES.map((time) => [time, Number(row[`${time}${which}`])])) as Record<CallTime, number>;
      const tally = { traits: traitsIn(Number(row.bits), traits), calls: Number(row.n), sum: of('Sum'), longest: of('Max') };
      found.set(name(row.unit), [...(found.get(name(row.unit)) ?? []), tally]);
    }
    return found;
  }

  private bitsOf(traits: readonly CallTrait[]): Sql {
    const lens = { policy: this.policy, now: this.clock.now() };
    const terms = traits.map((trait, index): Sql => {
      const { sql, params } = all(traitCondition(trait, lens));
      return { sql: `CASE WHEN ${sql} THEN ${2 ** index} ELSE 0 END`, params };
    });
    return { sql: terms.map(({ sql }) => sql).join('\n + ') || '0', params: terms.flatMap(({ params }) => params) };
  }
}

const traitsIn = (bits: number, traits: readonly CallTrait[]): Set<CallTrait> =>
  new Set(traits.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1));
