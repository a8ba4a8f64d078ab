/** What people see of the city's organisation: its departments, in both languages and themes, on a desk and on a phone. */
import { SCREENS } from './support/browser.js';
import { describePages } from './support/pages.js';

describePages('the pages of the organisation', { waitUntil: 'networkidle', unread: ['.el-message'] }, (pages) => {
  it('let the administrator add a department, rename it, and take it out of service and back', async () => {
    const page = await pages.open('/console/departments', { as: 'admin' });
    await pages.looked(page, 'organisation-1440');
    await page.getByRole('button', { name: '新增单位' }).click();
    await page.locator('#sheet-code').fill('water');
    await page.locator('#sheet-name').fill('水务局');
    await page.locator('#sheet-nameEn').fill('Water Bureau');
    await page.locator('#sheet-hours').fill('周一至周五 8:30–16:00');
    await pages.looked(page, 'organisation-form-1440');
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
    await pages.looked(page, 'organisation-unit-1440');
  }, 120_000);

  it('say what still needs a department that is not let go', async () => {
    const page = await pages.open('/console/departments?unit=market', { as: 'admin', colorScheme: 'dark', theme: 'dark' });
    await page.getByRole('button', { name: '停用单位' }).click();
    await page.getByText('这个单位暂不能停用').waitFor();
    // the refusal is an answer the browser notes, too
    pages.forgive(/409 \(Conflict\)/);
    await pages.looked(page, 'organisation-needed-1440-dark');
  }, 60_000);

  it('show the tree in English on a phone to the commissioner, who changes nothing', async () => {
    const page = await pages.open('/console/departments?q=market', { as: 'commissioner', ...SCREENS.phone, language: 'en' });
    await page.getByRole('button', { name: 'County Market Supervision Bureau' }).waitFor();
    expect(await page.getByRole('button', { name: 'Add a department' }).count()).toBe(0);
    await pages.looked(page, 'organisation-390-en');
  }, 60_000);

  it('let the administrator change a day and import a notice, which a supervisor releases', async () => {
    const page = await pages.open('/console/settings?year=2027', { as: 'admin' });
    await page.getByRole('button', { name: '2027-05-03' }).click();
    await page.getByText('放假', { exact: true }).last().click();
    await page.locator('#day-name').fill('劳动节');
    await page.getByRole('button', { name: '确定' }).click();
    await pages.looked(page, 'calendar-draft-1440');
    await page.getByRole('button', { name: '保存改动' }).click();
    await page.getByText('已保存，在办期限正在重算').waitFor();
    await page.getByRole('button', { name: '导入放假通知' }).click();
    await page.locator('#notice-text').fill('2027-01-01,放假,元旦\n2027-01-02,半天,元旦');
    await page.getByRole('button', { name: '读取并预览' }).click();
    await page.getByText('第 2 行 · 类型应为放假或上班').waitFor();
    await pages.looked(page, 'calendar-faults-1440');
    await page.locator('#notice-text').fill('2027-01-01,放假,元旦\n2027-01-04,放假,元旦');
    await page.getByRole('button', { name: '读取并预览' }).click();
    await page.getByText('与现有日历相比，变动 3 天').waitFor();
    await pages.looked(page, 'calendar-preview-1440');
    await page.getByRole('button', { name: '提交督办员发布' }).click();
    await page.getByText('2027 年放假安排').waitFor();
    const second = await pages.open('/console/settings?year=2027', { as: 'supervisor', colorScheme: 'dark' });
    await second.getByRole('button', { name: '查看' }).click();
    await second.getByRole('button', { name: '发布' }).waitFor();
    await pages.looked(second, 'calendar-release-1440-dark');
    await second.getByRole('button', { name: '发布' }).click();
    await second.getByText('已发布，在办期限正在重算').waitFor();
    await second.locator('td.off[title=元旦]').first().waitFor();
  }, 120_000);

  it('show the calendar in English on a phone, and let a handler declare a conflict there', async () => {
    const page = await pages.open('/console/settings', { as: 'supervisor', ...SCREENS.phone, language: 'en' });
    await page.getByRole('heading', { name: 'Working calendar' }).waitFor();
    await pages.looked(page, 'calendar-390-en');
    const handler = await pages.open('/console/recusals', { as: 'market', ...SCREENS.phone });
    await pages.looked(handler, 'recusals-390');
  }, 60_000);

  it('show the administrator the machine room, on a desk and on a phone', async () => {
    const page = await pages.open('/console/health', { as: 'admin' });
    await page.getByText('期限预警灯').waitFor();
    await pages.looked(page, 'health-1440');
    const phone = await pages.open('/console/health', { as: 'admin', ...SCREENS.phone, colorScheme: 'dark', language: 'en' });
    await phone.getByText('Checkpoint of the event log').waitFor();
    await pages.looked(phone, 'health-390-en-dark');
  }, 60_000);
});
