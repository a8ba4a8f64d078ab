/** Operators' lines on the page of the hall: seen, changed, looked up. */
import { SCREENS } from './support/browser.js';
import { describePages } from './support/pages.js';

const WAIT = 15_000;

describePages('the page of operators’ lines', { on: 'city' }, (pages) => {
  it.each([
    ['desk', 'zh-CN', 'light', ['调整', '举报', '确定调整', '记录']],
    ['desk', 'en', 'dark', ['Change', 'Reports', 'Change the lines', 'History']],
    ['phone', 'zh-CN', 'dark', ['调整', '举报', '确定调整', '记录']],
    ['phone', 'en', 'light', ['Change', 'Reports', 'Change the lines', 'History']],
  ] as const)(
    'on a %s, in %s, %s, gives and takes a line and tells what was before',
    async (size, language, colorScheme, [change, report, give, past]) => {
      const page = await pages.open('/console/floor', { as: 'supervisor', ...SCREENS[size], colorScheme, language });
      const row = page.locator('.skills tbody tr').first();
      await row.waitFor({ timeout: WAIT });
      await row.scrollIntoViewIfNeeded();
      await pages.looked(page, `skills-${size}-${language}`);
      await row.getByRole('button', { name: new RegExp(`^${change} `) }).click();
      const sheet = page.locator('.sheet-drawer').last();
      await sheet.waitFor({ timeout: WAIT });
      await pages.looked(page, `skills-${size}-${language}-change`);
      const before = await row.locator('.tag').allInnerTexts();
      await sheet.locator('.el-checkbox', { hasText: report }).click();
      await sheet.getByRole('button', { name: give }).click();
      await sheet.waitFor({ state: 'detached', timeout: WAIT });
      await row.getByRole('button', { name: new RegExp(`^${past} `) }).waitFor({ timeout: WAIT });
      const after = await row.locator('.tag').allInnerTexts();
      expect(after.includes(report)).toBe(!before.includes(report));
      await row.getByRole('button', { name: new RegExp(`^${past} `) }).click();
      await page.locator('.past li').first().waitFor({ timeout: WAIT });
      await pages.looked(page, `skills-${size}-${language}-past`);
    },
    60_000,
  );
});
