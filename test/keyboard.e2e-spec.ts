/** The day's work under the hands alone: from the ringing call to the dispatched case, counted key by key. */
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, type Window } from './support/browser.js';
import { succeeded } from './support/client.js';
import { picture, ringing, signInToCalls, talking, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describeWithBrowser } from './support/skip.js';

const MATTER = '开发区某企业到市场监督管理局窗口办理营业执照变更，窗口要求补交目录外材料，三次往返仍不受理，超过承诺时限二十天';

describeWithBrowser('Work by the keyboard alone', () => {
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

  const open = async (username: string, path: string): Promise<Page> => {
    const window = await openWindow(browser, app.url, SCREENS.desk, await app.signIn(username));
    windows.push(window);
    await window.page.goto(path);
    return window.page;
  };
  /** Key actions besides the text: one for each combination pressed. */
  const hands = (page: Page) => {
    const pressed: string[] = [];
    return {
      pressed,
      press: async (keys: string): Promise<void> => {
        pressed.push(keys);
        await page.keyboard.press(keys);
      },
      write: (text: string): Promise<void> => page.keyboard.insertText(text),
    };
  };
  const focusOn = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor({ timeout: WAIT });

  it('takes a ringing call to a registered and dispatched case in at most 12 key actions', async () => {
    const page = await open('operator1', '/console/cases');
    await signInToCalls(page);
    const caller = await Phone.open(`${app.url}/simulator`, { number: '+8613912340000' });
    await caller.dial();
    await ringing(page);
    const { press, write, pressed } = hands(page);
    await press('Control+Shift+Digit1');
    await talking(page);
    await press('Control+Shift+Digit9');
    await focusOn(page, '#entry-title');
    await write('营业执照变更多次往返仍不受理');
    await press('Tab');
    await write(MATTER);
    await page.locator('.hints .pill').first().waitFor({ timeout: WAIT });
    await press('Alt+j');
    await page.locator('.hints .pill.on').waitFor({ timeout: WAIT });
    await page.locator('.hints .proposals article').first().waitFor({ timeout: WAIT });
    await press('Alt+l');
    await page.locator('.hints .use:disabled').waitFor({ timeout: WAIT });
    await picture(page, '50-keyboard-register');
    await press('Control+Enter');
    const number = (await page.locator('.receipt .figure').first().textContent({ timeout: WAIT }))!.replaceAll(/\D/g, '');
    const dispatcher = await open('dispatcher1', '/console/cases?status=pending_dispatch&sort=-received');
    await dispatcher.locator('.line', { hasText: number }).waitFor({ timeout: WAIT });
    const second = hands(dispatcher);
    await second.press('j');
    await dispatcher.locator('a:focus .line', { hasText: number }).waitFor({ timeout: WAIT });
    await second.press('Enter');
    await dispatcher.locator('article.case h1').waitFor({ timeout: WAIT });
    await second.press('a');
    await focusOn(dispatcher, '.action-drawer textarea');
    await dispatcher.locator('.action-drawer .use:disabled').waitFor({ timeout: WAIT });
    await second.write('反映窗口要求补交目录外材料、超过承诺时限，请核实。');
    await picture(dispatcher, '51-keyboard-dispatch');
    await second.press('Control+Enter');
    await dispatcher.locator('.action-drawer').waitFor({ state: 'detached', timeout: WAIT });
    const one = succeeded(await (await app.signIn('dispatcher1')).get(`/cases/${number}`));
    expect([one.status, one.channel]).toEqual(['handling', 'phone']);
    const all = [...pressed, ...second.pressed];
    expect(all.length).toBeLessThanOrEqual(12);
    process.stdout.write(`From the ringing call to the dispatched case: ${all.length} key actions besides the text (${all.join(', ')}).\n`);
    await caller.hangUp();
    caller.off();
  }, 120_000);
});
