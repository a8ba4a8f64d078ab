import { api } from '../api/client.js';
import { reader } from '../api/session.js';
import type { RuleKind } from '../api/types.js';
import { memory } from '../memory.js';
import type { Content } from './content.js';

/** Rules that are not proposed yet. The server keeps them for their writer; what it has not heard of yet is kept on this machine. */
export interface Draft {
  base: number;
  content: Content;
}
const KEY = (kind: RuleKind): string => `rules-draft:${reader.value?.username ?? ''}:${kind}`;
/** So long nobody types before the server is told. */
const PAUSE_MS = 800;
let timer: ReturnType<typeof setTimeout> | undefined;
let sending: Promise<void> = Promise.resolve();

export function unsentDraft(kind: RuleKind): Draft | undefined {
  try {
    return (JSON.parse(memory.get(KEY(kind)) ?? 'null') as Draft | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it here at once, and at the server after a pause. */
export function keepDraft(kind: RuleKind, draft: Draft): void {
  memory.set(KEY(kind), JSON.stringify(draft));
  clearTimeout(timer);
  timer = setTimeout(() => void sendDraft(kind), PAUSE_MS);
}

/** Tells the server at once what it has not heard of. Never throws: without an answer it stays here and goes with the next change. */
export function sendDraft(kind: RuleKind): Promise<void> {
  clearTimeout(timer);
  const written = memory.get(KEY(kind));
  if (written !== null) sending = sending.then(() => put(kind, written));
  return sending;
}
async function put(kind: RuleKind, written: string): Promise<void> {
  try {
    await api.put(`/rules/${kind}/draft`, JSON.parse(written));
    if (memory.get(KEY(kind)) === written) memory.set(KEY(kind), null);
  } catch {
    // it stays on this machine
  }
}

/** Forgets it here; the server forgets it by itself when it is proposed. */
export function forgetDraft(kind: RuleKind): void {
  clearTimeout(timer);
  memory.set(KEY(kind), null);
}

/** Forgets it here and at the server; throws what the server says. */
export async function dropDraft(kind: RuleKind): Promise<void> {
  forgetDraft(kind);
  await sending;
  await api.delete(`/rules/${kind}/draft`);
}
