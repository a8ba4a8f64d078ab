import { onBeforeUnmount, ref } from 'vue';
import { api } from '../api/client.js';
import type { Colleague, ColleagueList } from '../api/types.js';
import { onColleagues } from '../live.js';

const SETTLE_MS = 300;

/** Who is signed in besides the reader, those free for longest first; read anew when somebody's state changes. */
export function useColleagues() {
  const colleagues = ref<Colleague[]>([]);
  const isRead = ref(false);
  const failure = ref<unknown>(null);
  const load = async (): Promise<void> => {
    try {
      colleagues.value = (await api.get<ColleagueList>('/agents/colleagues')).items;
      [isRead.value, failure.value] = [true, null];
    } catch (error) {
      failure.value = error;
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onColleagues(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, SETTLE_MS);
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
  });
  void load();
  return { colleagues, isRead, failure, load };
}
