/** What people see of the city's organisation: its departments, in both languages and themes, on a desk and on a phone. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { Desks } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const TOO_WIDE = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const AXE = `axe.run({ exclude: ['.el-popper[aria-hidden=true]', '.el-message'] }, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;

describeWithBrowser('the pages of the organisation', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  /** A picture, nothing wider than the screen, nothing that keeps anybody out. */
  const fits = async (page: Page, name: string): Promise<void> => {
    await shot(page, name, { full: false });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(AXE);
    const barriers = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`);
    expect([name, await page.evaluate<number>(TOO_WIDE), barriers]).toEqual([name, 0, []]);
  };

  it('let the administrator add a department, rename it, and take it out of service and back', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('admin'));
    await page.goto('/console/departments', { waitUntil: 'networkidle' });
    await fits(page, 'organisation-1440');
    await page.getByRole('button', { name: '新增单位' }).click();
    await page.locator('#sheet-code').fill('water');
    await page.locator('#sheet-name').fill('水务局');
    await page.locator('#sheet-nameEn').fill('Water Bureau');
    await page.locator('#sheet-hours').fill('周一至周五 8:30–16:00');
    await fits(page, 'organisation-form-1440');
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('td.name', { hasText: 'water' }).waitFor();
    await page.getByRole('button', { name: '水务局' }).click();
    await page.getByRole('button', { name: '修改' }).click();
    await page.locator('#sheet-name').fill('水利局');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '水利局' }).waitFor();
    await page.getByRole('button', { name: '停用单位' }).click();
    await page.getByText('已停用，历史工单不变').waitFor();
    await page.getByRole('button', { name: '恢复单位' }).click();
    await page.getByRole('button', { name: '停用单位' }).waitFor();
    await fits(page, 'organisation-unit-1440');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('say what still needs a department that is not let go', async () => {
    const { page, complaints } = await openWindow(browser, app.url, { colorScheme: 'dark' }, await desks.as('admin'));
    await page.addInitScript("localStorage.setItem('theme', 'dark')");
    await page.goto('/console/departments?unit=market', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: '停用单位' }).click();
    await page.getByText('这个单位暂不能停用').waitFor();
    await fits(page, 'organisation-needed-1440-dark');
    // the refusal is an answer the browser notes, too
    expect(complaints.filter((one) => !/409 \(Conflict\)/.test(one))).toEqual([]);
  }, 60_000);

  it('show the tree in English on a phone to the commissioner, who changes nothing', async () => {
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone, await desks.as('commissioner'));
    await page.addInitScript("localStorage.setItem('language', 'en')");
    await page.goto('/console/departments?q=market', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'County Market Supervision Bureau' }).waitFor();
    expect(await page.getByRole('button', { name: 'Add a department' }).count()).toBe(0);
    await fits(page, 'organisation-390-en');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('let the administrator change a day and import a notice, which a supervisor releases', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('admin'));
    await page.goto('/console/settings?year=2027', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: '2027-05-03' }).click();
    await page.getByText('放假', { exact: true }).last().click();
    await page.locator('#day-name').fill('劳动节');
    await page.getByRole('button', { name: '确定' }).click();
    await fits(page, 'calendar-draft-1440');
    await page.getByRole('button', { name: '保存改动' }).click();
    await page.getByText('已保存，在办期限正在重算').waitFor();
    await page.getByRole('button', { name: '导入放假通知' }).click();
    await page.locator('#notice-text').fill('2027-01-01,放假,元旦\n2027-01-02,半天,元旦');
    await page.getByRole('button', { name: '读取并预览' }).click();
    await page.getByText('第 2 行 · 类型应为放假或上班').waitFor();
    await fits(page, 'calendar-faults-1440');
    await page.locator('#notice-text').fill('2027-01-01,放假,元旦\n2027-01-04,放假,元旦');
    await page.getByRole('button', { name: '读取并预览' }).click();
    await page.getByText('与现有日历相比，变动 3 天').waitFor();
    await fits(page, 'calendar-preview-1440');
    await page.getByRole('button', { name: '提交督办员发布' }).click();
    await page.getByText('2027 年放假安排').waitFor();
    expect(complaints).toEqual([]);
    const second = await openWindow(browser, app.url, { colorScheme: 'dark' }, await desks.as('supervisor'));
    await second.page.goto('/console/settings?year=2027', { waitUntil: 'networkidle' });
    await second.page.getByRole('button', { name: '查看' }).click();
    await second.page.getByRole('button', { name: '发布' }).waitFor();
    await fits(second.page, 'calendar-release-1440-dark');
    await second.page.getByRole('button', { name: '发布' }).click();
    await second.page.getByText('已发布，在办期限正在重算').waitFor();
    await second.page.locator('td.off[title=元旦]').first().waitFor();
    expect(second.complaints).toEqual([]);
  }, 120_000);

  it('show the calendar in English on a phone, and let a handler declare a conflict there', async () => {
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone, await desks.as('supervisor'));
    await page.addInitScript("localStorage.setItem('language', 'en')");
    await page.goto('/console/settings', { waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Working calendar' }).waitFor();
    await fits(page, 'calendar-390-en');
    expect(complaints).toEqual([]);
    const handler = await openWindow(browser, app.url, SCREENS.phone, await desks.as('market'));
    await handler.page.goto('/console/recusals', { waitUntil: 'networkidle' });
    await fits(handler.page, 'recusals-390');
    expect(handler.complaints).toEqual([]);
  }, 60_000);

  it('show the administrator the machine room, on a desk and on a phone', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('admin'));
    await page.goto('/console/health', { waitUntil: 'networkidle' });
    await page.getByText('期限预警灯').waitFor();
    await fits(page, 'health-1440');
    expect(complaints).toEqual([]);
    const phone = await openWindow(browser, app.url, { ...SCREENS.phone, colorScheme: 'dark' }, await desks.as('admin'));
    await phone.page.addInitScript("localStorage.setItem('language', 'en')");
    await phone.page.goto('/console/health', { waitUntil: 'networkidle' });
    await phone.page.getByText('Checkpoint of the event log').waitFor();
    await fits(phone.page, 'health-390-en-dark');
    expect(phone.complaints).toEqual([]);
  }, 60_000);
});
