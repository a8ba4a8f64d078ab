/** The office at work as people see it: the supervisor's desk, a department's duties, an order from its form to its conclusion. */
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { describeWithBrowser } from './support/skip.js';

const WAIT = 15_000;
/** Runs inside the page: what is wider than the screen. */
const TOO_WIDE = `[document.scrollingElement, document.querySelector('main')]
  .filter((part) => part && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.tagName + ' ' + part.scrollWidth + ' > ' + part.clientWidth)`;
/** Runs inside the page: keys and codes that should be words. */
const UNTOLD = `[...document.querySelectorAll('main *, .el-drawer *')]
  .filter((one) => one.children.length === 0 && !one.closest('[translate=no]'))
  .map((one) => one.textContent.trim())
  .filter((text) => /^[a-z][a-z0-9]*([.:_-][a-zA-Z0-9]+)+$|undefined|NaN|\\[object/.test(text))`;

describeWithBrowser('the pages of the office', () => {
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const open = async (username: string, options: object = {}, language = 'zh-CN'): Promise<Window> => {
    const window = await openWindow(browser, app.url, options, await app.signIn(username));
    if (language === 'en') await window.page.addInitScript({ content: "localStorage.setItem('language', 'en')" });
    return window;
  };
  const look = async (page: Page, name: string): Promise<void> => {
    await page.waitForLoadState('networkidle');
    await shot(page, `office-${name}`, { full: false });
    expect([name, await page.evaluate<string[]>(TOO_WIDE), await page.evaluate<string[]>(UNTOLD)]).toEqual([name, [], []]);
  };
  const settled = async ({ page, complaints }: Window): Promise<void> => {
    await page.context().close();
    expect(complaints).toEqual([]);
  };
  const tab = (page: Page, name: string) => page.locator('.tabs').getByRole('button', { name, exact: true }).click();
  const drawer = (page: Page) => page.locator('.sheet-drawer').last();
  const choose = async (page: Page, label: string, option: string): Promise<void> => {
    await drawer(page).locator('.field', { hasText: label }).locator('.el-select__wrapper').first().click();
    await page.locator('.el-select-dropdown__item:visible').filter({ hasText: option }).first().click();
  };

  it('show the supervisor everything that waits for him, at both sizes and in both languages', async () => {
    for (const [size, language] of [
      ['desk', 'zh-CN'],
      ['phone', 'en'],
    ] as const) {
      const window = await open('supervisor1', SCREENS[size], language);
      for (const view of ['concerns', 'orders', 'cards', 'explanations', 'urgings', 'draws']) {
        await window.page.goto(`/console/supervision?view=${view}`);
        await window.page.locator('tbody tr').first().waitFor({ timeout: WAIT });
        await look(window.page, `${size}-${view}`);
      }
      await settled(window);
    }
  }, 120_000);

  it('lead an order from the form over two stages to its conclusion', async () => {
    const office = await open('supervisor1');
    const { page } = office;
    await page.goto('/console/supervision?view=orders');
    await page.getByRole('button', { name: '新建督办件' }).click();
    await choose(page, '督办方式', '分段督办');
    await choose(page, '督办单位', '市场监督管理局');
    await page.keyboard.press('Tab');
    await drawer(page).getByLabel('督办任务').fill('清理超期未办的许可事项');
    await drawer(page).getByLabel('分段').fill('2026-03-13 摸底造册\n2026-04-30 全部办结');
    await look(page, 'desk-new-order');
    await drawer(page).getByRole('button', { name: '新建督办件' }).click();
    const number = page.locator('article.order h1');
    await number.waitFor({ timeout: WAIT });
    const path = new URL(page.url()).pathname.split('/').at(-1)!;
    await look(page, 'desk-order');

    const department = await open('market.handler1', SCREENS.phone);
    await department.page.goto(`/console/duties/orders/${path}`);
    for (const text of ['共 12 项，已逐项登记', '12 项全部办结']) {
      const sign = department.page.getByRole('button', { name: '签收' });
      if (text.startsWith('共')) await sign.click();
      await department.page.getByRole('button', { name: '反馈', exact: true }).click();
      await drawer(department.page).getByLabel('反馈内容').fill(text);
      await drawer(department.page).getByRole('button', { name: '反馈' }).click();
      await department.page.getByText(text).waitFor({ timeout: WAIT });
      // the supervisor's page follows by itself
      await page.getByText(text).waitFor({ timeout: WAIT });
      await page.getByRole('button', { name: '认可反馈' }).click();
      await page.getByText('已认可').first().waitFor({ timeout: WAIT });
    }
    await look(department.page, 'phone-order');
    await settled(department);

    await page.getByRole('button', { name: '办结督办' }).click();
    await choose(page, '结论', '已落实');
    await drawer(page).getByLabel('说明').fill('逐项核验，全部落实');
    await drawer(page).getByRole('button', { name: '办结督办' }).click();
    await page.getByText('逐项核验，全部落实').waitFor({ timeout: WAIT });
    await look(page, 'desk-concluded');
    await settled(office);
  }, 120_000);

  it('let a leader write his explanation, and the supervisor accept it', async () => {
    const duties = await open('housing.leader');
    const { page } = duties;
    await page.goto('/console/duties');
    await tab(page, '说明');
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await look(page, 'desk-duties');
    await page.getByRole('button', { name: '写说明' }).first().click();
    const letter = '本季度黄牌集中在签收环节，责任人为综合科科长，已指定专人每两小时签收一次。';
    await page.locator('#letter').fill(letter);
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.reload();
    await page.locator('#letter').waitFor({ timeout: WAIT });
    expect(await page.locator('#letter').inputValue()).toBe(letter);
    await look(page, 'desk-letter');
    await page.getByRole('button', { name: '提交说明' }).click();
    await page.getByText(/提交于/).waitFor({ timeout: WAIT });
    const id = new URL(page.url()).searchParams.get('entry')!;
    await settled(duties);

    const office = await open('supervisor1');
    await office.page.goto(`/console/supervision?view=explanations&tab=given&entry=${id}`);
    await office.page.getByText(letter).waitFor({ timeout: WAIT });
    await office.page.getByRole('button', { name: '认可', exact: true }).click();
    await office.page.getByRole('button', { name: '登记问责' }).click();
    await drawer(office.page).getByLabel('被问责人').fill('赵国庆');
    await drawer(office.page).getByLabel('职务').fill('综合科科长');
    await choose(office.page, '问责方式', '批评教育');
    await drawer(office.page).getByRole('button', { name: '登记问责' }).click();
    await office.page.getByText('赵**').waitFor({ timeout: WAIT });
    await look(office.page, 'desk-accounted');
    await settled(office);
  }, 90_000);

  it('show a spot check step by step, from its announcement to its draw', async () => {
    const office = await open('supervisor1');
    const { page } = office;
    await page.goto('/console/supervision?view=draws');
    await page.getByRole('button', { name: '新建抽查' }).click();
    for (const [label, day] of Object.entries({ 办结起: '2025-12-01', 办结止: '2026-02-28' })) {
      await drawer(page).getByLabel(label).fill(day);
      await page.keyboard.press('Enter');
    }
    await drawer(page).getByLabel('抽取件数').fill('5');
    await drawer(page).getByLabel('种子').fill('双色球第2026023期');
    await drawer(page).getByRole('button', { name: '公布' }).click();
    await page.getByRole('button', { name: '抽取', exact: true }).waitFor({ timeout: WAIT });
    await look(page, 'desk-announced');
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.locator('.sheet-drawer ol li').nth(4).waitFor({ timeout: WAIT });
    expect(await page.locator('.sheet-drawer ol li').count()).toBe(5);
    await look(page, 'desk-drawn');
    await page.getByRole('button', { name: '对抽中工单下达督办' }).click();
    await page.locator('.picker .chosen button').nth(4).waitFor({ timeout: WAIT });
    await settled(office);
  }, 90_000);

  it('stand beside the case, with the steps of the office in its drawer', async () => {
    const office = await open('supervisor1');
    const { page } = office;
    await page.goto('/console/supervision?view=cards&status=issued');
    await page.locator('tbody tr a.number').first().click();
    await page.locator('.column.sides').getByText('新建督办件').waitFor({ timeout: WAIT });
    await look(page, 'desk-case');
    await settled(office);
  }, 60_000);
});
