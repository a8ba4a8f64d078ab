/** What comes by itself is waited for, not slept through: timers, the log and other processes need longer on a busy machine. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer, at most half a minute. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error(`Never: ${what}`);
}
