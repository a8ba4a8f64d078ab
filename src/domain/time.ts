/** Instants are epoch milliseconds in UTC everywhere; the city's wall clock is Asia/Shanghai. Source: domain text, section 4. */
export type Instant = number;
/** A calendar day of the city, `YYYY-MM-DD`. */
export type Day = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Asia/Shanghai is UTC+8 without daylight saving since 1991; the system holds no older instants. */
export const CITY_OFFSET = 8 * HOUR;

/** The city's day an instant falls on. */
export const dayOf = (at: Instant): Day => new Date(at + CITY_OFFSET).toISOString().slice(0, 10);

/** Minutes since midnight of the city's day. */
export const minuteOf = (at: Instant): number => Math.floor(((((at + CITY_OFFSET) % DAY) + DAY) % DAY) / MINUTE);

/** The instant of a city day's wall-clock minute (0…1440). */
export const instantOf = (day: Day, minute = 0): Instant => Date.parse(`${day}T00:00:00Z`) - CITY_OFFSET + minute * MINUTE;

/** The day `n` days later (negative: earlier). */
export const addDays = (day: Day, n: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);

/** The same day `n` months later, or the last of that month where it is shorter. */
export function addMonths(day: Day, n: number): Day {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + n, Number(day.slice(8, 10))];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

/** ISO 8601 with the city's offset, as the API prints instants. */
export const isoOf = (at: Instant): string => new Date(at + CITY_OFFSET).toISOString().replace('Z', '+08:00');

/** The beginning of a span given as a day or an instant. */
export const fromInstant = (text: string): Instant => (text.length === 10 ? instantOf(text) : Date.parse(text));

/** The end of a span, not counted any more: the end of the day, or the instant. */
export const toInstant = (text: string): Instant => (text.length === 10 ? instantOf(addDays(text, 1)) : Date.parse(text));
