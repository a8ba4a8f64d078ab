import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { TIMED_COLUMNS } from '../cases/case-facts.js';
import { visible } from '../cases/visible.js';
import { type Timed } from '../domain/figure-facts.js';
import type { Tally } from '../domain/figure-values.js';
import type { Day, Instant } from '../domain/time.js';
import { type Scope, scopeKey, seesEveryOrdinary } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { CASE_UNITS, type Count, FactColumns, type StoredFact } from './columns.js';

const ROWS_A_TIME = 10_000;
const CASES_A_TIME = 500;
const EVENTS_A_TIME = 2_000;
const MOST_SIGHTS = 40;
const STORED = `SELECT f.*, c.receivedAt, c.closedAt, ${CASE_UNITS.map((unit) => `c.${unit}`).join(', ')}
  FROM case_facts f JOIN cases c ON c.caseNumber = f.caseNumber`;

type Row = Record<string, unknown> & Pick<StoredFact, 'caseNumber' | 'lens'>;

/** What a reader who does not see all may see, by the places of cases, and the cases that have to be looked at again. */
interface Sight {
  seen: Set<number>;
  stale: Set<string>;
}

/**
 * The facts of all cases, in memory and never behind: before each count the event log tells which cases were written since, and those are
 * read anew. So a figure costs no pass over the tables, and every process has its own copy. ADR 0012.
 */
@Injectable()
export class Facts {
  private columns = new FactColumns();
  /** The number of the last event that was looked at. */
  private head: number | undefined;
  private last: Promise<unknown> = Promise.resolve();
  /** By scope, the least recently asked first. */
  private readonly sights = new Map<string, Sight>();

  constructor(private readonly db: Db) {}

  /** Tallies of what this reader may see; ordinary cases alone, sealed ones stand in nobody's figures. Source: domain text 6.4. */
  count(scope: Scope, count: Omit<Count, 'seen'>): Promise<Map<string, Tally[]>> {
    return this.inLine(async () => this.columns.count({ ...count, ...(await this.seenBy(scope)) }));
  }

  /** How many of the cases this reader may see run out on each day: the nearest limit of each, through one lens. */
  dueDays(scope: Scope, count: { lens: string; from: Instant; to: Instant }): Promise<Map<Day, number>> {
    return this.inLine(async () => this.columns.dueDays({ ...count, ...(await this.seenBy(scope)) }));
  }

  /** Reads what was written since the last look; the first time everything. */
  follow(): Promise<void> {
    return this.inLine(() => Promise.resolve());
  }

  /** One after the other, each on what is written by now. */
  private inLine<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(() => this.catchUp()).then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async seenBy(scope: Scope): Promise<{ seen?: (place: number) => boolean }> {
    if (seesEveryOrdinary(scope)) return {};
    const { seen } = await this.sightOf({ ...scope, sealedFor: null });
    return { seen: (place) => seen.has(place) };
  }

  private async catchUp(): Promise<void> {
    const [head] = await this.db.read<{ number: number }>("SELECT number FROM event_head WHERE id = 'head'");
    const number = Number(head?.number ?? 0);
    if (this.head === undefined || number < this.head) await this.readAll(number);
    while (this.head! < number) {
      const events = await this.db.read<{ number: number; caseNumber: string | null }>(
        `SELECT number, caseNumber FROM events WHERE number > ? ORDER BY number LIMIT ${EVENTS_A_TIME}`,
        [this.head],
      );
      await this.readAgain([...new Set(events.flatMap(({ caseNumber }) => caseNumber ?? []))]);
      this.head = Number(events.at(-1)?.number ?? number);
    }
  }

  /** Everything, in portions between which others get their turn; what is written meanwhile is told by the log afterwards. */
  private async readAll(number: number): Promise<void> {
    this.columns = new FactColumns();
    this.sights.clear();
    for (let [after, isLast] = ['', false]; !isLast;) {
      const rows = await this.db.read<Row>(`${STORED} WHERE f.caseNumber >= ? ORDER BY f.caseNumber, f.lens LIMIT ${ROWS_A_TIME}`, [after]);
      this.columns.put(rows.map(factOf));
      [after, isLast] = [rows.at(-1)?.caseNumber ?? after, rows.length < ROWS_A_TIME];
      await breathe();
    }
    this.head = number;
  }

  private async readAgain(caseNumbers: readonly string[]): Promise<void> {
    for (let from = 0; from < caseNumbers.length; from += CASES_A_TIME) {
      const some = caseNumbers.slice(from, from + CASES_A_TIME);
      const rows = await this.db.read<Row>(
        `${STORED} WHERE f.caseNumber IN (${some.map(() => '?').join(',')}) ORDER BY f.caseNumber`,
        some,
      );
      for (const caseNumber of some) this.columns.drop(caseNumber);
      this.columns.put(rows.map(factOf));
      for (const { stale } of this.sights.values()) some.forEach((caseNumber) => stale.add(caseNumber));
    }
  }

  /** Asks the one rule of visibility; later only about cases that were written since. */
  private async sightOf(scope: Scope): Promise<Sight> {
    const key = scopeKey(scope);
    const sight = this.sights.get(key) ?? { seen: new Set(await this.placesSeen(scope)), stale: new Set() };
    this.sights.delete(key);
    this.sights.set(key, sight);
    if (this.sights.size > MOST_SIGHTS) this.sights.delete(this.sights.keys().next().value!);
    const stale = [...sight.stale];
    sight.stale.clear();
    for (let from = 0; from < stale.length; from += CASES_A_TIME) {
      const some = stale.slice(from, from + CASES_A_TIME);
      const seen = await this.placesSeen(scope, some);
      for (const caseNumber of some) sight.seen.delete(this.columns.placeOf(caseNumber) ?? -1);
      for (const place of seen) sight.seen.add(place);
    }
    return sight;
  }

  private async placesSeen(scope: Scope, only?: readonly string[]): Promise<number[]> {
    const may = visible(scope);
    const within = only ? ` AND c.caseNumber IN (${only.map(() => '?').join(',')})` : '';
    const rows = await this.db.read<{ caseNumber: string }>(`SELECT c.caseNumber FROM cases c WHERE ${may.sql}${within}`, [
      ...may.params,
      ...(only ?? []),
    ]);
    return rows.flatMap(({ caseNumber }) => this.columns.placeOf(caseNumber) ?? []);
  }
}

const instant = (value: unknown): Instant | null => (value === null ? null : Number(value));

function factOf(row: Row): StoredFact {
  const from = Object.fromEntries(Object.entries(TIMED_COLUMNS).map(([fact, column]) => [fact, instant(row[column])])) as Record<
    Timed,
    Instant | null
  >;
  const { caseNumber, lens, facts, receivedAt, closedAt } = row;
  return {
    ...(row as unknown as StoredFact),
    caseNumber,
    lens,
    facts: Number(facts),
    from,
    receivedAt: Number(receivedAt),
    closedAt: instant(closedAt),
  };
}
