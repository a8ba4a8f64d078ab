import { FACTS, FIGURES } from '../domain/figures.js';
import { FACT_CONDITIONS, factCondition, figureCondition } from './figure-conditions.js';

const NOW = 1_772_000_000_000;
const marks = (sql: string): number => sql.split('?').length - 1;

describe('conditions of figures', () => {
  it('exist for every fact that figures are made of, and for no other', () => {
    expect(Object.keys(FACT_CONDITIONS).sort()).toEqual([...FACTS].sort());
    const used = new Set(FIGURES.flatMap(({ of, and }) => [...of, ...and]));
    expect([...FACTS].filter((fact) => !used.has(fact) && fact !== 'standing')).toEqual([]);
  });

  it.each(FACTS)('bind a parameter for every mark in %s, whoever looks', (fact) => {
    for (const department of [undefined, { code: 'market' }, { column: 'u.departmentCode' }]) {
      const { sql, params } = factCondition(fact, { now: NOW, department });
      expect(marks(sql)).toBe(params.length);
      expect(sql).not.toMatch(/[{}]/);
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
