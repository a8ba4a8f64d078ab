import { bitsAt, type FactRow, factsIn, TIMED } from '../domain/figure-facts.js';
import type { Tally } from '../domain/figure-values.js';
import type { Fact } from '../domain/fact-names.js';
import { CITY_OFFSET, DAY, type Day, dayOf, type Instant } from '../domain/time.js';

/** What a case is counted by. */
export interface StoredCase {
  caseNumber: string;
  receivedAt: Instant;
  closedAt: Instant | null;
  categoryCode: string | null;
  channel: string;
  kind: string;
  region: string | null;
  size: string | null;
  origin: string | null;
}
/** One row of `case_facts`; without instants where time changes nothing. */
export interface StoredFacts {
  caseNumber: string;
  lens: string;
  facts: number;
  from?: FactRow['from'];
}

/** By what cases are told apart; `lens` is the department, with or without those below it. */
export const CASE_UNITS = ['categoryCode', 'channel', 'kind', 'region', 'size', 'origin'] as const;
export type CaseUnit = (typeof CASE_UNITS)[number];
export type Unit = CaseUnit | 'lens' | 'day';

/** What is counted. */
export interface Count {
  from: Instant;
  to: Instant;
  now: Instant;
  /** Which lenses; each row of one is counted. */
  lenses: (lens: string) => boolean;
  by: readonly Unit[];
  /** A day's name, where several days go by one. */
  nameOfDay?: (day: Day) => string;
  /** Whether a case, by its place, is seen. */
  seen?: (place: number) => boolean;
}

const EMPTY = '';
const grown = <T extends Float64Array | Int32Array | Uint8Array>(old: T, capacity: number): T => {
  const more = new (old.constructor as new (length: number) => T)(capacity);
  more.set(old);
  return more;
};

/** Words kept once; rows hold their numbers. */
class Dictionary {
  readonly words: string[] = [];
  private readonly codes = new Map<string, number>();

  codeOf(word: string): number {
    const known = this.codes.get(word);
    if (known !== undefined) return known;
    this.codes.set(word, this.words.length);
    return this.words.push(word) - 1;
  }
}

/**
 * Facts of all cases as columns in memory: a count is one pass over numbers, whatever it is broken up by. Cases with the same facts
 * fall into one tally, and every figure is a sum of tallies. ADR 0012.
 */
export class FactColumns {
  private rows = 0;
  private earliest = Number.MAX_SAFE_INTEGER;
  private latest = 0;
  private readonly places = new Map<string, number>();
  private received = new Float64Array(1024);
  private elapsed = new Float64Array(1024);
  private readonly units = Object.fromEntries(CASE_UNITS.map((unit) => [unit, new Int32Array(1024)])) as Record<CaseUnit, Int32Array>;
  private readonly words = Object.fromEntries(CASE_UNITS.map((unit) => [unit, new Dictionary()])) as Record<CaseUnit, Dictionary>;
  /** The newest row of a case, and before each row the next older one. */
  private first = new Int32Array(1024);
  private before = new Int32Array(1024);
  private caseOf = new Int32Array(1024);
  private lens = new Int32Array(1024);
  private mask = new Int32Array(1024);
  private live = new Uint8Array(1024);
  private readonly lenses = new Dictionary();
  private readonly masks = new Map<number, number>();
  private readonly bits: number[] = [];
  private readonly facts: Set<Fact>[] = [];
  /** Rows by lens. */
  private readonly rowsOf: number[][] = [];
  /** Rows whose facts time will change, and between which instants they stay as they are. */
  private readonly pending = new Map<number, Pending>();

  get cases(): number {
    return this.places.size;
  }

  /** Where a case stands, if it was ever counted. */
  placeOf(caseNumber: string): number | undefined {
    return this.places.get(caseNumber);
  }

  /** When a case was received; undefined for one that no count knows. */
  receivedOf(caseNumber: string): Instant | undefined {
    const place = this.places.get(caseNumber);
    for (let row = place === undefined ? -1 : this.first[place]!; row >= 0; row = this.before[row]!)
      if (this.live[row] === 1) return this.received[place!];
    return undefined;
  }

  /** Takes a case out of every count; its place stays. */
  drop(caseNumber: string): void {
    const place = this.places.get(caseNumber);
    for (let row = place === undefined ? -1 : this.first[place]!; row >= 0; row = this.before[row]!) this.live[row] = 0;
  }

  /** Takes a case in, or what changed of it. */
  putCase(row: StoredCase): void {
    const known = this.places.get(row.caseNumber);
    const place = known ?? this.places.size;
    if (known === undefined) {
      if (place >= this.received.length) this.growCases(place * 2);
      this.places.set(row.caseNumber, place);
      this.first[place] = -1;
    }
    this.received[place] = row.receivedAt;
    this.earliest = Math.min(this.earliest, row.receivedAt);
    this.latest = Math.max(this.latest, row.receivedAt);
    this.elapsed[place] = row.closedAt === null ? 0 : row.closedAt - row.receivedAt;
    for (const unit of CASE_UNITS) this.units[unit][place] = this.words[unit].codeOf(row[unit] ?? EMPTY);
  }

  /** Takes facts in, over what was known through that lens; of a case that is not known yet none. */
  putFacts({ caseNumber, lens: name, facts, from }: StoredFacts): void {
    const place = this.places.get(caseNumber);
    if (place === undefined) return;
    const row = this.rowOf(place, this.lenses.codeOf(name));
    this.live[row] = 1;
    this.mask[row] = this.maskOf(facts);
    if (from) this.pending.set(row, { stored: { facts, from }, after: Infinity, until: -Infinity });
    else this.pending.delete(row);
  }

  private rowOf(place: number, lens: number): number {
    for (let row = this.first[place]!; row >= 0; row = this.before[row]!) if (this.lens[row] === lens) return row;
    const row = this.rows++;
    if (row >= this.lens.length) this.growRows(row * 2);
    this.caseOf[row] = place;
    this.lens[row] = lens;
    this.before[row] = this.first[place]!;
    this.first[place] = row;
    (this.rowsOf[lens] ??= []).push(row);
    return row;
  }

  private growCases(capacity: number): void {
    [this.received, this.elapsed] = [grown(this.received, capacity), grown(this.elapsed, capacity)];
    this.first = grown(this.first, capacity);
    for (const unit of CASE_UNITS) this.units[unit] = grown(this.units[unit], capacity);
  }

  private growRows(capacity: number): void {
    [this.before, this.caseOf] = [grown(this.before, capacity), grown(this.caseOf, capacity)];
    [this.lens, this.mask, this.live] = [grown(this.lens, capacity), grown(this.mask, capacity), grown(this.live, capacity)];
  }

  private maskOf(bits: number): number {
    const known = this.masks.get(bits);
    if (known !== undefined) return known;
    this.masks.set(bits, this.bits.length);
    this.facts.push(factsIn(bits));
    return this.bits.push(bits) - 1;
  }

  /** Tallies by the names of the units, joined by `|`; without units one under the empty name. */
  count(count: Count): Map<string, Tally[]> {
    this.turnTo(count.now);
    const axes = count.by.map((unit) => this.axis(unit, count));
    const cells: (Cell | undefined)[] = [];
    const { caseOf, received, elapsed, live, mask } = this;
    const rows = this.lenses.words.flatMap((lens, code) => (count.lenses(lens) ? [this.rowsOf[code] ?? []] : []));
    for (const list of rows) {
      for (const row of list) {
        const place = caseOf[row]!;
        const at = received[place]!;
        if (live[row] === 0 || at < count.from || at >= count.to || (count.seen && !count.seen(place))) continue;
        let key = 0;
        for (const axis of axes) key = key * axis.size + axis.codeOf(row, place);
        const cell = (cells[key] ??= { cases: new Int32Array(this.bits.length), elapsed: new Float64Array(this.bits.length) });
        cell.cases[mask[row]!]! += 1;
        cell.elapsed[mask[row]!]! += elapsed[place]!;
      }
    }
    return this.named(cells, axes);
  }

  /** Lets time pass: facts that hold since, or do not hold yet, where a reader looks from another instant. */
  private turnTo(now: Instant): void {
    for (const [row, pending] of this.pending) {
      if (now > pending.after && now <= pending.until) continue;
      this.mask[row] = this.maskOf(bitsAt(pending.stored, now));
      const instants = TIMED.flatMap((fact) => pending.stored.from[fact] ?? []);
      pending.after = Math.max(-Infinity, ...instants.filter((at) => at < now));
      pending.until = Math.min(Infinity, ...instants.filter((at) => at >= now));
    }
  }

  /** How many cases run out by day: the nearest limit of each, seen through one lens. */
  dueDays({
    lens,
    from,
    to,
    seen,
  }: {
    lens: string;
    from: Instant;
    to: Instant;
    seen?: ((place: number) => boolean) | undefined;
  }): Map<Day, number> {
    const days = new Map<Day, number>();
    const wanted = this.lenses.codeOf(lens);
    for (const [row, { stored }] of this.pending) {
      const at = stored.from.overdue;
      if (this.live[row] === 0 || this.lens[row] !== wanted || at === null || at < from || at >= to) continue;
      if (seen && !seen(this.caseOf[row]!)) continue;
      days.set(dayOf(at), (days.get(dayOf(at)) ?? 0) + 1);
    }
    return days;
  }

  private axis(unit: Unit, { from, to, nameOfDay }: Count): Axis {
    if (unit === 'lens') {
      const { words } = this.lenses;
      return { size: words.length, codeOf: (row) => this.lens[row]!, nameOf: (code) => words[code]! };
    }
    if (unit !== 'day') {
      const [column, { words }] = [this.units[unit], this.words[unit]];
      return { size: words.length, codeOf: (_row, place) => column[place]!, nameOf: (code) => words[code]! };
    }
    const [first, last] = [Math.max(from, this.earliest), Math.min(to, this.latest)].map((at) => Math.floor((at + CITY_OFFSET) / DAY)) as [
      number,
      number,
    ];
    const days = Math.max(0, last - first + 1); // none where no case is
    const names = new Dictionary();
    const codes = Int32Array.from({ length: days }, (_, day) => {
      const own = dayOf((first + day) * DAY - CITY_OFFSET);
      return names.codeOf(nameOfDay?.(own) ?? own);
    });
    const codeOf = (_row: number, place: number) => codes[Math.floor((this.received[place]! + CITY_OFFSET) / DAY) - first]!;
    return { size: names.words.length, codeOf, nameOf: (code) => names.words[code]! };
  }

  private named(cells: readonly (Cell | undefined)[], axes: readonly Axis[]): Map<string, Tally[]> {
    const found = new Map<string, Tally[]>();
    cells.forEach((cell, key) => {
      if (!cell) return;
      const names: string[] = [];
      for (const axis of [...axes].reverse()) {
        names.unshift(axis.nameOf(key % axis.size));
        key = Math.floor(key / axis.size);
      }
      const tallies: Tally[] = [];
      cell.cases.forEach((cases, mask) => {
        if (cases > 0) tallies.push({ facts: this.facts[mask]!, cases, elapsed: cell.elapsed[mask]! });
      });
      found.set(names.join('|'), tallies);
    });
    return found;
  }
}

interface Pending {
  stored: Pick<FactRow, 'facts' | 'from'>;
  after: Instant;
  until: Instant;
}
interface Cell {
  cases: Int32Array;
  elapsed: Float64Array;
}
interface Axis {
  size: number;
  codeOf: (row: number, place: number) => number;
  nameOf: (code: number) => string;
}
