/** The rules as people see them: looked up, changed row by row, tried on real cases, proposed by one and released by another. */
import type { Page } from 'playwright-core';
import { RULE_KINDS } from '../src/domain/rule-proposals.js';
import { SCREENS } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, type View } from './support/pages.js';

const WAIT = 15_000;

describePages('the pages of the rules', { on: 'city' }, (pages) => {
  const open = async (who: string, path: string, view: View = {}) => {
    const page = await pages.open(path, { as: who, ...view });
    await page.locator('main h1').waitFor({ timeout: WAIT });
    return page;
  };
  const sheet = (page: Page) => page.locator('.sheet-drawer').last();
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const done = (page: Page) => page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });

  it('show every kind in words at both sizes and in both languages', async () => {
    for (const [size, language] of [
      ['desk', 'zh-CN'],
      ['phone', 'en'],
    ] as const) {
      const page = await open('admin', '/console/rules', { ...SCREENS[size], language });
      await page.locator('tbody td').first().waitFor({ timeout: WAIT });
      await pages.looked(page, `rules-${size}-list`);
      for (const kind of RULE_KINDS) {
        await page.goto(`/console/rules/${kind}`);
        await page.locator('.halves').waitFor({ timeout: WAIT });
        await pages.looked(page, `rules-${size}-${kind}`);
        expect([kind, await page.locator('.halves').innerText()]).toEqual([
          kind,
          expect.not.stringMatching(/undefined|NaN|\[object|[{}]"/),
        ]);
      }
    }
  }, 180_000);

  it('let an administrator change a limit, try it on real cases and propose it, and the supervisor release it', async () => {
    const page = await open('admin', '/console/rules/limits');
    await button(page, '修订').click();
    const row = page.locator('.rows li', { hasText: '咨询' }).filter({ hasText: '答复' }).first();
    await row.getByRole('button', { name: '修改' }).click();
    await sheet(page).getByLabel('数量').fill('2');
    await pages.looked(page, 'rules-desk-row');
    await sheet(page).getByRole('button', { name: '确定' }).click();
    await done(page);
    await page.locator('aside dl', { hasText: '2 个工作日' }).first().waitFor({ timeout: WAIT });
    await button(page, '检查').click();
    await page.getByText('没有发现问题。').waitFor({ timeout: WAIT });
    await button(page, '开始预演').click();
    await page.locator('aside tbody tr', { hasText: '答复' }).waitFor({ timeout: WAIT });
    await pages.looked(page, 'rules-desk-preview');
    // The same person goes on at another machine.
    const elsewhere = await open('admin', '/console/rules/limits');
    await button(elsewhere, '继续修订').click();
    await elsewhere.locator('aside dl', { hasText: '2 个工作日' }).first().waitFor({ timeout: WAIT });
    // Leaving loses nothing.
    await page.reload();
    await button(page, '继续修订').click();
    await page.getByText('已恢复您未提交的修订。').waitFor({ timeout: WAIT });
    await button(page, '提交修订').click();
    await sheet(page).getByLabel('修订理由').fill('咨询量大，一个工作日答不完');
    await sheet(page).getByRole('button', { name: '提交修订' }).click();
    await done(page);
    await page.locator('.waiting').getByRole('button', { name: '撤回修订' }).waitFor({ timeout: WAIT });
    await pages.looked(page, 'rules-desk-waiting');

    const office = await open('supervisor', '/console/rules/limits', SCREENS.phone);
    await office.locator('.waiting').getByText('咨询量大').waitFor({ timeout: WAIT });
    await pages.looked(office, 'rules-phone-waiting');
    await office.getByRole('button', { name: '开始预演' }).click();
    await office.locator('aside tbody tr', { hasText: '答复' }).waitFor({ timeout: WAIT });
    await office.locator('.waiting').getByRole('button', { name: '发布' }).click();
    await sheet(office).getByRole('button', { name: '发布' }).click();
    await done(office);
    await office.getByText('第 2 版').first().waitFor({ timeout: WAIT });
    const { inForce } = succeeded(await (await pages.desks.as('supervisor')).get('/rules/limits'));
    const answer = inForce.content.rules.find(({ limit, when }: Json) => limit === 'answer' && when.kind?.includes('consultation'));
    expect([inForce.version, answer.amount]).toEqual([2, 2]);
  }, 120_000);

  it('say of which categories cases would get another limit, and how many of them', async () => {
    const page = await open('admin', '/console/rules/limits');
    await button(page, '修订').click();
    const row = page.locator('.rows li', { hasText: '答复' }).filter({ hasText: '其他所有情形' });
    await row.getByRole('button', { name: '修改' }).click();
    await sheet(page).getByLabel('数量').fill('7');
    await sheet(page).getByRole('button', { name: '确定' }).click();
    await done(page);
    await button(page, '开始预演').click();
    const first = page.locator('aside .by-category li').first();
    await first.getByText('答复 5 个工作日 → 7 个工作日').waitFor({ timeout: WAIT });
    const [, looked = '', changed = ''] = /(\d+) 件中 (\d+) 件会变/.exec(await first.innerText()) ?? [];
    expect([Number(changed) > 0, Number(changed) <= Number(looked)]).toEqual([true, true]);
    await pages.looked(page, 'rules-desk-by-category');
    await button(page, '放弃修订').click();
  }, 120_000);

  it('move a measure to another weight, and say before what shorter terms of keeping would forget', async () => {
    const page = await open('admin', '/console/rules/scoring');
    await button(page, '修订').click();
    await page.locator('.measures .panel > div', { hasText: '严重' }).locator('.el-select__wrapper').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: '责令退还' }).first().click();
    await page.keyboard.press('Escape');
    await page.locator('aside dl > div', { hasText: '严重' }).getByText('责令退还').first().waitFor({ timeout: WAIT });
    await page.locator('aside dl > div', { hasText: '较轻' }).first().waitFor({ timeout: WAIT });
    await pages.looked(page, 'rules-desk-measures');
    await page.goto('/console/rules/retention');
    await button(page, '修订').click();
    const term = page.getByLabel('诉求人身份，办结后保存几日（至少 730）');
    await term.fill('700');
    await term.press('Tab');
    await button(page, '检查').click();
    await page.getByText('需要处理的问题').waitFor({ timeout: WAIT });
    await term.fill('730');
    await term.press('Tab');
    await button(page, '开始预演').click();
    await page.locator('aside tbody tr', { hasText: '诉求人身份' }).waitFor({ timeout: WAIT });
    await pages.looked(page, 'rules-desk-retention-preview');
  }, 120_000);

  it('tell what is wrong at its row, and take back what was removed', async () => {
    const page = await open('admin', '/console/rules/routing');
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
    await pages.looked(page, 'rules-desk-trial');
  }, 120_000);
});
