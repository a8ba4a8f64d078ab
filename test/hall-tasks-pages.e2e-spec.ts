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
});
