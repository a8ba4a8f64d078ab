/** Texts that were told apart by nothing but names and numbers. Source: domain text, section 12 (near-identical answers flagged). */

const SIGNATURE = 24;
const BAND = 4;
const SHINGLE = 4;

/** What stays of a text when digits, spaces and punctuation are taken away. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{Script=Han}\p{Script=Latin}]/gu, '')
    .toLowerCase();

/** FNV-1a over four characters, 32 bits. */
function hashOf(text: string, from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + SHINGLE; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** What is compared of a text, small enough to keep for thousands of them: its runs of four characters in order, and their signature. */
export interface Sketch {
  shingles: Uint32Array;
  signature: Uint32Array;
}

function shinglesOf(text: string): Uint32Array {
  const plain = bare(text);
  const found = new Set<number>();
  for (let from = 0; from + SHINGLE <= plain.length; from++) found.add(hashOf(plain, from));
  return Uint32Array.from(found).sort();
}

/** The least of each of 24 permutations of the shingles: texts alike share most of them (A. Broder, 1997). */
function signatureOf(shingles: Uint32Array): Uint32Array {
  const least = new Uint32Array(SIGNATURE).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let n = 0; n < SIGNATURE; n++) {
      const mixed = Math.imul(shingle ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < least[n]!) least[n] = value;
    }
  }
  return least;
}

function jaccard(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i]!, b[j]!];
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return shared === 0 ? 0 : shared / (a.length + b.length - shared);
}

/** How alike two texts are by their runs of four characters, 0 to 1; numbers and punctuation do not count. */
export const likeness = (a: string, b: string): number => jaccard(shinglesOf(a), shinglesOf(b));

/** The sketch of a text. */
export function sketchOf(text: string): Sketch {
  const shingles = shinglesOf(text);
  return { shingles, signature: signatureOf(shingles) };
}

/**
 * Groups of texts at least `alike` (0 to 1) like the first of their group, by their places in the list; only groups of two and more. Texts
 * shorter than 20 characters say too little to be called copies.
 */
export function alikeGroups(sketches: readonly Sketch[], alike: number): number[][] {
  const buckets = new Map<string, number[]>();
  const groups: { shingles: Uint32Array; places: number[] }[] = [];
  sketches.forEach(({ shingles, signature }, place) => {
    if (shingles.length < 20 - SHINGLE) return;
    const bands = Array.from(
      { length: SIGNATURE / BAND },
      (_, band) => `${band}:${signature.subarray(band * BAND, (band + 1) * BAND).join()}`,
    );
    const near = new Set(bands.flatMap((band) => buckets.get(band) ?? []));
    const group = [...near].find((one) => jaccard(groups[one]!.shingles, shingles) >= alike);
    if (group !== undefined) return void groups[group]!.places.push(place);
    groups.push({ shingles, places: [place] });
    for (const band of bands) buckets.set(band, [...(buckets.get(band) ?? []), groups.length - 1]);
  });
  return groups.map(({ places }) => places).filter(({ length }) => length > 1);
}
