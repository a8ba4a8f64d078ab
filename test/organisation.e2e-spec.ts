/** The departments of a city as its administrator keeps them: added, renamed, moved, taken out of service and back. */
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';

const OFFICE = { name: '水务局', nameEn: 'Water Bureau', level: 'city', kind: 'approval' };

describeTown('the departments of a city', {}, (here) => {
  const { desks } = here;
  let admin: Client;

  beforeAll(async () => {
    admin = await desks.as('admin');
  }, 120_000);

  const one = async (code: string, who = 'admin'): Promise<Json> =>
    succeeded(await (await desks.as(who)).get('/organisation')).find((row: Json) => row.code === code);
  const step = async (code: string, action: string, version?: number): Promise<Reply> =>
    admin.post(`/organisation/${code}/actions/${action}`, { version: version ?? (await one(code)).version });

  it('are added with their telephone and hours, and everybody knows them at once', async () => {
    const body = { ...OFFICE, code: 'water', phone: '0431-82301999', hours: '周一至周五 8:30–16:00', duties: '取水许可' };
    expect(succeeded(await admin.post('/organisation', body), 201)).toMatchObject({ ...body, active: true, version: 1, rules: [] });
    const known = succeeded(await here.app.client().get('/public/departments')).find(({ code }: Json) => code === 'water');
    expect(known).toMatchObject({ name: '水务局', phone: '0431-82301999', hours: '周一至周五 8:30–16:00' });
    refused(await admin.post('/organisation', { ...OFFICE, name: '另一个', code: 'water' }), 409, 'department.known');
    const taken = refused(await admin.post('/organisation', { ...OFFICE, code: 'water-2', parentCode: 'nobody' }), 422);
    expect(taken.facts.fields).toEqual([
      { field: 'name', code: 'taken' },
      { field: 'parentCode', code: 'unknown-department' },
    ]);
    refused(await admin.post('/organisation', { ...OFFICE, code: 'Bad Code' }), 422);
  });

  it('are renamed and moved, never below themselves, and an old version changes nothing', async () => {
    const east = { name: '城东水务所', nameEn: 'East Water Station', level: 'county', kind: 'enforcement', parentCode: 'water' };
    succeeded(await admin.post('/organisation', { ...east, code: 'water-east' }), 201);
    const renamed = succeeded(await admin.put('/organisation/water', { ...OFFICE, name: '水利局', version: 1 }), 200);
    expect(renamed).toMatchObject({ name: '水利局', version: 2 });
    expect(renamed).not.toHaveProperty('hours');
    refused(await admin.put('/organisation/water', { ...OFFICE, version: 1 }), 409, 'department.stale');
    for (const parentCode of ['water', 'water-east']) {
      const fault = refused(await admin.put('/organisation/water', { ...OFFICE, parentCode, version: 2 }), 422);
      expect(fault.facts.fields).toEqual([{ field: 'parentCode', code: 'below-itself' }]);
    }
    expect(succeeded(await admin.put('/organisation/water', { ...OFFICE, parentCode: 'market', version: 2 }))).toMatchObject({
      parentCode: 'market',
      version: 3,
    });
    refused(await admin.put('/organisation/nobody', { ...OFFICE, version: 1 }), 404);
  });

  it('leave service only when nothing needs them; the refusal says what does; they come back by the same way', async () => {
    const caseNumber = await desks.opened();
    succeeded(await desks.act('dispatcher', caseNumber, 'dispatch', { lead: 'water', summary: '请核查' }));
    expect(refused(await step('water', 'deactivate'), 409, 'department.in-use').facts).toEqual({
      openAssignments: 1,
      rules: [],
      below: ['城东水务所'],
    });
    const market = refused(await step('market', 'deactivate'), 409, 'department.in-use').facts;
    expect(market.rules.length).toBeGreaterThan(0);
    expect((await one('market')).rules).toEqual(market.rules);
    const gone = succeeded(await step('water-east', 'deactivate'), 200);
    expect(gone).toMatchObject({ active: false, actions: ['reactivate'] });
    const dispatched = await desks.opened();
    refused(await desks.act('dispatcher', dispatched, 'dispatch', { lead: 'water-east', summary: '请核查' }), 422);
    refused(await step('water-east', 'deactivate'), 409, 'department.action-not-open');
    refused(await step('water-east', 'reactivate', gone.version - 1), 409, 'department.stale');
    expect(succeeded(await step('water-east', 'reactivate'))).toMatchObject({ active: true });
  });

  it('of two who move two under each other at once let one through, and stay a tree', async () => {
    for (const code of ['ring-a', 'ring-b']) succeeded(await admin.post('/organisation', { ...OFFICE, name: code, code }), 201);
    const under = (code: string, parentCode: string) =>
      admin.put(`/organisation/${code}`, { ...OFFICE, name: code, parentCode, version: 1 });
    const replies = await Promise.all([under('ring-a', 'ring-b'), under('ring-b', 'ring-a')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('of two changes at one version keep one', async () => {
    const names = ['甲名', '乙名', '丙名'];
    const { version } = await one('ring-a');
    const replies = await Promise.all(names.map((name) => admin.put('/organisation/ring-a', { ...OFFICE, name, version })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('show their people to all three readers, work to who sees cases, conflicts to the commissioner alone', async () => {
    const handler = await desks.as('market');
    succeeded(await handler.post('/recusals', { departmentCode: 'water', relation: 'relative', reason: '配偶在该局任职' }), 201);
    const [asAdmin, asSupervisor, asCommissioner] = [
      await one('water'),
      await one('water', 'supervisor'),
      await one('water', 'commissioner'),
    ];
    expect(asAdmin).not.toHaveProperty('openAssignments');
    expect(asAdmin).not.toHaveProperty('conflicts');
    expect(asSupervisor).toMatchObject({ openAssignments: 1, actions: [] });
    expect(asSupervisor).not.toHaveProperty('conflicts');
    expect(asCommissioner.conflicts).toEqual([expect.objectContaining({ username: 'market.handler1', relation: 'relative' })]);
    const market = await one('market', 'supervisor');
    expect(market.leaders.map(({ username }: Json) => username)).toEqual(['market.leader']);
    expect(market.handlers.map(({ username }: Json) => username)).toContain('market.handler1');
  });

  it('are the administrator’s to change, and the audit says what became of them', async () => {
    const supervisor = await desks.as('supervisor');
    refused(await supervisor.post('/organisation', { ...OFFICE, code: 'mine' }), 403);
    refused(await supervisor.put('/organisation/water', { ...OFFICE, version: 4 }), 403);
    refused(await supervisor.post('/organisation/water/actions/deactivate', { version: 4 }), 403);
    refused(await (await desks.as('operator')).get('/organisation'), 403);
    refused(await here.app.client().get('/organisation'), 401);
    const auditor = await desks.as('auditor');
    const actions = succeeded(await auditor.get('/audit?pageSize=100')).items.map(({ action }: Json) => action as string);
    expect(actions).toEqual(
      expect.arrayContaining([
        ...['department.added', 'department.changed', 'department.moved', 'department.deactivated', 'department.reactivated'],
        'settings.changed',
      ]),
    );
  });
});
