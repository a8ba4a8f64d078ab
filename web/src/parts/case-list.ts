import { onBeforeUnmount, reactive, ref, watch, type Ref } from 'vue';
import { api, wasAborted } from '../api/client.js';
import type { CasePage, CaseRow } from '../api/types.js';
import { onEvent } from '../live.js';
import { DEFAULT_SORT, ownPresets, type ListQuery } from './case-query.js';

export const PAGE_SIZE = 50;
const MARK_MS = 4000;
const SETTLE_MS = 500;

/** A page of cases that follows the live feed: a nudge reads the page anew, rows that changed are marked for a moment. */
export function useCaseList(query: Ref<ListQuery>) {
  const page = ref<CasePage | null>(null);
  const failure = ref<unknown>(null);
  const loading = ref(true);
  const fresh = reactive(new Set<string>());
  let abort: AbortController | undefined;

  const mark = (next: CaseRow[], before: CaseRow[]): void => {
    const known = new Map(before.map((row) => [row.caseNumber, row.version]));
    next
      .filter((row) => known.get(row.caseNumber) !== row.version)
      .forEach(({ caseNumber }) => {
        fresh.add(caseNumber);
        setTimeout(() => fresh.delete(caseNumber), MARK_MS);
      });
  };

  const load = async (quietly = false): Promise<void> => {
    abort?.abort();
    const mine = (abort = new AbortController());
    if (!quietly) loading.value = true;
    try {
      const asked = { sort: DEFAULT_SORT, ...query.value, pageSize: PAGE_SIZE };
      const answer = await api.get<CasePage>('/cases', asked, mine.signal);
      if (quietly && page.value) mark(answer.items, page.value.items);
      page.value = answer;
      failure.value = null;
    } catch (error) {
      if (wasAborted(error)) return;
      if (!quietly) failure.value = error;
    }
    if (abort === mine) loading.value = false;
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onEvent(() => {
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
  return { page, failure, loading, fresh, load };
}

/** How many cases stand behind each preset; read anew a few seconds after something happened. */
export function usePresetCounts() {
  const counts = reactive<Record<string, number>>({});
  const read = (): void => {
    ownPresets()
      .filter(({ name }) => name !== 'all')
      .forEach(async ({ name, query }) => {
        const answer = await api.get<CasePage>('/cases', { ...query, pageSize: 1 }).catch(() => undefined);
        if (answer) counts[name] = answer.total;
      });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onEvent(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      read();
    }, 5000);
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
  });
  read();
  return counts;
}
