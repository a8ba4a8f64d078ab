/** The commission's screens, in a real browser: a clue registered from chosen cases, a file filled, two people who conclude it. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { ANSWER } from './support/desks.js';
import { describePages } from './support/pages.js';

const MATTER = { departmentCode: 'market', categoryCode: '1001', from: '2026-09-01', to: '2026-09-30' };

describePages('The screens of the commission', { env: { INTAKES_PER_MINUTE: '1000' } }, (pages) => {
  const take = async (more: object): Promise<string> => {
    const body = { kind: 'report', channel: 'letter', urgency: 'normal', ...more };
    return succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201).caseNumber;
  };
  const act = async (who: string, number: string, action: string, body: object = {}): Promise<Json> => {
    const reader = await pages.desks.as(who);
    const { version } = succeeded(await reader.get(`/investigations/${number}`));
    return succeeded(await reader.post(`/investigations/${number}/actions/${action}`, { version, ...body }));
  };
  const choose = async (page: Page, label: string, option: string): Promise<void> => {
    await page.locator('.sheet-drawer .field', { hasText: label }).first().locator('.el-select').click();
    await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: option }).first().click();
  };
  const fill = (page: Page, label: string, text: string) =>
    page.locator('.sheet-drawer .field', { hasText: label }).first().locator('input, textarea').first().fill(text);

  it('register a clue from several chosen cases and take it to its conclusion', async () => {
    const numbers = [
      await take({
        title: '窗口索要好处费',
        description: '窗口工作人员索要两千元。',
        categoryCode: '1001',
        accusedDepartmentCode: 'market',
        complainant: { name: '李某', phone: '13800138000' },
      }),
      await take({ title: '办证被要求请客', description: '办证人员要求请客吃饭。', categoryCode: '1002', accusedDepartmentCode: 'market' }),
    ];
    const page = await pages.open('/console/cases?status=sealed', { as: 'inspector' });
    await page.getByRole('button', { name: '选择工单' }).click();
    for (const number of numbers) await page.locator('li.choosing', { hasText: number }).locator('.el-checkbox').click();
    await page.getByRole('button', { name: '据所选 2 件登记线索' }).click();
    await fill(page, '标题', '市场监管窗口索要好处费');
    await page.locator('.sheet-drawer textarea').first().fill('两名举报人先后反映同一窗口工作人员以加快办证为由索要好处费、要求宴请。');
    await page.locator('.sheet-drawer').getByRole('button', { name: '登记线索' }).click();
    await page.getByRole('heading', { name: '市场监管窗口索要好处费' }).waitFor();
    const number = page.url().split('/').at(-1)!;
    await page.getByRole('button', { name: '打开工单' }).first().click();
    await page.getByText('窗口工作人员索要两千元。').waitFor();
    await page.locator('.head').getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('.sheet-drawer').getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('已登记').first().waitFor();
    await page.locator('.head').getByRole('button', { name: '提出处置意见' }).click();
    await choose(page, '处置方式', '初步核实');
    await fill(page, '意见', '线索具体、可查性强，建议初步核实。');
    await page.locator('.sheet-drawer').getByRole('button', { name: '提出处置意见' }).click();
    await page.locator('.head .status', { hasText: '初步核实' }).waitFor();
    await act('inspector', number, 'add-person', { name: '周某某', departmentCode: 'market', rank: 'section', post: '科长' });
    await act('inspector', number, 'log-step', { kind: 'evidence', text: '调取微信转账记录两笔，合计二千元，收款人与线索所指一致。' });
    await act('commissioner', number, 'file', { text: '同意立案审查调查。' });
    await act('inspector', number, 'begin');
    await act('inspector', number, 'notify', { caseNumber: numbers[0], stage: 'acceptance', way: 'in-person' });
    const { persons } = await act('inspector', number, 'log-step', { kind: 'interview', text: '询问证人三名，均证实上述事实。' });
    const matters = [{ ...MATTER, personId: persons[0].id, document: '市监许字〔2026〕38号' }];
    await act('inspector', number, 'propose-conclusion', { conclusion: 'proven', text: '经查，反映的问题属实。', matters });
    await page.reload();
    await page.getByText('待第二人审批').first().waitFor();
    await shot(page, 'investigation-waiting');

    const commission = await pages.open(`/console/investigations/${number}`, { as: 'commissioner' });
    await commission.locator('.head').getByRole('button', { name: '同意结论' }).click();
    await commission.locator('.sheet-drawer').getByRole('button', { name: '同意结论' }).click();
    await commission.locator('.head .status', { hasText: '审理' }).waitFor();
    await act('inspector', number, 'hear', { text: '听取本人陈述，无异议。' });
    await act('commissioner', number, 'decide', { text: '经集体研究，给予政务处分。' });
    await commission.reload();
    await commission.getByText('法条对照').waitFor();
    await commission.locator('.head').getByRole('button', { name: '决定措施' }).click();
    await choose(commission, '责任人', '周某某');
    await choose(commission, '措施', '政务记大过');
    await shot(commission, 'investigation-measure', { full: false });
    await commission.locator('.sheet-drawer').getByRole('button', { name: '决定措施' }).click();
    await commission.getByText('影响期内').waitFor();
    await commission.getByText('至 2028-05-02').waitFor();
    await commission.locator('.el-message').first().waitFor({ state: 'detached' });
    await shot(commission, 'investigation-file');
  }, 120_000);

  it('show the register, its lights and filters, and who reads what', async () => {
    for (const [title, departments] of [
      ['施工许可环节打招呼', ['housing']],
      ['收费不开票据线索', ['transport', 'urban']],
    ] as const) {
      const body = { source: 'own-finding', title, text: '日常监督中发现。', departmentCodes: departments };
      succeeded(await (await pages.desks.as('inspector')).post('/investigations', body), 201);
    }
    const page = await pages.open('/console/investigations', { as: 'commissioner' });
    await page.getByText('施工许可环节打招呼').waitFor();
    await shot(page, 'investigations');
    await page.getByRole('button', { name: '待审批' }).click();
    await page.getByText('没有符合条件的线索。').waitFor();
    await page.getByRole('button', { name: '封存件阅件人' }).click();
    await page.getByRole('button', { name: '指定阅件人' }).first().click();
    await choose(page, '办案人员', '温若兰');
    await page.locator('.sheet-drawer').getByRole('button', { name: '指定阅件人' }).click();
    await page.locator('.el-tag', { hasText: '温若兰' }).waitFor();
    await shot(page, 'investigation-sealed');
    await page.getByRole('button', { name: '回避登记' }).click();
    await page.getByRole('button', { name: '登记回避' }).click();
    await fill(page, '账号', 'inspector2');
    await choose(page, '单位', '财政局');
    await choose(page, '关系', '亲属任职');
    await fill(page, '说明', '配偶任该局科长');
    await page.locator('.sheet-drawer').getByRole('button', { name: '登记回避' }).click();
    await page.getByText('配偶任该局科长').waitFor();
    await shot(page, 'investigation-recusals');
  }, 120_000);

  it('read in English and on a telephone', async () => {
    const [{ investigationNumber: number }] = succeeded(
      await (await pages.desks.as('inspector')).get('/investigations?status=decided'),
    ).items;
    const english = await pages.open(`/console/investigations/${number}`, { as: 'inspector', language: 'en' });
    await english.getByText('People and measures').waitFor();
    await shot(english, 'investigation-file-en');
    const phone = await pages.open('/console/investigations', { as: 'inspector', ...SCREENS.phone });
    await phone.getByText('施工许可环节打招呼').waitFor();
    await shot(phone, 'investigations-phone');
    await phone.goto(`/console/investigations/${number}`);
    await phone.getByText('责任人与措施').waitFor();
    await shot(phone, 'investigation-file-phone');
    await phone.getByText('责任人与措施').scrollIntoViewIfNeeded();
    await pages.fits(phone, 'investigation-people-phone');
  }, 120_000);

  it('show a supervisor what three said of a case, and where they contradict', async () => {
    const caseNumber = await pages.desks.working();
    await pages.desks.done('market!', caseNumber, 'answer', { ...ANSWER, finding: 'untrue' });
    const body = { source: 'report', title: '多次往返', text: '反映属实与否。', caseNumbers: [caseNumber] };
    const { investigationNumber: number } = succeeded(await (await pages.desks.as('inspector')).post('/investigations', body), 201);
    await act('inspector', number, 'register');
    await act('inspector', number, 'assess', { handling: 'preliminary-verification', text: '可查' });
    await act('inspector', number, 'propose-conclusion', { conclusion: 'proven', text: '属实。', matters: [MATTER] });
    await act('commissioner', number, 'approve-conclusion');
    const page = await pages.open(`/console/cases/${caseNumber}?wide=1`, { as: 'supervisor' });
    await page.getByText('承办单位称不属实，纪委监委查实').waitFor();
    await page.getByText('三方认定').scrollIntoViewIfNeeded();
    await shot(page, 'case-outcomes', { full: false });
  });

  it('are none of anybody else’s: the place is not in the rail and its address leads nowhere', async () => {
    const page = await pages.open('/console/investigations', { as: 'supervisor' });
    await page.getByText('您的岗位不使用这个页面').waitFor();
  });

  it('tell whoever complains about the commission’s head where to go, and keep nothing on the device', async () => {
    const page = await pages.open('/file', SCREENS.phone);
    await page.getByText('举报', { exact: true }).first().click();
    await page.locator('#description').fill('反映有关负责人插手工程。');
    await page.locator('fieldset', { hasText: '是不是纪委监委的主要负责人' }).getByText('是', { exact: true }).click();
    await shot(page, 'not-kept-asked');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.locator('label', { hasText: '匿名' }).first().click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: /提交/ }).click();
    await page.getByTestId('receipt-number').or(page.locator('[data-test=receipt-number]')).first().waitFor();
    await shot(page, 'not-kept');
    expect(await page.evaluate("JSON.stringify(localStorage).includes('插手工程')")).toBe(false);
  }, 60_000);
});
