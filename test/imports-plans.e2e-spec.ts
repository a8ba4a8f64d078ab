/** Lists of imports and of their bad lines, and the search by another system's number, when there are many: an index leads to the rows. */
import { CaseQueries } from '../src/cases/case.queries.js';
import type { Actor } from '../src/domain/case-state.js';
import { MINUTE } from '../src/domain/time.js';
import { ImportJobs } from '../src/imports/import-jobs.js';
import { ImportQueries } from '../src/imports/import.queries.js';
import { ImportStore } from '../src/imports/import.store.js';
import { Clock } from '../src/platform/clock.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const IMPORTS = 2_000;
const FAULTS = 20_000;
const CASES = 5_000;
const DISPATCHER: Actor = { username: 'dispatcher1', name: 'dispatcher1', roles: ['dispatcher'] };
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const WHOLE = wholeReads({ tables: 'i o c import_faults', sorts: true });

describePlans(
  `plans over ${IMPORTS} imports and ${CASES} cases that came along`,
  { analysed: 'cases, imports, import_faults, case_origins', fill },
  (plans) => {
    const scansOf = async (work: () => Promise<unknown>) =>
      (await plans.stepsOf(work, /\bFROM (imports i|import_faults|cases c)\b[^]*ORDER BY/)).filter((step) => WHOLE.test(step));

    const imports = () => plans.of(ImportQueries);
    it.each<[string, () => Promise<unknown>]>([
      ['all imports, the newest first', () => imports().list({ page: 1, pageSize: 20 })],
      ['bad lines of one', () => imports().faults(idOf(3), { page: 40, pageSize: 20 })],
    ])('lists %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));

    it('finds a case by the number it had elsewhere, by an index', async () => {
      const origins = /\bFROM case_origins o WHERE o\.foreignNumber = \?/;
      const search = () => plans.of(CaseQueries).list({ q: 'JT-77', page: 1, pageSize: 20 }, DISPATCHER);
      expect((await search()).items).toHaveLength(1);
      const steps = await plans.stepsOf(search, origins);
      expect(steps.join()).toContain('case_origins_number');
    });

    it('takes a job without reading those that are done', async () => {
      expect(await plans.of(ImportJobs).take('nobody', 60_000, 3)).toBeUndefined();
    });
  },
);

/** Many imports, few of them long, and as many cases as came along with one. */
async function fill(city: Inside): Promise<void> {
  const at = city.app.get(Clock).now();
  const store = city.app.get(ImportStore, { strict: false });
  const rows = Array.from({ length: IMPORTS }, (_, n) => {
    const [id, counts] = [idOf(n), { position: 9, good: 9, bad: 0, known: 0, added: 9, attempts: 0 }];
    const file = { fileName: store.close('a.csv', 'fileName', id), format: 'csv', encoding: 'utf-8', bytes: 1, sha256: '', parts: 0 };
    const told = { number: `I2026-${String(n).padStart(4, '0')}`, source: '旧平台', heads: '[]', mapping: '{"columns":{},"values":{}}' };
    const when = { username: 'admin1', createdAt: at - n * MINUTE, updatedAt: at };
    return { id, ...told, ...file, state: 'done', version: 1, ...when, ...counts };
  });
  await city.insert('imports', rows);
  const faults = Array.from({ length: FAULTS }, (_, n) => ({
    ...{ importId: idOf(n % 10), line: Math.floor(n / 10) + 2, field: 'category', code: 'unknown-value' },
  }));
  await city.insert('import_faults', faults);
  const cases = Array.from({ length: CASES }, (_, n) => city.caseRow({ receivedAt: at - n * 60 * MINUTE, status: 'archived' }));
  await city.insert('cases', cases);
  await city.insert(
    'case_origins',
    cases.map(({ caseNumber }, n) => ({ caseNumber, source: '旧平台', foreignNumber: `JT-${n}`, importId: idOf(1), at })),
  );
}
