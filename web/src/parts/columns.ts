import { computed, type Ref } from 'vue';
import { useRoute } from 'vue-router';
import { columnsAway, keepColumnsAway } from '../console/preferences.js';

/** A column that can be put away, by its place in the row. */
export interface Column {
  place: number;
  label: string;
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

/** Which columns of a list its reader has put away: kept per person and list. The first `staying` ones are no choice. */
export function useColumns(heads: Ref<string[]>, staying = 1) {
  const route = useRoute();
  const list = computed(() => [String(route.name), String(route.query['view'] ?? route.query['tab'] ?? '')] as const);
  const kept = computed(() => columnsAway(...list.value));

  const choices = computed<Column[]>(() => {
    const all = heads.value
      .map((label, index) => ({ place: index + 1, label }))
      .filter(({ place, label }) => place > staying && label !== '');
    return all.length + 1 < FEWEST || heads.value.length > MOST ? [] : all;
  });
  /** What was kept of a list that has other columns by now says nothing. */
  const away = computed(() => (kept.value?.count === heads.value.length ? kept.value.away : []));

  const keep = (next: number[]): void => keepColumnsAway(...list.value, next.length ? { count: heads.value.length, away: next } : null);
  const toggle = (place: number): void =>
    keep(away.value.includes(place) ? away.value.filter((one) => one !== place) : [...away.value, place]);
  const reset = (): void => keep([]);
  return { choices, away, toggle, reset };
}
