import { publishedYears, seedDays } from './holidays.js';
import { calendarOf, isWorkday } from '../domain/work-calendar.js';
import { addDays } from '../domain/time.js';

describe('the seed of the calendar', () => {
  it('has a notice for 2024 to 2026 without a gap before', () => {
    const years = publishedYears();
    expect(years).toEqual(expect.arrayContaining([2024, 2025, 2026]));
    expect(years).toEqual(Array.from({ length: years.length }, (_, i) => (years[0] ?? 0) + i));
  });

  it('gives no day for a year without a notice', () => {
    const after = (publishedYears().at(-1) ?? 0) + 1;
    expect(seedDays([after])).toEqual([]);
  });

  it('holds the six make-up days and 248 working days of 2026', () => {
    const days = seedDays([2026]);
    expect(days.filter(({ kind }) => kind === 'work').map(({ day }) => day)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
    expect(days.find(({ day }) => day === '2026-02-17')).toEqual({ day: '2026-02-17', kind: 'off', name: '春节' });
    expect(days.find(({ day }) => day === '2026-10-10')).toEqual({ day: '2026-10-10', kind: 'work', name: '国庆节调休' });
    const cal = calendarOf(days, [2026], [[540, 1050]]);
    let working = 0;
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) if (isWorkday(cal, day)) working += 1;
    expect(working).toBe(248);
  });
});
