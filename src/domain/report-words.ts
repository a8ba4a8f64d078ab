import { type Facts, filledWhole, withoutMissing } from './template.js';

/** A figure as far as a sentence needs it. */
export interface SaidFigure {
  value: number | null;
  numerator: number;
  denominator: number | null;
  unit: string;
  small?: boolean | undefined;
}

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const oneDecimal = (value: number): string => {
  const rounded = Math.round(value * 10) / 10;
  const [whole = '0', part] = rounded.toFixed(1).split('.');
  return part === '0' ? grouped(Number(whole)) : `${grouped(Number(whole))}.${part}`;
};
const UNITS: Record<string, string> = { cases: '件', calls: '个', hours: '小时', seconds: '秒' };

/** A figure in words: 1,204 件, 96.2%, 34.5 小时; nothing to divide by: 无. */
export function figureWords({ value, unit }: Pick<SaidFigure, 'value' | 'unit'>): string {
  if (value === null) return '无';
  if (unit === 'share') return `${(Math.round(value * 1000) / 10).toFixed(1)}%`;
  return `${oneDecimal(value)} ${UNITS[unit] ?? ''}`.trim();
}

/** What it is a share of: 83 件中的 72 件. */
export const partWords = ({ numerator, denominator }: Pick<SaidFigure, 'numerator' | 'denominator'>): string =>
  denominator === null ? `${grouped(numerator)} 件` : `${grouped(denominator)} 件中的 ${grouped(numerator)} 件`;

/**
 * A figure against an earlier one in words, with a real minus: 较上月 −12 件（−8.5%）, 较上年同月 +3.2 个百分点, 与上月持平. Undefined where
 * either is missing, so that nothing is claimed. Source: design text, figures.
 */
export function comparison(now: SaidFigure, before: SaidFigure | undefined, than: string): string | undefined {
  if (before === undefined || now.value === null || before.value === null) return undefined;
  const isShare = now.unit === 'share';
  const by = Math.round((now.value - before.value) * (isShare ? 1000 : 10)) / 10;
  if (by === 0) return `与${than}持平`;
  const sign = by > 0 ? '+' : '−';
  if (isShare) return `较${than} ${sign}${Math.abs(by).toFixed(1)} 个百分点`;
  const size = `${sign}${oneDecimal(Math.abs(by))} ${UNITS[now.unit] ?? ''}`.trim();
  const isCount = now.unit === 'cases' || now.unit === 'calls';
  const rate = isCount && before.value >= 10 ? `（${sign}${Math.abs((by / before.value) * 100).toFixed(1)}%）` : '';
  return `较${than} ${size}${rate}`;
}

/** A sentence of a report: a part in square brackets falls away when a fact it names is missing. Throws when one outside them is. */
export const reportText = (template: string, facts: Facts): string => filledWhole(withoutMissing(template, facts), facts);
