/** What the auditor looks for in the log: by what it is about, by type, by whom, with what each entry concerned. */
import { AUDIT_GROUPS } from '../src/domain/audit.js';
import { type Json, refused, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';
import { phoneCase } from './support/town.js';

const FEE = {
  ...{ item: '计量器具校准服务费', itemEn: 'Calibration of measuring instruments', kind: 'operating', basis: '吉省价收〔2026〕9号' },
  ...{ payer: '自愿委托校准的企业', payerEn: 'Enterprises that ask for it', standard: '每台80元', standardEn: '80 yuan an instrument' },
  ...{ rule: { kind: 'fixed', yuan: 80, unit: '台' }, keywords: ['校准费'], validFrom: '2026-12-01', why: '省局新定价目录列入' },
};

describeTown('the audit', {}, ({ desks }) => {
  const entries = async (query: Record<string, string> = {}): Promise<Json[]> => {
    const page = succeeded(
      await (await desks.as('auditor')).get(`/audit?${new URLSearchParams({ pageSize: '100', ...query }).toString()}`),
    );
    return page.items as Json[];
  };
  const typesOf = (found: readonly Json[]): string[] => [...new Set(found.map(({ action }) => action as string))].sort();

  it('finds every entry in the group it belongs to, and in one alone', async () => {
    const caseNumber = await phoneCase(await desks.as('operator'));
    await desks.done('operator', caseNumber, 'unmask', { fields: ['phone'], reason: '回电核实地址' });
    const market = await desks.as('market!');
    const { code } = succeeded(await market.post('/fees', FEE), 201);
    succeeded(await market.post(`/fees/${code}/actions/withdraw`));
    succeeded(await (await desks.as('admin')).post('/accounts/operator3/links'), 201);

    const groups = await Promise.all(AUDIT_GROUPS.map(async (group) => [group, typesOf(await entries({ group }))] as const));
    expect(Object.fromEntries(groups)).toMatchObject({
      reads: ['case.unmasked', 'case.viewed'],
      sessions: ['session.opened'],
      accounts: ['account.link-made'],
      rules: ['fee.proposed', 'fee.withdrawn'],
      files: [],
    });
    expect(groups.flatMap(([, types]) => types).sort()).toEqual(typesOf(await entries()));
  });

  it('tells what an entry concerned, and nothing of a person', async () => {
    const [link] = await entries({ group: 'accounts' });
    expect(link).toMatchObject({
      username: 'admin1',
      name: expect.stringMatching(/\p{sc=Han}/u) as string,
      action: 'account.link-made',
      subject: 'operator3',
    });
    const [withdrawn] = await entries({ action: 'fee.withdrawn' });
    expect(withdrawn).toMatchObject({ username: 'market.leader', subject: expect.stringMatching(/^sf\d{3}$/) as string });
    const [unmasked] = await entries({ action: 'case.unmasked' });
    expect(unmasked).toMatchObject({ fields: ['phone'], reason: '回电核实地址' });
    expect(unmasked).not.toHaveProperty('subject');
  });

  it('has no group of another name, and opens to the auditor alone', async () => {
    refused(await (await desks.as('auditor')).get('/audit?group=everything'), 422, 'input.invalid');
    for (const who of ['operator', 'market', 'inspector', 'commissioner', 'admin'])
      refused(await (await desks.as(who)).get('/audit?group=reads'), 403);
  });
});
