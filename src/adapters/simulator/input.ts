import { Interrupted } from './interruption.js';

/** What comes in from a phone: one key, or one utterance (its words are empty for sound without words). */
export type Utterance = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'speech'; readonly text: string };

const LONGEST = 200;

/** The caller's side of a dialogue: keys and words wait here for the verb that listens. */
export class Input {
  private waiting: Utterance[] = [];
  private listener: (() => void) | undefined;

  /** Something came in. */
  push(utterance: Utterance): void {
    this.waiting.push(utterance);
    if (this.waiting.length > LONGEST) this.waiting.shift();
    this.listener?.();
  }

  /** Forgets what came before anybody listened. */
  clear(): void {
    this.waiting = [];
  }

  /** Calls back once something is there, until the returned function is called. */
  onArrival(heard: () => void): () => void {
    this.listener = heard;
    if (this.waiting.length > 0) heard();
    return () => (this.listener = undefined);
  }

  /** The next key or utterance; nothing after `ms` of silence. */
  take(ms: number, signal: AbortSignal): Promise<Utterance | undefined> {
    return new Promise((resolve, reject) => {
      const done = (finish: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        this.listener = undefined;
        finish();
      };
      const stop = () => done(() => reject(new Interrupted()));
      const timer = setTimeout(() => done(() => resolve(undefined)), ms);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) return stop();
      this.onArrival(() => done(() => resolve(this.waiting.shift())));
    });
  }
}
