import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { wasAborted } from '../api/client.js';
import { onBack } from '../connection.js';

interface Following<P> {
  /** Asks for the page, unless `signal` says that another is asked for by now. */
  ask: (signal: AbortSignal) => Promise<P>;
  /** Read anew when this changes. */
  query: Ref<unknown>;
  /** Hears nudges that something changed, and gives the way to stop. */
  hear: (nudge: () => void) => () => void;
  /** Nudges within this time are one. */
  settleMs: number;
  /** A page that a nudge brought, and the one before. */
  came?: (next: P, before: P) => void;
}

/**
 * A page of a list that follows what happens: a nudge, or answers after a cut, read it anew without a sign of loading, and a failure then changes
 * nothing. A failure under another query takes the page away: it would pass for the answer.
 */
export function useLivePage<P>({ ask, query, hear, settleMs, came }: Following<P>) {
  const page = ref(null) as Ref<P | null>;
  const failure = ref<unknown>(null);
  const loading = ref(true);
  let abort: AbortController | undefined;
  let answered = '';

  const load = async (quietly = false): Promise<void> => {
    abort?.abort();
    const mine = (abort = new AbortController());
    const asked = JSON.stringify(query.value);
    if (!quietly) loading.value = true;
    try {
      const answer = await ask(mine.signal);
      if (quietly && page.value) came?.(answer, page.value);
      [page.value, answered] = [answer, asked];
      failure.value = null;
    } catch (error) {
      if (wasAborted(error)) return;
      if (asked !== answered) page.value = null;
      if (!quietly || !page.value) failure.value = error;
    }
    if (abort === mine) loading.value = false;
  };

  const hearAll = (nudge: () => void): (() => void) => {
    const stops = [hear(nudge), onBack(nudge)];
    return () => stops.forEach((one) => one());
  };
  const stop = useSettled(hearAll, settleMs, () => void load(true));
  onBeforeUnmount(() => {
    stop();
    abort?.abort();
  });
  watch(query, (next, before) => JSON.stringify(next) !== JSON.stringify(before) && void load());
  void load();
  return { page, failure, loading, load };
}

/** Does something a moment after the first of several nudges. Gives the way to stop. */
export function useSettled(hear: (nudge: () => void) => () => void, settleMs: number, then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = hear(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      then();
    }, settleMs);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
