/** All eleven roles, each from its own sign-in to its main job done, on one matter and what comes of it. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, FIRST_QUESTION } from './support/pages.js';

const WAIT = 15_000;
const MATTER = '我店办理食品经营许可变更，窗口两次告知的材料不一样，已经跑了四趟还没有办成。';
const REPLY = '经核实，窗口告知不一致属实。已当场一次性告知并于当日办结变更。';

const SETTING = { env: { INTAKES_PER_MINUTE: '1000', WRONG_PASSWORDS_PER_MINUTE: '1000' }, expected: [FIRST_QUESTION] };

describePages('Every role, from its sign-in to its job done', SETTING, (pages) => {
  const matter = { caseNumber: '', trackingCode: '', sealed: '', enquiry: '', investigation: '' };

  const picture = (page: Page, name: string) => shot(page, `roles-${name}`, { full: false });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const drawer = (page: Page) => page.locator('.action-drawer');
  /** One action of the open case through its form. */
  const act = async (page: Page, action: string, fill?: () => Promise<void>): Promise<void> => {
    await button(page, action).click();
    if (!fill) return;
    await drawer(page).waitFor({ timeout: WAIT });
    await fill();
    await drawer(page).getByRole('button', { name: action, exact: true }).click();
    await drawer(page).waitFor({ state: 'detached', timeout: WAIT });
  };
  const pick = (page: Page, field: string, word: string) =>
    page.locator(`.action-drawer #${field}`).getByText(word, { exact: true }).click();
  const write = (page: Page, field: string, text: string) => page.locator(`.action-drawer textarea#${field}`).fill(text);
  const nothing = () => Promise.resolve();
  const caseAt = async (who: string, caseNumber: string): Promise<Json> =>
    succeeded(await (await pages.desks.as(who)).get(`/cases/${caseNumber}`));
  const file = async (kind: string, text: string, official?: string) => {
    const page = await pages.open('/file', SCREENS.phone);
    await page.getByText(kind, { exact: true }).first().click();
    await page.locator('#description').fill(text);
    if (official) await page.locator('#namedOfficial').fill(official);
    await page.locator('form button[type=submit]').click();
    await page.getByText('匿名', { exact: true }).click();
    await page.locator('form button[type=submit]').click();
    await page.locator('main p.row button').first().click();
    const number = await page.locator('[data-test=case-number]').innerText({ timeout: WAIT });
    const code = await page.locator('[data-test=tracking-code]').innerText();
    return { page, caseNumber: number.replaceAll(/\D/g, ''), trackingCode: code.replaceAll(/\D/g, '') };
  };

  it('the complainant files without an account, and reports an official by name', async () => {
    const filed = await file('投诉', MATTER);
    Object.assign(matter, { caseNumber: filed.caseNumber, trackingCode: filed.trackingCode });
    await picture(filed.page, '01-complainant');
    matter.sealed = (await file('举报', '窗口负责人收了中介的好处，指定我们找他办。', '钱某某')).caseNumber;
  }, 120_000);

  it('the operator registers what a caller says and answers an enquiry from the knowledge base', async () => {
    const page = await pages.signIn('operator1', '/console/register');
    await page.locator('#entry-title').fill('问营业执照变更要带什么');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('来电人问个体工商户变更经营场所要带哪些材料，在哪里办。');
    await page.keyboard.press('Control+Enter');
    const number = await page.locator('.receipt .figure').first().innerText({ timeout: WAIT });
    matter.enquiry = number.replaceAll(/\D/g, '');
    await page.goto(`/console/cases/${matter.enquiry}`);
    await act(page, '直接答复', async () => {
      await write(page, 'answer-directly-text', '请带营业执照正副本和新场所的使用证明，到政务大厅综合窗口办理，当场办结。');
      await picture(page, '02-operator');
    });
    expect((await caseAt('operator', matter.enquiry)).status).toBe('answered');
  }, 120_000);

  it('the dispatcher accepts and dispatches with a summary in the hotline’s own words', async () => {
    const page = await pages.signIn('dispatcher1', '/console/cases?status=pending_acceptance');
    await page.locator('.line', { hasText: matter.caseNumber }).first().click({ timeout: WAIT });
    await act(page, '受理');
    await act(page, '派单', async () => {
      await page.locator('.action-drawer #dispatch-lead').click();
      await page.keyboard.type('市场监督管理局');
      await page.locator('.el-select-dropdown__item:visible', { hasText: '市场监督管理局' }).first().click();
      await write(page, 'dispatch-summary', '反映变更许可的材料两次告知不一致，往返四次，请核实并一次性告知。');
      await picture(page, '03-dispatcher');
    });
    expect((await caseAt('dispatcher', matter.caseNumber)).status).toBe('handling');
  }, 120_000);

  it('the handler signs and answers, without ever seeing who complained or in which words', async () => {
    const page = await pages.signIn('market.handler1', `/console/cases/${matter.caseNumber}`);
    await act(page, '签收');
    await act(page, '答复', async () => {
      await pick(page, 'answer-finding', '属实');
      await pick(page, 'answer-solved', '已解决');
      await write(page, 'answer-publicReply', REPLY);
      await write(page, 'answer-internalNote', '已调取窗口告知单核对。');
      await picture(page, '04-handler');
    });
    expect(await page.content()).not.toContain(MATTER);
  }, 120_000);

  it('the leader signs the answer off', async () => {
    const page = await pages.signIn('market.leader', `/console/cases/${matter.caseNumber}`);
    await act(page, '签发答复', () => picture(page, '05-leader').then(() => undefined));
    expect((await caseAt('reviewer', matter.caseNumber)).status).toBe('pending_review');
  }, 120_000);

  it('the reviewer checks the answer, unmasks for the call with a reason, records the call-back and closes', async () => {
    const page = await pages.signIn('reviewer1', `/console/cases/${matter.caseNumber}`);
    await act(page, '审核通过', nothing);
    await button(page, '登记回访').waitFor({ timeout: WAIT });
    succeeded(await pages.desks.act('reviewer', matter.caseNumber, 'unmask', { fields: ['originalText'], reason: '回访前核对原话' }));
    await act(page, '登记回访', async () => {
      await pick(page, 'call-back-reached', '是');
      await pick(page, 'call-back-contacted', '是');
      await pick(page, 'call-back-solved', '已解决');
      await pick(page, 'call-back-satisfiedResult', '满意');
      await pick(page, 'call-back-satisfiedProcess', '满意');
      await picture(page, '06-reviewer');
    });
    await button(page, '办结工单').waitFor({ timeout: WAIT });
    await act(page, '办结工单', nothing);
    await page.locator('dd.status', { hasText: '办结' }).waitFor({ timeout: WAIT });
  }, 120_000);

  it('the supervisor gives an order of supervision', async () => {
    const page = await pages.signIn('supervisor1', '/console/supervision?view=orders');
    const sheet = page.locator('.sheet-drawer').last();
    await page.getByRole('button', { name: '新建督办件' }).click();
    for (const [label, option] of [
      ['督办方式', '重点督办'],
      ['督办单位', '市场监督管理局'],
    ] as const) {
      await sheet.locator('.field', { hasText: label }).locator('.el-select__wrapper').first().click();
      await page.locator('.el-select-dropdown__item:visible').filter({ hasText: option }).first().click();
    }
    await page.keyboard.press('Tab');
    await sheet.getByLabel('督办任务').fill('一次性告知清单两周内上墙');
    await sheet.locator('.field', { hasText: '期限' }).last().locator('input').fill('2026-11-20');
    await page.keyboard.press('Enter');
    await picture(page, '07-supervisor');
    await sheet.getByRole('button', { name: '新建督办件' }).click();
    await page.locator('article.order h1').waitFor({ timeout: WAIT });
    expect(succeeded(await (await pages.desks.as('supervisor')).get('/supervision-orders')).total).toBe(1);
  }, 120_000);

  it('the inspector finds the sealed report, which nobody else does, and registers a clue', async () => {
    expect((await (await pages.desks.as('dispatcher')).get(`/cases/${matter.sealed}`)).status).toBe(404);
    const page = await pages.signIn('inspector1', '/console/cases?status=sealed');
    await page.getByRole('button', { name: '选择工单' }).click({ timeout: WAIT });
    await page.locator('li.choosing', { hasText: matter.sealed }).locator('.el-checkbox').click({ timeout: WAIT });
    await page.getByRole('button', { name: '据所选 1 件登记线索' }).click();
    const sheet = page.locator('.sheet-drawer').last();
    await sheet.locator('.field', { hasText: '标题' }).first().locator('input').fill('窗口负责人指定中介');
    await sheet.locator('textarea').first().fill('举报人称窗口负责人收受中介好处。');
    await sheet.getByRole('button', { name: '登记线索' }).click();
    await page.getByRole('heading', { name: '窗口负责人指定中介' }).waitFor({ timeout: WAIT });
    await picture(page, '08-inspector');
    matter.investigation = page.url().split('/').at(-1)!;
    await investigated('register', { categoryCode: '0301' });
    await investigated('assess', { handling: 'preliminary-verification', text: '线索具体，可查性强。' });
    const person = { name: '钱某某', departmentCode: 'market', rank: 'staff', post: '窗口负责人' };
    const { persons } = await investigated('add-person', person);
    await investigated('log-step', { kind: 'evidence', text: '调取转账记录两笔。' });
    const about = { departmentCode: 'market', categoryCode: '0301', personId: persons[0].id, from: '2026-10-01', to: '2026-11-01' };
    await investigated('propose-conclusion', { conclusion: 'proven', text: '经查，反映的问题属实。', matters: [about] });
  }, 120_000);

  const investigated = async (action: string, body: object): Promise<Json> => {
    const inspector = await pages.desks.as('inspector');
    const path = `/investigations/${matter.investigation}`;
    const { version } = succeeded(await inspector.get(path));
    return succeeded(await inspector.post(`${path}/actions/${action}`, { version, ...body }));
  };

  it('the commissioner agrees to the conclusion as the second person, and reads the figures', async () => {
    const page = await pages.signIn('commissioner1', `/console/investigations/${matter.investigation}`);
    await page.locator('.head').getByRole('button', { name: '同意结论', exact: true }).click({ timeout: WAIT });
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '同意结论', exact: true }).click();
    await page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });
    await page.getByText('属实').first().waitFor({ timeout: WAIT });
    await page.goto('/console/overview');
    await page.locator('.tiles.heads').waitFor({ timeout: WAIT });
    await picture(page, '09-commissioner');
  }, 120_000);

  it('the administrator takes departments in from a list, and sees no case', async () => {
    const page = await pages.signIn('admin1', '/console/accounts');
    await page.getByRole('button', { name: '导入单位' }).click({ timeout: WAIT });
    await page.locator('#setup-file').setInputFiles(resolve('config/demo/imports/departments.csv'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByRole('button', { name: '导入 4 条' }).click({ timeout: WAIT });
    await page.getByText('已导入 4 条').waitFor({ timeout: WAIT });
    await picture(page, '10-administrator');
    expect((await (await pages.desks.as('admin')).get(`/cases/${matter.caseNumber}`)).status).toBe(403);
  }, 120_000);

  it('the auditor sees who read what, and why', async () => {
    const page = await pages.signIn('auditor1', '/console/audit');
    await page.locator('form input').first().fill(matter.caseNumber, { timeout: WAIT });
    await page.getByRole('button', { name: '查询' }).first().click();
    const row = page.locator('tbody tr', { hasText: '回访前核对原话' });
    await row.waitFor({ timeout: WAIT });
    expect(await row.innerText()).toContain('reviewer1');
    await picture(page, '11-auditor');
  }, 120_000);

  it('and the complainant reads the reply and rates it', async () => {
    const page = await pages.open('/track', SCREENS.phone);
    await page.locator('#caseNumber').fill(matter.caseNumber);
    await page.locator('#trackingCode').fill(matter.trackingCode);
    await page.locator('form button[type=submit]').first().click();
    await page.getByText(REPLY).first().waitFor({ timeout: WAIT });
    await picture(page, '12-complainant');
  }, 60_000);
});
