/** The page of other systems as its people find it: a subscription made and tested, a secret seen once, a failure read and sent again, a key. */
import type { Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { succeeded } from './support/client.js';
import { Receiver } from './support/receiver.js';
import { describePages } from './support/pages.js';

let receiver: Receiver;
const env = async () => {
  receiver = await Receiver.open();
  return { WEBHOOK_HOSTS: receiver.host };
};

describePages('the page of other systems', { env }, (pages) => {
  afterAll(() => receiver?.close());

  const field = (page: Page, label: string) => page.locator('.sheet-drawer .field').filter({ hasText: label }).locator('input').first();

  it('lets an administrator make a subscription, see its secret once, test it and send again what failed', async () => {
    const page = await pages.open('/console/webhooks', { as: 'admin' });
    await page.getByText('还没有系统订阅推送。').waitFor();
    await pages.fits(page, 'webhooks-empty', { full: true });
    await page.getByRole('button', { name: '新增订阅' }).click();
    await field(page, '系统名称').fill('政务大数据平台 · 数据局');
    await field(page, '接收地址').fill('https://127.0.0.1/hook');
    for (const news of ['登记', '办结', '超期、催办、督办'])
      await page.locator('.sheet-drawer label.el-checkbox', { hasText: news }).click();
    const send = page.locator('.sheet-drawer button[type=submit]');
    await send.click();
    pages.forgive(/422/);
    await page.getByText('不能是内网地址').waitFor();
    await pages.fits(page, 'webhooks-refused', { full: true });
    await field(page, '接收地址').fill(receiver.url('page'));
    await send.click();
    const secret = await page.locator('output.secret').textContent();
    expect(secret).toMatch(/^[\w-]{43}$/);
    await pages.fits(page, 'webhooks-secret', { full: true });
    await page.getByRole('button', { name: '我已妥善保存' }).click();
    expect(await page.getByText(secret!).count()).toBe(0);

    await page.getByRole('button', { name: '政务大数据平台 · 数据局' }).click();
    await page.getByText('还没有推送。').waitFor();
    receiver.script.set('page', [200, 500]);
    await page.getByRole('button', { name: '发送测试' }).click();
    await page.locator('.deliveries .tag.good', { hasText: '已送达' }).waitFor();
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '窗口没人', categoryCode: '0103' };
    succeeded(await (await pages.app.signIn('operator1')).post('/cases', body), 201);
    await receiver.of('page', 2);
    await page.reload();
    const failed = page.locator('.deliveries .panel > li', { hasText: '登记' });
    await failed.getByText('对方回复 500').waitFor();
    await failed.getByRole('button', { name: '查看每次推送' }).click();
    await failed.locator('ol li').waitFor();
    await pages.fits(page, 'webhooks-deliveries', { full: true });
    const tested = page.locator('.deliveries .panel > li', { hasText: '测试' });
    await tested.getByRole('button', { name: '再推一次' }).click();
    await receiver.of('page', 3);

    await page.getByRole('button', { name: '终止' }).click();
    await page.locator('.sheet-drawer button[type=submit]').click();
    await page.locator('.sheet-drawer header .tag', { hasText: '已终止' }).waitFor();
    await page.locator('.deliveries .tag', { hasText: '已取消' }).waitFor();
    expect(await page.getByRole('button', { name: '再推一次' }).count()).toBe(0);
  });

  it('lets an administrator give out a key and revoke it, on a phone and in the dark', async () => {
    const page = await pages.open('/console/webhooks?tab=clients', { as: 'admin', ...SCREENS.phone, colorScheme: 'dark' });
    await page.getByRole('button', { name: '发放密钥' }).click();
    await field(page, '系统名称').fill('城管通');
    await field(page, '联系单位').fill('数字城管中心');
    await pages.fits(page, 'webhooks-key-form-phone', { full: true });
    await page.locator('.sheet-drawer button[type=submit]').click();
    const key = (await page.locator('output.secret').textContent())!;
    await pages.fits(page, 'webhooks-key-phone', { full: true });
    await page.getByRole('button', { name: '我已妥善保存' }).click();
    const filed = await pages.app
      .client()
      .post('/open311/v2/requests.json', new URLSearchParams({ api_key: key, service_code: '0103', description: '窗口没人' }));
    expect(filed.status).toBe(201);
    await page.reload();
    await page.getByText('使用中').waitFor();
    await pages.fits(page, 'webhooks-keys-phone', { full: true });
    await page.getByRole('button', { name: '停用' }).click();
    await page.locator('.sheet-drawer button[type=submit]').click();
    await page.getByText('已停用', { exact: true }).waitFor();
    await page.goto('/console/webhooks');
    await page.getByText('政务大数据平台').waitFor();
    await pages.fits(page, 'webhooks-list-phone', { full: true });
    await page.getByRole('button', { name: '政务大数据平台 · 数据局' }).click();
    await page.locator('.deliveries .panel > li').first().waitFor();
    await pages.fits(page, 'webhooks-deliveries-phone', { full: true });
  });

  it('shows an auditor everything and lets him change nothing, in English too', async () => {
    const page = await pages.open('/console/webhooks', { as: 'auditor', language: 'en' });
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    expect(await page.getByRole('button', { name: 'New subscription' }).count()).toBe(0);
    await pages.fits(page, 'webhooks-list-en', { full: true });
    await page.getByRole('button', { name: '政务大数据平台 · 数据局' }).click();
    await page.locator('.deliveries .panel > li').first().waitFor();
    await pages.fits(page, 'webhooks-deliveries-en', { full: true });
    expect(await page.getByRole('button', { name: /Send again|End|Pause/ }).count()).toBe(0);
  });
});
