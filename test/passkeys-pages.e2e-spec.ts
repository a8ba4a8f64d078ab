/** Passkeys in a browser, with an authenticator of Chromium's own: added, used without a name, asked for after a password, taken away. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { SCREENS } from './support/browser.js';
import { freePort } from './support/global-setup.mjs';
import { describePages, fillSignIn, PASSWORD, type View } from './support/pages.js';

const WAIT = 15_000;
/** A name that leads to this machine and is no secure context, as a hall without a certificate has it. */
const INSECURE = 'hotline.test';

/** Refusals the stories are about, which the browser tells too, and what it says of a page without https. */
const expected = [
  /status of 401 .*\/api\/v1\/session/,
  /status of 422 .*\/api\/v1\/account\/passkeys\/options/,
  /status of 403 /,
  /hotline\.test.*Cross-Origin-Opener|(Cross-Origin-Opener|Origin-Agent-Cluster).*hotline\.test/s,
];

const switches = [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`];
const env = async () => {
  const port = String(await freePort());
  return { NOW: '', PORT: port, PUBLIC_URL: `http://localhost:${port}`, SECOND_FACTOR_ROLES: 'auditor' };
};

describePages('passkeys on the screen', { env, switches, expected }, (pages) => {
  const open = (view: View = {}, host = 'localhost'): Promise<Page> =>
    pages.window({ ...view, url: `http://${host}:${new URL(pages.app.url).port}` });
  /** Gives the page an authenticator that asks nobody: whoever sits there has put the finger on. */
  const equip = async (page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return { cdp, authenticatorId };
  };
  const fits = async (page: Page, name: string): Promise<void> => {
    await page.locator('.el-message').last().waitFor({ state: 'detached', timeout: WAIT }); // half faded it has half its contrast
    await pages.looked(page, name);
  };
  const byPassword = async (page: Page, username: string): Promise<void> => {
    await page.goto('/console/');
    await fillSignIn(page, username);
  };
  const arrived = (page: Page) => page.locator('nav a.place').first().waitFor({ state: 'attached', timeout: WAIT });
  /** Signs out, and waits for what the sign-in page then does. */
  const leave = async (page: Page, then?: Promise<unknown>): Promise<void> => {
    await page.waitForLoadState('networkidle'); // what is still asked for after the session ended would be refused
    await page.locator('button.person').click();
    await page.getByRole('menuitem', { name: /^(退出登录|Sign out)$/ }).click();
    await (then ?? page.locator('#username').waitFor({ timeout: WAIT }));
  };
  /** Before the page is there: a browser that does not offer passkeys among the names it knows. */
  const withoutQuiet = (page: Page) =>
    page.addInitScript({
      content: 'if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false',
    });
  const add = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('button', { name: /^(添加通行密钥|Add a passkey)$/ }).click();
    await page.locator('#passkey-name').fill(name);
    await page.locator('#passkey-password').fill(PASSWORD);
    await page.getByRole('button', { name: /^(继续|Continue)$/ }).click();
    await page.locator('.passkeys li').getByText(name).waitFor({ timeout: WAIT });
  };

  it('are added after the password, open a session without a name, and are renamed and taken away', async () => {
    const page = await open();
    const { cdp, authenticatorId } = await equip(page);
    await byPassword(page, 'operator1');
    await arrived(page);
    await page.goto('/console/me');
    await page.getByText('还没有通行密钥').waitFor({ timeout: WAIT });
    await fits(page, 'passkeys-1440-none');
    await page.getByRole('button', { name: '添加通行密钥' }).click();
    await page.locator('#passkey-name').fill('工位电脑');
    await page.locator('#passkey-password').fill('wrong-password');
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByText('密码不对').waitFor({ timeout: WAIT });
    await fits(page, 'passkeys-1440-form');
    await page.getByRole('button', { name: '取消' }).click();
    await add(page, '工位电脑');
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    await fits(page, 'passkeys-1440-one');

    // a browser that offers them quietly needs no button: this one is touched by itself
    await leave(
      page,
      page.waitForResponse((one) => one.url().endsWith('/session/passkey') && one.status() === 201),
    );
    await arrived(page);
    await page.goto('/console/me');
    await page.locator('.passkeys').getByText('最近使用').waitFor({ timeout: WAIT });
    await page.getByRole('button', { name: '改名' }).click();
    await page.locator('#passkey-given').fill('值班室电脑');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.locator('.passkeys li').getByText('值班室电脑').waitFor({ timeout: WAIT });
    await page.locator('.passkeys li').getByRole('button', { name: '删除' }).click();
    await page.locator('#passkey-given').fill(PASSWORD);
    await fits(page, 'passkeys-1440-removal');
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByText('还没有通行密钥').waitFor({ timeout: WAIT });
    // and the browser was told that it counts no more
    const held = async (): Promise<number> => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
    for (let tries = 0; tries < 50 && (await held()) > 0; tries++) await sleep(100);
    expect(await held()).toBe(0);

    await add(page, '旧手机');
    await pages.town.db.write((tx) => tx.query("DELETE FROM passkeys WHERE username = 'operator1'"));
    await leave(page, page.getByText('这把通行密钥登录不了').waitFor({ timeout: WAIT }));
    await fits(page, 'passkeys-1440-refused');
  }, 120_000);

  it('are asked for after the password where somebody has one, and are enough for a role that has to have one', async () => {
    const page = await open({ ...SCREENS.phone, language: 'en', theme: 'dark' });
    await withoutQuiet(page);
    await equip(page);
    await byPassword(page, 'auditor1');
    await page.getByText('Your role has to use one-time codes or a passkey').waitFor({ timeout: WAIT });
    await fits(page, 'passkeys-390-needed');
    await add(page, 'My phone');
    await page.getByText('Your role has to use').waitFor({ state: 'detached', timeout: WAIT });
    await fits(page, 'passkeys-390-one');
    await leave(page);
    await fits(page, 'passkeys-390-sign-in');
    await byPassword(page, 'auditor1');
    await arrived(page);
    await leave(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await arrived(page);
    await page.goto('/console/audit');
    await page.getByText('Passkey added').first().waitFor({ timeout: WAIT });
    await fits(page, 'passkeys-390-audit');
  }, 120_000);

  it('that are not at hand leave a button to try again', async () => {
    const page = await open();
    await equip(page);
    await byPassword(page, 'operator2');
    await arrived(page);
    await page.goto('/console/me');
    await add(page, '手机');
    const other = await open();
    await equip(other);
    await byPassword(other, 'operator2');
    await other.getByText('没有完成').waitFor({ timeout: WAIT });
    await other.getByText('请再用通行密钥确认').waitFor({ timeout: WAIT });
    await fits(other, 'passkeys-1440-second');
    await other.locator('#username').fill('operator3');
    await other.getByText('请再用通行密钥确认').waitFor({ state: 'detached', timeout: WAIT });
    await other.getByRole('button', { name: '使用通行密钥登录' }).waitFor({ timeout: WAIT });
  }, 120_000);

  it.each([
    ['a page without https', INSECURE, '本页不是 https 网址'],
    ['an address without a name', '127.0.0.1', '本页是用 IP 地址打开的'],
  ])(
    'are not offered on %s, which says why',
    async (_, host, words) => {
      const page = await open({}, host);
      await byPassword(page, 'operator3');
      await arrived(page);
      await page.goto('/console/me');
      await page.getByText(words).waitFor({ timeout: WAIT });
      expect(await page.getByRole('button', { name: '添加通行密钥' }).count()).toBe(0);
      await fits(page, `passkeys-1440-${host === INSECURE ? 'insecure' : 'address'}`);
      await leave(page);
      expect(await page.getByRole('button', { name: '使用通行密钥登录' }).count()).toBe(0);
      expect(await page.getByText(words).count()).toBe(host === INSECURE ? 1 : 0);
    },
    60_000,
  );
});
