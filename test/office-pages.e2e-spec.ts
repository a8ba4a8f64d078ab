/** The office at work as people see it: the supervisor's desk, a department's duties, an order from its form to its conclusion. */
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;
/** Runs inside the page: keys and codes that should be words. */
const UNTOLD = `[...document.querySelectorAll('main *, .el-drawer *')]
  .filter((one) => one.children.length === 0 && !one.closest('[translate=no]'))
  .map((one) => one.textContent.trim())
  .filter((text) => /^[a-z][a-z0-9]*([.:_-][a-zA-Z0-9]+)+$|undefined|NaN|\\[object/.test(text))`;

describePages('the pages of the office', { on: 'city' }, (pages) => {
  const look = async (page: Page, name: string): Promise<void> => {
    await page.waitForLoadState('networkidle');
    await pages.fits(page, `office-${name}`);
    expect([name, await page.evaluate<string[]>(UNTOLD)]).toEqual([name, []]);
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
      const page = await pages.window({ as: 'supervisor1', ...SCREENS[size], language });
      for (const view of ['concerns', 'orders', 'cards', 'explanations', 'urgings', 'draws']) {
        await page.goto(`/console/supervision?view=${view}`);
        await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
        await look(page, `${size}-${view}`);
      }
    }
  }, 120_000);

  it('are open to an inspector, who finds the orders that are due, but no concerns and nothing to begin', async () => {
    const page = await pages.open('/console/supervision', { as: 'inspector1' });
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    expect(await page.locator('.tabs').getByRole('button', { name: '触发事项' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '新建督办件' }).count()).toBe(0);
    await page.locator('tbody a.number').first().click();
    await page.locator('article.order h1').waitFor({ timeout: WAIT });
  });

  it('lead an order from the form over two stages to its conclusion', async () => {
    const page = await pages.open('/console/supervision?view=orders', { as: 'supervisor1' });
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

    const department = await pages.open(`/console/duties/orders/${path}`, { as: 'market.handler1', ...SCREENS.phone });
    for (const text of ['共 12 项，已逐项登记', '12 项全部办结']) {
      const sign = department.getByRole('button', { name: '签收' });
      if (text.startsWith('共')) await sign.click();
      await department.getByRole('button', { name: '反馈', exact: true }).click();
      await drawer(department).getByLabel('反馈内容').fill(text);
      await drawer(department).getByRole('button', { name: '反馈' }).click();
      await department.getByText(text).waitFor({ timeout: WAIT });
      // the supervisor's page follows by itself
      await page.getByText(text).waitFor({ timeout: WAIT });
      await page.getByRole('button', { name: '认可反馈' }).click();
      await page.getByText('已认可').first().waitFor({ timeout: WAIT });
    }
    await look(department, 'phone-order');

    await page.getByRole('button', { name: '办结督办' }).click();
    await choose(page, '结论', '已落实');
    await drawer(page).getByLabel('说明').fill('逐项核验，全部落实');
    await drawer(page).getByRole('button', { name: '办结督办' }).click();
    await page.getByText('逐项核验，全部落实').waitFor({ timeout: WAIT });
    await look(page, 'desk-concluded');
  }, 120_000);

  it('let a leader write his explanation, and the supervisor accept it', async () => {
    const page = await pages.open('/console/duties', { as: 'housing!' });
    await tab(page, '说明');
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await look(page, 'desk-duties');
    await page.getByRole('button', { name: '写说明' }).first().click();
    const letter = '本季度黄牌集中在签收环节，责任人为综合科科长，已指定专人每两小时签收一次。';
    await page.locator('#letter').fill(letter);
    // a click beside the drawer loses nothing of what is not saved yet
    await page.locator('.el-overlay').click({ position: { x: 20, y: 300 } });
    await page.locator('#letter').waitFor({ state: 'detached', timeout: WAIT });
    await page.getByRole('button', { name: '写说明' }).first().click();
    await page.getByText('暂存在本机').waitFor({ timeout: WAIT });
    expect(await page.locator('#letter').inputValue()).toBe(letter);
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('暂存在本机').waitFor({ state: 'detached', timeout: WAIT });
    await page.reload();
    await page.locator('#letter').waitFor({ timeout: WAIT });
    expect(await page.locator('#letter').inputValue()).toBe(letter);
    await look(page, 'desk-letter');
    await page.getByRole('button', { name: '提交说明' }).click();
    await page.getByText(/提交于/).waitFor({ timeout: WAIT });
    const id = new URL(page.url()).searchParams.get('entry')!;

    const office = await pages.open(`/console/supervision?view=explanations&tab=given&entry=${id}`, { as: 'supervisor1' });
    await office.getByText(letter).waitFor({ timeout: WAIT });
    await office.getByRole('button', { name: '认可', exact: true }).click();
    await office.getByRole('button', { name: '登记问责' }).click();
    await drawer(office).getByLabel('被问责人').fill('赵国庆');
    await drawer(office).getByLabel('职务').fill('综合科科长');
    await choose(office, '问责方式', '批评教育');
    await drawer(office).getByRole('button', { name: '登记问责' }).click();
    await office.getByText('赵**').waitFor({ timeout: WAIT });
    await look(office, 'desk-accounted');
  }, 90_000);

  it('show a spot check step by step, from its announcement to its draw', async () => {
    const page = await pages.open('/console/supervision?view=draws', { as: 'supervisor1' });
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
  }, 90_000);

  it('stand beside the case, with the steps of the office in its drawer', async () => {
    const page = await pages.open('/console/supervision?view=cards&status=issued', { as: 'supervisor1' });
    await page.locator('tbody tr a.number').first().click();
    await page.locator('.column.sides').getByText('新建督办件').waitFor({ timeout: WAIT });
    await look(page, 'desk-case');
  }, 60_000);
});
