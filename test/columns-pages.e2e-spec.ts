/** Columns of a list in a real browser: put away, kept for the same person and list, and back as delivered. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const WAIT = 15_000;

describeWithBrowser('the columns of a list', () => {
  let town: Town;
  let app: App;
  let browser: Browser;
  let desks: Desks;
  let windows: Window[] = [];

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    browser = await openBrowser();
    await desks.opened();
  }, 120_000);
  afterEach(async () => {
    const complaints = windows.flatMap((one) => one.complaints);
    for (const { page } of windows) await page.context().close();
    windows = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  const open = async (who: string, path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const window = await openWindow(browser, app.url, options, await desks.as(who));
    windows.push(window);
    await window.page.goto(path);
    await window.page.locator('section.listing tbody td').first().waitFor({ state: 'attached', timeout: WAIT });
    return window.page;
  };
  const shown = (page: Page) => page.locator('section.listing thead th:visible').allInnerTexts();
  const cells = (page: Page) => page.locator('section.listing tbody tr').first().locator('td:visible').count();
  const chooser = (page: Page) => page.locator('section.listing .columns button');
  const box = (page: Page, label: string) => page.locator('.el-popper:visible .el-checkbox', { hasText: label });

  it('are put away one by one, stay away after the page is read anew, and come back as delivered', async () => {
    const page = await open('auditor', '/console/audit');
    const all = await shown(page);
    expect(all).toContain('理由');
    await chooser(page).click();
    // what says which row it is cannot be put away
    expect(await box(page, all[0] ?? '').count()).toBe(0);
    await box(page, '理由').click();
    await box(page, '账号').click();
    const left = all.filter((label) => label !== '理由' && label !== '账号');
    expect(await shown(page)).toEqual(left);
    expect(await cells(page)).toBe(left.length);
    await shot(page, 'columns-1440-audit', { full: false });
    await page.reload();
    await page.locator('section.listing tbody td').first().waitFor({ timeout: WAIT });
    expect(await shown(page)).toEqual(left);
    await chooser(page).click();
    await page.getByRole('button', { name: '恢复默认列' }).click();
    expect(await shown(page)).toEqual(all);
  });

  it('are those of one list and one person', async () => {
    const page = await open('supervisor', '/console/fees');
    const all = await shown(page);
    await chooser(page).click();
    await box(page, all[1] ?? '').click();
    expect(await shown(page)).toHaveLength(all.length - 1);
    await page.goto('/console/behaviours');
    await page.locator('section.listing tbody td').first().waitFor({ timeout: WAIT });
    expect(await page.locator('section.listing thead th:not(:visible)').count()).toBe(0);
    const kept = await page.evaluate<string[]>("Object.keys(localStorage).filter((key) => key.startsWith('columns:'))");
    expect(kept).toEqual(['columns:supervisor1:fees:']);
  });

  it('can be chosen on a phone, without a barrier', async () => {
    const page = await open('supervisor', '/console/fees', SCREENS.phone);
    await chooser(page).click();
    await page.locator('.el-popper:visible .el-checkbox').nth(1).waitFor({ timeout: WAIT });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(
      "axe.run({ exclude: ['.el-popper[aria-hidden=true]'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })",
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await shot(page, 'columns-390-fees', { full: false });
  });
});
