/** Drops what is not known, `null` and `undefined` alike, so that absent things are absent. */
export const known = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined)) as never;
