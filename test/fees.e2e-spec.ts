/** The register of fees on enterprises: who may put a fee there, who may take it out, and what it says of a complaint. */
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';
import { verifiedLog } from './support/town.js';

const fee = (more: object = {}) => ({
  item: '计量器具校准服务费',
  itemEn: 'Calibration of measuring instruments',
  kind: 'operating',
  basis: '吉省价收〔2026〕9号',
  payer: '自愿委托校准的企业',
  payerEn: 'Enterprises that ask for it',
  standard: '每台80元',
  standardEn: '80 yuan an instrument',
  rule: { kind: 'fixed', yuan: 80, unit: '台' },
  keywords: ['校准费', '校准服务费'],
  validFrom: '2026-12-01',
  why: '省局新定价目录列入',
  ...more,
});

describeTown('the register of fees', {}, (here) => {
  const { desks } = here;
  let leader: Client;
  let supervisor: Client;

  beforeAll(async () => {
    [leader, supervisor] = [await desks.as('market!'), await desks.as('supervisor')];
  });
  const propose = async (more: object = {}): Promise<string> => succeeded(await leader.post('/fees', fee(more)), 201).code as string;
  const act = (by: Client, code: string, action: string, body = {}) => by.post(`/fees/${code}/actions/${action}`, body);
  const published = async (query: string): Promise<Json> => succeeded(await here.app.client().get(`/public/fees?${query}`));

  it('is open to everybody, in pages, found by words, department and validity', async () => {
    const all = await published('pageSize=10');
    expect([all.total, all.items.length, all.page]).toEqual([34, 10, 1]);
    expect((await published('q=电梯')).items.map(({ item }: Json) => item)).toEqual(['特种设备检验费（电梯定期检验）']);
    expect((await published('q=年检')).total).toBe(1);
    expect((await published('departmentCode=ecology')).items.map(({ standing }: Json) => standing)).toEqual(['ended', 'ended']);
    expect((await published('standing=in-force&pageSize=200')).items.every(({ standing }: Json) => standing === 'in-force')).toBe(true);
    expect(Object.keys(all.items[0])).not.toEqual(expect.arrayContaining(['proposedBy', 'why', 'keywords']));
    refused(await here.app.client().get('/public/fees?state=proposed'), 422, 'input.invalid');
  });

  it('takes a fee a leader asks for only after the supervisor has approved it', async () => {
    refused(await (await desks.as('market')).post('/fees', fee()), 403, 'access.role-may-not');
    refused(await supervisor.post('/fees', fee()), 403, 'access.role-may-not');
    const code = await propose();
    expect((await published('q=校准')).total).toBe(0);
    expect(succeeded(await leader.get(`/fees/${code}`))).toMatchObject({
      state: 'proposed',
      departmentCode: 'market',
      actions: ['withdraw'],
    });
    expect(succeeded(await supervisor.get(`/fees/${code}`)).actions).toEqual(['approve', 'refuse']);
    refused(await (await desks.as('tax!')).get(`/fees/${code}`), 404, 'not-found');
    refused(await act(await desks.as('tax!'), code, 'withdraw'), 404, 'not-found');
    expect(succeeded(await (await desks.as('tax!')).get('/fees?state=proposed')).total).toBe(0);
    expect(succeeded(await leader.get('/fees?state=proposed')).total).toBe(1);
    refused(await act(leader, code, 'approve'), 403, 'fee.role-may-not');
    expect(succeeded(await act(supervisor, code, 'approve'), 200)).toMatchObject({ state: 'approved', standing: 'to-come' });
    expect((await published('q=校准')).items).toMatchObject([{ code, departmentName: '市场监督管理局' }]);
  });

  it('decides once when two decide at the same moment, and a refusal says why', async () => {
    const code = await propose({ item: '另一项' });
    refused(await act(supervisor, code, 'refuse'), 422, 'input.invalid');
    const second = await here.app.signIn('supervisor1');
    const replies = await Promise.all([act(supervisor, code, 'approve'), act(second, code, 'refuse', { reason: '没有法定依据' })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rows = await here.town.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM events WHERE type IN ('fee.approved', 'fee.refused') AND facts LIKE ?",
      [`%${code}%`],
    );
    expect(Number(rows[0]!.n)).toBe(1);
    const again = await propose({ item: '第三项' });
    const told = succeeded(await act(supervisor, again, 'refuse', { reason: '没有法定依据' }), 200);
    expect(told).toMatchObject({ state: 'refused', reason: '没有法定依据', actions: [] });
    refused(await act(supervisor, again, 'approve'), 409, 'fee.not-proposed');
    expect(succeeded(await leader.get(`/fees/${again}`)).reason).toBe('没有法定依据');
  });

  it.each([
    ['without its amount', { rule: { kind: 'fixed', unit: '台' } }, 'rule.yuan', 'required'],
    ['whose range stands on its head', { rule: { kind: 'range', fromYuan: 9, toYuan: 1, unit: '台' } }, 'rule.toYuan', 'too-small'],
    ['from a day that is past', { validFrom: '2026-11-01' }, 'validFrom', 'in-the-past'],
    ['in place of another department’s', { replaces: 'sf001' }, 'replaces', 'unknown-fee'],
  ])('refuses a fee %s', async (_, patch, field, code) => {
    expect(refused(await leader.post('/fees', fee(patch)), 422, 'input.invalid').facts.fields).toEqual([{ field, code }]);
  });

  it('ends the old standard on the eve of the new one that takes its place', async () => {
    const code = await propose({ item: '特种设备检验费（电梯定期检验）', replaces: 'sf019', validFrom: '2027-01-01' });
    succeeded(await act(supervisor, code, 'approve'), 200);
    expect(succeeded(await leader.get('/fees/sf019')).validTo).toBe('2026-12-31');
    refused(await act(supervisor, 'sf017', 'end', { reason: '停征' }), 422, 'input.invalid');
    expect(succeeded(await act(supervisor, 'sf017', 'end', { validTo: '2026-12-31', reason: '停征' }), 200)).toMatchObject({
      validTo: '2026-12-31',
      standing: 'in-force',
    });
  });

  const check = async (body: object): Promise<Json> => succeeded(await (await desks.as('operator')).post('/fee-checks', body), 200);
  it.each([
    ['目录内', { text: '电梯检验费收了800元', departmentCode: 'market', amount: 800 }, 'listed', 'sf019'],
    ['超标准', { text: '电梯检验费收了1800元', departmentCode: 'market', amount: 1800 }, 'over-standard', 'sf019'],
    ['超标准（免收项目）', { text: '刻章费收了300元', departmentCode: 'police', amount: 300 }, 'over-standard', 'sf018'],
    ['已失效', { text: '市场管理费每月200元', departmentCode: 'market', amount: 200 }, 'expired', 'sf023'],
    ['已失效（县局收取）', { text: '收市场管理费', departmentCode: 'market-county' }, 'expired', 'sf023'],
    ['目录外（别的单位的项目）', { text: '城管收不动产登记费', departmentCode: 'urban' }, 'unlisted', 'sf001'],
    ['目录外', { text: '每家交综合治理服务费2000元', departmentCode: 'urban', amount: 2000 }, 'unlisted', undefined],
    ['失效之前收的', { text: '收了排污费', departmentCode: 'ecology', on: '2017-06-01' }, 'listed', 'sf026'],
  ])('finds a fee %s', async (_, body, verdict, code) => {
    const found = await check(body);
    expect([found.verdict, found.matches[0]?.fee.code]).toEqual([verdict, code]);
  });

  const feeCase = async (): Promise<string> => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', categoryCode: '0302', accusedDepartmentCode: 'market' };
    const said = { description: '电梯检验费收了1800元，没有给标准', amountInvolved: 1800 };
    return succeeded(await (await desks.as('operator')).post('/cases', { ...body, ...said }), 201).caseNumber as string;
  };

  it('proposes at a fee complaint, and the finding stands beside the case', async () => {
    const caseNumber = await feeCase();
    const reviewer = await desks.as('reviewer');
    const before = succeeded(await reviewer.get(`/cases/${caseNumber}/fee-check`));
    expect(before).toMatchObject({ verdict: 'over-standard', matches: [{ fee: { code: 'sf019' }, reason: 'above', most: 900 }] });
    expect(before.finding).toBeUndefined();
    const put = (body: object) => reviewer.put(`/cases/${caseNumber}/fee-check`, body);
    refused(await put({ verdict: 'listed' }), 422, 'input.invalid');
    refused(await put({ verdict: 'listed', feeCode: 'sf999' }), 422, 'input.invalid');
    const { version } = await desks.view(caseNumber);
    const after = succeeded(await put({ verdict: 'over-standard', feeCode: 'sf019' }), 200);
    expect(after.finding).toMatchObject({ verdict: 'over-standard', fee: { code: 'sf019' }, amount: 1800 });
    expect(succeeded(await put({ verdict: 'unlisted' }), 200).finding.fee).toBeUndefined();
    const seen = await desks.view(caseNumber);
    expect(seen.version).toBe(version);
    expect(seen.history.filter(({ type }: Json) => type === 'case.fee-checked').map(({ facts }: Json) => facts)).toEqual([
      { verdict: 'over-standard', feeCode: 'sf019' },
      { verdict: 'unlisted' },
    ]);
  });

  it('shows a department what the register says of the summary, not of the complainant’s words', async () => {
    const caseNumber = await feeCase();
    const handler = await desks.as('market');
    refused(await handler.get(`/cases/${caseNumber}/fee-check`), 404, 'not-found');
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '反映收费偏高' });
    const seen = succeeded(await handler.get(`/cases/${caseNumber}/fee-check`));
    expect(seen).toEqual({ verdict: 'unlisted', matches: [] });
    refused(await handler.put(`/cases/${caseNumber}/fee-check`, { verdict: 'unlisted' }), 403, 'access.role-may-not');
    await desks.done('dispatcher', caseNumber, 'seal', { reason: '涉及索要财物' });
    refused(await (await desks.as('reviewer')).get(`/cases/${caseNumber}/fee-check`), 404, 'not-found');
    refused(await (await desks.as('reviewer')).put(`/cases/${caseNumber}/fee-check`, { verdict: 'unlisted' }), 404, 'not-found');
    expect((await verifiedLog(here.town)).holds).toBe(true);
  });
});
