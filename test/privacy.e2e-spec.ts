/** Who sees what of a case, what an unmasking leaves behind, and what the database gives away to whoever opens it. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { ANSWER, Desks, SUMMARY } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const PERSON = {
  name: '欧阳文博',
  phone: '13845671234',
  email: 'ouyang@example.org',
  idNumber: '220102199003071234',
  address: '南关区人民大街1234号3单元',
  organisation: '文博食品有限公司',
};
const MATTER = {
  kind: 'complaint',
  title: '卫生费太高',
  description: '窗口小李让我交八百元卫生费,不给收据。',
  address: '解放大路99号',
  visits: 3,
};
const ABSENT = '20200101000001';
const without = (seen: Json, ...words: string[]) => {
  for (const word of words) expect(JSON.stringify(seen)).not.toContain(word);
};

describeWithServer('the promise to complainants', () => {
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

  const take = async (more: object = {}, who = 'operator'): Promise<string> => {
    const body = { ...MATTER, channel: 'phone', urgency: 'normal', complainant: PERSON, ...more };
    return succeeded(await (await desks.as(who)).post('/cases', body), 201).caseNumber as string;
  };
  const led = async (more: object = {}, assists: string[] = []): Promise<string> => {
    const caseNumber = await take(more);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists, summary: SUMMARY });
    return caseNumber;
  };
  const item = async (who: string, caseNumber: string): Promise<Reply> => (await desks.as(who)).get(`/cases/${caseNumber}`);
  const audit = async (query: string): Promise<Json[]> => succeeded(await (await desks.as('auditor')).get(`/audit?${query}`)).items;
  const sql = (statement: string, ...params: unknown[]) => town.db.write((tx) => tx.query(statement, params));

  it('gives a department the summary and never words, place, name or number', async () => {
    const caseNumber = await led();
    for (const who of ['market', 'market!']) {
      const seen = succeeded(await item(who, caseNumber));
      expect([seen.summary, seen.status]).toEqual([SUMMARY, 'handling']);
      without(seen, ...Object.values(PERSON), '欧阳', '138****', MATTER.title, '小李', '解放大路', 'operator1');
      for (const field of ['title', 'description', 'address', 'complainant', 'visits', 'messages.0', 'organisation'])
        expect(seen).not.toHaveProperty(field);
      const { items } = succeeded(await (await desks.as(who)).get('/cases'));
      without(items, ...Object.values(PERSON), MATTER.title);
    }
  });

  it('gives a department the name, and nothing more, of a complainant who agreed to be named', async () => {
    const seen = succeeded(await item('market', await led({ consentToBeNamed: true })));
    expect(seen.complainant).toEqual({ name: PERSON.name, anonymous: false, consentToBeNamed: true });
    without(seen, PERSON.phone, PERSON.email, PERSON.address, MATTER.title);
  });

  it('keeps an assist out of what the lead answers, and lets the lead read the assist', async () => {
    const caseNumber = await led({}, ['tax']);
    await desks.done('market', caseNumber, 'sign');
    await desks.done('tax', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', { ...ANSWER, internalNote: '只给热线看' });
    await desks.done('tax!', caseNumber, 'answer', { ...ANSWER, publicReply: '税已退' });
    without(succeeded(await item('tax', caseNumber)), '只给热线看', ANSWER.publicReply);
    expect(JSON.stringify(succeeded(await item('market', caseNumber)))).toContain('税已退');
  });

  it('shows everybody at the hotline masks', async () => {
    const caseNumber = await take();
    for (const who of ['operator2', 'dispatcher', 'reviewer', 'supervisor', 'inspector2', 'commissioner']) {
      const seen = succeeded(await item(who, caseNumber));
      expect(seen.complainant).toEqual({
        name: '欧***',
        phone: '138****1234',
        email: 'o***@***.org',
        idNumber: '2201**********1234',
        address: '南关区人民大街***',
        anonymous: false,
        consentToBeNamed: false,
      });
      expect([seen.description, seen.address]).toEqual([MATTER.description, '解放大路***']);
    }
  });

  it('shows administrators and auditors no case by any way', async () => {
    const caseNumber = await take();
    for (const who of ['admin', 'auditor']) {
      const client = await desks.as(who);
      for (const path of [
        '/cases',
        `/cases/${caseNumber}`,
        `/cases/${ABSENT}`,
        '/events',
        '/statistics/overview',
        `/cases/${caseNumber}/attachments/1`,
      ])
        refused(await client.get(path), 403, 'access.role-may-not');
      refused(await client.post(`/cases/${caseNumber}/actions/unmask`, { version: 1, fields: ['name'], reason: '好奇' }), 403);
    }
    for (const row of await audit(`caseNumber=${caseNumber}`))
      expect(Object.keys(row).sort()).toEqual(['action', 'at', 'caseNumber', 'username']);
  });

  it('unmasks for a reason, with the row of the audit there before the answer is', async () => {
    const caseNumber = await take();
    const ask = (who: string, fields: string[], reason?: string) => desks.act(who, caseNumber, 'unmask', { fields, reason });
    refused(await ask('reviewer', ['phone']), 422, 'input.invalid');
    refused(await ask('reviewer', ['phone'], '  '), 422, 'input.invalid');
    refused(await ask('reviewer', ['trackingCode'], '回访'), 422, 'input.invalid');
    refused(await ask('operator2', ['phone'], '好奇'), 403, 'case.role-may-not');
    refused(await ask('commissioner', ['phone'], '好奇'), 403, 'case.role-may-not');
    expect(await audit(`caseNumber=${caseNumber}&action=case.unmasked`)).toEqual([]);
    const seen = succeeded(await ask('reviewer', ['name', 'phone', 'originalText'], '核实回访号码'));
    expect(seen).toEqual({ values: { name: PERSON.name, phone: PERSON.phone, originalText: `${MATTER.title}\n${MATTER.description}` } });
    const rows = await audit(`caseNumber=${caseNumber}&action=case.unmasked`);
    expect(rows).toMatchObject([{ username: 'reviewer1', fields: ['name', 'phone', 'originalText'], reason: '核实回访号码' }]);
    expect(succeeded(await ask('operator', ['idNumber'], '来电人自报')).values).toEqual({ idNumber: PERSON.idNumber });
    expect((await desks.view(caseNumber)).version).toBe(1);
    const departments = await led();
    refused(await desks.act('market', departments, 'unmask', { fields: ['name'], reason: '想知道' }), 403, 'case.role-may-not');
  });

  it('shows nothing in plain when the audit cannot be written', async () => {
    const caseNumber = await take();
    const reviewer = await desks.as('reviewer');
    const { version } = await desks.view(caseNumber);
    await sql("UPDATE event_head SET id = 'gone'");
    const reply = await reviewer.post(`/cases/${caseNumber}/actions/unmask`, { version, fields: ['name', 'phone'], reason: '回访' });
    await sql("UPDATE event_head SET id = 'head'");
    expect(reply.status).toBeGreaterThanOrEqual(500);
    without(reply.body, PERSON.name, PERSON.phone);
  });

  it('writes down who opened a case, once an hour and reader', async () => {
    const caseNumber = await take();
    for (const who of ['reviewer', 'reviewer', 'supervisor']) succeeded(await item(who, caseNumber));
    const rows = await audit(`caseNumber=${caseNumber}&action=case.viewed`);
    expect(rows.map(({ username }) => username).sort()).toEqual(['reviewer1', 'supervisor1']);
  });

  it('answers for what is hidden word for word as for what is not there', async () => {
    const hidden = await take();
    const sealed = await take({ categoryCode: '1001' });
    const body = { version: 1, text: 'x' };
    for (const [who, caseNumber] of [
      ['market', hidden],
      ['dispatcher', sealed],
      ['inspector2', sealed],
    ] as const) {
      const client: Client = await desks.as(who);
      const pairs: ((number: string) => Promise<Reply>)[] = [
        (number) => client.get(`/cases/${number}`),
        (number) => client.post(`/cases/${number}/actions/log-progress`, body),
        (number) => client.post(`/cases/${number}/actions/unmask`, { version: 1, fields: ['name'], reason: 'x' }),
        (number) => client.get(`/cases/${number}/attachments/00000000-0000-4000-8000-000000000000`),
      ];
      for (const ask of pairs) expect(refused(await ask(caseNumber), 404)).toEqual(refused(await ask(ABSENT), 404));
      for (const query of [`q=${caseNumber}`, `q=${encodeURIComponent('卫生费')}`, `q=${PERSON.phone}`, 'status=sealed'])
        without(succeeded(await client.get(`/cases?${query}&pageSize=200`)), caseNumber);
      without(succeeded(await client.get('/events?limit=500')), caseNumber);
    }
  });

  it('opens a sealed case to the inspectors named for it alone, and to whoever is named later', async () => {
    const caseNumber = await take({ kind: 'report', namedOfficial: '王某某' });
    expect(succeeded(await item('inspector', caseNumber))).toMatchObject({ status: 'sealed', namedOfficial: '王**' });
    for (const who of ['inspector2', 'commissioner', 'operator', 'reviewer', 'supervisor']) refused(await item(who, caseNumber), 404);
    await sql('INSERT INTO case_readers (username, caseNumber) VALUES (?, ?), (?, ?)', 'inspector2', caseNumber, 'reviewer1', caseNumber);
    succeeded(await item('inspector2', caseNumber));
    refused(await item('reviewer', caseNumber), 404);
  });

  it('keeps a recused reader away from a department, accused or handling, at every door', async () => {
    const [accused, handled, other] = [await take({ accusedDepartmentCode: 'fire' }), await led(), await take()];
    await desks.done('dispatcher', handled, 'add-assignment', { departmentCode: 'fire', reason: '涉消防' });
    // with so many others before it that a list of them would not fit into a short text
    const others = Array.from({ length: 120 }, (_, n) => `a-department-${n}`);
    for (const code of [...others, 'fire'])
      await sql('INSERT INTO recusals (username, departmentCode, reason) VALUES (?, ?, ?)', 'operator3', code, '配偶在该单位');
    const client = await app.signIn('operator3');
    const feed = await listen(client);
    const { head } = succeeded(await client.get('/events?limit=1'));
    for (const caseNumber of [accused, handled]) {
      expect(refused(await client.get(`/cases/${caseNumber}`), 404)).toEqual(refused(await client.get(`/cases/${ABSENT}`), 404));
      await desks.done('supervisor', caseNumber, 'urge', { text: '请尽快' });
    }
    await desks.done('supervisor', other, 'urge', { text: '请尽快' });
    await feed.until(({ body }) => body.caseNumber === other);
    expect(new Set(feed.frames.map(({ body }) => body.caseNumber))).toEqual(new Set([other]));
    feed.close();
    const listed = succeeded(await client.get('/cases?pageSize=200'));
    without(listed, accused, handled);
    expect(JSON.stringify(listed)).toContain(other);
    const events = succeeded(await client.get(`/events?after=${head}`)).items as Json[];
    expect(new Set(events.map(({ caseNumber }) => caseNumber))).toEqual(new Set([other]));
    await sql("DELETE FROM recusals WHERE username = 'operator3'");
    succeeded(await client.get(`/cases/${accused}`));
  });

  it('never opens a ciphertext in a row it was not written for, and goes on serving the others', async () => {
    const [one, other, third] = [await take(), await take({ complainant: { ...PERSON, name: '诸葛无名' }, title: '另一件' }), await take()];
    const swap = async (table: string, column: string) => {
      const [a, b] = await town.db.readPrimary<Record<string, string>>(
        `SELECT ${column} FROM ${table} WHERE caseNumber IN (?, ?) ORDER BY caseNumber`,
        [one, other],
      );
      await sql(`UPDATE ${table} SET ${column} = ? WHERE caseNumber = ?`, b![column], one);
      await sql(`UPDATE ${table} SET ${column} = ? WHERE caseNumber = ?`, a![column], other);
    };
    await swap('complainants', 'name');
    for (const caseNumber of [one, other]) {
      const problem = refused(await item('reviewer', caseNumber), 409, 'record.unreadable');
      without(problem, '诸葛', '欧阳');
      const { version } = { version: 1 };
      const plain = await (
        await desks.as('reviewer')
      ).post(`/cases/${caseNumber}/actions/unmask`, { version, fields: ['name'], reason: '回访' });
      without(refused(plain, 409, 'record.unreadable'), '诸葛', '欧阳');
    }
    await swap('complainants', 'name');
    succeeded(await item('reviewer', one));
    await swap('cases', 'title');
    const { items } = succeeded(await (await desks.as('reviewer')).get('/cases?pageSize=200'));
    expect(items.map(({ caseNumber }: Json) => caseNumber)).toEqual(expect.arrayContaining([one, other, third]));
    expect(items.find(({ caseNumber }: Json) => caseNumber === one)).not.toHaveProperty('title');
    expect(items.find(({ caseNumber }: Json) => caseNumber === third).title).toBe(MATTER.title);
    expect(app.logs).toContain('record.unreadable');
    without(app.logs, '诸葛', '欧阳');
  });

  it('leaves nothing of what people said of themselves readable in the database, nor an index that numbers could be tried on', async () => {
    const caseNumber = await take();
    const row = (table: string) => town.db.readPrimary(`SELECT * FROM ${table} WHERE caseNumber = ?`, [caseNumber]);
    const dump = [...(await row('cases')), ...(await row('complainants')), ...(await row('case_terms')), ...(await row('events'))];
    without(dump, ...Object.values(PERSON), MATTER.title, '小李', '解放大路');
    const [stored] = (await row('complainants')) as { phoneIndex: string }[];
    expect(stored!.phoneIndex).toMatch(/^[\w-]{22}$/);
    const { createHash } = await import('node:crypto');
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
      for (const encoding of ['hex', 'base64url'] as const)
        expect(createHash(algorithm).update(PERSON.phone).digest(encoding)).not.toContain(stored!.phoneIndex);
    }
  });
});
