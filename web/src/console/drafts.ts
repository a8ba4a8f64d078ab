import { watch } from 'vue';
import { reader } from '../api/session.js';

/**
 * What somebody has begun to write and not sent: kept in this tab under the writer's name, through reloads and a session that ended. It may
 * name a complainant, so it goes when somebody else signs in at the same desk.
 */
const PREFIX = 'draft:';
const ownPrefix = (): string => `${PREFIX}${reader.value?.username ?? ''}:`;

/** What was kept under a name, or undefined; what cannot be read is as if it had not been kept. */
export function draftOf<T>(name: string): T | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(ownPrefix() + name) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A tab that keeps nothing, or has no room left, stops nobody from writing. */
export function keepDraft(name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(ownPrefix() + name, JSON.stringify(draft));
  } catch {
    // it stands on the screen
  }
}

export const dropDraft = (name: string): void => sessionStorage.removeItem(ownPrefix() + name);

watch(
  () => reader.value?.username,
  (username) => {
    if (!username) return;
    const others = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && !key.startsWith(ownPrefix()));
    for (const key of others) sessionStorage.removeItem(key);
  },
  { immediate: true, flush: 'sync' },
);
