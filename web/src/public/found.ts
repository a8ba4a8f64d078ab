import { onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useBack } from '../connection';
import { read } from './api';
import { loadLists } from './reference';
import { focusHeading } from './router';

/** What everybody may search, page after page. */
interface Found<T> {
  typed: Ref<string>;
  chosen: Ref<string>;
  items: ShallowRef<T[]>;
  total: Ref<number | undefined>;
  failed: Ref<boolean>;
  busy: Ref<boolean>;
  search: () => void;
  more: () => void;
  again: () => void;
}

/** A published list found by words and one choice, both in the address: `words` and `name`, which the API calls `parameter`. */
export function useFound<T>(path: string, name: string, parameter: string): Found<T> {
  const route = useRoute();
  const router = useRouter();
  const of = (key: string): string => (typeof route.query[key] === 'string' ? (route.query[key] as string) : '');
  const typed = ref(of('words'));
  const chosen = ref(of(name));
  const items = shallowRef<T[]>([]);
  const total = ref<number>();
  const failed = ref(false);
  const busy = ref(false);
  let page = 1;

  async function load(next = 1): Promise<void> {
    busy.value = true;
    failed.value = false;
    const query = new URLSearchParams({ page: String(next), pageSize: '20' });
    if (of('words')) query.set('q', of('words'));
    if (of(name)) query.set(parameter, of(name));
    try {
      const answer = await read<{ items: T[]; total: number }>(`${path}?${query.toString()}`);
      items.value = next === 1 ? answer.items : [...items.value, ...answer.items];
      total.value = answer.total;
      page = next;
    } catch {
      failed.value = true;
    } finally {
      busy.value = false;
    }
  }
  const search = (): void => {
    const query = { ...(typed.value.trim() && { words: typed.value.trim() }), ...(chosen.value && { [name]: chosen.value }) };
    void router.replace({ query });
  };
  watch(
    () => [of('words'), of(name)],
    () => void load(),
  );
  useBack(() => page === 1 && void load());
  onMounted(() => {
    void loadLists();
    void load();
    void focusHeading();
  });
  return { typed, chosen, items, total, failed, busy, search, more: () => void load(page + 1), again: () => void load() };
}
