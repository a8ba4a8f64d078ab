import { Injectable } from '@nestjs/common';
import { factCondition, type Lens } from '../cases/figure-conditions.js';
import { all, type Sql, visible } from '../cases/visible.js';
import { factsOf, type Tally } from '../domain/figure-values.js';
import type { Fact, Figure } from '../domain/figures.js';
import { CITY_OFFSET, DAY, dayOf, fromInstant, type Instant, toInstant } from '../domain/time.js';
import type { Scope } from '../domain/visibility.js';
import { Db } from '../platform/db.js';

/** By what a table is broken up. */
export type Unit = 'city' | 'department' | 'category' | 'day';

/** What is to be counted: which cases, by what, for which figures. */
export interface Counting {
  scope: Scope;
  from: string;
  to: string;
  now: Instant;
  unit: Unit;
  figures: readonly Figure[];
  /** Only this department's part of its cases. */
  departmentCode?: string | undefined;
}

/** A case a department was given twice counts once, by its newest part. */
const PARTS = `JOIN assignments u ON u.caseNumber = c.caseNumber AND u.status <> 'recalled' AND NOT EXISTS (SELECT 1 FROM assignments n
  WHERE n.caseNumber = u.caseNumber AND n.departmentCode = u.departmentCode AND n.status <> 'recalled' AND n.id > u.id)`;
const SHIFTED = `(c.receivedAt + ${CITY_OFFSET})`;
/** Whole numbers divide differently on the engines; a remainder is the same on both. */
const UNITS: Record<Unit, { column: string; join: string; name: (value: unknown) => string }> = {
  city: { column: "''", join: '', name: () => '' },
  department: { column: 'u.departmentCode', join: PARTS, name: String },
  category: { column: "COALESCE(c.categoryCode, '')", join: '', name: String },
  day: { column: `${SHIFTED} - ${SHIFTED} % ${DAY}`, join: '', name: (value) => dayOf(Number(value) - CITY_OFFSET) },
};

interface Row {
  unit: unknown;
  bits: number | string;
  n: number | string;
  elapsed: number | string;
}

/**
 * Counts cases in one pass: each fact is asked once a case and becomes a bit, and cases with the same bits fall into one tally. All
 * figures of a table are then sums of tallies, so that one query serves a table of any width.
 */
@Injectable()
export class Tallies {
  constructor(private readonly db: Db) {}

  /** Tallies by unit: department code, category code, city day, or one under the empty name. */
  async count(counting: Counting): Promise<Map<string, Tally[]>> {
    const { unit, figures } = counting;
    const facts = [...new Set(figures.flatMap((figure) => factsOf(figure, 'numerator')))];
    const { column, join, name } = UNITS[unit];
    const bits = bitsOf(facts, lensOf(counting));
    const where = whereOf(counting);
    const rows = await this.db.read<Row>(
      `SELECT ${column} AS unit, ${bits.sql} AS bits, COUNT(*) AS n, SUM(CASE WHEN c.closedAt IS NULL THEN 0 ELSE c.closedAt - c.receivedAt END) AS elapsed
       FROM cases c ${join} WHERE ${where.sql} GROUP BY unit, bits`,
      [...bits.params, ...where.params],
    );
    const found = new Map<string, Tally[]>();
    for (const row of rows) {
      const tally = { facts: factsIn(Number(row.bits), facts), cases: Number(row.n), elapsed: Number(row.elapsed) };
      const key = name(row.unit);
      found.set(key, [...(found.get(key) ?? []), tally]);
    }
    return found;
  }
}

/** Ordinary cases alone: sealed ones stand in nobody's figures, not even their own inspector's. Source: domain text 6.4. */
function whereOf({ scope, from, to, unit, departmentCode }: Counting): Sql {
  const period = { sql: 'c.receivedAt >= ? AND c.receivedAt < ?', params: [fromInstant(from), toInstant(to)] };
  const own = unit === 'department' && departmentCode ? [{ sql: 'u.departmentCode = ?', params: [departmentCode] }] : [];
  return all(visible({ ...scope, sealedFor: null }), period, ...own);
}

function lensOf({ now, unit, departmentCode }: Counting): Lens {
  const column = unit === 'department' ? { column: 'u.departmentCode' } : undefined;
  return { now, department: column ?? (departmentCode ? { code: departmentCode } : undefined) };
}

function bitsOf(facts: readonly Fact[], lens: Lens): Sql {
  const conditions = facts.map((fact) => factCondition(fact, lens));
  const terms = conditions.map(({ sql }, index) => `CASE WHEN ${sql} THEN ${2 ** index} ELSE 0 END`);
  return { sql: terms.join('\n + ') || '0', params: conditions.flatMap(({ params }) => params) };
}

const factsIn = (bits: number, facts: readonly Fact[]): Set<Fact> =>
  new Set(facts.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1));
