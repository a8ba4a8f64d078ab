/** Chance with a seed: the same seed gives the same city. Mulberry32, 32 bits of state. */
export class Random {
  constructor(private state: number) {}

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A stream of its own, so that one case's chances do not depend on how many another has drawn. */
  fork(index: number): Random {
    return new Random((this.state ^ Math.imul(index + 1, 0x9e3779b1)) | 0);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between([from, to]: readonly [from: number, to: number]): number {
    return from + this.next() * (to - from);
  }

  /** A whole number, both ends included. */
  whole([from, to]: readonly [from: number, to: number]): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Nothing to pick from');
    return list[Math.floor(this.next() * list.length)]!;
  }

  /** The index of a weight, the heavier the likelier. */
  index(weights: readonly number[]): number {
    let left = this.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return found < 0 ? weights.length - 1 : found;
  }

  /** A key of a table of weights. */
  among<K extends string>(weights: Readonly<Record<K, number>>): K {
    const keys = Object.keys(weights) as K[];
    return keys[this.index(keys.map((key) => weights[key]))]!;
  }

  digits(length: number): string {
    return Array.from({ length }, () => String(this.whole([0, 9]))).join('');
  }
}
