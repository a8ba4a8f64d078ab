import type { AssessedMonth, MonthRate } from '../api/types.js';
import { figureName } from '../parts/figures.js';
import { w } from '../words/index.js';

export const percent = (value: number | null): string => (value === null ? w.value.assessment.none : `${(value * 100).toFixed(1)}%`);
/** A number as it stands, or the sign for none. */
export const plain = (value: number | null): string => (value === null ? w.value.assessment.none : String(value));
export const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0');

/** The name of a rate, as the rows of the month tell it. */
export const rateName = (key: string, month: AssessedMonth | undefined): string => {
  const rate = month?.rates.find((one) => one.key === key);
  return rate ? figureName(rate) : key;
};

/** Whether leaving cases out changed a rate. */
export const differs = ({ denominator, numerator, all }: MonthRate): boolean =>
  all.denominator !== denominator || all.numerator !== numerator;
