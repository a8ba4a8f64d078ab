import type { zh } from './zh-CN/index.js';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
/** English has the type of the Chinese, so nothing can be missing. */
export type Words = typeof zh;

/** The words of each language are a file of their own: a reader's machine fetches the language he reads. */
const LANGUAGES: Readonly<Record<Locale, () => Promise<Words>>> = {
  'zh-CN': async () => (await import('./zh-CN/index.js')).zh,
  en: async () => (await import('./en/index.js')).en,
};

export const wordsIn = (language: Locale): Promise<Words> => LANGUAGES[language]();
