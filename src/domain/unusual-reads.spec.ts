import { type ReadEntry, unusualReads } from './unusual-reads.js';

const FROM = { cases: 3, unmaskings: 2, nights: 2 };
const entry = (username: string, caseNumber: string, more: Partial<ReadEntry> = {}): ReadEntry => ({
  ...{ username, type: 'case.viewed', caseNumber, night: false, ...more },
});
const times = (n: number, make: (index: number) => ReadEntry) => Array.from({ length: n }, (_, index) => make(index));

describe('unusual reads', () => {
  it.each([
    ['two cases are nothing unusual', times(2, (n) => entry('a', `${n}`)), []],
    ['three cases are', times(3, (n) => entry('a', `${n}`)), [['a', 'cases', 3]]],
    ['the same case three times is one case', times(3, () => entry('a', '1')), []],
    ['two plain views are', times(2, () => entry('a', '1', { type: 'case.unmasked' })), [['a', 'unmaskings', 2]]],
    ['two reads at night are', times(2, () => entry('a', '1', { night: true })), [['a', 'nights', 2]]],
    ['signing in is no read', times(9, () => entry('a', '1', { type: 'session.opened', night: true })), []],
  ])('%s', (_, entries, expected) => {
    expect(unusualReads(entries, FROM).map(({ username, habit, count }) => [username, habit, count])).toEqual(expected);
  });

  it('puts the most striking first', () => {
    const entries = [...times(3, (n) => entry('a', `${n}`)), ...times(8, () => entry('b', '1', { type: 'case.unmasked' }))];
    expect(unusualReads(entries, FROM).map(({ username }) => username)).toEqual(['b', 'a']);
  });
});
