import { shallowRef } from 'vue';
import { read, type Figure, type Published } from './api';
import { language } from './look';

/** The published figures of the month shown; absent, not an error, where nothing is published. */
export const statistics = shallowRef<Published>();
export const statisticsState = shallowRef<'waiting' | 'there' | 'failed'>('waiting');
let shownMonth: string | undefined;
let asked = 0;

/** Reads a month, the last full one unless told otherwise; a month that is shown already is not asked for again. */
export async function loadStatistics(month = ''): Promise<void> {
  if (statistics.value && shownMonth === month) return;
  const mine = ++asked;
  statisticsState.value = 'waiting';
  try {
    const found = await read<Published>(`/public/statistics${month ? `?month=${month}` : ''}`);
    if (mine !== asked) return;
    statistics.value = found;
    shownMonth = month;
    statisticsState.value = 'there';
  } catch {
    if (mine === asked) statisticsState.value = 'failed';
  }
}

/** The figure as it is read aloud: 96.2%, 312, 3.4. */
export function shown({ value, unit }: Pick<Figure, 'value' | 'unit'>, none: string): string {
  if (value === null) return none;
  if (unit === 'share') return `${(value * 100).toFixed(1).replace(/\.0$/, '')}%`;
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 }).format(value);
}

export const formula = (figure: Figure): string => (language.value === 'en' ? figure.formulaEn : figure.formula);
