/** The behaviour catalogue: written by one person, released by another, in versions; and what cases carry of it. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { Desks, typesOf } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const FIRST_DAY = '2026-11-10';
const entry = (more: object = {}) => ({
  name: '对诉求不登记、不答复',
  nameEn: 'Neither registering nor answering a request',
  categories: ['0105', '0106'],
  measures: ['criticism', 'notice', 'efficiency-warning'],
  article: '政务处分法第三十九条',
  validFrom: FIRST_DAY,
  ...more,
});

describeWithServer('the behaviour catalogue', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let supervisor: Client;
  let commissioner: Client;

  beforeAll(async () => {
    town = await freshTown();
    await start(MONDAY);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });
  const start = async (now: string) => {
    if (app) await app.turnTo(now);
    else app = await startApp({ NOW: now }, town.database);
    desks = new Desks(app);
    [supervisor, commissioner] = [await desks.as('supervisor'), await desks.as('commissioner')];
  };
  const act = (by: Client, code: string, version: number, action: string, body = {}) =>
    by.post(`/behaviours/${code}/versions/${version}/actions/${action}`, body);
  const list = async (query: string, by = supervisor): Promise<Json> => succeeded(await by.get(`/behaviours?pageSize=200${query}`));
  const shown = async (code: string, query = '', by = supervisor): Promise<Json> =>
    (await list(query, by)).items.find((one: Json) => one.code === code);

  it('begins with the entries of the settings, each with measures of its kinds', async () => {
    const { items, total } = await list('');
    expect(total).toBe(35);
    expect(items[0]).toMatchObject({ code: 'b01', version: 1, state: 'released', inForce: true, categories: ['0101'] });
    expect(items[0].measures.map(({ code, kind }: Json) => `${code} ${kind}`)).toEqual([
      'criticism education',
      'self-criticism education',
      'efficiency-warning penalty',
    ]);
    expect(
      (await list('&categoryCode=03')).items.every(({ categories }: Json) => categories.some((one: string) => one.startsWith('03'))),
    ).toBe(true);
    expect((await list('&q=推诿')).items.map(({ code }: Json) => code)).toEqual(['b05']);
    expect((await list('&measureKind=appraisal')).total).toBeLessThan(35);
  });

  it('takes a new entry as a draft that nobody but its writers sees and no case can carry', async () => {
    const made = succeeded(await supervisor.post('/behaviours', { code: 'b36', ...entry() }), 201);
    expect(made.versions).toMatchObject([{ version: 1, state: 'draft', proposedBy: '邱正华', actions: ['withdraw'] }]);
    expect(await shown('b36', '&standing=waiting', commissioner)).toMatchObject({ state: 'draft', actions: ['release', 'refuse'] });
    expect(await shown('b36', '', await desks.as('operator'))).toBeUndefined();
    refused(await (await desks.as('operator')).get('/behaviours/b36'), 404, 'not-found');
    const caseNumber = await desks.opened();
    refused(await supervisor.put(`/cases/${caseNumber}/behaviours`, { codes: ['b36'] }), 422, 'input.invalid');
    refused(await supervisor.post('/behaviours', { code: 'b36', ...entry() }), 409, 'behaviour.code-taken');
  });

  it.each([
    ['an unknown category', { categories: ['9999'] }, 'categories', 'unknown-category'],
    ['an unknown measure', { measures: ['flogging'] }, 'measures', 'unknown-measure'],
    ['no category', { categories: [] }, 'categories', 'required'],
    ['a first day that is past', { validFrom: '2026-11-01' }, 'validFrom', 'in-the-past'],
    ['a last day before the first', { validTo: '2026-11-09' }, 'validTo', 'before-start'],
  ])('refuses %s', async (_, patch, field, code) => {
    const { facts } = refused(await supervisor.post('/behaviours', { code: 'b40', ...entry(patch) }), 422, 'input.invalid');
    expect(facts.fields).toEqual([{ field, code }]);
  });

  it('is released by the commissioner alone, and once: of two who release at the same moment one is refused', async () => {
    refused(await act(supervisor, 'b36', 1, 'release'), 403, 'behaviour.role-may-not');
    refused(await act(await desks.as('operator'), 'b36', 1, 'release'), 403, 'access.role-may-not');
    refused(await act(commissioner, 'b36', 1, 'refuse'), 422, 'input.invalid');
    const second = await app.signIn('commissioner1');
    const replies = await Promise.all([act(commissioner, 'b36', 1, 'release'), act(second, 'b36', 1, 'refuse', { reason: '再议' })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = succeeded(await supervisor.get('/behaviours/b36')).versions[0];
    expect(['released', 'refused']).toContain(state);
    const log = await town.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM events WHERE type IN ('behaviour.released', 'behaviour.refused')",
    );
    expect(Number(log[0]!.n)).toBe(1);
  });

  it('takes one draft of an entry at a time, also when two are written at the same moment', async () => {
    const replies = await Promise.all([1, 2].map(() => supervisor.put('/behaviours/b05', entry({ name: '推诿扯皮，不履行首接责任' }))));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    refused(
      replies.find(({ status }) => status === 409)!,
      409,
      'behaviour.draft-open',
    );
  });

  it('keeps the old version until the eve of the new one, and both in its history', async () => {
    succeeded(await act(commissioner, 'b05', 2, 'release'), 200);
    expect(await shown('b05')).toMatchObject({ version: 1, validTo: '2026-11-09', versions: 2 });
    expect(await shown('b05', `&on=${FIRST_DAY}`)).toMatchObject({ version: 2, name: '推诿扯皮，不履行首接责任' });
    const { versions } = succeeded(await (await desks.as('market')).get('/behaviours/b05'));
    expect(versions.map(({ version, state }: Json) => [version, state])).toEqual([
      [2, 'released'],
      [1, 'released'],
    ]);
  });

  it('shows the operator what it holds at the category, and registers what was ticked with the case', async () => {
    const operator = await desks.as('operator');
    const hints = succeeded(await operator.post('/intake/suggestions', { description: '窗口推来推去', categoryCode: '0105' }), 200);
    expect(hints.behaviours.map(({ code }: Json) => code)).toEqual(['b05']);
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口推来推去', categoryCode: '0105' };
    const { caseNumber } = succeeded(await operator.post('/cases', { ...body, behaviourCodes: ['b05'] }), 201);
    const view = succeeded(await operator.get(`/cases/${caseNumber}/behaviours`));
    expect(view.noted).toMatchObject([{ code: 'b05', version: 1, name: '相互推诿、不履行首接责任' }]);
    refused(await operator.post('/cases', { ...body, behaviourCodes: ['b99'] }), 422, 'input.invalid');
  });

  it('is noted beside the case by the reviewer: history says so, no limit and no version moves', async () => {
    const caseNumber = await desks.answered();
    const reviewer = await desks.as('reviewer');
    const before = await desks.view(caseNumber);
    succeeded(await reviewer.put(`/cases/${caseNumber}/behaviours`, { codes: ['b05', 'b03'] }), 200);
    succeeded(await reviewer.put(`/cases/${caseNumber}/behaviours`, { codes: ['b03', 'b05'] }), 200);
    const noted = succeeded(await reviewer.put(`/cases/${caseNumber}/behaviours`, { codes: ['b03'] }), 200);
    expect(noted.noted.map(({ code }: Json) => code)).toEqual(['b03']);
    const after = await desks.view(caseNumber);
    expect([after.version, after.limits, after.status]).toEqual([before.version, before.limits, before.status]);
    const told = after.history.filter(({ type }: Json) => type === 'case.behaviours-noted').map(({ facts }: Json) => facts);
    expect(told).toEqual([{ codes: ['b03', 'b05'] }, { codes: ['b03'], removed: ['b05'] }]);
  });

  it('is no business of the handling department, which learns that something was noted and not what', async () => {
    const caseNumber = await desks.answered();
    succeeded(await (await desks.as('reviewer')).put(`/cases/${caseNumber}/behaviours`, { codes: ['b03'] }), 200);
    const handler = await desks.as('market');
    refused(await handler.get(`/cases/${caseNumber}/behaviours`), 403, 'access.role-may-not');
    const seen = await desks.view(caseNumber, 'market');
    expect(typesOf(seen)).toContain('case.behaviours-noted');
    expect(JSON.stringify(seen)).not.toContain('b03');
    const sealed = await desks.opened();
    await desks.done('dispatcher', sealed, 'seal', { reason: '涉及索要财物' });
    refused(await (await desks.as('reviewer')).get(`/cases/${sealed}/behaviours`), 404, 'not-found');
    refused(await (await desks.as('reviewer')).put(`/cases/${sealed}/behaviours`, { codes: [] }), 404, 'not-found');
  });

  it('turns to the new version on its day without anybody doing anything', async () => {
    await start(`${FIRST_DAY}T10:00:00+08:00`);
    expect(await shown('b05')).toMatchObject({ version: 2, validFrom: FIRST_DAY });
    const caseNumber = await desks.opened();
    succeeded(await supervisor.put(`/cases/${caseNumber}/behaviours`, { codes: ['b05'] }), 200);
    const { noted } = succeeded(await supervisor.get(`/cases/${caseNumber}/behaviours`));
    expect(noted).toMatchObject([{ version: 2, name: '推诿扯皮，不履行首接责任' }]);
    expect((await verifiedLog(town)).holds).toBe(true);
  });
});
