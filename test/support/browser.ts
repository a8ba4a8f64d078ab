/** A real browser for stories people look at: Debian's Chromium, driven without downloads. */
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Client } from './client.js';
import { chromiumPath } from './skip.js';

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Window {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught exceptions, failed requests and refused content, in the order they came. */
  readonly complaints: string[];
}

/** One browser per test file; each window has its own cookies. Further switches: a microphone, a camera. */
export async function openBrowser(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: [...SWITCHES, ...further] });
}

/** Sizes people really use, in CSS pixels. */
export const SCREENS = {
  desk: { viewport: { width: 1440, height: 900 } },
  laptop: { viewport: { width: 1280, height: 720 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;

/** Runs inside the page: this machine's readers have seen the tour of the console, which would lie over everything else. */
const TOURED = "localStorage.setItem('tour:*', '1000')";

/**
 * A window in the city's language and time zone; with a client it carries that client's session. Its readers have been shown around
 * already, unless `isNew` says that they come the first time.
 */
export async function openWindow(
  browser: Browser,
  url: string,
  { isNew = false, ...options }: BrowserContextOptions & { isNew?: boolean } = {},
  session?: Client,
): Promise<Window> {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...SCREENS.desk, ...options });
  if (session) {
    const pairs = session.cookie.split('; ').filter(Boolean);
    await context.addCookies(pairs.map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.slice(pair.indexOf('=') + 1), url })));
  }
  if (!isNew) await context.addInitScript({ content: TOURED });
  const page = await context.newPage();
  return { page, complaints: await listenForComplaints(page) };
}

async function listenForComplaints(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Leaving a page ends its requests; that is no fault of the page.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request: ${request.method()} ${request.url()} ${reason}`);
  });
  await page.exposeFunction('storyHearsRefusal', (words: string) => complaints.push(`content policy: ${words}`));
  await page.addInitScript({ content: ON_REFUSAL });
  return complaints;
}

/** Runs inside the page: what the content policy refuses is told even where the console says nothing. */
const ON_REFUSAL = `addEventListener('securitypolicyviolation', (event) =>
  storyHearsRefusal(event.effectiveDirective + ' ' + (event.blockedURI || event.sample)))`;

/** Runs inside the page: what moves stands where it was going, as in a picture. */
const COME_TO_REST = `document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
  .forEach((one) => one.finish())`;

/**
 * What moves on the page comes to rest. With `SHOTS=1` a picture of the whole page is kept in `test/.shots`, and with `PICTURES=1` for the
 * documents in `docs/pictures`: a run that nobody looks at spares the minutes they take.
 */
export async function shot(page: Page, name: string, { full = true } = {}): Promise<void> {
  const { PICTURES, SHOTS } = process.env;
  if (PICTURES !== '1' && SHOTS !== '1') {
    await page.evaluate(COME_TO_REST);
    return;
  }
  const path = resolve(PICTURES === '1' ? 'docs/pictures' : 'test/.shots', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: full, animations: 'disabled' });
}
