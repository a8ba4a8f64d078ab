import { language } from './look';

/** Instants in words, always in the city's time (Asia/Shanghai), whatever the reader's device believes. */

const parts = (instant: string, options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(language.value, { timeZone: 'Asia/Shanghai', hourCycle: 'h23', ...options });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
};

/** A day as a person says it: 7月9日, 9 July; with the year when it is not this one. */
export function day(instant: string, now = Date.now()): string {
  const year = (at: string | number) => new Date(new Date(at).getTime() + 8 * 3_600_000).getUTCFullYear();
  const far = year(instant) !== year(now);
  if (language.value === 'en') {
    const { day: date, month, year: when } = parts(instant, { day: 'numeric', month: 'long', year: 'numeric' });
    return far ? `${date} ${month} ${when}` : `${date} ${month}`;
  }
  const { day: date, month, year: when } = parts(instant, { day: 'numeric', month: 'numeric', year: 'numeric' });
  return far ? `${when}年${month}月${date}日` : `${month}月${date}日`;
}

/** An instant in full: 2026-11-22 周日 15:04. */
export function moment(instant: string): string {
  const at = parts(instant, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${at.year}-${at.month}-${at.day} ${at.weekday} ${at.hour}:${at.minute}`;
}

/** The time of day: 15:04. */
export function clock(at: number): string {
  const { hour, minute } = parts(new Date(at).toISOString(), { hour: '2-digit', minute: '2-digit' });
  return `${hour}:${minute}`;
}

/** A month by name: 2026年10月, October 2026. */
export function month(instant: string): string {
  const at = parts(instant, { year: 'numeric', month: language.value === 'en' ? 'long' : 'numeric' });
  return language.value === 'en' ? `${at.month} ${at.year}` : `${at.year}年${at.month}月`;
}

/** The months before a month, it included, the newest first: 2026-10, 2026-09 … */
export function monthsUpTo(latest: string, count: number): string[] {
  const [year, month] = latest.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}

/** Today's date in the city, as a date field wants it: 2026-11-22. */
export const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
