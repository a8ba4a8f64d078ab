/** What people see of publicity: the editor with its traces, by click and by keyboard; approvals; files; reports; and the public's pages. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { ANSWER, Desks, SUMMARY } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const SMALL = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';

describeWithBrowser('the pages of publicity', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;
  let caseNumber = '';

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    const complainant = { name: '王小明', phone: '13900001234', organisation: '九台区大有餐饮管理有限公司' };
    const description = '我是大有餐饮管理有限公司的王小明，电话13900001234。3月15日到惠民路88号窗口办许可，李科长收了3200元，跑了四趟。';
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口收费不开票', description, complainant };
    caseNumber = succeeded(await (await desks.as('operator')).post('/cases', body), 201).caseNumber;
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await desks.done('reviewer', caseNumber, 'close');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  const fits = async (page: Page, name: string): Promise<void> => {
    await shot(page, name);
    expect([name, await page.evaluate<number>(TOO_WIDE)]).toEqual([name, 0]);
  };
  const tracesLeft = async (page: Page): Promise<number> => Number(await page.locator('.traces h2 .tag').textContent());
  const until = async (page: Page, left: number): Promise<void> => {
    const end = Date.now() + 10_000;
    while ((await tracesLeft(page)) !== left && Date.now() < end) await page.waitForTimeout(50);
    expect(await tracesLeft(page)).toBe(left);
  };

  it('a draft shows the original marked, and is cleared of its traces one by one, by keyboard alone', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('supervisor'));
    await page.goto('/console/typical-cases', { waitUntil: 'networkidle' });
    await page.getByText('没有这样的案例').waitFor();
    await page.getByRole('button', { name: '新建案例' }).click();
    await page.getByLabel('工单号', { exact: true }).fill(caseNumber);
    await page.getByRole('button', { name: '开始起草' }).click();
    await page.getByRole('heading', { name: '原文', exact: true }).waitFor();
    // what leads to the complainant is marked in the original as what must go
    const marks = await page.locator('.original mark.go').allTextContents();
    expect(marks).toEqual(expect.arrayContaining(['王小明', '13900001234']));
    await page.getByLabel('发生了什么').fill('王小明（13900001234）3月15日到窗口办许可，李科长收了3200元，前后跑了四趟。');
    await until(page, 5);
    await shot(page, 'typical-editor-1440');
    expect(await page.getByRole('button', { name: '送审' }).isDisabled()).toBe(true);
    await page.locator('.traces li').first().focus();
    await page.keyboard.press('k'); // must go: nothing happens
    expect(await tracesLeft(page)).toBe(5);
    await page.keyboard.press('r');
    await until(page, 4);
    await page.keyboard.press('r');
    await until(page, 3);
    await page.keyboard.press('k');
    await until(page, 2);
    await page.keyboard.press('r');
    await page.waitForTimeout(600);
    while ((await tracesLeft(page)) > 0) {
      await page.locator('.traces li[data-open=true]').first().focus();
      await page.keyboard.press('k');
      await page.waitForTimeout(500);
    }
    const text = await page.getByLabel('发生了什么').inputValue();
    expect(text).not.toMatch(/王小明|13900001234|李科长/);
    expect(text).toContain('某科长');
    await page.getByRole('button', { name: '预览' }).click();
    await page.getByText('公众看到的样子').waitFor();
    await shot(page, 'typical-preview-1440');
    await page.getByRole('button', { name: '送审' }).click();
    await page.getByText('已送审').waitFor();
    await page.getByText('还需 2 人审批').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('two others approve it, and everybody can read it on a small phone', async () => {
    for (const [who, told] of [
      ['inspector', '已审批'],
      ['commissioner', '已公布'],
    ] as const) {
      const { page, complaints } = await openWindow(browser, app.url, who === 'commissioner' ? SCREENS.laptop : {}, await desks.as(who));
      await page.goto('/console/typical-cases', { waitUntil: 'networkidle' });
      await page.locator('td.name a').first().click();
      await page.getByRole('button', { name: '同意公布' }).waitFor();
      await shot(page, `typical-approval-${who}`);
      await page.getByRole('button', { name: '同意公布' }).click();
      await page.getByText(told).first().waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    }
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone);
    await page.goto('/cases', { waitUntil: 'networkidle' });
    await fits(page, 'public-cases-390');
    await page.locator('.case-list a').first().click();
    await page.getByRole('heading', { name: '发生了什么' }).waitFor();
    await fits(page, 'public-case-390');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    const words = (await page.locator('main').textContent()) ?? '';
    for (const trace of ['王小明', '13900001234', '大有', caseNumber]) expect(words).not.toContain(trace);
    expect(complaints).toEqual([]);
    await page.context().close();
    const small = await openWindow(browser, app.url, SMALL);
    for (const path of ['/cases', '/cases/2026-001', '/figures']) {
      await small.page.goto(path, { waitUntil: 'networkidle' });
      await fits(small.page, `public${path.replaceAll('/', '-')}-320`);
    }
    await small.page.getByText('English', { exact: true }).click();
    await small.page.getByRole('heading', { name: 'Ranking of departments' }).waitFor();
    await fits(small.page, 'public-figures-320-en');
    await small.page.context().close();
  });

  it('a withdrawn case says so, to readers and to search engines', async () => {
    const { page } = await openWindow(browser, app.url, {}, await desks.as('commissioner'));
    await page.goto('/console/typical-cases?state=published', { waitUntil: 'networkidle' });
    await page.locator('td.name a').first().click();
    await page.getByRole('button', { name: '撤下公布的案例' }).click();
    await page.locator('.sheet-drawer textarea').fill('复核后另行公布');
    await page.locator('.sheet-drawer').getByRole('button', { name: '撤下公布的案例' }).click();
    await page.getByText('已撤下，公众页面不再显示').waitFor();
    await page.context().close();
    const visitor = await openWindow(browser, app.url, SMALL);
    const answer = await visitor.page.goto('/cases/2026-001', { waitUntil: 'networkidle' });
    expect(answer?.status()).toBe(410);
    await visitor.page.getByRole('heading', { name: '这个案例已经撤下' }).waitFor();
    await fits(visitor.page, 'public-case-withdrawn-320');
    await visitor.page.context().close();
  });

  it('a file is asked for in the list, approved by another, seen to be made, and fetched', async () => {
    const mine = await openWindow(browser, app.url, {}, await desks.as('supervisor'));
    await mine.page.goto('/console/cases?status=closed', { waitUntil: 'networkidle' });
    await mine.page.getByRole('button', { name: '导出' }).click();
    await mine.page.getByLabel('用途').fill('核对办结件');
    await shot(mine.page, 'export-ask-1440', { full: false });
    await mine.page.getByRole('button', { name: '提交申请' }).click();
    await mine.page.getByText('核对办结件').waitFor();
    const { page } = await openWindow(browser, app.url, {}, await desks.as('commissioner'));
    await page.goto('/console/exports', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page.getByText('可下载').nth(1).waitFor();
    await shot(page, 'exports-1440');
    await page.context().close();
    await mine.page.reload({ waitUntil: 'networkidle' });
    const [download] = await Promise.all([
      mine.page.waitForEvent('download'),
      mine.page.getByRole('button', { name: '下载', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/D2026-\d{6}\.xlsx$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(mine.complaints).toEqual([]);
    await mine.page.context().close();
    const phone = await openWindow(browser, app.url, SCREENS.phone, await desks.as('supervisor'));
    await phone.page.goto('/console/exports', { waitUntil: 'networkidle' });
    await fits(phone.page, 'exports-390');
    await phone.page.context().close();
  });

  it('a report is read at every width, and printed without the console around it', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('supervisor'));
    await page.goto('/console/reports?month=2026-11', { waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: '一、总体情况' }).waitFor();
    await shot(page, 'report-1440');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav.rail').isVisible()).toBe(false);
    expect(await page.locator('.printed').textContent()).toContain('邱正华（supervisor1）');
    await shot(page, 'report-print');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
    expect(complaints).toEqual([]);
    await page.context().close();
    const phone = await openWindow(browser, app.url, SCREENS.phone, await desks.as('commissioner'));
    for (const kind of ['monthly-report', 'ranking']) {
      await phone.page.goto(`/console/reports?kind=${kind}&month=2026-11`, { waitUntil: 'networkidle' });
      await fits(phone.page, `report-${kind}-390`);
    }
    await phone.page.context().close();
  });
});
