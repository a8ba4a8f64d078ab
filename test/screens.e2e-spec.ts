/** Every desk as its people find it: signed in by hand, each page in both languages, on a desk and on a phone, nothing broken or untold. */
import type { Page } from 'playwright-core';
import { BEHIND, openBehind, prepareBehind } from './support/behind-a-click.js';
import { SCREENS, shot } from './support/browser.js';
import { Gallery } from './support/gallery.js';
import { barriers, describePages, FIRST_QUESTION, tooWide } from './support/pages.js';
import { Receiver } from './support/receiver.js';

const SERVICE = ['enterprises', 'projects', 'visits', 'questionnaires'];
/** Who finds which pages in the rail, in its order; the first case of the list is opened, too. */
const DESKS: Record<string, string[]> = {
  operator1: ['home', 'register', 'cases', 'calls', 'tasks', 'knowledge', 'enterprises', 'projects', 'behaviours', 'fees', 'recusals'],
  dispatcher1: ['home', 'cases', 'overview', 'knowledge', 'exports', ...SERVICE, 'behaviours', 'fees', 'recusals'],
  reviewer1: ['home', 'cases', 'calls', 'tasks', 'overview', 'knowledge', 'exports', ...SERVICE, 'behaviours', 'fees', 'recusals'],
  supervisor1: [
    ...['home', 'cases', 'supervision', 'calls', 'tasks', 'floor', 'overview', 'assessment', 'knowledge', 'settings'],
    ...['departments', 'notices', 'screen', 'wall', 'reports', 'typical-cases', 'exports', ...SERVICE, 'watchers'],
    ...['behaviours', 'fees', 'recusals', 'rules'],
  ],
  inspector1: ['home', 'cases', 'supervision', 'overview', 'investigations', 'reports', 'typical-cases', 'exports', 'behaviours', 'fees'],
  commissioner1: [
    ...['home', 'cases', 'supervision', 'overview', 'investigations', 'assessment', 'departments', 'accounts', 'screen', 'wall'],
    ...['reports', 'typical-cases', 'exports', ...SERVICE, 'watchers', 'behaviours', 'fees', 'rules'],
  ],
  admin1: ['home', 'settings', 'departments', 'accounts', 'imports', 'notices', 'webhooks', 'health', 'rules'],
  auditor1: ['home', 'audit', 'webhooks', 'behaviours', 'fees', 'rules'],
  'market.handler1': ['home', 'cases', 'duties', 'assessment', 'knowledge', ...SERVICE, 'behaviours', 'fees', 'recusals'],
  'market.leader': [
    ...['home', 'cases', 'duties', 'overview', 'assessment', 'knowledge', 'exports', ...SERVICE],
    ...['behaviours', 'fees', 'recusals'],
  ],
};
/** Pages for a wall: without a rail, so the way on is the way back. */
const WALLS = ['screen', 'wall'];
/** What stands on a page when it has been read. */
const READ: Record<string, string> = {
  home: 'section.home section.panel',
  register: 'form textarea',
  cases: '.line',
  calls: 'section.calls tbody td, section.calls .state h2',
  tasks: 'section.tasks li, section.tasks .state h2',
  floor: 'section.floor .halves',
  supervision: 'section.office tbody td',
  duties: 'section.office tbody td, section.office .empty',
  wall: '.wall .tile',
  screen: 'main',
  overview: '.tiles.heads',
  knowledge: 'main article',
  settings: 'tbody td',
  departments: 'section.listing tbody td',
  health: 'section.machine tbody td',
  rules: 'section.rules tbody td',
  recusals: 'section.listing .empty, section.listing tbody td',
  audit: 'tbody td',
  reports: 'article.report',
  'typical-cases': 'section.listing tbody td',
  exports: 'section.listing tbody td, section.listing .empty',
  accounts: 'section.listing tbody td',
  imports: 'section.listing .empty, section.listing tbody td',
  webhooks: 'section.listing .empty, section.listing tbody td',
  notices: 'section.listing .empty, section.listing tbody td',
  enterprises: 'section.listing tbody td',
  projects: 'section.listing tbody td',
  visits: 'section.listing tbody td',
  questionnaires: 'section.listing tbody td',
  watchers: 'section.listing tbody td',
};
const LANGUAGES = ['zh-CN', 'en'] as const;
type Language = (typeof LANGUAGES)[number];
const WAIT = 15_000;

/**
 * Runs inside the page. Words that are none: keys and codes of the API (`case.viewed`, `pending_sign`) outside what is marked as not
 * to be translated; in English, too, the screen's own words (heads, labels, buttons) in Chinese, which names and cases may be in.
 */
const UNTOLD = `(() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const own = 'nav a, thead th, label, dt, legend, .el-button, main > h1';
  const found = [];
  while (words.nextNode()) {
    const text = words.currentNode.textContent.trim();
    const around = words.currentNode.parentElement;
    if (!text || around.closest('script, style, [translate=no], [aria-hidden=true]')) continue;
    if (/^[a-z][a-z0-9]*([.:_-][a-zA-Z0-9]+)+$/.test(text) || /(^|[\\s：:，、])[a-z]+([._][a-z]+)+($|[\\s，、])/.test(text)) found.push(text);
    if (/undefined|NaN|\\[object/.test(text)) found.push(text);
    if (document.documentElement.lang === 'en' && around.closest(own) && /[\\u4e00-\\u9fff]/.test(text) && text !== '中文') found.push(text);
  }
  return found;
})()`;

/** Lists of choices that are shut fade while they are being read. */
const UNREAD = ['.el-popper[aria-hidden=true]'];
const nothing = () => Promise.resolve();

const gallery = new Gallery();

/** Looks at the page at both sizes; takes the picture of the desk in Chinese and of the phone in English. */
async function look(page: Page, language: Language, name: string, inSight = nothing): Promise<string[]> {
  if (language === 'zh-CN') await shot(page, `screens-1440-${name}`, { full: false });
  const untold = await page.evaluate<string[]>(UNTOLD);
  const here = language === 'zh-CN' ? await barriers(page, UNREAD) : [];
  await page.setViewportSize(SCREENS.phone.viewport);
  const wide = await tooWide(page);
  if (language === 'en') await shot(page, `screens-390-en-${name}`, { full: false });
  const narrow = language === 'en' ? await barriers(page, UNREAD) : [];
  await page.setViewportSize(SCREENS.desk.viewport);
  const [, owner = 'everybody', screen = ''] = /^([a-z0-9.]+)-(.+)$/.exec(name) ?? [];
  await inSight();
  await gallery.take(page, owner === 'public' ? name : screen, owner, language, inSight);
  const found = [...untold, ...wide, ...here, ...(language === 'en' ? narrow : [])];
  return found.map((what) => `${name} (${language}): ${what}`);
}

async function signIn(page: Page, username: string, language: Language): Promise<void> {
  await page.goto('/console/');
  if (language === 'en') await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.locator('#username').fill(username);
  await page.locator('#password').fill('demo-12345');
  await page.locator('form button[type=submit]').click();
  await page.locator('nav a.place').first().waitFor({ timeout: WAIT });
}

/** Walks the rail from page to page and opens the first case of the list. */
async function walk(page: Page, username: string, language: Language): Promise<string[]> {
  const places = DESKS[username] ?? [];
  const links = page.locator('nav a.place');
  const rail = await links.evaluateAll((all) => all.map((link) => (link as unknown as { pathname: string }).pathname.split('/').at(-1)));
  expect(rail).toEqual(places);
  const faults: string[] = [];
  const titles = new Set<string>();
  const entitled = async (): Promise<void> => {
    const title = await page.title();
    if (titles.has(title)) faults.push(`${page.url()}: the window is called ${title} like another`);
    titles.add(title);
  };
  for (const [index, place] of places.entries()) {
    await links.nth(index).click();
    await page.waitForURL((url) => url.pathname.startsWith(`/console/${place}`), { timeout: WAIT });
    await page
      .locator(READ[place] ?? 'h1')
      .first()
      .waitFor({ timeout: WAIT });
    faults.push(...(await look(page, language, `${username}-${place}`)));
    await entitled();
    if (WALLS.includes(place)) {
      await page.goBack();
      await links.first().waitFor({ timeout: WAIT });
    }
    if (place !== 'cases') continue;
    await page.locator('.line').first().click();
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    faults.push(...(await look(page, language, `${username}-case`)));
    await entitled();
  }
  return faults;
}

let receiver: Receiver;
const env = async () => {
  receiver = await Receiver.open();
  return { WEBHOOK_HOSTS: receiver.host };
};

describePages('The screens', { on: 'city', env, expected: [FIRST_QUESTION] }, (pages) => {
  afterAll(async () => {
    await gallery.write();
    await receiver?.close();
  });

  for (const username of Object.keys(DESKS)) {
    it(`${username} signs in and finds every page told in both languages and fit for a phone`, async () => {
      for (const language of LANGUAGES) {
        const page = await pages.window();
        await signIn(page, username, language);
        expect(await walk(page, username, language)).toEqual([]);
      }
    }, 600_000);
  }

  it('a citizen finds the public pages told in both languages and fit for a phone', async () => {
    for (const language of LANGUAGES) {
      const page = await pages.open('/');
      if (language === 'en') await page.getByText('English', { exact: true }).click();
      const faults: string[] = [];
      for (const path of ['/', '/file', '/track', '/survey', '/figures', '/cases', '/fees', '/cards', '/watch', '/questionnaire']) {
        await page.goto(path, { waitUntil: 'networkidle' });
        faults.push(...(await look(page, language, `public-${path.slice(1) || 'home'}`)));
      }
      expect(faults).toEqual([]);
    }
  }, 600_000);

  it('what stands behind a click is told in both languages and fit for a phone, too', async () => {
    await prepareBehind(pages, receiver);
    for (const language of LANGUAGES) {
      const faults: string[] = [];
      for (const [screen, behind] of Object.entries(BEHIND)) {
        const page = await pages.window({ as: behind.by, language });
        const inSight = await openBehind(page, behind);
        faults.push(...(await look(page, language, `${behind.by}-${screen}`, inSight)));
        await page.context().close();
      }
      expect(faults).toEqual([]);
    }
  }, 600_000);

  it('a mistyped address leads to the site’s own page, an unknown one of the API to its refusal', async () => {
    pages.forgive(/404 .*\/no\/such\/page/);
    const page = await pages.window();
    const answer = await page.goto('/no/such/page');
    expect(answer?.status()).toBe(404);
    await page.getByRole('heading', { level: 1 }).waitFor({ timeout: WAIT });
    expect(await tooWide(page)).toEqual([]);
    await shot(page, 'screens-1440-public-missing', { full: false });
    const refusal = await fetch(`${pages.app.url}/api/v1/no-such-path`, { headers: { accept: 'text/html' } });
    expect([refusal.status, refusal.headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')]);
  });
});
