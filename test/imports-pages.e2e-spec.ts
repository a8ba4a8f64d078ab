/** What the administrator sees of an import: the file, its columns, the dry run with every bad line, the run, and the cases at their desks. */
import { resolve } from 'node:path';
import { SCREENS, shot } from './support/browser.js';
import { describePages } from './support/pages.js';

const SAMPLE = resolve('config/demo/imports/past-cases.csv');
const DARK = "document.documentElement.setAttribute('data-theme', 'dark')";

describePages('the pages of imports', { waitUntil: 'networkidle' }, (pages) => {
  it('lead from an empty list to cases of our own, step by step', async () => {
    const page = await pages.open('/console/imports', { as: 'admin' });
    await page.getByText('还没有导入过').waitFor();
    await page.getByRole('button', { name: '导入历史工单' }).click();
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.getByText('请填写来源系统并选择文件。').waitFor();
    await page.getByLabel('来源系统').fill('市长热线平台');
    await page.locator('#import-file').setInputFiles(SAMPLE);
    await shot(page, 'imports-upload-1440', { full: false });
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.getByRole('heading', { name: '对应栏目' }).waitFor();
    await pages.fits(page, 'imports-mapping-1440', { full: true });
    await page.getByRole('button', { name: '试运行', exact: true }).click();
    await page.getByRole('heading', { name: '有问题的行' }).waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: '导入 38 件' }).waitFor();
    const lines = await page.locator('.faults tbody tr').allInnerTexts();
    expect(lines.map((line) => line.split(/\s*\t\s*/)[0])).toEqual(['40', '41', '42', '43', '43', '44']);
    await pages.fits(page, 'imports-checked-1440', { full: true });
    // a word of the other system is given its meaning, and the line is good
    await page.getByRole('combobox', { name: '含义 其它类' }).click();
    await page.getByRole('option', { name: '推诿扯皮' }).click();
    expect(await page.getByRole('button', { name: '导入 38 件' }).isDisabled()).toBe(true);
    await page.getByLabel('另存为对应关系').fill('市长热线');
    await page.getByRole('button', { name: '保存对应' }).click();
    await page.getByText('已保存，请重新试运行。').waitFor();
    await page.getByRole('button', { name: '试运行', exact: true }).click();
    await page.getByRole('button', { name: '导入 39 件' }).click();
    await page.getByText('导入完成，共新增 39 件。').waitFor({ timeout: 30_000 });
    await pages.fits(page, 'imports-done-1440', { full: true });
    await page.getByRole('link', { name: /全部导入/ }).click();
    await page.getByRole('link', { name: '市长热线平台' }).waitFor();
    await pages.fits(page, 'imports-list-1440', { full: true });
  }, 120_000);

  it('show the case at its desk with the number it had', async () => {
    const page = await pages.open('/console/cases?q=SZ-2023-1001', { as: 'dispatcher' });
    await page.locator('.line').first().click();
    await page.getByText('SZ-2023-1001（市长热线平台）').waitFor();
    await page.getByText('原平台答复').waitFor();
    await page.getByText('自原平台导入').waitFor();
    await shot(page, 'imports-case-1440', { full: false });
  }, 60_000);

  it('fit a phone and read in English, in the dark, too', async () => {
    const page = await pages.open('/console/imports', { as: 'admin', ...SCREENS.phone, language: 'en' });
    await page.getByRole('link', { name: '市长热线平台' }).waitFor();
    await pages.fits(page, 'imports-list-390-en', { full: true });
    await page.getByRole('button', { name: 'Import past cases' }).click();
    await page.getByLabel('Source system').fill('Former hotline');
    await page.locator('#import-file').setInputFiles(SAMPLE);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('heading', { name: 'Bad lines' }).waitFor({ timeout: 20_000 });
    await pages.fits(page, 'imports-checked-390-en', { full: true });
    await page.evaluate(DARK);
    await pages.fits(page, 'imports-checked-390-en-dark', { full: true });
    await page.setViewportSize(SCREENS.laptop.viewport);
    await pages.fits(page, 'imports-checked-1280-en-dark', { full: true });
  }, 60_000);
});
