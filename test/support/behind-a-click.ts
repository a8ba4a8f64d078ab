/** Pages that no place of the rail leads to at once: who opens them, from where, by which clicks, and what stands there then. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { type Json, succeeded } from './client.js';
import { ImportDesk } from './import-desk.js';
import type { Pages } from './pages.js';
import type { Receiver } from './receiver.js';

export interface Behind {
  by: string;
  path: string;
  /** What is clicked, one after the other; the first of each kind. */
  clicks: readonly string[];
  /** What stands there when it has been read; it is brought into sight. */
  read: string;
}

const CHANGE = 'section.rule header .el-button--primary';

export const BEHIND: Readonly<Record<string, Behind>> = {
  article: { by: 'dispatcher1', path: 'knowledge?kind=register', clicks: ['tbody .link'], read: '.sheet-drawer h2' },
  behaviour: { by: 'operator1', path: 'behaviours', clicks: ['tbody .link'], read: '.sheet-drawer article' },
  'rules-limits': { by: 'admin1', path: 'rules/limits', clicks: [CHANGE, '.rows .tools .small'], read: '.sheet-drawer form .field' },
  'rules-routing': { by: 'admin1', path: 'rules/routing', clicks: [CHANGE], read: '.rows .tools' },
  'rules-scoring': { by: 'admin1', path: 'rules/scoring', clicks: [CHANGE], read: '.measures .panel' },
  'rules-notices': { by: 'admin1', path: 'rules/notices', clicks: [CHANGE, '.group li .head button'], read: '.group li textarea' },
  'rules-retention': { by: 'admin1', path: 'rules/retention', clicks: [CHANGE], read: '.halves .content input' },
  import: { by: 'admin1', path: 'imports', clicks: ['tbody a'], read: '.faults tbody tr' },
  webhook: { by: 'admin1', path: 'webhooks', clicks: ['tbody .link', '.deliveries .acts button'], read: '.deliveries ol li' },
  'self-tests': {
    by: 'admin1',
    path: 'health',
    clicks: ['section.machine .kinds button'],
    read: 'section.machine .kinds + .panel tbody tr',
  },
  investigation: { by: 'inspector1', path: 'investigations', clicks: ['tbody a'], read: 'article.file .column li' },
  skills: { by: 'supervisor1', path: 'floor', clicks: ['.skills tbody button'], read: '.sheet-drawer .el-checkbox' },
};

/** Opens it; in every view of it, whatever its size, it stands in sight again. */
export async function openBehind(page: Page, { path, clicks, read }: Behind): Promise<() => Promise<void>> {
  await page.goto(`/console/${path}`);
  for (const selector of clicks) await page.locator(selector).first().click({ timeout: 15_000 });
  const found = page.locator(read).first();
  await found.waitFor({ timeout: 15_000 });
  return () => found.scrollIntoViewIfNeeded();
}

/** What the demo city has not lived through yet: a file taken over by halves, another system told twice, tests of the machine. */
export async function prepareBehind({ desks }: Pages, receiver: Receiver): Promise<void> {
  const office = new ImportDesk(desks);
  await office.checked(await office.sent(readFileSync(resolve('config/demo/imports/past-cases.csv')), { source: '市长热线平台' }));
  const admin = await desks.as('admin');
  const body = { name: '政务大数据平台', url: receiver.url('city'), events: ['case.registered'] };
  const { id }: Json = succeeded(await admin.post('/webhook-subscriptions', body), 201);
  receiver.script.set('city', [200, 500]);
  succeeded(await admin.post(`/webhook-subscriptions/${id}/actions/ping`));
  await receiver.of('city');
  await desks.opened();
  await receiver.of('city', 2);
  for (const kind of ['form', 'telephone', 'log']) succeeded(await admin.post('/self-tests', { kind }), 202);
}
