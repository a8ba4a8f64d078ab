/** A region is told by its code or by its name, by forms, programs and files alike; what is no region of the city is its teller's own words. */
import { type App, startApp } from './support/app.js';
import { type Json, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const NOVEMBER = 'from=2026-11-01&to=2026-11-30';

describeWithServer('a region', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  const own = '张三家，手机 13812345678';

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    for (const region of ['kalun', '卡伦湖街道', own, undefined]) {
      const caseNumber = await filed(region);
      await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
    }
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const filed = async (region: string | undefined, more: object = {}): Promise<string> => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口让企业跑了三趟', ...more };
    return succeeded(await (await desks.as('operator')).post('/cases', { ...body, ...(region ? { region } : {}) }), 201).caseNumber;
  };
  const rows = async (who: string): Promise<Json[]> =>
    succeeded(await (await desks.as(who)).get(`/statistics/overview?${NOVEMBER}&groupBy=region`)).rows.filter(
      ({ figures }: Json) => figures[0].value > 0,
    );

  it('counts once however it was told, under its name, with the list behind it', async () => {
    const found = await rows('supervisor');
    expect(found.map(({ name, figures }) => [name, figures[0].value])).toEqual([
      ['卡伦湖街道', 2],
      ['张三家，手机 ***', 1],
      ['未填写', 1],
    ]);
    const supervisor = await desks.as('supervisor');
    for (const { figures } of found)
      expect(succeeded(await supervisor.get(figures[0].cases.replace('/api/v1', ''))).total).toBe(figures[0].value);
  });

  it('in somebody’s own words is told to no department', async () => {
    expect((await rows('market!')).map(({ name, figures }) => [name, figures[0].value])).toEqual([
      ['卡伦湖街道', 2],
      ['未填写', 1],
    ]);
  });

  it('takes no number of a person into the log', async () => {
    const log = await town.db.readPrimary<{ facts: string }>("SELECT facts FROM events WHERE type = 'case.registered'");
    expect(log.map(({ facts }) => facts).join()).toContain('张三家，手机 ***');
    expect(JSON.stringify(log)).not.toContain('13812345678');
  });

  it('leads to the same department by its code and by its name', async () => {
    const leads = async (region: string) => {
      const { routing } = succeeded(
        await (await desks.as('dispatcher')).get(`/cases/${await filed(region, { categoryCode: '0702' })}/suggestions`),
      );
      return routing[0].lead;
    };
    expect([await leads('dev-zone-area'), await leads('经济开发区'), await leads('industry-park-area'), await leads('工业集中区')]).toEqual(
      ['dev-zone', 'dev-zone', 'industry-park', 'industry-park'],
    );
  });
});
