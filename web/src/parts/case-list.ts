import { onBeforeUnmount, reactive, type Ref } from 'vue';
import { api } from '../api/client.js';
import type { CasePage, CaseRow } from '../api/types.js';
import { onEvent } from '../live.js';
import { DEFAULT_SORT, ownPresets, type ListQuery } from './case-query.js';
import { useLivePage, useSettled } from './live-page.js';

export const PAGE_SIZE = 50;
const MARK_MS = 4000;
const SETTLE_MS = 500;
const COUNT_MS = 5000;

/** A page of cases that follows the live feed: a nudge reads the page anew, rows that changed are marked for a moment. */
export function useCaseList(query: Ref<ListQuery>) {
  const fresh = reactive(new Set<string>());
  const mark = (next: CaseRow[], before: CaseRow[]): void => {
    const known = new Map(before.map((row) => [row.caseNumber, row.version]));
    next
      .filter((row) => known.get(row.caseNumber) !== row.version)
      .forEach(({ caseNumber }) => {
        fresh.add(caseNumber);
        setTimeout(() => fresh.delete(caseNumber), MARK_MS);
      });
  };
  const list = useLivePage<CasePage>({
    ask: (signal) => api.get<CasePage>('/cases', { sort: DEFAULT_SORT, ...query.value, pageSize: PAGE_SIZE }, signal),
    query,
    hear: onEvent,
    settleMs: SETTLE_MS,
    came: (next, before) => mark(next.items, before.items),
  });
  return { ...list, fresh };
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
  onBeforeUnmount(useSettled(onEvent, COUNT_MS, read));
  read();
  return counts;
}
