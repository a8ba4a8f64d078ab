import { io, type Socket } from 'socket.io-client';
import { ref } from 'vue';
import { api, Problem } from './api/client.js';
import { ask, heard, onBack } from './connection.js';
import type { DeskFrame, EventPage, LogEvent } from './api/types.js';

/** Whether the screen is fed as things happen, is reading what it missed, or hears nothing. */
export const liveState = ref<'live' | 'catching-up' | 'offline'>('offline');

const PAGE = 200;
const BACK_MS = 2000;
const listeners = new Set<(event: LogEvent) => void>();
const officeListeners = new Set<() => void>();
const deskListeners = new Set<(frame: DeskFrame | null) => void>();
const colleagueListeners = new Set<() => void>();
let onEnded: () => void = () => undefined;
let socket: Socket | undefined;
let last: number | undefined;
let reading = false;
let again = false;

/** Hears every event the reader may see; a frame is a nudge to fetch, never content. Returns the way to stop. */
export const onEvent = (listener: (event: LogEvent) => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What changes no list: who comes and goes in a call, and what is switched in it. */
export const WITHIN_CALL: readonly string[] = ['joined', 'left', 'muted', 'unmuted', 'recording-paused', 'recording-resumed'];

/** Hears what happens to calls and operators that concern the reader; `null` after a gap: read anew. Returns the way to stop. */
export const onCalls = (listener: (frame: DeskFrame | null) => void): (() => void) => {
  deskListeners.add(listener);
  return () => deskListeners.delete(listener);
};

/** Hears that the state of somebody at the desk changed; read anew who is free. Returns the way to stop. */
export const onColleagues = (listener: () => void): (() => void) => {
  colleagueListeners.add(listener);
  return () => colleagueListeners.delete(listener);
};

/** Hears that papers of the office that concern the reader changed, and that there was a gap: read anew. Returns the way to stop. */
export const onOffice = (listener: () => void): (() => void) => {
  officeListeners.add(listener);
  return () => officeListeners.delete(listener);
};

const tell = (event: LogEvent): void => {
  if (last !== undefined && event.number <= last) return;
  last = event.number;
  listeners.forEach((listener) => listener(event));
};

async function readMissed(): Promise<void> {
  if (last === undefined) {
    last = (await api.get<EventPage>('/events', { after: 0, limit: 1 })).head;
    return;
  }
  for (;;) {
    const page = await api.get<EventPage>('/events', { after: last, limit: PAGE });
    page.items.forEach(tell);
    if (page.items.length < PAGE) return;
  }
}

/** Reads on from the last number; a frame that arrives meanwhile asks for one more round, so that none is skipped. */
async function catchUp(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  liveState.value = 'catching-up';
  try {
    do {
      again = false;
      await readMissed();
    } while (again);
    liveState.value = socket?.connected ? 'live' : 'offline';
  } catch (error) {
    liveState.value = 'offline';
    if (!(error instanceof Problem && error.status === 401)) setTimeout(() => socket?.connected && void catchUp(), 3000);
  } finally {
    reading = false;
  }
}

/** After a cut the socket does not wait for its next try: what was missed is read with what the pages read anew. */
onBack(() => {
  if (socket?.connected && liveState.value !== 'live') void catchUp();
  else if (socket && !socket.connected) socket.disconnect().connect();
});

/** A server that stops says goodbye, and then the client would not come back by itself. */
const dropped = (): void => {
  liveState.value = 'offline';
  const mine = socket;
  if (mine && !mine.active) setTimeout(() => mine === socket && mine.connect(), BACK_MS);
};

export const startLive = (ended: () => void): void => {
  stopLive();
  onEnded = ended;
  socket = io({ path: '/socket.io', withCredentials: true, reconnectionDelayMax: 2000 });
  socket.io.on('ping', heard);
  socket.on('connect', () => {
    heard();
    deskListeners.forEach((listener) => listener(null));
    officeListeners.forEach((listener) => listener());
    colleagueListeners.forEach((listener) => listener());
    void catchUp();
  });
  socket.on('calls', (frame: DeskFrame) => deskListeners.forEach((listener) => listener(frame)));
  socket.on('colleagues', () => colleagueListeners.forEach((listener) => listener()));
  socket.on('office', () => officeListeners.forEach((listener) => listener()));
  socket.on('disconnect', () => {
    dropped();
    void ask();
  });
  socket.on('connect_error', dropped);
  socket.on('event', (event: LogEvent) => (reading || liveState.value !== 'live' ? void catchUp() : tell(event)));
  socket.on('session.ended', () => {
    stopLive();
    onEnded();
  });
};

export const stopLive = (): void => {
  socket?.removeAllListeners();
  socket?.io.off('ping', heard);
  socket?.disconnect();
  socket = undefined;
  last = undefined;
  liveState.value = 'offline';
};
