/** The registers on the screen: the behaviour catalogue and the fees, for staff and for everybody, on a desk and on a phone. */
import { SCREENS, shot } from './support/browser.js';
import { succeeded } from './support/client.js';
import { describePages } from './support/pages.js';

describePages('the pages of the registers', { waitUntil: 'networkidle' }, (pages) => {
  it('the catalogue is searched, its filters stand in the address, and a revision goes from the supervisor to the commissioner', async () => {
    const page = await pages.open('/console/behaviours', { as: 'supervisor' });
    await page.getByRole('button', { name: '相互推诿、不履行首接责任' }).waitFor();
    await pages.fits(page, 'behaviours-1440');
    await page.getByRole('textbox', { name: '搜索名称、条款、措施' }).fill('推诿');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByRole('button', { name: '相互推诿、不履行首接责任' }).click();
    await page.getByRole('button', { name: '修订' }).click();
    await page.getByLabel('行为名称').fill('推诿扯皮，不履行首接责任');
    await page.getByRole('button', { name: '提交发布' }).click();
    await page.getByText('还有内容要改').or(page.getByText('请填写')).first().waitFor();
    await page.locator('#sheet-validFrom').fill('2026-11-10');
    await page.keyboard.press('Enter');
    await shot(page, 'behaviours-1440-revise', { full: false });
    await page.getByRole('button', { name: '提交发布' }).click();
    await page.locator('article').getByText('待发布').waitFor();
    await shot(page, 'behaviours-1440-versions', { full: false });
    const commissioner = await pages.open('/console/behaviours?standing=waiting&entry=b05', { as: 'commissioner' });
    await commissioner.getByRole('button', { name: '发布', exact: true }).click();
    await commissioner.locator('article').first().getByText('已发布', { exact: true }).waitFor();
  });

  it('an entry of the second page is opened and closed over that page', async () => {
    const page = await pages.open('/console/behaviours?page=2', { as: 'supervisor' });
    const first = page.locator('tbody tr').first().getByRole('button');
    const name = await first.innerText();
    await first.click();
    await page.waitForURL(/entry=/);
    await page.locator('.sheet-drawer article').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('entry'));
    expect(new URL(page.url()).search).toBe('?page=2');
    expect(await first.innerText()).toBe(name);
  });

  it('the catalogue is read on a phone, in English and in the dark', async () => {
    const page = await pages.open('/console/behaviours', { as: 'operator', ...SCREENS.phone });
    await page.locator('tbody tr').first().waitFor();
    await pages.fits(page, 'behaviours-390');
    await page.evaluate("localStorage.setItem('language', 'en'); localStorage.setItem('theme', 'dark')");
    await page.goto('/console/behaviours?q=zzz', { waitUntil: 'networkidle' });
    await page.getByText('No entry meets these conditions').waitFor();
    await pages.fits(page, 'behaviours-390-en-dark-empty');
    await page.goto('/console/fees', { waitUntil: 'networkidle' });
    await page.locator('tbody tr').first().waitFor();
    await pages.fits(page, 'fees-390-en-dark');
  });

  it('a fee is asked for by a leader and decided by the supervisor', async () => {
    const page = await pages.open('/console/fees', { as: 'market!' });
    await page.locator('tbody tr').first().waitFor();
    await pages.fits(page, 'fees-1440');
    await page.getByRole('button', { name: '申请收费项目' }).click();
    for (const [name, text] of Object.entries({
      item: '计量器具校准服务费',
      itemEn: 'Calibration',
      basis: '吉省价收〔2026〕9号',
      payer: '自愿委托校准的企业',
      payerEn: 'Enterprises that ask',
      standard: '每台80元',
      standardEn: '80 yuan an instrument',
      keywords: '校准费\n校准服务费',
      why: '省局新定价目录列入',
    }))
      await page.locator(`#sheet-${name}`).fill(text);
    const choose = async (name: string, label: string) => {
      await page.locator(`#sheet-${name}`).click();
      await page.locator('.el-select-dropdown__item:visible', { hasText: label }).click();
    };
    await choose('kind', '政府定价经营服务收费');
    await choose('ruleKind', '定额');
    await page.locator('#sheet-yuan').fill('80');
    await page.locator('#sheet-unit').fill('台');
    await page.locator('#sheet-validFrom').fill('2026-12-01');
    await page.keyboard.press('Enter');
    await shot(page, 'fees-1440-propose', { full: false });
    await page.locator('.sheet-drawer').getByRole('button', { name: '申请收费项目' }).click();
    await page.waitForURL(/state=proposed/);
    await page.getByRole('button', { name: '计量器具校准服务费' }).waitFor();
    const decides = await pages.open('/console/fees?state=proposed', { as: 'supervisor' });
    await decides.getByRole('button', { name: '计量器具校准服务费' }).click();
    await decides.getByRole('button', { name: '批准', exact: true }).waitFor();
    await shot(decides, 'fees-1440-decide', { full: false });
    await decides.getByRole('button', { name: '批准', exact: true }).click();
    await decides.getByText('已批准，列入目录').waitFor();
  });

  it('the operator sees the catalogue and the register while a fee complaint is typed; the reviewer records what was found', async () => {
    const page = await pages.window({ as: 'operator' });
    await page.addInitScript(() => {
      const draft = {
        channel: 'phone',
        kind: 'complaint',
        urgency: 'normal',
        title: '电梯检验收费过高',
        description: '电梯检验费收了1800元，窗口说不出标准',
        categoryCode: '0302',
        accusedDepartmentCode: 'market',
        amountInvolved: 1800,
      };
      sessionStorage.setItem('draft:operator1:register', JSON.stringify({ draft, token: 'story-fee-0001' }));
    });
    await page.goto('/console/register', { waitUntil: 'networkidle' });
    await page.getByText('超标准').first().waitFor();
    const behaviour = page.locator('.hints .pill').last();
    await behaviour.click();
    await pages.fits(page, 'register-1440-fee');
    await page
      .getByRole('button', { name: '提交登记' })
      .or(page.getByRole('button', { name: '登记' }))
      .last()
      .click();
    await page.locator('text=/\\d{14}/').first().waitFor();
    const { items } = succeeded(await (await pages.desks.as('reviewer')).get('/cases?categoryCode=0302'));
    const reviewer = await pages.open(`/console/cases/${items[0].caseNumber}?wide=1`, { as: 'reviewer' });
    await reviewer.getByRole('heading', { name: '收费核对' }).waitFor();
    await reviewer.getByRole('button', { name: '记为此结论' }).first().click();
    await reviewer.locator('.finding').getByText('超标准').waitFor();
    await reviewer.getByRole('button', { name: '认定', exact: true }).click();
    await shot(reviewer, 'case-1440-fee', { full: false });
  });

  it('everybody looks a fee up before paying, on a phone and in English', async () => {
    const page = await pages.open('/', SCREENS.phone);
    await page.getByRole('link', { name: /涉企收费目录/ }).click();
    await page.getByText('查到 35 项').or(page.getByText('查到 34 项')).waitFor();
    await pages.fits(page, 'public-fees-390', { full: true });
    await page.locator('#words').fill('综合服务保障费');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('目录里没有查到这一项').waitFor();
    await pages.fits(page, 'public-fees-390-none', { full: true });
    await page.getByText('English', { exact: true }).click();
    await page.goto('/fees?words=排污费', { waitUntil: 'networkidle' });
    await page.getByText('No longer asked for').waitFor();
    await pages.fits(page, 'public-fees-390-en', { full: true });
  });
});
