import { windowMemory } from '../memory';

/** What this side said, kept in the tab's memory, since the exchange's feed tells only what was heard: a reload shows it in its place again. */
export interface Saying {
  readonly id: number;
  readonly kind: 'words' | 'keys' | 'sound' | 'sms';
  readonly text: string;
  readonly at: string;
  /** The number of the newest event when it was said. */
  readonly after: number;
}

const KEY = 'phone-said';
const MOST = 200;

function read(): Saying[] {
  try {
    return JSON.parse(windowMemory.get(KEY) ?? '[]') as Saying[];
  } catch {
    return [];
  }
}

let all = read();
/** Those of an earlier page that are not shown yet. */
let waiting = [...all];

const write = (): boolean => windowMemory.set(KEY, JSON.stringify(all.slice(-MOST)));

export const said = {
  keep(kind: Saying['kind'], text: string, after: number): Saying {
    const saying = { id: (all[all.length - 1]?.id ?? 0) + 1, kind, text, at: new Date().toISOString(), after };
    all.push(saying);
    write();
    return saying;
  },
  takeBefore(n: number): Saying[] {
    const due = waiting.filter((saying) => saying.after < n);
    waiting = waiting.filter((saying) => saying.after >= n);
    return due;
  },
  /** Said to a phone whose feed was longer than this one's: another phone. */
  dropAfter(head: number): void {
    if (waiting.some((saying) => saying.after > head)) this.clear();
  },
  clear(): void {
    [all, waiting] = [[], []];
    write();
  },
};
