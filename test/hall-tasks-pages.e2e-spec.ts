/** What calls leave to be done, as two operators find it, in a real browser over the demo city. */
import { type Json, succeeded } from './support/client.js';
import { describePages } from './support/pages.js';

describePages('The tasks of the hall', { on: 'city' }, (pages) => {
  const linkedCalls = async (username: string): Promise<string[]> => {
    const page = await pages.open('/console/tasks', { as: username });
    await page.locator('a[href*="/console/calls?open="]').first().waitFor({ timeout: 15_000 });
    const links = await page.locator('a[href*="/console/calls?open="]').all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
    return addresses.map((address) => decodeURIComponent(address!.split('open=')[1]!));
  };

  it('lead to a call only those who may open it: a colleague who has taken it on keeps it', async () => {
    const [operator, colleague] = [await pages.desks.as('operator1'), await pages.desks.as('operator4')];
    const open = (succeeded(await operator.get('/tasks')).items as Json[]).filter(({ state }) => state === 'open');
    const taken = open[0]!;
    succeeded(await colleague.post(`/tasks/${taken.id}/actions/claim`));
    expect((await operator.get(`/calls/${taken.callId}`)).status).toBe(404);

    const mine = await linkedCalls('operator1');
    expect(mine).not.toContain(taken.callId);
    expect(mine.length).toBeGreaterThan(0);
    for (const callId of mine) succeeded(await operator.get(`/calls/${callId}`));
    expect(await linkedCalls('operator4')).toContain(taken.callId);
    expect(await linkedCalls('supervisor1')).toContain(taken.callId);
  }, 90_000);

  it('are not shown under a filter whose own could not be read', async () => {
    pages.forgive(/503/);
    const page = await pages.open('/console/tasks', { as: 'operator1' });
    await page.locator('.tasks > ul li').first().waitFor({ timeout: 15_000 });
    await page.route('**/api/v1/tasks?done=true', (route) => route.fulfill({ status: 503 }));
    await page.getByRole('button', { name: '已办' }).click();
    await page.getByRole('heading', { name: '任务没有读出来' }).waitFor();
    expect(await page.locator('.tasks > ul').count()).toBe(0);
    await page.unroute('**/api/v1/tasks?done=true');
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('heading', { name: '任务没有读出来' }).waitFor({ state: 'detached' });
  }, 90_000);
});
