/** The commission's dashboard as its readers find it, in a real browser over the demo city: charts, lists behind numbers, the large screen. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages, tooWide, type View } from './support/pages.js';

const YEAR = 'from=2025-03-01&to=2026-02-28';

describePages('The dashboard', { on: 'city' }, (pages) => {
  const opened = async (as: string, path: string, ready: string, view: View = {}): Promise<Page> => {
    const page = await pages.open(`/console/${path}`, { as, ...view });
    await page.locator(ready).first().waitFor({ timeout: 15_000 });
    return page;
  };

  it('shows the commissioner tiles with their comparison, the way of a case, and what falls due', async () => {
    const page = await opened('commissioner1', `overview?${YEAR}`, '.panel ol li');
    await page.locator('.panel .day').first().waitFor();
    const commissioner = await pages.desks.as('commissioner1');
    const { figures } = succeeded(await commissioner.get(`/statistics/overview?${YEAR}&compare=year`));
    const received = figures[0] as { value: number; compared: { value: number } };
    await page.locator('label', { hasText: '同比' }).click();
    const tile = page.locator('.tiles.heads .tile').first();
    await tile.getByText(`同比 +${(received.value - received.compared.value).toLocaleString('en')} 件`).waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toBe('year');
    expect(await tile.locator('.value').innerText()).toBe(received.value.toLocaleString('en'));
    await page.setViewportSize({ width: 1440, height: 2000 });
    await shot(page, 'dashboard-1440');
    await page.locator('.panel ol li').nth(2).locator('a').click();
    await page.getByText('统计指标的清单').waitFor();
    expect(new URL(page.url()).searchParams.get('figure')).toBe('passed-on');
  }, 60_000);

  it.each([
    ['departments', '.panel .cell'],
    ['fairness', '.panel .tier'],
    ['findings', '.panel section h3'],
  ])(
    'draws %s with a list behind each number, by day and by night',
    async (tab, ready) => {
      const page = await opened('commissioner1', `overview?tab=${tab}&${YEAR}`, ready);
      await page.locator('.wait').first().waitFor({ state: 'detached' });
      expect(await tooWide(page)).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 2300 });
      await shot(page, `dashboard-${tab}-1440`);
      const link = page.locator('.panel a[href*="/console/cases?"]').first();
      const wanted = Number((await link.innerText()).replace(/[^\d.]/g, ''));
      expect(wanted).toBeGreaterThan(0);
      await page.evaluate('localStorage.setItem("theme", "dark"); localStorage.setItem("language", "en")');
      await page.reload();
      await page.locator(ready).first().waitFor();
      await page.locator('.wait').first().waitFor({ state: 'detached' });
      await shot(page, `dashboard-${tab}-dark-en`);
    },
    60_000,
  );

  it.each(['cases', 'departments', 'fairness', 'findings'])(
    'fits a telephone and a small desk: %s',
    async (tab) => {
      for (const [size, options] of [
        ['390', SCREENS.phone],
        ['1280', SCREENS.laptop],
      ] as const) {
        const page = await opened('supervisor1', `overview?tab=${tab}&${YEAR}`, '.panel', options);
        await page.locator('.wait').first().waitFor({ state: 'detached' });
        await pages.fits(page, `dashboard-${tab}-${size}`, { full: true });
      }
    },
    90_000,
  );

  it("shows a leader the own department's figures and no detection list", async () => {
    const page = await opened('market!', `overview?tab=findings&${YEAR}`, '.panel');
    await page.locator('.wait').first().waitFor({ state: 'detached' });
    expect(await page.getByText('监督线索').count()).toBe(0);
    await page.locator('label', { hasText: '单位与事项' }).click();
    await page.locator('.panel .cell').first().waitFor();
    expect(await page.locator('.panel table').first().locator('tbody tr').count()).toBe(1);
  }, 60_000);

  it('lets a department record a penalty on its case and take it back', async () => {
    const handler = await pages.desks.as('market.handler1');
    const { items } = succeeded(await handler.get('/cases?status=handling'));
    const { caseNumber } = (items as { caseNumber: string }[])[0]!;
    const page = await opened('market.handler1', `cases/${caseNumber}?wide=1`, '.column.sides');
    await page.getByRole('button', { name: '登记处罚' }).click();
    const field = (label: string) => page.locator('form.form label', { hasText: label });
    await field('违法行为').locator('.el-select').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: '无照' }).click();
    await field('档次').locator('.el-select').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: '从轻' }).click();
    await field('金额').locator('input').fill('2500');
    await field('决定日期').locator('input').fill('2026-02-27');
    await page.keyboard.press('Enter');
    await shot(page, 'penalty-form', { full: false });
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('2,500 元').waitFor();
    await page.getByRole('button', { name: '撤销登记' }).click();
    await page.getByPlaceholder('撤销理由').fill('金额录错');
    await page.getByRole('button', { name: '撤销登记' }).click();
    await page.getByText('金额录错').waitFor();
  }, 60_000);

  it('fills a wall with eight numbers and nothing that scrolls', async () => {
    const page = await opened('supervisor1', 'screen', '.screen .tile .figure', {
      viewport: { width: 1920, height: 1080 },
    });
    expect(await page.locator('.screen .tile').count()).toBe(8);
    expect(await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
    const heights = await page.evaluate<number[]>(
      '[...document.querySelectorAll(".screen .figure")].map((one) => parseFloat(getComputedStyle(one).fontSize))',
    );
    expect(Math.min(...heights)).toBeGreaterThan(100);
    const clipped = await page.evaluate<number>(
      '[...document.querySelectorAll(".screen .tile")].filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).length',
    );
    await shot(page, 'screen-1920', { full: false });
    expect(clipped).toBe(0);
    const before = await page.locator('.screen .tile .figure').first().innerText();
    const operator = await pages.desks.as('operator1');
    succeeded(await operator.post('/cases', { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口跑了三趟' }), 201);
    await page
      .locator('.screen .tile .figure', { hasText: String(Number(before) + 1) })
      .first()
      .waitFor({ timeout: 15_000 });
  }, 60_000);
});
