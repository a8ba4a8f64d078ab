/** The telephone's figures as a supervisor and a commissioner find them, in a real browser over the demo city. */
import type { Browser } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot, type Window } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describeWithBrowser } from './support/skip.js';

const FEBRUARY = 'from=2026-02-01&to=2026-02-28';

describeWithBrowser('The figures of the hall', () => {
  let app: App;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const opened = async (username: string, options = {}): Promise<Window> => {
    const window = await openWindow(browser, app.url, options, await app.signIn(username));
    await window.page.goto(`/console/overview?tab=hotline&${FEBRUARY}`);
    await window.page.locator('.hall .tile').first().waitFor({ timeout: 15_000 });
    return window;
  };

  it('show the supervisor tiles, bars with their table, operators, and the calls behind a figure', async () => {
    const { page, complaints } = await opened('supervisor1');
    const supervisor = await app.signIn('supervisor1');
    const { figures } = succeeded(await supervisor.get(`/statistics/hotline?${FEBRUARY}`));
    const [calls] = figures as { key: string; value: number }[];
    expect(calls!.key).toBe('calls-in');
    expect(await page.locator('.hall .tile').count()).toBe(figures.length);
    expect(await page.locator('.hall .tile .value').first().innerText()).toBe(String(calls!.value));
    expect(await page.locator('.hall canvas').count()).toBeGreaterThan(0);
    await page.locator('.hall details summary').click();
    expect(await page.locator('.hall details tbody tr').count()).toBe(24);
    await shot(page, 'hall-hours');
    await page.locator('.hall label', { hasText: '按话务员' }).click();
    await page.locator('.hall tbody th', { hasText: '田雨欣' }).waitFor();
    await shot(page, 'hall-operators');
    await page.locator('.hall .tile').first().locator('a').click();
    await page.locator('section.calls tbody td').first().waitFor();
    expect(await page.locator('section.calls header').innerText()).toContain(String(calls!.value));
    await shot(page, 'hall-calls', { full: false });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('show the commissioner the same without lists, and fit a telephone', async () => {
    const { page, complaints } = await opened('commissioner1', SCREENS.phone);
    expect(await page.locator('.hall a[href*="/console/calls"]').count()).toBe(0);
    const width = await page.evaluate<number>('document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth');
    expect(width).toBeLessThanOrEqual(1);
    await shot(page, 'hall-390', { full: false });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('are no tab for a reviewer', async () => {
    const { page } = await openWindow(browser, app.url, {}, await app.signIn('reviewer1'));
    await page.goto('/console/overview?tab=hotline');
    await page.locator('.tiles.heads').waitFor();
    expect(await page.locator('.hall').count()).toBe(0);
    expect(await page.getByText('话务', { exact: true }).count()).toBe(0);
  }, 60_000);
});
