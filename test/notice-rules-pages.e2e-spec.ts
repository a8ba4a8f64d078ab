/** The texts to complainants as people word them: read in place, changed with the facts at hand, tried, proposed and released. */
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, type View } from './support/pages.js';

const WAIT = 15_000;

describePages('the pages of the texts to complainants', { on: 'city' }, (pages) => {
  const open = async (who: string, path: string, view: View = {}) => {
    const page = await pages.open(path, { as: who, ...view });
    await page.locator('.halves').waitFor({ timeout: WAIT });
    return page;
  };
  const sheet = (page: Page) => page.locator('.sheet-drawer').last();
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const done = (page: Page) => page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });

  it.each([
    ['desk', 'zh-CN', 'light'],
    ['desk', 'en', 'dark'],
    ['phone', 'zh-CN', 'dark'],
    ['phone', 'en', 'light'],
  ] as const)(
    'read whole at the size of a %s, in %s, %s',
    async (size, language, colorScheme) => {
      for (const kind of ['notices', 'messages']) {
        const page = await open('admin', `/console/rules/${kind}`, { ...SCREENS[size], colorScheme, language });
        await pages.looked(page, `notice-rules-${kind}-${size}-${language}-${colorScheme}`);
        const text = await page.locator('.halves').innerText();
        expect([kind, text]).toEqual([kind, expect.not.stringMatching(/undefined|NaN|\[object|[{}]|templates\.|statusText|timeline/)]);
        await button(page, language === 'en' ? 'Change' : '修订').click();
        await page.locator('.group li .head button').nth(4).click();
        await pages.looked(page, `notice-rules-${kind}-editing-${size}-${language}-${colorScheme}`);
      }
    },
    120_000,
  );

  it('are worded with facts at the cursor, told what is wrong, tried on what was sent, proposed and released', async () => {
    const page = await open('admin', '/console/rules/notices');
    await button(page, '修订').click();
    const row = page.locator('li[data-path="templates.registered"]');
    await row.getByRole('button', { name: '修改 已登记' }).click();
    const box = row.getByLabel('短信和邮件正文');
    await box.fill('【九台热线】收到您的反映，请记下编号。{name}');
    await button(page, '检查').click();
    await page.getByText('已登记：不能使用 {name}').waitFor({ timeout: WAIT });
    await page.getByText('已登记：缺少 {caseNumber}').waitFor({ timeout: WAIT });
    await pages.looked(page, 'notice-rules-faults');
    await box.fill('【九台热线】收到您的反映，请记下编号');
    await row.getByRole('group').last().getByRole('button', { name: '工单编号（必须有）' }).click();
    expect(await box.inputValue()).toBe('【九台热线】收到您的反映，请记下编号{caseNumber}');
    await row.getByText('【九台热线】收到您的反映，请记下编号20261102000001').waitFor({ timeout: WAIT });
    await row.getByText('按 1 条短信计').waitFor({ timeout: WAIT });
    await button(page, '检查').click();
    await page.getByText('没有发现问题。').waitFor({ timeout: WAIT });
    await page.locator('aside dl', { hasText: '已登记 · 短信和邮件正文' }).waitFor({ timeout: WAIT });
    await button(page, '开始预演').click();
    await page.locator('aside .preview > div').waitFor({ timeout: WAIT });
    await pages.looked(page, 'notice-rules-preview');
    await button(page, '提交修订').click();
    await sheet(page).getByLabel('修订理由').fill('改短一条');
    await sheet(page).getByRole('button', { name: '提交修订' }).click();
    await done(page);
    const office = await open('supervisor', '/console/rules/notices', SCREENS.phone);
    await office.locator('.waiting').getByText('请记下编号').waitFor({ timeout: WAIT });
    await pages.looked(office, 'notice-rules-waiting-phone');
    await office.locator('.waiting').getByRole('button', { name: '发布' }).click();
    await sheet(office).getByRole('button', { name: '发布' }).click();
    await done(office);
    await office.getByText('第 2 版').first().waitFor({ timeout: WAIT });
    const { inForce } = succeeded(await (await pages.desks.as('supervisor')).get('/rules/notices'));
    expect(inForce.content.templates.registered.text).toBe('【九台热线】收到您的反映，请记下编号{caseNumber}');
  }, 120_000);

  it('of the tracking page show a sentence with its day and without', async () => {
    const page = await open('admin', '/console/rules/messages');
    await button(page, '修订').click();
    const row = page.locator('li[data-path="statusText.handling"]');
    await row.getByRole('button', { name: /^修改/ }).click();
    await row.getByLabel('中文').fill('{department}在办[，{date}前答复]。');
    await row.getByText('市场监督管理局在办。').waitFor({ timeout: WAIT });
    await row.getByText(/^市场监督管理局在办，\d+月\d+日前答复。$/).waitFor({ timeout: WAIT });
    await button(page, '开始预演').click();
    await page.locator('aside tbody tr', { hasText: '办理中' }).waitFor({ timeout: WAIT });
    await pages.looked(page, 'notice-rules-messages-preview');
  }, 120_000);
});
