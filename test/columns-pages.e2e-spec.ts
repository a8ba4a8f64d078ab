/** Columns of a list in a real browser: put away, kept for the same person and list, and back as delivered. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;

describePages('the columns of a list', {}, (pages) => {
  beforeAll(async () => {
    await pages.desks.opened();
  });

  const open = async (who: string, path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await pages.open(path, { as: who, ...options });
    await page.locator('section.listing tbody td').first().waitFor({ state: 'attached', timeout: WAIT });
    return page;
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

  it('stand under filters that say in words what a link brought, and leave as they came', async () => {
    const page = await pages.open(
      '/console/cases?region=none&size=smaller&origin=local&own=again&figure=received&part=numerator&below=true',
      {
        as: 'supervisor',
      },
    );
    const taken = page.locator('section.list button.taken');
    await taken.first().waitFor({ timeout: WAIT });
    expect(await taken.allInnerTexts()).toEqual([
      '统计指标的清单',
      '区域 “未填写”',
      '企业规模 “小微企业”',
      '企业来源地 “本地”',
      '本单位环节 “退回重办”',
    ]);
    await taken.first().click();
    await page.waitForURL((url) => !['figure', 'part', 'below'].some((key) => url.searchParams.has(key)));
    const calls = await pages.open('/console/calls?agent=operator&from=2026-11-23', { as: 'operator' });
    await calls.locator('button.taken', { hasText: '话务员' }).waitFor({ timeout: WAIT });
    await expect(calls.locator('.period input').first().inputValue()).resolves.toBe('2026-11-23');
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
    const kept = await page.evaluate<string>("localStorage.getItem('preferences:supervisor1')");
    expect(JSON.parse(kept)).toMatchObject({ values: { 'columns.fees': { count: all.length, away: [2] } } });
  });

  it('can be chosen on a phone, without a barrier', async () => {
    const page = await open('supervisor', '/console/fees', SCREENS.phone);
    await chooser(page).click();
    await page.locator('.el-popper:visible .el-checkbox').nth(1).waitFor({ timeout: WAIT });
    await pages.looked(page, 'columns-390-fees');
  });

  it('are put away in the list of cases as well, where light, number and title stay and the rest moves up', async () => {
    await pages.desks.opened();
    const page = await pages.open('/console/cases', { as: 'dispatcher' });
    await page.locator('.heads').waitFor({ timeout: WAIT });
    const heads = () => page.locator('.heads > span:visible').allInnerTexts();
    const all = await heads();
    await page.locator('section.list .columns button').click();
    await box(page, '承办单位').waitFor({ timeout: WAIT });
    expect(await page.locator('.el-popper:visible .el-checkbox').allInnerTexts()).toEqual(all.slice(3));
    await box(page, '承办单位').click();
    await box(page, '收到').click();
    const left = all.filter((label) => !['承办单位', '收到'].includes(label));
    expect(await heads()).toEqual(left);
    await page.reload();
    await page.locator('.heads').waitFor({ timeout: WAIT });
    expect(await heads()).toEqual(left);
    // every cell stands under its head, and none wraps into a second line
    const lefts = (of: string) =>
      page.evaluate<number[]>(
        `[...document.querySelector('section.list ${of}').children].filter((one) => one.offsetWidth > 1).map((one) => Math.round(one.getBoundingClientRect().left))`,
      );
    expect(await lefts('.line')).toEqual(await lefts('.heads'));
    expect((await page.locator('section.list .line').first().boundingBox())?.height).toBeLessThan(60);
    await shot(page, 'columns-1440-cases', { full: false });
    await page.locator('section.list .columns button').click();
    await page.getByRole('button', { name: '恢复默认列' }).click();
    expect(await heads()).toEqual(all);
  });
});
