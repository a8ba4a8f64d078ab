import { dayOf } from '../api/calendar.js';
import type { Figure } from '../api/types.js';
import { locale, w } from '../words/index.js';

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

const rounded = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1));

export const figureText = ({ value, unit }: Figure): string => {
  if (value === null || value === undefined) return w.value.overview.noValue;
  return unit === 'share' ? `${(value * 100).toFixed(1)}%` : rounded(value);
};

/** How many there are now: of older cases fewer are left, so that an earlier period says nothing about a trend. */
const STANDS = ['open', 'overdue'];
export const isStanding = ({ key, unit }: Pick<Figure, 'key' | 'unit'>): boolean => unit === 'cases' && STANDS.includes(key);

/** The difference to the period before, signed, in points for shares. */
export function differenceText(figure: Figure, earlier: Pick<Figure, 'value'> | undefined, against?: string): string {
  if (!earlier || figure.value === null || earlier.value === null) return '';
  const share = figure.unit === 'share';
  const by = (figure.value - earlier.value) * (share ? 100 : 1);
  if (Math.abs(by) < 0.05) return w.value.figures.against[against ?? '']?.(w.value.overview.even) ?? w.value.overview.same;
  const size = rounded(Math.abs(by));
  const text = `${by > 0 ? '+' : '−'}${w.value.overview.difference[figure.unit](size)}`;
  return (w.value.figures.against[against ?? ''] ?? w.value.overview.previous)(text);
}

export const figureName = ({ name, nameEn }: Pick<Figure, 'name' | 'nameEn'>): string => (locale.value === 'en' && nameEn ? nameEn : name);
export const formulaText = ({ formula, formulaEn }: Pick<Figure, 'formula' | 'formulaEn'>): string =>
  locale.value === 'en' && formulaEn ? formulaEn : formula;

/** What a commissioner looks at first; the rest stands below in smaller type. */
const HEADLINES = ['received', 'open', 'closed', 'overdue', 'response-rate', 'solution-rate', 'satisfaction', 'on-time-closing'];
const HALL_HEADLINES = [
  ...['calls-in', 'answered', 'service-level', 'abandoned', 'waiting-mean', 'talk-mean', 'occupancy', 'tasks-in-time'],
];
/** Cases answered directly and calls answered share a name. */
export const isHeadline = ({ key, unit }: Figure): boolean =>
  HEADLINES.includes(key) || (HALL_HEADLINES.includes(key) && !(key === 'answered' && unit === 'cases'));

/** The console's list behind a figure, from the API's link to it: cases or calls. */
export const listLink = (cases: string | undefined) => {
  if (!cases) return undefined;
  const { pathname, searchParams } = new URL(cases, window.location.origin);
  const query = Object.fromEntries(searchParams.entries());
  delete query['pageSize'];
  return { name: pathname.endsWith('/calls') ? 'calls' : 'cases', query };
};
