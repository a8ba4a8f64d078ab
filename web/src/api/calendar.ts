import { reactive } from 'vue';
import { api } from './client.js';
import type { CalendarYear } from './types.js';

/** City time is UTC+8 the year round. */
const CITY_OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Until the first year is read: 9:00–12:00 and 13:30–17:30. */
const USUAL_DUTY = [
  [540, 720],
  [810, 1050],
];

export const years = reactive(new Map<number, CalendarYear>());
const marked = reactive(new Map<string, 'off' | 'work'>());
/** Minutes of the day on duty, from and to. */
let duty = USUAL_DUTY;

export async function loadYear(year: number): Promise<void> {
  if (years.has(year)) return;
  const answer = await api.get<CalendarYear>(`/calendar/${year}`);
  years.set(year, answer);
  answer.days.forEach(({ day, kind }) => marked.set(day, kind));
  duty = answer.duty;
}

/** The year anew, after somebody changed it. */
export async function reloadYear(year: number): Promise<void> {
  years.get(year)?.days.forEach(({ day }) => marked.delete(day));
  years.delete(year);
  await loadYear(year);
}

export const dayOf = (at: number): string => new Date(at + CITY_OFFSET).toISOString().slice(0, 10);
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`) - CITY_OFFSET;

/** Whether the city works that day, `YYYY-MM-DD`. */
export function isWorkday(day: string): boolean {
  const mark = marked.get(day);
  if (mark) return mark === 'work';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Minutes of duty between two instants (epoch milliseconds); a limit years away is cut at 400 days. */
export function dutyMinutes(from: number, to: number): number {
  let sum = 0;
  for (let start = midnight(dayOf(from)), n = 0; start < to && n < 400; start += DAY, n++) {
    if (!isWorkday(dayOf(start))) continue;
    for (const [open = 0, shut = 0] of duty) {
      sum += Math.max(0, Math.min(to, start + shut * MINUTE) - Math.max(from, start + open * MINUTE)) / MINUTE;
    }
  }
  return Math.round(sum);
}

/** Minutes of duty in one working day. */
export const dutyDay = (): number => duty.reduce((sum, [open = 0, shut = 0]) => sum + shut - open, 0);
