import type { Fact } from './fact-names.js';
import { ALL_FIGURES, type Figure, FIGURE_TABLES, type FigureTable } from './figures.js';
import { HOUR } from './time.js';

/** Cases of which the same facts hold: how many, and their time from receipt to closing in milliseconds (0 while open). */
export interface Tally {
  facts: ReadonlySet<Fact>;
  cases: number;
  elapsed: number;
}

export interface FigureValue {
  /** Null where there is nothing to divide by. */
  value: number | null;
  numerator: number;
  /** Null for a plain count. */
  denominator: number | null;
  /** Said where it is so: too few cases to compare. */
  small?: true;
}

/** Below this many cases a share or mean is shown but not compared. Source: domain text, section 9. */
export const SMALL_SAMPLE = 10;

const byKey = new Map(ALL_FIGURES.map((figure) => [figure.key, figure]));

/** The figure of that key, for the whole city or as it is counted for one department; undefined when there is none. */
export function figureOf(key: string, whose: 'city' | 'department'): Figure | undefined {
  const figure = byKey.get(key);
  if (!figure || whose === 'city') return figure;
  return { ...figure, of: [figure.givenBackToo ? 'given' : 'standing', ...figure.of] };
}

/** The figures of a table, in its order. */
export const figuresIn = (table: FigureTable, whose: 'city' | 'department'): Figure[] =>
  FIGURE_TABLES[table].map((key) => figureOf(key, whose)!);

/** The facts that must all hold for a case to stand in that part of the figure; a mean's numerator is a sum over its denominator. */
export const factsOf = ({ of, and }: Figure, part: 'numerator' | 'denominator'): Fact[] => [
  ...new Set(part === 'numerator' ? [...of, ...and] : of),
];

/** Which tallies of these facts stand in which parts of a figure: worked out once, for tables have thousands of cells. */
type Parts = Record<'numerator' | 'denominator', boolean>;
const known = new WeakMap<Figure, WeakMap<ReadonlySet<Fact>, Parts>>();

function partsOf(figure: Figure, facts: ReadonlySet<Fact>): Parts {
  const own = known.get(figure) ?? new WeakMap<ReadonlySet<Fact>, Parts>();
  known.set(figure, own);
  let parts = own.get(facts);
  if (!parts) {
    const holds = (part: keyof Parts) => factsOf(figure, part).every((fact) => facts.has(fact));
    own.set(facts, (parts = { numerator: holds('numerator'), denominator: holds('denominator') }));
  }
  return parts;
}

/** The figure over tallies: a count, a share of 1, or a mean in hours (two decimals in the sum). Source: domain text, section 9. */
export function valueOf(figure: Figure, tallies: readonly Tally[]): FigureValue {
  const sums = { numerator: 0, denominator: 0, elapsed: 0 };
  for (const { facts, cases, elapsed } of tallies) {
    const parts = partsOf(figure, facts);
    if (parts.numerator) sums.numerator += cases;
    if (!parts.denominator) continue;
    sums.denominator += cases;
    sums.elapsed += elapsed;
  }
  if (figure.unit === 'cases') return { value: sums.numerator, numerator: sums.numerator, denominator: null };
  const numerator = figure.unit === 'hours' ? Math.round((sums.elapsed / HOUR) * 100) / 100 : sums.numerator;
  const { denominator } = sums;
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    ...(denominator < SMALL_SAMPLE ? { small: true } : {}),
  };
}

/** The bounds of a share that a sample allows, at 95 %. */
export interface Interval {
  low: number;
  high: number;
}
const Z95 = 1.959964;

/**
 * Wilson's interval for `numerator` of `denominator`; undefined where there is nothing. Good for small samples and for shares near 0 and
 * 1. Source: domain text, section 9; E. B. Wilson, JASA 22 (1927).
 */
export function wilson(numerator: number, denominator: number): Interval | undefined {
  if (denominator === 0) return undefined;
  const [share, square] = [numerator / denominator, Z95 * Z95];
  const middle = (share + square / (2 * denominator)) / (1 + square / denominator);
  const half =
    (Z95 * Math.sqrt((share * (1 - share)) / denominator + square / (4 * denominator * denominator))) / (1 + square / denominator);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

type Share = Pick<FigureValue, 'value' | 'numerator' | 'denominator'>;

/** Newcombe's interval for the difference of two shares (a − b), from Wilson's of each. Source: R. G. Newcombe, Stat. Med. 17 (1998), method 10. */
export function differenceOf(a: Share, b: Share): Interval | undefined {
  const [first, second] = [wilson(a.numerator, a.denominator ?? 0), wilson(b.numerator, b.denominator ?? 0)];
  if (!first || !second || a.value === null || b.value === null) return undefined;
  const difference = a.value - b.value;
  return {
    low: difference - Math.hypot(a.value - first.low, second.high - b.value),
    high: difference + Math.hypot(first.high - a.value, b.value - second.low),
  };
}
