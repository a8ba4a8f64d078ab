/** The telephone's figures as a supervisor and a commissioner find them, in a real browser over the demo city. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, type View } from './support/pages.js';

const FEBRUARY = 'from=2026-02-01&to=2026-02-28';

describePages('The figures of the hall', { on: 'city' }, (pages) => {
  const opened = async (as: string, view: View = {}): Promise<Page> => {
    const page = await pages.open(`/console/overview?tab=hotline&${FEBRUARY}`, { as, ...view });
    await page.locator('.hall .tile').first().waitFor({ timeout: 15_000 });
    return page;
  };

  it('show the supervisor tiles, bars with their table, operators, and the calls behind a figure', async () => {
    const page = await opened('supervisor1');
    const supervisor = await pages.desks.as('supervisor1');
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
  }, 60_000);

  it('show the commissioner the same without lists, and fit a telephone', async () => {
    const page = await opened('commissioner1', SCREENS.phone);
    expect(await page.locator('.hall a[href*="/console/calls"]').count()).toBe(0);
    await pages.fits(page, 'hall-390');
  }, 60_000);

  it('claim no share on the wall before anybody called today', async () => {
    const page = await pages.open('/console/home', { as: 'supervisor1' });
    await page.route('**/api/v1/calls/board', async (route) => {
      const board = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...board, calls: 0, answered: 0, abandoned: 0, answeredInTime: 1 } });
    });
    await page.goto('/console/wall');
    const tile = page.locator('.tile.head', { hasText: '15 秒接通率' });
    expect(await tile.locator('.figure').innerText()).toBe('—');
    expect(await tile.locator('.level').count()).toBe(0);
  }, 60_000);

  it('are no tab for a reviewer', async () => {
    const page = await pages.open('/console/overview?tab=hotline', { as: 'reviewer1' });
    await page.locator('.tiles.heads').waitFor();
    expect(await page.locator('.hall').count()).toBe(0);
    expect(await page.getByText('话务', { exact: true }).count()).toBe(0);
  }, 60_000);
});
