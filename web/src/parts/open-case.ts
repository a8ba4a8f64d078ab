import { onBeforeUnmount, ref } from 'vue';
import { api, Problem } from '../api/client.js';
import type { CaseView, HistoryEntry } from '../api/types.js';
import { useBack } from '../connection.js';
import { onEvent } from '../live.js';

const SETTLE_MS = 300;

/** What somebody else did to a case while the reader was writing. */
export type Change = Pick<HistoryEntry, 'by' | 'type' | 'at'> | true;

/** One case on the screen: read, kept up to date by the live feed, acted upon. */
export function useCase(number: string) {
  const one = ref<CaseView | null>(null);
  const failure = ref<unknown>(null);
  const change = ref<Change | null>(null);
  let busy = false;

  const load = async (): Promise<void> => {
    try {
      one.value = await api.get<CaseView>(`/cases/${number}`);
      failure.value = null;
    } catch (error) {
      const gone = error instanceof Problem && (error.status === 404 || error.status === 403);
      if (gone) one.value = null;
      if (gone || !one.value) failure.value = error;
    }
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onEvent((event) => {
    if (event.caseNumber !== number || busy || (event.version !== undefined && one.value?.version === event.version)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void load(), SETTLE_MS);
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
  });

  /** After a refusal for staleness: the case anew, and who changed it since the version the reader saw. */
  const reload = async (seen: number): Promise<void> => {
    await load();
    change.value = one.value?.history.filter((entry) => entry.number > seen).at(-1) ?? true;
  };

  /** True while the reader may still see the case; a sealed one, or one that left the department, answers with its number alone. */
  const act = async (action: string, body: Record<string, unknown>): Promise<boolean> => {
    const before = one.value;
    if (!before) return false;
    busy = true;
    change.value = null;
    try {
      const answer = await api.post<CaseView | Pick<CaseView, 'caseNumber' | 'status'>>(`/cases/${number}/actions/${action}`, {
        version: before.version,
        ...body,
      });
      if (!('history' in answer)) return false;
      one.value = answer;
      return true;
    } catch (error) {
      const moved = error instanceof Problem && (error.code === 'case.stale' || error.code === 'case.action-not-open');
      if (moved) await reload(Math.max(0, ...before.history.map((entry) => entry.number)));
      throw error;
    } finally {
      busy = false;
    }
  };

  useBack(() => void load());
  void load();
  return { one, failure, change, load, act };
}
