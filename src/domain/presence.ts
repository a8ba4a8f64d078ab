import type { Presence } from './hotline-figures.js';

/**
 * Stretches that begin in the same bucket and end in the same bucket, added up: how many, and how far into those buckets they begin and
 * end, in milliseconds. Enough to know exactly how much of them lies in each bucket.
 */
export interface Stretches {
  /** Beginning of the bucket they begin in. */
  first: number;
  /** From there to the beginning of the bucket they end in. */
  span: number;
  many: number;
  heads: number;
  tails: number;
  busy: boolean;
}

/** How much of the stretches lies in each bucket, by the bucket's beginning; `round` lays one day over the other. */
export function presenceBy(stretches: readonly Stretches[], size: number, round: number): Map<number, Presence> {
  const found = new Map<number, Presence>();
  const add = (bucket: number, busy: boolean, ms: number): void => {
    const key = bucket % round;
    const { signedIn, busy: before } = found.get(key) ?? { signedIn: 0, busy: 0 };
    found.set(key, { signedIn: signedIn + ms, busy: before + (busy ? ms : 0) });
  };
  for (const { first, span, many, heads, tails, busy } of stretches) {
    for (let offset = 0; offset < span; offset += size) add(first + offset, busy, many * size - (offset === 0 ? heads : 0));
    add(first + span, busy, tails - (span === 0 ? heads : 0));
  }
  return found;
}

/** Milliseconds as whole seconds. */
export const inSeconds = ({ signedIn, busy }: Presence): Presence => ({
  signedIn: Math.round(signedIn / 1000),
  busy: Math.round(busy / 1000),
});
