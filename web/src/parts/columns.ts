import { computed, ref, watch, type Ref } from 'vue';
import { useRoute } from 'vue-router';
import { reader } from '../api/session.js';

/** A column that can be put away, by its place in the row. */
export interface Column {
  place: number;
  label: string;
}
interface Kept {
  count: number;
  away: number[];
}
/** Fewer columns are not worth choosing among; `columns.css` knows so many. */
const FEWEST = 3;
export const MOST = 14;

/** The heads of a table; the first says what a row is and stays, and so do heads without words. */
export function headsOf(root: HTMLElement | undefined): string[] {
  const tables = root?.querySelectorAll('table') ?? [];
  if (tables.length !== 1) return [];
  const heads = [...tables[0]!.querySelectorAll('thead tr:first-child > *')];
  return heads.some((head) => head.hasAttribute('colspan')) ? [] : heads.map((head) => head.textContent?.trim() ?? '');
}

/** Which columns of a list its reader has put away: kept per person and list on this machine. */
export function useColumns(heads: Ref<string[]>) {
  const route = useRoute();
  const key = computed(
    () => `columns:${reader.value?.username ?? ''}:${String(route.name)}:${String(route.query['view'] ?? route.query['tab'] ?? '')}`,
  );
  const kept = ref<Kept | null>(null);
  watch(key, (name) => (kept.value = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null), { immediate: true });

  const choices = computed<Column[]>(() => {
    const all = heads.value.map((label, index) => ({ place: index + 1, label })).filter(({ place, label }) => place > 1 && label !== '');
    return all.length + 1 < FEWEST || heads.value.length > MOST ? [] : all;
  });
  /** What was kept of a list that has other columns by now says nothing. */
  const away = computed(() => (kept.value?.count === heads.value.length ? kept.value.away : []));

  const keep = (next: number[]): void => {
    kept.value = next.length ? { count: heads.value.length, away: next } : null;
    if (kept.value) localStorage.setItem(key.value, JSON.stringify(kept.value));
    else localStorage.removeItem(key.value);
  };
  const toggle = (place: number): void =>
    keep(away.value.includes(place) ? away.value.filter((one) => one !== place) : [...away.value, place]);
  const reset = (): void => keep([]);
  return { choices, away, toggle, reset };
}
