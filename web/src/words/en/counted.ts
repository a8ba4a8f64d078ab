/** A number with its noun, in the singular for one. */
export const counted = (n: number | string, noun: string, nouns = `${noun}s`): string => `${n} ${String(n) === '1' ? noun : nouns}`;
