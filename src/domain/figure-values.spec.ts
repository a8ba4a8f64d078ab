import { factsOf, figureOf, figuresIn, type Tally, valueOf } from './figure-values.js';
import { type Fact, FIGURES, FIGURE_TABLES } from './figures.js';

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
