import { readFileSync } from 'node:fs';
import { spreadOf, unlikeAmong } from './discretion.js';
import { legalRange, readOffences } from './offences.js';

const OFFENCE = {
  ...{ code: 'F', name: '某行为', nameEn: 'some act', departmentCode: 'market', law: '某法' },
  tiers: [
    { code: 'light', name: '从轻', nameEn: 'light', from: 0, to: 3000 },
    { code: 'heavy', name: '从重', nameEn: 'heavy', from: 3000, to: 10_000 },
  ],
};
const penalty = (amount: number, tier = 'light') => ({ id: `${amount}`, caseNumber: 'n', departmentCode: 'market', tier, amount });
const LIKE = [1000, 1000, 1200, 900, 1100];

describe('penalties for like offences', () => {
  it.each<[amounts: number[], spread: object | undefined]>([
    [[], undefined],
    [[5], { count: 1, min: 5, median: 5, max: 5 }],
    [[3, 1], { count: 2, min: 1, median: 2, max: 3 }],
    [[9, 1, 5], { count: 3, min: 1, median: 5, max: 9 }],
    [[4, 1, 3, 2], { count: 4, min: 1, median: 2.5, max: 4 }],
  ])('have of %j the spread %j', (amounts, spread) => {
    expect(spreadOf(amounts)).toEqual(spread);
  });

  it.each<[what: string, amount: number, tier: string, why: string | undefined]>([
    ['beyond what the law allows', 12_000, 'heavy', 'outside-law'],
    ['beyond the tier that is named', 3500, 'light', 'outside-tier'],
    ['on the border of the tier', 3000, 'heavy', undefined],
    ['more than twice the median', 2201, 'light', 'far-above'],
    ['twice the median and no more', 2100, 'light', undefined],
    ['half the median and no less', 500, 'light', undefined],
    ['less than half the median', 499, 'light', 'far-below'],
    ['alone in its tier', 9000, 'heavy', undefined],
  ])('are unlike when one is %s', (_, amount, tier, why) => {
    const odd = { ...penalty(amount, tier), id: 'odd' };
    const found = unlikeAmong(OFFENCE, [...LIKE.map((each) => penalty(each)), odd], { factor: 2, least: 5 });
    expect(found.find(({ id }) => id === 'odd')?.why).toBe(why);
  });
});

describe('standards of discretion', () => {
  const settings = JSON.parse(readFileSync('config/offences.json', 'utf8')) as { offences: { tiers: { from: number; to: number }[] }[] };
  it('of the city are in order', () => {
    expect(
      readOffences(settings)
        .offences.map(legalRange)
        .every(({ from, to }) => from < to),
    ).toBe(true);
  });

  it.each<[what: string, change: (tiers: { from: number; to: number }[]) => void, told: RegExp]>([
    ['a gap between tiers', (tiers) => (tiers[1]!.from += 1), /offences\[0\]\.tiers\[1\]\.from/],
    ['a tier that ends before it begins', (tiers) => (tiers[0]!.to = 0), /offences\[0\]\.tiers\[0\]\.to/],
    ['an amount below nothing', (tiers) => (tiers[0]!.from = -1), /offences\[0\]\.tiers\[0\]\.from/],
  ])('are refused for %s', (_, change, told) => {
    const copy = structuredClone(settings);
    change(copy.offences[0]!.tiers);
    expect(() => readOffences(copy)).toThrow(told);
  });
});
