/** A cut line in a real browser: said calmly, nothing written is lost, nothing is done twice, and the page is up to date by itself afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, FIRST_QUESTION, NO_EXCHANGE } from './support/pages.js';

const WAIT = 20_000;
const CASE = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '断网期间登记的事', description: '窗口两次告知不一致。' };
/** What a browser notes of a line that this story cuts itself. */
const OF_THE_CUT = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|WebSocket is closed before the connection is established/;
const SETTING = { expected: [OF_THE_CUT, NO_EXCHANGE], unread: ['.el-popper[aria-hidden=true]'] };

describePages('a cut line', SETTING, (pages) => {
  beforeAll(() => pages.desks.opened());

  const strip = (page: Page) => page.locator('.cut .strip');
  const cut = async (page: Page): Promise<void> => {
    await page.context().setOffline(true);
    await strip(page).getByRole('button').first().waitFor({ timeout: WAIT });
  };

  it('is said under the top bar without moving the page, and after it the list is read anew once by itself', async () => {
    const page = await pages.open('/console/cases', { as: 'dispatcher' });
    const line = page.locator('section.list .line').first();
    await line.waitFor({ timeout: WAIT });
    await page.locator('.live.well').waitFor({ timeout: WAIT });
    const before = await line.boundingBox();
    await cut(page);
    expect(await strip(page).innerText()).toMatch(/网络已断开：您看到的是 \d\d:\d\d 的内容，写好的内容留在本机/);
    expect(await line.boundingBox()).toEqual(before);
    await page.locator('.live.offline').waitFor({ timeout: WAIT });
    await pages.looked(page, 'offline-1440-cases');
    await strip(page).getByRole('button', { name: '再试' }).click();
    await strip(page).getByRole('button', { name: '再试' }).waitFor({ timeout: WAIT });

    const { caseNumber } = succeeded(await (await pages.desks.as('operator')).post('/cases', CASE), 201) as { caseNumber: string };
    const asked: string[] = [];
    page.on('requestfinished', (request) => request.url().includes('pageSize=50') && asked.push(request.url()));
    await page.context().setOffline(false);
    await page.locator('section.list').getByText(caseNumber).waitFor({ timeout: WAIT });
    await page.locator('.strip.back').waitFor({ state: 'detached', timeout: WAIT });
    expect(await strip(page).count()).toBe(0);
    expect(asked).toHaveLength(1);
    expect(await line.boundingBox()).toEqual(before);
  });

  it('loses nothing of a form, says that it is not known whether it arrived, and makes one case of two tries', async () => {
    const title = '没有收到答复的登记';
    const page = await pages.open('/console/register', { as: 'operator' });
    await page.locator('#entry-title').fill(title);
    await page.locator('#entry-description').fill('企业来电反映许可证办理拖延。');
    let tries = 0;
    const keys: string[] = [];
    // the server gets it, and its answer is lost
    await page.route('**/api/v1/cases', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (++tries > 1) return route.continue();
      expect((await route.fetch()).status()).toBe(201);
      return route.abort('connectionreset');
    });
    await page.locator('form').getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('.notice.bad', { hasText: '不知道是否已经登记' }).waitFor({ timeout: WAIT });
    expect(await page.locator('#entry-title').inputValue()).toBe(title);
    await shot(page, 'offline-1440-unsure', { full: false });
    await page.getByRole('button', { name: '再发一次' }).click();
    await page.locator('section.receipt').waitFor({ timeout: WAIT });
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    const found = succeeded(await (await pages.desks.as('dispatcher')).get(`/cases?q=${encodeURIComponent(title)}`));
    expect(found.total).toBe(1);
  });

  it('says of any other write that it is not known whether it arrived, and of what never left that it can be sent again', async () => {
    const page = await pages.open('/console/home', { as: 'dispatcher' });
    const seen = page.getByRole('button', { name: '标为已看' });
    await seen.waitFor({ timeout: WAIT });
    await page.route('**/api/v1/home/look', (route) => route.abort('connectionreset'));
    await seen.click();
    await page.getByText('不知道这一步是否已经办成').first().waitFor({ timeout: WAIT });
    await page.unroute('**/api/v1/home/look');
    await strip(page).first().waitFor({ state: 'detached', timeout: WAIT });
    await cut(page);
    await strip(page).getByRole('button', { name: '收起提示' }).click();
    await strip(page).waitFor({ state: 'detached', timeout: WAIT });
    await seen.click();
    await page.getByText('连不上服务器').first().waitFor({ timeout: WAIT });
  });

  it.each([
    ['supervisor', '/console/overview', '.tiles.heads', /figures|statistics/],
    ['admin', '/console/rules', 'section.rules tbody td', /api\/v1\/rules$/],
    ['supervisor', '/console/fees', 'section.listing tbody td', /\/fees\?/],
  ] as const)('is made up for on the pages that hear nothing by themselves: %s on %s', async (who, path, ready, question) => {
    const page = await pages.open(path, { as: who });
    await page.locator(ready).first().waitFor({ timeout: WAIT });
    await cut(page);
    const again = page.waitForResponse((response) => question.test(response.url()), { timeout: WAIT });
    await page.context().setOffline(false);
    expect((await again).ok()).toBe(true);
    await page.locator(ready).first().waitFor({ timeout: WAIT });
  });

  it('keeps the page that is open when the next one cannot be fetched, and opens it once it can', async () => {
    const page = await pages.open('/console/home', { as: 'admin' });
    const rail = page.getByRole('link', { name: '规则', exact: true });
    await rail.waitFor({ timeout: WAIT });
    await cut(page);
    await rail.click();
    expect(new URL(page.url()).pathname).toBe('/console/home');
    await page.context().setOffline(false);
    await strip(page).first().waitFor({ state: 'detached', timeout: WAIT });
    await rail.click();
    await page.locator('section.rules tbody td').first().waitFor({ timeout: WAIT });
  });

  it.each([
    ['admin', '/console/home', '规则', /assets\/Rules-[^/]*\.js/, 'section.rules tbody td'],
    [undefined, '/', '查询进度', /assets\/track-[^/]*\.js/, 'form input'],
  ] as const)(
    'is not taken for an update that took files away: the address is loaded anew, for %s',
    async (who, path, link, file, ready) => {
      const page = await pages.open(path, who ? { as: who } : {});
      let lost = 0;
      await page.route(file, (route) => (++lost === 1 ? route.abort('connectionreset') : route.continue()));
      await page.getByRole('link', { name: link }).first().click();
      await page.locator(ready).first().waitFor({ timeout: WAIT });
      expect(lost).toBeGreaterThan(1);
    },
  );

  it('is said on a phone, in the dark and in English, and before anybody signed in', async () => {
    const page = await pages.open('/console/home', { as: 'supervisor', ...SCREENS.phone, language: 'en', theme: 'dark' });
    await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
    await page.locator('.live.well').waitFor({ timeout: WAIT });
    await cut(page);
    await pages.looked(page, 'offline-390-home-en-dark');
    pages.forgive(FIRST_QUESTION);
    const stranger = await pages.open('/console/sign-in');
    await stranger.locator('#password').waitFor({ timeout: WAIT });
    await cut(stranger);
    await shot(stranger, 'offline-1440-sign-in', { full: false });
  });

  it.each(['desk', 'phone'] as const)('is said on the public side as well, on a %s', async (screen) => {
    const page = await pages.open('/cases', SCREENS[screen]);
    const heading = page.locator('main h1');
    await heading.waitFor({ timeout: WAIT });
    const before = await heading.boundingBox();
    await cut(page);
    expect(await heading.boundingBox()).toEqual(before);
    expect(await strip(page).innerText()).toMatch(/网络已断开：您看到的是 \d\d:\d\d 的内容/);
    await pages.looked(page, `offline-${screen}-public`);
    const again = page.waitForResponse((response) => response.url().includes('/public/typical-cases'), { timeout: WAIT });
    await page.context().setOffline(false);
    await again;
    await strip(page).waitFor({ state: 'detached', timeout: WAIT });
  });

  it('is not over because an answer comes that was on its way before', async () => {
    let arrive = (): void => undefined;
    const arrival = new Promise<void>((done) => (arrive = done));
    const page = await pages.window();
    await page.route('**/public/typical-cases*', async (route) => {
      const answer = await route.fetch();
      await arrival;
      await route.fulfill({ response: answer });
    });
    await page.goto('/cases');
    await page.locator('main h1').waitFor({ timeout: WAIT });
    await cut(page);
    const answered = page.waitForResponse('**/public/typical-cases*', { timeout: WAIT });
    arrive();
    await answered;
    await sleep(500);
    expect(await strip(page).innerText()).toMatch(/网络已断开/);
    await page.context().setOffline(false);
    await strip(page).waitFor({ state: 'detached', timeout: WAIT });
  });

  it('keeps the language on the screen while the words of the one chosen cannot come, and speaks it when they can', async () => {
    const page = await pages.open('/console/cases', { as: 'dispatcher' });
    await page.locator('section.list .line').first().waitFor({ timeout: WAIT });
    await page.locator('.live.well').waitFor({ timeout: WAIT });
    const words = async (): Promise<string[]> => {
      const names = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)");
      return names.flatMap((name) => /assets\/(zh-CN|en)-/.exec(name)?.[1] ?? []);
    };
    const place = (name: string) => page.locator('.rail').getByRole('link', { name, exact: true });
    expect(new Set(await words())).toEqual(new Set(['zh-CN']));
    await cut(page);
    await page.locator('.person').click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await sleep(500);
    expect(await place('工单').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await page.context().setOffline(false);
    await place('Cases').waitFor({ timeout: WAIT });
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await words()).toContain('en');
  });

  it('tells an operator who was signed out meanwhile that calls ring elsewhere', async () => {
    const page = await pages.open('/console/home', { as: 'operator' });
    const enter = page.getByRole('button', { name: '签入', exact: true });
    await page.locator('.live.well').waitFor({ timeout: WAIT });
    const place = await enter.boundingBox();
    await cut(page);
    await page.locator('.live.offline').waitFor({ timeout: WAIT });
    expect(await enter.boundingBox()).toEqual(place);
    await page.context().setOffline(false);
    await page.locator('.live.well').waitFor({ timeout: WAIT });
    await enter.click();
    await page.locator('.callbar').waitFor({ timeout: WAIT });
    await cut(page);
    const own = async () => succeeded(await (await pages.desks.as('operator')).get('/agents/me')) as { state: string; reason?: string };
    for (const end = Date.now() + WAIT; (await own()).state !== 'off' && Date.now() < end;) await sleep(200);
    expect(await own()).toMatchObject({ state: 'off', reason: 'vanished' });
    await page.context().setOffline(false);
    await page.locator('.el-message', { hasText: '连接中断时已自动签出' }).waitFor({ timeout: WAIT });
    await enter.waitFor({ timeout: WAIT });
  });
});
