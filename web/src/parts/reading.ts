import { onBeforeUnmount, type Ref, ref, watch } from 'vue';
import { problemText } from './problem.js';

/** Something that is read anew whenever its question changes: the newest answer, whether one is awaited, and what went wrong. */
export interface Reading<T> {
  value: Ref<T | undefined>;
  loading: Ref<boolean>;
  trouble: Ref<string>;
  again: () => Promise<void>;
}

/** Reads at once and whenever `question` changes; a late answer to an old question is dropped. */
export function reading<T>(question: () => string, ask: () => Promise<T>): Reading<T> {
  const [value, loading, trouble] = [ref() as Ref<T | undefined>, ref(true), ref('')];
  let turn = 0;
  const again = async (): Promise<void> => {
    const mine = ++turn;
    loading.value = true;
    try {
      const answer = await ask();
      if (mine === turn) [value.value, trouble.value] = [answer, ''];
    } catch (error) {
      if (mine === turn) trouble.value = problemText(error);
    } finally {
      if (mine === turn) loading.value = false;
    }
  };
  watch(question, again, { immediate: true });
  onBeforeUnmount(() => turn++);
  return { value, loading, trouble, again };
}
