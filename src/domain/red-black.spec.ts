import fc from 'fast-check';
import { type Candidate, type Measure, ranking, type RankingRule, redAndBlack } from './red-black.js';

const RULE: RankingRule = {
  top: 2,
  bottom: 2,
  within: 'all',
  months: 1,
};
const MEASURE: Measure = { index: { 'response-rate': 30, 'solution-rate': 35, satisfaction: 35 }, smallSample: 10 };
const rank = (candidates: readonly Candidate[], rule = RULE) => ranking(candidates, rule, MEASURE);
const of = (code: string, [response, solution, satisfaction]: number[], sample = 20, group = 'approval'): Candidate => ({
  code,
  group,
  figures: [
    { key: 'response-rate', value: response!, denominator: 50 },
    { key: 'solution-rate', value: solution!, denominator: sample },
    { key: 'satisfaction', value: satisfaction!, denominator: sample },
  ],
});

describe('the ranking of departments', () => {
  it.each<[string, number[], number]>([
    ['all of everything', [1, 1, 1], 100],
    ['nothing', [0, 0, 0], 0],
    ['30 · 0.9 + 35 · 0.8 + 35 · 0.7', [0.9, 0.8, 0.7], 79.5],
    ['rounded to two decimals', [1 / 3, 1 / 3, 1 / 3], 33.33],
  ])('weighs three rates to an index: %s', (_, rates, index) => expect(rank([of('a', rates)])[0]).toMatchObject({ index, rank: 1 }));

  it('ranks nobody with fewer than ten cases behind one of the rates, and shows him last', () => {
    const placed = rank([of('small', [1, 1, 1], 9), of('tiny', [1, 1, 1], 3), of('plain', [0.5, 0.5, 0.5], 10)]);
    expect(placed.map(({ code, rank, index, sample }) => [code, rank, index, sample])).toEqual([
      ['plain', 1, 50, 10],
      ['small', null, null, 9],
      ['tiny', null, null, 3],
    ]);
  });

  it('ranks nobody for whom a rate has nothing to divide by', () => {
    const bare: Candidate = { code: 'a', group: 'g', figures: [{ key: 'response-rate', value: 1, denominator: 30 }] };
    expect(rank([bare])).toEqual([{ code: 'a', group: 'g', index: null, rank: null, sample: 0 }]);
  });

  const SEVEN = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.5].map((rate, n) => of('abcdefg'[n]!, [rate, rate, rate]));
  it('gives equal indexes one place, and counts on behind them', () =>
    expect(rank(SEVEN).map(({ rank }) => rank)).toEqual([1, 2, 2, 4, 5, 6, 6]));

  it('counts places within groups of like departments where the city says so', () => {
    const two = [of('a', [0.9, 0.9, 0.9], 20, 'service'), of('b', [0.8, 0.8, 0.8]), of('c', [0.7, 0.7, 0.7], 20, 'service')];
    expect(rank(two, { ...RULE, within: 'group' }).map(({ code, rank }) => [code, rank])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it.each<[string, Candidate[], string[], string[]]>([
    ['the edge takes all who share it', SEVEN, ['a', 'b', 'c'], ['f', 'g']],
    ['three departments: the red list first', SEVEN.slice(3, 6), ['d', 'e'], ['f']],
    ['one department stands on the red list alone', SEVEN.slice(0, 1), ['a'], []],
    ['nobody', [], [], []],
    ['small samples on neither', [of('x', [0.1, 0.1, 0.1], 2), of('y', [1, 1, 1])], ['y'], []],
  ])('names red and black by rule: %s', (_, candidates, red, black) => {
    const lists = redAndBlack(rank(candidates), RULE);
    expect([lists.red.sort(), lists.black.sort()]).toEqual([red, black]);
  });

  it('puts nobody on both lists, whatever the figures', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    const candidate = fc.record({ rates: fc.tuple(rate, rate, rate), sample: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 20 }), fc.nat(5), fc.nat(5), (list, top, bottom) => {
        const placed = rank(list.map(({ rates, sample }, n) => of(`d${n}`, rates, sample)));
        const { red, black } = redAndBlack(placed, { ...RULE, top, bottom });
        expect(red.filter((code) => black.includes(code))).toEqual([]);
        const indexOf = (code: string) => placed.find((one) => one.code === code)!.index!;
        for (const good of red) for (const bad of black) expect(indexOf(good)).toBeGreaterThan(indexOf(bad));
      }),
    );
  });
});
