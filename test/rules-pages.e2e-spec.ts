/** The rules as people see them: looked up, changed row by row, tried on real cases, proposed by one and released by another. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';

const WAIT = 15_000;
const KINDS = ['limits', 'routing', 'categories', 'cards', 'supervision', 'scoring', 'groups'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const TOO_WIDE = `[document.scrollingElement, document.querySelector('main')]
  .filter((part) => part && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.tagName + ' ' + part.scrollWidth + ' > ' + part.clientWidth)`;

describeWithBrowser('the pages of the rules', () => {
  let app: App;
  let desks: Desks;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp();
    desks = new Desks(app);
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const open = async (who: string, path: string, options = {}, language = 'zh-CN') => {
    const window = await openWindow(browser, app.url, options, await desks.as(who));
    if (language === 'en') await window.page.addInitScript("localStorage.setItem('language', 'en')");
    await window.page.goto(path);
    await window.page.locator('main h1').waitFor({ timeout: WAIT });
    return window;
  };
  const barriers = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
  };
  const fits = async (page: Page, name: string): Promise<void> => {
    await shot(page, `rules-${name}`, { full: false });
    expect([name, await page.evaluate<string[]>(TOO_WIDE), await barriers(page)]).toEqual([name, [], []]);
  };
  const sheet = (page: Page) => page.locator('.sheet-drawer').last();
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const done = (page: Page) => page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });

  it('show every kind in words at both sizes and in both languages', async () => {
    for (const [size, language] of [
      ['desk', 'zh-CN'],
      ['phone', 'en'],
    ] as const) {
      const { page, complaints } = await open('admin', '/console/rules', SCREENS[size], language);
      await page.locator('tbody td').first().waitFor({ timeout: WAIT });
      await fits(page, `${size}-list`);
      for (const kind of KINDS) {
        await page.goto(`/console/rules/${kind}`);
        await page.locator('.halves').waitFor({ timeout: WAIT });
        await fits(page, `${size}-${kind}`);
        expect([kind, await page.locator('.halves').innerText()]).toEqual([
          kind,
          expect.not.stringMatching(/undefined|NaN|\[object|[{}]"/),
        ]);
      }
      await page.context().close();
      expect(complaints).toEqual([]);
    }
  }, 180_000);

  it('let an administrator change a limit, try it on real cases and propose it, and the supervisor release it', async () => {
    const admin = await open('admin', '/console/rules/limits');
    const { page } = admin;
    await button(page, '修订').click();
    const row = page.locator('.rows li', { hasText: '咨询' }).filter({ hasText: '答复' }).first();
    await row.getByRole('button', { name: '修改' }).click();
    await sheet(page).getByLabel('数量').fill('2');
    await fits(page, 'desk-row');
    await sheet(page).getByRole('button', { name: '确定' }).click();
    await done(page);
    await page.locator('aside dl', { hasText: '2 工作日' }).first().waitFor({ timeout: WAIT });
    await button(page, '检查').click();
    await page.getByText('没有发现问题。').waitFor({ timeout: WAIT });
    await button(page, '开始预演').click();
    await page.locator('aside tbody tr', { hasText: '答复' }).waitFor({ timeout: WAIT });
    await fits(page, 'desk-preview');
    // Leaving loses nothing.
    await page.reload();
    await button(page, '继续修订').click();
    await page.getByText('已恢复本机上未提交的修订。').waitFor({ timeout: WAIT });
    await button(page, '提交修订').click();
    await sheet(page).getByLabel('修订理由').fill('咨询量大，一个工作日答不完');
    await sheet(page).getByRole('button', { name: '提交修订' }).click();
    await done(page);
    await page.locator('.waiting').getByRole('button', { name: '撤回修订' }).waitFor({ timeout: WAIT });
    await fits(page, 'desk-waiting');

    const office = await open('supervisor', '/console/rules/limits', SCREENS.phone);
    await office.page.locator('.waiting').getByText('咨询量大').waitFor({ timeout: WAIT });
    await fits(office.page, 'phone-waiting');
    await office.page.getByRole('button', { name: '开始预演' }).click();
    await office.page.locator('aside tbody tr', { hasText: '答复' }).waitFor({ timeout: WAIT });
    await office.page.locator('.waiting').getByRole('button', { name: '发布' }).click();
    await sheet(office.page).getByRole('button', { name: '发布' }).click();
    await done(office.page);
    await office.page.getByText('第 2 版').first().waitFor({ timeout: WAIT });
    const { inForce } = succeeded(await (await desks.as('supervisor')).get('/rules/limits'));
    const answer = inForce.content.rules.find(({ limit, when }: Json) => limit === 'answer' && when.kind?.includes('consultation'));
    expect([inForce.version, answer.amount]).toEqual([2, 2]);
    for (const { page: one, complaints } of [admin, office]) {
      await one.context().close();
      expect(complaints).toEqual([]);
    }
  }, 120_000);

  it('tell what is wrong at its row, and take back what was removed', async () => {
    const { page, complaints } = await open('admin', '/console/rules/routing');
    await button(page, '修订').click();
    await page.locator('.rows li').first().getByRole('button', { name: '删去' }).click();
    await button(page, '撤销删去').click();
    await page.locator('aside').getByText('还没有改动。').waitFor({ timeout: WAIT });
    await button(page, '新增一条').click();
    await sheet(page).getByLabel('关键词').fill('热气球');
    await sheet(page).locator('.field', { hasText: '主办' }).first().locator('.el-select__wrapper').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: '市场监督管理局' }).first().click();
    await sheet(page).getByLabel('说明').fill('热气球归市场监管');
    await sheet(page).getByRole('button', { name: '确定' }).click();
    await done(page);
    await page.getByLabel('诉求内容').fill('热气球起飞手续跑了三趟');
    await button(page, '试一试').click();
    await page.locator('.trial p', { hasText: '市场监督管理局' }).waitFor({ timeout: WAIT });
    await fits(page, 'desk-trial');
    await page.context().close();
    expect(complaints).toEqual([]);
  }, 120_000);
});
