/** The operators' desk in a real browser: callers with telephones of the demo's carrier, everything else by clicks and keys. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { type Client, type Json, succeeded } from './support/client.js';
import { bar, button, finish, picture, ringing, signInToCalls, signOut, talking, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describePages, type View } from './support/pages.js';

const MARKET = '+8643182301101';
const CASE = {
  kind: 'complaint',
  channel: 'phone',
  urgency: 'normal',
  title: '办理营业执照往返三次',
  description: '窗口三次告知的材料都不一样，至今没有办成。',
  complainant: { name: '司马长青', phone: '13912345678' },
};

/** How long the sound on the page is, once the page knows. Asked from outside: a condition that waits inside is an eval to its policy. */
async function heardSeconds(page: Page): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const seconds = await page.evaluate<number>("document.querySelector('audio')?.duration || 0");
    if (seconds > 0) return seconds;
    await sleep(100);
  }
  return 0;
}

describePages('The operators’ desk in a browser', { on: 'city', env: { NOW: '' } }, (pages) => {
  const open = (as: string, path: string, view: View = {}): Promise<Page> => pages.open(path, { as, ...view });
  const telephone = (number: string): Promise<Phone> => Phone.open(`${pages.app.url}/simulator`, { number });

  it('shows who calls before the call is answered, and brings it to a case with a recording', async () => {
    const known = succeeded(await (await pages.desks.as('operator2')).post('/cases', CASE)).caseNumber as string;
    const page = await open('operator1', '/console/cases');
    await signInToCalls(page);
    await picture(page, '01-ready');
    await page.locator('input[type=search]').fill('执照');

    // The screen pops before anybody answers, and takes no focus.
    const caller = await telephone('+8613912345678');
    await caller.dial();
    await ringing(page);
    const pop = page.locator('.pop');
    await pop.getByText('139****5678').waitFor({ timeout: WAIT });
    await pop.getByText('有在办件', { exact: true }).waitFor();
    await pop.getByText(known).waitFor();
    expect(await pop.innerText()).not.toMatch(/司马长青|13912345678/);
    expect(await page.evaluate<string>('document.activeElement.type')).toBe('search');
    expect(caller.has('joined')).toBe(false);
    await picture(page, '02-offer');

    await button(page, '接听').click();
    await caller.until('joined');
    await talking(page);
    await caller.speak('我还要反映食品经营许可的事');
    await pop.getByText('我还要反映食品经营许可的事').waitFor({ timeout: WAIT });
    await pop.getByLabel('说…').fill('您请讲');
    await button(page, '说').click();
    await caller.until('heard');
    await picture(page, '03-talking');
    await button(page, '并入此件').first().click();
    await pop.getByText('✓ 已并入').waitFor({ timeout: WAIT });

    // The form belongs to the call; a reload keeps both.
    await button(page, '新建工单').click();
    await page.locator('#entry-title').fill('食品经营许可变更材料告知不一致');
    await page.locator('#entry-description').fill('我店办理食品经营许可变更，窗口两次告知的材料不一样，跑了四趟还没有办成。');
    await page.getByText('草稿已保存').waitFor();
    await picture(page, '04-draft');
    await page.reload();
    await talking(page);
    expect(await page.locator('#entry-title').inputValue()).toBe('食品经营许可变更材料告知不一致');
    await pop.getByText('我还要反映食品经营许可的事').waitFor({ timeout: WAIT });
    expect(caller.has('ended')).toBe(false);
    await picture(page, '05-reloaded');

    await button(page, '保持').click();
    await caller.until('held');
    await bar(page).getByText('保持中').waitFor({ timeout: WAIT });
    await picture(page, '06-held');
    await button(page, '取回').click();
    await caller.until('resumed');

    // The department joins as a third party.
    const market = await telephone(MARKET);
    await button(page, '三方').click();
    await page.locator('#party-department').click();
    await page.keyboard.type('市场');
    await page.locator('.el-select-dropdown__item:visible', { hasText: '市场监督管理局' }).first().click();
    await picture(page, '07-party');
    await button(page, '拨入三方').click();
    await market.until('incoming');
    await market.answer();
    await pop.getByText('市场监督管理局', { exact: true }).first().waitFor({ timeout: WAIT });
    await market.until('joined');
    await market.speak('市场监督管理局，请讲');
    await caller.until('heard');
    await picture(page, '08-three');

    await page.locator('form button[type=submit]').filter({ hasText: '登记' }).click();
    await page.getByRole('link', { name: '打开工单' }).waitFor({ timeout: WAIT });
    await picture(page, '09-registered');
    await button(page, '挂断').click();
    await caller.until('ended');
    // What came of the call is known: a new case, whatever else was added to it.
    await page.locator('form.wrap-up .is-active', { hasText: '已登记工单' }).waitFor({ timeout: WAIT });
    await pop.getByText('✓ 本次登记').waitFor();
    await picture(page, '10-wrap-up');
    await finish(page);
    await signOut(page);

    // The case shows its call; the sound comes after a reason.
    await page.getByRole('link', { name: '打开工单' }).click();
    const calls = page.locator('.case-calls');
    await button(page, '听录音').first().click({ timeout: 30_000 });
    await calls.getByLabel('收听理由').fill('核对诉求内容');
    await button(page, '记录并播放').click();
    const sound = calls.locator('audio');
    await sound.waitFor({ timeout: WAIT });
    await sound.scrollIntoViewIfNeeded();
    const seconds = await heardSeconds(page);
    expect(seconds).toBeGreaterThan(1);
    await picture(page, '11-recording');
    [caller, market].forEach((phone) => phone.off());
  }, 180_000);

  it('answers and ends by keys on a phone-sized screen, and leaves an input method its keys', async () => {
    const page = await open('operator2', '/console/cases', SCREENS.phone);
    await signInToCalls(page);
    const caller = await telephone('+8613800002222');
    await caller.dial();
    await ringing(page);
    await picture(page, '390-01-offer');
    const composing = `window.dispatchEvent(new KeyboardEvent('keydown',
      { code: 'Digit1', key: '1', ctrlKey: true, shiftKey: true, isComposing: true }))`;
    await page.evaluate(composing);
    expect(caller.has('joined')).toBe(false);
    await page.keyboard.press('Control+Shift+Digit1');
    await caller.until('joined');
    await talking(page);
    await picture(page, '390-02-talking');
    await page.keyboard.press('Control+Shift+Digit0');
    await caller.until('ended');
    await finish(page, '当场答复');
    await signOut(page);
    caller.off();
  }, 120_000);

  it('brings a supervisor to whoever asks for help', async () => {
    const operator = await open('operator3', '/console/cases');
    const supervisor = await open('supervisor1', '/console/floor');
    await signInToCalls(operator);
    const caller = await telephone('+8613800003333');
    await caller.dial();
    await ringing(operator);
    await button(operator, '接听').click();
    await talking(operator);
    await button(operator, '求助').click();
    const help = supervisor.locator('.panel.help');
    await help.waitFor({ timeout: WAIT });
    await picture(supervisor, '20-help');
    await help.getByRole('button', { name: '监听', exact: true }).click();
    await supervisor.locator('.ear .words').waitFor({ timeout: WAIT });
    await caller.speak('已经等了很久');
    await supervisor.getByText('已经等了很久').waitFor({ timeout: WAIT });
    await picture(supervisor, '21-listening');
    await button(supervisor, '退出').click();
    await button(operator, '挂断').click();
    await finish(operator, '其他');
    await signOut(operator);
    caller.off();
  }, 120_000);

  it('rings the complainant up for the call-back by one click', async () => {
    const reviewer = await pages.desks.as('reviewer1');
    const caseNumber = await waitingForCallBack(reviewer);
    const page = await open('reviewer1', `/console/cases/${caseNumber}`);
    const shown = succeeded(await reviewer.act(caseNumber, 'unmask', { fields: ['phone'], reason: '回访' })).values;
    const callee = await telephone(`+86${String(shown.phone).replace(/\D/g, '')}`);
    await button(page, '登记回访').first().click();
    await button(page, '拨打回访').click();
    await callee.until('incoming');
    await picture(page, '30-dialling');
    await callee.answer();
    await callee.until('joined');
    await talking(page);
    await picture(page, '31-call-back');
    await button(page, '挂断').click();
    await callee.until('ended');
    callee.off();
  }, 120_000);

  /** A case that waits for its call-back and whose complainant left a mobile number. */
  async function waitingForCallBack(reviewer: Client): Promise<string> {
    const { items } = succeeded(await reviewer.get('/cases?status=pending_callback&pageSize=50'));
    for (const { caseNumber } of items as Json[]) {
      const one = succeeded(await reviewer.get(`/cases/${caseNumber}`));
      if (/^1\d\d\*+/.test(String(one.complainant?.phone ?? '')) && one.actions.includes('call-back')) return caseNumber;
    }
    throw new Error('no case waits for a call-back');
  }
});
