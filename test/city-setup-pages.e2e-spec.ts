/** A city begins: from an empty database to the first complaint at the right department, by lists and screens alone. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { type Json, succeeded } from './support/client.js';
import { describePages, FIRST_QUESTION } from './support/pages.js';

const WAIT = 15_000;
const PASSWORD = '去年冬天松花江冻得特别早';
const DEPARTMENTS = [
  '单位代码,单位名称,英文名称,上级单位,层级,类别,职责',
  'sky,低空经济办公室,Low-altitude Office,,市级,审批,负责起降审批',
].join('\r\n');
const PEOPLE = [
  '账号,姓名,角色,单位',
  'duban,邱正,督办员,',
  'paidan,陈派,派单员,',
  'sky.handler,云小飞,承办人,低空经济办公室',
  'sky.leader,云大航,单位负责人,低空经济办公室',
].join('\r\n');
const MATTER = '无人机配送企业申请起降点，窗口三次要求补交目录外的材料，至今没有受理。';

const SETTING = { on: 'nothing', env: { SECOND_FACTOR_ROLES: '' }, expected: [FIRST_QUESTION] } as const;

describePages('a city from its first day', SETTING, (pages) => {
  const links = new Map<string, string>();
  let caseNumber = '';

  const signIn = (username: string, password: string, path: string): Promise<Page> => pages.signIn(username, path, { password });
  const asAdmin = (path: string): Promise<Page> => {
    const password = /First account: admin, password (\S+)/.exec(pages.app.logs)![1]!;
    return signIn('admin', password, path);
  };
  const sheet = (page: Page) => page.locator('.sheet-drawer').last();
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
  const fill = (page: Page, label: string, text: string): Promise<void> =>
    sheet(page).locator('.field', { hasText: label }).first().locator('input, textarea').first().fill(text);
  const keep = async (page: Page, name = '确定'): Promise<void> => {
    await sheet(page).getByRole('button', { name, exact: true }).click();
    await page.locator('.sheet-drawer').first().waitFor({ state: 'detached', timeout: WAIT });
  };
  const choose = async (page: Page, label: string, option: string): Promise<void> => {
    await sheet(page).locator('.field', { hasText: label }).first().locator('.el-select__wrapper').click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click();
    await page.keyboard.press('Escape');
  };
  const propose = async (page: Page): Promise<void> => {
    await button(page, '提交修订').click();
    await keep(page, '提交修订');
    await page.locator('.waiting').waitFor({ timeout: WAIT });
  };
  const release = async (page: Page, kind: string): Promise<void> => {
    await page.goto(`/console/rules/${kind}`);
    await page.locator('.waiting').getByRole('button', { name: '发布' }).click({ timeout: WAIT });
    await keep(page, '发布');
    await page.locator('.waiting').waitFor({ state: 'detached', timeout: WAIT });
  };

  it('the first account takes departments and people in from lists', async () => {
    const page = await asAdmin('/console/accounts');
    for (const [name, text, told] of [
      ['导入单位', DEPARTMENTS, '已导入 1 条'],
      ['导入账号', PEOPLE, '每个新账号有一条设密码链接'],
    ] as const) {
      await page.getByRole('button', { name }).click({ timeout: WAIT });
      await page.locator('#setup-file').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByRole('button', { name: '试运行' }).click();
      await page.getByRole('button', { name: /^导入 \d+ 条$/ }).click({ timeout: WAIT });
      await page.getByText(told).waitFor({ timeout: WAIT });
      if (name === '导入单位') await page.keyboard.press('Escape');
    }
    for (const line of await page.locator('.links li').all()) {
      const [who = ''] = (await line.innerText()).match(/[a-z.]+/) ?? [];
      const link = await line.locator('code').innerText();
      links.set(who, link.slice(link.indexOf('/console')));
    }
    expect([...links.keys()].sort()).toEqual(['duban', 'paidan', 'sky.handler', 'sky.leader']);
    await shot(page, 'city-setup-01-people', { full: false });
  }, 90_000);

  it('everybody sets a password by a link', async () => {
    for (const [, path] of links) {
      const page = await pages.open(path, SCREENS.phone);
      await page.locator('#first').fill(PASSWORD);
      await page.locator('#again').fill(PASSWORD);
      await page.getByRole('button', { name: '保存密码' }).click();
      await page.getByRole('link', { name: '去登录' }).waitFor({ timeout: WAIT });
    }
  }, 90_000);

  it('the administrator writes categories and limits, and the supervisor releases them', async () => {
    const page = await asAdmin('/console/rules/categories');
    await button(page, '修订').click();
    await button(page, '新增大类').click();
    await fill(page, '代码', '20');
    await fill(page, '名称', '低空经济');
    await fill(page, '英文名称', 'Low-altitude economy');
    await keep(page);
    await page.locator('section.group').last().getByRole('button', { name: '新增事项' }).click();
    await fill(page, '代码', '2001');
    await fill(page, '名称', '起降点审批');
    await fill(page, '英文名称', 'Approval of landing places');
    await keep(page);
    await propose(page);
    const supervisor = await signIn('duban', PASSWORD, '/console/rules');
    await release(supervisor, 'categories');
    await page.goto('/console/rules/limits');
    await button(page, '修订').click();
    await button(page, '新增一条').click();
    await fill(page, '数量', '3');
    await choose(page, '事项', '低空经济');
    await keep(page);
    await propose(page);
    await shot(page, 'city-setup-02-limits', { full: false });
    await release(supervisor, 'limits');
    await page.goto('/console/rules/routing');
    await button(page, '修订').click();
    await button(page, '新增一条').click();
    await choose(page, '事项', '低空经济');
    await choose(page, '主办', '低空经济办公室');
    await fill(page, '把握', '95');
    await fill(page, '说明', '低空经济归低空办');
    await keep(page);
    await propose(page);
    await shot(page, 'city-setup-03-routing', { full: false });
    await release(supervisor, 'routing');
  }, 180_000);

  it('the first complaint is filed under the new category and goes to the new department with its own limit', async () => {
    const citizen = await pages.open('/file', SCREENS.phone);
    await citizen.locator('button.group', { hasText: '低空经济' }).click({ timeout: WAIT });
    await citizen.locator('button.leaf', { hasText: '起降点审批' }).click();
    await citizen.locator('#description').fill(MATTER);
    await citizen.locator('form button[type=submit]').click();
    await citizen.getByText('匿名', { exact: true }).click();
    await citizen.locator('form button[type=submit]').click();
    await citizen.locator('main p.row button').first().click();
    caseNumber = (await citizen.locator('[data-test=case-number]').innerText({ timeout: WAIT })).replaceAll(/\D/g, '');
    const page = await signIn('paidan', PASSWORD, `/console/cases/${caseNumber}`);
    await button(page, '受理').click({ timeout: WAIT });
    await button(page, '派单').click({ timeout: WAIT });
    const drawer = page.locator('.action-drawer');
    await drawer.getByText('低空经济办公室').first().waitFor({ timeout: WAIT });
    await shot(page, 'city-setup-04-proposed', { full: false });
    const dispatcher = await pages.app.signIn('paidan', PASSWORD);
    const [first] = succeeded(await dispatcher.get(`/cases/${caseNumber}/suggestions`)).routing;
    expect(first).toMatchObject({ lead: 'sky', source: 'rule' });
    await drawer.locator('#dispatch-lead').click();
    await page.keyboard.type('低空');
    await page.locator('.el-select-dropdown__item:visible', { hasText: '低空经济办公室' }).first().click();
    await drawer.locator('textarea#dispatch-summary').fill('反映起降点申请多次补件未受理，请核实。');
    await drawer.getByRole('button', { name: '派单', exact: true }).click();
    await drawer.waitFor({ state: 'detached', timeout: WAIT });
    const found = succeeded(await dispatcher.get(`/cases/${caseNumber}`));
    expect(found.assignments.map(({ departmentCode }: Json) => departmentCode)).toEqual(['sky']);
    const answer = found.limits.find(({ name }: Json) => name === 'answer');
    expect([answer.amount, answer.unit]).toEqual([3, 'working-days']);
    const handler = await signIn('sky.handler', PASSWORD, `/console/cases/${caseNumber}`);
    await button(handler, '签收').click({ timeout: WAIT });
    await button(handler, '答复').waitFor({ timeout: WAIT });
  }, 120_000);
});
