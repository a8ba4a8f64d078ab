/** The public side for everybody: by the keyboard alone, on the smallest screen, in large type, and in a browser without scripts. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { describeWithBrowser } from './support/skip.js';

const WAIT = 15_000;
const SMALL = { viewport: { width: 320, height: 640 } };
const PAGES = [
  '/',
  '/file',
  '/track',
  '/figures',
  '/cases',
  '/fees',
  '/cards',
  '/knowledge',
  '/knowledge/k02',
  '/plain/file',
  '/plain/track',
];
const MATTER = '我店办理食品经营许可变更，窗口两次告知的材料不一样，已经跑了四趟还没有办成。';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Runs inside the page: how far it is wider than the screen, 0 when it fits. */
const TOO_WIDE = 'Math.max(0, document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth - 1)';

describeWithBrowser('The public side, for everybody', () => {
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

  const open = async (path: string, options: BrowserContextOptions = SCREENS.desk): Promise<Page> => {
    const window = await openWindow(browser, app.url, options);
    windows.push(window);
    await window.page.goto(path);
    return window.page;
  };
  /** Tab by Tab to what is meant, as someone without a mouse; fails when it is never reached or shows no focus. */
  const tabTo = async (page: Page, selector: string): Promise<void> => {
    for (let steps = 0; steps < 120; steps++) {
      await page.keyboard.press('Tab');
      if (await page.locator(`${selector}:focus`).count()) return;
    }
    throw new Error(`${selector} is not reached by Tab`);
  };
  const barriers = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe.source);
    const run = `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
    const { violations } = await page.evaluate<AxeResults>(run);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`);
  };

  it('files a complaint and follows it by the keyboard alone, focus going where the page goes', async () => {
    const page = await open('/');
    await tabTo(page, 'main a[href="/file"]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: '提交诉求' }).waitFor({ timeout: WAIT });
    await tabTo(page, 'input[name=kind]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button.group');
    await page.keyboard.press('Enter');
    await tabTo(page, 'button.leaf');
    await page.keyboard.press('Enter');
    await page.locator('#categoryCode:focus').waitFor({ timeout: WAIT });
    await tabTo(page, '#description');
    await page.keyboard.insertText(MATTER);
    await tabTo(page, 'form button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus').waitFor({ timeout: WAIT });
    // Nothing chosen yet: the summary takes the focus and names the question.
    await tabTo(page, 'form button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]:focus, [role=alert] :focus').waitFor({ timeout: WAIT });
    await tabTo(page, 'input[name=anonymous]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('input[name=anonymous]:checked').waitFor({ timeout: WAIT });
    if (!(await page.locator('input[name=anonymous][value=anonymous]').isChecked())) await page.keyboard.press('ArrowDown');
    await tabTo(page, 'form button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus').waitFor({ timeout: WAIT });
    await tabTo(page, 'main p.row button');
    await page.keyboard.press('Enter');
    const caseNumber = (await page.locator('[data-test=case-number]').innerText({ timeout: WAIT })).replaceAll(/\D/g, '');
    const trackingCode = (await page.locator('[data-test=tracking-code]').innerText()).replaceAll(/\D/g, '');

    const later = await open('/track');
    await tabTo(later, '#caseNumber');
    await later.keyboard.insertText(caseNumber);
    await tabTo(later, '#trackingCode');
    await later.keyboard.insertText(trackingCode);
    await later.keyboard.press('Enter');
    await later.getByText(caseNumber).first().waitFor({ timeout: WAIT });
    await tabTo(later, '#message-text');
    await later.keyboard.insertText('今天又去了一次');
    await later.keyboard.press('Tab');
    await later.keyboard.press('Enter');
    await later.locator('.messages li', { hasText: '今天又去了一次' }).waitFor({ timeout: WAIT });
  });

  it('works without any script, on the smallest screen, by the keyboard alone', async () => {
    // What a browser without scripts says of scripts it does not load is no complaint.
    const { page } = await openWindow(browser, app.url, { ...SMALL, javaScriptEnabled: false });
    await page.goto('/');
    await tabTo(page, 'a[href="/plain/file"]');
    await page.keyboard.press('Enter');
    await page.locator('form').waitFor({ timeout: WAIT });
    await tabTo(page, '#description');
    await page.keyboard.insertText(MATTER);
    await tabTo(page, 'button[type=submit]');
    await page.keyboard.press('Enter');
    // The browser asks for what it can; who tells it is asked by the server, and nothing that was written is lost.
    await page.locator('[role=alert] a[href="#anonymous"]').waitFor({ timeout: WAIT });
    expect(await page.locator('#description').inputValue()).toBe(MATTER);
    await shot(page, 'citizen-320-plain-wrong');
    await tabTo(page, 'input[name=anonymous]');
    await page.keyboard.press('ArrowUp');
    await page.locator('input[name=anonymous][value=anonymous]:checked').waitFor({ timeout: WAIT });
    await tabTo(page, 'button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('dd').first().waitFor({ timeout: WAIT });
    await shot(page, 'citizen-320-plain-filed');
    const [caseNumber, trackingCode] = await page.locator('dd').allInnerTexts();
    await page.goto('/plain/track');
    await tabTo(page, '#caseNumber');
    await page.keyboard.insertText(caseNumber!);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(trackingCode!);
    await page.keyboard.press('Enter');
    await page.getByText('正在审核是否受理').first().waitFor({ timeout: WAIT });
    await tabTo(page, 'textarea[name=text]');
    await page.keyboard.insertText('补充：有收据');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.messages li', { hasText: '补充：有收据' }).waitFor({ timeout: WAIT });
    await shot(page, 'citizen-320-plain-tracked');
    await page.context().close();
  });

  it.each(['zh-CN', 'en'])('fits 320 px and twice the type, without a barrier (%s)', async (language) => {
    const faults: string[] = [];
    const page = await open('/', SMALL);
    if (language === 'en') await page.locator('.settings button[lang=en]').click();
    for (const path of PAGES) {
      await page.setViewportSize(SMALL.viewport);
      await page.goto(path.startsWith('/plain') ? `${path}?lang=${language}` : path);
      await page.locator('h1').first().waitFor({ timeout: WAIT });
      await page.waitForTimeout(300);
      const narrow = await page.evaluate<number>(TOO_WIDE);
      if (narrow > 0) faults.push(`${path}: ${narrow} px too wide at 320 px`);
      faults.push(...(await barriers(page)).map((what) => `${path}: ${what}`));
      await shot(page, `citizen-320-${language}-${path.slice(1).replaceAll('/', '-') || 'home'}`);
      await page.setViewportSize({ width: 640, height: 800 });
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      const large = await page.evaluate<number>(TOO_WIDE);
      if (large > 0) faults.push(`${path}: ${large} px too wide at twice the type`);
    }
    expect(faults).toEqual([]);
  });
});
