/** A person and the own account, in a browser: one-time codes turned on by hand and asked for at the next sign-in. */
import axe, { type AxeResults } from 'axe-core';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

const WAIT = 15_000;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';

describeWithBrowser('the page of the own account', () => {
  let town: Town;
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: '', SECOND_FACTOR_ROLES: 'auditor' }, town.database);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  const fits = async (page: Page, name: string): Promise<void> => {
    await shot(page, name, { full: false });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`);
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`);
    expect([name, await page.evaluate<number>(TOO_WIDE), told]).toEqual([name, 0, []]);
  };
  const signIn = async (page: Page, username: string): Promise<void> => {
    await page.goto('/console/');
    await page.locator('#username').fill(username);
    await page.locator('#password').fill('demo-12345');
    await page.locator('form button[type=submit]').click();
  };

  it('leads whoever has to have codes there, turns them on in three steps, and asks for one at the next sign-in', async () => {
    const { page } = await openWindow(browser, app.url, SCREENS.phone);
    await signIn(page, 'auditor1');
    await page.getByText('您的岗位须启用动态口令').first().waitFor({ timeout: WAIT });
    await fits(page, 'me-390-needed');
    await page.locator('#factor-password').fill('demo-12345');
    await page.getByRole('button', { name: '启用动态口令' }).click();
    await page.locator('svg.qr').waitFor({ timeout: WAIT });
    await fits(page, 'me-390-scan');
    const secret = await page.locator('code').innerText();
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
    await page.locator('#factor-code').fill(totp.generate());
    await page.getByRole('button', { name: '确认启用' }).click();
    await page.locator('.codes li').first().waitFor({ timeout: WAIT });
    await fits(page, 'me-390-codes');
    const [code = ''] = await page.locator('.codes li').allInnerTexts();
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByText('备用口令还剩 10 个').waitFor({ timeout: WAIT });
    await page.context().close();

    const next = await openWindow(browser, app.url);
    await signIn(next.page, 'auditor1');
    await next.page.locator('#otp').fill(code, { timeout: WAIT });
    await next.page.locator('form button[type=submit]').click();
    await next.page.locator('nav a.place').first().waitFor({ timeout: WAIT });
    await next.page.goto('/console/me');
    await next.page.getByText('备用口令还剩 9 个').waitFor({ timeout: WAIT });
    await next.page.getByRole('button', { name: '退出其他所有设备' }).click();
    await next.page.getByRole('button', { name: '退出其他所有设备' }).waitFor({ state: 'detached', timeout: WAIT });
    await fits(next.page, 'me-1440');
    await next.page.context().close();
  }, 120_000);
});
