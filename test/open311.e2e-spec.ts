/** Open311 GeoReport v2: a foreign system files by the standard, the complainant follows by his code, everybody reads what is public. */
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import { type App, startApp } from './support/app.js';
import { particularsOf, placeOf, sightings, wordsOf } from './support/canary.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { OPEN311_SCHEMAS } from './support/open311-schemas.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const V2 = '/open311/v2';
const REPLY = '经核实，窗口未一次告知所需材料，已批评教育并当场办结，退还多收的 300 元。';
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const shapes = Object.fromEntries(Object.entries(OPEN311_SCHEMAS).map(([name, schema]) => [name, ajv.compile(schema)]));

/** An answer that has to be a success and of the standard's shape. */
function shaped(reply: Reply, shape: keyof typeof OPEN311_SCHEMAS, status?: number): Json {
  const body = succeeded(reply, status);
  const check = shapes[shape]!;
  if (!check(body)) throw new Error(`${reply.asked}: ${ajv.errorsText(check.errors)} in ${JSON.stringify(body).slice(0, 600)}`);
  return body;
}

/** The errors of a refusal, of the standard's shape; their code is the status. */
function told(reply: Reply, status: number): string[] {
  expect([reply.asked, reply.status, reply.body]).toEqual([reply.asked, status, expect.anything()]);
  expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  expect(shapes.errors!(reply.body)).toBe(true);
  expect(reply.body.every(({ code }: Json) => code === status)).toBe(true);
  return reply.body.map(({ description }: Json) => description);
}

/** Names and texts of an XML document in order; throws when it is not well-formed. */
function read(xml: string): [path: string, text: string][] {
  const [path, found]: [string[], [string, string][]] = [[], []];
  const parser = new SaxesParser();
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (more) => (text += more));
  parser.on('closetag', () => {
    if (text.trim() !== '') found.push([path.join('/'), text.trim()]);
    path.pop();
    text = '';
  });
  parser.write(xml).close();
  return found;
}

describeWithServer('the Open311 standard', () => {
  let town: Town;
  let app: App;
  let visitor: Client;
  let admin: Client;
  let apiKey: string;
  const people = new Map<string, Client>();
  const answers: string[] = [];

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, WRONG_PASSWORDS_PER_MINUTE: '1000000' }, town.database);
    visitor = app.client();
    for (const name of ['admin1', 'auditor1', 'dispatcher1', 'reviewer1', 'operator1', 'market.handler1', 'market.leader', 'inspector1'])
      people.set(name, await app.signIn(name));
    admin = people.get('admin1')!;
    ({ apiKey } = succeeded(await admin.post('/open311-clients', { name: '城管通', contact: '数字城管中心' }), 201));
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const get = async (path: string): Promise<Reply> => {
    const reply = await visitor.get(`${V2}${path}`);
    answers.push(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    return reply;
  };
  const FORM = { service_code: '0103', description: '窗口让企业跑了三趟', last_name: '张', first_name: '三', phone: '13800138000' };
  const post = (fields: Record<string, string>, headers = {}, file = 'requests.json') =>
    visitor.post(`${V2}/${file}`, new URLSearchParams(fields), headers);
  /** Files a case and gives its token with what stands in the notice. */
  const file = async (more: Record<string, string> = {}, headers = {}) => {
    const [filed] = shaped(await post({ api_key: apiKey, ...FORM, ...more }, headers), 'filed', 201);
    const [, caseNumber, trackingCode] = /受理编号 (\d{14})，查询码 (\d{20})/.exec(filed.service_notice)!;
    return { token: filed.token as string, caseNumber: caseNumber!, trackingCode: trackingCode! };
  };
  const act = async (username: string, caseNumber: string, action: string, body = {}) =>
    succeeded(await people.get(username)!.act(caseNumber, action, body));
  /** Leads a case to where its reply is public. */
  const reply = async (caseNumber: string, publicReply = REPLY) => {
    await act('dispatcher1', caseNumber, 'accept');
    await act('dispatcher1', caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
    await act('market.handler1', caseNumber, 'sign');
    await act('market.leader', caseNumber, 'answer', { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply });
    await act('reviewer1', caseNumber, 'pass');
  };
  const close = async (caseNumber: string) => {
    await act('reviewer1', caseNumber, 'call-back', {
      reached: true,
      solved: 'solved',
      satisfiedResult: 'satisfied',
      satisfiedProcess: 'satisfied',
    });
    await act('reviewer1', caseNumber, 'close');
  };
  const idOf = async (token: string): Promise<string | null> => {
    const [{ service_request_id: id }] = shaped(await get(`/tokens/${token}.json`), 'token');
    return id;
  };
  const listed = async (query = ''): Promise<Json[]> => shaped(await get(`/requests.json${query}`), 'requests');

  describe('is found', () => {
    it('with its endpoint, its formats and where to get a key', async () => {
      const { endpoints, key_service: keys } = shaped(await get('/discovery.json'), 'discovery');
      expect(endpoints).toEqual([
        expect.objectContaining({ url: `${app.url}${V2}`, type: 'production', formats: ['application/json', 'text/xml'] }),
      ]);
      expect(keys).toBe(`${app.url}/api/docs`);
      const xml = await get('/discovery.xml');
      expect(xml.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(read(xml.body)).toContainEqual(['discovery/endpoints/endpoint/url', `${app.url}${V2}`]);
    });

    it('with the leaves of the public form as services, each in its group', async () => {
      const tree: Json[] = succeeded(await visitor.get('/public/categories'));
      const leaves = (nodes: Json[]): Json[] => nodes.flatMap((node) => (node.children.length > 0 ? leaves(node.children) : [node]));
      const services = shaped(await get('/services.json'), 'services');
      expect(services.map((one: Json) => one.service_code)).toEqual(leaves(tree).map(({ code }) => code));
      expect(services.find((one: Json) => one.service_code === '0103')).toMatchObject({
        service_name: '未一次性告知',
        group: '办事效率',
        metadata: true,
        type: 'batch',
      });
      const { body } = await get('/services.xml');
      expect(read(body).filter(([path]) => path === 'services/service/service_code')).toHaveLength(services.length);
    });

    it('with what the form asks of a service, and of no other', async () => {
      const codes = async (service: string) => {
        const { attributes } = shaped(await get(`/services/${service}.json`), 'definition');
        expect(attributes.map(({ order }: Json) => order)).toEqual(attributes.map((_: Json, n: number) => n + 1));
        return attributes.map(({ code }: Json) => code);
      };
      expect(await codes('0301')).toEqual(
        expect.arrayContaining(['accusedDepartmentCode', 'amountInvolved', 'basisShown', 'receiptGiven']),
      );
      expect(await codes('0301')).not.toContain('visits');
      expect(await codes('0103')).toEqual(expect.arrayContaining(['accusedDepartmentCode', 'visits']));
      expect(await codes('0103')).not.toContain('amountInvolved');
      const { attributes } = shaped(await get('/services/0103.json'), 'definition');
      const departments = attributes.find(({ code }: Json) => code === 'accusedDepartmentCode');
      expect(departments.values).toContainEqual({ key: 'market', name: '市场监督管理局' });
      told(await get('/services/9999.json'), 404);
      told(await get('/services/01.json'), 404);
    });

    it('in two formats, for this city alone', async () => {
      told(await get('/services/0103.yaml'), 406);
      told(await get('/services.json?jurisdiction_id=moon.example'), 404);
      shaped(await get('/services.json?jurisdiction_id='), 'services');
      shaped(await get('/services.json?jurisdiction_id=jiutai.example'), 'services');
      const { status, body, headers } = await get('/requests/none.xml');
      expect([status, headers.get('content-type')]).toEqual([404, 'text/xml; charset=utf-8']);
      expect(read(body)[0]).toEqual(['errors/error/code', '404']);
    });
  });

  describe('keys', () => {
    it('are given out and ended by an administrator alone, and looked at by an auditor', async () => {
      for (const name of ['dispatcher1', 'auditor1', 'inspector1'])
        refused(await people.get(name)!.post('/open311-clients', { name: 'x' }), 403, 'access.role-may-not');
      refused(await people.get('dispatcher1')!.get('/open311-clients'), 403);
      const page = succeeded(await people.get('auditor1')!.get('/open311-clients'));
      expect(page.items).toEqual([
        expect.objectContaining({ name: '城管通', contact: '数字城管中心', state: 'active', createdBy: 'admin1' }),
      ]);
      refused(await admin.post('/open311-clients', { name: ' ' }), 422, 'input.invalid');
    });

    it('are shown once and stored as a hash; both steps stand in the audit', async () => {
      const { id, apiKey: other } = succeeded(await admin.post('/open311-clients', { name: '停用' }), 201);
      expect(other).toMatch(/^[\w-]{43}$/);
      expect(JSON.stringify(succeeded(await admin.get('/open311-clients')))).not.toContain(other);
      const rows = await town.db.read('SELECT * FROM open311_clients');
      expect(JSON.stringify(rows)).not.toContain(other);
      expect(succeeded(await admin.post(`/open311-clients/${id}/actions/revoke`)).state).toBe('revoked');
      refused(await admin.post(`/open311-clients/${id}/actions/revoke`), 409, 'open311.client-revoked');
      refused(await admin.post('/open311-clients/none/actions/revoke'), 404);
      told(await post({ ...FORM, api_key: other }), 403);
      const audit = await town.db.read<{ type: string; facts: string }>(
        "SELECT type, facts FROM events WHERE type LIKE 'open311.%' ORDER BY number DESC",
      );
      expect(audit.slice(0, 2)).toEqual([
        { type: 'open311.client-revoked', facts: JSON.stringify({ client: id }) },
        { type: 'open311.client-issued', facts: JSON.stringify({ client: id }) },
      ]);
    });

    it('that are missing, wrong or ended are refused alike', async () => {
      const refusals = [await post(FORM), await post({ ...FORM, api_key: 'x' }), await post({ ...FORM, api_key: 'A'.repeat(43) })];
      for (const one of refusals) told(one, 403);
      expect(new Set(refusals.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    });

    it('slow the client they belong to, and nobody else', async () => {
      const hasty = succeeded(await admin.post('/open311-clients', { name: '急' }), 201).apiKey;
      // an unknown service is found out after the key has passed
      const many = await Promise.all(Array.from({ length: 80 }, () => post({ api_key: hasty, service_code: '9999' })));
      const late = many.filter(({ status }) => status === 429);
      expect(late.length).toBeGreaterThan(0);
      told(late[0]!, 429);
      expect(Number(late[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
      await file();
    });
  });

  describe('a request', () => {
    it('comes in by the door of the public form', async () => {
      const { caseNumber, trackingCode } = await file({
        'attribute[kind]': 'help',
        'attribute[accusedDepartmentCode]': 'market',
        'attribute[visits]': '3',
        address_string: '民生路 3 号',
        jurisdiction_id: 'jiutai.example',
      });
      const seen = succeeded(await people.get('dispatcher1')!.get(`/cases/${caseNumber}`));
      expect(seen).toMatchObject({ kind: 'help', channel: 'web', status: 'pending_acceptance', visits: 3, description: FORM.description });
      expect(seen.category?.code ?? seen.categoryCode).toBe('0103');
      expect(seen.complainant).toMatchObject({ name: '张*', phone: '138****8000' });
      expect(succeeded(await visitor.post('/public/track', { caseNumber, trackingCode }))).toMatchObject({
        caseNumber,
        status: 'pending_acceptance',
      });
    });

    it('is answered in XML too, and may come as JSON', async () => {
      const xml = succeeded(await post({ api_key: apiKey, ...FORM }, {}, 'requests.xml'), 201);
      expect(read(xml).map(([path]) => path)).toEqual(['service_requests/request/token', 'service_requests/request/service_notice']);
      shaped(await visitor.post(`${V2}/requests.json`, { api_key: apiKey, ...FORM, attribute: { visits: 2 } }), 'filed', 201);
    });

    it.each<[string, Record<string, string>, number, RegExp]>([
      ['without a service', { service_code: '' }, 400, /service_code/],
      ['of an unknown service', { service_code: '9999' }, 404, /./],
      ['of a group, which is no service', { service_code: '01' }, 404, /./],
      ['without a word', { description: ' ' }, 400, /description/],
      ['that is too long', { description: '长'.repeat(10_001) }, 400, /description.*too-long/],
      ['with a wrong address', { email: 'nobody' }, 400, /^email.*malformed/],
      ['with an attribute nobody asks for', { 'attribute[colour]': 'red' }, 400, /attribute\[colour\].*not-allowed/],
      ['with a number that is none', { 'attribute[visits]': 'often' }, 400, /attribute\[visits\]/],
      ['about a department that is none', { 'attribute[accusedDepartmentCode]': 'moon' }, 400, /attribute\[accusedDepartmentCode\]/],
      ['for another city', { jurisdiction_id: 'moon.example' }, 404, /jurisdiction_id/],
    ])('is refused %s', async (_, fields, status, words) => {
      const before = await town.db.read('SELECT COUNT(*) AS n FROM cases');
      expect(told(await post({ api_key: apiKey, ...FORM, ...fields }), status).join()).toMatch(words);
      expect(await town.db.read('SELECT COUNT(*) AS n FROM cases')).toEqual(before);
    });

    it('with the same idempotency key is filed once, and by another client once more', async () => {
      const second = succeeded(await admin.post('/open311-clients', { name: '另一家' }), 201).apiKey;
      const headers = { 'idempotency-key': 'open311-0001' };
      const [first, again] = [await file({}, headers), await file({}, headers)];
      expect(again).toEqual(first);
      expect((await file({ api_key: second }, headers)).caseNumber).not.toBe(first.caseNumber);
      told(await post({ api_key: apiKey, ...FORM, description: '别的' }, headers), 400);
    });

    it('about the head of the commission is not kept, and says where to go', async () => {
      const count = () => town.db.read('SELECT COUNT(*) AS n FROM cases');
      const before = await count();
      const [filed] = shaped(
        await post({ api_key: apiKey, ...FORM, 'attribute[kind]': 'report', 'attribute[aboutCommissionHead]': 'yes' }),
        'filed',
        201,
      );
      expect(filed).toEqual({ service_notice: expect.stringMatching(/回执号 H\d{6}.*长春市/), account_id: null });
      expect(await count()).toEqual(before);
    });

    it('from a page of somebody else is refused', async () => {
      told(await post({ api_key: apiKey, ...FORM }, { origin: 'https://evil.example' }), 403);
    });
  });

  describe('what everybody reads', () => {
    it('begins with the public reply: a token has no id before, one after', async () => {
      const { token, caseNumber } = await file({ 'attribute[region]': '卡伦湖街道', address_string: '民生路 3 号' });
      expect(await idOf(token)).toBeNull();
      told(await get(`/tokens/${'0'.repeat(32)}.json`), 404);
      await reply(caseNumber);
      const id = (await idOf(token))!;
      expect(id).not.toContain(caseNumber);
      const [open] = shaped(await get(`/requests/${id}.json`), 'requests');
      expect(open).toMatchObject({
        service_request_id: id,
        status: 'open',
        status_notes: REPLY,
        service_code: '0103',
        agency_responsible: '市场监督管理局',
        address: '卡伦湖街道',
        description: null,
        lat: null,
      });
      expect(Date.parse(open.expected_datetime)).toBeGreaterThan(Date.parse(MONDAY));
      await close(caseNumber);
      const [closed] = shaped(await get(`/requests/${id}.json`), 'requests');
      expect(closed).toMatchObject({ service_request_id: id, status: 'closed', expected_datetime: null });
      const [row] = await town.db.read<{ receivedAt: number; closedAt: number }>(
        'SELECT receivedAt, closedAt FROM cases WHERE caseNumber = ?',
        [caseNumber],
      );
      expect([closed.requested_datetime, closed.updated_datetime].map((text) => Date.parse(text))).toEqual([
        Number(row!.receivedAt),
        Number(row!.closedAt),
      ]);
      const xml = read((await get(`/requests/${id}.xml`)).body);
      expect(xml).toContainEqual(['service_requests/request/status', 'closed']);
      expect(xml).toContainEqual(['service_requests/request/status_notes', REPLY]);
    });

    it('is there whatever way a case came in, by status, service, time, id and page', async () => {
      const { token, caseNumber } = await file({ service_code: '0108' });
      await reply(caseNumber);
      const id = (await idOf(token))!;
      const phone = {
        channel: 'phone',
        urgency: 'normal',
        kind: 'consultation',
        description: '问开放时间',
        categoryCode: '0108',
        complainant: { name: '李四' },
      };
      const asked = succeeded(await people.get('operator1')!.post('/cases', phone), 201).caseNumber;
      await act('operator1', asked, 'answer-directly', { text: '工作日九点至十七点开放。' });
      const of = async (query: string) =>
        (await listed(query)).map(({ status, service_code: code, status_notes: notes }) => [status, code, notes]);
      expect(await of('?service_code=0108&status=open')).toEqual([['open', '0108', REPLY]]);
      expect(await of('?service_code=0108&status=closed')).toEqual([['closed', '0108', '工作日九点至十七点开放。']]);
      expect(await of('?service_code=0108,0107')).toHaveLength(2);
      expect(await of('?service_code=0107')).toEqual([]);
      const all = await listed();
      expect(all.length).toBeGreaterThan(2);
      expect(all.map(({ requested_datetime: at }) => at)).toEqual([...all.map(({ requested_datetime: at }) => at)].sort().reverse());
      const pages = [...(await listed('?page=1&page_size=1')), ...(await listed('?page=2&page_size=1'))];
      expect(pages).toEqual(all.slice(0, 2));
      expect(await listed(`?service_request_id=${id},${'0'.repeat(32)}&status=closed&service_code=0107`)).toEqual([
        expect.objectContaining({ service_request_id: id }),
      ]);
      expect(await listed('?start_date=2026-01-01T00:00:00Z&end_date=2026-03-01T00:00:00Z')).toEqual([]);
      expect(told(await get('/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z'), 400).join()).toMatch(
        /end_date/,
      );
      told(await get('/requests.json?status=lost'), 400);
      told(await get('/requests.json?page_size=101'), 400);
    });

    it('is a reply only where nothing in it leads to the complainant', async () => {
      const { token, caseNumber } = await file({ last_name: '欧阳', first_name: '小满' });
      await reply(caseNumber, '欧阳小满同志：您反映的问题已办结。');
      const [told] = shaped(await get(`/requests/${await idOf(token)}.json`), 'requests');
      expect(told.status_notes).toBe('已答复，等待回访。');
    });

    it.each<[string, Record<string, string>]>([
      ['an anonymous one', { first_name: '', last_name: '', phone: '' }],
      ['an accusation', { 'attribute[kind]': 'report' }],
    ])('is nothing of %s, though it was replied to', async (_, fields) => {
      const { token, caseNumber } = await file(fields);
      const before = (await listed()).length;
      await reply(caseNumber);
      expect(await idOf(token)).toBeNull();
      expect(await listed()).toHaveLength(before);
    });

    type Ticket = Awaited<ReturnType<typeof file>>;
    it.each<[string, (ticket: Ticket) => Promise<unknown>]>([
      ['sealed', ({ caseNumber }) => act('reviewer1', caseNumber, 'seal', { reason: '涉嫌索要好处' })],
      ['taken back', async ({ token: _, ...ticket }) => succeeded(await visitor.post('/public/track/withdrawal', ticket))],
      [
        'sent to be handled again',
        async ({ caseNumber }) => {
          await act('reviewer1', caseNumber, 'call-back', { reached: true, solved: 'unsolved', satisfiedResult: 'dissatisfied' });
          await act('reviewer1', caseNumber, 're-handle', { reason: '未解决' });
        },
      ],
    ])('is nothing more of one that was %s since, in the very words of what does not exist', async (_, hide) => {
      const ticket = await file();
      await reply(ticket.caseNumber);
      const id = (await idOf(ticket.token))!;
      expect(await listed(`?service_request_id=${id}`)).toHaveLength(1);
      await hide(ticket);
      const [gone, never] = [await get(`/requests/${id}.json`), await get(`/requests/${'0'.repeat(32)}.json`)];
      told(gone, 404);
      expect(gone.body).toEqual(never.body);
      expect(await listed(`?service_request_id=${id}`)).toEqual([]);
      expect((await listed()).map(({ service_request_id: one }) => one)).not.toContain(id);
      expect(await idOf(ticket.token)).toBeNull();
    });

    it('is of a category that is sealed at once: taken, and never seen', async () => {
      const sealed = await town.db.read<{ code: string }>('SELECT code FROM categories WHERE flags LIKE \'%"sealed":true%\' ORDER BY code');
      const code = shaped(await get('/services.json'), 'services').find((one: Json) =>
        sealed.some((row) => row.code === one.service_code),
      ).service_code;
      const { token, caseNumber, trackingCode } = await file({ service_code: code });
      expect(succeeded(await visitor.post('/public/track', { caseNumber, trackingCode })).status).toBe('sealed');
      expect(await idOf(token)).toBeNull();
    });

    it('is nothing private: no word, name, number or place of those who complained', async () => {
      for (let n = 0; n < 3; n++) {
        const { name, phone, email, organisation } = particularsOf(n);
        const fields = {
          last_name: name,
          first_name: '',
          phone,
          email,
          'attribute[organisation]': organisation,
          address_string: placeOf(n),
          description: wordsOf(n, ''),
        };
        const { token, caseNumber } = await file(fields);
        await reply(caseNumber, n === 0 ? `已向${name}退费。` : n === 1 ? `已到${placeOf(n)}查看。` : REPLY);
        if (n === 2) await close(caseNumber);
        const id = (await idOf(token))!;
        expect(shaped(await get(`/requests/${id}.json`), 'requests')[0].status_notes).toBe(n === 2 ? REPLY : '已答复，等待回访。');
        await get(`/requests/${id}.xml`);
      }
      await listed();
      await get('/requests.xml');
      expect(answers.length).toBeGreaterThan(50);
      expect(answers.flatMap((answer) => sightings(answer))).toEqual([]);
      expect(sightings(app.logs)).toEqual([]);
      // the finder finds what was filed, where it does stand
      const filed = await town.db.read<{ publicReply: string }>("SELECT publicReply FROM assignments WHERE publicReply LIKE '已向%'");
      expect(filed.flatMap(({ publicReply }) => sightings(publicReply))).toHaveLength(2);
    });

    it('is read by one address so often and no more', async () => {
      const from = { 'x-forwarded-for': '10.9.9.9' };
      const many = await Promise.all(Array.from({ length: 300 }, () => visitor.get(`${V2}/requests/${'0'.repeat(32)}.json`, from)));
      const late = many.filter(({ status }) => status === 429);
      expect(late.length).toBeGreaterThan(0);
      told(late[0]!, 429);
      shaped(await get('/requests.json'), 'requests');
    });

    it('gives away no case number and nothing that counts', async () => {
      const numbers = await town.db.read<{ caseNumber: string }>('SELECT caseNumber FROM cases');
      const text = answers.join('\n');
      expect(numbers.filter(({ caseNumber }) => text.includes(caseNumber))).toEqual([]);
    });
  });
});
