import { computed, ref, watch, type WritableComputedRef } from 'vue';
import type { ColumnsAway } from '../../../src/domain/preferences.js';
import type { Locale } from '../words/languages.js';
import { memory } from '../memory.js';
import { keep, valueOf } from './kept.js';

/** How this reader likes the console, the same at every desk; what cannot be read yet is as usual. */
export type Theme = 'system' | 'light' | 'dark';

const root = document.documentElement;

const kept = <T>(name: string, usual: T): WritableComputedRef<T> =>
  computed({ get: () => (valueOf(name) as T | undefined) ?? usual, set: (value) => keep(name, value) });

export const theme = kept<Theme>('theme', 'system');
export const typeSize = kept<'normal' | 'large'>('type', 'normal');
/** The language chosen; what the screen speaks is `locale` of the words. */
export const language = kept<Locale>('language', 'zh-CN');
/** Narrow screens start with a slim rail, so that list and case have the room. */
export const rail = kept<'wide' | 'slim'>('rail', window.innerWidth >= 1600 ? 'wide' : 'slim');
/** The keys of the desk that are not as usual, by command; null is all as usual. */
export const ownKeys = kept<Readonly<Record<string, string>> | null>('keys', null);

/** The newest tour this reader has seen. `tour:*` speaks for everybody on a machine where nobody wants it: a training room, a browser story. */
const tour = kept<number>('tour', 0);
export const tourSeen = computed({
  get: () => Math.max(tour.value, Number(memory.get('tour:*') ?? 0)),
  set: (version) => (tour.value = version),
});

/** The columns put away in the list of a page, or of one view of it. */
const columnsName = (page: string, view: string): string => ['columns', page, view].filter(Boolean).join('.');
export const columnsAway = (page: string, view: string): ColumnsAway | null =>
  (valueOf(columnsName(page, view)) as ColumnsAway | undefined) ?? null;
export const keepColumnsAway = (page: string, view: string, away: ColumnsAway | null): void => keep(columnsName(page, view), away);

const machineDark = window.matchMedia('(prefers-color-scheme: dark)');
export const isDark = ref(false);

const applyTheme = (): void => {
  isDark.value = theme.value === 'dark' || (theme.value === 'system' && machineDark.matches);
  root.dataset['theme'] = isDark.value ? 'dark' : 'light';
};
watch(theme, applyTheme, { immediate: true });
machineDark.addEventListener('change', applyTheme);

watch(typeSize, (size) => (root.dataset['type'] = size), { immediate: true });
