/** The operators' desk as a story clicks it: the call bar's words are Chinese, as at work. */
import type { Page } from 'playwright-core';
import { shot } from './browser.js';

export const WAIT = 20_000;

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const bar = (page: Page) => page.locator('.callbar');
/** Whoever waits in vain is told what the screen says instead, refusals and all. */
const seen = (page: Page, wait: Promise<void>): Promise<void> =>
  wait.catch(async (error: Error) => {
    throw new Error(`${error.message}\nThe screen says: ${(await page.locator('body').innerText()).replaceAll(/\s+/g, ' ')}`);
  });
export const picture = (page: Page, what: string) => shot(page, `desk-${what}`, { full: false });

export const signInToCalls = async (page: Page): Promise<void> => {
  await button(page, '签入').click();
  await seen(page, bar(page).getByText('等待来电').waitFor({ timeout: WAIT }));
};
export const ringing = (page: Page) => seen(page, page.locator('.callbar.ringing').waitFor({ timeout: WAIT }));
export const talking = (page: Page) => seen(page, bar(page).locator('.recording').waitFor({ timeout: WAIT }));
/** After a story its operator is off duty, so that the next story's call rings where it should. */
export const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '我的状态' }).click();
  const entry = page.getByRole('menuitem', { name: '签出' });
  // a menu takes the focus a moment after it opened; a key that came before is lost
  for (let tries = 0; tries < 5; tries++) {
    await entry.press('Enter');
    const isClosed = await entry.waitFor({ state: 'hidden', timeout: 1_500 }).then(
      () => true,
      () => false,
    );
    if (isClosed) break;
  }
  await seen(page, button(page, '签入').waitFor({ timeout: WAIT }));
};
export const finish = async (page: Page, code?: string): Promise<void> => {
  const form = page.locator('form.wrap-up');
  await seen(page, form.waitFor({ timeout: WAIT }));
  if (code) await form.getByText(code, { exact: true }).click();
  await button(page, '完成并示闲').click();
  await seen(page, bar(page).getByText('等待来电').waitFor({ timeout: WAIT }));
};
