/** The small forms of the call bar in a real browser: keys for a voice menu, and the call handed to a colleague. */
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, type Window } from './support/browser.js';
import { type Json } from './support/client.js';
import { bar, button, finish, picture, ringing, signInToCalls, signOut, talking, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describeWithBrowser } from './support/skip.js';

describeWithBrowser('The forms of the call bar in a browser', () => {
  let app: App;
  let browser: Browser;
  const windows: Window[] = [];

  beforeAll(async () => {
    app = await startApp({ NOW: '' });
    browser = await openBrowser();
  }, 180_000);
  afterEach(async () => {
    const complaints = windows.flatMap((window) => window.complaints);
    for (const { page } of windows.splice(0)) await page.context().close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const open = async (username: string, path: string, screen: object = SCREENS.desk): Promise<Page> => {
    const window = await openWindow(browser, app.url, screen, await app.signIn(username));
    windows.push(window);
    await window.page.goto(path);
    return window.page;
  };
  const telephone = (number: string): Promise<Phone> => Phone.open(`${app.url}/simulator`, { number });
  const rings = async (page: Page, number: string): Promise<Phone> => {
    const caller = await telephone(number);
    await caller.dial();
    await ringing(page);
    return caller;
  };
  const keysHeard = (phone: Phone): string =>
    phone.heard.flatMap(({ type, digits }: Json) => (type === 'keys' ? [digits as string] : [])).join('');

  it('presses keys for a voice menu by click, by Tab and by typing, and leaves fields and input methods theirs', async () => {
    const page = await open('operator1', '/console/cases');
    await signInToCalls(page);
    const caller = await rings(page, '+8613912345678');
    expect(await button(page, '键盘').count()).toBe(0);
    await button(page, '接听').click();
    await talking(page);
    await page.keyboard.press('Alt+k');
    const pad = page.locator('.keypad');
    await pad.getByRole('button', { name: '5' }).click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('40#');
    await page.keyboard.press('*');
    await pad.getByText('5640#*', { exact: true }).waitFor({ timeout: WAIT });
    await expectHeard(caller, '5640#*');
    await picture(page, '40-keypad');

    // What an input method composes and what is written into a field are no keys of the line.
    await page.evaluate(
      "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '7', code: 'Digit7', isComposing: true, bubbles: true }))",
    );
    await page.locator('input[type=search]').focus();
    await page.keyboard.type('12');
    expect(await page.locator('input[type=search]').inputValue()).toBe('12');
    expect(keysHeard(caller)).toBe('5640#*');

    await pad.getByRole('button', { name: '9' }).focus();
    await page.keyboard.press('Escape');
    await pad.waitFor({ state: 'detached', timeout: WAIT });
    expect(await page.evaluate<string>('document.activeElement.title')).toBe('键盘');
    await page.keyboard.type('8');
    await button(page, '键盘').click();
    await pad.getByText('5640#*', { exact: true }).waitFor({ timeout: WAIT });
    await button(page, '挂断').click();
    await caller.until('ended');
    expect(keysHeard(caller)).toBe('5640#*');
    await finish(page, '其他');
    await signOut(page);
    caller.off();
  }, 120_000);

  async function expectHeard(phone: Phone, keys: string): Promise<void> {
    for (const end = Date.now() + WAIT; keysHeard(phone) !== keys && Date.now() < end;) await new Promise((again) => setTimeout(again, 50));
    expect(keysHeard(phone)).toBe(keys);
  }

  it('has its keys on a phone-sized screen, too', async () => {
    const page = await open('operator2', '/console/cases', SCREENS.phone);
    await signInToCalls(page);
    const caller = await rings(page, '+8613800002222');
    await button(page, '接听').click();
    await talking(page);
    await bar(page).getByTitle('键盘').click();
    await page.locator('.keypad').getByRole('button', { name: '井号键' }).click();
    await picture(page, '390-40-keypad');
    await expectHeard(caller, '#');
    await bar(page).getByTitle('挂断').or(button(page, '挂断')).first().click();
    await caller.until('ended');
    await finish(page, '其他');
    await signOut(page);
    caller.off();
  }, 120_000);
});
