/** A city changes its rules by itself: one person proposes and looks ahead, another releases, and a case keeps what it was received under. */
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { eventually } from './support/eventually.js';
import { describeTown } from './support/town-story.js';
import { verifiedLog } from './support/town.js';

const TOMORROW = '2026-11-03';
const LATER = '2026-11-03T10:00:00+08:00';

describeTown('the rules of the city', { WRONG_PASSWORDS_PER_MINUTE: '100000' }, (here) => {
  const { desks } = here;

  const as = (who: string): Promise<Client> => desks.as(who);
  const history = async (kind: string, who = 'admin'): Promise<Json> => succeeded(await (await as(who)).get(`/rules/${kind}`));
  const proposed = async (kind: string, change: (content: Json) => void, more: object = {}, who = 'admin'): Promise<Reply> => {
    const { base, inForce } = await history(kind, who);
    const content = structuredClone(inForce.content);
    change(content);
    return (await as(who)).post(`/rules/${kind}/proposals`, { content, base, ...more });
  };
  const decide = async (who: string, id: string, action: string, body = {}): Promise<Reply> =>
    (await as(who)).post(`/rules/proposals/${id}/actions/${action}`, body);
  const enquiry = async (more: object = {}): Promise<string> => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'consultation', description: '问营业时间', ...more };
    return succeeded(await (await as('operator')).post('/cases', body), 201).caseNumber as string;
  };
  const answerLimit = async (caseNumber: string): Promise<Json> => {
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '咨询营业时间' });
    const { limits } = succeeded(await (await as('dispatcher')).get(`/cases/${caseNumber}`));
    return limits.find(({ name }: Json) => name === 'answer');
  };
  const slower = (content: Json): void => {
    const row = content.rules.find(({ limit, when }: Json) => limit === 'answer' && when.kind?.includes('consultation'));
    expect([row.amount, row.unit]).toEqual([1, 'working-days']);
    row.amount = 2;
  };

  it('stand with the version in force, and are read by those who write, release and audit them, and by nobody else', async () => {
    const kinds = succeeded(await (await as('admin')).get('/rules'));
    expect(kinds.map(({ kind }: Json) => kind)).toEqual([
      'limits',
      'routing',
      'categories',
      'cards',
      'supervision',
      'scoring',
      'groups',
      'retention',
      'notices',
      'messages',
    ]);
    expect(kinds.every(({ inForce }: Json) => inForce.standing === 'in-force' && inForce.version === 1)).toBe(true);
    for (const who of ['supervisor', 'commissioner', 'auditor']) succeeded(await (await as(who)).get('/rules/limits'));
    for (const who of ['operator', 'dispatcher', 'market', 'inspector']) refused(await (await as(who)).get('/rules'), 403);
    refused(await (await as('admin')).get('/rules/nonsense'), 404);
    refused(await (await as('admin')).get('/rules/limits/versions/9'), 404);
    refused(await proposed('limits', slower, {}, 'commissioner'), 403);
  });

  it('are looked ahead at on real cases: numbers for the administrator, cases for those who see them', async () => {
    const caseNumber = await enquiry();
    await answerLimit(caseNumber);
    const { inForce } = await history('limits');
    const unchanged = succeeded(await (await as('admin')).post('/rules/limits/preview', { content: inForce.content }));
    expect(unchanged.lines.every(({ changed }: Json) => changed === 0)).toBe(true);
    slower(inForce.content);
    const ahead = async (who: string) => succeeded(await (await as(who)).post('/rules/limits/preview', { content: inForce.content }));
    const [numbers, cases] = [await ahead('admin'), await ahead('supervisor')];
    expect(numbers).toMatchObject({ days: 90, cases: 1, leftOut: 0, items: [] });
    const lineOf = (preview: Json) => preview.lines.find(({ key }: Json) => key === 'answer');
    expect(lineOf(numbers)).toEqual({ key: 'answer', looked: 1, changed: 1, before: 0, after: 0 });
    expect(numbers.categories).toEqual([
      { looked: 1, changed: 1, changes: [{ key: 'answer', before: '1 working-days', after: '2 working-days', cases: 1 }] },
    ]);
    expect(unchanged.categories).toEqual([]);
    expect(cases.items).toEqual([
      { caseNumber, key: 'answer', before: expect.stringContaining('2026-11-03'), after: expect.stringContaining('2026-11-04') },
    ]);
  });

  it('are refused with every path that is wrong, and nothing is kept', async () => {
    const wrong = await proposed('limits', (content) => {
      content.rules[0].when.category = ['99'];
      content.rules.find(({ limit }: Json) => limit === 'answer').amount = 24 * 999;
    });
    const problem = refused(wrong, 422, 'rule.broken');
    expect(problem.facts.fields).toEqual(expect.arrayContaining([{ field: 'content.rules[0].when.category', code: 'unknown-category' }]));
    refused(await proposed('limits', slower, { validFrom: '2026-11-02' }), 422, 'input.invalid');
    expect((await history('limits')).proposals).toEqual([]);
    const { inForce } = await history('limits');
    inForce.content.rules.push({ limit: 'sign', when: { complex: true }, amount: 9, unit: 'hours' });
    const { faults } = succeeded(await (await as('admin')).post('/rules/limits/check', { content: inForce.content }));
    expect(faults).toEqual([expect.objectContaining({ code: 'unreachable', level: 'warning' })]);
  });

  it('are kept while somebody writes them, for that person alone, until they are proposed', async () => {
    const { base, inForce } = await history('supervision');
    const content = structuredClone(inForce.content);
    content.urging.workingDays = 9;
    succeeded(await (await as('admin')).put('/rules/supervision/draft', { base, content: { half: 'written' } }), 204);
    succeeded(await (await as('admin')).put('/rules/supervision/draft', { base, content }), 204);
    expect((await history('supervision')).draft).toEqual({ base, content, savedAt: expect.any(String) });
    expect((await history('supervision', 'supervisor')).draft).toBeUndefined();
    refused(await (await as('commissioner')).put('/rules/supervision/draft', { base, content }), 403);
    refused(await (await as('admin')).put('/rules/nonsense/draft', { base, content }), 404);
    refused(await (await as('admin')).put('/rules/supervision/draft', { base, content: 'text' }), 422);
    succeeded(await (await as('admin')).delete('/rules/supervision/draft'), 204);
    expect((await history('supervision')).draft).toBeUndefined();
    succeeded(await (await as('admin')).put('/rules/supervision/draft', { base, content }), 204);
    const after = succeeded(await (await as('admin')).post('/rules/supervision/proposals', { content, base }), 201);
    expect([after.draft, after.waiting.state]).toEqual([undefined, 'waiting']);
    succeeded(await decide('admin', after.waiting.id, 'withdraw'));
  });

  it('change from the day asked for, once another has released them; cases keep what they were received under', async () => {
    const before = await enquiry();
    const { waiting } = succeeded(await proposed('limits', slower, { validFrom: TOMORROW, note: '咨询量大' }), 201);
    expect(waiting).toMatchObject({ state: 'waiting', validFrom: TOMORROW, note: '咨询量大', actions: ['withdraw'] });
    refused(await proposed('limits', slower), 409, 'rule.proposal-open');
    refused(await decide('admin', waiting.id, 'release'), 403, 'rule.role-may-not');
    expect((await history('limits', 'supervisor')).waiting.actions).toEqual(['release', 'refuse']);
    const after = succeeded(await decide('supervisor', waiting.id, 'release'));
    expect(after.versions.map(({ version, standing }: Json) => [version, standing])).toEqual([
      [2, 'to-come'],
      [1, 'in-force'],
    ]);
    expect(after.proposals[0]).toMatchObject({ state: 'released', version: 2, actions: [] });
    expect((await answerLimit(before)).amount).toBe(1);
    // A further change starts from the version to come, and never takes effect before it: on its day that would come back.
    const { base, next } = await history('limits');
    expect([base, next.version]).toEqual([2, 2]);
    const further = structuredClone(next.content);
    further.return.workingDays = 2;
    const second = succeeded(await (await as('admin')).post('/rules/limits/proposals', { content: further, base }), 201).waiting;
    const { versions } = succeeded(await decide('supervisor', second.id, 'release'));
    expect(versions.slice(0, 2).map(({ version, validFrom }: Json) => [version, validFrom])).toEqual([
      [3, '2026-11-03T00:00:00.000+08:00'],
      [2, '2026-11-03T00:00:00.000+08:00'],
    ]);
    await desks.turnTo(LATER);
    const late = await enquiry();
    const old = succeeded(await (await as('dispatcher')).get(`/cases/${before}`));
    expect(old.limits.find(({ name }: Json) => name === 'answer').amount).toBe(1);
    expect((await answerLimit(late)).amount).toBe(2);
    const after3 = (await history('limits')).inForce;
    expect([after3.version, after3.standing, after3.content.return.workingDays]).toEqual([3, 'in-force', 2]);
  });

  it('are refused with a reason, withdrawn by who wrote them, and not written over what changed meanwhile', async () => {
    const first = succeeded(await proposed('cards', (content) => (content.overdue.redAfterWorkingDays = 3)), 201).waiting;
    refused(await decide('supervisor', first.id, 'refuse'), 422, 'input.invalid');
    expect(succeeded(await decide('supervisor', first.id, 'refuse', { reason: '再议' })).proposals[0]).toMatchObject({
      state: 'refused',
      reason: '再议',
    });
    const second = succeeded(
      await proposed('cards', (content) => (content.overdue.redAfterWorkingDays = 4), {}, 'supervisor'),
      201,
    ).waiting;
    refused(await decide('supervisor', second.id, 'release'), 409, 'rule.same-person');
    refused(await decide('commissioner', second.id, 'withdraw'), 403, 'rule.role-may-not');
    succeeded(await decide('supervisor', second.id, 'withdraw'));
    refused(await decide('commissioner', second.id, 'release'), 409, 'rule.not-waiting');
    refused(await decide('commissioner', 'nobody', 'release'), 404);
    const { inForce, base } = await history('cards');
    const stale = { content: inForce.content, base: base - 1 };
    refused(await (await as('admin')).post('/rules/cards/proposals', stale), 409, 'rule.stale');
  });

  it('are released once, whoever is first; and a release meets a withdrawal at one of them', async () => {
    for (const [rival, action] of [
      ['commissioner', 'release'],
      ['admin', 'withdraw'],
    ] as const) {
      const { waiting, base } = succeeded(await proposed('cards', (content) => (content.appeal.workingDays += 1)), 201);
      const replies = await Promise.all([decide('supervisor', waiting.id, 'release'), decide(rival, waiting.id, action)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { versions, proposals } = await history('cards');
      const released = proposals[0].state === 'released';
      expect(versions[0].version).toBe(released ? base + 1 : base);
    }
  });

  it('of routing say beforehand how often they would name whom people chose, and take a matter that is typed in', async () => {
    const routed = (lead: string) => (content: Json) =>
      content.rules.unshift({ id: 'r90', category: ['0103'], keywords: ['热气球'], lead, confidence: 0.95, note: '热气球归它' });
    const matter = { kind: 'complaint', categoryCode: '0103', description: '热气球起飞手续跑了三趟' };
    const caseNumber = await enquiry(matter);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'transport', summary: '热气球手续' });
    const { inForce } = await history('routing');
    routed('transport')(inForce.content);
    const preview = succeeded(await (await as('supervisor')).post('/rules/routing/preview', { content: inForce.content }));
    expect(preview.lines.find(({ key }: Json) => key === 'r90')).toMatchObject({ looked: 1, after: 1 });
    expect(preview.items).toContainEqual(expect.objectContaining({ caseNumber, key: 'r90', after: 'transport' }));
    const moved = preview.categories.find(({ code }: Json) => code === '0103');
    expect(moved.changes).toContainEqual({ key: 'lead', before: expect.any(String), after: 'transport', cases: 1 });
    expect([moved.changed <= moved.looked, preview.categories.some(({ changed }: Json) => changed === 0)]).toEqual([true, false]);
    const trial = { content: inForce.content, text: '办热气球手续', categoryCode: '0103' };
    const { suggestions } = succeeded(await (await as('admin')).post('/rules/routing/trial', trial));
    expect(suggestions[0]).toMatchObject({ lead: 'transport', rule: 'r90' });
    const { waiting } = succeeded(await proposed('routing', routed('transport')), 201);
    succeeded(await decide('commissioner', waiting.id, 'release'));
    await new Promise((rest) => setTimeout(rest, 600));
    const next = await enquiry(matter);
    const proposal = succeeded(await (await as('dispatcher')).get(`/cases/${next}/suggestions`)).routing[0];
    expect([proposal.lead ?? proposal.departmentCode]).toEqual(['transport']);
    refused(await proposed('routing', routed('moon')), 422, 'rule.broken');
  });

  it('of categories are added, renamed and retired, never taken away; what is retired is offered no more and keeps its name', async () => {
    const filed = await enquiry({ categoryCode: '0103' });
    const change = (content: Json): void => {
      const [first] = content.groups;
      first.children.find(({ code }: Json) => code === '0103').retired = true;
      first.children.push({
        code: '0190',
        name: '线上系统打不开',
        nameEn: 'Online system does not work',
        help: '网办系统登录不了、提交不了',
      });
    };
    const { inForce } = await history('categories');
    change(inForce.content);
    const preview = succeeded(await (await as('supervisor')).post('/rules/categories/preview', { content: inForce.content }));
    expect(preview.lines).toEqual([expect.objectContaining({ key: '0103', before: expect.any(Number) as number })]);
    const { waiting } = succeeded(await proposed('categories', change), 201);
    succeeded(await decide('supervisor', waiting.id, 'release'));
    const group = await eventually(async (): Promise<Json> => {
      const [first] = succeeded(await here.app.client().get('/public/categories'));
      return first.children.at(-1).code === '0190' ? first : undefined;
    }, 'the new category');
    expect(group.children.find(({ code }: Json) => code === '0103')).toMatchObject({ retired: true });
    expect(group.children.at(-1)).toMatchObject({ code: '0190', name: '线上系统打不开' });
    await enquiry({ categoryCode: '0190' });
    const body = { channel: 'phone', urgency: 'normal', kind: 'consultation', description: '问', categoryCode: '0103' };
    expect(refused(await (await as('operator')).post('/cases', body), 422).facts.fields).toEqual([
      { field: 'categoryCode', code: 'unknown-category' },
    ]);
    expect(succeeded(await (await as('dispatcher')).get(`/cases/${filed}`)).categoryName).toBe('未一次性告知');
    const gone = await proposed('categories', (content) => content.groups[0].children.pop());
    expect(refused(gone, 422, 'rule.broken').facts.fields).toEqual([{ field: 'content.groups', code: 'category-gone' }]);
  });

  it('of categories wait for their day, over a restart', async () => {
    const { waiting } = succeeded(
      await proposed('categories', (content) => (content.groups[0].name = '办事效率与服务'), { validFrom: '2026-11-04' }),
      201,
    );
    succeeded(await decide('supervisor', waiting.id, 'release'));
    const name = async () => succeeded(await here.app.client().get('/public/categories'))[0].name;
    expect(await name()).toBe('办事效率');
    await here.app.restart();
    await desks.turnTo('2026-11-04T09:00:00+08:00');
    await eventually(async () => (await name()) === '办事效率与服务' || undefined, 'the new name');
  });

  it('leave every step in the log, which holds', async () => {
    const seen = succeeded(await (await as('auditor')).get('/audit?action=rule.released&pageSize=50'));
    expect(seen.items.map(({ username }: Json) => username)).toContain('supervisor1');
    await here.app.stop({ keep: true });
    expect((await verifiedLog(here.town)).holds).toBe(true);
  });
});
