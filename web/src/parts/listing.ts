import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api } from '../api/client.js';
import { useBack } from '../connection.js';
import { reading } from './reading.js';

/** What every paged list of the API holds. */
export interface Paged {
  total: number;
  page: number;
  pageSize: number;
}

/** A list whose filters stand in the address: read anew whenever it changes. `fixed` are parameters the page gives by itself. */
export function useListing<P extends Paged>(path: string, keys: readonly string[], fixed: () => Record<string, string> = () => ({})) {
  const route = useRoute();
  const router = useRouter();
  const of = (key: string): string => (typeof route.query[key] === 'string' ? (route.query[key] as string) : '');
  const filters = computed(() => Object.fromEntries(keys.map((key) => [key, of(key)])));
  const isNarrowed = computed(() => Object.values(filters.value).some(Boolean));

  const query = computed(() => ({ ...filters.value, ...fixed(), page: Number(of('page') || 1) }));
  const {
    value: found,
    trouble,
    again: read,
  } = reading(
    () => JSON.stringify(query.value),
    () => api.get<P>(path, query.value),
  );
  useBack(() => void read());

  /** Opens or closes what stands over the list, which stays where it is. */
  const show = (change: Record<string, string | undefined>): void =>
    void router.replace({ query: Object.fromEntries(Object.entries({ ...route.query, ...change }).filter(([, value]) => value)) });
  /** Changes filters, and begins at the first page again. */
  const set = (change: Record<string, string | undefined>): void => show({ ...change, page: undefined });
  const turn = (page: number): void => show({ page: String(page) });
  return { found, trouble, filters, isNarrowed, of, read, set, show, turn };
}
