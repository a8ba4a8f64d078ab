import type { Day } from './time.js';

/** One figure a monitoring point reports each month; `config/monitoring.json`. */
export interface MonitoringFigure {
  code: string;
  text: string;
  textEn: string;
  unit: 'count' | 'days' | 'yuan' | 'score';
  most: number;
}

/** A month, `2026-11`. */
export type Month = string;

export const monthOf = (day: Day): Month => day.slice(0, 7);
const next = (month: Month): Month => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

/** All months from the first to the last, both included; at most 120. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last && months.length < 120; month = next(month)) months.push(month);
  return months;
}

/** The months a point owes a report for: from its first to the last one that was over before today and before its end. */
export function owedMonths(since: Month, endedOn: Day | null, today: Day): Month[] {
  const end = monthOf(endedOn !== null && endedOn < today ? endedOn : today);
  return monthsBetween(since, end).filter((month) => month < end);
}

/** Owed months nobody reported: silence is shown, not filled. Source: domain text, section 2 (monitoring points). */
export const silentMonths = (owed: readonly Month[], reported: readonly Month[]): Month[] =>
  owed.filter((month) => !reported.includes(month));

/** What is wrong with a report: figures nobody asks for, missing ones, and those out of bounds. */
export function reportProblems(
  figures: readonly MonitoringFigure[],
  values: Readonly<Record<string, unknown>>,
): { field: string; code: string }[] {
  const asked = figures.flatMap(({ code, most }) => {
    const value = values[code];
    if (value === undefined || value === null) return [{ field: `values.${code}`, code: 'required' }];
    if (typeof value !== 'number' || !Number.isFinite(value)) return [{ field: `values.${code}`, code: 'not-a-number' }];
    if (value < 0) return [{ field: `values.${code}`, code: 'too-small' }];
    return value > most ? [{ field: `values.${code}`, code: 'too-large' }] : [];
  });
  const known = new Set(figures.map(({ code }) => code));
  const others = Object.keys(values).filter((code) => !known.has(code));
  return [...asked, ...others.map((code) => ({ field: `values.${code}`, code: 'not-allowed' }))];
}
