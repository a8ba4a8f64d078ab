import { MonthCounting } from './assessment/month-counting.js';
import { hashOf, snapshotOf } from './assessment/closings.js';
import { entryOf } from './assessment/ledger.js';
import { EVERY_CASE, Replays } from './assessment/replays.js';
import type { SealedFacts } from './assessment/sealed-facts.js';
import type { Reference } from './departments/reference.js';
import type { Actor, CaseState } from './domain/case-state.js';
import { monthOf, spanOf } from './domain/assessment.js';
import { bitsAt, factRowsOf, factsIn, withBelow, WHOLE } from './domain/figure-facts.js';
import { figureOf, type Tally, valueOf } from './domain/figure-values.js';
import { casesNeeded, type ClosedMonth, LedgerBook } from './domain/ledger-book.js';
import { type ScoredEvent, type ScoreEntry, SCORED_TYPES } from './domain/scoring.js';
import { dayOf, type Instant } from './domain/time.js';
import type { Clock } from './platform/clock.js';
import type { Db } from './platform/db.js';
import type { FigureRow, FigureView } from './statistics/statistics.dto.js';
import type { StatisticsQueries } from './statistics/statistics.queries.js';

/** What the log is read with, and the system whose word is checked. */
export interface Recomputing {
  db: Db;
  clock: Clock;
  reference: Reference;
  replays: Replays;
  sealed: SealedFacts;
  statistics: StatisticsQueries;
  counting: MonthCounting;
}
/** How much was compared, and the first places where log and system differ. */
export interface Findings {
  figures: number;
  entries: number;
  closings: number;
  cases: number;
  differences: string[];
}

const READER: Actor = { username: 'recompute', name: '', roles: ['supervisor'] };
const AT_ONCE = 5_000;

/** Tallies by month, department lens and facts, as the log has them. */
class Counted {
  private readonly cells = new Map<string, Map<number, { cases: number; elapsed: number }>>();
  readonly months = new Set<string>();

  add(state: CaseState, lens: string, bits: number): void {
    const month = monthOf(dayOf(state.receivedAt));
    this.months.add(month);
    for (const key of [`${month} ${lens}`, ` ${lens}`]) {
      const cell = this.cells.get(key) ?? new Map<number, { cases: number; elapsed: number }>();
      const sum = cell.get(bits) ?? { cases: 0, elapsed: 0 };
      sum.cases += 1;
      sum.elapsed += state.closedAt === null ? 0 : state.closedAt - state.receivedAt;
      cell.set(bits, sum);
      this.cells.set(key, cell);
    }
  }

  of(month: string, lens: string): Tally[] {
    return [...(this.cells.get(`${month} ${lens}`) ?? [])].map(([bits, sum]) => ({ facts: factsIn(bits), ...sum }));
  }
}

/**
 * Makes the ledger, every figure of the overview and of the departments, and every closed month anew from the log and the rules, and compares
 * with what the system says. Source: domain text, section 9.
 */
export async function recompute(parts: Recomputing): Promise<Findings> {
  const found: Findings = { figures: 0, entries: 0, closings: 0, cases: 0, differences: [] };
  const [head] = await parts.db.readPrimary<{ number: number }>("SELECT number FROM event_head WHERE id = 'head'");
  const upTo = Number(head?.number ?? 0);
  await compareFigures(parts, upTo, found);
  const entries = await compareLedger(parts, found);
  await compareClosings(parts, entries, found);
  return found;
}

async function compareFigures({ clock, replays, reference, statistics }: Recomputing, upTo: number, found: Findings): Promise<void> {
  const [now, counted] = [clock.now(), new Counted()];
  for await (const { state } of replays.every({ ...EVERY_CASE, upTo }, await replays.rules())) {
    found.cases++;
    for (const row of factRowsOf(state, reference.tree)) counted.add(state, row.lens, bitsAt(row, now));
  }
  const months = [...counted.months].sort();
  if (months.length === 0) return;
  const whole = { from: spanOf(months[0]!).from, to: spanOf(months.at(-1)!).to };
  for (const month of ['', ...months]) {
    const period = month === '' ? whole : { from: spanOf(month).from, to: spanOf(month).to };
    const { figures } = await statistics.overview(period, READER);
    compareViews(figures, counted.of(month, WHOLE), 'city', month || 'all', found);
    const { rows } = await statistics.departments(period, READER);
    for (const row of rows) compareRow(row, true, month, counted, found);
  }
}

/** A department that has others below it stands for them all; under it stand itself alone and they. */
function compareRow(row: FigureRow, isTop: boolean, month: string, counted: Counted, found: Findings): void {
  const lens = isTop && row.children ? withBelow(row.code) : row.code;
  compareViews(row.figures, counted.of(month, lens), 'department', `${month || 'all'} ${lens}`, found);
  row.children?.forEach((child, index) => compareRow(child, index > 0, month, counted, found));
}

function compareViews(
  views: readonly FigureView[],
  tallies: readonly Tally[],
  whose: 'city' | 'department',
  where: string,
  found: Findings,
) {
  for (const view of views) {
    const { value, numerator, denominator } = valueOf(figureOf(view.key, whose)!, tallies);
    found.figures++;
    if (view.value !== value || view.numerator !== numerator || view.denominator !== denominator)
      found.differences.push(
        `figure ${view.key} of ${where}: system ${view.numerator}/${view.denominator}, log ${numerator}/${denominator}`,
      );
  }
}

type Row = Omit<ScoredEvent, 'facts'> & { facts: string };

/** The whole ledger anew, entry by entry; gives what the log makes of it. */
async function compareLedger({ db, replays, reference, sealed }: Recomputing, found: Findings): Promise<ScoreEntry[]> {
  const [cursor] = await db.readPrimary<{ value: number }>("SELECT value FROM counters WHERE name = 'ledger'");
  const closings = await closedMonths(db);
  const then = await replays.rules();
  const cases = new Map<string, CaseState>();
  const book = new LedgerBook({
    settingsAt: (at: Instant) => reference.rulesAt('scoring', at),
    caseAt: (caseNumber, number) => cases.get(`${caseNumber} ${number}`),
    closings,
  });
  for (let after = 0; ;) {
    const rows = await db.readPrimary<Row>(
      `SELECT number, type, at, caseNumber, facts FROM events WHERE number > ? AND number <= ? ORDER BY number LIMIT ${AT_ONCE}`,
      [after, Number(cursor?.value ?? 0)],
    );
    for (const row of rows.filter(({ type }) => SCORED_TYPES.includes(type) || type.startsWith('self-finding.'))) {
      const event: ScoredEvent = { ...row, number: Number(row.number), at: Number(row.at), facts: sealed.open(row) };
      for (const caseNumber of casesNeeded(event)) {
        const state = (await replays.one(caseNumber, event.number, then))?.state;
        if (state) cases.set(`${caseNumber} ${event.number}`, state);
      }
      book.hear(event);
      cases.clear();
    }
    if (rows.length < AT_ONCE) break;
    after = Number(rows.at(-1)!.number);
  }
  const stored = (await db.readPrimary<ScoreEntry>('SELECT * FROM score_entries ORDER BY eventNumber, id')).map(entryOf);
  const [mine, theirs] = [byId(book.entries), byId(stored)];
  for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
    found.entries++;
    if (mine.get(id) !== theirs.get(id))
      found.differences.push(`entry ${id}: system ${theirs.get(id) ?? 'has none'}, log ${mine.get(id) ?? 'has none'}`);
  }
  return book.entries;
}

/** Entries as texts that can be compared, whatever order an engine gives its columns in. */
const byId = (entries: readonly ScoreEntry[]): Map<string, string> =>
  new Map(
    entries.map((entry) => [
      entry.id,
      Object.entries(entry)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}=${value ?? ''}`)
        .join(' '),
    ]),
  );

interface Closing extends ClosedMonth {
  at: Instant;
  hash: string;
}

async function closedMonths(db: Db): Promise<Closing[]> {
  const rows = await db.readPrimary<Closing>('SELECT month, upTo, at, hash FROM month_closings ORDER BY month');
  return rows.map((row) => ({ ...row, upTo: Number(row.upTo), at: Number(row.at) }));
}

/** Every closed month from the log and the ledger the log makes: the same bytes, so the same hash; in the row as in the event that told it. */
async function compareClosings({ db, counting }: Recomputing, entries: readonly ScoreEntry[], found: Findings): Promise<void> {
  const told = await db.readPrimary<{ facts: string }>(
    "SELECT facts FROM events WHERE audience = 'office' AND type = 'assessment.closed' ORDER BY number",
  );
  const hashes = new Map(
    told.map(({ facts }) => JSON.parse(facts) as { month: string; hash: string }).map(({ month, hash }) => [month, hash]),
  );
  for (const { month, upTo, at, hash } of await closedMonths(db)) {
    found.closings++;
    const own = entries.filter(({ period, eventNumber }) => period === month && eventNumber <= upTo);
    const again = hashOf(snapshotOf(await counting.fromLog(month, { upTo, at }, own), { upTo, at }));
    if (again !== hash || hashes.get(month) !== hash)
      found.differences.push(`closing of ${month}: system ${hash}, told ${hashes.get(month) ?? 'nothing'}, log ${again}`);
  }
}
