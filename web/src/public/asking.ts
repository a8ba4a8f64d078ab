import { computed, nextTick, ref, useTemplateRef } from 'vue';
import type { Problems } from './checks';

/** When a step's problems show: each after its field was left, all of them on "continue". */
export function useAsking(find: () => Problems, refused: () => Problems, answers: () => object) {
  const left = ref(new Set<string>());
  const tried = ref(false);
  const summary = useTemplateRef<{ focus: () => void }>('summary');

  // A refusal of the server stands until the answer it refused is changed.
  const sent = JSON.parse(JSON.stringify(answers())) as Record<string, unknown>;
  const standing = computed(() => {
    const now = answers() as Record<string, unknown>;
    return Object.fromEntries(Object.entries(refused()).filter(([field]) => field in now && now[field] === sent[field]));
  });
  const problems = computed<Problems>(() => ({ ...standing.value, ...find() }));
  const shown = computed<Problems>(() =>
    tried.value
      ? problems.value
      : Object.fromEntries(Object.entries(problems.value).filter(([field]) => left.value.has(field) || field in standing.value)),
  );

  return {
    shown,
    /** The summary is for those who tried to go on, or were sent back. */
    summed: computed(() => (tried.value && Object.keys(problems.value).length > 0) || Object.keys(standing.value).length > 0),
    leave: (field: string) => void left.value.add(field),
    /** True when the step is complete; else everything shows and the summary takes the focus. */
    async complete(): Promise<boolean> {
      tried.value = true;
      const mine = find();
      if (!Object.keys(mine).length) return true;
      await nextTick();
      summary.value?.focus();
      return false;
    },
  };
}
