import { comparableOf } from './phone-numbers.js';

/** What a person told of himself, as far as it could stand in a text that is meant for others. */
export const NAMING = ['name', 'phone', 'email', 'idNumber', 'address', 'organisation', 'uscc'] as const;
export type Naming = (typeof NAMING)[number];

/** One way of writing for all: no spaces, hyphens and invisible signs, full-width signs as plain ones, letters small. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toLowerCase();

/** Which particulars stand in a text, however they are spaced or written there; one character alone names nobody. Source: domain text 6.1. */
export function namedIn(text: string, person: Partial<Record<Naming, string | null | undefined>>): Naming[] {
  const plain = bare(text);
  return NAMING.filter((field) => {
    const given = person[field];
    const value = given && bare(field === 'phone' ? (comparableOf(given) ?? given) : given);
    return value !== undefined && value !== null && value.length > 1 && plain.includes(value);
  });
}
