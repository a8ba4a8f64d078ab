/** The knowledge base: who writes, who releases, what is found, and what a case keeps of what was cited. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const article = (more: object = {}) => ({
  title: '个体工商户变更经营场所要带什么',
  body: '带营业执照正副本和新场所的使用证明。\n\n- 到综合窗口办理，当场办结。\n- 网上办理的，一个工作日内办结。',
  legalBasis: '市场主体登记管理条例第二十四条',
  tags: ['变更登记'],
  categories: ['0103'],
  validFrom: '2026-11-01',
  reviewAt: '2027-05-01',
  open: true,
  ...more,
});

describeWithServer('the knowledge base', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let market: Client;
  let dispatcher: Client;
  let operator: Client;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    await meet();
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });
  const meet = async () => {
    desks = new Desks(app);
    [market, dispatcher, operator] = [await desks.as('market'), await desks.as('dispatcher'), await desks.as('operator')];
  };
  const act = (by: Client, id: string, version: number, action: string, body: object) =>
    by.post(`/knowledge/${id}/versions/${version}/actions/${action}`, body);
  const item = async (id: string, by = dispatcher): Promise<Json> => succeeded(await by.get(`/knowledge/${id}`));
  const found = async (query: string, by = operator): Promise<string[]> =>
    succeeded(await by.get(`/knowledge?${query}`)).items.map(({ id }: Json) => id);
  const open = async (query: string): Promise<Json[]> => succeeded(await app.client().get(`/public/knowledge?${query}`)).items;
  /** Written by the department and released by the hotline. */
  const released = async (more: object = {}): Promise<string> => {
    const { id } = succeeded(await market.post('/knowledge', article(more)), 201);
    succeeded(await act(market, id, 1, 'propose', { revision: 1 }), 200);
    succeeded(await act(dispatcher, id, 1, 'release', { revision: 2 }), 200);
    return id as string;
  };
  /** A further version, released as well. */
  const revised = async (id: string, version: number, more: object): Promise<void> => {
    succeeded(await market.post(`/knowledge/${id}/versions`, article(more)), 201);
    succeeded(await act(market, id, version, 'propose', { revision: 1 }), 200);
    succeeded(await act(dispatcher, id, version, 'release', { revision: 2 }), 200);
  };

  it('shows a draft to its department and the hotline, to nobody else, and finds it nowhere', async () => {
    const made = succeeded(await market.post('/knowledge', article()), 201);
    expect(made).toMatchObject({ state: 'draft', openState: 'draft', version: 0, versions: [{ editable: true, actions: ['propose'] }] });
    for (const by of [await desks.as('tax'), operator]) refused(await by.get(`/knowledge/${made.id}`), 404, 'not-found');
    expect((await item(made.id)).versions[0].actions).toEqual([]);
    expect(await found('q=变更经营场所')).not.toContain(made.id);
    refused(await app.client().get(`/public/knowledge/${made.id}`), 404, 'not-found');
    refused(await operator.post('/knowledge', article()), 403, 'access.role-may-not');
    const edited = await market.put(`/knowledge/${made.id}/versions/1`, { ...article({ title: '改过' }), revision: 1 });
    expect(succeeded(edited)).toMatchObject({ title: '改过', versions: [{ revision: 2 }] });
    refused(await market.put(`/knowledge/${made.id}/versions/1`, { ...article(), revision: 1 }), 409, 'article.stale');
    refused(await (await desks.as('tax')).put(`/knowledge/${made.id}/versions/1`, { ...article(), revision: 2 }), 404, 'not-found');
  });

  it.each([
    ['tags of HTML', { body: '请<b>注意</b>' }, 'body', 'malformed'],
    ['an unknown category', { categories: ['9999'] }, 'categories', 'unknown-category'],
    ['a review that is past', { reviewAt: '2026-10-01' }, 'reviewAt', 'in-the-past'],
    ['an end before the start', { validTo: '2026-10-01' }, 'validTo', 'before-start'],
  ])('refuses %s', async (_, patch, field, code) => {
    const { facts } = refused(await market.post('/knowledge', article(patch)), 422, 'input.invalid');
    expect(facts.fields).toEqual([{ field, code }]);
  });

  it('is released by the hotline, never by the department, and refused with a reason', async () => {
    const { id } = succeeded(await market.post('/knowledge', article({ title: '待退回的一条' })), 201);
    refused(await act(dispatcher, id, 1, 'release', { revision: 1 }), 409, 'article.action-not-open');
    succeeded(await act(market, id, 1, 'propose', { revision: 1 }), 200);
    refused(await act(market, id, 1, 'release', { revision: 2 }), 403, 'article.role-may-not');
    refused(await act(dispatcher, id, 1, 'refuse', { revision: 2 }), 422, 'input.invalid');
    expect(succeeded(await dispatcher.get('/knowledge/tasks')).proposed).toBe(1);
    const back = succeeded(await act(dispatcher, id, 1, 'refuse', { revision: 2, reason: '请写明依据' }), 200);
    expect(back.versions[0]).toMatchObject({ state: 'draft', reason: '请写明依据' });
    expect(succeeded(await dispatcher.get('/knowledge/tasks')).proposed).toBe(0);
  });

  it('is released once: of two who decide at the same moment one is refused', async () => {
    const { id } = succeeded(await market.post('/knowledge', article({ title: '同时发布的一条' })), 201);
    succeeded(await act(market, id, 1, 'propose', { revision: 1 }), 200);
    const reviewer = await desks.as('reviewer');
    const replies = await Promise.all([dispatcher, reviewer].map((by) => act(by, id, 1, 'release', { revision: 2 })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    refused(
      replies.find(({ status }) => status === 409)!,
      409,
      'article.stale',
    );
    const log = await town.db.read<{ n: number }>("SELECT COUNT(*) AS n FROM events WHERE type = 'article.released' AND facts LIKE ?", [
      `%${id}%`,
    ]);
    expect(Number(log[0]!.n)).toBe(1);
    const drafts = await Promise.all([1, 2].map(() => market.post(`/knowledge/${id}/versions`, article({ title: '同时起草' }))));
    expect(drafts.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('finds the likeliest article first, with the passage and its words marked, and by another word of the same thing', async () => {
    const { items } = succeeded(await operator.get('/knowledge?q=营业执照注销要先清税吗'));
    expect(items[0]).toMatchObject({ id: 'k02', version: 1 });
    expect(items[0].passage).toContain('清税');
    const { passage, marks } = items[0];
    expect(marks.map(([from, to]: [number, number]) => passage.slice(from, to))).toEqual(
      expect.arrayContaining([expect.stringContaining('清税')]),
    );
    expect((await found('q=关店'))[0]).toBe('k02');
    expect(await found('q=天王盖地虎')).toEqual([]);
    const fees = succeeded(await operator.get('/knowledge?categoryCode=03&pageSize=100')).items as Json[];
    expect(fees.length).toBeGreaterThan(0);
    expect(fees.every(({ categories }) => categories.some((code: string) => code.startsWith('03')))).toBe(true);
  });

  it('keeps in the case the version that was cited, when a newer one is released', async () => {
    const id = await released({ title: '电子证照怎样授权使用', body: '在一网通办的卡包里授权，一次有效。' });
    expect((await found('q=电子证照授权'))[0]).toBe(id);
    const caseNumber = await desks.opened();
    await desks.done('operator', caseNumber, 'answer-directly', { text: '在卡包里授权，一次有效。', knowledgeId: id });
    await revised(id, 2, { title: '电子证照怎样授权使用', body: '在一网通办的卡包里授权，三十日内有效。', note: '有效期改为三十日' });
    const view = await desks.view(caseNumber);
    const { facts } = view.history.find(({ type }: Json) => type === 'case.answered-directly');
    expect(facts).toMatchObject({ knowledgeId: id, knowledgeVersion: 1 });
    const { version, versions } = await item(id, operator);
    expect([version, versions.map((one: Json) => [one.version, one.state])]).toEqual([
      2,
      [
        [2, 'released'],
        [1, 'replaced'],
      ],
    ]);
    expect(versions[1].body).toContain('一次有效');
    const again = await desks.opened();
    await desks.done('operator', again, 'answer-directly', { text: '三十日内有效。', knowledgeId: id });
    const told = (await desks.view(again)).history.find(({ type }: Json) => type === 'case.answered-directly');
    expect(told.facts.knowledgeVersion).toBe(2);
  });

  it('takes one opinion a reader, to be changed; what is called wrong waits for its department until that has looked', async () => {
    const id = await released({ title: '有争议的一条' });
    const opine = (by: Client, body: object) => by.put(`/knowledge/${id}/versions/1/opinion`, body);
    refused(await opine(operator, { verdict: 'wrong' }), 422, 'input.invalid');
    expect(succeeded(await opine(operator, { verdict: 'useful' }))).toMatchObject({
      doubted: false,
      own: { verdict: 'useful' },
      opinions: [],
    });
    expect(succeeded(await opine(operator, { verdict: 'wrong', remark: '时限已改为两日' })).doubted).toBe(true);
    expect((await item(id, market)).opinions).toMatchObject([{ verdict: 'wrong', remark: '时限已改为两日' }]);
    expect(succeeded(await market.get('/knowledge/tasks')).doubted).toBe(1);
    expect(succeeded(await (await desks.as('tax')).get('/knowledge/tasks')).doubted).toBe(0);
    expect(succeeded(await market.get('/knowledge/register?doubted=true')).items.map((one: Json) => one.id)).toEqual([id]);
    expect(succeeded(await opine(operator, { verdict: 'useful' })).doubted).toBe(false);
    succeeded(await opine(operator, { verdict: 'outdated', remark: '文件已废止' }));
    const { revision } = (await item(id, market)).versions[0];
    const looked = succeeded(await act(market, id, 1, 'confirm', { revision, reviewAt: '2027-08-01' }), 200);
    expect(looked).toMatchObject({ doubted: false, reviewAt: '2027-08-01', version: 1 });
    refused(await act(market, id, 1, 'confirm', { revision, reviewAt: '2027-09-01' }), 409, 'article.stale');
  });

  it('counts the yes and no of citizens on what is public, and keeps nothing of them', async () => {
    const id = await released({ title: '公开的一条' });
    const vote = (useful: boolean, which = id) => app.client().post(`/public/knowledge/${which}/useful`, { useful });
    expect([(await vote(true)).status, (await vote(true)).status, (await vote(false)).status]).toEqual([204, 204, 204]);
    expect((await item(id)).versions[0]).toMatchObject({ yes: 2, no: 1 });
    const inner = await released({ title: '内部的一条', open: false });
    expect(await found('q=内部的一条')).toContain(inner);
    expect((await open('q=内部的一条')).map((one) => one.id)).not.toContain(inner);
    const [hidden, absent] = await Promise.all([inner, 'k0000'].map((which) => app.client().get(`/public/knowledge/${which}`)));
    const bare = ({ status, body }: { status: number; body: Json }) => [status, body.code, body.title, body.detail];
    expect(bare(hidden!)).toEqual(bare(absent!));
    refused(await vote(true, inner), 404, 'not-found');
  });

  it('leaves search and public pages on the day after its last, and when it is retired', async () => {
    const ends = await released({ title: '临时停水补偿办法', validTo: '2026-11-09' });
    const stays = await released({ title: '临时停电补偿办法' });
    expect(await found('q=临时停水补偿')).toContain(ends);
    expect((await open('q=临时停水补偿')).map((one) => one.id)).toContain(ends);
    const { revision } = (await item(stays)).versions[0];
    refused(await act(market, stays, 1, 'retire', { revision, reason: '已废止' }), 403, 'article.role-may-not');
    succeeded(await act(await desks.as('market!'), stays, 1, 'retire', { revision, reason: '已废止' }), 200);
    expect(await found('q=临时停电补偿')).not.toContain(stays);
    await app.turnTo('2026-11-10T09:30:00+08:00');
    await meet();
    expect(await found('q=临时停水补偿')).not.toContain(ends);
    expect((await open('q=临时停水补偿')).map((one) => one.id)).not.toContain(ends);
    refused(await app.client().get(`/public/knowledge/${ends}`), 404, 'not-found');
    expect((await item(ends, operator)).versions[0].state).toBe('released');
  });

  it('is due for a review with its owner and with no other department, also after a restart', async () => {
    const id = await released({ title: '到期要复核的一条', reviewAt: '2026-11-12' });
    const before = succeeded(await market.get('/knowledge/tasks')).overdue;
    await app.restart({ NOW: '2026-11-13T09:30:00+08:00' });
    await meet();
    expect(succeeded(await market.get('/knowledge/tasks')).overdue).toBe(before + 1);
    expect(
      succeeded(await market.get('/knowledge/register?overdue=true&departmentCode=market')).items.map((one: Json) => one.id),
    ).toContain(id);
    const tax = await desks.as('tax');
    expect(succeeded(await tax.get('/knowledge/register?overdue=true&departmentCode=tax')).items.map((one: Json) => one.id)).not.toContain(
      id,
    );
    const { revision } = (await item(id, market)).versions[0];
    refused(await act(tax, id, 1, 'confirm', { revision, reviewAt: '2027-01-01' }), 403, 'article.role-may-not');
    succeeded(await act(market, id, 1, 'confirm', { revision, reviewAt: '2027-06-01' }), 200);
    expect(succeeded(await market.get('/knowledge/tasks')).overdue).toBe(before);
  });

  it('tells every step in the log, which still verifies', async () => {
    const rows = await town.db.read<{ type: string }>("SELECT DISTINCT type FROM events WHERE type LIKE 'article.%'");
    expect(rows.map(({ type }) => type).sort()).toEqual(
      ['drafted', 'edited', 'judged', 'proposed', 'refused', 'released', 'retired', 'reviewed'].map((one) => `article.${one}`),
    );
    expect((await verifiedLog(town)).holds).toBe(true);
  });
});
