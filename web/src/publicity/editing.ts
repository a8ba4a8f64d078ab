import { computed, reactive, ref, watch } from 'vue';
import { api } from '../api/client.js';
import type { TypicalCase, TypicalCheck, TypicalTrace } from '../api/types.js';

export const FIELDS = ['title', 'happened', 'dealt'] as const;
export type Field = (typeof FIELDS)[number];
/** Whether two states of a case say the same to the public. */
export const isSameText = (a: TypicalCase, b: TypicalCase): boolean => FIELDS.every((field) => a[field] === b[field]);
/** A trace with the field it stands in. */
export interface Placed extends TypicalTrace {
  field: Field;
}
type Decision = Pick<TypicalTrace, 'kind' | 'text' | 'n'> & { field: Field };

const CHECK_MS = 350;

/** A text that is being written, with what the server finds in it and what has been decided. Nothing is lost while it is looked through. */
export function useEditing(first: TypicalCase) {
  const texts = reactive<Record<Field, string>>({ title: '', happened: '', dealt: '' });
  const traces = ref<TypicalCheck['traces']>({ title: [], happened: [], dealt: [] });
  const confirmed = ref<Decision[]>([]);
  const consentNote = ref('');
  const unresolved = ref(0);
  const checking = ref(false);
  let saved = '';

  const body = () => ({ ...texts, confirmed: confirmed.value });
  const state = (): string => JSON.stringify([body(), consentNote.value]);
  const dirty = computed(() => state() !== saved);

  const show = (one: TypicalCase): void => {
    FIELDS.forEach((field) => (texts[field] = one[field]));
    traces.value = one.traces;
    unresolved.value = one.unresolved;
    consentNote.value = one.consentNote ?? '';
    confirmed.value = FIELDS.flatMap((field) =>
      one.traces[field].filter((trace) => trace.confirmed).map(({ kind, text, n }) => ({ field, kind, text, n })),
    );
    saved = state();
  };
  show(first);

  let asked = 0;
  const check = async (): Promise<void> => {
    const mine = ++asked;
    checking.value = true;
    try {
      const found = await api.post<TypicalCheck>(`/typical-cases/${first.id}/check`, body());
      if (mine !== asked) return;
      traces.value = found.traces;
      unresolved.value = found.unresolved;
    } catch {
      // the server looks again before anything is saved or proposed
    } finally {
      if (mine === asked) checking.value = false;
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([texts, confirmed], () => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), CHECK_MS);
  });

  const all = computed<Placed[]>(() => FIELDS.flatMap((field) => traces.value[field].map((trace) => ({ ...trace, field }))));

  /** Puts other words in its place; what was decided on later equal ones moves up with them. */
  const replace = ({ field, kind, text, from, to, n }: Placed, by: string): void => {
    if (texts[field].slice(from, to) !== text) return void check();
    texts[field] = texts[field].slice(0, from) + by + texts[field].slice(to);
    confirmed.value = confirmed.value.map((one) =>
      one.field === field && one.kind === kind && one.text === text && one.n > n ? { ...one, n: one.n - 1 } : one,
    );
  };
  const keep = ({ field, kind, text, n }: Placed): void => {
    confirmed.value = [...confirmed.value, { field, kind, text, n }];
    const trace = traces.value[field].find((one) => one.kind === kind && one.text === text && one.n === n);
    if (trace) trace.confirmed = true;
  };
  const undo = ({ field, kind, text, n }: Placed): void => {
    confirmed.value = confirmed.value.filter((one) => !(one.field === field && one.kind === kind && one.text === text && one.n === n));
  };
  return { texts, traces, all, unresolved, checking, consentNote, dirty, body, show, replace, keep, undo };
}
