/** Two desks in a real browser: what somebody keeps of the console is there wherever he sits down, and not there for the next one. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, fillSignIn, FIRST_QUESTION, NO_EXCHANGE } from './support/pages.js';

const WAIT = 15_000;
/** The line that the story cuts. */
const CUT = /INTERNET_DISCONNECTED/;
/** Runs inside the page: every theme it has been painted in. */
const THEMES = `window.themes = []; new MutationObserver(() => window.themes.push(document.documentElement.dataset.theme))
  .observe(document, { subtree: true, attributeFilter: ['data-theme'] })`;

describePages(
  'what goes with a person from desk to desk',
  { expected: [FIRST_QUESTION, NO_EXCHANGE, CUT], unread: ['.el-popper[aria-hidden=true]'] },
  (pages) => {
    beforeAll(async () => {
      await pages.desks.opened();
    });

    /** A machine nobody has worked at. */
    const machine = async (isNew = true): Promise<Page> => {
      const page = await pages.window({ isNew });
      await page.addInitScript({ content: THEMES });
      return page;
    };
    const signIn = async (page: Page, username: string): Promise<void> => {
      await page.goto('/console/sign-in');
      await fillSignIn(page, username);
      await page.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      await page.locator('.bar .live.well').waitFor({ timeout: WAIT });
    };
    const choose = async (page: Page, name: string): Promise<void> => {
      await page.locator('.person').click();
      await page.getByRole('menuitem', { name }).click();
    };
    const signOut = async (page: Page): Promise<void> => {
      await page.waitForLoadState('networkidle'); // what is still asked for after the session ended would be refused
      await choose(page, '退出登录');
      await page.locator('#username').waitFor({ timeout: WAIT });
    };
    const theme = (page: Page) => page.evaluate<string>('document.documentElement.dataset.theme');
    const tour = (page: Page) => page.locator('.tour .el-tour__content');
    const heads = async (page: Page): Promise<string[]> => {
      await page.goto('/console/cases');
      await page.locator('.heads').waitFor({ timeout: WAIT });
      return page.locator('.heads > span:visible').allInnerTexts();
    };
    const keySheet = async (page: Page) => {
      await page.keyboard.press('?');
      const row = page.locator('.key-sheet dl div', { hasText: '接听' });
      await row.waitFor({ timeout: WAIT });
      return row.getByRole('button');
    };
    const until = async (username: string, holds: (kept: Json) => boolean): Promise<Json> => {
      const reader = await pages.desks.as(username);
      for (const end = Date.now() + WAIT; ; await new Promise((again) => setTimeout(again, 100))) {
        const kept = succeeded(await reader.get('/account/preferences'));
        if (holds(kept) || Date.now() > end) return kept;
      }
    };

    it('is there at the second desk, not there for somebody else at the first, and there again when he comes back', async () => {
      const one = await machine();
      await signIn(one, 'operator1');
      await tour(one).waitFor({ timeout: WAIT });
      await one.keyboard.press('Escape');
      await tour(one).waitFor({ state: 'detached', timeout: WAIT });
      expect(await theme(one)).toBe('light');
      await choose(one, '深色');
      expect(await theme(one)).toBe('dark');
      const all = await heads(one);
      await one.locator('section.list .columns button').click();
      await one.locator('.el-popper:visible .el-checkbox', { hasText: '收到' }).click();
      await one.keyboard.press('Escape');
      const answer = await keySheet(one);
      await answer.click();
      await one.keyboard.press('Alt+a');
      expect(await answer.innerText()).toMatch(/Alt\s*A/);
      await one.locator('.key-sheet .el-drawer__close-btn').click();
      await signOut(one);
      const wanted = { theme: 'dark', tour: 1, keys: { answer: 'Alt+KeyA' }, 'columns.cases': { count: 8, away: [8] } };
      expect(succeeded(await (await pages.desks.as('operator')).get('/account/preferences'))).toEqual(wanted);

      const two = await machine();
      await signIn(two, 'operator1');
      expect(await theme(two)).toBe('dark');
      await shot(two, 'preferences-1440-second-desk', { full: false });
      expect(await heads(two)).toEqual(all.filter((label) => label !== '收到'));
      expect(await (await keySheet(two)).innerText()).toMatch(/Alt\s*A/);
      await two.goto('/console/home');
      await two.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      expect(await tour(two).count()).toBe(0);
      expect(await two.evaluate<string[]>('[...new Set(window.themes)]')).toEqual(['dark']);

      await signIn(one, 'operator2');
      await tour(one).waitFor({ timeout: WAIT });
      await one.keyboard.press('Escape');
      await tour(one).waitFor({ state: 'detached', timeout: WAIT });
      expect(await theme(one)).toBe('light');
      expect(await heads(one)).toEqual(all);
      expect(await (await keySheet(one)).innerText()).toMatch(/Ctrl\s*Shift\s*1/);
      await one.locator('.key-sheet .el-drawer__close-btn').click();
      await choose(one, '大字');
      await signOut(one);
      expect(await until('operator2', ({ type }) => type === 'large')).toEqual({ tour: 1, type: 'large' });

      await signIn(one, 'operator1');
      expect([await theme(one), await one.evaluate('document.documentElement.dataset.type')]).toEqual(['dark', 'normal']);
      await one.reload();
      await one.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      expect(await one.evaluate<string[]>('[...new Set(window.themes)]')).toEqual(['dark']);
    }, 120_000);

    it('and what somebody has begun to write waits for its writer, but is gone when somebody else signs in', async () => {
      const page = await machine(false);
      const begun = async (username: string): Promise<string> => {
        await signIn(page, username);
        await page.goto('/console/register');
        return page.locator('#entry-title').inputValue();
      };
      expect(await begun('operator3')).toBe('');
      await page.locator('#entry-title').fill('只写了一半的登记');
      await signOut(page);
      expect(await begun('operator3')).toBe('只写了一半的登记');
      await signOut(page);
      expect(await begun('operator4')).toBe('');
      expect(await page.evaluate<string>('JSON.stringify(sessionStorage)')).not.toContain('写了一半');
      await signOut(page);
      expect(await begun('operator3')).toBe('');
    }, 60_000);

    it('stays at this desk while the server cannot be told, stops nobody, and goes when the line is back', async () => {
      const page = await machine(false);
      await signIn(page, 'dispatcher1');
      await page.context().setOffline(true);
      await choose(page, '深色');
      expect(await theme(page)).toBe('dark');
      const unsent = () => page.evaluate<string[]>("JSON.parse(localStorage.getItem('preferences:dispatcher1')).unsent");
      expect(await unsent()).toEqual(['theme']);
      expect(succeeded(await (await pages.desks.as('dispatcher')).get('/account/preferences'))).toEqual({});
      await page.context().setOffline(false);
      expect(await until('dispatcher', (kept) => kept.theme)).toEqual({ theme: 'dark' });
      await page.locator('.bar .live.well').waitFor({ timeout: WAIT });
      expect(await unsent()).toEqual([]);

      // the browser was closed before the line was back: it goes the next time
      const copy = JSON.stringify({ values: { theme: 'dark', type: 'large' }, unsent: ['type'] });
      await page.evaluate(`localStorage.setItem('preferences:dispatcher1', ${JSON.stringify(copy)})`);
      await page.reload();
      await page.locator('html[data-type=large] .bar .live.well').waitFor({ timeout: WAIT });
      expect(await until('dispatcher', (kept) => kept.type)).toEqual({ theme: 'dark', type: 'large' });
    }, 60_000);

    it('is told to the other window at the same desk at once, and goes back to the usual where another desk did so', async () => {
      const page = await machine(false);
      await signIn(page, 'reviewer1');
      const other = await page.context().newPage();
      await other.goto('/console/home');
      await other.locator('.home section.panel').first().waitFor({ timeout: WAIT });
      await choose(page, '深色');
      await other.locator('html[data-theme=dark]').waitFor({ timeout: WAIT });
      await until('reviewer', (kept) => kept.theme);
      succeeded(await (await pages.desks.as('reviewer')).delete('/account/preferences/theme'), 204);
      await page.reload();
      await page.locator('html[data-theme=light]').waitFor({ timeout: WAIT });
    }, 60_000);

    it.each([
      ['zh-CN', 'light', 'desk'],
      ['en', 'dark', 'desk'],
      ['en', 'light', 'phone'],
      ['zh-CN', 'dark', 'phone'],
    ] as const)('says so in %s, %s, on a %s', async (language, look, screen) => {
      const reader = await pages.desks.as('operator3');
      succeeded(await reader.put('/account/preferences/language', { value: language }), 204);
      succeeded(await reader.put('/account/preferences/theme', { value: look }), 204);
      const page = await pages.window({ as: 'operator3', ...SCREENS[screen] });
      await page.goto('/console/cases');
      await page.locator(`html[data-theme=${look}][lang=${language}] .person`).click();
      await page.getByRole('menuitem', { name: language === 'en' ? 'Keyboard shortcuts' : '快捷键' }).click();
      const said = language === 'en' ? 'it goes with you to every desk' : '换一台电脑也一样';
      await page.locator('.key-sheet').getByText(said).waitFor({ timeout: WAIT });
      await pages.looked(page, `preferences-${screen}-${language}-${look}`);
    });
  },
);
