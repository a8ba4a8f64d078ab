/** One call in two browser windows: a citizen's telephone and an operator's desk, by real clicks, with nothing of ours in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { button, signInToCalls, WAIT } from './support/desk-page.js';
import { Phone } from './support/hall.js';
import { describePages, FIRST_QUESTION } from './support/pages.js';

const MARKET = '+8643182301101';
const SETTING = { on: 'city', env: { NOW: '' }, expected: [FIRST_QUESTION] } as const;

describePages('A call in two windows', SETTING, (pages) => {
  let step = 0;
  const picture = async (what: string, desk: Page, phone: Page): Promise<void> => {
    step += 1;
    const name = `call-${String(step).padStart(2, '0')}-${what}`;
    await shot(desk, `${name}-desk`, { full: false });
    await shot(phone, `${name}-phone`, { full: false });
  };
  const says = async (phone: Page, text: string): Promise<void> => {
    await phone.locator('#speak').fill(text);
    await phone.locator('#speak').press('Enter');
  };

  it('dials, is greeted, pops up, is answered, becomes a case, is held, joined by a department, ended, and plays from the case', async () => {
    const [phone, desk] = [await pages.open('/phone', SCREENS.phone), await pages.signIn('operator1', '/console/home')];
    await signInToCalls(desk);
    await picture('ready', desk, phone);

    await button(phone, '拨打 12345').click();
    await phone.getByText('您好，这里是12345软环境热线。为保证服务质量，本次通话将被录音。').first().waitFor({ timeout: WAIT });
    await picture('greeting', desk, phone);
    await desk.locator('.callbar.ringing').waitFor({ timeout: WAIT });
    await desk.locator('.pop').waitFor();
    await picture('ringing', desk, phone);

    await button(desk, '接听').click();
    await desk.locator('.callbar .recording').waitFor({ timeout: WAIT });
    await says(phone, '我办食品经营许可证，前后跑了六趟');
    await desk.locator('.pop').getByText('我办食品经营许可证，前后跑了六趟').waitFor({ timeout: WAIT });
    await desk.getByLabel('说…').fill('请您说说是哪个窗口');
    await button(desk, '说').click();
    await phone.getByText('请您说说是哪个窗口').first().waitFor({ timeout: WAIT });
    await picture('talking', desk, phone);

    await button(desk, '新建工单').click();
    await desk.locator('#entry-title').fill('办食品经营许可证跑了六趟');
    await desk.locator('#entry-description').fill('来电人办理食品经营许可证，前后跑了六趟，窗口每次都说材料不齐。');
    await desk.locator('form button[type=submit]').filter({ hasText: '登记' }).click();
    await desk.getByRole('link', { name: '打开工单' }).waitFor({ timeout: WAIT });
    await picture('registered', desk, phone);

    await button(desk, '保持').click();
    await desk.locator('.callbar').getByText('保持中').waitFor({ timeout: WAIT });
    await phone.getByText('请稍候，话务员马上回来。').first().waitFor({ timeout: WAIT });
    await picture('held', desk, phone);
    await button(desk, '取回').click();

    const market = await Phone.open(`${pages.app.url}/simulator`, { number: MARKET });
    await button(desk, '三方').click();
    await desk.locator('#party-department').click();
    await desk.keyboard.type('市场');
    await desk.locator('.el-select-dropdown__item:visible', { hasText: '市场监督管理局' }).first().click();
    await button(desk, '拨入三方').click();
    await market.until('incoming');
    await market.answer();
    await market.until('joined');
    await market.speak('您好，我是市场监督管理局，请讲');
    await phone.getByText('您好，我是市场监督管理局，请讲').first().waitFor({ timeout: WAIT });
    await picture('three', desk, phone);

    await button(desk, '挂断').click();
    await market.until('ended');
    await desk.locator('form.wrap-up').waitFor({ timeout: WAIT });
    await picture('ended', desk, phone);
    await button(desk, '完成并示闲').click();

    await desk.getByRole('link', { name: '打开工单' }).click();
    await button(desk, '听录音').first().click({ timeout: 30_000 });
    await desk.locator('.case-calls').getByLabel('收听理由').fill('核对诉求内容');
    await button(desk, '记录并播放').click();
    await desk.locator('.case-calls audio').waitFor({ timeout: WAIT });
    let seconds = 0;
    for (let tries = 0; seconds === 0 && tries < 100; tries++) {
      await sleep(100);
      seconds = await desk.evaluate<number>("document.querySelector('audio')?.duration || 0");
    }
    expect(seconds).toBeGreaterThan(2);
    await desk.locator('.case-calls').scrollIntoViewIfNeeded();
    await picture('recording', desk, phone);
    market.off();
  }, 180_000);
});
