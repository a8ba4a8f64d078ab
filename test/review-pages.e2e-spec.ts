/** The reviewer at a case that was called back: what the complainant said decides what the page puts first. */
import { SCREENS } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;
const SAID = { reached: true, contacted: true, satisfiedProcess: 'mostly' };

describePages('the case that was called back', {}, (pages) => {
  it.each([
    ['solved and content', { solved: 'solved', satisfiedResult: 'satisfied' }, '办结工单'],
    ['not solved', { solved: 'unsolved', satisfiedResult: 'mostly' }, '重新办理'],
    ['solved, and the complainant is not content', { solved: 'mostly', satisfiedResult: 'dissatisfied' }, '重新办理'],
  ])('%s', async (_, said, button) => {
    const caseNumber = await pages.desks.answered();
    await pages.desks.done('reviewer', caseNumber, 'pass');
    await pages.desks.done('reviewer', caseNumber, 'call-back', { ...SAID, ...said });
    const page = await pages.open(`/console/cases/${caseNumber}`, { as: 'reviewer', ...SCREENS.desk });
    const main = page.locator('.el-button--primary').first();
    await main.waitFor({ timeout: WAIT });
    expect(await main.innerText()).toBe(button);
  });
});
