import { computed, ref, watch } from 'vue';
import { en } from './en/index.js';
import { zh } from './zh-CN/index.js';

export type Locale = 'zh-CN' | 'en';

const KEY = 'language';
const stored = localStorage.getItem(KEY);

export const locale = ref<Locale>(stored === 'en' ? 'en' : 'zh-CN');

watch(
  locale,
  (value) => {
    localStorage.setItem(KEY, value);
    document.documentElement.lang = value;
  },
  { immediate: true },
);

/** Every word the console shows. Functions carry the numbers; English has the type of the Chinese, so nothing can be missing. */
export const w = computed<typeof zh>(() => (locale.value === 'en' ? en : zh));

/** A word for a code of the API, or the code itself where the server knows more words than we do. */
export const wordOf = (table: Record<string, string>, code: string | undefined | null): string => (code ? (table[code] ?? code) : '');
