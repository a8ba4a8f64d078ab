/** A case of the population and the key by which it was ranked. */
export interface Ranked {
  caseNumber: string;
  key: string;
}

/** What is hashed to rank a case: the published seed and its number. */
export const drawText = (seed: string, caseNumber: string): string => `${seed}:${caseNumber}`;

/** What is hashed for the fingerprint of a population: its numbers in order, one on a line. */
export const listText = (caseNumbers: readonly string[]): string => [...caseNumbers].sort().join('\n');

/**
 * Draws cases so that anybody can draw them again: each number gets the SHA-256 of seed, colon and number, in hexadecimal; the smallest
 * are drawn. The hash comes in as an argument. Source: domain text, section 7; `docs/spot-checks.md`.
 */
export function drawn(population: readonly string[], seed: string, count: number, sha256: (text: string) => string): Ranked[] {
  const ranked = population.map((caseNumber) => ({ caseNumber, key: sha256(drawText(seed, caseNumber)) }));
  return ranked.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).slice(0, count);
}
