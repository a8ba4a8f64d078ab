import type { DepartmentCount, Share } from './assessment.js';
import { factsIn } from './figure-facts.js';
import { factsOf, figureOf } from './figure-values.js';
import { INDEX_RATES, type IndexRate } from './scoring-settings.js';

/** What held of one case through one lens at the instant of counting, as bits. */
export interface CountedCase {
  lens: string;
  bits: number;
}

const EMPTY = (): Record<IndexRate, Share> =>
  Object.fromEntries(INDEX_RATES.map((key) => [key, { numerator: 0, denominator: 0 }])) as Record<IndexRate, Share>;

/** The figure of a rate for a department: without what is not counted, or with it. */
const figures = INDEX_RATES.map((key) => ({ key, counted: figureOf(key, 'department')!, all: figureOf(`${key}-all`, 'department')! }));

/** The three rates of every department, by the same figures as everywhere. Lenses are departments' codes. Source: domain text, section 9. */
export function countsOf(cases: Iterable<CountedCase>): DepartmentCount[] {
  const tallies = new Map<string, Map<number, number>>();
  for (const { lens, bits } of cases) {
    const own = tallies.get(lens) ?? new Map<number, number>();
    own.set(bits, (own.get(bits) ?? 0) + 1);
    tallies.set(lens, own);
  }
  return [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([departmentCode, own]) => {
      const count: DepartmentCount = { departmentCode, counted: EMPTY(), all: EMPTY() };
      for (const [bits, many] of own) {
        const facts = factsIn(bits);
        for (const { key, ...variants } of figures) {
          for (const variant of ['counted', 'all'] as const) {
            const holds = (part: 'numerator' | 'denominator') => factsOf(variants[variant], part).every((fact) => facts.has(fact));
            if (holds('numerator')) count[variant][key].numerator += many;
            if (holds('denominator')) count[variant][key].denominator += many;
          }
        }
      }
      return count;
    });
}
