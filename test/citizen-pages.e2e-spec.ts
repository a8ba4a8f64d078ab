/** The public side for everybody: by the keyboard alone, on the smallest screen, in large type, and in a browser without scripts. */
import type { Page } from 'playwright-core';
import { shot } from './support/browser.js';
import { describePages, tooWide } from './support/pages.js';

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

describePages('The public side, for everybody', { on: 'city', env: { NOW: '' } }, (pages) => {
  /** Tab by Tab to what is meant, as someone without a mouse; fails when it is never reached or shows no focus. */
  const tabTo = async (page: Page, selector: string): Promise<void> => {
    for (let steps = 0; steps < 120; steps++) {
      await page.keyboard.press('Tab');
      if (await page.locator(`${selector}:focus`).count()) return;
    }
    throw new Error(`${selector} is not reached by Tab`);
  };

  it('files a complaint and follows it by the keyboard alone, focus going where the page goes', async () => {
    const page = await pages.open('/');
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

    const later = await pages.open('/track');
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

  it('goes on at the first press, though leaving a field puts a word above the button', async () => {
    const page = await pages.open('/file');
    await page.locator('#description').fill(MATTER);
    await page.locator('form button[type=submit]').click();
    await page.locator('input[name=anonymous]').first().check();
    await page.locator('#name').fill('司马长青');
    await page.locator('#phone').fill('13800001234');
    await page.locator('#uscc').fill('91220113MA0Y00000X');
    await page.locator('form button[type=submit]').click();
    await page.getByText('第 3 步，共 3 步').waitFor({ timeout: WAIT });
  });

  it('names the field in the summary, and says of a file what no second try would change', async () => {
    pages.forgive(/415 .*\/attachments/);
    const page = await pages.open('/file');
    await page.locator('#description').fill(MATTER);
    await page.locator('#visits').fill('四');
    await page.locator('form button[type=submit]').click();
    await page.locator('[role=alert] a', { hasText: '“为这件事跑了几趟”要填数字' }).waitFor({ timeout: WAIT });
    await page.locator('#visits').fill('4');
    await page.locator('form button[type=submit]').click();
    await page.locator('input[name=anonymous][value=anonymous]').check();
    await page.locator('form button[type=submit]').click();
    await page.locator('main p.row button').first().click();
    await page.locator('[data-test=case-number]').waitFor({ timeout: WAIT });
    const files = [
      { name: '票据.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') },
      { name: '经过.txt', mimeType: 'text/plain', buffer: Buffer.from('经过如下') },
    ];
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByText('票据.jpg 打不开或内容与格式不符，没有上传').waitFor({ timeout: WAIT });
    await page.getByText('经过.txt 已上传').waitFor({ timeout: WAIT });
    expect(await page.locator('.uploads button').count()).toBe(0);
  });

  it('works without any script, on the smallest screen, by the keyboard alone', async () => {
    // What the browser says of scripts it does not load, and of the answer this story asks for.
    pages.forgive(/^request: GET \S+\/assets\/\S+\.js csp$/, /422 .*\/plain\/file/);
    const page = await pages.open('/', { ...SMALL, javaScriptEnabled: false });
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
  });

  it.each(['zh-CN', 'en'])('fits 320 px and twice the type, without a barrier (%s)', async (language) => {
    const faults: string[] = [];
    const page = await pages.open('/', SMALL);
    if (language === 'en') await page.locator('.settings button[lang=en]').click();
    for (const path of PAGES) {
      await page.setViewportSize(SMALL.viewport);
      await page.goto(path.startsWith('/plain') ? `${path}?lang=${language}` : path);
      await page.locator('h1').first().waitFor({ timeout: WAIT });
      await page.waitForLoadState('networkidle');
      faults.push(...(await tooWide(page)).map((what) => `${path}: ${what} at 320 px`));
      faults.push(...(await pages.barriers(page)).map((what) => `${path}: ${what}`));
      await shot(page, `citizen-320-${language}-${path.slice(1).replaceAll('/', '-') || 'home'}`);
      await page.setViewportSize({ width: 640, height: 800 });
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      faults.push(...(await tooWide(page)).map((what) => `${path}: ${what} at twice the type`));
    }
    expect(faults).toEqual([]);
  });
});
