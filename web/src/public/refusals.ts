import { Refusal } from './api';
import { words } from './look';

/** A failed request in words: what happened, what was kept, what to do. */
export function explain(error: unknown): string {
  const w = words.value.errors;
  if (!(error instanceof Refusal)) return w.other;
  if (error.status === 0) return error.code === 'unsure' ? words.value.site.cut.unsure : w.offline;
  if (error.status === 404) return w.notFound;
  if (error.status === 409) return w.notOpen;
  if (error.status === 429) return w.busy;
  return error.status >= 500 ? w.server : w.other;
}
