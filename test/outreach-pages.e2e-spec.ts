/** The pages of the mandate on the screen: enterprises, visits, questionnaires, projects, those who watch, cards; on a desk and on a phone. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { Gateway } from './support/carriers.js';
import { type Client, succeeded } from './support/client.js';
import { describePages } from './support/pages.js';

const wait = { waitUntil: 'networkidle' } as const;
const TODAY = '2026-11-02';
const HEAD = '企业名称,统一社会信用代码,规模,来源,地址,联系人,联系电话,服务单位,服务专员';
const USCC = ['91350100M000100Y43', '91220113MA14TQ5R8J'] as const;
const LINES = [
  `九台华丰面粉厂,${USCC[0]},中型,本地,营城街道人民路5号,李春华,13800001111,市场监督管理局,`,
  `长春远大机械（九台）有限公司,${USCC[1]},大型,外地,,王建国,13800002222,,`,
  '没有代码的厂,,小型,本地,,,,,',
  `重复的一行,${USCC[0]},小型,本地,,,,,`,
];
const PROJECT = {
  ...{ code: 'p2601', name: '龙嘉冷链物流园', nameEn: 'Longjia cold-chain park', aliases: ['冷链物流园'] },
  ...{ departmentCode: 'dev-zone', leader: '费德明', listedOn: '2026-01-01' },
  stages: [
    { name: '用地批准', dueOn: '2026-06-30', doneOn: '2026-07-15' },
    { name: '施工许可', dueOn: '2026-10-31' },
    { name: '竣工', dueOn: '2027-10-31' },
  ],
};
const PERSON = { kind: 'deputy', name: '高远航', phone: '13800007777', termFrom: '2026-01-01', termTo: '2028-12-31' };
const POINT = { kind: 'window', name: '政务大厅企业开办窗口', departmentCode: 'gov-service', contactName: '巩亮', since: '2026-05' };
const CODE = '春风十里不如你2026';

let gateway: Gateway;
const env = async () => {
  gateway = await Gateway.open();
  return { INTAKES_PER_MINUTE: '1000', ...gateway.env };
};

describePages('the pages of the mandate', { env, ...wait }, (pages) => {
  let supervisor: Client;

  beforeAll(async () => {
    supervisor = await pages.desks.as('supervisor');
  });
  afterAll(() => gateway?.close());

  const open = (path: string, as?: string, screen: object = SCREENS.desk): Promise<Page> => pages.open(path, { as, ...screen });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const choose = async (page: Page, name: string, label: string): Promise<void> => {
    await page.locator(`#sheet-${name}`).last().click();
    await page.locator('.el-select-dropdown__item:visible', { hasText: label }).first().click();
  };
  const day = async (page: Page, name: string, value: string): Promise<void> => {
    await page.locator(`#sheet-${name}`).last().fill(value);
    await page.keyboard.press('Enter');
  };
  const tongue = (page: Page, language: string, theme: string) =>
    page.evaluate(`localStorage.setItem('language', '${language}'); localStorage.setItem('theme', '${theme}')`);

  it('a file of enterprises is tried, its bad lines are told, and the good ones taken', async () => {
    const page = await open('/console/enterprises', 'supervisor');
    await page.getByText('没有符合条件的企业').waitFor();
    await pages.fits(page, 'enterprises-1440-empty');
    await button(page, '导入名录').click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '名录.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...LINES].join('\r\n')) });
    await page.getByText('可新增 2 家').waitFor();
    await page.getByText('第 4 行').waitFor();
    await shot(page, 'enterprises-1440-import', { full: false });
    await button(page, '导入 2 家').click();
    await page.getByText('已新增 2 家').waitFor();
    await page.keyboard.press('Escape');
    await button(page, '九台华丰面粉厂').waitFor();
    await pages.fits(page, 'enterprises-1440');
    await button(page, '九台华丰面粉厂').click();
    await button(page, '查看联系人').click();
    await page.locator('.sheet-drawer').last().getByText('联系电话').click();
    await page.locator('#sheet-reason').fill('送达走访通知');
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '查看联系人' }).click();
    await page.getByText('13800001111').waitFor();
    await shot(page, 'enterprises-1440-one', { full: false });
  });

  it('the list is read on a phone, in English and in the dark; a department sees those it serves', async () => {
    const page = await open('/console/enterprises', 'supervisor', SCREENS.phone);
    await pages.fits(page, 'enterprises-390');
    await tongue(page, 'en', 'dark');
    await page.goto('/console/enterprises', wait);
    await pages.fits(page, 'enterprises-390-en-dark');
    const department = await open('/console/enterprises', 'market');
    await button(department, '九台华丰面粉厂').waitFor();
    expect(await button(department, '长春远大机械（九台）有限公司').count()).toBe(0);
    expect(await button(department, '导入名录').count()).toBe(0);
  });

  it('the operator is shown the enterprise of the number that calls, and one key fills it in', async () => {
    const page = await open('/console/register', 'operator');
    await page.evaluate(() => {
      const draft = { channel: 'phone', kind: 'complaint', urgency: 'normal', description: '环评批得慢', phone: '13800001111' };
      sessionStorage.setItem('draft:operator1:register', JSON.stringify({ draft, token: 'story-hint-0001' }));
    });
    await page.reload(wait);
    await page.getByText('九台华丰面粉厂').waitFor();
    await button(page, '填入企业信息').click();
    await pages.fits(page, 'register-1440-enterprise');
    const filled = await page.evaluate<string>("sessionStorage.getItem('draft:operator1:register') ?? ''");
    expect(['九台华丰面粉厂', USCC[0]].filter((one) => !filled.includes(one))).toEqual([]);
  });

  it('a visit is planned from the enterprise, recorded with a matter, and the matter becomes a case', async () => {
    const page = await open('/console/enterprises', 'market');
    await button(page, '九台华丰面粉厂').click();
    await page.getByRole('link', { name: '安排走访' }).click();
    await day(page, 'plannedOn', TODAY);
    await shot(page, 'visits-1440-plan', { full: false });
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '安排走访' }).click();
    await button(page, '记录走访').click();
    const sheet = page.locator('.sheet-drawer').last();
    await sheet.locator('#sheet-visitors').fill('韩立夫、佟晓燕');
    await sheet.locator('#sheet-said').fill('负责人说环评批了四个月，材料补了三次，旺季耽误了一条线。');
    await button(page, '再记一件').click();
    await sheet.locator('#sheet-text').fill('环评批复慢，材料三次补正，每次说法不一');
    await shot(page, 'visits-1440-record', { full: false });
    await sheet.getByRole('button', { name: '记录走访' }).click();
    await page.getByText('环评批复慢').waitFor();
    await shot(page, 'visits-1440-found', { full: false });
    await button(page, '登记为诉求').click();
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '登记为诉求' }).click();
    await page.getByText('已登记：').waitFor();
    await shot(page, 'visits-1440-registered', { full: false });
    await page.keyboard.press('Escape');
    await pages.fits(page, 'visits-1440');
    const phone = await open('/console/visits', 'market', SCREENS.phone);
    await pages.fits(phone, 'visits-390');
    await tongue(phone, 'en', 'light');
    await phone.goto('/console/visits', wait);
    await button(phone, '九台华丰面粉厂').click();
    await phone.getByText('Has become a case').waitFor();
    await shot(phone, 'visits-390-en-one', { full: false });
  });

  it('a round of questions goes out by message, is answered once on a phone, and its comment becomes a case', async () => {
    const page = await open('/console/questionnaires', 'supervisor');
    await button(page, '发起一轮').click();
    await choose(page, 'questionnaire', '营商环境问卷');
    await page.locator('#sheet-title').fill('2026年第四季度');
    await day(page, 'opensOn', '2026-11-01');
    await day(page, 'closesOn', '2026-12-15');
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '发起一轮' }).click();
    await button(page, '邀请企业').click();
    await shot(page, 'questionnaires-1440-invite', { full: false });
    await page.locator('.sheet-drawer').last().getByRole('button', { name: '邀请企业' }).click();
    await page.getByText('已邀请 2 家').waitFor();
    await pages.fits(page, 'questionnaires-1440');
    const { id } = succeeded(await supervisor.get('/questionnaire-rounds')).items[0];
    const links = await gatewayLinks(2);
    const path = links[0]!.replace(/^https?:\/\/[^/]+/, '');
    const guest = await open(path, undefined, SCREENS.phone);
    await guest.getByRole('heading', { name: '营商环境问卷' }).waitFor();
    await pages.fits(guest, 'questionnaire-390', { full: true });
    await guest.getByRole('button', { name: '提交问卷' }).click();
    await guest.getByText('请回答“总体上').first().waitFor();
    await pages.fits(guest, 'questionnaire-390-open', { full: true });
    for (const name of ['overall', 'speed', 'attitude']) await guest.locator(`input[name=${name}][value="4"]`).check();
    await guest.locator('input[name=trips][value=two]').check();
    await guest.locator('input[name=trouble][value=slow]').check();
    await guest.locator('input[name=change][value=better]').check();
    await guest.locator('#words').fill('施工许可能不能一次讲清要哪些材料');
    await guest.locator('#tells').check();
    await guest.locator('#matter').fill('消防验收排队两个月没有人来看现场');
    await pages.fits(guest, 'questionnaire-390-matter', { full: true });
    await guest.getByRole('button', { name: '提交问卷' }).click();
    await guest.getByText('已经收到').waitFor();
    await pages.fits(guest, 'questionnaire-390-thanks', { full: true });
    await guest.reload(wait);
    await guest.getByText('这份问卷已经答过').waitFor();
    const answers = { overall: 2, speed: 1, attitude: 3, trips: 'more', trouble: ['slow'], change: 'same', words: '补贴等了半年没有回音' };
    succeeded(await pages.app.client().post('/public/questionnaire', { token: links[1]!.split('#')[1], answers }), 201);
    await page.goto(`/console/questionnaires?round=${id}`, wait);
    await page.getByText('2 份答卷').waitFor();
    await pages.fits(page, 'questionnaires-1440-results');
    await button(page, '登记为诉求').click();
    await page.locator('.comment a').nth(1).waitFor();
    const phone = await open(`/console/questionnaires?round=${id}`, 'supervisor', SCREENS.phone);
    await tongue(phone, 'en', 'dark');
    await phone.goto(`/console/questionnaires?round=${id}`, wait);
    await pages.fits(phone, 'questionnaires-390-en-dark-results');
    // on a visit the same questions are asked in person, and what was not answered is marked
    const visit = await open('/console/visits', 'market');
    await button(visit, '九台华丰面粉厂').click();
    await button(visit, '填问卷').click();
    const sheet = visit.locator('.sheet-drawer').last();
    await sheet.getByRole('button', { name: '填问卷' }).click();
    const asked = sheet.locator('fieldset', { hasText: '总体上' });
    await asked.getByText('请填写').waitFor();
    expect(await sheet.locator('fieldset', { hasText: '可多选' }).getByText('请填写').count()).toBe(0);
    await shot(visit, 'visits-1440-questions', { full: false });
    await asked.locator('.el-radio').first().click();
    await asked.getByText('请填写').waitFor({ state: 'detached' });
  });
  const gatewayLinks = async (least: number): Promise<string[]> => {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const links = gateway.sent.flatMap((one) => JSON.stringify(one).match(/https?:\/\/[^\s"\\]*questionnaire#[\w-]+/g) ?? []);
      if (links.length >= least) return links;
      await new Promise((again) => setTimeout(again, 200));
    }
    throw new Error('no invitation came');
  };

  it('a project stands with its stages; a case that names it says so, and the dispatcher marks another', async () => {
    const { id } = succeeded(await supervisor.get('/enterprises')).items[0];
    succeeded(await supervisor.post('/projects', { ...PROJECT, enterpriseId: id }), 201);
    const take = async (description: string): Promise<string> => {
      const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description };
      return succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201).caseNumber as string;
    };
    const named = await take('龙嘉冷链物流园的施工许可一直办不下来');
    const plain = await take('园区的路修了三个月没有修完');
    const page = await open('/console/projects', 'supervisor');
    await button(page, '龙嘉冷链物流园').waitFor();
    await pages.fits(page, 'projects-1440');
    await button(page, '龙嘉冷链物流园').click();
    await page.getByText('施工许可', { exact: true }).waitFor();
    await page.getByText(named).waitFor();
    await shot(page, 'projects-1440-one', { full: false });
    await page.goto(`/console/cases/${named}?wide=1`, wait);
    await page.getByText('诉求中提到').waitFor();
    await shot(page, 'case-1440-project', { full: false });
    const dispatcher = await open(`/console/cases/${plain}?wide=1`, 'dispatcher');
    await dispatcher.getByRole('button', { name: '列入绿色通道' }).first().click();
    await dispatcher.locator('[id$=projectCode]').first().click();
    await dispatcher.locator('.el-select-dropdown__item:visible', { hasText: '龙嘉冷链物流园' }).click();
    await shot(dispatcher, 'case-1440-mark-project', { full: false });
    const phone = await open('/console/projects', 'market', SCREENS.phone);
    await pages.fits(phone, 'projects-390');
    await tongue(phone, 'en', 'dark');
    await phone.goto('/console/projects?entry=p2601', wait);
    await phone.getByText('late').first().waitFor();
    await shot(phone, 'projects-390-en-dark-one', { full: false });
  });

  it('a special supervisor sets a code and files what was seen, on a phone', async () => {
    const { number } = succeeded(await supervisor.post('/special-supervisors', PERSON), 201);
    const page = await open('/console/watchers', 'supervisor');
    await page.getByText(number as string).waitFor();
    await pages.fits(page, 'watchers-1440');
    await button(page, '发一次性链接').click();
    const link = await page.locator('.link[translate=no]').innerText();
    await shot(page, 'watchers-1440-link', { full: false });
    const guest = await open(link.replace(/^https?:\/\/[^/]+/, ''), undefined, SCREENS.phone);
    await pages.fits(guest, 'watch-390-setup', { full: true });
    await guest.locator('#code').fill(CODE);
    await guest.locator('#again').fill(CODE);
    await guest.getByRole('button', { name: '设好口令' }).click();
    await guest.getByText('口令设好了').waitFor();
    await guest.getByRole('button', { name: '进入' }).click();
    await guest.getByRole('heading', { name: '提交监督意见' }).waitFor();
    await guest.locator('#what').fill('上午十点三号窗口没有人，等了四十分钟');
    await pages.fits(guest, 'watch-390-file', { full: true });
    await guest.getByRole('button', { name: '提交', exact: true }).click();
    await guest.getByText('收到了，已登记为工单').waitFor();
    await pages.fits(guest, 'watch-390-filed', { full: true });
    await guest.locator('ul.register li').first().waitFor();
    expect(await guest.locator('ul.register li').count()).toBe(1);
    const phone = await open('/console/watchers', 'supervisor', SCREENS.phone);
    await pages.fits(phone, 'watchers-390');
  });

  it('a monitoring point reports its month; the months it owes are shown', async () => {
    const { number } = succeeded(await supervisor.post('/monitoring-points', POINT), 201);
    const token = (succeeded(await supervisor.post(`/monitoring-points/${number}/actions/invite`), 200).link as string).split('#')[1];
    succeeded(await pages.app.client().post('/public/watch/setup', { token, code: CODE }), 200);
    const guest = await open('/watch', undefined, SCREENS.phone);
    await pages.fits(guest, 'watch-390', { full: true });
    await guest.locator('#number').fill((number as string).toLowerCase());
    await guest.locator('#code').fill(CODE);
    await guest.getByRole('button', { name: '进入' }).click();
    await guest.getByRole('heading', { name: POINT.name }).waitFor();
    const values = { errands: '6', trips: '1', days: '8', inspections: '2', unscanned: '0', fees: '1200.50', score: '4' };
    for (const [name, value] of Object.entries(values)) await guest.locator(`#${name}`).fill(value);
    await pages.fits(guest, 'watch-390-month', { full: true });
    await guest.getByRole('button', { name: '报送', exact: true }).click();
    await guest.getByText('已报送').waitFor();
    await guest.getByText('English', { exact: true }).click();
    await pages.fits(guest, 'watch-390-month-en', { full: true });
    const page = await open('/console/watchers?tab=points', 'supervisor');
    await button(page, POINT.name).waitFor();
    await pages.fits(page, 'watchers-1440-points');
    await button(page, POINT.name).click();
    await page.getByText('未报送').first().waitFor();
    await shot(page, 'watchers-1440-point', { full: false });
    const phone = await open('/console/watchers?tab=points', 'supervisor', SCREENS.phone);
    await tongue(phone, 'en', 'dark');
    await phone.goto('/console/watchers?tab=points', wait);
    await pages.fits(phone, 'watchers-390-en-dark-points');
  });

  it('a card is read at the desk and printed by everybody', async () => {
    const page = await open('/console/knowledge?kind=cards', 'operator');
    await page.locator('article').first().waitFor();
    await pages.fits(page, 'cards-1440');
    const phone = await open('/console/knowledge?kind=cards', 'operator', SCREENS.phone);
    await pages.fits(phone, 'cards-390');
    const guest = await open('/', undefined, SCREENS.phone);
    await guest.getByRole('link', { name: /办事明白卡/ }).click();
    await guest.locator('ul.services li').first().waitFor();
    await pages.fits(guest, 'public-cards-390', { full: true });
    await guest.locator('ul.services a').first().click();
    await guest.getByRole('button', { name: '打印这张卡' }).waitFor();
    await pages.fits(guest, 'public-card-390', { full: true });
    await guest.emulateMedia({ media: 'print' });
    await shot(guest, 'public-card-print');
  });
});
