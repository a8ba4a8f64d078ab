/** The page of the machine as its administrator finds it: a test begun by a button, a step that failed, a light that follows, what was given up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { Entrance } from './support/entrance.js';
import { describePages } from './support/pages.js';
import { MONDAY } from './support/town.js';

let entrance: Entrance;
const env = async () => {
  entrance = await Entrance.open();
  return { PUBLIC_URL: entrance.url };
};

describePages('the page of the machine', { env }, (pages) => {
  beforeAll(() => entrance.leadsTo(pages.app.url));
  afterAll(() => entrance?.close());

  const card = (page: Page, name: string) => page.getByRole('article', { name });
  /** Begins a test by its button and waits for its end. */
  const run = async (page: Page, name: string, button: string, outcome: string): Promise<void> => {
    const before = await card(page, name).locator('p.number').first().textContent();
    await card(page, name).getByRole('button', { name: button }).click();
    for (let tries = 0; (await card(page, name).locator('p.number').first().textContent()) === before && tries < 200; tries += 1)
      await page.waitForTimeout(100);
    await card(page, name).locator('.tag', { hasText: outcome }).waitFor();
    await card(page, name).locator('li').first().waitFor();
  };

  it('begins each test by a button and shows what it found, step by step', async () => {
    const page = await pages.open('/console/health', { as: 'admin' });
    await card(page, '公众入口').getByText('还没有检过。').waitFor();
    await page.getByText('还没有自检记录。').waitFor();
    await pages.looked(page, 'health-untested', { full: true });
    await run(page, '公众入口', '立即自检', '通过');
    await card(page, '公众入口').getByText('登记诉求并撤销').waitFor();
    await run(page, '电话线路', '立即自检', '通过');
    await card(page, '电话线路').getByText('要由人拨打试听').waitFor();
    await run(page, '事件日志', '立即校验', '通过');
    await card(page, '事件日志')
      .getByText(/^\d+ 条完好$/)
      .waitFor();
    expect(await page.locator('.machine-light').count()).toBe(0);
    await page.locator('table').first().locator('tbody tr').nth(2).waitFor();
    await pages.looked(page, 'health-tested', { full: true });
  });

  it('names the step that failed, lights up in the bar of every page, and goes out when it is mended', async () => {
    entrance.breaks = ({ url }) => (url?.startsWith('/api/v1/public/complaints') ? 'status-502' : 'nothing');
    const page = await pages.open('/console/health', { as: 'admin' });
    await run(page, '公众入口', '立即自检', '未通过');
    await card(page, '公众入口').getByText('应答 502').waitFor();
    await page.getByText('最近一次自检没有通过').waitFor();
    await run(page, '公众入口', '立即自检', '未通过');
    await page.goto('/console/accounts');
    await page.locator('.machine-light.red').waitFor();
    await pages.looked(page, 'health-light-on-another-page', { full: true });
    await page.locator('.machine-light').click();
    await page.getByText('自检连续失败').waitFor();
    await pages.looked(page, 'health-red', { full: true });
    await page.getByRole('button', { name: '电话线路', exact: true }).click();
    expect(new URL(page.url()).searchParams.get('test')).toBe('telephone');
    entrance.breaks = () => 'nothing';
    await run(page, '公众入口', '立即自检', '通过');
    const light = page.waitForResponse((response) => response.url().endsWith('/machine/light'));
    await page.reload();
    await card(page, '公众入口').waitFor();
    expect((await (await light).json()).light).not.toBe('red');
    expect(await page.locator('.machine-light.red').count()).toBe(0);
  });

  it('shows how far the verification of a long log has come', async () => {
    const page = await pages.window({ as: 'admin' });
    const running = [Date.now() + 60_000, 'log', Date.parse(MONDAY) + 3_600_000];
    await pages.town.db.write((tx) =>
      tx.query(
        "INSERT INTO self_tests (id, kind, startedAt, startedBy, outcome, steps, done, total, runningKey, leaseUntil) VALUES ('long', ?, ?, 'system', 'running', '[]', 42000, 100000, ?, ?)",
        [running[1], running[2], running[1], running[0]],
      ),
    );
    await page.goto('/console/health');
    await card(page, '事件日志').getByText('已校验 42%').waitFor();
    await pages.looked(page, 'health-running', { full: true });
    await pages.town.db.write((tx) => tx.query("DELETE FROM self_tests WHERE id = 'long'"));
  });

  it('leads from what was given up to its reasons, where one or all are tried again', async () => {
    const errors = { one: 'outcome-unknown', two: 'not-configured', three: 'not-configured' };
    for (const [id, error] of Object.entries(errors)) {
      const recipient = pages.town.keys.encrypt('+8613900001234', `notices.recipient:${id}`);
      await pages.town.db.write((tx) =>
        tx.query(
          "INSERT INTO notices (id, dedupeKey, channel, template, recipient, facts, state, attempts, createdAt, error) VALUES (?, ?, 'sms', 'registered', ?, '{}', 'dead', 3, ?, ?)",
          [id, id, recipient, Date.parse(MONDAY), error],
        ),
      );
    }
    const page = await pages.open('/console/health', { as: 'admin' });
    await page.getByText('失败 3').waitFor();
    await pages.looked(page, 'health-dead', { full: true });
    await page.getByRole('link', { name: '查看与重试' }).click();
    await page.getByText('139****1234').first().waitFor();
    await pages.looked(page, 'notices-dead', { full: true });
    // what may have arrived already is tried again by a person alone
    await page.getByRole('button', { name: '本页 2 条全部再发' }).click();
    expect(await retried(2)).toBe(2);
    await page.locator('tr', { hasText: '不清楚是否已送达' }).getByRole('button', { name: '再发一次' }).click();
    expect(await retried(3)).toBe(3);
  });
  /** How many messages were tried again, once it is as many as awaited or ten seconds have passed. */
  const retried = async (awaited: number): Promise<number> => {
    const sql = "SELECT COUNT(*) AS n FROM events WHERE type = 'notice.retried'";
    for (let tries = 0; ; tries += 1) {
      const [row] = await pages.town.db.readPrimary<{ n: number }>(sql);
      if (Number(row!.n) === awaited || tries === 100) return Number(row!.n);
      await sleep(100);
    }
  };

  it('reads well on a phone, in English and in the dark', async () => {
    const page = await pages.open('/console/health', { as: 'admin', ...SCREENS.phone, colorScheme: 'dark' });
    await card(page, '公众入口').locator('li').first().waitFor();
    await pages.looked(page, 'health-phone-dark', { full: true });
    await page.getByRole('heading', { name: '自检记录' }).scrollIntoViewIfNeeded();
    await page.locator('.panel.table').first().locator('tr').nth(3).scrollIntoViewIfNeeded();
    await pages.looked(page, 'health-phone-list-dark', { full: true });
    await page.evaluate("localStorage.setItem('language', 'en')");
    await page.reload();
    await card(page, 'Public form').locator('li').first().waitFor();
    await pages.looked(page, 'health-phone-en-dark', { full: true });
    await page.setViewportSize(SCREENS.desk.viewport);
    await pages.looked(page, 'health-en-dark', { full: true });
  });
});
