/** The register of clues at volume: each list is read by an index, in its order, and page after page without a gap. */
import { InvestigationQueries } from '../src/investigations/investigation.queries.js';
import { InvestigationStore } from '../src/investigations/investigation.store.js';
import { INVESTIGATION_SETTINGS } from '../src/investigations/investigations.js';
import { SealedCases } from '../src/investigations/sealed-cases.js';
import type { InvestigationListQuery } from '../src/investigations/investigation.views.js';
import { WorkingDays } from '../src/calendar/working-days.js';
import type { Actor } from '../src/domain/case-state.js';
import { endClocks } from '../src/domain/investigation-clock.js';
import { investigationNumberOf, openedInvestigation } from '../src/domain/investigation-opening.js';
import { DAY } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const FILES = 3_000;
const COMMISSIONER: Actor = { username: 'commissioner1', name: 'c', roles: ['commissioner'] };
const INSPECTOR: Actor = { username: 'inspector1', name: 'i', roles: ['inspector'] };
const RECUSED: Actor = { ...INSPECTOR, recusedFrom: ['market', 'tax'] };

const WHOLE = wholeReads({ tables: 'i c d r' });
const LONG = 'investigations, investigation_readers, investigation_departments, cases';

describePlans(`the register of ${FILES} clues`, { analysed: LONG, fill }, (plans) => {
  const list = (query: Partial<InvestigationListQuery>, by: Actor) =>
    plans.of(InvestigationQueries).list({ page: 1, pageSize: 20, ...query }, by);

  const scansOf = async (work: () => Promise<unknown>) => (await plans.stepsOf(work)).filter((step) => WHOLE.test(step));

  it.each<[string, Partial<InvestigationListQuery>, Actor]>([
    ['all by what is due', {}, COMMISSIONER],
    ['the newest', { sort: '-received' }, COMMISSIONER],
    ['a status', { status: 'received' }, COMMISSIONER],
    ['a number', { q: 'X20260123' }, COMMISSIONER],
    ['those about a case', { caseNumber: '20260101000001' }, COMMISSIONER],
    ['those of an inspector', { sort: '-received' }, INSPECTOR],
    ['those of an inspector who keeps away from two departments', { sort: '-received' }, RECUSED],
  ])('lists %s by an index', async (_, query, by) => {
    expect(await scansOf(() => list(query, by))).toEqual([]);
  });

  it('lists sealed cases and their readers by an index', async () => {
    expect(await scansOf(() => plans.of(SealedCases).list({ page: 1, pageSize: 20 }, COMMISSIONER))).toEqual([]);
  });

  it('gives every file once, what is due first, over all pages', async () => {
    const seen: { number: string; dueAt?: string | undefined }[] = [];
    for (let page = 1; ; page++) {
      const { items, total } = await list({ page, pageSize: 190 }, INSPECTOR);
      seen.push(...items.map(({ investigationNumber, dueAt }) => ({ number: investigationNumber, dueAt })));
      if (seen.length >= total || items.length === 0) break;
    }
    expect([seen.length, new Set(seen.map(({ number }) => number)).size]).toEqual([FILES / 3, FILES / 3]);
    const due = seen.flatMap(({ dueAt }) => dueAt ?? []);
    expect(due).toEqual([...due].sort());
    expect(seen.findIndex(({ dueAt }) => dueAt === undefined)).toBe(due.length);
  });

  it('hides from whoever keeps away what touches those departments, and nothing else', async () => {
    const { total } = await list({}, RECUSED);
    expect(total).toBe(FILES / 3 / 2);
  });
});

/** Files of two years, the old ones without a running clock; every third is the inspector's. */
async function fill(city: Inside): Promise<void> {
  const tables = new Map<string, Record<string, unknown>[]>();
  const [store, now] = [city.app.get(InvestigationStore, { strict: false }), city.app.get(Clock).now()];
  const { calendar } = city.app.get(WorkingDays, { strict: false });
  for (let n = 1; n <= FILES; n++) {
    const at = now - Math.round(((FILES - n) / FILES) * 700) * DAY;
    const departments = [['market', 'tax', 'fire', 'housing'][n % 4]!];
    const about = {
      source: 'report' as const,
      title: `线索${n}`,
      text: 'x',
      categoryCode: null,
      departments,
      caseNumbers: [],
      reporters: [],
    };
    const by = n % 3 === 0 ? INSPECTOR : { ...INSPECTOR, username: 'inspector2' };
    const clue = { investigationNumber: investigationNumberOf('2026', n), ...about };
    const { next } = openedInvestigation(clue, by, { now: at, calendar, settings: INVESTIGATION_SETTINGS[0]! });
    const state = n < FILES * 0.9 ? { ...endClocks(next, 'all', at, 'ended'), status: 'archived' as const } : next;
    for (const [table, rows] of Object.entries(store.rowsOf(state)))
      if (rows.length > 0) tables.set(table, [...(tables.get(table) ?? []), ...rows]);
  }
  for (const [table, rows] of tables) await city.insert(table, rows);
}
