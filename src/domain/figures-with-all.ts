import type { Figure } from './figures.js';

const RATES = ['response-rate', 'solution-rate', 'satisfaction'];

/** The three rates once more with what was granted not to count: both are told. Source: domain text, section 3, last row. */
export const withAll = (figures: readonly Figure[]): Figure[] =>
  figures
    .filter(({ key }) => RATES.includes(key))
    .map((figure) => ({
      ...figure,
      key: `${figure.key}-all`,
      name: `${figure.name}（含不计入考核）`,
      nameEn: `${figure.nameEn}, nothing left out`,
      of: figure.of.filter((fact) => fact !== 'counted'),
      formula: figure.formula.replace('（不含经同意不计入考核的）', ''),
      formulaEn: figure.formulaEn.replace(', without those granted not to count', ''),
    }));
