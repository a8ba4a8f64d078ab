import { onBeforeUnmount } from 'vue';
import { api } from '../api/client.js';
import { hasRole } from '../api/session.js';
import { onEvent, onOffice } from '../live.js';

const SETTLE_MS = 500;
/** Events of cases that come of the office's papers. */
const OF_OFFICE = /^(card|explanation|case\.(supervised|urged|false-closing-found))/;

/** Reads anew when papers of the office change, a moment after the last of them. */
export function followOffice(read: () => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), SETTLE_MS);
  };
  const stops = [onOffice(soon), onEvent(({ type }) => OF_OFFICE.test(type) && soon())];
  onBeforeUnmount(() => {
    stops.forEach((stop) => stop());
    clearTimeout(timer);
  });
}

/** Whether the reader works in the office, or in a department that its papers are addressed to. */
export const isOffice = (): boolean => hasRole('supervisor', 'commissioner', 'inspector');

/** The page of an order, where this reader's papers are. */
export const orderPlace = (number: string) => ({ name: isOffice() ? 'supervision-order' : 'duty-order', params: { number } });

/** Does a step of a paper at the version that is shown. */
export const stepOf = <T>(path: string, action: string, version: number, body: object = {}): Promise<T> =>
  api.post<T>(`${path}/actions/${action}`, { ...body, version });

/** The end of duty of a day, as limits of the office are set. */
export const endOf = (day: unknown): string => `${String(day)}T17:30:00+08:00`;
