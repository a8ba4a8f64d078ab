/** The telephone of the demo: somebody calls the hotline on a page, reads and speaks, and an operator answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { ANSWER, SUMMARY } from './support/desks.js';
import { Operator } from './support/hall.js';
import { describePages, NO_EXCHANGE } from './support/pages.js';

const WAIT = 15_000;
/** A microphone that beeps, and nobody who is asked for it. */
const MICROPHONE = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

const part = (page: Page, name: string) => page.locator(`[data-test=${name}]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const line = (page: Page, text: string) => part(page, 'lines').getByText(text, { exact: true }).last();
const comes = (page: Page, text: string) => line(page, text).waitFor({ timeout: WAIT });
const isIn = (page: Page, name: string, text: string) => part(page, name).filter({ hasText: text }).waitFor({ timeout: WAIT });
const numberOf = async (page: Page) => `+86${(await part(page, 'own-number').innerText()).replace(/\D/g, '')}`;

/** Runs inside the page: what is wider than the screen. */
const TOO_WIDE = `[document.scrollingElement, ...document.querySelectorAll('.handset, .talk, .texts, .lines, .screen')]
  .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.tagName + '.' + part.className)`;

async function until<T>(look: () => Promise<T | undefined> | T | undefined, words: string): Promise<T> {
  for (const end = Date.now() + WAIT; ; await sleep(50)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Not in time: ${words}`);
  }
}

describePages('The telephone on the page', { on: 'city', switches: MICROPHONE }, (pages) => {
  let operator: Operator;

  beforeAll(async () => {
    operator = new Operator(await pages.desks.as('operator1'), 'operator1', `${pages.app.url}/simulator`);
    await operator.arrive();
  });
  afterAll(() => operator?.vanish());
  beforeEach(async () => {
    const free = async () => (await operator.choose('busy', 'break')).status === 200 || undefined;
    await until(free, 'the operator is free');
  });

  const openPhone = async (screen: object = SCREENS.desk): Promise<Page> => {
    const page = await pages.open('/phone', { ...screen, permissions: ['microphone'] });
    await part(page, 'dial').waitFor({ timeout: WAIT });
    return page;
  };
  /** The operator gets ready, is offered the call and takes it. */
  const accept = async (): Promise<string> => {
    await operator.choose('ready');
    const callId = await until(
      async () => succeeded(await operator.client.get('/agents/me')).callId as string | undefined,
      'the call is offered',
    );
    succeeded(await operator.does(callId, 'accept'));
    return callId;
  };
  const hears = (type: string, fits: (event: Json) => boolean) =>
    until(() => operator.phone?.heard.find((event: Json) => event.type === type && fits(event)), `the operator hears ${type}`);

  for (const [name, screen] of Object.entries({ 1440: SCREENS.desk, 390: SCREENS.phone })) {
    it(`calls, chooses, waits, talks both ways, hangs up and gets a message (${name} px)`, async () => {
      const page = await openPhone(screen);
      const picture = (what: string) => shot(page, `phone-${name}-${what}`);
      await picture('01-ready');
      expect(await page.getByRole('navigation').getByText('体验电话').count()).toBe(0);

      await button(page, '拨打 12345').click();
      await comes(page, '您好，这里是12345软环境热线。为保证服务质量，本次通话将被录音。');
      await comes(page, '企业专席请按1，举报专席请按2，其他请直接等待。');
      await isIn(page, 'strip', '请按键选择');
      if (name === '1440') await page.keyboard.press('2');
      else await button(page, '2').click();
      await comes(page, '按键 2');
      await comes(page, '正在为您接通，请稍候。');
      await isIn(page, 'stage', '排队等候中');
      await isIn(page, 'strip', '正在播放等待音乐');
      await shot(page, `phone-${name}-02-waiting`, { full: false });

      const callId = await accept();
      await comes(page, `${await hourOf(page, '转接话务员')} 转接话务员`);
      await isIn(page, 'stage', '通话中');
      const mark = `样品${Date.now() % 100_000}`;
      await operator.phone!.speak(`您好，请问有什么可以帮您？${mark}`);
      await comes(page, `您好，请问有什么可以帮您？${mark}`);

      // What an input method is still composing is not sent.
      const field = page.locator('#speak');
      await field.fill(`窗口让我跑了四趟，${mark}`);
      await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
      expect(await field.inputValue()).toContain(mark);
      await field.press('Enter');
      await hears('heard', ({ text }) => text === `窗口让我跑了四趟，${mark}`);
      await comes(page, `窗口让我跑了四趟，${mark}`);
      expect(await field.inputValue()).toBe('');

      await part(page, 'microphone').click();
      await page.getByText('正在录音', { exact: true }).waitFor({ timeout: WAIT });
      const { url } = await hears('heard-audio', () => true);
      const wave = await fetch(pages.app.url + url);
      expect([wave.status, wave.headers.get('content-type')]).toEqual([200, 'audio/wav']);
      await shot(page, `phone-${name}-03-talking`, { full: false });
      await part(page, 'microphone').click();

      succeeded(await operator.does(callId, 'hold'));
      await isIn(page, 'strip', '对方请您稍候');
      succeeded(await operator.does(callId, 'resume'));
      await until(async () => ((await part(page, 'strip').count()) === 0 ? true : undefined), 'the call goes on');

      // A reload keeps the phone, the call and what was said.
      const number = await numberOf(page);
      await page.reload();
      await isIn(page, 'stage', '通话中');
      expect(await numberOf(page)).toBe(number);
      await comes(page, `窗口让我跑了四趟，${mark}`);

      const complainant = { name: '欧阳文博', phone: number.slice(3) };
      const body = {
        channel: 'phone',
        urgency: 'normal',
        kind: 'complaint',
        description: `窗口让我跑了四趟，${mark}`,
        complainant,
        callId,
      };
      const { caseNumber } = succeeded(await operator.client.post('/cases', body), 201);
      await part(page, 'texts').getByText(caseNumber).waitFor({ timeout: WAIT });
      await isIn(page, 'badge', '1 条新短信');
      await button(page, '挂断').click();
      await isIn(page, 'stage', '通话结束');
      await button(page, '重拨 12345').waitFor();
      await picture('04-ended');

      await page.locator('#write').fill('谢谢，我补充一点：窗口在二楼。');
      await page.locator('#write').press('Enter');
      await part(page, 'texts').getByText('谢谢，我补充一点：窗口在二楼。').waitFor({ timeout: WAIT });
      expect(await part(page, 'badge').innerText()).toBe('');
      expect(await page.evaluate<string[]>(TOO_WIDE)).toEqual([]);
    });
  }

  /** The hour before a note, as the page writes it. */
  async function hourOf(page: Page, note: string): Promise<string> {
    const found = part(page, 'lines').locator('p', { hasText: note }).last();
    await found.waitFor({ timeout: WAIT });
    return found.locator('time').innerText();
  }

  it('rings when the hotline calls back, and may be declined or answered', async () => {
    const page = await openPhone();
    const number = await numberOf(page);
    const complainant = { name: '回访人', phone: number.slice(3) };
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '请回电话告诉我材料清单，谢谢。', complainant };
    const { caseNumber } = succeeded(await operator.client.post('/cases', body), 201);
    succeeded(await operator.client.post('/calls', { caseNumber }), 201);
    await isIn(page, 'stage', '12345 来电');
    await shot(page, 'phone-1440-05-ringing', { full: false });
    await button(page, '拒接').click();
    await isIn(page, 'stage', '通话结束');
    await until(async () => ((await operator.choose('busy', 'break')).status === 200 ? true : undefined), 'the operator is free');
    succeeded(await operator.client.post('/calls', { caseNumber }), 201);
    await button(page, '接听').click();
    await isIn(page, 'stage', '通话中');
    await button(page, '挂断').click();
    await isIn(page, 'stage', '通话结束');
  });

  it('is a phone of its own in each tab, says so when the number is none, and when the connection is gone', async () => {
    const page = await openPhone();
    const copy = await page.context().newPage();
    await copy.addInitScript(`sessionStorage.setItem('phone-number', '${await numberOf(page)}')`);
    await copy.goto('/phone');
    await part(copy, 'dial').waitFor({ timeout: WAIT });
    expect(await numberOf(copy)).not.toBe(await numberOf(page));
    await copy.close();

    await page.keyboard.type('10086');
    await button(page, '拨打 10086').click();
    await page.getByText('您拨的号码是空号', { exact: false }).waitFor({ timeout: WAIT });

    await page.context().setOffline(true);
    await part(page, 'lost').waitFor({ timeout: WAIT });
    await page.context().setOffline(false);
    await part(page, 'lost').waitFor({ state: 'detached', timeout: WAIT });
    pages.forgive(/404 \(Not Found\).*\/calls\)/, /ERR_INTERNET_DISCONNECTED/);
  });

  it('opens the survey that a message links to, on this very site', async () => {
    const page = await openPhone();
    const complainant = { name: '欧阳文博', phone: (await numberOf(page)).slice(3) };
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口让我跑了四趟，材料每次不一样。', complainant };
    const { caseNumber } = succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201);
    await pages.desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    await pages.desks.done('market', caseNumber, 'sign');
    await pages.desks.done('market!', caseNumber, 'answer', ANSWER);
    await pages.desks.done('reviewer', caseNumber, 'pass');
    const link = part(page, 'texts').getByRole('link');
    await link.waitFor({ timeout: WAIT });
    await shot(page, 'phone-1440-08-survey-link', { full: false });
    const [survey] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await survey.locator('main form').waitFor({ timeout: WAIT });
    expect(new URL(survey.url()).pathname).toBe('/survey');
    await isIn(page, 'stage', '可以拨打');
  });

  it('reads well in English, in the dark and in large type', async () => {
    for (const [name, screen] of Object.entries({ 1440: SCREENS.desk, 390: SCREENS.phone })) {
      for (const look of [{ language: 'en' }, { theme: 'dark' }, { size: 'largest' }] as Record<string, string>[]) {
        const page = await pages.window(screen);
        await page.addInitScript(`for (const [key, value] of Object.entries(${JSON.stringify(look)})) localStorage.setItem(key, value)`);
        await page.goto('/phone');
        await part(page, 'dial').click();
        await part(page, 'lines').getByText('您好，这里是', { exact: false }).waitFor({ timeout: WAIT });
        await page.locator('#speak').fill('喂，您好');
        await page.locator('#speak').press('Enter');
        await line(page, '喂，您好').waitFor({ timeout: WAIT });
        await shot(page, `phone-${name}-06-${Object.values(look)[0]}`);
        expect(await page.evaluate<string[]>(TOO_WIDE)).toEqual([]);
        await page.locator('.button.hang').click();
        await page.locator('.button.hang').waitFor({ state: 'detached', timeout: WAIT });
      }
    }
  });
});

describePages('The page of the telephone outside the demo', { on: 'nothing', expected: [NO_EXCHANGE] }, (pages) => {
  it('says kindly that the phone exists in the demo only', async () => {
    const page = await pages.open('/phone');
    await page.getByText('体验电话只在演示系统里才有', { exact: false }).waitFor({ timeout: WAIT });
    await shot(page, 'phone-1440-07-absent', { full: false });
  });
});
