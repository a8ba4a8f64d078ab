import { computed, ref } from 'vue';
import { api } from '../api/client.js';
import type { Choice } from '../api/catalogue.js';
import type { ScoringInForce } from '../api/types.js';
import { locale } from '../words/index.js';

/** The measures the rules of scoring know, with their names. */
const known = ref<ScoringInForce['measures']>([]);
let asked: Promise<unknown> | undefined;
const load = (): void => {
  asked ??= api.get<ScoringInForce>('/assessment/rules').then(
    ({ measures }) => (known.value = measures),
    () => (asked = undefined),
  );
};

export const measureChoices = computed<Choice[]>(() => {
  load();
  return known.value.map(({ code, name, nameEn }) => ({ value: code, label: locale.value === 'en' ? nameEn : name }));
});
export const measureName = (code: string): string => measureChoices.value.find(({ value }) => value === code)?.label ?? code;
