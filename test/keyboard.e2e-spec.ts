/** The day's work under the hands alone: from the ringing call to the dispatched case, counted key by key. */
import type { Page } from 'playwright-core';
import { succeeded } from './support/client.js';
import { picture, ringing, signInToCalls, talking, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describePages } from './support/pages.js';

const MATTER = '开发区某企业到市场监督管理局窗口办理营业执照变更，窗口要求补交目录外材料，三次往返仍不受理，超过承诺时限二十天';

describePages('Work by the keyboard alone', { on: 'city', env: { NOW: '' } }, (pages) => {
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
    const page = await pages.open('/console/cases', { as: 'operator1' });
    await signInToCalls(page);
    const caller = await Phone.open(`${pages.app.url}/simulator`, { number: '+8613912340000' });
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
    const dispatcher = await pages.open('/console/cases?status=pending_dispatch&sort=-received', { as: 'dispatcher1' });
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
    const one = succeeded(await (await pages.desks.as('dispatcher1')).get(`/cases/${number}`));
    expect([one.status, one.channel]).toEqual(['handling', 'phone']);
    const all = [...pressed, ...second.pressed];
    expect(all.length).toBeLessThanOrEqual(12);
    process.stdout.write(`From the ringing call to the dispatched case: ${all.length} key actions besides the text (${all.join(', ')}).\n`);
    await caller.hangUp();
    caller.off();
  }, 120_000);
});
