/** What people see when a city is set up: lists taken in by the administrator, a link handed over, a password of one's own. */
import { resolve } from 'node:path';
import { SCREENS } from './support/browser.js';
import { describePages, fillSignIn, FIRST_QUESTION } from './support/pages.js';

const sample = (name: string): string => resolve('config/demo/imports', name);

describePages('the pages of accounts', { waitUntil: 'networkidle', expected: [FIRST_QUESTION] }, (pages) => {
  let path = '';

  it('take departments and people in, with every fault told first', async () => {
    const page = await pages.open('/console/accounts', { as: 'admin' });
    await pages.fits(page, 'accounts-list-1440');
    await page.getByRole('button', { name: '导入单位' }).click();
    await page.locator('#setup-file').setInputFiles(sample('departments.csv'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('可导入 4 条，已在系统中 0 条，问题 2 处').waitFor();
    await pages.fits(page, 'accounts-departments-1440');
    await page.getByRole('button', { name: '导入 4 条' }).click();
    await page.getByText('已导入 4 条').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '导入账号' }).click();
    await page.locator('#setup-file').setInputFiles(sample('accounts.csv'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('三种权力不能在同一账号').waitFor();
    await pages.fits(page, 'accounts-people-1440');
    await page.getByRole('button', { name: '导入 6 条' }).click();
    await page.getByText('每个新账号有一条设密码链接').waitFor();
    await pages.fits(page, 'accounts-links-1440');
    const link = await page.locator('.links li', { hasText: 'operator6' }).locator('code').innerText();
    path = link.slice(link.indexOf('/console'));
    await page.keyboard.press('Escape');
    await page.getByPlaceholder('账号或姓名').fill('operator6');
    await page.keyboard.press('Enter');
    await page.getByText('待设密码').waitFor();
  }, 120_000);

  it('let a person set a password on a phone, and sign in', async () => {
    const page = await pages.open(path, SCREENS.phone);
    expect(await page.evaluate<string>('location.hash')).toBe('');
    await page.locator('#first').fill('去年冬天松花江冻得特别早');
    await page.locator('#again').fill('去年冬天松花江冻得早');
    await page.getByRole('button', { name: '保存密码' }).click();
    await page.getByText('两次输入不一样。').waitFor();
    await pages.fits(page, 'accounts-password-390');
    await page.locator('#again').fill('去年冬天松花江冻得特别早');
    await page.getByRole('button', { name: '保存密码' }).click();
    await page.getByRole('link', { name: '去登录' }).click();
    await fillSignIn(page, 'operator6', '去年冬天松花江冻得特别早');
    await page.waitForURL((url) => url.pathname.startsWith('/console/home'));
  }, 60_000);

  it('give a new link, in English on a phone', async () => {
    const page = await pages.open('/console/accounts?q=water.leader', { as: 'admin', ...SCREENS.phone, language: 'en' });
    await page.getByRole('button', { name: 'Password link' }).click();
    await page.getByText('Shown this once').waitFor();
    await pages.fits(page, 'accounts-link-390-en');
  }, 60_000);
});
