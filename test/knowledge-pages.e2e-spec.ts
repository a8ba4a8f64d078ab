/** The knowledge base on the screen: written, released, found in the middle of a call, cited, revised; and read by everybody. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const MAIN_TOO_WIDE = "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth";
const PAGE_TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const WAIT = 10_000;
const TITLE = '电子证照怎样授权给他人使用';
const wait = { waitUntil: 'networkidle' } as const;

describeWithBrowser('the pages of the knowledge base', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;
  let caseNumber = '';
  let id = '';

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });
  const as = async (who: string, path: string, screen: object = SCREENS.desk): Promise<Window> => {
    const window = await openWindow(browser, app.url, screen, await desks.as(who));
    await window.page.goto(path, wait);
    return window;
  };
  const looked = async (page: Page, name: string, tooWide = MAIN_TOO_WIDE): Promise<void> => {
    await shot(page, `knowledge-${name}`, { full: tooWide === PAGE_TOO_WIDE });
    expect([name, await page.evaluate<number>(tooWide)]).toEqual([name, 0]);
  };
  const violations = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe.source);
    const run = `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
    const { violations: found } = await page.evaluate<AxeResults>(run);
    return found.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('a department writes an article and sends it for release', async () => {
    const { page, complaints } = await as('market', '/console/knowledge?kind=register');
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await looked(page, 'register-1440');
    await button(page, '写新条目').click();
    await page.locator('#sheet-title').fill(TITLE);
    await page.locator('#sheet-body').fill('在一网通办“卡包”里选择证照授权。\n\n- 授权一次有效。\n- 授权码十分钟内使用。');
    await page.locator('#sheet-tags').fill('电子证照\n卡包');
    await page.locator('#sheet-validFrom').fill('2026-11-01');
    await page.keyboard.press('Enter');
    await page.locator('#sheet-reviewAt').fill('2027-05-01');
    await page.keyboard.press('Enter');
    await shot(page, 'knowledge-editor-1440', { full: false });
    await button(page, '保存草稿').click();
    await button(page, '提交发布').click({ timeout: WAIT });
    await button(page, '撤回修改').waitFor({ timeout: WAIT });
    id = new URL(page.url()).searchParams.get('article') ?? '';
    expect(id).toMatch(/^k\w+$/);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('the dispatcher sees what waits and releases it', async () => {
    const { page } = await as('dispatcher', '/console/knowledge?kind=register');
    await button(page, '1 条待发布').click({ timeout: WAIT });
    await button(page, TITLE).click();
    await button(page, '发布').waitFor({ timeout: WAIT });
    expect(await violations(page)).toEqual([]);
    await shot(page, 'knowledge-release-1440', { full: false });
    await button(page, '发布').click();
    await page.locator('.sheet-drawer .tag', { hasText: '已发布' }).first().waitFor({ timeout: WAIT });
    await page.context().close();
  }, 120_000);

  it('the operator finds it by key and in the form, and answers at once with it', async () => {
    caseNumber = await desks.opened();
    const { page } = await as('operator', '/console/register');
    await page.locator('#entry-title').fill('电子证照授权');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('来电人问电子证照怎样授权给代办人使用。');
    await page.locator('.hints article', { hasText: TITLE }).first().waitFor({ timeout: WAIT });
    await looked(page, 'hints-1440');
    await page.keyboard.press('Alt+KeyI');
    await page.locator('.sheet-drawer input').fill('卡包授权');
    await page.locator('.sheet-drawer article', { hasText: TITLE }).first().waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-sheet-1440', { full: false });
    expect(await violations(page)).toEqual([]);
    await desks.done('operator', caseNumber, 'answer-directly', { text: '在卡包里授权，一次有效。', knowledgeId: id });
    await page.goto('/console/knowledge?words=' + encodeURIComponent('电子证照授权'), wait);
    await page.locator('article', { hasText: TITLE }).first().locator('mark').first().waitFor({ timeout: WAIT });
    await looked(page, 'search-1440');
    await page.context().close();
  }, 120_000);

  it('a second version is released; the case still leads to the first, and the difference can be read', async () => {
    const market = await desks.as('market');
    const text = { title: TITLE, validFrom: '2026-11-01', reviewAt: '2027-05-01', open: true, tags: ['卡包'], note: '有效期延长' };
    await market.post(`/knowledge/${id}/versions`, {
      ...text,
      body: '在一网通办“卡包”里选择证照授权。\n\n- 授权三十日内有效。\n- 授权码十分钟内使用。',
    });
    await market.post(`/knowledge/${id}/versions/2/actions/propose`, { revision: 1 });
    await (await desks.as('dispatcher')).post(`/knowledge/${id}/versions/2/actions/release`, { revision: 2 });
    const { page } = await as('operator', `/console/cases/${caseNumber}`);
    await page.getByRole('link', { name: '引用知识条目（第 1 版）' }).click({ timeout: WAIT });
    await page.getByText('授权一次有效').first().waitFor({ timeout: WAIT });
    await page.getByText('这是旧版本').waitFor();
    await shot(page, 'knowledge-old-version-1440', { full: false });
    await page.getByRole('button', { name: '第 2 版 · 已发布' }).click();
    await page.locator('ins', { hasText: '三十日' }).waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-difference-1440', { full: false });
    await button(page, '有误').click();
    await page.getByLabel('哪里不对，应当怎样写').fill('应写明可撤销');
    await button(page, '提交反馈').click();
    await page.locator('.sheet-drawer .tag', { hasText: '有人指出有误' }).waitFor({ timeout: WAIT });
    await page.context().close();
  }, 120_000);

  it('is read on a phone, in English and in the dark', async () => {
    const { page } = await as('market', '/console/knowledge?kind=register', SCREENS.phone);
    await page.evaluate("localStorage.setItem('language', 'en'); localStorage.setItem('theme', 'dark')");
    await page.goto('/console/knowledge?kind=register', wait);
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await looked(page, 'register-390-en-dark');
    expect(await violations(page)).toEqual([]);
    await page.goto(`/console/knowledge?kind=register&article=${id}`, wait);
    await page.locator('ins').first().waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-article-390-en-dark', { full: false });
    await page.context().close();
  }, 120_000);

  it('everybody searches, reads, says whether it helped, and files from there with the category chosen', async () => {
    const { page, complaints } = await openWindow(browser, app.url, { ...SCREENS.phone, viewport: { width: 320, height: 640 } });
    await page.goto('/knowledge', wait);
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await page.getByLabel('您想问什么').fill('收费清单');
    await page.keyboard.press('Enter');
    await page.waitForURL(/words=/);
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await looked(page, 'public-320', PAGE_TOO_WIDE);
    expect(await violations(page)).toEqual([]);
    await page.locator('.answers a').first().click();
    await button(page, '有用').click({ timeout: WAIT });
    await page.getByText('谢谢，已经记下').waitFor({ timeout: WAIT });
    await looked(page, 'public-article-320', PAGE_TOO_WIDE);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: '提交诉求' }).last().click();
    await page.locator('.chosen').getByText('乱收费').waitFor({ timeout: WAIT });
    const refused = await page.goto('/knowledge/k0000', wait);
    expect(refused?.status()).toBe(404);
    await page.getByText('没有这条答复').waitFor({ timeout: WAIT });
    expect(complaints.filter((one) => !/404/.test(one))).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('the public pages speak English around the Chinese answers, also on a wide screen', async () => {
    const { page } = await openWindow(browser, app.url, SCREENS.desk);
    await page.goto('/knowledge/k02', wait);
    await page.locator('.settings button[lang=en]').click();
    await page.getByText('Was this of use to you?').waitFor({ timeout: WAIT });
    await looked(page, 'public-article-1440-en', PAGE_TOO_WIDE);
    expect(await violations(page)).toEqual([]);
    await page.goto('/knowledge?words=%E6%B3%A8%E9%94%80', wait);
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await looked(page, 'public-1440-en', PAGE_TOO_WIDE);
    await page.context().close();
  }, 120_000);
});
