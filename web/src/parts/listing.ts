import { computed, ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api } from '../api/client.js';
import { problemText } from './problem.js';

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
  const found = ref(null) as Ref<P | null>;
  const trouble = ref('');
  const of = (key: string): string => (typeof route.query[key] === 'string' ? (route.query[key] as string) : '');
  const filters = computed(() => Object.fromEntries(keys.map((key) => [key, of(key)])));
  const isNarrowed = computed(() => Object.values(filters.value).some(Boolean));

  const read = async (): Promise<void> => {
    trouble.value = '';
    try {
      found.value = await api.get<P>(path, { ...filters.value, ...fixed(), page: Number(of('page') || 1) });
    } catch (error) {
      trouble.value = problemText(error);
    }
  };
  watch(() => keys.map(of).join('\n') + of('page') + JSON.stringify(fixed()), read, { immediate: true });

  /** Changes filters, and begins at the first page again. */
  const set = (change: Record<string, string | undefined>): void => {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...change, page: undefined }).filter(([, value]) => value));
    void router.replace({ query });
  };
  const turn = (page: number): void => void router.replace({ query: { ...route.query, page: String(page) } });
  return { found, trouble, filters, isNarrowed, of, read, set, turn };
}
