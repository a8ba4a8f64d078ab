import { fields, number, whole } from './setting-checks.js';

/** When a week stands out from the weeks before it. */
export interface SpikeSettings {
  /** How many weeks before are looked at. */
  weeks: number;
  /** Fewer cases than this are no topic. */
  least: number;
  /** So many standard deviations above what was expected. */
  z: number;
}
export const spikeSettings = fields({ weeks: whole(2), least: whole(2), z: number(0.5, 20) });

export interface Spike {
  /** Cases a week that the weeks before let expect. */
  expected: number;
  z: number;
  isSpike: boolean;
}

/**
 * How far a week's count stands above the weeks before. Counts of independent matters scatter like Poisson's: the variance is the mean, so
 * z = (count − mean) ÷ √max(mean, 1). The one in the root keeps a first case after silence from standing out. Source: domain text, section 2
 * (hot topics); Poisson's law of small numbers.
 */
export function spikeOf(count: number, before: readonly number[], { least, z: wanted }: Pick<SpikeSettings, 'least' | 'z'>): Spike {
  const expected = before.length === 0 ? 0 : before.reduce((sum, one) => sum + one, 0) / before.length;
  const z = (count - expected) / Math.sqrt(Math.max(expected, 1));
  return { expected, z, isSpike: count >= least && z >= wanted };
}
