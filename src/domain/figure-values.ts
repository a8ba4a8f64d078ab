import { type Fact, type Figure, FIGURES, FIGURE_TABLES, type FigureTable } from './figures.js';
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

const byKey = new Map(FIGURES.map((figure) => [figure.key, figure]));

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

/** The figure over tallies: a count, a share of 1, or a mean in hours (two decimals in the sum). Source: domain text, section 9. */
export function valueOf(figure: Figure, tallies: readonly Tally[]): FigureValue {
  const within = (facts: readonly Fact[]) => tallies.filter((tally) => facts.every((fact) => tally.facts.has(fact)));
  const cases = (part: 'numerator' | 'denominator') => within(factsOf(figure, part)).reduce((sum, tally) => sum + tally.cases, 0);
  if (figure.unit === 'cases') return { value: cases('numerator'), numerator: cases('numerator'), denominator: null };
  const elapsed = () => within(factsOf(figure, 'denominator')).reduce((sum, tally) => sum + tally.elapsed, 0);
  const numerator = figure.unit === 'hours' ? Math.round((elapsed() / HOUR) * 100) / 100 : cases('numerator');
  const denominator = cases('denominator');
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    ...(denominator < SMALL_SAMPLE ? { small: true } : {}),
  };
}
