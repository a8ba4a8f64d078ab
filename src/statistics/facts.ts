import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { TIMED_COLUMNS } from '../cases/case-facts.js';
import { visible } from '../cases/visible.js';
import { regionOf } from '../departments/regions.js';
import type { ComparedPenalty } from '../domain/discretion.js';
import type { FactRow } from '../domain/figure-facts.js';
import type { Tally } from '../domain/figure-values.js';
import type { Day, Instant } from '../domain/time.js';
import { type Scope, scopeKey, seesEveryOrdinary } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { CASE_UNITS, type Count, FactColumns, type StoredCase, type StoredFacts } from './columns.js';

const ROWS_A_TIME = 5_000;
const CASES_A_TIME = 500;
const EVENTS_A_TIME = 2_000;
const MOST_SIGHTS = 40;
const CASES = `SELECT c.caseNumber, c.receivedAt, c.closedAt, ${CASE_UNITS.map((unit) => `c.${unit}`).join(', ')} FROM cases c`;
const FACTS = 'SELECT f.* FROM case_facts f';
const PENALTIES = `SELECT p.id, p.caseNumber, p.departmentCode, p.offenceCode, p.tier, p.amountFen, p.withdraws FROM penalties p`;

type Row = Record<string, unknown> & { caseNumber: string };

/** A penalty as it is compared: the amount in yuan. */
export type StoredPenalty = ComparedPenalty & { offenceCode: string };
type PenaltyRow = StoredPenalty & { amountFen: number; withdraws: string | null };

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
  /** By case and number. */
  private penaltyRows = new Map<string, Map<string, PenaltyRow>>();
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

  /** Penalties that stand, neither taken back nor the entry that takes one back, in cases of the period this reader may see. */
  penalties(scope: Scope, { from, to }: { from: Instant; to: Instant }): Promise<StoredPenalty[]> {
    return this.inLine(async () => {
      const { seen } = await this.seenBy(scope);
      return [...this.penaltyRows].flatMap(([caseNumber, rows]) => {
        const received = this.columns.receivedOf(caseNumber);
        if (received === undefined || received < from || received >= to) return [];
        if (seen && !seen(this.columns.placeOf(caseNumber)!)) return [];
        const back = new Set([...rows.values()].map(({ withdraws }) => withdraws));
        return [...rows.values()].filter(({ id, withdraws }) => withdraws === null && !back.has(id));
      });
    });
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
    const columns = new FactColumns();
    await this.everyRow(`${CASES} WHERE c.caseNumber >= ? AND +c.sealed = 0 ORDER BY c.caseNumber`, (row) => columns.putCase(caseOf(row)));
    await this.everyRow(`${FACTS} WHERE f.caseNumber >= ? ORDER BY f.caseNumber, f.lens`, (row) => columns.putFacts(factsOf(row)));
    this.penaltyRows = new Map();
    await this.everyRow(`${PENALTIES} WHERE p.caseNumber >= ? ORDER BY p.caseNumber`, (row) => this.putPenalty(row));
    [this.columns, this.head] = [columns, number];
    this.sights.clear();
  }

  private putPenalty(row: Row): void {
    const penalty = row as unknown as PenaltyRow;
    const rows = this.penaltyRows.get(row.caseNumber) ?? new Map<string, PenaltyRow>();
    this.penaltyRows.set(row.caseNumber, rows.set(penalty.id, { ...penalty, amount: Number(penalty.amountFen) / 100 }));
  }

  private async everyRow(sql: string, take: (row: Row) => void): Promise<void> {
    for (let [after, isLast] = ['', false]; !isLast;) {
      const rows = await this.db.read<Row>(`${sql} LIMIT ${ROWS_A_TIME}`, [after]);
      rows.forEach(take);
      [after, isLast] = [rows.at(-1)?.caseNumber ?? after, rows.length < ROWS_A_TIME];
      await breathe();
    }
  }

  private async readAgain(caseNumbers: readonly string[]): Promise<void> {
    for (let from = 0; from < caseNumbers.length; from += CASES_A_TIME) {
      const some = caseNumbers.slice(from, from + CASES_A_TIME);
      const marks = some.map(() => '?').join(',');
      const [cases, facts, penalties] = [
        await this.db.read<Row>(`${CASES} WHERE c.caseNumber IN (${marks})`, some),
        await this.db.read<Row>(`${FACTS} WHERE f.caseNumber IN (${marks})`, some),
        await this.db.read<Row>(`${PENALTIES} WHERE p.caseNumber IN (${marks})`, some),
      ];
      for (const caseNumber of some) this.columns.drop(caseNumber);
      for (const row of cases) this.columns.putCase(caseOf(row));
      for (const row of facts) this.columns.putFacts(factsOf(row));
      for (const caseNumber of some) this.penaltyRows.delete(caseNumber);
      penalties.forEach((row) => this.putPenalty(row));
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
    for (let from = 0; from < stale.length; from += CASES_A_TIME) {
      const some = stale.slice(from, from + CASES_A_TIME);
      const seen = await this.placesSeen(scope, some);
      for (const caseNumber of some) {
        sight.stale.delete(caseNumber); // not before it was asked about: a question that fails is asked again
        sight.seen.delete(this.columns.placeOf(caseNumber) ?? -1);
      }
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

const caseOf = (row: Row): StoredCase => ({
  ...(row as unknown as StoredCase),
  region: row.region === null ? null : regionOf(row.region as string),
  receivedAt: Number(row.receivedAt),
  closedAt: instant(row.closedAt),
});

/** Most cases are closed: time changes nothing of them, and they are quickly read. */
function factsOf(row: Row): StoredFacts {
  const { caseNumber, lens, facts } = row as unknown as StoredFacts;
  const stored = { caseNumber, lens, facts: Number(facts) };
  if (COLUMNS.every(([, column]) => row[column] === null)) return stored;
  return { ...stored, from: Object.fromEntries(COLUMNS.map(([fact, column]) => [fact, instant(row[column])])) as FactRow['from'] };
}
const COLUMNS = Object.entries(TIMED_COLUMNS);
