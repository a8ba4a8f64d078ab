import { computed, shallowRef, watch } from 'vue';
import { ask, onBack } from '../connection.js';
import { language } from '../console/preferences.js';
import { type Locale, type Words, wordsIn } from './languages.js';

/** What the screen speaks: the language chosen, once its words are here; till then, and while they cannot be fetched, the one before. */
const spoken = shallowRef<{ language: Locale; words: Words }>();

async function speak(): Promise<void> {
  const chosen = language.value;
  try {
    const words = await wordsIn(chosen);
    if (chosen === language.value) spoken.value = { language: chosen, words };
  } catch {
    // a line that is cut is tried again when it is back
    void ask();
  }
}
let speaking: Promise<void>;
watch(language, () => (speaking = speak()), { immediate: true, flush: 'sync' });
watch(spoken, (now) => now && (document.documentElement.lang = now.language), { flush: 'sync' });
onBack(() => spoken.value?.language !== language.value && void speak());

/** For a page that is to come in the language chosen: when its words are here, or cannot be had. */
export const wordsOfChoice = (): Promise<void> => speaking;
/** Nothing is shown before there are words. */
export const firstWords = new Promise<void>((here) => watch(spoken, () => here(), { once: true, flush: 'sync' }));

/** The language on the screen; what is set is chosen and kept, and follows. */
export const locale = computed<Locale>({ get: () => spoken.value?.language ?? language.value, set: (chosen) => (language.value = chosen) });

/** Every word the console shows. Functions carry the numbers. */
export const w = computed<Words>(() => spoken.value!.words);

/** A word for a code of the API, or the code itself where the server knows more words than we do. */
export const wordOf = (table: Record<string, string>, code: string | undefined | null): string => (code ? (table[code] ?? code) : '');

/** How long something lasts, e.g. of a limit: `5 个工作日`. */
export const lasting = (unit: string, amount: number): string => w.value.frame.lasts[unit]?.(amount) ?? `${amount} ${unit}`;

/** A table of words as choices, in its order. */
export const choicesIn = (table: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
