/** What people see of messages: the survey behind the link, on a small phone and by keyboard; and the list of what did not go out. */
import { shot } from './support/browser.js';
import { Gateway } from './support/carriers.js';
import { ANSWER } from './support/desks.js';
import { succeeded } from './support/client.js';
import { describePages } from './support/pages.js';

const SMALL = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

let gateway: Gateway;
const env = async () => {
  gateway = await Gateway.open();
  return gateway.env;
};

describePages('the pages of messages', { waitUntil: 'networkidle', env }, (pages) => {
  let persons = 0;

  afterAll(() => gateway?.close());

  const take = async (phone: string): Promise<string> => {
    const body = {
      channel: 'phone',
      urgency: 'normal',
      kind: 'complaint',
      description: '窗口让企业跑了三趟',
      complainant: { name: '王五', phone },
    };
    return succeeded(await (await pages.desks.as('operator')).post('/cases', body), 201).caseNumber as string;
  };
  /** The address a complainant gets by text, and the case it is about. */
  const invited = async (): Promise<{ caseNumber: string; address: string }> => {
    const phone = `1390000${String(++persons).padStart(4, '0')}`;
    const caseNumber = await take(phone);
    await pages.desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists: ['tax'], summary: '反映往返' });
    for (const who of ['market', 'tax']) {
      await pages.desks.done(who, caseNumber, 'sign');
      await pages.desks.done(`${who}!`, caseNumber, 'answer', ANSWER);
    }
    await pages.desks.done('reviewer', caseNumber, 'pass');
    const link = () => gateway.to(`+86${phone}`).flatMap(({ text }) => /(https?:\/\/\S+survey#\S+)/.exec(text)?.[1] ?? []);
    await gateway.until(() => link().length > 0);
    return { caseNumber, address: link()[0]! };
  };

  it('the survey is answered by keyboard alone on a phone of 320 points', async () => {
    const { caseNumber, address } = await invited();
    const page = await pages.window(SMALL);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.getByText('市场监督管理局、税务局').waitFor();
    await pages.fits(page, 'survey-320-open', { full: true });
    // sent too early: every question is named, and the list of them has the focus
    await page.locator('form button[type=submit]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=alert] li').first().waitFor();
    expect(await page.locator('[role=alert] li').count()).toBe(4);
    await pages.fits(page, 'survey-320-missing', { full: true });
    for (const [id, times] of Object.entries({ solved: 1, contacted: 0, satisfiedResult: 2, satisfiedProcess: 0 })) {
      await page.locator(`#${id}`).focus();
      await page.keyboard.press('Space');
      for (let n = 0; n < times; n++) await page.keyboard.press('ArrowDown');
    }
    await page.locator('#more').focus();
    await page.keyboard.type('退费晚了两天');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await pages.fits(page, 'survey-320-thanks', { full: true });
    const seen = await pages.desks.view(caseNumber);
    expect(seen.callBacks).toMatchObject([
      {
        reached: true,
        contacted: true,
        solved: 'mostly',
        satisfiedResult: 'dissatisfied',
        satisfiedProcess: 'satisfied',
        words: '退费晚了两天',
      },
    ]);
    // the token went to the server in a body only, never in an address
    const token = address.split('#')[1]!;
    expect(asked.filter((url) => url.includes(token) && !url.includes('#'))).toEqual([]);
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByText('您已经评价过这件事').waitFor();
  });

  it('the survey speaks English, and is friendly when it is too late or the link is broken', async () => {
    pages.forgive(/409 \(Conflict\)|404 \(Not Found\)/);
    const { caseNumber, address } = await invited();
    const page = await pages.open(address, SMALL);
    await page.getByText('English', { exact: true }).click();
    await page.getByRole('heading', { name: 'How was your case handled?' }).waitFor();
    await pages.fits(page, 'survey-320-en', { full: true });
    await pages.desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved' });
    for (const id of ['solved', 'contacted', 'satisfiedResult', 'satisfiedProcess']) await page.locator(`#${id}`).check();
    await page.locator('form button[type=submit]').click();
    await page.getByText('Your answer is no longer needed here').waitFor();
    await pages.fits(page, 'survey-320-en-late', { full: true });
    expect((await pages.desks.view(caseNumber)).callBacks).toHaveLength(1);
    await page.goto(`${pages.app.url}/survey#nonsense`, { waitUntil: 'networkidle' });
    await page.getByText('This link does not work').waitFor();
    await page.goto(`${pages.app.url}/survey`, { waitUntil: 'networkidle' });
    await page.getByText('This link does not work').waitFor();
    await pages.fits(page, 'survey-320-en-broken', { full: true });
  });

  it('what did not go out is listed with its reason, and sent again by a click', async () => {
    const page = await pages.open('/console/notices', { as: 'supervisor' });
    await page.getByText('没有发送失败的通知').waitFor();
    await shot(page, 'notices-1440-empty', { full: false });
    gateway.mood = { status: 422, code: 'bad-number' };
    const caseNumber = await take('13900009999');
    for (let n = 0; n < 4; n++) await take(`1390000888${n}`);
    await gateway.until(() => gateway.attempts.filter(({ to }) => to.includes('390000888')).length === 4);
    gateway.mood = 'take';
    await page.reload({ waitUntil: 'networkidle' });
    const row = page.locator('tbody tr', { hasText: caseNumber });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/139\*{4}9999/);
    expect(await row.innerText()).toContain('号码有误');
    await shot(page, 'notices-1440', { full: false });
    await page.setViewportSize({ width: 390, height: 844 });
    await pages.fits(page, 'notices-390');
    await page.setViewportSize({ width: 1440, height: 900 });
    await row.getByRole('button', { name: '再发一次' }).click();
    await gateway.until(() => gateway.to('+8613900009999').length === 1);
    await page.getByRole('button', { name: '已发出' }).click();
    await page.locator('tbody tr', { hasText: caseNumber }).waitFor();
  });

  it('the administrator finds the same list without case numbers', async () => {
    const page = await pages.open('/console/notices?state=sent', { as: 'admin' });
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody').innerText()).not.toMatch(/\d{14}/);
    await page.evaluate("localStorage.setItem('language', 'en')");
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Notices' }).waitFor();
    await shot(page, 'notices-1440-en-admin', { full: false });
  });
});
