import { dayOf, dutyDay, dutyMinutes } from '../api/calendar.js';
import { now } from '../api/catalogue.js';
import { w } from '../words/index.js';

const CITY_OFFSET = 8 * 3_600_000;
const city = (at: string | number): Date => new Date((typeof at === 'number' ? at : Date.parse(at)) + CITY_OFFSET);

/** `2026-11-22`. */
export const dayText = (at?: string | number): string => (at === undefined ? '' : city(at).toISOString().slice(0, 10));

/** `15:04`. */
export const clockText = (at: string | number): string => city(at).toISOString().slice(11, 16);

/** `2026-11-22 周日 15:04`, the house's form of a date. */
export const fullText = (at?: string): string =>
  at ? `${dayText(at)} ${w.value.frame.time.weekdays[city(at).getUTCDay()]} ${clockText(at)}` : '';

/** As short as it can be read: the clock today, month and day this year, else the whole day. */
export function shortText(at?: string): string {
  if (!at) return '';
  const day = dayText(at);
  const today = dayText(now.value);
  if (day === today) return clockText(at);
  return day.slice(0, 4) === today.slice(0, 4) ? `${day.slice(5)} ${clockText(at)}` : day;
}

/** From here on hours say nothing more about a limit that has passed. */
const COARSE_DAYS = 3;

/** Two parts of a span at most: days and hours, or hours and minutes; empty under a minute. */
function spanText(total: number, duty: number, late: boolean): string {
  const { hours, minutes } = w.value.frame.time;
  const roundTheClock = duty === 0;
  const days = roundTheClock ? w.value.frame.time.plainDays : w.value.frame.time.days;
  const day = roundTheClock && total >= 48 * 60 ? 24 * 60 : duty;
  const whole = day > 0 ? Math.floor(total / day) : 0;
  const rest = total - whole * day;
  const h = Math.floor(rest / 60);
  const parts =
    whole > 0
      ? [days(whole), h > 0 && !(late && whole >= COARSE_DAYS) ? hours(h) : '']
      : [h > 0 ? hours(h) : '', h < 4 && rest % 60 > 0 ? minutes(rest % 60) : ''];
  return parts.filter(Boolean).join(' ');
}

/**
 * Time to a limit in words: duty time in working days and hours, plain time where the limit runs round the clock. Between the end of a day's
 * duty and the next no duty time passes: what is due or over by then has no number.
 */
export function remainingText(dueAt: string | undefined, roundTheClock: boolean): string {
  if (!dueAt) return '';
  const due = Date.parse(dueAt);
  const [from, to] = due >= now.value ? [now.value, due] : [due, now.value];
  const total = roundTheClock ? Math.floor((to - from) / 60_000) : dutyMinutes(from, to);
  const { left, late, soon, passed } = w.value.frame.time;
  const text = spanText(total, roundTheClock ? 0 : dutyDay(), due < now.value);
  if (!text) return due >= now.value ? soon : passed;
  return due >= now.value ? left(text) : late(text);
}

/** The years a working-time calculation around now touches. */
export const calendarYears = (): number[] => {
  const year = Number(dayOf(now.value).slice(0, 4));
  return [year - 1, year, year + 1];
};

/** A running time: `0:42`, `12:05`, `1:02:09`. */
export function timerText(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
