import { differenceOf, factsOf, figureOf, figuresIn, type Tally, valueOf, wilson } from './figure-values.js';
import type { Fact } from './fact-names.js';
import { FIGURES, FIGURE_TABLES } from './figures.js';

const tally = (cases: number, facts: Fact[], elapsed = 0): Tally => ({ facts: new Set(facts), cases, elapsed });
const figure = (key: string) => figureOf(key, 'city')!;

describe('the figures', () => {
  it('have a key of their own, a name and a formula in both languages', () => {
    expect(new Set(FIGURES.map(({ key }) => key)).size).toBe(FIGURES.length);
    for (const { name, nameEn, formula, formulaEn } of FIGURES) {
      for (const words of [name, formula]) expect(words).toMatch(/[\u4e00-\u9fff]/);
      for (const words of [nameEn, formulaEn]) expect(words).not.toMatch(/^$|[\u4e00-\u9fff]/);
    }
  });

  it('stand in tables by keys that exist, each once', () => {
    for (const [table, keys] of Object.entries(FIGURE_TABLES)) {
      expect(figuresIn(table as keyof typeof FIGURE_TABLES, 'city')).toHaveLength(keys.length);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('count for a department what it still has, and for returns also what it gave back', () => {
    expect(factsOf(figureOf('satisfaction', 'department')!, 'numerator')).toEqual(['standing', 'called-back', 'counted', 'satisfied']);
    expect(factsOf(figureOf('refused-return', 'department')!, 'denominator')).toEqual(['given', 'return-asked']);
    expect(figureOf('no-such', 'city')).toBeUndefined();
  });
});

describe('the value of a figure', () => {
  it('is a plain count without a denominator', () => {
    expect(valueOf(figure('open'), [tally(3, ['open']), tally(4, ['closed'])])).toEqual({ value: 3, numerator: 3, denominator: null });
  });

  it('never has a numerator case that its denominator lacks', () => {
    const tallies = [
      tally(12, ['counted', 'called-back', 'satisfied']),
      tally(5, ['counted', 'satisfied']),
      tally(3, ['counted', 'called-back']),
    ];
    expect(valueOf(figure('satisfaction'), tallies)).toEqual({ value: 0.8, numerator: 12, denominator: 15 });
  });

  it('leaves out what was granted not to count, and can tell it with that', () => {
    const tallies = [tally(12, ['counted', 'called-back', 'satisfied']), tally(4, ['called-back'])];
    expect(valueOf(figure('satisfaction'), tallies)).toMatchObject({ numerator: 12, denominator: 12 });
    expect(valueOf(figure('satisfaction-all'), tallies)).toMatchObject({ numerator: 12, denominator: 16 });
  });

  it('is small below ten cases, and not from ten on', () => {
    expect(valueOf(figure('satisfaction'), [tally(9, ['counted', 'called-back'])])).toMatchObject({ value: 0, small: true });
    expect(valueOf(figure('satisfaction'), [tally(10, ['counted', 'called-back'])])).not.toHaveProperty('small');
  });

  it('is a mean of hours over the cases that have an end', () => {
    const tallies = [tally(4, ['closed'], 10 * 3_600_000), tally(9, ['answered'], 99 * 3_600_000)];
    expect(valueOf(figure('handling-hours'), tallies)).toEqual({ value: 2.5, numerator: 10, denominator: 4, small: true });
  });

  it('is nothing, not zero, where there is nothing to divide by', () => {
    expect(valueOf(figure('response-rate'), [])).toEqual({ value: null, numerator: 0, denominator: 0, small: true });
    expect(valueOf(figure('handling-hours'), [])).toMatchObject({ value: null });
  });
});

describe("Wilson's interval", () => {
  it.each<[numerator: number, denominator: number, low: number, high: number]>([
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [5, 10, 0.2366, 0.7634],
    [1, 1, 0.2065, 1],
    [80, 100, 0.7112, 0.8666],
    [450, 500, 0.8706, 0.9233],
  ])('of %d of %d goes from %d to %d', (numerator, denominator, low, high) => {
    const found = wilson(numerator, denominator)!;
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('is none of nothing', () => {
    expect(wilson(0, 0)).toBeUndefined();
  });

  it.each<[a: [number, number], b: [number, number], low: number, high: number]>([
    [[56, 70], [48, 80], 0.0524, 0.3339],
    [[9, 10], [3, 10], 0.1705, 0.809],
    [[10, 10], [0, 20], 0.6791, 1],
    [[5, 10], [5, 10], -0.3726, 0.3726],
    [[2, 12], [12, 12], -0.953, -0.4619],
  ])('makes the difference of %j and %j reach from %d to %d (Newcombe, table II and by hand)', (a, b, low, high) => {
    const share = ([numerator, denominator]: [number, number]) => ({ value: numerator / denominator, numerator, denominator });
    const found = differenceOf(share(a), share(b))!;
    expect([found.low.toFixed(3), found.high.toFixed(3)]).toEqual([low.toFixed(3), high.toFixed(3)]);
  });
});
