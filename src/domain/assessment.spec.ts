import { configJson } from '../platform/settings.js';
import {
  compared,
  indexOf,
  type MonthRow,
  monthRows,
  nextMonth,
  periodFor,
  type Share,
  spanOf,
  tierOf,
  wilson,
  yearRows,
} from './assessment.js';
import { ladderOf, monthsBefore } from './ladder.js';
import { canonicalNumber } from './month-numbers.js';
import type { ScoreEntry } from './scoring.js';
import { type IndexRate, readScoringSettings } from './scoring-settings.js';
import { vetoesOf } from './vetoes.js';

const settings = readScoringSettings(configJson('scoring.json'));
const groups = [
  { code: 'one', name: '甲', nameEn: 'One', departments: ['a', 'b', 'c', 'd'] },
  { code: 'two', name: '乙', nameEn: 'Two', departments: ['e'] },
];
const share = (numerator: number, denominator: number): Share => ({ numerator, denominator });
const rates = (response: Share, solution: Share, satisfaction: Share): Record<IndexRate, Share> => ({
  'response-rate': response,
  'solution-rate': solution,
  satisfaction,
});
const count = (departmentCode: string, ...three: [Share, Share, Share]) => ({
  departmentCode,
  counted: rates(...three),
  all: rates(...three),
});

describe('the Wilson interval', () => {
  // by hand for z = 1.96: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
  it.each<[n: Share, lower: number, upper: number]>([
    [share(10, 10), 0.722, 1],
    [share(0, 10), 0, 0.278],
    [share(5, 10), 0.237, 0.763],
    [share(90, 100), 0.826, 0.945],
    [share(1, 1), 0.207, 1],
    [share(900, 1000), 0.88, 0.917],
  ])('of %j is from %f to %f', (n, lower, upper) => {
    const found = wilson(n, 1.96)!;
    expect(found.lower).toBeCloseTo(lower, 3);
    expect(found.upper).toBeCloseTo(upper, 3);
  });
  it('of nothing is none', () => {
    expect(wilson(share(0, 0), 1.96)).toBeNull();
  });
});

describe('the three-rate index', () => {
  const of = (...values: (number | null)[]) =>
    indexOf(
      { 'response-rate': { value: values[0]! }, 'solution-rate': { value: values[1]! }, satisfaction: { value: values[2]! } },
      settings.index,
    );
  it.each<[values: (number | null)[], index: number | null]>([
    [[1, 1, 1], 100],
    [[1, 0.5, 0.5], 65],
    [[0.8, 0.9, 0.7], 80],
    [[0, 0, 0], 0],
    [[1, null, null], null],
    [[null, 1, 1], null],
    [[2 / 3, 2 / 3, 2 / 3], 66.67],
  ])('of %j is %s', (values, index) => {
    expect(of(...values)).toBe(index);
  });

  it.each<[score: number, tier: string]>([
    [100.5, 'A'],
    [90, 'A'],
    [89.99, 'B'],
    [80, 'B'],
    [65, 'C'],
    [64.99, 'D'],
    [-40, 'D'],
  ])('and points make %f tier %s', (score, tier) => {
    expect(tierOf(score, settings.tiers)).toBe(tier);
  });
});

describe('the month of departments', () => {
  const month = (points: [string, number][] = [], vetoes: [string, string[]][] = []): MonthRow[] =>
    monthRows({
      settings,
      groups,
      counts: [
        count('a', share(20, 20), share(18, 20), share(18, 20)),
        count('b', share(20, 20), share(18, 20), share(18, 20)),
        count('c', share(20, 20), share(10, 20), share(10, 20)),
        count('d', share(9, 9), share(9, 9), share(9, 9)),
        count('z', share(12, 20), share(10, 20), share(10, 20)),
      ],
      points: new Map(points),
      vetoes: new Map(vetoes),
    });
  const short = (rows: MonthRow[]) =>
    rows.map(({ departmentCode: code, group, index, score, rank, tier }) => [code, group, index, score, rank, tier].join(' '));

  it('ranks like with like, lets equals share a rank, and neither ranks small samples nor those without any', () => {
    expect(short(month())).toEqual([
      'a one 93 93 1 A',
      'b one 93 93 1 A',
      'c one 65 65 3 C',
      'd one 100 100  ', // nine of nine: shown, not compared
      'e two    ', // no valid call-back at all
      'z other 53 53 1 D', // stands in no group of the settings
    ]);
  });

  it('adds the points of the ledger to the index', () => {
    expect(
      short(
        month([
          ['a', -4],
          ['c', 30],
        ]),
      ),
    ).toEqual(['a one 93 89 3 B', 'b one 93 93 2 A', 'c one 65 95 1 A', 'd one 100 100  ', 'e two    ', 'z other 53 53 1 D']);
  });

  it('takes rank and tier from a department under a veto, and lets the others move up', () => {
    const rows = month([['b', -1]], [['a', ['retaliation', 'leak']]]);
    expect(short(rows).slice(0, 3)).toEqual(['a one 93 93  D', 'b one 93 92 1 A', 'c one 65 65 2 C']);
    expect(rows[0]!.vetoes).toEqual(['leak', 'retaliation']);
  });

  it('tells each rate without what does not count, and with it', () => {
    const [row] = monthRows({
      ...{ settings, groups, points: new Map(), vetoes: new Map() },
      counts: [
        { departmentCode: 'a', counted: rates(share(3, 4), share(2, 2), share(1, 2)), all: rates(share(3, 5), share(2, 3), share(1, 3)) },
      ],
    });
    expect(row!.rates['solution-rate']).toMatchObject({ value: 1, small: true, all: { numerator: 2, denominator: 3, value: 0.666667 } });
    expect(row!.small).toBe(true);
  });

  it('compares two versions of the rules department by department', () => {
    const stricter = {
      ...settings,
      tiers: [
        { tier: 'A' as const, from: 95 },
        { tier: 'D' as const, from: null },
      ],
    };
    const counts = [count('a', share(20, 20), share(18, 20), share(18, 20)), count('c', share(9, 20), share(1, 20), share(1, 20))];
    const of = (rules: typeof settings) => monthRows({ settings: rules, groups, counts, points: new Map(), vetoes: new Map() });
    const changes = compared(of(settings), of(stricter)).filter(({ differs }) => differs);
    expect(changes).toEqual([
      {
        ...{ departmentCode: 'a', group: 'one', differs: true },
        before: { index: 93, points: 0, score: 93, rank: 1, tier: 'A' },
        after: { index: 93, points: 0, score: 93, rank: 1, tier: 'D' },
      },
    ]);
  });
});

describe('the year of departments', () => {
  const month = (satisfied: number, points: number) =>
    monthRows({
      ...{ settings, groups, vetoes: new Map() },
      counts: [count('a', share(4, 4), share(4, 4), share(satisfied, 4)), count('b', share(2, 2), share(2, 2), share(2, 2))],
      points: new Map([['a', points]]),
    });
  it.each<[what: string, months: MonthRow[][], vetoes: [string, string[]][], a: string, b: string]>([
    ['three small months together are large enough', [month(4, 0), month(2, -3), month(3, 0)], [], '3 91.25 90.25 1 A -3', '3 100 100   0'],
    ['one small month is not', [month(4, 0)], [], '1 100 100   0', '1 100 100   0'],
    ['points count by their mean', [month(4, -6), month(4, -6), month(4, -6)], [], '3 100 94 1 A -18', '3 100 100   0'],
    ['a veto takes the year', [month(4, 0), month(4, 0), month(4, 0)], [['a', ['leak']]], '3 100 100  D 0', '3 100 100   0'],
    ['always dissatisfied', [month(0, 0), month(0, 0), month(0, 0)], [], '3 65 65 1 C 0', '3 100 100   0'],
  ])('%s', (_, months, vetoes, a, b) => {
    const rows = yearRows(months, { settings, groups, vetoes: new Map(vetoes) });
    const text = (code: string) => {
      const { months: many, index, score, rank, tier, sum } = rows.find(({ departmentCode }) => departmentCode === code)!;
      return [many, index, score, rank, tier, sum].join(' ');
    };
    expect([text('a'), text('b')]).toEqual([a, b]);
  });
  it('of no closed month has nobody', () => {
    expect(yearRows([], { settings, groups, vetoes: new Map() }).every(({ score, months }) => score === null && months === 0)).toBe(true);
  });
});

describe('months', () => {
  it.each([
    ['2026-01', '2026-02'],
    ['2026-12', '2027-01'],
    ['2026-02', '2026-03'],
    ['2024-02', '2024-03'],
    ['2026-10', '2026-11'],
  ])('after %s comes %s', (month, next) => {
    expect(nextMonth(month)).toBe(next);
  });
  it('span from the first case of their first day to the first of the next month', () => {
    expect(spanOf('2026-02')).toMatchObject({ from: '2026-02-01', to: '2026-02-28', firstCase: '20260201', beyond: '20260301' });
    expect(spanOf('2026-02').ends - spanOf('2026-02').begins).toBe(28 * 86_400_000);
  });
  it.each<[month: string, closed: string[], period: string]>([
    ['2026-03', [], '2026-03'],
    ['2026-03', ['2026-03'], '2026-04'],
    ['2026-03', ['2026-03', '2026-04'], '2026-05'],
    ['2026-03', ['2026-02'], '2026-03'],
    ['2025-12', ['2025-12'], '2026-01'],
  ])('an entry of %s, with %j closed, counts in %s', (month, closed, period) => {
    expect(periodFor(month, new Set(closed))).toBe(period);
  });
  it.each<[value: number, decimals: number, is: number]>([
    [1 / 3, 6, 0.333333],
    [2 / 3, 2, 0.67],
    [-1.005, 2, -1.01],
    [1.005, 2, 1.01],
    [-0.0000001, 6, 0],
  ])('a number %f to %i decimals is kept as %f', (value, decimals, is) => {
    expect(Object.is(canonicalNumber(value, decimals), is)).toBe(true);
  });
});

describe('the ladder', () => {
  const now = Date.parse('2026-11-20T10:00:00+08:00');
  const entry = (id: string, patch: Partial<ScoreEntry>): ScoreEntry => ({
    ...{ id, eventNumber: 1, departmentCode: 'a', rule: 'commission-proven', detail: '', points: -8, period: '2026-10', ruleVersion: 1 },
    ...{ at: Date.parse('2026-10-01T10:00:00+08:00'), person: null, caseNumber: null, cardId: null, findingNumber: null, entryId: null },
    ...{ investigationNumber: id },
    ...patch,
  });
  const of = (...entries: ScoreEntry[]) =>
    ladderOf(entries, settings, now).map(
      ({ departmentCode, person, proven, step }) => `${departmentCode} ${person ?? '-'} ${proven} ${step ?? '-'}`,
    );
  it.each<[what: string, entries: ScoreEntry[], rows: string[]]>([
    [
      'once proven: the unit gives an account, the person leaves the post',
      [entry('1', { person: 'P' })],
      ['a - 1 account', 'a P 1 off-post'],
    ],
    [
      'twice the same person: not qualified',
      [entry('1', { person: 'P' }), entry('2', { person: 'P' })],
      ['a - 2 account', 'a P 2 unqualified'],
    ],
    ['three times the unit: its leader gives an account', [entry('1', {}), entry('2', {}), entry('3', {})], ['a - 3 leader-account']],
    [
      'one investigation with two matters counts once',
      [entry('1', { investigationNumber: 'I' }), entry('2', { investigationNumber: 'I' })],
      ['a - 1 account'],
    ],
    ['what was found by the department itself counts too', [entry('1', { rule: 'self-found', findingNumber: 'Z' })], ['a - 1 account']],
    ['what was taken back does not', [entry('1', {}), entry('2', { rule: 'counter', entryId: '1' })], []],
    ['nor what lies more than a year back', [entry('1', { at: Date.parse('2025-11-20T10:00:00+08:00') })], []],
    ['a year and no day more', [entry('1', { at: Date.parse('2025-11-21T00:00:00+08:00') })], ['a - 1 account']],
    ['nor a late answer', [entry('1', { rule: 'overdue' })], []],
  ])('%s', (_, entries, rows) => {
    expect(of(...entries)).toEqual(rows);
  });
  it.each([
    ['2026-03-31', 1, '2026-02-28'],
    ['2024-03-31', 1, '2024-02-29'],
    ['2026-11-20', 12, '2025-11-20'],
    ['2026-01-15', 2, '2025-11-15'],
    ['2024-02-29', 12, '2023-02-28'],
  ])('%s less %i months is %s', (day, months, before) => {
    expect(monthsBefore(day, months)).toBe(before);
  });
});

describe('vetoes of a year', () => {
  const imposed = (vetoId: string, departmentCode: string, ground: string, year = 2026) => ({
    type: 'veto.imposed',
    facts: { vetoId, departmentCode, ground, year },
  });
  it.each<[what: string, events: Parameters<typeof vetoesOf>[0], found: [string, string[]][]]>([
    ['none', [], []],
    ['one', [imposed('1', 'a', 'leak')], [['a', ['leak']]]],
    [
      'two grounds, each once',
      [imposed('1', 'a', 'leak'), imposed('2', 'a', 'major-case'), imposed('3', 'a', 'leak')],
      [['a', ['leak', 'major-case']]],
    ],
    ['of another year', [imposed('1', 'a', 'leak', 2025)], []],
    ['lifted again', [imposed('1', 'a', 'leak'), { type: 'veto.lifted', facts: { vetoId: '1' } }], []],
    ['proposed only', [{ type: 'veto.proposed', facts: { vetoId: '1', departmentCode: 'a', ground: 'leak', year: 2026 } }], []],
  ])('%s', (_, events, found) => {
    expect([...vetoesOf(events, 2026)]).toEqual(found);
  });
});
