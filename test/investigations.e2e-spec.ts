/** The commission's own work: a clue becomes a file, two people conclude it, and nobody else learns more than counts. */
import { SealedRecords } from '../src/investigations/sealed-records.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { ANSWER, Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const CLUE = { source: 'report', title: '窗口索要好处费', text: '举报人称窗口工作人员索要好处费二千元。' };
const MATTER = { departmentCode: 'market', categoryCode: '1001', from: '2026-09-01', to: '2026-09-30' };
const PERSON = { name: '周某某', departmentCode: 'market', rank: 'section', post: '科长' };

describeWithServer('an investigation', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000' }, town.database);
    desks = new Desks(app);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const as = (who: string): Promise<Client> => desks.as(who);
  const sql = <Row>(statement: string, ...params: unknown[]) => town.db.readPrimary<Row>(statement, params);
  const change = (statement: string, ...params: unknown[]) => town.db.write((tx) => tx.query(statement, params));
  const take = async (more: object = {}): Promise<string> => {
    const body = { kind: 'complaint', description: '窗口让企业多跑三趟', channel: 'phone', urgency: 'normal', ...more };
    return succeeded(await (await as('operator')).post('/cases', body), 201).caseNumber;
  };
  const open = async (more: object = {}, who = 'inspector'): Promise<Json> =>
    succeeded(await (await as(who)).post('/investigations', { ...CLUE, ...more }), 201);
  const item = async (who: string, number: string): Promise<Reply> => (await as(who)).get(`/investigations/${number}`);
  const act = async (who: string, number: string, action: string, body: object = {}): Promise<Reply> => {
    const reader = await as(who);
    const { version } = (await reader.get(`/investigations/${number}`)).body;
    return reader.post(`/investigations/${number}/actions/${action}`, { version: version ?? 1, ...body });
  };
  const done = async (who: string, number: string, action: string, body: object = {}): Promise<Json> =>
    succeeded(await act(who, number, action, body), 200);
  /** As far as a proposed conclusion, with one person named. */
  const proposed = async (conclusion: string, caseNumbers: string[] = []): Promise<Json> => {
    const { investigationNumber: number } = await open({ caseNumbers, departmentCodes: ['market'] });
    await done('inspector', number, 'register', { categoryCode: '1001' });
    await done('inspector', number, 'assess', { handling: 'preliminary-verification', text: '可查性较强，建议初步核实。' });
    await done('inspector', number, 'add-person', PERSON);
    return done('inspector', number, 'propose-conclusion', { conclusion, text: '经核实……', matters: [MATTER] });
  };

  it('goes from a clue to an executed penalty, with every step, person and clock on its file', async () => {
    const [sealed, ordinary] = [await take({ categoryCode: '1001', complainant: { name: '李某', phone: '13800138000' } }), await take()];
    const opened = await open({ caseNumbers: [sealed, ordinary] });
    expect(opened).toMatchObject({ status: 'received', title: CLUE.title, categoryCode: '1001', light: 'green' });
    expect(opened.cases.map(({ caseNumber, reporter, open: may }: Json) => [caseNumber, reporter, may])).toEqual([
      [sealed, true, true],
      [ordinary, false, true],
    ]);
    expect(opened.limits.map(({ name, dueAt }: Json) => [name, dueAt.slice(0, 10)])).toEqual([
      ['disposal', '2026-12-02'],
      ['acceptance-notice', '2026-11-23'],
    ]);
    const number = opened.investigationNumber;
    await done('inspector', number, 'register', { text: '登记，拟由两人办理。' });
    await done('inspector', number, 'assess', { handling: 'preliminary-verification', text: '可查性较强。' });
    await done('inspector', number, 'notify', { caseNumber: sealed, stage: 'acceptance', way: 'in-person', text: '当面告知受理。' });
    const named = await done('inspector', number, 'add-person', PERSON);
    await done('commissioner', number, 'file', { text: '同意立案。' });
    await done('inspector', number, 'begin');
    await done('inspector', number, 'log-step', { kind: 'evidence', text: '调取转账记录一份。' });
    const personId = named.persons[0].id;
    const matters = [{ ...MATTER, personId, document: '市监罚字〔2026〕12号' }];
    const waits = await done('inspector', number, 'propose-conclusion', {
      conclusion: 'proven',
      text: '属实。',
      matters,
      vetoes: ['major-case'],
    });
    expect([waits.waitsFor, waits.proposal.final]).toEqual(['approval', false]);
    const approved = await done('commissioner', number, 'approve-conclusion', { text: '同意。' });
    expect([approved.status, approved.conclusion, approved.proposal.approvals]).toMatchObject(['review', 'proven', [{ name: '项国栋' }]]);
    await done('inspector', number, 'hear', { text: '听取本人陈述，无异议。' });
    await done('commissioner', number, 'decide', { text: '经集体研究决定。' });
    const decided = await done('commissioner', number, 'decide-measure', { personId, measure: 'major-demerit', behaviourCode: 'b30' });
    const [{ measures }] = decided.persons;
    expect(measures).toMatchObject([{ measure: 'major-demerit', form: 2, influence: 'running', endsOn: '2028-05-02' }]);
    expect(decided.legal.map(({ code }: Json) => code)).toContain('b30');
    refused(await act('commissioner', number, 'decide-measure', { personId, measure: 'demerit' }), 409, 'investigation.punished-already');
    await done('inspector', number, 'carry-out', { measureId: measures[0].id, text: '已宣布。' });
    refused(await act('inspector', number, 'archive'), 409, 'investigation.reporters-not-told');
    await done('inspector', number, 'notify', { caseNumber: sealed, stage: 'result', way: 'message' });
    const archived = await done('inspector', number, 'archive');
    expect([archived.status, archived.actions, archived.light]).toEqual(['archived', [], 'green']);
    expect(archived.steps.map(({ type }: Json) => type)).toEqual([
      ...[
        'open',
        'register',
        'assess',
        'notify',
        'add-person',
        'file',
        'begin',
        'log-step',
        'propose-conclusion',
        'approve-conclusion',
        'hear',
      ],
      ...['decide', 'decide-measure', 'carry-out', 'notify', 'archive'],
    ]);
    expect(await verifiedLog(town)).toMatchObject({ holds: true });
  });

  it('says nothing in the clear: not in its tables, not in the log, not in the message to the reporter', async () => {
    const tables = [
      'investigations',
      ...['cases', 'departments', 'readers', 'steps', 'persons', 'measures', 'limits', 'documents', 'notices'],
    ];
    const dump = [];
    for (const name of tables) dump.push(...(await sql(`SELECT * FROM ${name === 'investigations' ? name : `investigation_${name}`}`)));
    dump.push(...(await sql("SELECT * FROM events WHERE audience = 'sealed'")));
    const text = JSON.stringify(dump);
    const [linked] = await sql<{ caseNumber: string }>("SELECT caseNumber FROM cases WHERE status = 'sealed'");
    for (const word of ['好处费', '周某某', '科长', 'market', '1001', '市监罚字', 'major-demerit', 'inspector1"', linked!.caseNumber]) {
      const where = word === 'inspector1"' ? JSON.stringify(await sql("SELECT * FROM events WHERE audience = 'sealed'")) : text;
      // hashes and ciphertexts hold any four digits by chance: a code stands between quotation marks
      const isThere = /^\d{4}$/.test(word) ? new RegExp(`"${word}\\\\*"`).test(where) : where.includes(word);
      expect([word, isThere]).toEqual([word, false]);
    }
    const [notice] = await sql<{ template: string; caseNumber: null }>("SELECT template, caseNumber FROM notices WHERE template = 'news'");
    expect(notice).toEqual({ template: 'news', caseNumber: null });
    const events = await sql<{ type: string; at: number; facts: string }>(
      "SELECT type, at, facts FROM events WHERE audience = 'sealed' ORDER BY number",
    );
    const records = new SealedRecords(town.sealed);
    const concluded = events.find(({ type }) => type === 'investigation.concluded')!;
    expect(records.factsOf(concluded)).toMatchObject({
      investigationNumber: 'X20260001',
      conclusion: 'proven',
      by: 'commissioner1',
      vetoes: ['major-case'],
      matters: [
        { departmentCode: 'market', categoryCode: '1001', person: expect.stringMatching(/^[\w-]{22}$/), document: expect.any(String) },
      ],
    });
    expect(() => new SealedRecords(town.keys as never).factsOf(concluded)).toThrow('record.unreadable');
  });

  it('writes its finding beside the status of ordinary cases, for supervisors and the commission alone', async () => {
    const caseNumber = await desks.answered();
    const { investigationNumber: number } = await proposed('proven', [caseNumber]);
    const before = await desks.view(caseNumber);
    await done('commissioner', number, 'approve-conclusion');
    const after = await desks.view(caseNumber, 'supervisor');
    expect([after.status, after.version]).toEqual([before.status, before.version + 1]);
    expect(after.outcomes).toMatchObject({
      departments: [{ finding: ANSWER.finding, solved: 'solved' }],
      commission: 'proven',
      contradictions: [],
    });
    for (const who of ['commissioner', 'inspector']) expect((await desks.view(caseNumber, who)).outcomes.commission).toBe('proven');
    for (const who of ['reviewer', 'operator', 'dispatcher']) {
      const seen = await desks.view(caseNumber, who);
      expect(seen.outcomes).not.toHaveProperty('commission');
      expect(seen.history.find(({ type }: Json) => type === 'case.commission-finding').facts).toEqual({});
    }
    expect(await desks.view(caseNumber, 'market')).not.toHaveProperty('outcomes');
  });

  it('is concluded by two people: of two who approve at once one does, and the proposer never', async () => {
    const { investigationNumber: number, version } = await proposed('unproven');
    await change('INSERT INTO investigation_readers (username, investigationNumber, at) VALUES (?, ?, ?)', 'inspector2', number, 1);
    refused(await act('inspector', number, 'approve-conclusion'), 409, 'investigation.same-person');
    const two = await Promise.all(
      ['inspector2', 'commissioner'].map(async (who) =>
        (await as(who)).post(`/investigations/${number}/actions/approve-conclusion`, { version }),
      ),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(two.find(({ status }) => status === 409)!.body.code).toBe('investigation.stale');
    const seen = succeeded(await item('inspector', number));
    expect([seen.conclusion, seen.proposal.approvals.length]).toEqual(['unproven', 1]);
    expect(succeeded(await act('inspector', number, 'clarify', { scope: 'unit', text: '在单位范围内澄清。' })).clarification.scope).toBe(
      'unit',
    );
  });

  it('finds a false accusation by three people, the commissioner last, also when both approve at once', async () => {
    const { investigationNumber: number, version } = await proposed('false-accusation');
    await change('INSERT INTO investigation_readers (username, investigationNumber, at) VALUES (?, ?, ?)', 'inspector2', number, 1);
    refused(await act('commissioner', number, 'approve-conclusion'), 409, 'investigation.inspector-first');
    const both = await Promise.all([
      (await as('inspector2')).post(`/investigations/${number}/actions/approve-conclusion`, { version }),
      (await as('commissioner')).post(`/investigations/${number}/actions/approve-again`, { version }),
    ]);
    expect([both[0].status, both[1].status]).toEqual([200, 409]);
    expect(succeeded(await item('inspector', number))).toMatchObject({ waitsFor: 'second-approval', status: 'preliminary-verification' });
    expect(await done('commissioner', number, 'approve-again')).toMatchObject({ conclusion: 'false-accusation', status: 'concluded' });
  });

  it('belongs to those named for it; the commissioner names more, and nobody from a department it touches', async () => {
    const { investigationNumber: number } = await open({ departmentCodes: ['fire'] });
    const absent = refused(await item('inspector2', 'X20269999'), 404);
    expect(refused(await item('inspector2', number), 404)).toEqual(absent);
    expect(refused(await act('inspector2', number, 'register'), 404)).toEqual(absent);
    refused(await act('inspector', number, 'name-reader', { username: 'inspector2' }), 403, 'investigation.role-may-not');
    succeeded(
      await (
        await as('inspector2')
      ).post('/recusals', { departmentCode: 'fire', relation: 'relative', relative: '温某', reason: '配偶在该单位' }),
      201,
    );
    expect(refused(await act('commissioner', number, 'name-reader', { username: 'inspector2' }), 422).facts.fields).toEqual([
      { field: 'username', code: 'may-not-be-named' },
    ]);
    succeeded(await (await as('commissioner')).delete('/recusals/inspector2/fire'), 204);
    await done('commissioner', number, 'name-reader', { username: 'inspector2' });
    succeeded(await item('inspector2', number));
    await done('commissioner', number, 'drop-reader', { username: 'inspector2' });
    expect(refused(await item('inspector2', number), 404)).toEqual(absent);
  });

  it('is closed to a reader from the moment a conflict is declared, at every door', async () => {
    const { investigationNumber: number } = await open({ departmentCodes: ['housing'] });
    const reader = await as('inspector');
    refused(await reader.post('/recusals', { username: 'inspector2', departmentCode: 'housing', relation: 'interest', reason: 'x' }), 403);
    const made = succeeded(
      await reader.post('/recusals', { departmentCode: 'housing', relation: 'former-post', reason: '曾任该局副局长' }),
      201,
    );
    expect(made).toMatchObject({ username: 'inspector1', departmentName: '住房和城乡建设局', relation: 'former-post' });
    refused(await reader.post('/recusals', { departmentCode: 'housing', relation: 'former-post', reason: '再次' }), 409, 'recusal.known');
    refused(await reader.delete('/recusals/inspector1/housing'), 403);
    refused(await item('inspector', number), 404);
    expect(succeeded(await reader.get('/investigations?pageSize=200')).items.map((one: Json) => one.investigationNumber)).not.toContain(
      number,
    );
    refused(await reader.post('/investigations', { ...CLUE, departmentCodes: ['housing'] }), 422, 'input.invalid');
    const { investigationNumber: other } = await open();
    await done('inspector', other, 'register');
    await done('inspector', other, 'assess', { handling: 'talk-or-letter', text: 'x' });
    refused(await act('inspector', other, 'add-person', { ...PERSON, departmentCode: 'housing' }), 409, 'investigation.conflict');
  });

  it('tells everybody else counts of months that are over, and small ones not at all', async () => {
    for (const who of ['operator', 'dispatcher', 'reviewer', 'market', 'market!', 'admin']) {
      const reader = await as(who);
      for (const path of ['/investigations', '/investigations/X20260001', '/investigations/X20269999', '/investigations/counts'])
        refused(await reader.get(path), 403, 'access.role-may-not');
    }
    for (const who of ['supervisor', 'auditor']) {
      refused(await item(who, 'X20260001'), 403, 'access.role-may-not');
      const { months } = succeeded(await (await as(who)).get('/investigations/counts?months=2'));
      expect(months).toEqual([
        { month: '2026-10', opened: { fewerThan: 5 }, concluded: { fewerThan: 5 } },
        { month: '2026-09', opened: { fewerThan: 5 }, concluded: { fewerThan: 5 } },
      ]);
    }
  });

  it('leaves a line in the audit for every reading, and no content', async () => {
    const { investigationNumber: number } = await open();
    for (let times = 0; times < 2; times++) succeeded(await item('commissioner', number));
    const rows = succeeded(await (await as('auditor')).get('/audit?action=investigation.viewed&username=commissioner1&pageSize=200')).items;
    expect(rows.length).toBeGreaterThanOrEqual(2);
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['action', 'at', 'name', 'username']);
    const sealed = await take({ categoryCode: '1001' });
    for (let times = 0; times < 3; times++) succeeded(await (await as('inspector')).get(`/cases/${sealed}`));
    expect(succeeded(await (await as('auditor')).get(`/audit?caseNumber=${sealed}&action=case.viewed`)).total).toBe(3);
  });

  it('keeps documents under the sealed key and gives them to its readers', async () => {
    const { investigationNumber: number } = await open();
    const form = new FormData();
    form.set('file', new Blob(['谈话笔录全文'], { type: 'text/plain' }), '谈话笔录.txt');
    const seen = succeeded(await (await as('inspector')).post(`/investigations/${number}/documents`, form), 201);
    expect(seen.documents).toMatchObject([{ name: '谈话笔录.txt', type: 'text/plain', by: '严守诚' }]);
    const path = `/investigations/${number}/documents/${seen.documents[0].id}`;
    expect(succeeded(await (await as('commissioner')).get(path))).toBe('谈话笔录全文');
    refused(await (await as('inspector2')).get(path), 404);
    refused(await (await as('supervisor')).get(path), 403);
  });

  it('names readers of sealed cases without reading them', async () => {
    const sealed = await take({ categoryCode: '1001', description: '绝密内容' });
    const commissioner = await as('commissioner');
    const { items } = succeeded(await commissioner.get('/sealed-cases?pageSize=200'));
    const line = items.find((one: Json) => one.caseNumber === sealed);
    expect(Object.keys(line).sort()).toEqual(['caseNumber', 'readers', 'receivedAt']);
    expect(line.readers.map(({ username }: Json) => username)).toEqual(['inspector1']);
    refused(await (await as('inspector2')).get(`/cases/${sealed}`), 404);
    refused(await commissioner.post(`/sealed-cases/${sealed}/readers`, { username: 'reviewer1' }), 422);
    succeeded(await commissioner.post(`/sealed-cases/${sealed}/readers`, { username: 'inspector2' }), 204);
    refused(await commissioner.post(`/sealed-cases/${sealed}/readers`, { username: 'inspector2' }), 409, 'case.reader-known');
    succeeded(await (await as('inspector2')).get(`/cases/${sealed}`));
    succeeded(await commissioner.delete(`/sealed-cases/${sealed}/readers/inspector2`), 204);
    refused(await (await as('inspector2')).get(`/cases/${sealed}`), 404);
    refused(await commissioner.get(`/cases/${sealed}`), 404);
    refused(await commissioner.post('/sealed-cases/20200101000001/readers', { username: 'inspector2' }), 404);
  });

  it('refuses what it does not know, in order', async () => {
    const inspector = await as('inspector');
    const fields = (reply: Reply) => refused(reply, 422).facts.fields;
    expect(fields(await inspector.post('/investigations', { ...CLUE, caseNumbers: ['20200101000001'] }))).toEqual([
      { field: 'caseNumbers.0', code: 'unknown-case' },
    ]);
    expect(fields(await inspector.post('/investigations', { ...CLUE, departmentCodes: ['moon'], categoryCode: '9999' }))).toHaveLength(2);
    const { investigationNumber: number } = await open();
    refused(await (await as('commissioner')).post(`/investigations/${number}/actions/register`, { version: 1 }), 403);
    refused(await inspector.post(`/investigations/${number}/actions/register`, { version: 9 }), 409, 'investigation.stale');
    refused(await inspector.post(`/investigations/${number}/actions/hear`, { version: 1 }), 409, 'investigation.action-not-open');
    refused(await inspector.post(`/investigations/${number}/actions/dance`, { version: 1 }), 409, 'investigation.action-not-open');
    expect(fields(await inspector.post(`/investigations/${number}/actions/register`, { version: 1, moon: true }))).toEqual([
      { field: 'moon', code: 'not-allowed' },
    ]);
  });
});

describeWithServer('a complaint about the commission’s own head', () => {
  let town: Town;
  let app: App;
  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000' }, town.database);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const WORDS = {
    kind: 'report',
    description: '反映Cyanistes某某利用职权插手工程',
    complainant: { name: '赵Cyanistes', phone: '13711112222' },
  };
  const counted = async () => {
    const of = async (table: string) => Number((await town.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n);
    return {
      cases: await of('cases'),
      complainants: await of('complainants'),
      keys: await of('idempotency_keys'),
      terms: await of('case_terms'),
    };
  };

  it('gets a number and an address, and nothing of it is kept', async () => {
    const before = await counted();
    const ways = [{ aboutCommissionHead: true }, { namedOfficial: '项国栋' }, { namedOfficial: '市纪委书记' }];
    const operator = await app.signIn('operator1');
    const numbers: string[] = [];
    for (const [index, way] of ways.entries()) {
      const key = { 'idempotency-key': `head-${index}-12345678` };
      const told = succeeded(await app.client().post('/public/complaints', { ...WORDS, ...way }, key), 201);
      expect(told).toEqual({
        kept: false,
        receiptNumber: expect.stringMatching(/^H\d{6}$/),
        addressee: expect.objectContaining({ phone: '0431-12388' }),
      });
      const taken = succeeded(await operator.post('/cases', { ...WORDS, ...way, channel: 'phone', urgency: 'normal' }, key), 201);
      numbers.push(told.receiptNumber, taken.receiptNumber);
    }
    expect(new Set(numbers).size).toBe(6);
    expect(await counted()).toEqual(before);
    const events = await town.db.readPrimary<{ type: string; username: string; facts: string }>(
      "SELECT type, username, facts FROM events WHERE type LIKE 'intake.%' ORDER BY number",
    );
    expect(events).toEqual(
      numbers.map((receiptNumber) => ({ type: 'intake.not-kept', username: 'system', facts: JSON.stringify({ receiptNumber }) })),
    );
    expect(app.logs).not.toContain('Cyanistes');
  });

  it('is one only when it says so: everybody else’s complaint is taken as before', async () => {
    const made = succeeded(
      await app.client().post('/public/complaints', { ...WORDS, namedOfficial: '王科长', aboutCommissionHead: false }),
      201,
    );
    expect(made.caseNumber).toMatch(/^\d{14}$/);
  });
});
