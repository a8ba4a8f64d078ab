import { createRequire } from 'node:module';
import { addDays, type Day } from '../domain/time.js';

/**
 * The package's tables, not its functions: those read a day in the process's own time zone and are a day off west of Greenwich.
 * A value is `English name,中文名,days`.
 */
interface Notices {
  holidays: Record<Day, string>;
  workdays: Record<Day, string>;
}

const notices = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Notices;

/** Years for which the State Council's notice is in the package: every notice gives the National Day. Source: 全国年节及纪念日放假办法. */
export const publishedYears = (): number[] =>
  Object.keys(notices.holidays)
    .filter((day) => day.endsWith('-10-01'))
    .map((day) => Number(day.slice(0, 4)))
    .sort((a, b) => a - b);

const chineseName = (value: string): string => value.split(',')[1] ?? value;

/** Holidays (off) and make-up days (work) of the years in order; a year without a notice gives nothing. Source: domain text, section 4. */
export function seedDays(years: readonly number[]): { day: Day; kind: 'off' | 'work'; name: string }[] {
  return years.flatMap((year) => {
    const rows: { day: Day; kind: 'off' | 'work'; name: string }[] = [];
    for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
      const [work, off] = [notices.workdays[day], notices.holidays[day]];
      if (work) rows.push({ day, kind: 'work', name: `${chineseName(work)}调休` });
      else if (off) rows.push({ day, kind: 'off', name: chineseName(off) });
    }
    return rows;
  });
}
