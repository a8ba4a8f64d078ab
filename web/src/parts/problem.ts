import { Problem } from '../api/client.js';
import { w, wordOf } from '../words/index.js';

/** Without an answer, or answered otherwise than before: what is known of it. */
const UNSURE = { 'network.unsure': 'unsure', 'network.unsure-keyed': 'unsureKeyed', 'idempotency.mismatch': 'mismatch' } as const;

/** What went wrong, in a sentence: what happened, what was kept, what to do. */
export function problemText(error: unknown): string {
  const words = w.value.frame.problems;
  if (!(error instanceof Problem)) return words.server;
  if (error.code in UNSURE) return w.value.offline[UNSURE[error.code as keyof typeof UNSURE]];
  const weak = error.code === 'password.too-weak' ? w.value.accounts.password.weak[String(error.facts['why'])] : undefined;
  if (weak) return weak;
  const own = words.codes[error.code] ?? w.value.refusals.codes[error.code];
  if (own) return own;
  if (error.status === 0) return words.network;
  if (error.status === 403) return words.forbidden;
  if (error.status === 404) return words.missing;
  if (error.status === 422 || error.status === 400) return words.invalid;
  if (error.status === 429) return words.busy;
  return error.status >= 500 ? words.server : words.other(error.code);
}

/** The sentence beside a field the server refused. */
export const fieldText = (code: string): string => w.value.frame.fieldProblems[code] ?? wordOf(w.value.refusals.fields, code);
