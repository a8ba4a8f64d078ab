import { DomainError } from './errors.js';

/** Columns of a list that a reader has put away, by their places from 1; it counts as long as the list has `count` columns. */
export interface ColumnsAway {
  count: number;
  away: number[];
}

/** Longest value as JSON, in characters. */
export const LONGEST_PREFERENCE = 4_096;
/** How many lists a reader may keep the columns of. */
export const MOST_LISTS = 100;
const MOST_COLUMNS = 50;
const MOST_KEYS = 60;

type Check = (value: unknown) => boolean;

const oneOf =
  (...words: string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Command → combination by its places on the keyboard, with Ctrl or Alt so that it never meets typing, and none twice. */
const COMMAND = /^[a-z][A-Za-z]{0,31}$/;
const COMBINATION = /^(?=.*(Ctrl|Alt)\+)(Ctrl\+)?(Alt\+)?(Shift\+)?(Meta\+)?[A-Za-z0-9]{1,24}$/;
const areKeys: Check = (value) => {
  if (!isRecord(value)) return false;
  const pairs = Object.entries(value);
  const isPair = ([command, combination]: [string, unknown]): boolean =>
    COMMAND.test(command) && typeof combination === 'string' && COMBINATION.test(combination);
  return pairs.length > 0 && pairs.length <= MOST_KEYS && pairs.every(isPair) && new Set(Object.values(value)).size === pairs.length;
};

const areColumns: Check = (value) => {
  if (!isRecord(value) || Object.keys(value).some((key) => key !== 'count' && key !== 'away')) return false;
  const { count, away } = value;
  if (!isWhole(count, 1, MOST_COLUMNS) || !Array.isArray(away) || away.length === 0 || away.length > count) return false;
  return away.every((place) => isWhole(place, 1, count)) && new Set(away).size === away.length;
};

/** Everything a reader may keep, and what it may be; the columns of a list have a name each, `columns.<page>` or `columns.<page>.<view>`. */
const CHECKS: Readonly<Record<string, Check>> = {
  theme: oneOf('system', 'light', 'dark'),
  type: oneOf('normal', 'large'),
  rail: oneOf('wide', 'slim'),
  language: oneOf('zh-CN', 'en'),
  keys: areKeys,
  /** The newest tour of the console that was seen. */
  tour: (value) => isWhole(value, 0, 1_000_000),
};
const COLUMNS = /^columns\.[a-z0-9-]{1,24}(\.[a-z0-9-]{1,24})?$/;

/** Whether a name is that of the columns of a list. */
export const isOfColumns = (name: string): boolean => COLUMNS.test(name);

const checkOf = (name: string): Check | undefined =>
  isOfColumns(name) ? areColumns : Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;

const isTooLong = (value: unknown): boolean => value !== undefined && JSON.stringify(value).length > LONGEST_PREFERENCE;

/** Whether this may be kept under that name. */
export const isPreference = (name: string, value: unknown): boolean => !isTooLong(value) && checkOf(name)?.(value) === true;

/** Throws `preference.unknown` (404) for a name that is none. */
export function admitPreferenceName(name: string): void {
  if (!checkOf(name)) throw new DomainError('preference.unknown', 404);
}

/** Throws `preference.unknown` (404), `preference.too-long` `{most}` and `preference.invalid` (422). */
export function admitPreference(name: string, value: unknown): void {
  admitPreferenceName(name);
  if (isTooLong(value)) throw new DomainError('preference.too-long', 422, { most: LONGEST_PREFERENCE });
  if (!isPreference(name, value)) throw new DomainError('preference.invalid', 422, { fields: [{ field: 'value', code: 'invalid' }] });
}

/** One list more beside `lists` others. Throws `preference.too-many-lists` `{most}` (409). */
export function admitAnotherList(lists: number): void {
  if (lists >= MOST_LISTS) throw new DomainError('preference.too-many-lists', 409, { most: MOST_LISTS });
}
