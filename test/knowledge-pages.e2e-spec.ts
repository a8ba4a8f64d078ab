/** The knowledge base on the screen: written, released, found in the middle of a call, cited, revised; and read by everybody. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, type View } from './support/pages.js';

const WAIT = 10_000;
const TITLE = '电子证照怎样授权给他人使用';

describePages('the pages of the knowledge base', { waitUntil: 'networkidle' }, (pages) => {
  let caseNumber = '';
  let id = '';

  const as = (who: string, path: string, view: View = {}): Promise<Page> => pages.open(path, { as: who, ...view });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('a department writes an article and sends it for release', async () => {
    const page = await as('market', '/console/knowledge?kind=register');
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-register-1440');
    await button(page, '写新条目').click();
    await page.locator('#sheet-title').fill(TITLE);
    await page.locator('#sheet-body').fill('在一网通办“卡包”里选择证照授权。\n\n- 授权一次有效。\n- 授权码十分钟内使用。');
    await page.locator('#sheet-tags').fill('电子证照\n卡包');
    await page.locator('#sheet-validFrom').fill('2026-11-01');
    await page.keyboard.press('Enter');
    await page.locator('#sheet-reviewAt').fill('2027-05-01');
    await page.keyboard.press('Enter');
    await shot(page, 'knowledge-editor-1440', { full: false });
    await button(page, '保存草稿').click();
    await button(page, '提交发布').click({ timeout: WAIT });
    await button(page, '撤回修改').waitFor({ timeout: WAIT });
    id = new URL(page.url()).searchParams.get('article') ?? '';
    expect(id).toMatch(/^k\w+$/);
  }, 120_000);

  it('the dispatcher sees what waits and releases it', async () => {
    const page = await as('dispatcher', '/console/knowledge?kind=register');
    await button(page, '1 条待发布').click({ timeout: WAIT });
    await button(page, TITLE).click();
    await button(page, '发布').waitFor({ timeout: WAIT });
    expect(await pages.barriers(page)).toEqual([]);
    await shot(page, 'knowledge-release-1440', { full: false });
    await button(page, '发布').click();
    await page.locator('.sheet-drawer .tag', { hasText: '已发布' }).first().waitFor({ timeout: WAIT });
  }, 120_000);

  it('the operator finds it by key and in the form, and answers at once with it', async () => {
    caseNumber = await pages.desks.opened();
    const page = await as('operator', '/console/register');
    await page.locator('#entry-title').fill('电子证照授权');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('来电人问电子证照怎样授权给代办人使用。');
    await page.locator('.hints article', { hasText: TITLE }).first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-hints-1440');
    await page.keyboard.press('Alt+KeyI');
    await page.locator('.sheet-drawer input').fill('卡包授权');
    await page.locator('.sheet-drawer article', { hasText: TITLE }).first().waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-sheet-1440', { full: false });
    expect(await pages.barriers(page)).toEqual([]);
    await pages.desks.done('operator', caseNumber, 'answer-directly', { text: '在卡包里授权，一次有效。', knowledgeId: id });
    await page.goto('/console/knowledge?words=' + encodeURIComponent('电子证照授权'), { waitUntil: 'networkidle' });
    await page.locator('article', { hasText: TITLE }).first().locator('mark').first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-search-1440');
  }, 120_000);

  it('a hit is opened over the search that found it, which stands when it is closed', async () => {
    const page = await as('operator', `/console/knowledge?words=${encodeURIComponent('营业执照怎样办理')}`);
    await page.getByRole('link', { name: '营业执照怎样办理' }).click({ timeout: WAIT });
    await page.locator('.sheet-drawer h2').first().waitFor({ timeout: WAIT });
    expect([...new URL(page.url()).searchParams.keys()]).toEqual(['words', 'article']);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('article'));
    await page.locator('article mark').first().waitFor({ timeout: WAIT });
    expect(await page.getByRole('textbox', { name: '搜索政策、流程、收费依据' }).inputValue()).toBe('营业执照怎样办理');
  }, 60_000);

  it('a second version is released; the case still leads to the first, and the difference can be read', async () => {
    const market = await pages.desks.as('market');
    const text = { title: TITLE, validFrom: '2026-11-01', reviewAt: '2027-05-01', open: true, tags: ['卡包'], note: '有效期延长' };
    await market.post(`/knowledge/${id}/versions`, {
      ...text,
      body: '在一网通办“卡包”里选择证照授权。\n\n- 授权三十日内有效。\n- 授权码十分钟内使用。',
    });
    await market.post(`/knowledge/${id}/versions/2/actions/propose`, { revision: 1 });
    await (await pages.desks.as('dispatcher')).post(`/knowledge/${id}/versions/2/actions/release`, { revision: 2 });
    const page = await as('operator', `/console/cases/${caseNumber}`);
    await page.getByRole('link', { name: '引用知识条目（第 1 版）' }).click({ timeout: WAIT });
    await page.getByText('授权一次有效').first().waitFor({ timeout: WAIT });
    await page.getByText('这是旧版本').waitFor();
    await shot(page, 'knowledge-old-version-1440', { full: false });
    await page.getByRole('button', { name: '第 2 版 · 已发布' }).click();
    await page.locator('ins', { hasText: '三十日' }).waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-difference-1440', { full: false });
    await button(page, '有误').click();
    await page.getByLabel('哪里不对，应当怎样写').fill('应写明可撤销');
    await button(page, '提交反馈').click();
    await page.locator('.sheet-drawer .tag', { hasText: '有人指出有误' }).waitFor({ timeout: WAIT });
  }, 120_000);

  it('is read on a phone, in English and in the dark', async () => {
    const page = await as('market', '/console/knowledge?kind=register', SCREENS.phone);
    await page.evaluate("localStorage.setItem('language', 'en'); localStorage.setItem('theme', 'dark')");
    await page.goto('/console/knowledge?kind=register', { waitUntil: 'networkidle' });
    await page.locator('tbody tr').first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-register-390-en-dark');
    expect(await pages.barriers(page)).toEqual([]);
    await page.goto(`/console/knowledge?kind=register&article=${id}`, { waitUntil: 'networkidle' });
    await page.locator('ins').first().waitFor({ timeout: WAIT });
    await shot(page, 'knowledge-article-390-en-dark', { full: false });
  }, 120_000);

  it('everybody searches, reads, says whether it helped, and files from there with the category chosen', async () => {
    const page = await pages.open('/knowledge', { ...SCREENS.phone, viewport: { width: 320, height: 640 } });
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await page.getByLabel('您想问什么').fill('收费清单');
    await page.keyboard.press('Enter');
    await page.waitForURL(/words=/);
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-public-320', { full: true });
    expect(await pages.barriers(page)).toEqual([]);
    await page.locator('.answers a').first().click();
    await button(page, '有用').click({ timeout: WAIT });
    await page.getByText('谢谢，已经记下').waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-public-article-320', { full: true });
    expect(await pages.barriers(page)).toEqual([]);
    await page.getByRole('link', { name: '提交诉求' }).last().click();
    await page.locator('.chosen').getByText('乱收费').waitFor({ timeout: WAIT });
    pages.forgive(/404/);
    const refused = await page.goto('/knowledge/k0000', { waitUntil: 'networkidle' });
    expect(refused?.status()).toBe(404);
    await page.getByText('没有这条答复').waitFor({ timeout: WAIT });
  }, 120_000);

  it('the public pages speak English around the Chinese answers, also on a wide screen', async () => {
    const admin = await pages.desks.as('admin');
    const market = succeeded(await admin.get('/organisation')).find(({ code }: Json) => code === 'market');
    const { name, nameEn, level, kind, phone, duties, version } = market;
    const body = { ...{ name, nameEn, level, kind, phone, version }, ...(duties ? { duties } : {}), hours: '周一至周五 8:30–16:00' };
    succeeded(await admin.put('/organisation/market', body));
    const page = await pages.open('/knowledge/k02');
    await page.locator('.settings button[lang=en]').click();
    await page.getByText('Was this of use to you?').waitFor({ timeout: WAIT });
    await page.locator('dt:has-text("Opening hours") + dd', { hasText: '周一至周五 8:30–16:00' }).waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-public-article-1440-en', { full: true });
    expect(await pages.barriers(page)).toEqual([]);
    await page.goto('/knowledge?words=%E6%B3%A8%E9%94%80', { waitUntil: 'networkidle' });
    await page.locator('.answers li').first().waitFor({ timeout: WAIT });
    await pages.fits(page, 'knowledge-public-1440-en', { full: true });
  }, 120_000);
});
