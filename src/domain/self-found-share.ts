import { SMALL_SAMPLE } from './figure-values.js';
import type { ScoreRule } from './scoring.js';

/** Entries by which a matter was proven, found by the department itself. Source: domain text, section 9. */
export const SELF_PROVEN = ['self-found', 'self-opened-first'] as const satisfies readonly ScoreRule[];
/** Entries by which a matter was proven, by whomever. */
export const PROVEN_RULES: readonly ScoreRule[] = [...SELF_PROVEN, 'commission-proven', 'untrue-proven'];

/** How the share of proven matters that departments found themselves is printed. Source: domain text, section 9; domain sources 3.1. */
export const SELF_FOUND_SHARE = {
  key: 'self-found-share',
  name: '自查占比',
  nameEn: 'Found by itself',
  formula: '单位自查查实的事项 ÷ 全部查实的事项（自查查实、纪检监察查实），已冲销的积分不计',
  formulaEn:
    'Proven matters the department found itself ÷ all proven ones, by itself or by the commission; what was taken back does not count',
} as const;

/** The share of 1; null where nothing was proven; small below ten. */
export const shareOf = (own: number, proven: number): { value: number | null; numerator: number; denominator: number; small?: true } => ({
  value: proven === 0 ? null : own / proven,
  numerator: own,
  denominator: proven,
  ...(proven < SMALL_SAMPLE ? { small: true as const } : {}),
});
