import { ref, watch } from 'vue';

/** How this reader likes the screen; kept on this machine only. */
export type Theme = 'system' | 'light' | 'dark';

const root = document.documentElement;

const kept = <T extends string>(key: string, allowed: readonly T[], usual: T) => {
  const stored = localStorage.getItem(key) as T | null;
  const value = ref<T>(stored && allowed.includes(stored) ? stored : usual);
  watch(value, (next) => localStorage.setItem(key, String(next)));
  return value;
};

export const theme = kept<Theme>('theme', ['system', 'light', 'dark'], 'system');
export const typeSize = kept<'normal' | 'large'>('type', ['normal', 'large'], 'normal');
/** Narrow screens start with a slim rail, so that list and case have the room. */
export const rail = kept<'wide' | 'slim'>('rail', ['wide', 'slim'], window.innerWidth >= 1600 ? 'wide' : 'slim');

const machineDark = window.matchMedia('(prefers-color-scheme: dark)');
export const isDark = ref(false);

const applyTheme = (): void => {
  isDark.value = theme.value === 'dark' || (theme.value === 'system' && machineDark.matches);
  root.dataset['theme'] = isDark.value ? 'dark' : 'light';
};
watch(theme, applyTheme, { immediate: true });
machineDark.addEventListener('change', applyTheme);

watch(typeSize, (size) => (root.dataset['type'] = size), { immediate: true });
