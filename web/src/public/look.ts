import { computed, ref, shallowRef, watchEffect } from 'vue';
import { memory } from '../memory';
import zh, { type PublicWords } from '../words/public.zh-CN';

/** The reader's own choices: language, size of type, theme. Remembered on the device, applied to the root element. */

export type Language = 'zh-CN' | 'en';
export type Size = 'standard' | 'large' | 'largest';
export type Theme = 'light' | 'dark';

const remembered = <T extends string>(key: string, allowed: readonly T[]) => allowed.find((value) => value === memory.get(key));

const machineIsDark = window.matchMedia?.('(prefers-color-scheme: dark)');
const machineDark = ref(machineIsDark?.matches ?? false);
// Safari 13 knows no addEventListener here; the theme then follows at the next visit.
machineIsDark?.addEventListener?.('change', (event) => (machineDark.value = event.matches));

export const language = ref<Language>(remembered('language', ['zh-CN', 'en']) ?? 'zh-CN');
export const size = ref<Size>(remembered('size', ['standard', 'large', 'largest']) ?? 'standard');
const chosenTheme = ref<Theme | undefined>(remembered('theme', ['light', 'dark']));
export const theme = computed<Theme>(() => chosenTheme.value ?? (machineDark.value ? 'dark' : 'light'));

/** The words of the current language; English comes in its own file when first asked for. */
export const words = shallowRef<PublicWords>(zh);

export function chooseSize(next: Size): void {
  size.value = next;
  memory.set('size', next);
}

export function turnTheme(): void {
  chosenTheme.value = theme.value === 'dark' ? 'light' : 'dark';
  memory.set('theme', chosenTheme.value);
}

/** The choice is remembered at once: whoever goes on to another page before the words are here still finds them there. */
export async function speak(next: Language): Promise<void> {
  memory.set('language', next);
  words.value = next === 'en' ? (await import('../words/public.en')).default : zh;
  language.value = next;
}

/** The name in the reader's language, where the server has one. */
export const named = (thing: { name: string; nameEn?: string }): string => (language.value === 'en' && thing.nameEn) || thing.name;

watchEffect(() => {
  const root = document.documentElement;
  root.lang = language.value;
  root.dataset.size = size.value;
  if (chosenTheme.value) root.dataset.theme = chosenTheme.value;
});
