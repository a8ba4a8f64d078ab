/** The command palette in a real browser: by keys alone to any page, case and command, and read right by a screen reader. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, NO_EXCHANGE, type View } from './support/pages.js';

const WAIT = 15_000;
const CASE = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口两次告知不一致', description: '跑了三趟。' };

describePages('the command palette', { expected: [NO_EXCHANGE] }, (pages) => {
  let caseNumber = '';

  beforeAll(async () => {
    const complainant = { name: '王某某', phone: '13912344321' };
    caseNumber = succeeded(await (await pages.desks.as('operator')).post('/cases', { ...CASE, complainant }), 201).caseNumber as string;
  });

  const open = async (as: string, path = '/console/home', view: View = {}): Promise<Page> => {
    const page = await pages.open(path, { as, ...view });
    await page.locator('nav a.place').first().waitFor({ state: 'attached', timeout: WAIT });
    return page;
  };
  const field = (page: Page) => page.getByRole('combobox', { name: '命令面板' });
  const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
  const call = async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+k');
    await field(page).waitFor({ timeout: WAIT });
  };
  /** The line that the field says is the active one. */
  const active = (page: Page) =>
    page.evaluate<string>(
      "document.getElementById(document.querySelector('[role=combobox][aria-controls=palette-list]').getAttribute('aria-activedescendant')).textContent.trim()",
    );

  it('goes to a page of the rail by a word in either language, and nowhere the reader may not go', async () => {
    const page = await open('dispatcher');
    await call(page);
    await field(page).fill('knowledge');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/console/knowledge', { timeout: WAIT });
    await call(page);
    await field(page).fill('统计');
    expect(await active(page)).toBe('统计');
    await field(page).fill('audit');
    expect(await option(page, '审计').count()).toBe(0);
  });

  it('finds a case by its number and by its words, opens it, and has it first the next time', async () => {
    const page = await open('dispatcher');
    await call(page);
    await field(page).fill(caseNumber);
    await option(page, new RegExp(CASE.title)).click({ timeout: WAIT });
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    await page.goto('/console/home');
    await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
    await call(page);
    await page.getByRole('group', { name: '最近打开的工单' }).waitFor({ timeout: WAIT });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await active(page)).toContain(caseNumber);
    await shot(page, 'palette-1440-recent', { full: false });
    await field(page).fill('4321');
    await option(page, new RegExp(caseNumber)).waitFor({ timeout: WAIT });
    await field(page).fill('告知不一致');
    await page.keyboard.press('Enter');
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
  });

  it('offers what is open on the present case', async () => {
    const page = await open('dispatcher', `/console/cases/${caseNumber}`);
    await page.locator('article.case h1').waitFor({ timeout: WAIT });
    await call(page);
    await field(page).fill('派单');
    await page.getByRole('group', { name: '当前工单可做的' }).getByRole('option', { name: '派单', exact: true }).click();
    await page.locator('.action-drawer').waitFor({ timeout: WAIT });
  });

  it('turns language, theme and type size, and the state at the desk', async () => {
    const page = await open('operator');
    for (const [words, attribute, value] of [
      ['深色', 'data-theme', 'dark'],
      ['大字', 'data-type', 'large'],
      ['english', 'lang', 'en'],
    ] as const) {
      await call(page);
      await field(page).fill(words);
      await page.keyboard.press('Enter');
      await page.locator(`html[${attribute}="${value}"]`).waitFor({ state: 'attached', timeout: WAIT });
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command palette' }).fill('sign in');
    await page.keyboard.press('Enter');
    await page.locator('.desk').waitFor({ timeout: WAIT });
    expect(succeeded(await (await pages.desks.as('operator')).get('/agents/me')).state).toBe('ready');
  });

  it('gives the focus back, hears no letters of the page behind it, and stands on the sheet of keys', async () => {
    const page = await open('dispatcher');
    await page.locator('[data-line]').first().focus({ timeout: WAIT });
    await call(page);
    await page.keyboard.type('djk');
    expect(await field(page).inputValue()).toBe('djk');
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'detached', timeout: WAIT });
    expect(await page.evaluate<boolean>("document.activeElement.hasAttribute('data-line')")).toBe(true);
    expect(await page.locator('section.look').count()).toBe(0);
    await page.keyboard.press('?');
    await page.locator('.key-sheet').getByText('命令面板').waitFor({ timeout: WAIT });
  });

  it('is opened by a finger on a phone, takes the whole width, and is shut by a finger', async () => {
    const page = await open('dispatcher', '/console/home', SCREENS.phone);
    const opener = page.getByRole('button', { name: '打开命令面板' });
    const size = await opener.boundingBox();
    expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
    expect((size?.x ?? 0) + (size?.width ?? 0)).toBeLessThanOrEqual(390);
    await opener.tap();
    await field(page).waitFor({ timeout: WAIT });
    expect((await page.locator('.palette').boundingBox())?.width).toBe(390);
    await page.locator('.palette').getByRole('button', { name: '关闭' }).tap();
    await field(page).waitFor({ state: 'detached', timeout: WAIT });
    await opener.tap();
    await field(page).fill('统计');
    await page.getByRole('option', { name: '统计', exact: true }).tap();
    await page.waitForURL((url) => url.pathname === '/console/overview', { timeout: WAIT });
  });

  it.each(['desk', 'phone'] as const)('shows no barrier on a %s', async (screen) => {
    for (const who of ['supervisor', 'admin']) {
      const page = await open(who, '/console/home', SCREENS[screen]);
      await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      await call(page);
      await pages.looked(page, `palette-${screen}-${who}`);
    }
  });
});
