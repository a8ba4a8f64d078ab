/** What people see of publicity: the editor with its traces, by click and by keyboard; approvals; files; reports; and the public's pages. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { ANSWER, SUMMARY } from './support/desks.js';
import { describePages } from './support/pages.js';

const SMALL = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

describePages('the pages of publicity', { waitUntil: 'networkidle' }, (pages) => {
  let caseNumber = '';

  beforeAll(async () => {
    const complainant = { name: '王小明', phone: '13900001234', organisation: '九台区大有餐饮管理有限公司' };
    const description = '我是大有餐饮管理有限公司的王小明，电话13900001234。3月15日到惠民路88号窗口办许可，李科长收了3200元，跑了四趟。';
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口收费不开票', description, complainant };
    caseNumber = succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201).caseNumber;
    await pages.desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    await pages.desks.done('market', caseNumber, 'sign');
    await pages.desks.done('market!', caseNumber, 'answer', ANSWER);
    await pages.desks.done('reviewer', caseNumber, 'pass');
    await pages.desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await pages.desks.done('reviewer', caseNumber, 'close');
  });

  const tracesLeft = async (page: Page): Promise<number> => Number(await page.locator('.traces h2 .tag').textContent());
  const until = async (page: Page, left: number): Promise<void> => {
    const end = Date.now() + 10_000;
    while ((await tracesLeft(page)) !== left && Date.now() < end) await page.waitForTimeout(50);
    expect(await tracesLeft(page)).toBe(left);
  };

  it('a draft shows the original marked, and is cleared of its traces one by one, by keyboard alone', async () => {
    const page = await pages.open('/console/typical-cases', { as: 'supervisor' });
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
  });

  it('two others approve it, and everybody can read it on a small phone', async () => {
    for (const [who, told] of [
      ['inspector', '已审批'],
      ['commissioner', '已公布'],
    ] as const) {
      const page = await pages.open('/console/typical-cases', { as: who, ...(who === 'commissioner' ? SCREENS.laptop : {}) });
      await page.locator('td.name a').first().click();
      await page.getByRole('button', { name: '同意公布' }).waitFor();
      await shot(page, `typical-approval-${who}`);
      await page.getByRole('button', { name: '同意公布' }).click();
      await page.getByText(told).first().waitFor();
    }
    const page = await pages.open('/cases', SCREENS.phone);
    await pages.fits(page, 'public-cases-390', { full: true });
    await page.locator('.case-list a').first().click();
    await page.getByRole('heading', { name: '发生了什么' }).waitFor();
    await pages.fits(page, 'public-case-390', { full: true });
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    const words = (await page.locator('main').textContent()) ?? '';
    for (const trace of ['王小明', '13900001234', '大有', caseNumber]) expect(words).not.toContain(trace);
    const small = await pages.window(SMALL);
    for (const path of ['/cases', '/cases/2026-001', '/figures']) {
      await small.goto(path, { waitUntil: 'networkidle' });
      await pages.fits(small, `public${path.replaceAll('/', '-')}-320`, { full: true });
    }
    await small.getByText('English', { exact: true }).click();
    await small.getByRole('heading', { name: 'Ranking of departments' }).waitFor();
    await pages.fits(small, 'public-figures-320-en', { full: true });
  });

  it('a withdrawn case says so, to readers and to search engines', async () => {
    const page = await pages.open('/console/typical-cases?state=published', { as: 'commissioner' });
    await page.locator('td.name a').first().click();
    await page.getByRole('button', { name: '撤下公布的案例' }).click();
    await page.locator('.sheet-drawer textarea').fill('复核后另行公布');
    await page.locator('.sheet-drawer').getByRole('button', { name: '撤下公布的案例' }).click();
    await page.getByText('已撤下，公众页面不再显示').waitFor();
    pages.forgive(/410/);
    const visitor = await pages.window(SMALL);
    const answer = await visitor.goto('/cases/2026-001', { waitUntil: 'networkidle' });
    expect(answer?.status()).toBe(410);
    await visitor.getByRole('heading', { name: '这个案例已经撤下' }).waitFor();
    await pages.fits(visitor, 'public-case-withdrawn-320', { full: true });
  });

  it('a file is asked for in the list, approved by another, seen to be made, and fetched', async () => {
    const mine = await pages.open('/console/cases?status=closed', { as: 'supervisor' });
    await mine.getByRole('button', { name: '导出' }).click();
    await mine.getByLabel('用途').fill('核对办结件');
    await shot(mine, 'export-ask-1440', { full: false });
    await mine.getByRole('button', { name: '提交申请' }).click();
    await mine.getByText('核对办结件').waitFor();
    const page = await pages.open('/console/exports', { as: 'commissioner' });
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page.getByText('可下载').nth(1).waitFor();
    await shot(page, 'exports-1440');
    await mine.reload({ waitUntil: 'networkidle' });
    const [download] = await Promise.all([mine.waitForEvent('download'), mine.getByRole('button', { name: '下载', exact: true }).click()]);
    expect(download.suggestedFilename()).toMatch(/D2026-\d{6}\.xlsx$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    const phone = await pages.open('/console/exports', { as: 'supervisor', ...SCREENS.phone });
    await pages.fits(phone, 'exports-390', { full: true });
  });

  it('a report is read at every width, and printed without the console around it', async () => {
    const page = await pages.open('/console/reports?month=2026-11', { as: 'supervisor' });
    await page.getByRole('heading', { name: '一、总体情况' }).waitFor();
    await shot(page, 'report-1440');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav.rail').isVisible()).toBe(false);
    expect(await page.locator('.printed').textContent()).toContain('邱正华（supervisor1）');
    await shot(page, 'report-print');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
    const phone = await pages.window({ as: 'commissioner', ...SCREENS.phone });
    for (const kind of ['monthly-report', 'ranking']) {
      await phone.goto(`/console/reports?kind=${kind}&month=2026-11`, { waitUntil: 'networkidle' });
      await pages.fits(phone, `report-${kind}-390`, { full: true });
    }
  });

  it('keeps what somebody types when another saved meanwhile, and lets the other text be read and taken', async () => {
    pages.forgive(/status of 409 .*\/actions\/edit/);
    const other = await pages.desks.as('inspector');
    const begun = succeeded(await other.post('/typical-cases', { departmentCode: 'market', title: '收费不开票' }), 201);
    const path = `/typical-cases/${String(begun.id)}`;
    const save = async (happened: string): Promise<void> => {
      const { version } = succeeded(await other.get(path));
      succeeded(await other.post(`${path}/actions/edit`, { version, title: '收费不开票', happened, dealt: '' }), 200);
    };
    const page = await pages.open(`/console${path}`, { as: 'supervisor' });
    const text = page.getByLabel('发生了什么');
    const told = page.getByText('保存了另一份文稿');
    await text.fill('我写的经过');
    await save('别人写的经过');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await told.waitFor();
    expect(await text.inputValue()).toBe('我写的经过');
    await page.getByText('查看对方的文稿').click();
    await page.locator('.notice').getByText('别人写的经过').waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await told.waitFor({ state: 'detached' });
    expect([await text.inputValue(), succeeded(await other.get(path)).happened]).toEqual(['我写的经过', '我写的经过']);

    await text.fill('我又写的经过');
    await save('别人又写的经过');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('button', { name: '改用对方的文稿' }).click();
    await told.waitFor({ state: 'detached' });
    expect(await text.inputValue()).toBe('别人又写的经过');
  });
});
