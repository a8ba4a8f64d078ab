import { ref } from 'vue';
import { windowMemory } from '../memory';

/** The line between this page and the simulated exchange: a phone of its own for each tab, and the feed of what that phone hears. */

/** One thing this phone saw or heard, numbered from 1 as the exchange does. */
export interface PhoneEvent {
  readonly n: number;
  readonly at: string;
  readonly type: string;
  readonly [fact: string]: unknown;
}

export type LineState = 'connecting' | 'on' | 'lost' | 'absent';

/** What the exchange said no with; status 0 means that it could not be reached. */
export class NotDone extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}

interface Registered {
  phoneId: string;
  number: string;
  head: number;
}
interface Heard {
  /** An event, and whether it is news or was there before this page was opened. */
  event: (event: PhoneEvent, isNews: boolean) => void;
  /** The phone is ready; what its feed held until `head` comes next. */
  ready: (head: number) => void;
  /** All that was there before the page was opened has been told. */
  caughtUp: () => void;
  /** The exchange was started anew and knows nothing of this phone's call any more. */
  forgotten: () => void;
}

const EXCHANGE = '/simulator/phones';
const NUMBER_KEY = 'phone-number';
const ANSWERS_WITHIN_MS = 10_000;
/** The exchange holds a question for events for 20 seconds at most. */
const POLL_WITHIN_MS = 30_000;
const LONGEST_PAUSE_MS = 10_000;

const sleep = (ms: number) => new Promise<void>((done) => window.setTimeout(done, ms));

async function ask<T>(path: string, init: RequestInit, withinMs: number, stop?: AbortSignal): Promise<T> {
  const patience = new AbortController();
  const end = () => patience.abort();
  const timer = window.setTimeout(end, withinMs);
  stop?.addEventListener('abort', end);
  try {
    const response = await fetch(EXCHANGE + path, { ...init, credentials: 'omit', signal: patience.signal });
    if (!response.ok) throw new NotDone(response.status);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  } catch (error) {
    throw error instanceof NotDone ? error : new NotDone(0);
  } finally {
    window.clearTimeout(timer);
    stop?.removeEventListener('abort', end);
  }
}

const kept = {
  get number(): string | undefined {
    return windowMemory.get(NUMBER_KEY) ?? undefined;
  },
  set number(value: string | undefined) {
    if (value) windowMemory.set(NUMBER_KEY, value);
  },
};

/** A copied tab brings a copy of the memory with it: whoever has the number first keeps it, the copy gets one of its own. */
async function isFree(number: string, until: AbortSignal): Promise<boolean> {
  if (!navigator.locks) return true;
  for (let tries = 0; tries < 4; tries++) {
    const mine = await new Promise<boolean>((tell) => {
      void navigator.locks.request(`phone ${number}`, { ifAvailable: true }, (lock) => {
        tell(lock !== null);
        return lock && new Promise<void>((release) => until.addEventListener('abort', () => release()));
      });
    });
    if (mine) return true;
    // The page before a reload may take a moment to let go.
    await sleep(120);
  }
  return false;
}

export function useLine(heard: Heard) {
  const state = ref<LineState>('connecting');
  const number = ref('');
  const end = new AbortController();
  /** Ends the present question for events. */
  let cut = new AbortController();
  let phoneId = '';
  let last = 0;
  let old = 0;

  async function register(): Promise<void> {
    const body = JSON.stringify(number.value ? { number: number.value } : {});
    const headers = { 'Content-Type': 'application/json' };
    const phone = await ask<Registered>('', { method: 'POST', headers, body }, ANSWERS_WITHIN_MS, end.signal);
    if (!number.value) void isFree(phone.number, end.signal);
    phoneId = phone.phoneId;
    number.value = phone.number;
    kept.number = phone.number;
    last = 0;
    old = phone.head;
    state.value = 'on';
    heard.ready(phone.head);
    if (old === 0) heard.caughtUp();
  }

  async function listen(): Promise<void> {
    // After a break, a short question first: one for events may be answered only when something happens.
    if (state.value === 'lost') await ask(`/${phoneId}`, {}, ANSWERS_WITHIN_MS, end.signal);
    state.value = 'on';
    cut = new AbortController();
    const { items } = await ask<{ items: PhoneEvent[] }>(`/${phoneId}/events?after=${last}`, {}, POLL_WITHIN_MS, cut.signal);
    for (const event of items) {
      last = event.n;
      heard.event(event, event.n > old);
      if (event.n === old) heard.caughtUp();
    }
  }

  /** Waits before the next try, or until the device says that it is connected again. */
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = window.setTimeout(go, ms);
      window.addEventListener('online', go);
      function go() {
        window.clearTimeout(timer);
        window.removeEventListener('online', go);
        done();
      }
    });

  /** The device knows that it is offline long before a question that waits would fail. */
  const stop = () => cut.abort();

  async function start(): Promise<void> {
    window.addEventListener('offline', stop, { signal: end.signal });
    if (kept.number && (await isFree(kept.number, end.signal))) number.value = kept.number;
    for (let failures = 0; !end.signal.aborted;) {
      try {
        await (phoneId ? listen() : register());
        failures = 0;
      } catch (error) {
        if (end.signal.aborted) return;
        const status = error instanceof NotDone ? error.status : 0;
        if (status === 404 && !phoneId) {
          state.value = 'absent';
          return;
        }
        if (status === 404) {
          phoneId = '';
          heard.forgotten();
          continue;
        }
        state.value = 'lost';
        failures += 1;
        await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures));
      }
    }
  }

  /** Does something with the phone; throws `NotDone`. */
  const act = (what: string, facts: object = {}): Promise<unknown> =>
    ask(
      `/${phoneId}/${what}`,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(facts) },
      ANSWERS_WITHIN_MS,
    );

  /** Sound as the exchange takes it: 16 bit, 8,000 samples a second, one channel. */
  const sendSound = (samples: Int16Array): Promise<unknown> =>
    ask(
      `/${phoneId}/audio`,
      { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: samples.buffer as ArrayBuffer },
      ANSWERS_WITHIN_MS,
    );

  /** Puts the phone down while the page goes away. */
  function leave(): void {
    if (phoneId)
      void fetch(`${EXCHANGE}/${phoneId}/hang-up`, { method: 'POST', credentials: 'omit', keepalive: true }).catch(() => undefined);
    end.abort();
    stop();
  }

  return { state, number, start, act, sendSound, leave };
}

/** `+8612345` and `+8613812345678` as people here write them. */
export function plain(number: string): string {
  const own = number.replace(/^\+86/, '');
  return /^1\d{10}$/.test(own) ? `${own.slice(0, 3)} ${own.slice(3, 7)} ${own.slice(7)}` : own;
}

/** Keys pressed before a call, as the exchange dials them. */
export const dialled = (keys: string): string => (keys.startsWith('86') ? `+${keys}` : `+86${keys.replace(/^0/, '')}`);
