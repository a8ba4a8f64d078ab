/** The main job in a real browser: from the public form through every desk to the reply on the tracking page, nothing reloaded. */
import type { Page } from 'playwright-core';
import { SCREENS, shot } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Opens the case from its list line, waits for the live page, and does one action through its form. */
async function act(page: Page, action: string, fill?: () => Promise<void>): Promise<void> {
  await button(page, action).first().click();
  if (!fill) return;
  const drawer = page.locator('.action-drawer');
  await drawer.waitFor();
  await fill();
  await drawer.getByRole('button', { name: action, exact: true }).click();
  await drawer.waitFor({ state: 'detached', timeout: WAIT });
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.locator(`.action-drawer #${field}`).click();
  await page.keyboard.type(option);
  await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().click();
}

const nothing = () => Promise.resolve();
const pick = (page: Page, field: string, word: string) => page.locator(`.action-drawer #${field}`).getByText(word, { exact: true }).click();
const write = (page: Page, field: string, text: string) => page.locator(`.action-drawer textarea#${field}`).fill(text);

describePages('The main job in a browser', { on: 'city' }, (pages) => {
  for (const [name, screen] of Object.entries({ 1440: SCREENS.desk, 390: SCREENS.phone })) {
    it(`brings a complaint from the web form to the public reply through every desk (${name} px)`, async () => {
      const picture = (page: Page, what: string) => shot(page, `main-${name}-${what}`, { full: false });
      /** A desk on the right page; the mark proves later that nobody reloaded it. */
      const open = async (as: string, path: string): Promise<Page> => {
        const page = await pages.open(path, { as, ...screen });
        await page.evaluate('globalThis.neverReloaded = true');
        return page;
      };
      const mark = `样品${name}${Date.now() % 100_000}`;

      const list = await open('dispatcher1', '/console/cases?status=pending_acceptance&sort=-received');
      await list.locator('.line').first().waitFor({ timeout: WAIT });

      // A citizen files on the web.
      const citizen = await pages.open('/', screen);
      await picture(citizen, '01-home');
      if (name === '1440') await shot(citizen, 'public', { full: false });
      await citizen.goto('/file');
      await citizen.getByText('投诉', { exact: true }).first().click();
      await citizen
        .locator('textarea')
        .first()
        .fill(`我店办理食品经营许可变更，窗口两次告知的材料不一样，${mark}，已经跑了四趟还没有办成。`);
      await picture(citizen, '02-what');
      await citizen.locator('form button[type=submit]').click();
      await citizen.getByText('实名', { exact: true }).click();
      await citizen.locator('#name').fill('欧阳文博');
      await citizen.locator('#phone').fill('13845671234');
      await picture(citizen, '03-who');
      await citizen.locator('form button[type=submit]').click();
      await picture(citizen, '04-check');
      await citizen.locator('main p.row button').first().click();
      const caseNumber = (await citizen.locator('[data-test=case-number]').innerText({ timeout: WAIT })).replace(/\D/g, '');
      const trackingCode = (await citizen.locator('[data-test=tracking-code]').innerText()).replace(/\D/g, '');
      expect([caseNumber.length, trackingCode.length]).toEqual([14, 20]);
      await picture(citizen, '05-filed');

      // The dispatcher's open list shows the new case by itself.
      await list.getByText(caseNumber).first().waitFor({ timeout: WAIT });
      expect(await list.evaluate('globalThis.neverReloaded')).toBe(true);
      await picture(list, '06-list-live');
      if (name === '1440') await shot(list, 'desk', { full: false });
      await list.getByText(caseNumber).first().click();
      await act(list, '受理');
      await button(list, '派单').first().waitFor({ timeout: WAIT });
      await act(list, '派单', async () => {
        await choose(list, 'dispatch-lead', '市场监督管理局');
        await write(list, 'dispatch-summary', '反映食品经营许可变更材料两次告知不一致，往返四次未办成，请核实并一次性告知。');
        await picture(list, '07-dispatch');
      });

      // The department signs, tells its progress and answers; its leader signs the answer off.
      const handler = await open('market.handler1', `/console/cases/${caseNumber}`);
      await act(handler, '签收');
      await button(handler, '答复').first().waitFor({ timeout: WAIT });
      await act(handler, '答复', async () => {
        await pick(handler, 'answer-finding', '属实');
        await pick(handler, 'answer-solved', '已解决');
        await write(
          handler,
          'answer-publicReply',
          '经核实，窗口告知不一致属实。已当场一次性告知并于当日办结变更，窗口人员已接受批评教育。',
        );
        await write(handler, 'answer-internalNote', '已调取窗口告知单核对。');
        await picture(handler, '08-answer');
      });
      expect(await handler.getByText('欧阳文博').count()).toBe(0);
      const leader = await open('market!', `/console/cases/${caseNumber}`);
      await act(leader, '签发答复', () => picture(leader, '09-sign-off').then(() => undefined));

      // Review, call-back, close.
      const reviewer = await open('reviewer1', `/console/cases/${caseNumber}`);
      await act(reviewer, '审核通过', nothing);
      await button(reviewer, '登记回访').first().waitFor({ timeout: WAIT });
      await act(reviewer, '登记回访', async () => {
        await pick(reviewer, 'call-back-reached', '是');
        await pick(reviewer, 'call-back-contacted', '是');
        await pick(reviewer, 'call-back-solved', '已解决');
        await pick(reviewer, 'call-back-satisfiedResult', '满意');
        await pick(reviewer, 'call-back-satisfiedProcess', '满意');
        await picture(reviewer, '10-call-back');
      });
      await button(reviewer, '办结工单').first().waitFor({ timeout: WAIT });
      await act(reviewer, '办结工单', nothing);
      await reviewer.locator('dd.status', { hasText: '办结' }).waitFor({ timeout: WAIT });
      await picture(reviewer, '11-closed');

      // The citizen reads the public reply.
      await citizen.goto('/track');
      await citizen.locator('#caseNumber').fill(caseNumber);
      await citizen.locator('#trackingCode').fill(trackingCode);
      await citizen.locator('form button[type=submit]').first().click();
      await citizen.getByText('窗口人员已接受批评教育', { exact: false }).first().waitFor({ timeout: WAIT });
      await shot(citizen, `main-${name}-12-tracked`);

      for (const page of [list, handler, leader, reviewer]) expect(await page.evaluate('globalThis.neverReloaded')).toBe(true);
    }, 180_000);
  }
});
