/** What people see of the assessment: the month, the ledger with its appeals, self-findings, vetoes, a trial of rules, a month being closed. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { describePages, type View } from './support/pages.js';

describePages('the pages of the assessment', { on: 'city', waitUntil: 'networkidle' }, (pages) => {
  const open = (as: string, path: string, view: View = {}): Promise<Page> => pages.open(`/console/assessment${path}`, { as, ...view });

  it('the month stands in groups, with intervals, and each number leads to its list', async () => {
    const page = await open('commissioner1', '?month=2026-01');
    await page.getByText('审批服务类').waitFor();
    expect(await page.locator('.track').count()).toBeGreaterThan(20);
    await pages.fits(page, 'assessment-month-1440');
    const link = page.locator('td.rate a').first();
    await link.click();
    await page.waitForURL(/cases\?.*figure=response-rate/);
    await page.goBack();
    await page.locator('td a.minus').first().click();
    await page.waitForURL(/view=scores.*period=2026-01/);
    await page.locator('tbody tr').first().waitFor();
  });

  it.each([
    ['en', SCREENS.desk, 'assessment-month-1440-en'],
    ['zh-CN', SCREENS.phone, 'assessment-month-390'],
    ['en', SCREENS.phone, 'assessment-month-390-en'],
  ] as const)('the month reads in %s on a screen like %j', async (language, options, name) => {
    const page = await open('supervisor1', '?month=2026-01', { ...options, language });
    await page.locator('td.rate').first().waitFor();
    await pages.fits(page, name);
  });

  it('the year, the ledger, self-findings, vetoes and the trial of rules have their pages, in both languages and sizes', async () => {
    const views: [path: string, wait: string, name: string][] = [
      ['?month=2025', 'tbody tr', 'year'],
      ['?view=scores', 'tbody tr', 'scores'],
      ['?view=findings', 'tbody tr', 'findings'],
      ['?view=matters', 'h1', 'matters'],
      ['?view=vetoes', 'tbody tr', 'vetoes'],
      ['?view=rules', 'fieldset', 'rules'],
    ];
    for (const [language, options, size] of [
      ['zh-CN', SCREENS.desk, '1440'],
      ['en', SCREENS.desk, '1440-en'],
      ['zh-CN', SCREENS.phone, '390'],
    ] as const) {
      const page = await open('supervisor1', '', { ...options, language });
      for (const [path, wait, name] of views) {
        await page.goto(`/console/assessment${path}`, { waitUntil: 'networkidle' });
        await page.locator(wait).first().waitFor();
        await pages.fits(page, `assessment-${name}-${size}`);
      }
    }
  });

  it('a handler opens a self-finding, its leader proves and deals with it, the supervisor confirms, and points follow', async () => {
    const page = await open('market.handler1', '?view=findings');
    await page.getByRole('button', { name: '登记自查发现' }).click();
    const drawer = page.locator('.sheet-drawer');
    await drawer.locator('textarea').fill('窗口人员代收工本费未开票。');
    await drawer.getByRole('button', { name: '登记自查发现' }).click();
    await drawer.getByText('请补充').or(drawer.locator('[role=alert]')).first().waitFor();
    await shot(page, 'assessment-finding-form-1440', { full: false });
    const client = await pages.desks.as('market.handler1');
    const input = { categoryCode: '0307', from: '2026-02-02', to: '2026-02-20', text: '窗口人员代收工本费未开票。', person: '王小明' };
    const { findingNumber } = (await client.post('/self-findings', input)).body;
    const leader = await open('market!', `?view=findings&entry=${findingNumber}`);
    for (const [button, words] of [
      ['查实', '核实属实，已补开票据。'],
      ['处置', '批评教育一人。'],
    ] as const) {
      await leader.getByRole('button', { name: button, exact: true }).click();
      const sheet = leader.locator('.sheet-drawer').last();
      await sheet.locator('textarea').fill(words);
      if (button === '处置') {
        await sheet.locator('.el-select').click();
        await leader.getByRole('option', { name: '批评教育' }).click();
        await leader.keyboard.press('Escape');
      }
      await sheet.getByRole('button', { name: button, exact: true }).click();
      await leader.locator('.said').getByText(words).waitFor();
    }
    await pages.fits(leader, 'assessment-finding-1440');
    const supervisor = await open('supervisor1', `?view=findings&entry=${findingNumber}`);
    await supervisor.getByRole('button', { name: '认定', exact: true }).click();
    const sheet = supervisor.locator('.sheet-drawer').last();
    await sheet.locator('textarea').fill('先于投诉。');
    await sheet.getByRole('button', { name: '认定', exact: true }).click();
    await supervisor.locator('.said').getByText('先于投诉。').waitFor();
    const ledger = await open('market!', '?view=scores&rule=self-found');
    await ledger.getByText('自查发现并处置 · 处置较轻').first().waitFor();
    await ledger.getByRole('link', { name: findingNumber }).waitFor();
    await pages.fits(ledger, 'assessment-scores-leader-1440');
  });

  it('a leader appeals against an entry, the supervisor grants it, and a counter-entry is seen', async () => {
    const leader = await open('urban!', '?view=scores&rule=overdue');
    await leader.locator('tbody').getByRole('button', { name: '申诉', exact: true }).first().click();
    const asking = leader.locator('.sheet-drawer');
    await asking.locator('textarea').fill('系统录入延迟。');
    await asking.getByRole('button', { name: '申诉', exact: true }).click();
    await leader.getByText('申诉待决定').first().waitFor();
    const supervisor = await open('supervisor1', '?view=scores&appeal=asked&department=urban');
    await supervisor.locator('tbody').getByRole('button', { name: '决定', exact: true }).first().click();
    const deciding = supervisor.locator('.sheet-drawer');
    await deciding.locator('.el-select').click();
    await supervisor.getByRole('option', { name: '成立，冲回' }).click();
    await deciding.locator('textarea').fill('情况属实。');
    await shot(supervisor, 'assessment-appeal-1440', { full: false });
    await deciding.getByRole('button', { name: '决定', exact: true }).click();
    await supervisor.goto('/console/assessment?view=scores&department=urban&rule=counter', { waitUntil: 'networkidle' });
    await supervisor.getByText('冲回 · 超期').first().waitFor();
  });

  it('rules are tried without storing anything, and the commissioner closes the month after a preview', async () => {
    const trial = await open('supervisor1', '?view=rules');
    await trial.locator('fieldset').first().waitFor();
    const overdue = trial.locator('label', { hasText: '答复超期' }).locator('input');
    await overdue.fill('-9');
    await overdue.blur();
    await trial.getByRole('button', { name: '试算', exact: true }).click();
    await trial.getByText(/个单位有变化/).waitFor();
    await pages.fits(trial, 'assessment-trial-1440');
    const page = await open('commissioner1', '?month=2026-02');
    await page.getByRole('button', { name: '月度结账' }).click();
    await page.locator('.sheet-drawer code').waitFor();
    await shot(page, 'assessment-closing-1440', { full: false });
    await page.getByRole('button', { name: '确认结账' }).click();
    await page.locator('.proof code').waitFor();
    expect(await page.locator('.proof code').innerText()).toMatch(/^[0-9a-f]{64}$/);
    await pages.fits(page, 'assessment-closed-1440');
  });

  it('a leader sees the own department alone', async () => {
    const page = await open('tax!', '?month=2026-01');
    await page.locator('td.rate').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.getByRole('button', { name: '规则试算' }).count()).toBe(0);
    await pages.fits(page, 'assessment-month-leader-1440');
  });
});
