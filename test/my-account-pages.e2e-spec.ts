/** A person and the own account, in a browser: one-time codes turned on by hand and asked for at the next sign-in. */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { describePages, fillSignIn, FIRST_QUESTION, type View } from './support/pages.js';

const WAIT = 15_000;

const SETTING = {
  env: { NOW: '', SECOND_FACTOR_ROLES: 'auditor' },
  expected: [FIRST_QUESTION, /status of 401 .*\/session/, /status of 403 /],
};

describePages('the page of the own account', SETTING, (pages) => {
  const signIn = async (view: View): Promise<Page> => {
    const page = await pages.open('/console/', view);
    await fillSignIn(page, 'auditor1');
    return page;
  };

  it('leads whoever has to have codes there, turns them on in three steps, and asks for one at the next sign-in', async () => {
    const page = await signIn(SCREENS.phone);
    await page.getByText('您的岗位须启用动态口令').first().waitFor({ timeout: WAIT });
    await pages.looked(page, 'me-390-needed');
    await page.locator('#factor-password').fill('demo-12345');
    await page.getByRole('button', { name: '启用动态口令' }).click();
    await page.locator('svg.qr').waitFor({ timeout: WAIT });
    await pages.looked(page, 'me-390-scan');
    const secret = await page.locator('code').innerText();
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
    await page.locator('#factor-code').fill(totp.generate());
    await page.getByRole('button', { name: '确认启用' }).click();
    await page.locator('.codes li').first().waitFor({ timeout: WAIT });
    await pages.looked(page, 'me-390-codes');
    const [code = ''] = await page.locator('.codes li').allInnerTexts();
    await page.getByRole('button', { name: '我已保存' }).click();
    await page.getByText('备用口令还剩 10 个').waitFor({ timeout: WAIT });
    await page.context().close(); // its session goes on, until the other device ends it

    const next = await signIn(SCREENS.desk);
    await next.locator('#otp').fill(code, { timeout: WAIT });
    await next.locator('form button[type=submit]').click();
    await next.locator('nav a.place').first().waitFor({ timeout: WAIT });
    await next.goto('/console/me');
    await next.getByText('备用口令还剩 9 个').waitFor({ timeout: WAIT });
    await next.getByRole('button', { name: '退出其他所有设备' }).click();
    await next.getByRole('button', { name: '退出其他所有设备' }).waitFor({ state: 'detached', timeout: WAIT });
    await pages.looked(next, 'me-1440');
  }, 120_000);

  it('says in the form why a new password is not taken', async () => {
    pages.forgive(/status of 422 .*\/account\/password/);
    const page = await pages.open('/console/me', { as: 'supervisor' });
    const refusal = page.locator('form', { has: page.locator('#me-next') }).getByRole('alert');
    for (const [password, next, why] of [
      ['demo-12345', 'abc', '太短，至少 12 个字符。'],
      ['demo-12345', 'supervisor1-2026', '不要包含账号名。'],
      ['demo-54321', '春眠不觉晓处处闻啼鸟夜来', '密码不对。'],
    ] as const) {
      await page.locator('#me-password').fill(password, { timeout: WAIT });
      await page.locator('#me-next').fill(next);
      await page.getByRole('button', { name: '保存新密码' }).click();
      await refusal.getByText(why).waitFor({ timeout: WAIT });
    }
    expect(await page.getByRole('button', { name: '重试' }).count()).toBe(0);
  }, 60_000);
});
