/** Key projects on the green channel: which case is about one, what limits it gets, who learns of it; and cards for windows and everybody. */
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { limitOf, minuteOf } from './support/desks.js';
import { describeTown } from './support/town-story.js';
import { verifiedLog } from './support/town.js';

const USCC = '91350100M000100Y43';
const PROJECT = {
  code: 'p2601',
  name: '龙嘉冷链物流园',
  nameEn: 'Longjia cold-chain park',
  aliases: ['冷链物流园'],
  departmentCode: 'dev-zone',
  leader: '费德明',
  stages: [
    { name: '用地批准', dueOn: '2026-06-30', doneOn: '2026-07-15' },
    { name: '施工许可', dueOn: '2026-10-31' },
    { name: '竣工', dueOn: '2027-10-31' },
  ],
  listedOn: '2026-01-01',
};

describeTown('the green channel', { INTAKES_PER_MINUTE: '1000' }, (here) => {
  const { desks } = here;
  let supervisor: Client;
  let operator: Client;

  beforeAll(async () => {
    [supervisor, operator] = [await desks.as('supervisor'), await desks.as('operator')];
    const enterprise = { name: '冷链企业', uscc: USCC, size: 'large', origin: 'outside' };
    const { id } = succeeded(await supervisor.post('/enterprises', enterprise), 201);
    succeeded(await supervisor.post('/projects', { ...PROJECT, enterpriseId: id }), 201);
  });
  const take = async (more: object = {}): Promise<string> => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '许可证一直办不下来', ...more };
    return succeeded(await operator.post('/cases', body), 201).caseNumber as string;
  };
  const dispatch = (caseNumber: string) => desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'dev-zone', summary: '反映许可迟缓' });
  const dueOf = async (caseNumber: string): Promise<string> => {
    const { dueAt } = limitOf(await dispatch(caseNumber), 'answer');
    return minuteOf(dueAt);
  };
  const origin = async (caseNumber: string): Promise<Json> => succeeded(await supervisor.get(`/cases/${caseNumber}/origin`)).project;

  it('lists projects with their stages, and says which are late', async () => {
    const { items } = succeeded(await (await desks.as('market')).get('/projects?standing=listed'));
    expect(items).toMatchObject([{ code: 'p2601', standing: 'listed', departmentName: '经济开发区管委会', enterpriseName: '冷链企业' }]);
    expect(items[0].stages.map(({ state }: Json) => state)).toEqual(['late-done', 'late', 'due']);
    refused(await supervisor.post('/projects', PROJECT), 409, 'project.code-taken');
    refused(await supervisor.post('/projects', { ...PROJECT, code: 'p9', departmentCode: 'tourism' }), 422, 'input.invalid');
    refused(await operator.post('/projects', PROJECT), 403, 'access.role-may-not');
    succeeded(await supervisor.put('/projects/p2601', { ...(({ code: _code, ...rest }) => rest)(PROJECT), endsOn: '2027-12-31' }), 200);
  });

  it('flags a case by itself when its text names the project, and gives it the limits of the channel', async () => {
    const plain = await take();
    const named = await take({ description: '龙嘉冷链物流园的施工许可一直办不下来' });
    expect(await origin(plain)).toBeUndefined();
    expect(await origin(named)).toMatchObject({ code: 'p2601', why: 'named', leader: '费德明' });
    expect([await dueOf(plain), await dueOf(named)]).toEqual(['11-09 17:30', '11-05 17:30']);
  });

  it('flags the public form’s cases, too, and those of the enterprise that has one project', async () => {
    const again = { ...PROJECT, code: undefined };
    const { id } = succeeded(await supervisor.get('/enterprises?q=冷链')).items[0];
    succeeded(await supervisor.put('/projects/p2601', { ...again, enterpriseId: id }), 200);
    const own = await take({ complainant: { organisation: '冷链企业', uscc: USCC.toLowerCase() } });
    expect(await origin(own)).toMatchObject({ code: 'p2601', why: 'enterprise' });
    const form = { kind: 'complaint', description: '冷链物流园接不上电' };
    const { caseNumber } = succeeded(await here.app.client().post('/public/complaints', form), 201);
    expect(await origin(caseNumber)).toMatchObject({ why: 'named' });
  });

  it('takes the operator’s choice, and refuses a project that is not listed', async () => {
    expect(await origin(await take({ projectCode: 'p2601' }))).toMatchObject({ why: 'chosen' });
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '一件事', projectCode: 'p9999' };
    const { facts } = refused(await operator.post('/cases', body), 422, 'input.invalid');
    expect(facts.fields).toEqual([{ field: 'projectCode', code: 'unknown-project' }]);
  });

  it('is marked by the dispatcher before dispatch, moves no clock that runs, and counts for those that start later', async () => {
    const form = { kind: 'complaint', description: '许可证一直办不下来' };
    const { caseNumber } = succeeded(await here.app.client().post('/public/complaints', form), 201);
    const before = await desks.view(caseNumber, 'dispatcher');
    expect(before.actions).toContain('mark-project');
    refused(await desks.act('dispatcher', caseNumber, 'mark-project', { projectCode: 'p9999' }), 422, 'input.invalid');
    refused(await desks.act('operator', caseNumber, 'mark-project', { projectCode: 'p2601' }), 403, 'case.role-may-not');
    const marked = await desks.done('dispatcher', caseNumber, 'mark-project', { projectCode: 'p2601' });
    expect(limitOf(marked, 'acceptance')).toEqual(limitOf(before, 'acceptance'));
    expect(marked.version).toBe(before.version + 1);
    expect(marked.history.at(-1)).toMatchObject({ type: 'case.project-marked', facts: {} });
    expect(await origin(caseNumber)).toMatchObject({ why: 'marked' });
    expect(marked.actions).not.toContain('mark-project');
    refused(await desks.act('dispatcher', caseNumber, 'mark-project', { projectCode: 'p2601' }), 409, 'case.already-project');
    await desks.done('dispatcher', caseNumber, 'accept');
    expect(await dueOf(caseNumber)).toBe('11-05 17:30');
    const late = await take();
    await dispatch(late);
    refused(await desks.act('dispatcher', late, 'mark-project', { projectCode: 'p2601' }), 409, 'case.action-not-open');
  });

  it('shows a project’s cases to the hotline, and to its department only those that may be named', async () => {
    const quiet = await take({ description: '龙嘉冷链物流园验收拖延' });
    const named = await take({ description: '龙嘉冷链物流园用电拖延', consentToBeNamed: true, complainant: { name: '周七' } });
    for (const caseNumber of [quiet, named]) await dispatch(caseNumber);
    const cases = async (who: string): Promise<string[]> => {
      const client = who === 'zone' ? await here.app.signIn('dev-zone.leader') : await desks.as(who);
      const { cases: found, limits } = succeeded(await client.get('/projects/p2601'));
      expect(limits).toContainEqual({ name: 'answer', amount: 3, unit: 'working-days' });
      return found.map(({ caseNumber }: Json) => caseNumber as string);
    };
    expect(await cases('reviewer')).toEqual(expect.arrayContaining([quiet, named]));
    expect(await cases('zone')).toEqual([named]);
    await desks.done('dispatcher', named, 'seal', { reason: '涉及索要财物' });
    expect(await cases('reviewer')).not.toContain(named);
    expect(await cases('inspector')).not.toContain(named);
    expect(await here.town.db.read('SELECT * FROM project_cases WHERE caseNumber = ?', [named])).toEqual([]);
  });

  it('names no project in the log and no project beside a case in plain', async () => {
    const stored = JSON.stringify([
      await here.town.db.read('SELECT * FROM project_cases'),
      await here.town.db.read("SELECT facts FROM events WHERE audience = 'case'"),
    ]);
    expect(stored).not.toMatch(/p2601|冷链/);
    expect((await verifiedLog(here.town)).holds).toBe(true);
  });

  describe('cards of matters', () => {
    const card = {
      title: '户外广告设置审批',
      titleEn: 'Outdoor advertising',
      departmentCode: 'urban',
      papers: ['申请书', '效果图'],
      steps: ['窗口申请', '现场踏勘', '领取许可'],
      limitText: '5个工作日',
      fee: '不收费',
      place: '一楼22号窗口',
      phone: '0431-82302212',
      validFrom: '2026-11-01',
      open: false,
    };

    it('are published for everybody, twelve to begin with, found by words', async () => {
      const all = succeeded(await here.app.client().get('/public/matter-cards?pageSize=50'));
      expect(all.total).toBe(12);
      expect(all.items[0].papers.length).toBeGreaterThan(2);
      expect(succeeded(await here.app.client().get('/public/matter-cards?q=食品')).items.map(({ id }: Json) => id)).toEqual(['mb02']);
    });

    it('are written by the leader of the department or the supervisor, and shown when they are open', async () => {
      const leader = await here.app.signIn('urban.leader');
      refused(await (await desks.as('market!')).post('/matter-cards', { ...card, id: 'mb13' }), 422, 'input.invalid');
      refused(await operator.post('/matter-cards', { ...card, id: 'mb13' }), 403, 'access.role-may-not');
      succeeded(await leader.post('/matter-cards', { ...card, id: 'mb13' }), 201);
      refused(await leader.post('/matter-cards', { ...card, id: 'mb13' }), 409, 'matter-card.code-taken');
      expect(succeeded(await here.app.client().get('/public/matter-cards?q=户外')).total).toBe(0);
      expect(succeeded(await operator.get('/matter-cards?q=户外')).total).toBe(1);
      refused(await (await desks.as('market!')).put('/matter-cards/mb13', { ...card, departmentCode: 'market' }), 404, 'not-found');
      succeeded(await supervisor.put('/matter-cards/mb13', { ...card, open: true }), 200);
      expect(succeeded(await here.app.client().get('/public/matter-cards?q=户外')).total).toBe(1);
      refused(await leader.put('/matter-cards/mb13', { ...card, papers: [] }), 422, 'input.invalid');
    });
  });
});
