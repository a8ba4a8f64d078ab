/** What the administrator sees of an import: the file, its columns, the dry run with every bad line, the run, and the cases at their desks. */
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const SAMPLE = resolve('config/demo/imports/past-cases.csv');
const TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';
const DARK = "document.documentElement.setAttribute('data-theme', 'dark')";

describeWithBrowser('the pages of imports', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;

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
    await shot(page, name);
    expect([name, await page.evaluate<number>(TOO_WIDE)]).toEqual([name, 0]);
  };

  it('lead from an empty list to cases of our own, step by step', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('admin'));
    await page.goto('/console/imports', { waitUntil: 'networkidle' });
    await page.getByText('还没有导入过').waitFor();
    await page.getByRole('button', { name: '导入历史工单' }).click();
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.getByText('请填写来源系统并选择文件。').waitFor();
    await page.getByLabel('来源系统').fill('市长热线平台');
    await page.locator('#import-file').setInputFiles(SAMPLE);
    await shot(page, 'imports-upload-1440', { full: false });
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.getByRole('heading', { name: '对应栏目' }).waitFor();
    await fits(page, 'imports-mapping-1440');
    await page.getByRole('button', { name: '试运行', exact: true }).click();
    await page.getByRole('heading', { name: '有问题的行' }).waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: '导入 38 件' }).waitFor();
    const lines = await page.locator('.faults tbody tr').allInnerTexts();
    expect(lines.map((line) => line.split(/\s*\t\s*/)[0])).toEqual(['40', '41', '42', '43', '43', '44']);
    await fits(page, 'imports-checked-1440');
    // a word of the other system is given its meaning, and the line is good
    await page.getByRole('combobox', { name: '含义 其它类' }).click();
    await page.getByRole('option', { name: '推诿扯皮' }).click();
    expect(await page.getByRole('button', { name: '导入 38 件' }).isDisabled()).toBe(true);
    await page.getByLabel('另存为对应关系').fill('市长热线');
    await page.getByRole('button', { name: '保存对应' }).click();
    await page.getByText('已保存，请重新试运行。').waitFor();
    await page.getByRole('button', { name: '试运行', exact: true }).click();
    await page.getByRole('button', { name: '导入 39 件' }).click();
    await page.getByText('导入完成，共新增 39 件。').waitFor({ timeout: 30_000 });
    await fits(page, 'imports-done-1440');
    await page.getByRole('link', { name: /全部导入/ }).click();
    await page.getByRole('link', { name: '市长热线平台' }).waitFor();
    await fits(page, 'imports-list-1440');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('show the case at its desk with the number it had', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('dispatcher'));
    await page.goto('/console/cases?q=SZ-2023-1001', { waitUntil: 'networkidle' });
    await page.locator('.line').first().click();
    await page.getByText('SZ-2023-1001（市长热线平台）').waitFor();
    await page.getByText('原平台答复').waitFor();
    await page.getByText('自原平台导入').waitFor();
    await shot(page, 'imports-case-1440', { full: false });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('fit a phone and read in English, in the dark, too', async () => {
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone, await desks.as('admin'));
    await page.addInitScript("localStorage.setItem('language', 'en')");
    await page.goto('/console/imports', { waitUntil: 'networkidle' });
    await page.getByRole('link', { name: '市长热线平台' }).waitFor();
    await fits(page, 'imports-list-390-en');
    await page.getByRole('button', { name: 'Import past cases' }).click();
    await page.getByLabel('Source system').fill('Former hotline');
    await page.locator('#import-file').setInputFiles(SAMPLE);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('heading', { name: 'Bad lines' }).waitFor({ timeout: 20_000 });
    await fits(page, 'imports-checked-390-en');
    await page.evaluate(DARK);
    await fits(page, 'imports-checked-390-en-dark');
    await page.setViewportSize(SCREENS.laptop.viewport);
    await fits(page, 'imports-checked-1280-en-dark');
    expect(complaints).toEqual([]);
  }, 60_000);
});
