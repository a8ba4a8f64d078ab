import { computed, ref, watch } from 'vue';
import { api } from './api/client.js';
import { serverNow } from './api/catalogue.js';
import { hasRole, reader } from './api/session.js';
import type { Agent, Call, CallAction, DeskFrame } from './api/types.js';
import { liveState, onCalls } from './live.js';
import { closePhone, openPhone } from './softphone/index.js';
import { startRing, stopRing } from './softphone/ring.js';

/** The reader's own desk. All of it is told by the server, so a reload or a lost line changes nothing. */
export const agent = ref<Agent | null>(null);
export const call = ref<Call | null>(null);
/** The last read failed: what stands on the screen may be old. */
export const isStale = ref(false);
/** The action that is under way. */
export const doing = ref('');
/** The server's clock, told anew every half second. */
export const second = ref(serverNow());

const TICK_MS = 500;
/** All that happens is told; only while nothing can be told, or what was told could not be read, the desk is read again and again. */
const LOOK_MS = 3000;

/** Who has a telephone at his desk. */
export const hasDesk = computed(() => hasRole('operator', 'reviewer'));
export const isOnDuty = computed(() => agent.value !== null && agent.value.state !== 'off');
const isMe = (username?: string): boolean => username !== undefined && username === reader.value?.username;
/** A call of the queue rings here, or a colleague who asks. */
export const isRinging = computed(() => isMe(call.value?.offeredTo));
/** The reader's part in a consultation: he asks, or is asked. */
export const consulting = computed(() => {
  const consult = call.value?.consult;
  if (!consult) return null;
  return isMe(consult.agent) ? 'asks' : isMe(consult.to) ? 'asked' : null;
});
export const isTalking = computed(() => {
  const isOn = call.value?.status === 'talking' || call.value?.status === 'held';
  return isOn && !isRinging.value && (isMe(call.value?.agent) || consulting.value === 'asked');
});
/** Also when the call goes on with a colleague. */
export const isWrappingUp = computed(() => agent.value?.state === 'wrap-up' && (call.value?.actions.includes('wrap-up') ?? false));

/** Whole seconds from one instant to another, by the server's clock. */
export const secondsSince = (at?: string): number => (at ? Math.max(0, Math.floor((second.value - Date.parse(at)) / 1000)) : 0);
export const secondsUntil = (at?: string): number => (at ? Math.max(0, Math.ceil((Date.parse(at) - second.value) / 1000)) : 0);

let reading = false;
let again = false;

async function readOnce(): Promise<void> {
  const me = await api.get<Agent>('/agents/me');
  const now = me.callId ? await api.get<Call>(`/calls/${me.callId}`) : null;
  agent.value = me;
  call.value = now;
}

/** Reads state and call; a nudge that arrives meanwhile asks for one more round. */
export async function readDesk(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    do {
      again = false;
      await readOnce();
    } while (again);
    isStale.value = false;
  } catch {
    isStale.value = true;
  } finally {
    reading = false;
  }
}

/** Chooses the reader's own state; signing in makes this page his telephone. */
export async function choose(state: 'off' | 'ready' | 'busy', reason?: string): Promise<void> {
  await once('state', async () => {
    if (state !== 'off') await openPhone();
    agent.value = await api.put<Agent>('/agents/me/state', { state, ...(reason ? { reason } : {}) });
    await readDesk();
  });
}

/** One action on the current call; a second press while it is under way does nothing. */
export async function act(action: CallAction, body: Record<string, unknown> = {}): Promise<void> {
  const callId = call.value?.callId;
  if (!callId) return;
  await once(action, async () => {
    try {
      const answer = await api.post<Call>(`/calls/${callId}/actions/${action}`, body);
      if (call.value?.callId === callId) call.value = answer;
    } finally {
      await readDesk();
    }
  });
}

/** Rings at a number that is not shown: of a case, or of a task. */
export async function ringUp(about: { caseNumber: string } | { taskId: string }): Promise<void> {
  await once('place', async () => {
    if (!isOnDuty.value) {
      await openPhone();
      await api.put('/agents/me/state', { state: 'busy', reason: 'paperwork' });
    }
    call.value = await api.post<Call>('/calls', about);
    await readDesk();
  });
}

/** Before the reader leaves the console: nobody rings at an empty desk. A call that runs keeps him, and the server says so. */
export async function leaveDesk(): Promise<void> {
  if (hasDesk.value && isOnDuty.value) await choose('off').catch(() => undefined);
}

const begun = new Set<string>();
let last: Promise<unknown> = Promise.resolve();

/** One after the other: a second press of the same does nothing, and what is pressed meanwhile waits its turn. */
async function once(name: string, work: () => Promise<void>): Promise<void> {
  if (begun.has(name)) return;
  begun.add(name);
  const mine = last.then(async () => {
    doing.value = name;
    await work();
  });
  last = mine.catch(() => undefined);
  try {
    await mine;
  } finally {
    begun.delete(name);
    doing.value = '';
  }
}

const isMine = ({ agent: who, callId }: DeskFrame): boolean => who === reader.value?.username || callId === call.value?.callId;

/** Opens the desk of a signed-in reader; gives the way to close it. */
export function openDesk(): () => void {
  if (!hasDesk.value) return () => undefined;
  const stopFrames = onCalls((frame) => (frame === null || isMine(frame)) && void readDesk());
  const clock = setInterval(() => (second.value = serverNow()), TICK_MS);
  const look = setInterval(() => (isStale.value || liveState.value === 'offline') && void readDesk(), LOOK_MS);
  const stopPhone = watch(isOnDuty, (on) => (on ? void openPhone() : closePhone()));
  const stopBell = watch(isRinging, (on) => (on ? startRing() : stopRing()));
  void readDesk();
  return () => {
    [stopFrames, stopPhone, stopBell].forEach((stop) => stop());
    clearInterval(clock);
    clearInterval(look);
    stopRing();
    closePhone();
    [agent.value, call.value] = [null, null];
  };
}
