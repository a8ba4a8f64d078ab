import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import type { LocationQuery } from 'vue-router';
import { api, wasAborted } from '../api/client.js';
import type { CallPage } from '../api/types.js';
import { onCalls, WITHIN_CALL } from '../live.js';

export const PAGE_SIZE = 30;
const SETTLE_MS = 800;
/** What the address may say; `figure` and `part` come with the link from a figure to the calls behind it. */
const KEPT = ['direction', 'outcome', 'status', 'skill', 'agent', 'caseNumber', 'from', 'to', 'hour', 'figure', 'part', 'page'] as const;
export type CallQuery = Partial<Record<(typeof KEPT)[number], string>>;

export const callQuery = (query: LocationQuery): CallQuery =>
  Object.fromEntries(KEPT.flatMap((key) => (typeof query[key] === 'string' && query[key] ? [[key, query[key]]] : [])));

/** A page of calls that follows the desk. */
export function useCalls(query: Ref<CallQuery>) {
  const page = ref<CallPage | null>(null);
  const failure = ref<unknown>(null);
  const loading = ref(true);
  let abort: AbortController | undefined;

  const load = async (quietly = false): Promise<void> => {
    abort?.abort();
    const mine = (abort = new AbortController());
    if (!quietly) loading.value = true;
    try {
      page.value = await api.get<CallPage>('/calls', { ...query.value, pageSize: PAGE_SIZE }, mine.signal);
      failure.value = null;
    } catch (error) {
      if (wasAborted(error)) return;
      if (!quietly) failure.value = error;
    }
    if (abort === mine) loading.value = false;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onCalls((frame) => {
    if (frame && WITHIN_CALL.includes(frame.type)) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void load(true);
    }, SETTLE_MS);
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
    abort?.abort();
  });
  watch(query, (next, before) => JSON.stringify(next) !== JSON.stringify(before) && void load());
  void load();
  return { page, failure, loading, load };
}
