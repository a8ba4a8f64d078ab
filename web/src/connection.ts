import { onBeforeUnmount, ref } from 'vue';

/** Whether the server answers, one state for the console and the public side. */
export const isCut = ref(false);
/** When the last answer came before the line was cut, in milliseconds. */
export const heldAt = ref(Date.now());
/** A question whether the server is back is on its way. */
export const isAsking = ref(false);

/** One lost answer is looked into soon; a cut lasts longer. */
const SOON_MS = 1_000;
const AGAIN_MS = 5_000;
const PATIENCE_MS = 10_000;
const ADDRESS = '/api/v1/meta';
/** A gate in front of the server answers by itself when the server does not. */
const GATES = [502, 504];
const listeners = new Set<() => void>();
let last = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

export const isFromServer = (status: number): boolean => !GATES.includes(status);

/** An answer came, or a sign of life. After a cut everybody who waits for it reads anew. */
export function heard(): void {
  last = Date.now();
  if (navigator.onLine) back();
  else if (isCut.value) void ask(); // what comes to a device that knows itself offline may have been on its way before the cut
}

function back(): void {
  if (!isCut.value) return;
  clearTimeout(timer);
  isCut.value = false;
  listeners.forEach((listener) => listener());
}

/** No answer came: asked again every few seconds until one does. */
export function unheard(): void {
  const isNew = !isCut.value;
  if (isNew) heldAt.value = last;
  isCut.value = true;
  clearTimeout(timer);
  // a device that knows itself offline says by itself when it is back
  timer = setTimeout(() => (navigator.onLine ? void ask() : unheard()), isNew ? SOON_MS : AGAIN_MS);
}

/** Asks at once whether the server is there. */
export async function ask(): Promise<void> {
  if (isAsking.value) return;
  isAsking.value = true;
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const { status } = await fetch(ADDRESS, { cache: 'no-store', credentials: 'omit', signal: patience.signal });
    if (!isFromServer(status)) return unheard();
    last = Date.now();
    back();
  } catch {
    unheard();
  } finally {
    clearTimeout(late);
    isAsking.value = false;
  }
}

/** Hears once after each cut that answers come again. Returns the way to stop. */
export const onBack = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The same for a page: as long as it is there. */
export const useBack = (listener: () => void): void => {
  onBeforeUnmount(onBack(listener));
};

window.addEventListener('offline', unheard);
window.addEventListener('online', () => void ask());
if (!navigator.onLine) unheard();
