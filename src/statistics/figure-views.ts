import { type FigureValue, type Tally, valueOf } from '../domain/figure-values.js';
import type { Figure } from '../domain/figures.js';
import type { FigureView } from './statistics.dto.js';

/** A stretch of days or instants, as the reader asked for it. */
export interface Period {
  from: string;
  to: string;
}

/** What a list is narrowed by, besides the period and the figure. */
export type Narrow = Partial<
  Record<'departmentCode' | 'below' | 'categoryCode' | 'channel' | 'kind' | 'region' | 'size' | 'origin', string>
>;

/** What was counted for one row: now, and in the period it is compared with. */
export interface Counted {
  tallies: readonly Tally[];
  earlier?: { period: Period; tallies: readonly Tally[] } | undefined;
}

/** Figures over tallies, each with its formula; with a link also the list behind it. */
export const figureViews = (figures: readonly Figure[], counted: Counted, link?: { period: Period; narrow?: Narrow }): FigureView[] =>
  figures.map((figure) => {
    const { key, name, nameEn, unit, formula, formulaEn } = figure;
    const list = (period: Period) => (link ? listOf(figure, period, link.narrow) : '');
    const { earlier } = counted;
    const compared = earlier && { ...earlier.period, ...bare(valueOf(figure, earlier.tallies)), cases: list(earlier.period) };
    return {
      ...{ key, name, nameEn, unit, ...valueOf(figure, counted.tallies), formula, formulaEn },
      cases: link ? list(link.period) : '',
      ...(compared ? { compared } : {}),
    };
  });

const bare = ({ value, numerator, denominator, small }: FigureValue) => ({ value, numerator, denominator, ...(small ? { small } : {}) });

/** The address of the list behind a figure; put together by hand, for tables have thousands of them. */
export function listOf({ key, unit }: Pick<Figure, 'key' | 'unit'>, { from, to }: Period, narrow: Narrow = {}): string {
  const named = Object.entries(narrow).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
  const part = unit === 'hours' ? 'denominator' : 'numerator';
  return `/api/v1/cases?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}${named.join('')}&figure=${key}&part=${part}`;
}
