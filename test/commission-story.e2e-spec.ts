/** The commission's job in a real browser: three repeats become an investigation, a conclusion, points lost, a letter, and a case told in public. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;
const WORDS = { name: '欧阳文博', phone: '13845671234', organisation: '九台云杉烘焙坊' };
const DENIAL = { finding: 'untrue', solved: 'solved', internalNote: '窗口称未收取', publicReply: '经核实，未发现违规收费。' };
const TEXTS = {
  title: '代办名义收取办证费用',
  happened: '某企业办理许可时，窗口人员以代办为名收取费用，企业多次反映，承办单位均答复不属实。',
  dealt: '经查属实，责令退还费用，责任人离岗培训，承办单位作出书面说明。',
};

describePages('The job of the commission in a browser', { env: { INTAKES_PER_MINUTE: '1000' } }, (pages) => {
  const open = (as: string, path: string): Promise<Page> => pages.open(path, { as });
  const picture = (page: Page, name: string) => shot(page, `commission-${name}`, { full: false });
  const sheet = (page: Page) => page.locator('.sheet-drawer').last();
  const field = (page: Page, label: string) => sheet(page).locator('.field', { hasText: label }).first();
  const fill = (page: Page, label: string, text: string) => field(page, label).locator('input, textarea').first().fill(text);
  const choose = async (page: Page, label: string, option: string): Promise<void> => {
    await field(page, label).locator('.el-select').click();
    await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: option }).first().click();
  };
  const head = (page: Page, name: string) => page.locator('.head').getByRole('button', { name, exact: true }).click();
  const submit = async (page: Page, name: string): Promise<void> => {
    await sheet(page).getByRole('button', { name, exact: true }).click();
    await page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });
  };
  const investigated = async (who: string, number: string, action: string, body: object = {}): Promise<Json> => {
    const reader = await pages.desks.as(who);
    const { version } = succeeded(await reader.get(`/investigations/${number}`));
    return succeeded(await reader.post(`/investigations/${number}/actions/${action}`, { version, ...body }));
  };

  it('turns three repeats into an investigation, a proven conclusion, points lost, a letter and a published case', async () => {
    // The same matter three times, and three times the department says there is nothing in it.
    const numbers: string[] = [];
    for (const times of ['一', '二', '三']) {
      const description = `${WORDS.name}第${times}次反映：市场监管窗口以代办为名收取二千元才肯受理许可，电话${WORDS.phone}。`;
      const body = { kind: 'complaint', channel: 'phone', urgency: 'normal', categoryCode: '0301' };
      const complainant = { ...WORDS, anonymous: false };
      const title = '窗口以代办为名收费';
      const made = await (await pages.desks.as('operator')).post('/cases', { ...body, title, description, complainant });
      const { caseNumber } = succeeded(made, 201);
      await pages.desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口以代办为名收费，请核实。' });
      await pages.desks.done('market', caseNumber, 'sign');
      await pages.desks.done('market!', caseNumber, 'answer', DENIAL);
      await pages.desks.done('reviewer', caseNumber, 'pass');
      const judged = {
        reached: true,
        contacted: false,
        solved: 'unsolved',
        satisfiedResult: 'dissatisfied',
        satisfiedProcess: 'dissatisfied',
      };
      await pages.desks.done('reviewer', caseNumber, 'call-back', judged);
      await pages.desks.done('reviewer', caseNumber, 'close');
      numbers.push(caseNumber);
    }

    // The inspector chooses them in the list and registers one clue.
    const inspector = await open('inspector', '/console/cases?status=closed');
    await inspector.getByRole('button', { name: '选择工单' }).click();
    for (const number of numbers) await inspector.locator('li.choosing', { hasText: number }).locator('.el-checkbox').click();
    await picture(inspector, '01-three-repeats');
    await inspector.getByRole('button', { name: '据所选 3 件登记线索' }).click();
    await fill(inspector, '标题', '窗口以代办为名收费');
    await sheet(inspector).locator('textarea').first().fill('同一企业三次反映，承办单位三次答复不属实，诉求人均不满意。');
    await sheet(inspector).getByRole('button', { name: '登记线索' }).click();
    await inspector.getByRole('heading', { name: '窗口以代办为名收费' }).waitFor({ timeout: WAIT });
    const investigation = inspector.url().split('/').at(-1)!;
    await picture(inspector, '02-clue');
    await investigated('inspector', investigation, 'register', { categoryCode: '0301' });
    await investigated('inspector', investigation, 'assess', { handling: 'preliminary-verification', text: '线索具体，可查性强。' });
    const person = { name: '周某某', departmentCode: 'market', rank: 'staff', post: '窗口工作人员' };
    const { persons } = await investigated('inspector', investigation, 'add-person', person);
    await investigated('inspector', investigation, 'log-step', { kind: 'evidence', text: '调取收款记录三笔，合计六千元。' });
    const matter = { departmentCode: 'market', categoryCode: '0301', personId: persons[0].id, from: '2026-10-01', to: '2026-11-01' };
    await investigated('inspector', investigation, 'propose-conclusion', {
      conclusion: 'proven',
      text: '经查，反映的问题属实。',
      matters: [matter],
    });

    // The second person agrees, and decides the measure.
    const commissioner = await open('commissioner', `/console/investigations/${investigation}`);
    await head(commissioner, '同意结论');
    await submit(commissioner, '同意结论');
    await commissioner.getByText('属实').first().waitFor({ timeout: WAIT });
    await head(commissioner, '决定措施');
    await choose(commissioner, '责任人', '周某某');
    await choose(commissioner, '措施', '离岗培训');
    await picture(commissioner, '03-measure');
    await submit(commissioner, '决定措施');
    await commissioner.getByText('影响期内').waitFor({ timeout: WAIT });
    await picture(commissioner, '04-file');

    // The department had said "untrue": 2b and a red card, each with its evidence.
    const scores = await until(
      async () => succeeded(await (await pages.desks.as('supervisor')).get('/scores?rule=untrue-proven')).items as Json[],
    );
    expect(scores).toMatchObject([{ departmentCode: 'market', points: -16, evidence: { investigationNumber: investigation } }]);
    const [card] = succeeded(await (await pages.desks.as('supervisor')).get('/cards?colour=red')).items as Json[];
    expect(card).toMatchObject({ departmentCode: 'market', colour: 'red', rule: 'untrue-proven' });
    const ledger = await open('supervisor', '/console/assessment?view=scores');
    await ledger.getByText('-16').or(ledger.getByText('−16')).first().waitFor({ timeout: WAIT });
    await picture(ledger, '05-ledger');
    await ledger.goto('/console/supervision?view=cards');
    await ledger.locator('tbody tr', { hasText: '市场监督管理局' }).first().waitFor({ timeout: WAIT });
    await picture(ledger, '06-red-card');

    // The leader explains himself.
    const demand = { departmentCode: 'market', ground: '请说明三次核查均答复不属实的原因和责任。' };
    succeeded(await (await pages.desks.as('supervisor')).post('/explanations', demand), 201);
    const leader = await open('market!', '/console/duties');
    await leader.locator('.tabs').getByRole('button', { name: '说明', exact: true }).click();
    await leader.getByRole('button', { name: '写说明' }).first().click();
    await leader.locator('#letter').fill('三次核查均只询问当事人、未调取收款记录，责任人为窗口科科长，已整改。');
    await picture(leader, '07-letter');
    await leader.getByRole('button', { name: '提交说明' }).click();
    await leader.getByText(/提交于/).waitFor({ timeout: WAIT });
    expect(succeeded(await (await pages.desks.as('supervisor')).get('/explanations?status=given')).items).toHaveLength(1);

    // The case is told in public, without a trace of whoever complained.
    await ledger.goto('/console/typical-cases');
    await ledger.getByRole('button', { name: '新建案例' }).click();
    await ledger.getByLabel('工单号', { exact: true }).fill(numbers[0]!);
    await ledger.getByRole('button', { name: '开始起草' }).click();
    await ledger.getByRole('heading', { name: '原文', exact: true }).waitFor({ timeout: WAIT });
    await ledger.getByLabel('题目').fill(TEXTS.title);
    await ledger.getByLabel('发生了什么').fill(TEXTS.happened);
    await ledger.getByLabel('怎么处理的').fill(TEXTS.dealt);
    await ledger.getByText('都处理好了，可以送审。').waitFor({ timeout: WAIT });
    await picture(ledger, '08-draft');
    await ledger.getByRole('button', { name: '送审' }).click();
    await ledger.getByText('还需 2 人审批').waitFor({ timeout: WAIT });
    for (const [page, told] of [
      [inspector, '已审批。'],
      [commissioner, '已公布，公众现在可以看到。'],
    ] as const) {
      await page.goto('/console/typical-cases');
      await page.getByRole('link', { name: TEXTS.title }).click();
      await page.getByRole('button', { name: '同意公布' }).click();
      await page.getByText(told).first().waitFor({ timeout: WAIT });
    }
    await picture(commissioner, '09-published');
    const visitor = await pages.open('/cases', SCREENS.phone);
    await visitor.getByText(TEXTS.title).first().click();
    await visitor.getByText(TEXTS.happened).waitFor({ timeout: WAIT });
    await picture(visitor, '10-public');
    const shown = await visitor.content();
    const told = JSON.stringify((await pages.app.client().get('/public/typical-cases')).body);
    for (const trace of [...Object.values(WORDS), ...numbers, investigation, '周某某']) {
      expect([trace, shown.includes(trace), told.includes(trace)]).toEqual([trace, false, false]);
    }
  }, 240_000);

  async function until(ask: () => Promise<Json[]>): Promise<Json[]> {
    const end = Date.now() + WAIT;
    for (;;) {
      const items = await ask();
      if (items.length > 0 || Date.now() > end) return items;
      await new Promise((again) => setTimeout(again, 250));
    }
  }
});
