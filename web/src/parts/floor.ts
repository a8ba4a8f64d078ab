import { computed, onBeforeUnmount, ref } from 'vue';
import { api } from '../api/client.js';
import type { Agent, AgentList, Call, CallAction, CallPage, CallRow, DeskFrame } from '../api/types.js';
import { onCalls, WITHIN_CALL } from '../live.js';
import { closePhone, hangUpPhone, openPhone } from '../softphone/index.js';
import { phoneState } from '../softphone/softphone.js';

const SETTLE_MS = 300;
const LOOK_MS = 5000;
const WAITING = ['queued', 'offered'] as const;
const RUNNING = ['talking', 'held'] as const;
export type Mode = 'listen' | 'whisper' | 'barge';

/** The hall as its supervisor sees it: operators, calls, who asks for help, and his own ear in a call. */
export function useFloor() {
  const agents = ref<Agent[]>([]);
  const waiting = ref<CallRow[]>([]);
  const running = ref<CallRow[]>([]);
  const asking = computed(() => running.value.filter(({ helpAsked }) => helpAsked));
  const failure = ref<unknown>(null);
  const isRead = ref(false);
  const monitored = ref<{ call: Call; mode: Mode } | null>(null);

  const callsIn = async (statuses: readonly string[]): Promise<CallRow[]> => {
    const pages = await Promise.all(statuses.map((status) => api.get<CallPage>('/calls', { status, pageSize: 100 })));
    return pages.flatMap(({ items }) => items).sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  };
  const load = async (): Promise<void> => {
    try {
      const [list, queue, talks] = await Promise.all([api.get<AgentList>('/agents'), callsIn(WAITING), callsIn(RUNNING)]);
      [agents.value, waiting.value, running.value] = [list.items, queue, talks];
      failure.value = null;
      isRead.value = true;
    } catch (error) {
      failure.value = error;
    }
  };
  /** Who is in the call that is listened to. */
  const lookInto = async (callId: string): Promise<void> => {
    const one = await api.get<Call>(`/calls/${callId}`).catch(() => undefined);
    if (one && monitored.value?.call.callId === callId) monitored.value = { ...monitored.value, call: one };
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (frame: DeskFrame | null): void => {
    const callId = monitored.value?.call.callId;
    if (callId && (frame === null || frame.callId === callId)) void lookInto(callId);
    if (frame && WITHIN_CALL.includes(frame.type)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void load(), SETTLE_MS);
  };
  const stop = onCalls(hear);
  const look = setInterval(() => void load(), LOOK_MS);

  /** Joins a call as its supervisor; the first time this page becomes his telephone. */
  const monitor = async (callId: string, mode: Mode): Promise<void> => {
    await openPhone();
    const call = await api.post<Call>(`/calls/${callId}/actions/${mode satisfies CallAction}`);
    monitored.value = { call, mode };
  };
  const leave = (): void => {
    hangUpPhone();
    monitored.value = null;
  };
  const isHeard = computed(() => phoneState.value === 'in-call');

  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
    clearInterval(look);
    closePhone();
  });
  void load();
  return { agents, waiting, running, asking, failure, isRead, monitored, isHeard, monitor, leave, load };
}
