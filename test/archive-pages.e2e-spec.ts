/** What people see of an archive package: asked for on the page of an ended case, found among the files, and its own page read alone. */
import { strFromU8, unzipSync } from 'fflate';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { ANSWER, SUMMARY } from './support/desks.js';
import { describePages } from './support/pages.js';

describePages('the pages of an archive package', {}, (pages) => {
  let caseNumber = '';

  beforeAll(async () => {
    caseNumber = await pages.desks.dispatched();
    await pages.desks.done('market', caseNumber, 'sign');
    await pages.desks.done('market!', caseNumber, 'answer', ANSWER);
    await pages.desks.done('reviewer', caseNumber, 'pass');
    await pages.desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await pages.desks.done('reviewer', caseNumber, 'close');
  });

  it('lead from the case to the files', async () => {
    const page = await pages.open(`/console/cases/${caseNumber}`, { as: 'supervisor' });
    await page.getByText('归档包').waitFor();
    await shot(page, 'archive-case-1440', { full: false });
    await page.getByRole('button', { name: '申请导出' }).click();
    await page.getByLabel('用途').fill('年度归档');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText(`工单归档包 · ZIP`).waitFor();
    await page.getByText(caseNumber).first().waitFor();
    await shot(page, 'archive-files-1440', { full: false });
  }, 60_000);

  it('show the package’s own page without this system', async () => {
    const [{ id, version }] = succeeded(await (await pages.desks.as('commissioner')).get('/exports')).items as Json[];
    succeeded(await (await pages.desks.as('commissioner')).post(`/exports/${id}/actions/approve`, { version }));
    const supervisor = await pages.desks.as('supervisor');
    for (let tries = 0; succeeded(await supervisor.get(`/exports/${id}`)).state !== 'ready' && tries < 200; tries++)
      await new Promise((rest) => setTimeout(rest, 100));
    const { url } = succeeded(await supervisor.post(`/exports/${id}/tickets`), 201);
    const { body } = await supervisor.get(url);
    const page = await pages.window(SCREENS.phone);
    await page.setContent(strFromU8(unzipSync(body as Buffer)['index.html']!));
    await page.getByText(SUMMARY).first().waitFor();
    await shot(page, 'archive-page-390');
    await page.setViewportSize(SCREENS.desk.viewport);
    await shot(page, 'archive-page-1440');
  }, 60_000);
});
