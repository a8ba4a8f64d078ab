/** From being appraised to asking for opinions: visits whose matters become cases, and questionnaires answered once. */
import { type App, startApp } from './support/app.js';
import { Gateway } from './support/carriers.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const USCC = ['91350100M000100Y43', '91220113MA14TQ5R8J'] as const;
const TODAY = '2026-11-02';
const ANSWERS = { overall: 4, speed: 3, attitude: 5, trips: 'two', trouble: ['slow'], change: 'better' };
const SAID = '负责人说环评批了四个月';

describeWithServer('outreach', () => {
  let town: Town;
  let gateway: Gateway;
  let app: App;
  let desks: Desks;
  let market: Client;
  let supervisor: Client;
  const enterprises: string[] = [];

  beforeAll(async () => {
    [town, gateway] = await Promise.all([freshTown(), Gateway.open()]);
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000', ...gateway.env }, town.database);
    desks = new Desks(app);
    [market, supervisor] = [await desks.as('market'), await desks.as('supervisor')];
    for (const [index, uscc] of USCC.entries()) {
      const body = { name: `走访企业${index + 1}`, uscc, size: index ? 'small' : 'medium', origin: index ? 'outside' : 'local' };
      const contact = { contactName: '李春华', contactPhone: `1380000111${index}`, departmentCode: index ? 'tax' : 'market' };
      enterprises.push(succeeded(await supervisor.post('/enterprises', { ...body, ...contact }), 201).id as string);
    }
  });
  afterAll(async () => {
    await app?.stop();
    await gateway?.close();
    await town?.close();
  });
  const plan = async (by: Client, enterprise = 0, plannedOn = TODAY): Promise<string> =>
    succeeded(await by.post('/visits', { enterpriseId: enterprises[enterprise], plannedOn, visitors: '韩立夫、佟晓燕' }), 201).id as string;
  const record = (by: Client, id: string, matters: object[] = []) =>
    by.post(`/visits/${id}/actions/record`, { visitedOn: TODAY, visitors: '韩立夫', said: SAID, matters });
  const matter = (more: object = {}) => ({ kind: 'complaint', text: '环评批了四个月，材料补了三次', categoryCode: '0102', ...more });

  describe('a visit', () => {
    it('is planned by a department for those it serves, by the office for everybody', async () => {
      await plan(market);
      refused(await market.post('/visits', { enterpriseId: enterprises[1], plannedOn: TODAY }), 404, 'not-found');
      await plan(supervisor, 1);
      const { facts } = refused(await market.post('/visits', { enterpriseId: enterprises[0], plannedOn: '2026-11-01' }), 422);
      expect(facts.fields).toEqual([{ field: 'plannedOn', code: 'in-the-past' }]);
      const mine = succeeded(await market.get('/visits'));
      expect(mine.items.map(({ departmentCode }: Json) => departmentCode)).toEqual(['market']);
      expect(succeeded(await supervisor.get('/visits')).total).toBe(2);
      refused(await (await desks.as('inspector')).get('/visits'), 403, 'access.role-may-not');
    });

    it('is recorded once, with what was said kept out of the database in plain', async () => {
      const id = await plan(market);
      refused(await record(await desks.as('tax'), id), 404, 'not-found');
      refused(await record(supervisor, id), 404, 'not-found');
      const early = { visitedOn: '2026-11-03', visitors: '韩立夫', said: SAID, matters: [] };
      expect(refused(await market.post(`/visits/${id}/actions/record`, early), 422).facts.fields[0].code).toBe('in-the-future');
      const replies = await Promise.all([record(market, id, [matter()]), record(market, id, [matter()])]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      const seen = succeeded(await market.get(`/visits/${id}`));
      expect(seen).toMatchObject({
        state: 'done',
        said: SAID,
        matters: 1,
        found: [{ registered: false, text: matter().text }],
        actions: [],
      });
      expect(succeeded(await supervisor.get(`/visits/${id}`)).said).toBe(SAID);
      refused(await (await desks.as('tax')).get(`/visits/${id}`), 404, 'not-found');
      const stored = JSON.stringify([await town.db.read('SELECT * FROM visits'), await town.db.read('SELECT * FROM visit_matters')]);
      expect(stored).not.toMatch(/环评批了/);
      refused(await market.post(`/visits/${id}/actions/cancel`, {}), 409, 'visit.not-planned');
    });

    const recorded = async (by: Client, more: object = {}): Promise<{ id: string; found: string }> => {
      const id = await plan(by);
      const { found } = succeeded(await record(by, id, [matter(more)]), 200);
      return { id, found: found[0].id as string };
    };

    it('turns a matter into a case of its own channel in one step; of two who do it at once one is refused', async () => {
      const { id, found } = await recorded(supervisor, { accusedDepartmentCode: 'ecology', amountInvolved: 1200 });
      const register = () => supervisor.post(`/visits/${id}/matters/${found}/case`, { consentToBeNamed: true });
      const replies = await Promise.all([register(), register()]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      const { caseNumber, trackingCode } = replies.find(({ status }) => status === 201)!.body;
      expect(trackingCode).toMatch(/^\d{20}$/);
      const view = await desks.view(caseNumber);
      expect(view).toMatchObject({
        channel: 'outreach',
        status: 'pending_dispatch',
        categoryCode: '0102',
        accusedDepartmentCode: 'ecology',
        amountInvolved: 1200,
        organisation: '走访企业1',
        size: 'medium',
        complainant: { name: '李**', phone: '138****1110' },
      });
      const after = succeeded(await supervisor.get(`/visits/${id}`));
      expect(after.found).toEqual([expect.objectContaining({ registered: true, caseNumber })]);
      expect(after.found[0].text).toBeUndefined();
      expect(succeeded(await supervisor.get(`/cases/${caseNumber}/origin`))).toMatchObject({ visitId: id });
      refused(await market.get(`/cases/${caseNumber}/origin`), 403, 'access.role-may-not');
      const rows = JSON.stringify([await town.db.read('SELECT * FROM visit_matters'), await town.db.read('SELECT * FROM visits')]);
      expect(rows).not.toContain(caseNumber);
    });

    it('gives a department no tracking code: with it the department could rate and withdraw', async () => {
      const { id, found } = await recorded(market);
      const told = succeeded(await market.post(`/visits/${id}/matters/${found}/case`, { anonymous: true }), 201);
      expect(Object.keys(told)).toEqual(['caseNumber']);
      const seen = succeeded(await market.get(`/visits/${id}`));
      expect(seen.found).toEqual([expect.objectContaining({ registered: true })]);
      expect(seen.found[0].caseNumber).toBeUndefined();
      refused(await market.get(`/cases/${told.caseNumber}`), 404, 'not-found');
      expect(await desks.view(told.caseNumber)).toMatchObject({ complainant: { anonymous: true } });
      refused(await (await desks.as('tax')).post(`/visits/${id}/matters/${found}/case`, {}), 404, 'not-found');
    });

    it('loses its link to a case that is sealed, at once or later', async () => {
      const links = async (id: string): Promise<unknown> =>
        (await town.db.read('SELECT caseNumber, caseIndex FROM visit_matters WHERE visitId = ?', [id]))[0];
      const born = await recorded(supervisor, { categoryCode: '1001' });
      const first = succeeded(await supervisor.post(`/visits/${born.id}/matters/${born.found}/case`, {}), 201);
      expect(await links(born.id)).toEqual({ caseNumber: null, caseIndex: null });
      expect(succeeded(await supervisor.get(`/visits/${born.id}`)).found[0]).toMatchObject({ registered: true });
      refused(await supervisor.get(`/cases/${first.caseNumber}`), 404, 'not-found');
      const later = await recorded(supervisor);
      const { caseNumber } = succeeded(await supervisor.post(`/visits/${later.id}/matters/${later.found}/case`, {}), 201);
      expect(await links(later.id)).not.toEqual({ caseNumber: null, caseIndex: null });
      await desks.done('dispatcher', caseNumber, 'seal', { reason: '涉及索要财物' });
      expect(await links(later.id)).toEqual({ caseNumber: null, caseIndex: null });
    });
  });

  describe('a questionnaire', () => {
    let round: string;
    const linkTo = async (phone: string): Promise<string> => {
      const found = () => gateway.to(`+86${phone}`).flatMap(({ text }) => /questionnaire#(\S+)/.exec(text)?.[1] ?? []);
      await gateway.until(() => found().length > 0);
      return found().at(-1)!;
    };
    const look = (token: string) => app.client().post('/public/questionnaire/look', { token });
    const answer = (token: string, more: object = {}) => app.client().post('/public/questionnaire', { token, answers: ANSWERS, ...more });
    const results = async (query = '', by = supervisor): Promise<Json> =>
      succeeded(await by.get(`/questionnaire-rounds/${round}/results${query}`));

    it('is begun by the supervisor, and refuses days that make no sense', async () => {
      const body = { questionnaire: 'environment', title: '2026年第四季度', opensOn: TODAY, closesOn: '2026-11-30' };
      refused(await market.post('/questionnaire-rounds', body), 403, 'access.role-may-not');
      refused(await supervisor.post('/questionnaire-rounds', { ...body, questionnaire: 'gossip' }), 422);
      refused(await supervisor.post('/questionnaire-rounds', { ...body, closesOn: '2026-11-01' }), 422);
      round = succeeded(await supervisor.post('/questionnaire-rounds', body), 201).id as string;
    });

    it('invites each enterprise once, by a link of its own', async () => {
      const invite = async (body: object): Promise<Json> =>
        succeeded(await supervisor.post(`/questionnaire-rounds/${round}/invitations`, body), 200);
      await supervisor.post('/enterprises', { name: '只有座机的厂', uscc: '91110108MA01234567', size: 'small', origin: 'local' });
      expect(await invite({ size: 'medium' })).toEqual({ invited: 1, already: 0, unreachable: 0 });
      expect(await invite({})).toEqual({ invited: 1, already: 1, unreachable: 1 });
      expect(await invite({})).toEqual({ invited: 0, already: 2, unreachable: 1 });
      const [one, two] = [await linkTo('13800001110'), await linkTo('13800001111')];
      expect(one).not.toBe(two);
      expect(JSON.stringify(await town.db.read('SELECT * FROM questionnaire_invitations'))).not.toContain(one);
    });

    it('is answered once behind its link, without the enterprise being kept with the answer', async () => {
      const token = await linkTo('13800001110');
      expect(succeeded(await look(token), 200)).toMatchObject({ status: 'open', questionnaire: { code: 'environment' } });
      refused(await look(`${token}x`), 404, 'not-found');
      const { facts } = refused(await answer(token, { answers: { ...ANSWERS, overall: 9 } }), 422, 'input.invalid');
      expect(facts.fields).toEqual([{ field: 'answers.overall', code: 'not-in-list' }]);
      const words = { answers: { ...ANSWERS, words: '少跑几趟，联系我13812345678' } };
      const replies = await Promise.all([answer(token, words), answer(token, words)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(succeeded(await look(token), 200)).toEqual({ status: 'used' });
      const stored = await town.db.read<Record<string, unknown>>('SELECT * FROM questionnaire_answers');
      expect(stored).toHaveLength(1);
      const flat = JSON.stringify(stored);
      expect([enterprises[0]!, '少跑几趟', USCC[0], '走访企业1'].filter((word) => flat.includes(word))).toEqual([]);
      expect(stored[0]).toMatchObject({ way: 'link', size: 'medium', origin: 'local', answeredOn: TODAY });
    });

    it('lets a matter be told with it, which becomes a case whose code its teller gets', async () => {
      const token = await linkTo('13800001111');
      const told = {
        description: '退税拖了两个月',
        categoryCode: '0102',
        accusedDepartmentCode: 'tax',
        name: '周七',
        phone: '13800001111',
      };
      const { receipt } = succeeded(await answer(token, { matter: told }), 201);
      expect(receipt.trackingCode).toMatch(/^\d{20}$/);
      expect(await desks.view(receipt.caseNumber)).toMatchObject({
        channel: 'outreach',
        organisation: '走访企业2',
        origin: 'outside',
        complainant: { name: '周*', anonymous: false },
      });
      expect(JSON.stringify(await town.db.read('SELECT * FROM questionnaire_answers'))).not.toContain(receipt.caseNumber);
    });

    it('is filled in at a visit, once, and counted apart', async () => {
      const visit = await plan(market);
      const body = { visitId: visit, answers: ANSWERS };
      succeeded(await market.post(`/questionnaire-rounds/${round}/answers`, body), 201);
      refused(await market.post(`/questionnaire-rounds/${round}/answers`, body), 409, 'questionnaire.used');
      refused(await (await desks.as('tax')).post(`/questionnaire-rounds/${round}/answers`, body), 404, 'not-found');
      expect([(await results()).counted, (await results('?way=visit')).counted]).toEqual([3, 1]);
    });

    it('gives results question by question with their number, small samples marked, words for the office alone', async () => {
      const all = await results();
      expect(all).toMatchObject({ invited: 2, answered: 3, counted: 3 });
      expect(all.results[0]).toMatchObject({ code: 'overall', n: 3, small: true, mean: 4 });
      expect(all.comments).toMatchObject([{ text: '少跑几趟，联系我***', registered: false }]);
      expect((await results('?origin=outside')).counted).toBe(1);
      expect((await results('', await desks.as('market!'))).comments).toEqual([]);
      refused(await (await desks.as('operator')).get(`/questionnaire-rounds/${round}/results`), 403, 'access.role-may-not');
    });

    it('becomes an anonymous case by what somebody wrote, once', async () => {
      const { comments } = await results();
      const make = () => supervisor.post(`/questionnaire-rounds/${round}/answers/${comments[0].id}/case`);
      const replies = await Promise.all([make(), make()]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      const { caseNumber } = replies.find(({ status }) => status === 201)!.body;
      expect(await desks.view(caseNumber)).toMatchObject({ channel: 'outreach', complainant: { anonymous: true } });
      expect((await results()).comments).toMatchObject([{ registered: true, caseNumber }]);
    });

    it('is closed after its last day, and so are its links', async () => {
      await supervisor.post('/enterprises', {
        name: '迟到的厂',
        uscc: '91220113MA00000015',
        size: 'small',
        origin: 'local',
        contactPhone: '13800001119',
      });
      succeeded(await supervisor.post(`/questionnaire-rounds/${round}/invitations`, {}), 200);
      const token = await linkTo('13800001119');
      await desks.turnTo('2026-12-01T10:00:00+08:00');
      expect(succeeded(await look(token), 200)).toEqual({ status: 'closed' });
      refused(await answer(token), 410, 'questionnaire.closed');
      supervisor = await desks.as('supervisor');
      refused(await supervisor.post(`/questionnaire-rounds/${round}/invitations`, {}), 409, 'questionnaire.closed');
      expect((await verifiedLog(town)).holds).toBe(true);
    });
  });
});
