/**
 * Comes before everything else and asks at once for what the first page needs: who reads, the words, the page itself and what every page
 * shows. It is small and hands nothing on: whoever needs any of this asks for it again and finds it here or on its way.
 */
import type { RouteRecordRaw } from 'vue-router';
import { askAhead } from '../api/ahead.js';
import { memory } from '../memory.js';
import { type Locale, LOCALES, wordsIn } from '../words/languages.js';
import { ROUTES } from './routes.js';

/** Where nobody has signed in these would be refused. */
const OF_READERS = ['/account/preferences', '/public/categories', '/public/departments'];

const languageHere = (): Locale => LOCALES.find((one) => one === memory.get('language')) ?? 'zh-CN';

const partsOf = (path: string): string[] => path.split('/').filter(Boolean);

/** Loads the pages that stand at an address, from the outermost in; `rest` are its parts that are not spoken for. */
function load(routes: readonly RouteRecordRaw[], rest: readonly string[]): void {
  const found = routes.find(({ path, children }) => {
    const own = partsOf(path);
    const isLong = children ? own.length <= rest.length : own.length === rest.length;
    return isLong && own.every((part, at) => part.startsWith(':') || part === rest[at]);
  });
  if (typeof found?.component === 'function') (found.component as () => Promise<unknown>)().catch(() => undefined);
  if (found?.children) load(found.children, rest.slice(partsOf(found.path).length));
}

async function begin(): Promise<void> {
  wordsIn(languageHere()).catch(() => undefined);
  const [, ...address] = partsOf(location.pathname);
  // whoever sets his first password has no session yet
  if (address[0] === 'set-password') return load(ROUTES, address);
  const { ok } = await askAhead('/session');
  if (ok) OF_READERS.forEach((path) => void askAhead(path).catch(() => undefined));
  load(ROUTES, ok ? (address.length ? address : ['home']) : ['sign-in']);
}
void begin().catch(() => undefined);
