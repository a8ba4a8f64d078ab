/** What people see of an archive package: asked for on the page of an ended case, found among the files, and its own page read alone. */
import { strFromU8, unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { type App, startApp } from './support/app.js';
import { openBrowser, openWindow, SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { ANSWER, Desks, SUMMARY } from './support/desks.js';
import { describeWithBrowser } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

describeWithBrowser('the pages of an archive package', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let browser: Browser;
  let caseNumber = '';

  beforeAll(async () => {
    [town, browser] = await Promise.all([freshTown(), openBrowser()]);
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    caseNumber = await desks.dispatched();
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await desks.done('reviewer', caseNumber, 'close');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await town?.close();
  });

  it('lead from the case to the files', async () => {
    const { page, complaints } = await openWindow(browser, app.url, {}, await desks.as('supervisor'));
    await page.goto(`/console/cases/${caseNumber}`, { waitUntil: 'networkidle' });
    await page.getByText('归档包').waitFor();
    await shot(page, 'archive-case-1440', { full: false });
    await page.getByRole('button', { name: '申请导出' }).click();
    await page.getByLabel('用途').fill('年度归档');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText(`工单归档包 · ZIP`).waitFor();
    await page.getByText(caseNumber).first().waitFor();
    await shot(page, 'archive-files-1440', { full: false });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('show the package’s own page without this system', async () => {
    const [{ id, version }] = succeeded(await (await desks.as('commissioner')).get('/exports')).items as Json[];
    succeeded(await (await desks.as('commissioner')).post(`/exports/${id}/actions/approve`, { version }));
    const supervisor = await desks.as('supervisor');
    for (let tries = 0; succeeded(await supervisor.get(`/exports/${id}`)).state !== 'ready' && tries < 200; tries++)
      await new Promise((rest) => setTimeout(rest, 100));
    const { url } = succeeded(await supervisor.post(`/exports/${id}/tickets`), 201);
    const { body } = await supervisor.get(url);
    const { page, complaints } = await openWindow(browser, app.url, SCREENS.phone);
    await page.setContent(strFromU8(unzipSync(body as Buffer)['index.html']!));
    await page.getByText(SUMMARY).first().waitFor();
    await shot(page, 'archive-page-390');
    await page.setViewportSize(SCREENS.desk.viewport);
    await shot(page, 'archive-page-1440');
    expect(complaints).toEqual([]);
  }, 60_000);
});
