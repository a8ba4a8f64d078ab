/** What people see when a city is set up: lists taken in by the administrator, a link handed over, a password of one's own. */
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const sample = (name: string): string => resolve('config/demo/imports', name);
const TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';

describeWithBrowser('the pages of accounts', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;
  let path = '';

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  const fits = async (page: Page, name: string): Promise<void> => {
    await shot(page, name, { full: false });
    expect([name, await page.evaluate<number>(TOO_WIDE)]).toEqual([name, 0]);
  };

  it('take departments and people in, with every fault told first', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('admin'));
    await page.goto('/console/accounts', { waitUntil: 'networkidle' });
    await fits(page, 'accounts-list-1440');
    await page.getByRole('button', { name: '导入单位' }).click();
    await page.locator('#setup-file').setInputFiles(sample('departments.csv'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('可导入 4 条，已在系统中 0 条，问题 2 处').waitFor();
    await fits(page, 'accounts-departments-1440');
    await page.getByRole('button', { name: '导入 4 条' }).click();
    await page.getByText('已导入 4 条').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '导入账号' }).click();
    await page.locator('#setup-file').setInputFiles(sample('accounts.csv'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('三种权力不能在同一账号').waitFor();
    await fits(page, 'accounts-people-1440');
    await page.getByRole('button', { name: '导入 6 条' }).click();
    await page.getByText('每个新账号有一条设密码链接').waitFor();
    await fits(page, 'accounts-links-1440');
    const link = await page.locator('.links li', { hasText: 'operator6' }).locator('code').innerText();
    path = link.slice(link.indexOf('/console'));
    await page.keyboard.press('Escape');
    await page.getByPlaceholder('账号或姓名').fill('operator6');
    await page.keyboard.press('Enter');
    await page.getByText('待设密码').waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  it('let a person set a password on a phone, and sign in', async () => {
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone);
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(await page.evaluate<string>('location.hash')).toBe('');
    await page.locator('#first').fill('去年冬天松花江冻得特别早');
    await page.locator('#again').fill('去年冬天松花江冻得早');
    await page.getByRole('button', { name: '保存密码' }).click();
    await page.getByText('两次输入不一样。').waitFor();
    await fits(page, 'accounts-password-390');
    await page.locator('#again').fill('去年冬天松花江冻得特别早');
    await page.getByRole('button', { name: '保存密码' }).click();
    await page.getByRole('link', { name: '去登录' }).click();
    await page.locator('#username').fill('operator6');
    await page.locator('#password').fill('去年冬天松花江冻得特别早');
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => url.pathname.startsWith('/console/home'));
    // the first page asks whose the cookie is before anybody has signed in
    expect(complaints.filter((one) => !/401 \(Unauthorized\).*\/api\/v1\/session\)/.test(one))).toEqual([]);
  }, 60_000);

  it('give a new link, in English on a phone', async () => {
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone, await desks.as('admin'));
    await page.addInitScript("localStorage.setItem('language', 'en')");
    await page.goto('/console/accounts?q=water.leader', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Password link' }).click();
    await page.getByText('Shown this once').waitFor();
    await fits(page, 'accounts-link-390-en');
    expect(complaints).toEqual([]);
  }, 60_000);
});
