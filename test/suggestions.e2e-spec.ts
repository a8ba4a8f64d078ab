/** What operator and dispatcher are told before they decide: repeats, departments and categories, each with its reason. */
import { startApp, type App } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';

/** Words that no other case of the city has, so that only what the story registers is found. */
const FENCE = '鲤鱼池批发市场西门的铁栅栏被城管砌了水泥墩,叉车进不去,货主改走别家,请把水泥墩挪开。';
const FENCE_AGAIN = '还是鲤鱼池批发市场西门的水泥墩,叉车进不去,铁栅栏也锁了,货主都改走别家了。';
const OTHER = '想问问退休职工异地就医备案要带哪些材料,孩子在外地工作。';

describeWithServer('suggestions', () => {
  let app: App;
  let operator: Client;
  let dispatcher: Client;
  let first: string;

  beforeAll(async () => {
    app = await startApp({ INTAKES_PER_MINUTE: '1000' });
    [operator, dispatcher] = await Promise.all([app.signIn('operator1'), app.signIn('dispatcher1')]);
    first = await register(FENCE, { complainant: { name: '赵六', phone: '13811112222', uscc: '91350100M000100Y43' } });
  });
  afterAll(() => app?.stop());

  const register = async (description: string, more: object = {}): Promise<string> =>
    succeeded(
      await operator.post('/cases', {
        kind: 'complaint',
        channel: 'phone',
        urgency: 'normal',
        categoryCode: '0901',
        accusedDepartmentCode: 'urban',
        description,
        ...more,
      }),
      201,
    ).caseNumber;
  const ask = async (body: object, by: Client = operator): Promise<Json> => succeeded(await by.post('/intake/suggestions', body), 200);
  const repeatsOf = (told: Json): string[] => told.repeats.map(({ caseNumber }: Json) => caseNumber);

  it('proposes the earlier case while the same caller speaks of the same matter, and says why', async () => {
    const { repeats } = await ask({ description: FENCE_AGAIN, phone: '+86 138-1111-2222' });
    expect(repeats).toHaveLength(1);
    expect(repeats[0]).toMatchObject({ caseNumber: first, status: 'pending_dispatch', reasons: ['same-phone', 'similar-text'] });
    expect(repeats[0].score).toBeGreaterThanOrEqual(0.5);
    expect(repeats[0].score).toBeLessThan(1);
    expect(Object.keys(repeats[0])).not.toEqual(expect.arrayContaining(['description']));
    expect(JSON.stringify(repeats)).not.toMatch(/13811112222|赵六|Index/);
  });

  it('knows an enterprise by its code and a matter by department and category', async () => {
    const byCode = await ask({ description: FENCE_AGAIN, uscc: '91350100m000100y43' });
    expect(byCode.repeats[0]).toMatchObject({ caseNumber: first, reasons: ['same-enterprise', 'similar-text'] });
    const byMatter = await ask({ description: FENCE_AGAIN, accusedDepartmentCode: 'urban', categoryCode: '0901' });
    expect(byMatter.repeats[0]).toMatchObject({ caseNumber: first, reasons: ['same-department-and-category', 'similar-text'] });
  });

  it('does not take another matter of the same caller, or the same words of somebody else, for a repeat', async () => {
    expect(repeatsOf(await ask({ description: OTHER, phone: '13811112222' }))).not.toContain(first);
    expect(repeatsOf(await ask({ description: FENCE_AGAIN, phone: '13899998888' }))).not.toContain(first);
    expect(repeatsOf(await ask({ description: FENCE_AGAIN, accusedDepartmentCode: 'urban', categoryCode: '0301' }))).not.toContain(first);
  });

  it('never proposes a case its reader may not see', async () => {
    const accusation = { kind: 'report', categoryCode: '1001', complainant: { phone: '13811112222' } };
    const hidden = await register(`${FENCE}他们还收了好处费。`, accusation);
    expect(hidden).toMatch(/^\d{14}$/);
    const { repeats, routing, categories } = await ask({ description: FENCE_AGAIN, phone: '13811112222' });
    expect(repeatsOf({ repeats })).toEqual([first]);
    expect(JSON.stringify([repeats, routing, categories])).not.toContain(hidden);
  });

  it('gives each department a reason: the rule that matched, with its facts', async () => {
    const { routing } = await ask({ description: '窗口说话难听,办事态度差。', categoryCode: '0201', accusedDepartmentCode: 'tax' });
    expect(routing[0]).toMatchObject({ lead: 'tax', leadName: '税务局', source: 'rule', rule: 'r01', reason: 'rule:r01 category:0201' });
    expect(routing[0].confidence).toBeGreaterThan(0);
  });

  it('names no department where nothing is known: there is no default', async () => {
    expect((await ask({ description: '喵喵喵喵喵喵喵' })).routing).toEqual([]);
    expect(await ask({ description: '' })).toEqual({ repeats: [], routing: [], categories: [], behaviours: [] });
  });

  it('proposes a category by the words of its name', async () => {
    const { categories } = await ask({ description: '他们重复处罚,以罚代管,罚款一张接一张。' });
    expect(categories.map(({ code }: Json) => code)).toContain('0407');
    expect(categories[0].score).toBeGreaterThan(0);
  });

  it('learns from cases that were led to their end, and says which', async () => {
    const reviewer = await app.signIn('reviewer1');
    const [handler, leader] = await Promise.all([app.signIn('housing.handler1'), app.signIn('housing.leader')]);
    const text = '飞来石小区二次供水泵房夜里轰鸣,水箱锈了,物业和街道都说不归自己。';
    const number = await register(text, { categoryCode: '0105', accusedDepartmentCode: undefined });
    succeeded(await dispatcher.act(number, 'dispatch', { lead: 'housing', summary: '反映二次供水泵房噪声与水箱锈蚀。' }));
    succeeded(await handler.act(number, 'sign'));
    const answer = { finding: 'true', solved: 'solved', internalNote: '已换泵。', publicReply: '水泵已更换,水箱已清洗。' };
    succeeded(await leader.act(number, 'answer', answer));
    succeeded(await reviewer.act(number, 'pass'));
    const heard = { reached: true, contacted: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' };
    succeeded(await reviewer.act(number, 'call-back', heard));
    succeeded(await reviewer.act(number, 'close'));
    const { routing, categories } = await ask({ description: '飞来石小区泵房夜里又轰鸣,二次供水水箱锈了,没人管。' });
    expect(routing).toContainEqual(
      expect.objectContaining({ lead: 'housing', source: 'history', reason: expect.stringContaining(`case:${number}`) }),
    );
    expect(categories.map(({ code }: Json) => code)).toContain('0105');
  });

  it('tells the dispatcher of a case its repeats, never the case itself', async () => {
    const again = await register(FENCE_AGAIN, { complainant: { phone: '13811112222' } });
    const told = succeeded(await dispatcher.get(`/cases/${again}/suggestions`));
    expect(repeatsOf(told)).toEqual([first]);
    expect(told.repeats[0].reasons).toEqual(['same-phone', 'same-department-and-category', 'similar-text']);
    expect(told).toMatchObject({ conflicts: [], broken: [] });
  });

  it('keeps an accusation from the accused and whatever stands below, for every department and not only those of a rule', async () => {
    const number = await register('招标文件按某公司量身定做,请查住建局干预招标。', {
      categoryCode: '0905',
      accusedDepartmentCode: 'housing',
    });
    const told = succeeded(await dispatcher.get(`/cases/${number}/suggestions`));
    const departments: Json[] = succeeded(await dispatcher.get('/departments'));
    const below = departments.filter(({ parentCode }) => parentCode === 'housing').map(({ code }) => code);
    expect(told.conflicts).toEqual(
      expect.arrayContaining([
        { departmentCode: 'housing', reason: 'accused' },
        ...below.map((departmentCode) => ({ departmentCode, reason: 'below-accused' })),
      ]),
    );
    expect(told.routing.flatMap(({ lead, assists }: Json) => [lead, ...assists])).not.toContain('housing');
  });

  it('shows broken rules to those who own the catalogue alone', async () => {
    const reviewer = await app.signIn('reviewer1');
    expect(succeeded(await (await app.signIn('supervisor1')).get(`/cases/${first}/suggestions`))).toHaveProperty('broken');
    expect(succeeded(await reviewer.get(`/cases/${first}/suggestions`))).not.toHaveProperty('broken');
  });

  it('is for operators at intake and for the dispatcher’s side of a case, and says nothing of a case that is not to be seen', async () => {
    const handler = await app.signIn('urban.handler1');
    refused(await handler.post('/intake/suggestions', { description: FENCE }), 403);
    refused(await handler.get(`/cases/${first}/suggestions`), 403);
    refused(await operator.get(`/cases/${first}/suggestions`), 403);
    refused(await dispatcher.get('/cases/20200101000001/suggestions'), 404);
    refused(await dispatcher.get('/cases/nonsense/suggestions'), 404);
    refused(await app.client().post('/intake/suggestions', { description: FENCE }), 401);
    expect(refused(await operator.post('/intake/suggestions', { text: FENCE }), 422).facts.fields).toEqual(
      expect.arrayContaining([
        { field: 'text', code: 'not-allowed' },
        { field: 'description', code: 'required' },
      ]),
    );
  });
});
