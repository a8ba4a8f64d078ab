/** The tour in a real browser: once for whoever comes the first time, by role, out of the way at once, and back when it is wanted. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, NO_EXCHANGE, type View } from './support/pages.js';

const WAIT = 15_000;

describePages('the tour of the console', { expected: [NO_EXCHANGE] }, (pages) => {
  beforeAll(async () => {
    await pages.desks.opened();
  });

  const open = async (who: string, { set, ...view }: View & { set?: string } = {}): Promise<Page> => {
    const page = await pages.window({ as: who, isNew: true, ...view });
    if (set) await page.addInitScript({ content: set });
    await page.goto('/console/home');
    return page;
  };
  const tour = (page: Page) => page.getByRole('dialog', { name: '导览' });
  const title = (page: Page) => page.locator('.tour h2');
  const gone = (page: Page) => page.locator('.tour .el-tour__content').waitFor({ state: 'detached', timeout: WAIT });
  const home = (page: Page) => page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
  /** Clicks through to the end. Gives the titles in their order, and says when a card leaves the screen. */
  const walked = async (page: Page, next: string, done: string): Promise<string[]> => {
    const titles: string[] = [];
    const size = page.viewportSize();
    for (;;) {
      await title(page).waitFor({ timeout: WAIT });
      titles.push(await title(page).innerText());
      const count = await page.locator('.tour .number').innerText();
      const last = page.locator('.tour').getByRole('button', { name: done, exact: true });
      const card = await page.locator('.tour .el-tour__content').boundingBox();
      if (!card || !size || card.x < 0 || card.y < 0 || card.x + card.width > size.width || card.y + card.height > size.height)
        throw new Error(`The card of ${titles.at(-1)} leaves the screen: ${JSON.stringify(card)}`);
      if (await last.count()) {
        await last.click();
        return titles;
      }
      await page.locator('.tour').getByRole('button', { name: next, exact: true }).click();
      await page.locator('.tour .number', { hasNotText: count }).waitFor({ timeout: WAIT });
    }
  };

  it('comes by itself once, is skipped by Escape, and comes again when it is asked for', async () => {
    const page = await open('dispatcher');
    await tour(page).getByRole('heading', { name: '先看这里' }).waitFor({ timeout: WAIT });
    // letters are no commands of the page behind it
    await page.keyboard.press('?');
    expect(await page.locator('.key-sheet').isVisible()).toBe(false);
    await page.keyboard.press('ArrowRight');
    await tour(page).getByRole('heading', { name: '工单' }).waitFor({ timeout: WAIT });
    await page.keyboard.press('Escape');
    await gone(page);
    await page.reload();
    await home(page);
    expect(await page.locator('.tour').count()).toBe(0);
    expect(succeeded(await (await pages.desks.as('dispatcher')).get('/account/preferences'))).toEqual({ tour: 1 });

    await page.goto('/console/cases');
    await page.locator('.person').click();
    await page.getByRole('menuitem', { name: '再看一遍导览' }).click();
    await page.waitForURL((url) => url.pathname === '/console/home', { timeout: WAIT });
    expect(await walked(page, '下一步', '开始工作')).toEqual(['先看这里', '工单', '找工单', '键盘更快', '您的界面']);
    await gone(page);
    await page.keyboard.press('?');
    await page.locator('.key-sheet').getByRole('button', { name: '再看一遍导览' }).click();
    await tour(page).getByRole('button', { name: '跳过' }).click();
    await gone(page);
  });

  it('comes once more when a newer one was made, and is one of each person', async () => {
    succeeded(await (await pages.desks.as('supervisor')).put('/account/preferences/tour', { value: 0 }), 204);
    const another = JSON.stringify({ values: { tour: 9 }, unsent: [] });
    const page = await open('supervisor', { set: `localStorage.setItem('preferences:leader', ${JSON.stringify(another)})` });
    await title(page).waitFor({ timeout: WAIT });
    expect(await walked(page, '下一步', '开始工作')).toContain('督办');
  });

  it('shows every role its own page, and leaves out what is not on the screen', async () => {
    const seen: Record<string, string[]> = {};
    for (const who of ['operator', 'market', 'auditor']) seen[who] = await walked(await open(who), '下一步', '开始工作');
    expect(seen).toEqual({
      operator: ['先看这里', '签入接听', '登记', '找工单', '键盘更快', '您的界面'],
      market: ['先看这里', '工单', '找工单', '键盘更快', '您的界面'],
      auditor: ['先看这里', '审计', '键盘更快', '您的界面'],
    });
  });

  it.each([
    ['zh-CN', 'light', 'desk'],
    ['en', 'dark', 'desk'],
    ['en', 'light', 'phone'],
    ['zh-CN', 'dark', 'phone'],
  ] as const)('is fit to be read in %s, %s, on a %s', async (language, theme, screen) => {
    succeeded(await (await pages.desks.as('reviewer')).delete('/account/preferences/tour'), 204);
    const page = await open('reviewer', { ...SCREENS[screen], language, theme });
    const [next, done] = language === 'en' ? (['Next', 'Start working'] as const) : (['下一步', '开始工作'] as const);
    await title(page).waitFor({ timeout: WAIT });
    await pages.looked(page, `tour-${screen}-${language}-${theme}-1`);
    await page.locator('.tour').getByRole('button', { name: next, exact: true }).click();
    await page.locator('.tour .el-button').nth(1).waitFor({ timeout: WAIT });
    await shot(page, `tour-${screen}-${language}-${theme}-2`, { full: false });
    if (screen === 'phone') expect(await walked(page, next, done)).toHaveLength(5);
  });
});
