import { bitsOf, factsIn } from '../domain/figure-facts.js';
import { instantOf } from '../domain/time.js';
import { type Count, FactColumns, type StoredCase } from './columns.js';

const NOTHING = { overdue: null, 'response-due': null, 'sign-due': null, 'answer-due': null, 'ever-late': null };
const one = (caseNumber: string, patch: Partial<StoredCase> = {}): StoredCase => ({
  ...{ caseNumber, receivedAt: instantOf('2026-03-02'), closedAt: null, categoryCode: '0101', channel: 'web', kind: 'help' },
  ...{ region: null, size: null, origin: null, ...patch },
});
const all = (patch: Partial<Count> = {}): Count => ({ from: 0, to: 4e12, now: 0, lenses: (lens) => lens === '', by: [], ...patch });
const sum = (columns: FactColumns, count: Count) =>
  Object.fromEntries([...columns.count(count)].map(([key, tallies]) => [key, tallies.reduce((n, { cases }) => n + cases, 0)]));

describe('facts as columns', () => {
  it('count nothing where there is no case, by day as well', () => {
    expect(sum(new FactColumns(), all({ by: ['day'] }))).toEqual({});
  });

  it('count each case once through each lens, whatever it is broken up by', () => {
    const columns = new FactColumns();
    columns.putCase(one('1'));
    columns.putCase(one('2', { channel: 'phone', receivedAt: instantOf('2026-03-03') }));
    for (const [caseNumber, lens] of [
      ['1', ''],
      ['2', ''],
      ['1', 'tax'],
      ['2', 'tax'],
      ['2', 'market'],
    ] as const)
      columns.putFacts({ caseNumber, lens, facts: bitsOf(['open']) });
    expect(sum(columns, all())).toEqual({ '': 2 });
    expect(sum(columns, all({ by: ['channel', 'day'] }))).toEqual({ 'web|2026-03-02': 1, 'phone|2026-03-03': 1 });
    expect(sum(columns, all({ by: ['lens'], lenses: (lens) => lens !== '' }))).toEqual({ tax: 2, market: 1 });
    expect(sum(columns, all({ from: instantOf('2026-03-03') }))).toEqual({ '': 1 });
    expect(sum(columns, all({ seen: (place) => place === 0 }))).toEqual({ '': 1 });
  });

  it('forget a case that was dropped, and know it again when it is put', () => {
    const columns = new FactColumns();
    columns.putCase(one('1'));
    columns.putFacts({ caseNumber: '1', lens: '', facts: bitsOf(['open']) });
    columns.drop('1');
    expect(sum(columns, all())).toEqual({});
    columns.putCase(one('1', { channel: 'sms' }));
    columns.putFacts({ caseNumber: '1', lens: '', facts: bitsOf(['closed']) });
    expect([...columns.count(all({ by: ['channel'] }))].map(([key, [tally]]) => [key, [...tally!.facts]])).toEqual([['sms', ['closed']]]);
    columns.putFacts({ caseNumber: 'unknown', lens: '', facts: 0 });
    expect(sum(columns, all())).toEqual({ '': 1 });
  });

  it('let time pass, and turn back for whoever looks from an earlier instant', () => {
    const columns = new FactColumns();
    columns.putCase(one('1'));
    columns.putFacts({ caseNumber: '1', lens: '', facts: bitsOf(['open']), from: { ...NOTHING, overdue: 100, 'ever-late': 50 } });
    const facts = (now: number) => [...columns.count(all({ now })).get('')![0]!.facts];
    expect([50, 51, 100, 101, 60, 0].map((now) => facts(now).length)).toEqual([1, 2, 2, 3, 2, 1]);
    expect(columns.dueDays({ lens: '', from: 0, to: 101 })).toEqual(new Map([['1970-01-01', 1]]));
  });

  it('grow with the city', () => {
    const columns = new FactColumns();
    for (let n = 0; n < 5_000; n++) {
      columns.putCase(one(String(n)));
      columns.putFacts({ caseNumber: String(n), lens: '', facts: bitsOf(n % 2 === 0 ? ['open'] : ['closed']) });
    }
    const tallies = columns.count(all()).get('')!;
    expect(tallies.map(({ facts, cases }) => [[...facts], cases])).toEqual([
      [['open'], 2_500],
      [['closed'], 2_500],
    ]);
    expect(factsIn(bitsOf(['open']))).toEqual(new Set(['open']));
  });
});
