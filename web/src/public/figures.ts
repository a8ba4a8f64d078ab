import { shallowRef } from 'vue';
import { read, type Figure, type Published } from './api';
import { language } from './look';

/** The published figures: asked for once; absent, not an error, where nothing is published. */
export const statistics = shallowRef<Published>();
export const statisticsState = shallowRef<'waiting' | 'there' | 'failed'>('waiting');

export async function loadStatistics(): Promise<void> {
  if (statistics.value) return;
  try {
    statistics.value = await read<Published>('/public/statistics');
    statisticsState.value = 'there';
  } catch {
    statisticsState.value = 'failed';
  }
}

/** The figure as it is read aloud: 96.2%, 312, 3.4. */
export function shown({ value, unit }: Figure, none: string): string {
  if (value === null) return none;
  if (unit === 'share') return `${(value * 100).toFixed(1).replace(/\.0$/, '')}%`;
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 }).format(value);
}

export const formula = (figure: Figure): string => (language.value === 'en' ? figure.formulaEn : figure.formula);
