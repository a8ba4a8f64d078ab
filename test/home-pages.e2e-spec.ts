/** The first page in a real browser: everybody arrives at it, it follows what happens, and the dispatcher works a queue by keys alone. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, NO_EXCHANGE, type View } from './support/pages.js';

const WAIT = 15_000;
/** The catalogue knows whose matter this is. */
const KNOWN = {
  ...{ channel: 'phone', urgency: 'normal', kind: 'complaint', title: '食品经营许可证办了二十天没有结果' },
  ...{ description: '食品经营许可证递交二十天，窗口一直说在办。', categoryCode: '0101', accusedDepartmentCode: 'market' },
};
const UNKNOWN = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '说不清的事', description: '有一件事想说。' };

describePages('the first page on the screen', { expected: [NO_EXCHANGE] }, (pages) => {
  const open = (who: string, path = '/console/', view: View = {}): Promise<Page> => pages.open(path, { as: who, ...view });
  const registered = async (body: object): Promise<string> =>
    succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201).caseNumber as string;
  const block = (page: Page, name: string) => page.locator(`section[aria-labelledby="block-${name}"]`);
  const line = (page: Page, number: string) => page.locator(`[data-case="${number}"]`);

  it('is where everybody arrives, and a deep link leads past it', async () => {
    for (const who of ['operator', 'market', 'commissioner', 'auditor', 'admin']) {
      const page = await open(who);
      await page.waitForURL((url) => url.pathname === '/console/home', { timeout: WAIT });
      await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      expect(await page.locator('nav a.place.here').count()).toBe(1);
    }
    const caseNumber = await registered(UNKNOWN);
    const page = await open('dispatcher', `/console/cases/${caseNumber}`);
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    expect(page.url()).toContain(caseNumber);
  });

  it('follows what happens without being read anew, and marks what is new until it is marked as seen', async () => {
    const page = await open('reviewer');
    await block(page, 'to-review').waitFor({ timeout: WAIT });
    const caseNumber = await pages.desks.answered();
    await block(page, 'to-review').getByText(caseNumber).waitFor({ timeout: WAIT });
    await block(page, 'to-review').locator('.news').first().waitFor({ timeout: WAIT });
    await page.getByRole('button', { name: '标为已看' }).click();
    await block(page, 'to-review').locator('.news').first().waitFor({ state: 'detached', timeout: WAIT });
    await block(page, 'to-review').getByText(caseNumber).waitFor({ timeout: WAIT });
  });

  it('leads back to an entry that was begun', async () => {
    const page = await open('operator', '/console/register');
    await page.locator('#entry-title').fill('写到一半的登记');
    await page.getByText('草稿已保存').waitFor({ timeout: WAIT });
    await page.getByRole('link', { name: '首页' }).first().click();
    const notice = page.locator('p.notice', { hasText: '没写完的登记草稿' });
    await notice.getByRole('link', { name: '打开' }).click();
    await page.waitForURL('**/console/register', { timeout: WAIT });
    expect(await page.locator('#entry-title').inputValue()).toBe('写到一半的登记');
    const other = await open('dispatcher');
    await other.locator('.home section.panel').first().waitFor({ timeout: WAIT });
    expect(await other.locator('p.notice').count()).toBe(0);
  });

  it('lets the dispatcher send what is suggested by keys: look, read, send, take back', async () => {
    const caseNumber = await registered(KNOWN);
    const page = await open('dispatcher');
    await line(page, caseNumber).waitFor({ timeout: WAIT });
    await line(page, caseNumber).focus();
    await page.keyboard.press('d');
    const look = page.locator('section.look');
    await look.locator('textarea').waitFor({ timeout: WAIT });
    await shot(page, 'home-1440-dispatching', { full: false });
    // nothing is sent by looking
    expect((await pages.desks.view(caseNumber)).status).toBe('pending_dispatch');
    await page.keyboard.press('d');
    await page.locator('.sent').waitFor({ timeout: WAIT });
    const sent = await pages.desks.view(caseNumber);
    expect([sent.status, sent.assignments[0].role, sent.assignments[0].departmentCode]).toEqual(['handling', 'lead', 'market']);
    expect(sent.summary).toContain(KNOWN.title);
    await line(page, caseNumber).waitFor({ state: 'detached', timeout: WAIT });
    await page.keyboard.press('u');
    await line(page, caseNumber).waitFor({ timeout: WAIT });
    const back = await pages.desks.view(caseNumber);
    expect([back.status, back.assignments.map(({ status }: Json) => status as string)]).toEqual([
      'pending_dispatch',
      back.assignments.map(() => 'recalled'),
    ]);
  });

  it('sends nothing by a key that was typed, without a sure suggestion, or with a number in the summary', async () => {
    const [sure, unsure] = [await registered(KNOWN), await registered(UNKNOWN)];
    const page = await open('dispatcher');
    await line(page, unsure).focus({ timeout: WAIT });
    await page.keyboard.press('d');
    await page.locator('section.look .notice').waitFor({ timeout: WAIT });
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await line(page, sure).focus();
    await page.keyboard.press('d');
    const summary = page.locator('section.look textarea');
    await summary.fill('请回电 13812341234');
    expect(await page.locator('section.look .el-button--primary').isDisabled()).toBe(true);
    await summary.press('d');
    await page.keyboard.press('Escape');
    await summary.waitFor({ state: 'detached', timeout: WAIT });
    for (const one of [sure, unsure]) expect((await pages.desks.view(one)).status).toBe('pending_dispatch');
  });

  it('goes from line to line by j and k, and opens one by Enter', async () => {
    const page = await open('dispatcher');
    await page.locator('[data-line]').nth(1).waitFor({ timeout: WAIT });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = await page.locator('[data-line]').first().getAttribute('href');
    expect(await page.evaluate<string | null>('document.activeElement.getAttribute("href")')).toBe(first);
    await page.keyboard.press('Enter');
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
  });

  it('calls a complainant back by one click', async () => {
    const caseNumber = await registered({ ...UNKNOWN, complainant: { name: '王某某', phone: '13912340000' } });
    await pages.desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists: [], summary: '反映窗口多次往返' });
    await pages.desks.done('market', caseNumber, 'sign');
    await pages.desks.done('market!', caseNumber, 'answer', {
      ...{ finding: 'true', solved: 'solved', internalNote: '已核实', publicReply: '已办结并致歉' },
    });
    await pages.desks.done('reviewer', caseNumber, 'pass');
    const page = await open('reviewer');
    await block(page, 'to-call-back')
      .getByRole('button', { name: `回访拨号 ${caseNumber}` })
      .click({ timeout: WAIT });
    await page.locator('.desk').waitFor({ timeout: WAIT });
    const [call] = succeeded(await (await pages.desks.as('reviewer')).get('/calls?direction=outbound')).items;
    expect(call.caseNumbers).toEqual([caseNumber]);
  });

  it.each([
    ['zh-CN', 'light', 'desk'],
    ['en', 'dark', 'desk'],
    ['en', 'light', 'phone'],
    ['zh-CN', 'dark', 'phone'],
  ] as const)('is fit to be read in %s, %s, on a %s', async (language, theme, screen) => {
    for (const who of ['operator', 'dispatcher', 'reviewer', 'market!', 'supervisor', 'inspector', 'admin']) {
      const page = await open(who, '/console/home', { ...SCREENS[screen], language, theme });
      await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      await pages.looked(page, `home-${screen}-${language}-${theme}-${who.replace('!', '-leader')}`);
    }
  });
});
