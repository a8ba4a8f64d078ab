/** The command palette in a real browser: by keys alone to any page, case and command, and read right by a screen reader. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const WAIT = 15_000;
const CASE = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口两次告知不一致', description: '跑了三趟。' };

describeWithBrowser('the command palette', () => {
  let town: Town;
  let app: App;
  let browser: Browser;
  let desks: Desks;
  let caseNumber = '';
  let windows: Window[] = [];

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    browser = await openBrowser();
    const complainant = { name: '王某某', phone: '13912344321' };
    caseNumber = succeeded(await (await desks.as('operator')).post('/cases', { ...CASE, complainant }), 201).caseNumber as string;
  }, 120_000);
  afterEach(async () => {
    const complaints = windows.flatMap((one) => one.complaints).filter((one) => !one.includes('/simulator/phones'));
    for (const { page } of windows) await page.context().close();
    windows = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  const open = async (who: string, path = '/console/home', options: BrowserContextOptions = {}): Promise<Page> => {
    const window = await openWindow(browser, app.url, options, await desks.as(who));
    windows.push(window);
    await window.page.goto(path);
    await window.page.locator('nav a.place').first().waitFor({ state: 'attached', timeout: WAIT });
    return window.page;
  };
  const field = (page: Page) => page.getByRole('combobox', { name: '命令面板' });
  const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
  const call = async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+k');
    await field(page).waitFor({ timeout: WAIT });
  };
  /** The line that the field says is the active one. */
  const active = (page: Page) =>
    page.evaluate<string>(
      "document.getElementById(document.querySelector('[role=combobox][aria-controls=palette-list]').getAttribute('aria-activedescendant')).textContent.trim()",
    );

  it('goes to a page of the rail by a word in either language, and nowhere the reader may not go', async () => {
    const page = await open('dispatcher');
    await call(page);
    await field(page).fill('knowledge');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/console/knowledge', { timeout: WAIT });
    await call(page);
    await field(page).fill('统计');
    expect(await active(page)).toBe('统计');
    await field(page).fill('audit');
    expect(await option(page, '审计').count()).toBe(0);
  });

  it('finds a case by its number and by its words, opens it, and has it first the next time', async () => {
    const page = await open('dispatcher');
    await call(page);
    await field(page).fill(caseNumber);
    await option(page, new RegExp(CASE.title)).click({ timeout: WAIT });
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    await page.goto('/console/home');
    await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
    await call(page);
    await page.getByRole('group', { name: '最近打开的工单' }).waitFor({ timeout: WAIT });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await active(page)).toContain(caseNumber);
    await shot(page, 'palette-1440-recent', { full: false });
    await field(page).fill('4321');
    await option(page, new RegExp(caseNumber)).waitFor({ timeout: WAIT });
    await field(page).fill('告知不一致');
    await page.keyboard.press('Enter');
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
  });

  it('offers what is open on the present case', async () => {
    const page = await open('dispatcher', `/console/cases/${caseNumber}`);
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    await call(page);
    await field(page).fill('派单');
    await page.getByRole('group', { name: '当前工单可做的' }).getByRole('option', { name: '派单', exact: true }).click();
    await page.locator('.action-drawer').waitFor({ timeout: WAIT });
  });

  it('turns language, theme and type size, and the state at the desk', async () => {
    const page = await open('operator');
    for (const [words, attribute, value] of [
      ['深色', 'data-theme', 'dark'],
      ['大字', 'data-type', 'large'],
      ['english', 'lang', 'en'],
    ] as const) {
      await call(page);
      await field(page).fill(words);
      await page.keyboard.press('Enter');
      await page.locator(`html[${attribute}="${value}"]`).waitFor({ state: 'attached', timeout: WAIT });
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command palette' }).fill('sign in');
    await page.keyboard.press('Enter');
    await page.locator('.desk').waitFor({ timeout: WAIT });
    expect(succeeded(await (await desks.as('operator')).get('/agents/me')).state).toBe('ready');
  });

  it('gives the focus back, hears no letters of the page behind it, and stands on the sheet of keys', async () => {
    const page = await open('dispatcher');
    await page.locator('[data-line]').first().focus({ timeout: WAIT });
    await call(page);
    await page.keyboard.type('djk');
    expect(await field(page).inputValue()).toBe('djk');
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'detached', timeout: WAIT });
    expect(await page.evaluate<boolean>("document.activeElement.hasAttribute('data-line')")).toBe(true);
    expect(await page.locator('section.look').count()).toBe(0);
    await page.keyboard.press('?');
    await page.locator('.key-sheet').getByText('命令面板').waitFor({ timeout: WAIT });
  });

  it.each(['desk', 'phone'] as const)('shows no barrier on a %s', async (screen) => {
    for (const who of ['supervisor', 'admin']) {
      const page = await open(who, '/console/home', SCREENS[screen]);
      await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      await call(page);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })",
      );
      expect(violations.map(({ id, nodes }) => `${who} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await shot(page, `palette-${screen}-${who}`, { full: false });
    }
  });
});
