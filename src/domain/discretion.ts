import { legalRange, type Offence } from './offences.js';

/** A penalty as it is compared: amounts in yuan. */
export interface ComparedPenalty {
  id: string;
  caseNumber: string;
  departmentCode: string;
  tier: string;
  amount: number;
}
/** From which distance penalties for like offences are unlike. */
export interface UnlikeSettings {
  /** So many times the median, or that part of it. */
  factor: number;
  /** At least so many penalties of a tier, else there is nothing to compare with. */
  least: number;
}
export interface Spread {
  count: number;
  min: number;
  median: number;
  max: number;
}
export type UnlikeWhy = 'outside-law' | 'outside-tier' | 'far-above' | 'far-below';
export interface Unlike extends ComparedPenalty {
  why: UnlikeWhy;
  /** Of all penalties of the same tier. */
  median: number;
}

/** Least, middle and most of amounts; undefined for none. The median of an even number is the mean of the two in the middle. */
export function spreadOf(amounts: readonly number[]): Spread | undefined {
  if (amounts.length === 0) return undefined;
  const sorted = [...amounts].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { count: sorted.length, min: sorted[0]!, median, max: sorted.at(-1)! };
}

/**
 * Penalties unlike others for the like: beyond what the law allows, beyond the tier they name, or far from the median of their tier.
 * Each is named once, for the gravest reason. Source: domain text, section 2 (the same offence punished four or five ways).
 */
export function unlikeAmong(offence: Offence, penalties: readonly ComparedPenalty[], { factor, least }: UnlikeSettings): Unlike[] {
  const law = legalRange(offence);
  const tiers = new Map<string, Spread>();
  for (const code of new Set(penalties.map(({ tier }) => tier)))
    tiers.set(code, spreadOf(penalties.filter(({ tier }) => tier === code).map(({ amount }) => amount))!);
  return penalties.flatMap((penalty): Unlike[] => {
    const { amount, tier: code } = penalty;
    const { median, count } = tiers.get(code)!;
    const tier = offence.tiers.find((one) => one.code === code);
    const why = ((): UnlikeWhy | undefined => {
      if (amount < law.from || amount > law.to) return 'outside-law';
      if (tier && (amount < tier.from || amount > tier.to)) return 'outside-tier';
      if (count < least) return undefined;
      return amount > median * factor ? 'far-above' : amount < median / factor ? 'far-below' : undefined;
    })();
    return why ? [{ ...penalty, why, median }] : [];
  });
}
