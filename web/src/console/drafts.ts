import { watch } from 'vue';
import { reader } from '../api/session.js';
import { windowMemory } from '../memory.js';

/**
 * What somebody has begun to write and not sent: kept in this tab under the writer's name, through reloads and a session that ended. It may
 * name a complainant, so it goes when somebody else signs in at the same desk.
 */
const PREFIX = 'draft:';
const ownPrefix = (): string => `${PREFIX}${reader.value?.username ?? ''}:`;

/** What was kept under a name, or undefined; what cannot be read is as if it had not been kept. */
export function draftOf<T>(name: string): T | undefined {
  try {
    return (JSON.parse(windowMemory.get(ownPrefix() + name) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A tab that keeps nothing, or has no room left, stops nobody from writing. */
export const keepDraft = (name: string, draft: unknown): boolean => windowMemory.set(ownPrefix() + name, JSON.stringify(draft));

export const dropDraft = (name: string): boolean => windowMemory.set(ownPrefix() + name, null);

/** Whether somebody wrote anything of his own into an entry. */
export const isBegun = (draft: Record<string, unknown> = {}): boolean => Boolean(draft['title'] || draft['description'] || draft['phone']);

/** Whether an entry without a call was begun and not saved. */
export const hasBegunEntry = (): boolean => isBegun(draftOf<{ draft: Record<string, unknown> }>('register')?.draft);

watch(
  () => reader.value?.username,
  (username) => {
    if (!username) return;
    const others = windowMemory.keys().filter((key) => key.startsWith(PREFIX) && !key.startsWith(ownPrefix()));
    for (const key of others) windowMemory.set(key, null);
  },
  { immediate: true, flush: 'sync' },
);
