import { setTimeout as sleep } from 'node:timers/promises';

/** What a verb throws when its call was taken elsewhere or ended while it was being performed. */
export class Interrupted extends Error {}

/** Waits, unless it is interrupted. Nothing at all takes no turn of the clock. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Interrupted();
  if (ms <= 0) return;
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new Interrupted();
  });
}

/** Waits for the interruption itself. */
export const forever = (signal: AbortSignal): Promise<never> => unlessInterrupted(new Promise<never>(() => undefined), signal);

/** The value of a promise, unless the signal comes first. */
export function unlessInterrupted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new Interrupted());
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A promise and the function that fulfils it. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
