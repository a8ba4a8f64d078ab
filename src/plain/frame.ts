import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { html, type Html } from '../platform/http/html.js';
import { configJson } from '../platform/settings.js';
import en from './words.en.js';
import zh, { type Said } from './words.zh-CN.js';

export type Language = 'zh-CN' | 'en';
const WORDS: Readonly<Record<Language, Said>> = { 'zh-CN': zh, en };

interface Office {
  name: string;
  nameEn: string;
  address: string;
  addressEn: string;
  phone: string;
}
interface City {
  city: string;
  hotline: string;
  name: string;
  nameEn: string;
  office: Office;
  regions: { code: string; name: string }[];
}
export const CITY = configJson<City>('city.json');

/** The language a page speaks and what it says: Chinese unless English was asked for. */
export interface Voice {
  language: Language;
  said: Said;
  /** The name of something in the page's language. */
  named: (one: { name: string; nameEn: string }) => string;
}

export function voiceOf(asked: unknown): Voice {
  const language: Language = asked === 'en' ? 'en' : 'zh-CN';
  return { language, said: WORDS[language], named: ({ name, nameEn }) => (language === 'en' && nameEn ? nameEn : name) };
}

/** The stylesheets of the built public page: the plain pages look like it and bring none of their own. */
function stylesheets(): Html[] {
  try {
    const built = readFileSync(resolve('web/dist/index.html'), 'utf8');
    return [...built.matchAll(/<link rel="stylesheet"[^>]*href="([^"]+)"/g)].map(
      ([, href]) => html`<link rel="stylesheet" href="${href}" />`,
    );
  } catch {
    return []; // no pages are built: the plain ones work unadorned
  }
}
let sheets: Html[] | undefined;

/** A page of the public site without a script: head, the telephone number in sight, what was asked for, the office. */
export function framed({ language, said, named }: Voice, page: { title: string; path: string; body: Html; demo: boolean }): string {
  const { hotline, office } = CITY;
  const brand = language === 'en' ? CITY.nameEn : CITY.city + CITY.name;
  const address = language === 'en' ? office.addressEn : office.address;
  const otherLanguage = language === 'en' ? 'zh-CN' : 'en';
  const link = (path: string) => `/plain/${path}?lang=${language}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>${page.title} · ${brand} ${hotline}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        ${(sheets ??= stylesheets())}
      </head>
      <body>
        <div id="app">
          <header class="top">
            <div class="column">
              <a href="/" class="brand">${brand}</a>
              <a class="call" href="tel:${hotline}"><span class="tabular">${hotline}</span></a>
            </div>
          </header>
          <nav class="pages">
            <div class="column">
              <a href="${link('file')}">${said.file.title}</a>
              <a href="${link('track')}">${said.track.title}</a>
              <a href="/plain/${page.path}?lang=${otherLanguage}" lang="${otherLanguage}">${said.plain.other}</a>
            </div>
          </nav>
          ${page.demo && html`<p class="demo"><span class="column">${said.plain.demo}</span></p>`}
          <main id="main" class="column">
            <h1>${page.title}</h1>
            ${page.body}
          </main>
          <footer class="foot">
            <div class="column">
              <p><strong>${named(office)}</strong></p>
              <p>${address}</p>
              <p><a href="tel:${office.phone}">${office.phone}</a></p>
            </div>
          </footer>
        </div>
      </body>
    </html> `.text;
}
