/** A closed case becomes a typical case: looked through for traces, approved by two others, published, taken back. */
import { MARKS, particularsOf, placeOf, sightings } from './support/canary.js';
import { type Json, refused, succeeded } from './support/client.js';
import { ANSWER, SUMMARY } from './support/desks.js';
import { describeTown } from './support/town-story.js';
import { verifiedLog } from './support/town.js';

const TEXTS = {
  title: '许可延续材料齐全却不收件',
  happened: '某企业到窗口办理许可延续，材料齐全，窗口以预审为由不予收件，前后往返四趟。',
  dealt: '经核实情况属实，窗口当日受理并书面致歉，当班人员离岗培训。',
};

describeTown('a typical case', { INTAKES_PER_MINUTE: '100000', WRONG_PASSWORDS_PER_MINUTE: '100000' }, (here) => {
  const { desks } = here;
  let made = 0;

  /** A complaint with particulars that can be found again, by its end closed. */
  const closedCase = async (more: object = {}): Promise<string> => {
    const complainant = particularsOf(++made);
    const description = `我是${complainant.name}，电话${complainant.phone}，在${placeOf(made)}开店，窗口让跑了四趟`;
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description, address: placeOf(made), complainant, ...more };
    const { caseNumber } = succeeded(await (await desks.as('operator')).post('/cases', body), 201);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await desks.done('reviewer', caseNumber, 'close');
    return caseNumber;
  };
  const draft = async (body: object, who = 'supervisor'): Promise<Json> =>
    succeeded(await (await desks.as(who)).post('/typical-cases', body), 201);
  const item = async (id: string, who = 'supervisor'): Promise<Json> => succeeded(await (await desks.as(who)).get(`/typical-cases/${id}`));
  const act = async (who: string, { id, version }: Json, action: string, body = {}) =>
    (await desks.as(who)).post(`/typical-cases/${id}/actions/${action}`, { version, ...body });
  const done = async (who: string, one: Json, action: string, body = {}): Promise<Json> =>
    succeeded(await act(who, one, action, body), 200);
  const proposed = async (caseNumber?: string): Promise<Json> => {
    const first = await draft(caseNumber ? { caseNumber } : { departmentCode: 'tax', ...TEXTS });
    return done('supervisor', await done('supervisor', first, 'edit', TEXTS), 'propose');
  };
  const published = async (caseNumber?: string): Promise<Json> =>
    done('commissioner', await done('inspector', await proposed(caseNumber), 'approve'), 'approve');

  it('is made of a closed case alone, once, by those who may see it', async () => {
    const open = await desks.opened();
    const supervisor = await desks.as('supervisor');
    refused(await supervisor.post('/typical-cases', { caseNumber: open }), 409, 'typical-case.case-open');
    refused(await supervisor.post('/typical-cases', { caseNumber: '20200101000001' }), 404);
    refused(await supervisor.post('/typical-cases', {}), 422, 'input.invalid');
    refused(await (await desks.as('commissioner')).post('/typical-cases', { departmentCode: 'tax' }), 403);
    refused(await (await desks.as('admin')).get('/typical-cases'), 403);
    const caseNumber = await closedCase();
    const both = await Promise.all([1, 2].map(() => supervisor.post('/typical-cases', { caseNumber })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('shows the original with every trace of the complainant, and the words proposed instead', async () => {
    const caseNumber = await closedCase();
    const made = await draft({ caseNumber });
    const description = made.original.find(({ part }: Json) => part === 'description');
    const kinds = description.traces.map(({ kind, mustGo }: Json) => `${kind}${mustGo ? '!' : ''}`);
    expect(kinds).toEqual(expect.arrayContaining(['name!', 'phone!', 'place!']));
    expect(made).toMatchObject({ state: 'draft', departmentCode: 'market', happened: SUMMARY, dealt: ANSWER.publicReply, consents: false });
  });

  it('goes nowhere while one trace is undecided, whatever the client says', async () => {
    const caseNumber = await closedCase();
    const { name, phone } = particularsOf(made);
    const told = `${name}（电话${phone}）于3月15日被收3200元，又被收3200元。`;
    let one = await draft({ caseNumber });
    one = await done('supervisor', one, 'edit', { ...TEXTS, happened: told });
    expect(one.traces.happened.map(({ kind }: Json) => kind)).toEqual(['name', 'phone', 'date', 'amount', 'amount']);
    expect(one.actions).toEqual(['edit', 'discard']);
    expect(refused(await act('supervisor', one, 'propose'), 422, 'typical-case.unresolved').facts).toEqual({ unresolved: 5 });
    // what leads to the complainant cannot be kept by anybody's decision; of the rest each place needs its own
    const keep = (of: Json) => ({ field: 'happened', kind: of.kind, text: of.text, n: of.n });
    one = await done('supervisor', one, 'edit', { ...TEXTS, happened: told, confirmed: one.traces.happened.slice(0, 4).map(keep) });
    expect([one.unresolved, one.traces.happened.map(({ confirmed }: Json) => confirmed)]).toEqual([3, [false, false, true, true, false]]);
    refused(await act('supervisor', one, 'propose'), 422, 'typical-case.unresolved');
    const anonymous = told.replace(name, '诉求人').replace(`（电话${phone}）`, '');
    const check = await (await desks.as('supervisor')).post(`/typical-cases/${one.id}/check`, { ...TEXTS, happened: anonymous });
    expect(succeeded(check).unresolved).toBe(3);
    const left = succeeded(check).traces.happened;
    one = await done('supervisor', one, 'edit', { ...TEXTS, happened: anonymous, confirmed: left.map(keep) });
    expect(one.unresolved).toBe(0);
    one = await done('supervisor', one, 'propose');
    expect(one).toMatchObject({ state: 'proposed', version: 5 });
    expect(one.versions.map(({ version, step }: Json) => [version, step])).toEqual([
      [5, 'propose'],
      [4, 'edit'],
      [3, 'edit'],
      [2, 'edit'],
      [1, 'create'],
    ]);
  });

  it('names a complainant only who agreed, on the case and to this publication', async () => {
    const naming = async (more: object): Promise<Json> => {
      const caseNumber = await closedCase(more);
      const named = { ...TEXTS, happened: `${particularsOf(made).organisation}往返四趟。` };
      return done('supervisor', await draft({ caseNumber }), 'edit', named);
    };
    const silent = await naming({});
    const confirmed = (one: Json) => one.traces.happened.map(({ kind, text, n }: Json) => ({ field: 'happened', kind, text, n }));
    const edit = async (one: Json, consentNote: string) =>
      done('supervisor', one, 'edit', { ...TEXTS, happened: one.happened, confirmed: confirmed(one), consentNote });
    expect((await edit(silent, '电话中同意')).unresolved).toBe(1);
    const agreed = await naming({ consentToBeNamed: true });
    expect((await edit(agreed, '')).unresolved).toBe(1);
    expect((await edit({ ...agreed, version: agreed.version + 1 }, '11月2日电话中同意公开企业名称')).unresolved).toBe(0);
  });

  it('needs two other people; of two at once one is told that it has moved on', async () => {
    const one = await proposed(await closedCase());
    refused(await act('supervisor', one, 'approve'), 403, 'typical-case.role-may-not');
    const inspectors = await Promise.all(['inspector1', 'inspector2', 'commissioner1'].map((who) => act(who, one, 'approve')));
    expect(inspectors.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const after = await item(one.id);
    expect(after).toMatchObject({ state: 'proposed', approved: 1, needed: 2 });
    const [{ username }] = after.approvals;
    refused(await act(username, after, 'approve'), 409, 'typical-case.approved-already');
    const other = username === 'commissioner1' ? 'inspector2' : 'commissioner1';
    const last = await Promise.all([act(other, after, 'approve'), act(other, after, 'approve')]);
    expect(last.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await item(one.id)).toMatchObject({ state: 'published', approved: 2, number: expect.stringMatching(/^2026-\d{3}$/) });
  });

  it('waits while its case is being investigated; the commissioner alone is told so', async () => {
    const caseNumber = await closedCase();
    const one = await proposed(caseNumber);
    const clue = { source: 'report', title: '窗口索要好处费', text: '举报人称窗口索要好处费。', caseNumbers: [caseNumber] };
    const opened = await (await desks.as('inspector')).post('/investigations', clue);
    succeeded(opened, 201);
    refused(await act('commissioner', one, 'approve'), 409, 'typical-case.investigation-open');
    expect(await done('inspector2', one, 'approve')).toMatchObject({ state: 'proposed', approved: 1 });
  });

  it('is not approved by whoever wrote a version of it', async () => {
    const first = await draft({ departmentCode: 'tax', ...TEXTS }, 'inspector');
    const one = await done('supervisor', await done('supervisor', first, 'edit', TEXTS), 'propose');
    refused(await act('inspector1', one, 'approve'), 403, 'typical-case.author-may-not');
    refused(await act('inspector1', one, 'return', { reason: '再改' }), 403, 'typical-case.author-may-not');
    expect((await item(one.id, 'inspector2')).actions).toEqual(['approve', 'return']);
  });

  it('goes back with a reason, and its approvals count no more', async () => {
    const one = await done('inspector', await proposed(), 'approve');
    refused(await act('commissioner', one, 'return', { reason: ' ' }), 422);
    const back = await done('commissioner', one, 'return', { reason: '处理结果请写具体' });
    expect(back).toMatchObject({ state: 'draft', approved: 0, returnReason: '处理结果请写具体' });
    refused(await act('commissioner', back, 'approve'), 409, 'typical-case.action-not-open');
    refused(await act('inspector', { ...back, version: 1 }, 'withdraw', { reason: '误' }), 403, 'typical-case.role-may-not');
  });

  it('is read by everybody once published, and carries nothing of the complainant', async () => {
    const caseNumber = await closedCase();
    const { number } = await published(caseNumber);
    const visitor = here.app.client();
    const list = await visitor.get('/public/typical-cases?pageSize=100');
    expect(list.headers.get('cache-control')).toBe('public, max-age=60');
    expect(succeeded(list).items[0]).toEqual({
      number,
      month: '2026-11',
      departmentCode: 'market',
      department: '市场监督管理局',
      departmentEn: 'Market Supervision Bureau',
      ...TEXTS,
    });
    const page = await visitor.get(`/public/typical-cases/${number}`);
    expect(succeeded(page)).toEqual(succeeded(list).items[0]);
    expect(
      succeeded(await visitor.get('/public/typical-cases?departmentCode=tax')).items.every((one: Json) => one.departmentCode === 'tax'),
    ).toBe(true);
    const { name, phone, email, organisation, address } = particularsOf(made);
    for (const { asked, body } of [list, page, await visitor.get('/public/statistics')]) {
      const text = JSON.stringify(body);
      expect([asked, sightings(text)]).toEqual([asked, []]);
      expect([name, phone, email, organisation, address, placeOf(made), caseNumber].filter((one) => text.includes(one))).toEqual([]);
    }
    for (const path of ['/public/typical-cases/2026-999', '/public/typical-cases/nonsense']) refused(await visitor.get(path), 404);
  });

  it('is gone from the public at once when it is withdrawn, and says so', async () => {
    const one = await published();
    refused(await act('commissioner', one, 'withdraw', {}), 422);
    const gone = await done('commissioner', one, 'withdraw', { reason: '当事单位提出异议，正在复核' });
    expect(gone).toMatchObject({ state: 'withdrawn', withdrawReason: '当事单位提出异议，正在复核', actions: [] });
    refused(await here.app.client().get(`/public/typical-cases/${one.number}`), 410, 'typical-case.withdrawn');
    const { items } = succeeded(await here.app.client().get('/public/typical-cases?pageSize=200'));
    expect(items.map(({ number }: Json) => number)).not.toContain(one.number);
  });

  it('of a case that was sealed since is absent to all but its readers', async () => {
    const caseNumber = await closedCase();
    const one = await draft({ caseNumber });
    await desks.done('supervisor', caseNumber, 'seal', { reason: '涉及违纪线索' });
    refused(await (await desks.as('supervisor')).get(`/typical-cases/${one.id}`), 404);
    refused(await act('supervisor', one, 'edit', TEXTS), 404);
    const { items } = succeeded(await (await desks.as('supervisor')).get('/typical-cases?pageSize=200'));
    expect(items.map(({ id }: Json) => id)).not.toContain(one.id);
    // and soon nothing is left of its words, under whatever key
    const rows = () =>
      here.town.db.read<{ state: string; n: number }>(
        'SELECT t.state, (SELECT COUNT(*) FROM typical_case_versions v WHERE v.typicalCaseId = t.id) AS n FROM typical_cases t WHERE t.id = ?',
        [one.id],
      );
    const end = Date.now() + 10_000;
    while ((await rows())[0]?.state !== 'discarded' && Date.now() < end) await new Promise((again) => setTimeout(again, 100));
    expect((await rows()).map(({ state, n }) => [state, Number(n)])).toEqual([['discarded', 0]]);
  });

  it('of a case that is sealed after it was published leaves the public by itself, and the audit tells no more than that', async () => {
    const caseNumber = await closedCase();
    const one = await published(caseNumber);
    const look = () => here.app.client().get(`/public/typical-cases/${one.number}`);
    succeeded(await look());
    await desks.done('supervisor', caseNumber, 'seal', { reason: '涉及违纪线索' });
    const end = Date.now() + 10_000;
    while ((await look()).status === 200 && Date.now() < end) await new Promise((again) => setTimeout(again, 100));
    refused(await look(), 410, 'typical-case.withdrawn');
    const told = succeeded(await (await desks.as('auditor')).get('/audit?pageSize=200&action=typical-case.withdrawn')).items as Json[];
    expect(told.filter(({ username }) => username === 'system').map((entry) => JSON.stringify(entry))).not.toContain(caseNumber);
  });

  it('about a department is absent to whoever keeps away from it', async () => {
    const one = await draft({ departmentCode: 'fire', ...TEXTS });
    await here.town.db.write((tx) =>
      tx.query("INSERT INTO recusals (username, departmentCode, reason) VALUES ('inspector2', 'fire', '亲属')"),
    );
    await new Promise((later) => setTimeout(later, 1_500));
    refused(await (await desks.as('inspector2')).get(`/typical-cases/${one.id}`), 404);
    refused(await (await desks.as('inspector2')).post('/typical-cases', { departmentCode: 'fire', ...TEXTS }), 404);
  });

  it('leaves each step in the audit without its words, and lies encrypted', async () => {
    const { items } = succeeded(await (await desks.as('auditor')).get('/audit?pageSize=200&action=typical-case.published'));
    expect(items.length).toBeGreaterThan(2);
    for (const table of ['typical_cases', 'typical_case_versions', 'events']) {
      const rows = JSON.stringify(await here.town.db.read(`SELECT * FROM ${table}`));
      expect([table, sightings(rows), rows.includes(TEXTS.title)]).toEqual([table, [], false]);
    }
    expect(sightings(here.app.logs, Object.keys(MARKS) as never)).toEqual([]);
    expect((await verifiedLog(here.town)).holds).toBe(true);
  });
});
