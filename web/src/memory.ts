/** What is remembered in a browser. Storage may be forbidden (private windows, embedded browsers): then it lasts as long as the page. */
function door(open: () => Storage) {
  const here = new Map<string, string>();
  const tried = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(open());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key: string): string | null => here.get(key) ?? tried((storage) => storage.getItem(key)) ?? null,
    /** Null forgets it. Gives whether it outlasts the page. */
    set(key: string, value: string | null): boolean {
      here.delete(key);
      const isKept = tried((storage) => {
        if (value === null) storage.removeItem(key);
        else storage.setItem(key, value);
        return true;
      });
      if (!isKept && value !== null) here.set(key, value);
      return isKept ?? false;
    },
    keys: (): string[] => [...here.keys(), ...(tried((storage) => Object.keys(storage)) ?? [])],
  };
}

/** Of this machine, for all its windows. */
export const memory = door(() => window.localStorage);
/** Of this window, until it is closed. */
export const windowMemory = door(() => window.sessionStorage);
