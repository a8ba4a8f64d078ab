import type { SoftphoneTicket } from '../api/types.js';
import { windowMemory } from '../memory.js';
import { playClip } from '../phone/sound.js';
import { w } from '../words/index.js';
import type { PhoneHooks, Softphone } from './softphone.js';

const PHONES = '/simulator/phones';
/** The telephone of this tab, so that a reload stays in the call. */
const KEPT = 'softphone';
const RETRY_MS = 1500;

interface PhoneEvent {
  n: number;
  at: string;
  type: string;
  text?: string;
  label?: string;
  url?: string;
  digits?: string;
}
interface PhoneNow {
  head: number;
  call: { status: string } | null;
}
type Kept = { phoneId: string; identity: string };

const keptPhone = (identity: string): string | undefined => {
  const kept = JSON.parse(windowMemory.get(KEPT) ?? 'null') as Kept | null;
  return kept?.identity === identity ? kept.phoneId : undefined;
};

/** The softphone of the demo's carrier: rings, answers and hears over plain requests. */
export async function simulatedPhone(ticket: SoftphoneTicket, hooks: PhoneHooks): Promise<Softphone> {
  const stop = new AbortController();
  let { token } = ticket;
  let phoneId = '';
  /** Up to here the feed tells of what was before this page. */
  let past = 0;
  let read = 0;

  const send = (what: string, body: unknown = {}): Promise<Response> =>
    fetch(`${PHONES}/${phoneId}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const resume = async (): Promise<boolean> => {
    const known = keptPhone(ticket.identity);
    const response = known ? await fetch(`${PHONES}/${known}`).catch(() => undefined) : undefined;
    if (!known || !response?.ok) return false;
    const { head, call } = (await response.json()) as PhoneNow;
    [phoneId, past] = [known, head];
    if (call?.status === 'ringing') await send('answer');
    hooks.state(call ? 'in-call' : 'ready');
    return true;
  };

  const register = async (): Promise<void> => {
    hooks.state('registering');
    const response = await fetch(PHONES, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (response.status === 401) throw new Error('token');
    if (!response.ok) throw new Error('network');
    const answer = (await response.json()) as { phoneId: string; head: number };
    [phoneId, read, past] = [answer.phoneId, answer.head, answer.head];
    windowMemory.set(KEPT, JSON.stringify({ phoneId, identity: ticket.identity } satisfies Kept));
    hooks.state('ready');
  };

  const take = (event: PhoneEvent): void => {
    const isNew = event.n > past;
    if (event.type === 'incoming') {
      hooks.began();
      if (isNew) void send('answer').catch(() => undefined);
    } else if (event.type === 'heard' && event.text) hooks.heard({ who: event.label ?? '', text: event.text, at: event.at });
    else if (event.type === 'keys' && event.digits)
      hooks.heard({ who: event.label ?? '', text: w.value.desk.transcript.keys(event.digits), at: event.at });
    else if (!isNew) return;
    else if (event.type === 'heard-audio' && event.url) {
      playClip(event.url);
      hooks.heard({ who: event.label ?? '', text: w.value.desk.transcript.spoken, at: event.at });
    } else if (event.type === 'joined') hooks.state('in-call');
    else if (event.type === 'ended') hooks.state('ready');
  };

  const poll = async (): Promise<void> => {
    const response = await fetch(`${PHONES}/${phoneId}/events?after=${read}`, { signal: stop.signal });
    if (response.status === 404) {
      stop.abort();
      windowMemory.set(KEPT, null);
      return hooks.lost();
    }
    if (!response.ok) throw new Error('network');
    const { items, head } = (await response.json()) as { items: PhoneEvent[]; head: number };
    items.forEach(take);
    read = head;
  };

  const listen = async (): Promise<void> => {
    let isDown = false;
    while (!stop.signal.aborted) {
      try {
        await poll();
        if (isDown) hooks.state('ready');
        isDown = false;
      } catch {
        if (stop.signal.aborted) return;
        isDown = true;
        hooks.state('failed', 'network');
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  };

  if (!(await resume())) await register();
  void listen();
  return {
    hangUp: () => void send('hang-up').catch(() => undefined),
    say: async (text) => {
      const response = await send('speech', { text });
      if (response.ok) hooks.heard({ who: 'me', text, at: new Date().toISOString() });
    },
    press: async (keys) => (await send('digits', { digits: keys }).catch(() => undefined))?.ok ?? false,
    refresh: (fresh) => (token = fresh),
    close: () => {
      stop.abort();
      windowMemory.set(KEPT, null);
      void fetch(`${PHONES}/${phoneId}`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    },
  };
}
