/** One call in two browser windows: a citizen's telephone and an operator's desk, by real clicks, with nothing of ours in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { Phone } from './support/hall.js';
import { describeWithBrowser } from './support/skip.js';

const WAIT = 20_000;
const MARKET = '+8643182301101';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describeWithBrowser('A call in two windows', () => {
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp({ NOW: '' });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  let step = 0;
  const picture = async (what: string, desk: Page, phone: Page): Promise<void> => {
    step += 1;
    const name = `call-${String(step).padStart(2, '0')}-${what}`;
    await shot(desk, `${name}-desk`, { full: false });
    await shot(phone, `${name}-phone`, { full: false });
  };
  const signIn = async ({ page }: Window): Promise<void> => {
    await page.goto('/console/');
    await page.locator('#username').fill('operator1');
    await page.locator('#password').fill('demo-12345');
    await page.locator('form button[type=submit]').click();
    await page.locator('nav a.place').first().waitFor({ timeout: WAIT });
    await button(page, '签入').click();
    await page.locator('.callbar').getByText('等待来电').waitFor({ timeout: WAIT });
  };
  const says = async (phone: Page, text: string): Promise<void> => {
    await phone.locator('#speak').fill(text);
    await phone.locator('#speak').press('Enter');
  };

  it('dials, is greeted, pops up, is answered, becomes a case, is held, joined by a department, ended, and plays from the case', async () => {
    const [citizen, operator] = [await openWindow(browser, app.url, SCREENS.phone), await openWindow(browser, app.url, SCREENS.desk)];
    const [phone, desk] = [citizen.page, operator.page];
    await signIn(operator);
    await phone.goto('/phone');
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

    const market = await Phone.open(`${app.url}/simulator`, { number: MARKET });
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
    expect([...citizen.complaints, ...operator.complaints.filter((one) => !/401/.test(one))]).toEqual([]);
    market.off();
    await Promise.all([phone.context().close(), desk.context().close()]);
  }, 180_000);
});
