import { indexOf } from './assessment.js';
import { INDEX_RATES, type IndexRate, type ScoringSettings } from './scoring-settings.js';

/** How departments are ranked and who stands on the red and on the black list; figures a city edits. Source: domain sources 3.2 (Yulin), domain text, section 9. */
export interface RankingRule {
  top: number;
  bottom: number;
  /** Ranks are counted over all departments, or within groups of like ones. */
  within: 'all' | 'group';
  /** Over how many months, the one named last; a month alone has too few cases in a small city. */
  months: number;
}

/** The index and the small sample of the assessment: below it in any of the rates a department is shown, not ranked. */
export type Measure = Pick<ScoringSettings, 'index' | 'smallSample'>;

/** A figure as far as it is weighed: a share of 1 and the cases it is a share of. */
export interface Weighed {
  key: string;
  value: number | null;
  denominator: number | null;
}
export interface Candidate {
  code: string;
  group: string;
  figures: readonly Weighed[];
}

/** A department in its place; `rank` and `index` are absent where the sample is too small to compare. */
export interface Placed {
  code: string;
  group: string;
  /** 0 to 100, two decimals. */
  index: number | null;
  rank: number | null;
  /** The smallest number of cases behind a weighed figure. */
  sample: number;
}

function unplaced({ code, group, figures }: Candidate, { index, smallSample }: Measure): Placed {
  const rateOf = (key: IndexRate): Weighed => figures.find((one) => one.key === key) ?? { key, value: null, denominator: null };
  const rates = Object.fromEntries(INDEX_RATES.map((key) => [key, rateOf(key)])) as Record<IndexRate, Weighed>;
  const sample = Math.min(...Object.values(rates).map(({ value, denominator }) => (value === null ? 0 : (denominator ?? 0))));
  return { code, group, index: sample < smallSample ? null : indexOf(rates, index), rank: null, sample };
}

/** The best first; equal indexes share a place, and the next one counts on (1, 2, 2, 4). Those not ranked come last, the larger sample first. */
export function ranking(candidates: readonly Candidate[], rule: RankingRule, measure: Measure): Placed[] {
  const all = candidates.map((one) => unplaced(one, measure));
  const better = (a: Placed, b: Placed): number => b.index! - a.index!;
  const ranked = all.filter(({ index }) => index !== null).sort((a, b) => better(a, b) || (a.code < b.code ? -1 : 1));
  const placed = ranked.map((one) => {
    const rivals = rule.within === 'all' ? ranked : ranked.filter(({ group }) => group === one.group);
    return { ...one, rank: 1 + rivals.filter((other) => other.index! > one.index!).length };
  });
  const others = all.filter(({ index }) => index === null).sort((a, b) => b.sample - a.sample || (a.code < b.code ? -1 : 1));
  return [...placed, ...others];
}

/**
 * The red list: the first places; the black list: the last ones. Who shares the place at the edge is on the list too, and nobody stands
 * on both: where there are too few for two lists the red one is filled first.
 */
export function redAndBlack(placed: readonly Placed[], { top, bottom }: RankingRule): { red: string[]; black: string[] } {
  const ranked = placed.filter(({ index }) => index !== null).sort((a, b) => b.index! - a.index!);
  const edge = ranked[Math.min(top, ranked.length) - 1]?.index ?? Infinity;
  const red = ranked.filter(({ index }) => top > 0 && index! >= edge);
  const rest = ranked.filter((one) => !red.includes(one));
  const low = rest[Math.max(0, rest.length - bottom)]?.index ?? -Infinity;
  const black = rest.filter(({ index }) => bottom > 0 && index! <= low);
  return { red: red.map(({ code }) => code), black: black.map(({ code }) => code) };
}
