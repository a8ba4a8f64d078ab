import { shallowRef } from 'vue';
import { read, type Figure, type Statistics } from './api';
import { language, words } from './look';

/** The published figures: asked for once; absent, not an error, where nothing is published. */
export const statistics = shallowRef<Statistics>();
export const statisticsState = shallowRef<'waiting' | 'there' | 'failed'>('waiting');

export async function loadStatistics(): Promise<void> {
  if (statistics.value) return;
  try {
    statistics.value = await read<Statistics>('/public/statistics');
    statisticsState.value = 'there';
  } catch {
    statisticsState.value = 'failed';
  }
}

/** Below this many cases a rate says little. Source: domain text, section 9. */
export const SMALL_SAMPLE = 10;

/** A rate is a part of its whole; a count has no whole, a mean is larger than any part. */
export const isRate = ({ value, numerator, denominator }: Figure): boolean =>
  value !== null && denominator > 0 && numerator <= denominator && Math.abs(value - numerator / denominator) < 0.0005 && denominator !== 1;

/** The figure as it is read aloud: 96.2%, 312, 3.4. */
export function shown(figure: Figure, none: string): string {
  if (figure.value === null || figure.value === undefined) return none;
  if (isRate(figure)) return `${(figure.value * 100).toFixed(1).replace(/\.0$/, '')}%`;
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 }).format(figure.value);
}

/** The figure's name; the server's is Chinese, so English looks the key up. */
export const figureName = (figure: Figure): string => words.value.figures.names[figure.key] ?? figure.name;
