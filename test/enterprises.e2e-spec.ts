/** The list of enterprises: imported by file, found while a case is registered, its people masked; and who may see which. */
import { usccValid } from '../src/domain/codes.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';
import { verifiedLog } from './support/town.js';

const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** The n-th code with a right check digit. */
const codeOf = (n: number): string => {
  const body = `91220113MA${String(n).padStart(7, '0')}`;
  return [...DIGITS].map((check) => body + check).find(usccValid)!;
};
const HEAD = '企业名称,统一社会信用代码,规模,来源,地址,联系人,联系电话,服务单位,服务专员';
const GOOD = [
  `九台华丰面粉厂,${codeOf(1)},中型,本地,营城街道人民路5号,李春华,13800001111,市场监督管理局,韩立夫`,
  `"长春远大机械（九台）有限公司",${codeOf(2)},大型,外地,,王建国,0431-82345678,,`,
  `九台小饭馆,${codeOf(3)},微型,本地,,,,,`,
];
const BAD = [
  `没有代码的厂,,小型,本地,,,,,`,
  `代码错一位,${codeOf(4).slice(0, 17)}${codeOf(4).endsWith('0') ? '1' : '0'},小型,本地,,,,,`,
  `单位不存在,${codeOf(5)},小型,本地,,,,旅游局,`,
  `重复的一行,${codeOf(1)},小型,本地,,,,,`,
];
const PERSONAL = ['李春华', '13800001111', '人民路5号'];

describeTown('the list of enterprises', {}, (here) => {
  const { desks } = here;
  let supervisor: Client;

  beforeAll(async () => {
    supervisor = await desks.as('supervisor');
  });
  const importFile = (bytes: string | Uint8Array, dryRun: boolean, by = supervisor) => {
    const form = new FormData();
    form.set('dryRun', String(dryRun));
    form.set('file', new Blob([bytes as BlobPart], { type: 'text/csv' }), 'enterprises.csv');
    return by.post('/enterprises/imports', form);
  };
  const list = async (query = '', by = supervisor): Promise<Json> => succeeded(await by.get(`/enterprises?pageSize=200${query}`));
  const file = [HEAD, ...GOOD, ...BAD].join('\r\n');

  it('tells in a dry run what would be taken and every bad line with its reason, and writes nothing', async () => {
    const told = succeeded(await importFile(file, true), 200);
    expect(told).toEqual({
      dryRun: true,
      lines: 7,
      added: 3,
      known: 0,
      bad: [
        { line: 5, column: 'uscc', code: 'required' },
        { line: 6, column: 'uscc', code: 'check-digit' },
        { line: 7, column: 'department', code: 'unknown-department' },
        { line: 8, column: 'uscc', code: 'twice-in-file' },
      ],
    });
    expect((await list()).total).toBe(0);
  });

  it('takes the good lines, and none of them again from the same file', async () => {
    expect(succeeded(await importFile(file, false), 200)).toMatchObject({ added: 3, known: 0 });
    const again = succeeded(await importFile(file, false), 200);
    expect([again.added, again.known, again.bad.length]).toEqual([0, 3, 4]);
    const { items, total } = await list();
    expect(total).toBe(3);
    expect(items.find(({ name }: Json) => name === '九台华丰面粉厂')).toMatchObject({
      size: 'medium',
      origin: 'local',
      isKey: true,
      contactName: '李**',
      contactPhone: '138****1111',
      departmentCode: 'market',
      officerName: '韩立夫',
    });
    expect(PERSONAL.filter((word) => JSON.stringify(items).includes(word))).toEqual([]);
  });

  it('adds each line once when the same file is sent twice at the same moment', async () => {
    const fresh = [HEAD, `同时导入的厂,${codeOf(20)},小型,本地,,,,,`].join('\n');
    const replies = await Promise.all([importFile(fresh, false), importFile(fresh, false)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies.map(({ body }) => body.added).sort()).toEqual([0, 1]);
  });

  it('reads the national encoding, and refuses what is no table of enterprises', async () => {
    // 企业名称,统一社会信用代码 as offices' spreadsheets write it
    const national = Buffer.concat([
      Buffer.from('c6f3d2b5c3fbb3c62ccdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb0d0a', 'hex'),
      Buffer.from('bec5ccd8bba7b3a7', 'hex'),
      Buffer.from(`,${codeOf(30)}\r\n`),
    ]);
    expect(succeeded(await importFile(national, true), 200)).toMatchObject({ added: 1, bad: [] });
    const { facts } = refused(await importFile('a,b\n1,2\n', true), 422, 'input.invalid');
    expect(facts.fields).toEqual([
      { field: 'file.name', code: 'required' },
      { field: 'file.uscc', code: 'required' },
    ]);
    refused(await importFile(file, true, await desks.as('operator')), 403, 'access.role-may-not');
  });

  it('is added and changed by hand; a masked form wipes nothing, a wrong check digit warns', async () => {
    const body = {
      name: '手工录入的厂',
      uscc: codeOf(40),
      size: 'small',
      origin: 'outside',
      contactName: '赵六',
      contactPhone: '13900002222',
    };
    const made = succeeded(await supervisor.post('/enterprises', body), 201);
    refused(await supervisor.post('/enterprises', body), 409, 'enterprise.code-taken');
    const changed = { name: '手工录入的厂（改名）', uscc: codeOf(40), size: 'small', origin: 'outside', isKey: true };
    const { contactName, name } = succeeded(await supervisor.put(`/enterprises/${made.id}`, changed), 200);
    expect([contactName, name]).toEqual(['赵*', '手工录入的厂（改名）']);
    const wrong = `${codeOf(41).slice(0, 17)}${codeOf(41).endsWith('0') ? '1' : '0'}`;
    expect(succeeded(await supervisor.post('/enterprises', { ...changed, uscc: wrong }), 201).warnings).toEqual([
      { field: 'uscc', code: 'check-digit' },
    ]);
    const officer = { ...changed, uscc: codeOf(42), departmentCode: 'tax', officer: 'market.handler1' };
    refused(await supervisor.post('/enterprises', officer), 422, 'input.invalid');
  });

  it('is found by code or number while a case is registered', async () => {
    const operator = await desks.as('operator');
    const look = async (body: object): Promise<Json> => succeeded(await operator.post('/enterprises/lookup', body), 200).enterprise;
    expect(await look({ uscc: codeOf(1).toLowerCase() })).toMatchObject({ name: '九台华丰面粉厂', contactPhone: '138****1111' });
    expect(await look({ phone: '138 0000 1111' })).toMatchObject({ uscc: codeOf(1), officerName: '韩立夫' });
    expect(await look({ phone: '13811110000', uscc: codeOf(99) })).toBeNull();
    expect(await look({})).toBeNull();
    refused(await (await desks.as('market')).post('/enterprises/lookup', {}), 403, 'access.role-may-not');
  });

  it('shows a department those it serves alone, and unmasks for a reason that stands in the audit', async () => {
    const market = await desks.as('market');
    const own = (await list('', market)).items;
    expect(own.map(({ name }: Json) => name)).toEqual(['九台华丰面粉厂']);
    const other = (await list('&q=远大')).items[0];
    refused(await market.get(`/enterprises/${other.id}`), 404, 'not-found');
    refused(await market.post(`/enterprises/${other.id}/actions/unmask`, { fields: ['contactPhone'], reason: '走访' }), 404, 'not-found');
    refused(await market.post(`/enterprises/${own[0].id}/actions/unmask`, { fields: ['contactPhone'] }), 422, 'input.invalid');
    const { values } = succeeded(
      await market.post(`/enterprises/${own[0].id}/actions/unmask`, { fields: ['contactName', 'contactPhone'], reason: '联系走访' }),
      200,
    );
    expect(values).toEqual({ contactName: '李春华', contactPhone: '13800001111' });
    const audit = succeeded(await (await desks.as('auditor')).get('/audit?action=enterprise.unmasked'));
    expect(audit.items).toMatchObject([{ username: 'market.handler1', reason: '联系走访', fields: ['contactName', 'contactPhone'] }]);
  });

  it('shows its cases to the hotline, and to a department only those whose complainant agreed to be named', async () => {
    const operator = await desks.as('operator');
    const take = async (more: object): Promise<string> => {
      const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口让跑了三趟', ...more };
      const complainant = { organisation: '九台华丰面粉厂', uscc: codeOf(1) };
      return succeeded(await operator.post('/cases', { ...body, complainant }), 201).caseNumber as string;
    };
    const [quiet, named] = [await take({}), await take({ consentToBeNamed: true })];
    for (const number of [quiet, named]) await desks.done('dispatcher', number, 'dispatch', { lead: 'market', summary: '反映往返' });
    const id = (await list('&q=华丰')).items[0].id as string;
    const cases = async (who: string): Promise<string[]> =>
      succeeded(await (await desks.as(who)).get(`/enterprises/${id}`)).cases.map(({ caseNumber }: Json) => caseNumber as string);
    expect((await cases('reviewer')).sort()).toEqual([quiet, named].sort());
    expect(await cases('market')).toEqual([named]);
    await desks.done('dispatcher', quiet, 'seal', { reason: '涉及索要财物' });
    expect(await cases('supervisor')).toEqual([named]);
    expect(await cases('inspector')).toEqual([named]);
  });

  it('leaves no contact person and no bridge from the list to complainants in a stolen database', async () => {
    const rows = JSON.stringify([
      await here.town.db.read('SELECT * FROM enterprises'),
      await here.town.db.read("SELECT * FROM events WHERE type LIKE 'enterprise.%'"),
    ]);
    expect(PERSONAL.filter((word) => rows.includes(word))).toEqual([]);
    const met = await here.town.db.read<{ n: number }>(
      'SELECT COUNT(*) AS n FROM enterprises e JOIN complainants p ON p.phoneIndex = e.phoneIndex OR p.usccIndex = e.uscc',
    );
    expect(Number(met[0]!.n)).toBe(0);
    expect((await verifiedLog(here.town)).holds).toBe(true);
  });
});
