/** Screens as people find them: one way to set a story up, to open a page as somebody, to look at it, and to hear what it complains of. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type App, type Environment, startApp } from './app.js';
import { openBrowser, openWindow, shot, type Window } from './browser.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { Desks } from './desks.js';
import { describeWithBrowser } from './skip.js';
import { freshTown, MONDAY, type Town } from './town.js';

/** The small one: every page that is looked at has to read it first. */
const AXE = readFileSync(resolve('node_modules/axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Runs inside the page: what is wider than the screen, the page itself or the part of it that scrolls. */
const TOO_WIDE = `[document.scrollingElement, document.querySelector('main')]
  .filter((part) => part && part.scrollWidth > part.clientWidth)
  .map((part) => part.tagName + ' ' + part.scrollWidth + ' > ' + part.clientWidth)`;

/** The first page asks whose the cookie is before anybody has signed in; the browser notes the refusal. */
export const FIRST_QUESTION = /401 \(Unauthorized\).*\/api\/v1\/session\)/;
/** Without the demo there is no simulated exchange that would carry a call. */
export const NO_EXCHANGE = /\/simulator\/phones/;

export interface Setting {
  /** A town without cases on a Monday morning, the demo city with its two years of them, or a city on its first day: keys, nothing else. */
  on?: 'town' | 'city' | 'nothing';
  /** What the server is started with besides; asked for last, when what it leads to has to be opened first. */
  env?: Environment | (() => Promise<Environment>);
  /** Further switches of the browser. */
  switches?: readonly string[];
  /** Until when a page counts as opened. */
  waitUntil?: 'load' | 'networkidle';
  /** What windows may complain of because the story itself is about it. */
  expected?: readonly RegExp[];
  /** Selectors of what is no part of the page while it is being read: what fades, what is hidden. */
  unread?: readonly string[];
}

export interface View extends BrowserContextOptions {
  /** Whose session the window has, by the names of `Desks`; nobody's when left out. */
  as?: string;
  language?: 'zh-CN' | 'en';
  theme?: 'light' | 'dark';
  /** Comes the first time: the tour has not been seen. */
  isNew?: boolean;
  /** Another address of the same server. */
  url?: string;
}

export class Pages {
  app!: App;
  browser!: Browser;
  desks!: Desks;
  /** Only with `on: 'town'`. */
  town!: Town;
  readonly windows: Window[] = [];
  private forgiven: RegExp[] = [];
  private bare?: TestDatabase;

  constructor(private readonly setting: Setting) {}

  async start(): Promise<void> {
    const { on = 'town', env = {}, switches } = this.setting;
    const browser = openBrowser(switches);
    if (on === 'town') this.town = await freshTown();
    if (on === 'nothing') this.bare = await withKeys(await freshDatabase());
    const database = on === 'town' ? this.town.database : this.bare;
    const further = typeof env === 'function' ? await env() : env;
    this.app = database ? await startApp({ DEMO: '0', NOW: MONDAY, ...further }, database) : await startApp(further);
    this.desks = new Desks(this.app);
    this.browser = await browser;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.app?.stop();
    await this.town?.close();
    await this.bare?.drop();
  }

  /** A window that has not gone anywhere yet; it is closed when its story ends. */
  async window({ as, language, theme, url = this.app.url, ...options }: View = {}): Promise<Page> {
    const window = await openWindow(this.browser, url, options, as === undefined ? undefined : await this.desks.as(as));
    this.windows.push(window);
    for (const [name, value] of Object.entries({ language, theme }))
      if (value) await window.page.addInitScript({ content: `localStorage.setItem('${name}', '${value}')` });
    return window.page;
  }

  async open(path: string, view: View = {}): Promise<Page> {
    const page = await this.window(view);
    await page.goto(path, { waitUntil: this.setting.waitUntil });
    return page;
  }

  /** Signs in by hand, as on any morning, and goes on to a page. */
  async signIn(username: string, path: string, { password = PASSWORD, ...view }: View & { password?: string } = {}): Promise<Page> {
    const page = await this.open('/console/', view);
    await fillSignIn(page, username, password);
    await page.locator('nav a.place').first().waitFor({ timeout: 15_000 });
    await page.goto(path, { waitUntil: this.setting.waitUntil });
    return page;
  }

  /** In this story windows may complain of that as well. */
  forgive(...shapes: RegExp[]): void {
    this.forgiven.push(...shapes);
  }

  /** Closes the story's windows and gives what they complained of. */
  async settle(): Promise<string[]> {
    const allowed = [...(this.setting.expected ?? []), ...this.forgiven];
    const windows = this.windows.splice(0);
    this.forgiven = [];
    await Promise.all(windows.map(({ page }) => page.context().close()));
    return windows.flatMap(({ complaints }) => complaints).filter((one) => !allowed.some((shape) => shape.test(one)));
  }

  /** Keeps a picture; nothing on the page is wider than the screen. */
  async fits(page: Page, name: string, { full = false } = {}): Promise<void> {
    await shot(page, name, { full });
    expect([name, await tooWide(page)]).toEqual([name, []]);
  }

  /** The same, and nothing on the page keeps anybody out. */
  async looked(page: Page, name: string, kept: { full?: boolean } = {}): Promise<void> {
    await this.fits(page, name, kept);
    expect([name, await this.barriers(page)]).toEqual([name, []]);
  }

  barriers(page: Page): Promise<string[]> {
    return barriers(page, this.setting.unread);
  }
}

/** What is wider than the screen. Charts follow a new width a moment later, and are waited for. */
export async function tooWide(page: Page): Promise<string[]> {
  // Asked from outside: a condition that waits inside the page is an eval to its policy.
  for (let tries = 0; ; tries++) {
    const wide = await page.evaluate<string[]>(TOO_WIDE);
    if (wide.length === 0 || tries === 20) return wide;
    await sleep(100);
  }
}

/** What everybody of the demo signs in with. */
export const PASSWORD = 'demo-12345';

/** Gives name and password at the door; what comes of it is for the story to see. */
export async function fillSignIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('form button[type=submit]').click();
}

/** Outside the demo a server makes no keys of its own. */
async function withKeys(database: TestDatabase): Promise<TestDatabase> {
  for (const name of ['secret.key', 'sealed.key'])
    await writeFile(join(database.dataDir, name), randomBytes(32).toString('base64'), { mode: 0o600 });
  return database;
}

/** Breaches of WCAG 2.2 A and AA that axe sees: its rule, and where the first ones are. */
export async function barriers(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(AXE);
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify({ exclude })}, ${options})`);
  return violations.map(({ id, nodes }) => {
    const first = nodes
      .slice(0, 2)
      .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.replaceAll(/\s+/g, ' ').slice(0, 160)}`);
    return `${id} × ${nodes.length}: ${first.join(' | ')}`;
  });
}

/** A file's stories about pages, on one server and in one browser. After each of them no window has complained. */
export function describePages(name: string, setting: Setting, tell: (pages: Pages) => void): void {
  describeWithBrowser(name, () => {
    const pages = new Pages(setting);
    beforeAll(() => pages.start(), 180_000);
    afterEach(async () => expect(await pages.settle()).toEqual([]));
    afterAll(() => pages.stop());
    tell(pages);
  });
}
