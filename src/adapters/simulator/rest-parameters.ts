import type { Target } from './deliveries.js';
import type { Operation } from './openapi-table.js';
import { badRequest } from './rest-error.js';

/** The parameters of one REST request, from query and form. */
export class RestParameters {
  constructor(private readonly given: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.given.get(name) ?? undefined;
  }

  /** An absent or empty parameter is refused. */
  needed(name: string): string {
    const value = this.given.get(name);
    if (!value) throw badRequest(`Missing required parameter ${name}`);
    return value;
  }

  list(name: string): readonly string[] {
    return this.given.getAll(name);
  }

  /** `true` and `false`; anything else is refused rather than guessed. */
  flag(name: string): boolean | undefined {
    const value = this.given.get(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw badRequest(`${name} must be true or false`);
    return value === 'true';
  }

  whole(name: string, otherwise: number): number {
    const value = this.given.get(name);
    if (value === null) return otherwise;
    if (!/^\d+$/.test(value)) throw badRequest(`${name} must be a whole number`);
    return Number(value);
  }

  /** An address and its method, `name` and `<name>Method` unless the latter is called otherwise. */
  target(name: string, methodName = `${name}Method`, method: 'GET' | 'POST' = 'POST'): Target | undefined {
    const url = this.given.get(name);
    if (!url) return undefined;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw badRequest(`${name} is not a valid URL`);
    return { url, method: (this.given.get(methodName) ?? method) === 'GET' ? 'GET' : 'POST' };
  }

  /** For the list of requests: repeated parameters become lists. */
  plain(): Record<string, string | string[]> {
    return Object.fromEntries([...new Set(this.given.keys())].map((name) => [name, single(this.given.getAll(name))]));
  }
}

const single = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? '') : values);

/** Refuses what Twilio's document does not know: names, missing ones, and words outside a list. */
export function checkParameters(operation: Operation, given: URLSearchParams): RestParameters {
  const known = new Set(operation.names.split(/\s+/));
  for (const [name, value] of given) {
    if (!known.has(name)) throw badRequest(`Unknown parameter ${name} for ${operation.id}`);
    const words = operation.words[name];
    if (words && !words.includes(value)) throw badRequest(`${name} cannot be ${value}; it is one of ${words.join(', ')}`);
  }
  const parameters = new RestParameters(given);
  for (const name of operation.required) parameters.needed(name);
  return parameters;
}
