/** The auditor's page: looked through by group or action, and what was asked for last is what stands there. */
import type { Route } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;

describePages('the page of the audit', {}, (pages) => {
  it('is narrowed to a group or to one action, tells what each entry concerned, and keeps the choice in the address', async () => {
    const admin = await pages.desks.as('admin');
    await admin.post('/accounts/operator3/links');
    const page = await pages.open('/console/audit', { as: 'auditor', ...SCREENS.desk });
    await page.locator('#audit-action').click();
    await page.getByRole('option', { name: '全部：账号、回避和阅件人' }).click();
    await page.getByRole('button', { name: '查询' }).click();
    await page.locator('.panel.table tbody tr').nth(1).waitFor({ state: 'detached', timeout: WAIT });
    await page.getByRole('cell', { name: 'operator3' }).waitFor({ timeout: WAIT });
    expect(new URL(page.url()).searchParams.get('group')).toBe('accounts');
    await pages.looked(page, 'audit-1440');
    await page.reload();
    await page.getByRole('cell', { name: 'operator3' }).waitFor({ timeout: WAIT });

    const narrow = await pages.open('/console/audit?group=accounts', { as: 'auditor', ...SCREENS.phone, language: 'en', theme: 'dark' });
    await narrow.getByText('operator3').waitFor({ timeout: WAIT });
    await pages.looked(narrow, 'audit-390-en');
  });

  it('shows what was asked for last, when an earlier answer comes later', async () => {
    const page = await pages.window({ as: 'auditor', ...SCREENS.desk });
    const held = new Promise<Route>((caught) => void page.route(/\/audit\?.*username=nobody/, caught));
    await page.goto('/console/audit?username=admin1');
    await page.getByRole('cell', { name: 'admin1' }).first().waitFor({ timeout: WAIT });
    const ask = async (name: string): Promise<void> => {
      await page.getByRole('textbox', { name: '账号' }).fill(name);
      await page.getByRole('button', { name: '查询' }).click();
    };
    await ask('nobody');
    const earlier = await held;
    await ask('auditor1');
    await page.getByRole('cell', { name: 'auditor1' }).first().waitFor({ timeout: WAIT });
    await earlier.continue().catch(() => undefined); // the page no longer waits for it
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('cell', { name: 'auditor1' }).count()).toBeGreaterThan(0);
    expect(await page.getByText('没有符合条件的记录。').count()).toBe(0);
  });
});
