import { comparedPeriod, periodName, spansBetween, startOf } from './periods.js';

describe('periods of a table', () => {
  it('begins a week on Monday, also across a year', () => {
    expect(startOf('2026-01-01', 'week')).toBe('2025-12-29');
    expect(startOf('2026-03-01', 'week')).toBe('2026-02-23');
    expect(startOf('2026-03-02', 'week')).toBe('2026-03-02');
  });

  it('clips the first and the last period to the days asked for', () => {
    expect(spansBetween('2026-01-15', '2026-03-02', 'month', 100)).toEqual([
      { period: '2026-01', from: '2026-01-15', to: '2026-01-31' },
      { period: '2026-02', from: '2026-02-01', to: '2026-02-28' },
      { period: '2026-03', from: '2026-03-01', to: '2026-03-02' },
    ]);
    expect(spansBetween('2026-03-01', '2026-03-03', 'week', 100)).toEqual([
      { period: '2026-02-23', from: '2026-03-01', to: '2026-03-01' },
      { period: '2026-03-02', from: '2026-03-02', to: '2026-03-03' },
    ]);
  });

  it('leaves no day out and has none twice', () => {
    const days = spansBetween('2023-12-20', '2024-03-10', 'day', 1000);
    expect(days).toHaveLength(82);
    expect(new Set(days.map(({ from }) => from)).size).toBe(82);
    expect(days.every(({ from, to }) => from === to)).toBe(true);
  });

  it('stops at the number of periods that may be asked for', () => {
    expect(spansBetween('0001-01-01', '9999-01-01', 'day', 50)).toHaveLength(50);
  });

  it('names a month by year and month, weeks and days by their first day', () => {
    expect([periodName('2026-03-05', 'month'), periodName('2026-03-05', 'week'), periodName('2026-03-05', 'day')]).toEqual([
      '2026-03',
      '2026-03-02',
      '2026-03-05',
    ]);
  });
});

describe('what a period is compared with', () => {
  it.each<[what: string, how: 'previous' | 'year', from: string, to: string, expected: [from: string, to: string]]>([
    ['a whole month with the month before', 'previous', '2026-03-01', '2026-03-31', ['2026-02-01', '2026-02-28']],
    ['a short month with the whole of a long one', 'previous', '2026-02-01', '2026-02-28', ['2026-01-01', '2026-01-31']],
    ['a month so far with as much of the month before', 'previous', '2026-03-01', '2026-03-16', ['2026-02-01', '2026-02-16']],
    ['a month so far with all there is of a shorter one', 'previous', '2026-03-01', '2026-03-30', ['2026-02-01', '2026-02-28']],
    ['a quarter with the quarter before', 'previous', '2026-01-01', '2026-03-31', ['2025-10-01', '2025-12-31']],
    ['a week with the week before', 'previous', '2026-03-09', '2026-03-15', ['2026-03-02', '2026-03-08']],
    ['a day with the day before', 'previous', '2026-03-02', '2026-03-02', ['2026-03-01', '2026-03-01']],
    ['a month with the same a year earlier', 'year', '2026-03-01', '2026-03-31', ['2025-03-01', '2025-03-31']],
    ['February with that of a leap year, whole', 'year', '2025-02-01', '2025-02-28', ['2024-02-01', '2024-02-29']],
    ['the leap day with the last of February', 'year', '2024-02-29', '2024-02-29', ['2023-02-28', '2023-02-28']],
    [
      'hours with as many hours before',
      'previous',
      '2026-03-02T10:00:00.000+08:00',
      '2026-03-02T12:00:00.000+08:00',
      ['2026-03-02T08:00:00.000+08:00', '2026-03-02T10:00:00.000+08:00'],
    ],
  ])('is for %s', (_, how, from, to, [start, end]) => {
    expect(comparedPeriod({ from, to }, how)).toEqual({ from: start, to: end });
  });
});
