import { dayOf } from '../api/calendar.js';
import type { Figure } from '../api/types.js';
import { w } from '../words/index.js';

export interface Period {
  from: string;
  to: string;
}

const DAY = 86_400_000;
const day = (year: number, month: number, date: number): string => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);

export type PeriodName = 'month' | 'last' | 'quarter' | 'year';

/** A named period around an instant, both days included. */
export function periodOf(name: PeriodName, now: number): Period {
  const today = dayOf(now);
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  if (name === 'last') return { from: day(year, month - 1, 1), to: day(year, month, 0) };
  const start = name === 'month' ? month : name === 'quarter' ? month - (month % 3) : 0;
  return { from: day(year, start, 1), to: today };
}

/** The period of the same length just before. */
export function before({ from, to }: Period): Period {
  const start = Date.parse(from);
  const length = Date.parse(to) - start + DAY;
  const text = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return { from: text(start - length), to: text(start - DAY) };
}

const AMOUNT = /days|hours|minutes|seconds|mean|average|time$/;

/** A share is its numerator over its denominator; means and counts are plain numbers. */
export const isShare = ({ key, value, numerator, denominator }: Figure): boolean =>
  value !== null &&
  denominator !== null &&
  denominator > 0 &&
  !AMOUNT.test(key) &&
  value <= 1 &&
  Math.abs(value - numerator / denominator) < 0.001 &&
  !(denominator === 1 && Number.isInteger(value));

const isRateKey = (key: string): boolean => /rate|share|satisf|accuracy|on-time|index/.test(key);

const rounded = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1));

export function figureText(figure: Figure): string {
  if (figure.value === null || figure.value === undefined) return w.value.overview.noValue;
  if (isShare(figure) || (isRateKey(figure.key) && figure.value <= 1)) return `${(figure.value * 100).toFixed(1)}%`;
  return rounded(figure.value);
}

/** The difference to the period before, signed, in points for shares. */
export function differenceText(figure: Figure, earlier: Figure | undefined): string {
  if (!earlier || figure.value === null || earlier.value === null) return '';
  const share = isShare(figure) || isRateKey(figure.key);
  const by = (figure.value - earlier.value) * (share ? 100 : 1);
  if (Math.abs(by) < 0.05) return w.value.overview.same;
  return w.value.overview.previous(`${by > 0 ? '+' : '−'}${rounded(Math.abs(by))}${share ? '%' : ''}`);
}

export const figureName = ({ key, name }: Pick<Figure, 'key' | 'name'>): string => w.value.overview.figures[key] ?? name;

/** The console's list behind a figure, from the API's link to it. */
export const listLink = (cases: string | undefined) => {
  if (!cases) return undefined;
  const query = Object.fromEntries(new URL(cases, window.location.origin).searchParams.entries());
  delete query['pageSize'];
  return { name: 'cases', query };
};

/** Below ten a share says little. Source: domain text, section 9. */
export const isSmall = (figure: Figure): boolean => isShare(figure) && (figure.denominator ?? 0) < 10;
