/** The small forms of the call bar in a real browser: keys for a voice menu, and the call handed to a colleague. */
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { type Json } from './support/client.js';
import { bar, button, finish, picture, ringing, signInToCalls, signOut, talking, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describePages, type View } from './support/pages.js';

describePages('The forms of the call bar in a browser', { on: 'city', env: { NOW: '' } }, (pages) => {
  const open = (as: string, path: string, view: View = {}): Promise<Page> => pages.open(path, { as, ...view });
  const telephone = (number: string): Promise<Phone> => Phone.open(`${pages.app.url}/simulator`, { number });
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

  it('hands a call to a colleague chosen from those who are free, after a word with him', async () => {
    const [page, other] = [await open('operator1', '/console/cases'), await open('operator2', '/console/cases')];
    await signInToCalls(page);
    const caller = await rings(page, '+8613800004444');
    await button(page, '接听').click();
    await talking(page);
    await button(page, '转接').click();
    const form = page.locator('.small-form');
    await form.getByText('没有其他同事签入。').waitFor({ timeout: WAIT });
    await picture(page, '41-nobody');
    await signInToCalls(other);
    // the list follows who comes, and whoever is free is meant
    const colleague = form.locator('label', { hasText: 'operator2' });
    await colleague.getByText('示闲').waitFor({ timeout: WAIT });
    await colleague.click();
    await picture(page, '42-colleagues');
    await button(page, '先征询').click();

    await ringing(other);
    await bar(other).getByText('征询转接').waitFor({ timeout: WAIT });
    await other.locator('.pop').getByText('138****4444').waitFor({ timeout: WAIT });
    await bar(page).getByText('正在征询').waitFor({ timeout: WAIT });
    await picture(page, '43-asking');
    await picture(other, '44-asked');
    await button(other, '接听').click();
    await bar(page).getByText('来电人等候').waitFor({ timeout: WAIT });
    await bar(other).getByText('来电人等候').waitFor({ timeout: WAIT });
    await picture(page, '45-consulting');
    await picture(other, '46-consulted');
    await button(page, '完成转接').click();
    await other.getByText('来电人已交给您').waitFor({ timeout: WAIT });
    await bar(other).getByText('通话中').waitFor({ timeout: WAIT });
    await page.locator('form.wrap-up').waitFor({ timeout: WAIT });
    await picture(page, '47-handed-over');
    await finish(page);
    await caller.speak('谢谢');
    await other.locator('.pop').getByText('谢谢').waitFor({ timeout: WAIT });
    await button(other, '挂断').click();
    await finish(other, '当场答复');
    await signOut(page);
    await signOut(other);
    caller.off();
  }, 120_000);

  it('takes the caller back when the colleague declines, and asks the server for a call only when something happened in it', async () => {
    const [page, other] = [await open('operator1', '/console/cases'), await open('operator2', '/console/cases', SCREENS.phone)];
    await signInToCalls(page);
    const caller = await rings(page, '+8613800005555');
    await button(page, '接听').click();
    await talking(page);
    await signInToCalls(other);
    await button(page, '转接').click();
    await page.locator('.small-form label', { hasText: 'operator2' }).click();
    await button(page, '先征询').click();
    await ringing(other);
    await picture(other, '390-44-asked');
    await button(other, '拒接').click();
    await page.getByText('同事没有接受，来电人已接回。').waitFor({ timeout: WAIT });
    await bar(page).getByText('通话中').waitFor({ timeout: WAIT });

    let asked = 0;
    page.on('request', (request) => (asked += Number(/\/api\/v1\/(calls\/[0-9a-f-]{36}|agents\/me)$/.test(request.url()))));
    await new Promise((done) => setTimeout(done, 7_000));
    expect(asked).toBe(0);
    const market = await telephone('+8643182301101');
    await button(page, '三方').click();
    await page.locator('#party-department').click();
    await page.keyboard.type('市场');
    await page.locator('.el-select-dropdown__item:visible', { hasText: '市场监督管理局' }).first().click();
    await button(page, '拨入三方').click();
    await market.until('incoming');
    await market.answer();
    const pop = page.locator('.pop');
    await pop.locator('li', { hasText: '市场监督管理局' }).first().waitFor({ timeout: WAIT });
    expect(asked).toBeGreaterThan(0);
    await market.hangUp();
    await pop.locator('li.left', { hasText: '市场监督管理局' }).first().waitFor({ timeout: WAIT });
    await caller.hangUp();
    await finish(page, '其他');
    await signOut(page);
    await signOut(other);
    [caller, market].forEach((phone) => phone.off());
  }, 120_000);
});
