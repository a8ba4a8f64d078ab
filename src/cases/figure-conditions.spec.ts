import { TIMED } from '../domain/figure-facts.js';
import { FACTS } from '../domain/fact-names.js';
import { ALL_FIGURES, FIGURES } from '../domain/figures.js';
import { factsCondition, figureCondition } from './figure-conditions.js';

const NOW = 1_772_000_000_000;
const marks = (sql: string): number => sql.split('?').length - 1;

describe('conditions of figures', () => {
  it('stand for facts that some figure is made of, each with a bit of its own', () => {
    const used = new Set(ALL_FIGURES.flatMap(({ of, and }) => [...of, ...and]));
    expect([...FACTS].filter((fact) => !used.has(fact) && fact !== 'standing')).toEqual([]);
    expect(FACTS.length).toBeLessThanOrEqual(52);
  });

  it.each(FACTS)('bind a parameter for every mark in %s, whoever looks', (fact) => {
    for (const lens of [{}, { departmentCode: 'market' }, { departmentCode: 'market', below: true }]) {
      const { sql, params } = factsCondition([fact], { now: NOW, ...lens });
      expect(marks(sql)).toBe(params.length);
      expect(params.includes(NOW)).toBe(TIMED.some((one) => one === fact));
    }
  });

  it('keep sealed cases out of the list behind every figure', () => {
    for (const { key } of FIGURES) {
      for (const side of ['numerator', 'denominator'] as const)
        expect(figureCondition(key, side, { now: NOW }).sql).toContain('c.sealed = 0');
    }
  });

  it('refuse a figure that does not exist', () => {
    expect(() => figureCondition('no-such', 'numerator', { now: NOW })).toThrow('input.invalid');
  });
});
