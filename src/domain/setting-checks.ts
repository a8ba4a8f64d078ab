/** Checks of settings a city edits: each names the first wrong field by its path. */

/** A check throws when the value is wrong, with the path to it. */
export type Check = (value: unknown, path: string) => void;

/** Throws an Error that names the field by its path. */
export const refuse = (path: string, wanted: string, value: unknown): never => {
  throw new Error(`${path}: wanted ${wanted}, got ${JSON.stringify(value) ?? 'nothing'}`);
};
/** A number within bounds. */
export const number =
  (least: number, most = 100_000): Check =>
  (value, path) => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) refuse(path, `a number from ${least} to ${most}`, value);
  };
/** A whole number from `least` on. */
export const whole =
  (least: number): Check =>
  (value, path) => {
    number(least)(value, path);
    if (!Number.isInteger(value)) refuse(path, 'a whole number', value);
  };
/** True or false. */
export const flag: Check = (value, path) => void (typeof value === 'boolean' || refuse(path, 'true or false', value));
/** One of these words. */
export const among =
  (words: readonly string[]): Check =>
  (value, path) =>
    void ((typeof value === 'string' && words.includes(value)) || refuse(path, `one of ${words.join(', ')}`, value));
/** A text of one shape. */
export const matching =
  (pattern: RegExp, wanted: string): Check =>
  (value, path) =>
    void ((typeof value === 'string' && pattern.test(value)) || refuse(path, wanted, value));
/** A list with at least one entry. */
export const some =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length === 0) return refuse(path, 'a list with at least one entry', value);
    value.forEach((entry, i) => check(entry, `${path}[${i}]`));
  };
/** An object with these fields and no others. */
export const fields =
  (needed: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path || 'settings', 'an object', value);
    const at = (name: string): string => (path ? `${path}.${name}` : name);
    for (const [name, check] of Object.entries(needed)) check((value as Record<string, unknown>)[name], at(name));
    for (const [name, given] of Object.entries(value)) {
      if (Object.hasOwn(needed, name)) continue;
      if (Object.hasOwn(optional, name)) optional[name]?.(given, at(name));
      else refuse(at(name), 'no such field', given);
    }
  };

/** A day of the city. */
export const day: Check = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day YYYY-MM-DD');
