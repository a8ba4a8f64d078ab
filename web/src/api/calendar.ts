import { reactive } from 'vue';
import { api } from './client.js';

/** A year of the city's working calendar; weekends are off unless a row says otherwise. */
export interface CalendarYear {
  year: number;
  published: boolean;
  /** Minutes of the day, `[[540, 720], [810, 1050]]`, or clock times. */
  duty?: [number | string, number | string][];
  days: { day: string; kind: 'off' | 'work'; name?: string }[];
}

/** City time is UTC+8 the year round. */
const CITY_OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
const MINUTE = 60_000;
const USUAL_DUTY: [number, number][] = [
  [540, 720],
  [810, 1050],
];

export const years = reactive(new Map<number, CalendarYear>());
const marked = reactive(new Map<string, 'off' | 'work'>());
let duty = USUAL_DUTY;

const minutes = (value: number | string): number => {
  if (typeof value === 'number') return value;
  const [hour = 0, minute = 0] = value.split(':').map(Number);
  return hour * 60 + minute;
};

/** Minutes of duty on a working day, for showing. */
export const dutyHours = (): [number, number][] => duty;

export async function loadYear(year: number): Promise<void> {
  if (years.has(year)) return;
  const answer = await api.get<CalendarYear>(`/calendar/${year}`);
  years.set(year, answer);
  answer.days.forEach(({ day, kind }) => marked.set(day, kind));
  if (answer.duty?.length) duty = answer.duty.map(([from, to]) => [minutes(from), minutes(to)]);
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
    for (const [open, shut] of duty) {
      sum += Math.max(0, Math.min(to, start + shut * MINUTE) - Math.max(from, start + open * MINUTE)) / MINUTE;
    }
  }
  return Math.round(sum);
}

/** Minutes of duty in one working day. */
export const dutyDay = (): number => duty.reduce((sum, [open, shut]) => sum + shut - open, 0);
