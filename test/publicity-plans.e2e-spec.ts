/** Lists of typical cases and of files, and the case list read as a whole, when there are many: an index leads to the rows. */
import { Extracts } from '../src/cases/extracts.js';
import type { Actor } from '../src/domain/case-state.js';
import { MINUTE } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import { ExportQueries } from '../src/publicity/export.queries.js';
import { ExportStore } from '../src/publicity/export.store.js';
import { TypicalCaseQueries } from '../src/publicity/typical-case.queries.js';
import { type StoredTypicalCase, TypicalCaseStore } from '../src/publicity/typical-case.store.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const MANY = 3_000;
const CASES = 8_000;
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const DISPATCHER: Actor = { username: 'dispatcher1', name: 'dispatcher1', roles: ['dispatcher'] };

const WHOLE = wholeReads({ tables: 'x t c', sorts: true });

describePlans(`plans over ${MANY} files and typical cases`, { analysed: 'cases, exports, typical_cases', fill }, (plans) => {
  const scansOf = async (work: () => Promise<unknown>) =>
    (await plans.stepsOf(work, /\bFROM (exports x|typical_cases t|cases c)\b[^]*ORDER BY/)).filter((step) => WHOLE.test(step));

  const exports = () => plans.of(ExportQueries);
  const typical = () => plans.of(TypicalCaseQueries);
  const page = { page: 1, pageSize: 20 };
  it.each<[string, () => Promise<unknown>]>([
    ['all files, the newest first', () => exports().list(page, SUPERVISOR)],
    ['files that wait for approval', () => exports().list({ ...page, state: 'requested' }, SUPERVISOR)],
    ['one’s own files', () => exports().list({ ...page, mine: true }, DISPATCHER)],
    ['all typical cases', () => typical().list(page, SUPERVISOR)],
    ['typical cases that wait for approval', () => typical().list({ ...page, state: 'proposed' }, SUPERVISOR)],
    ['what the public reads', () => typical().published(page)],
    ['what the public reads of a department', () => typical().published({ ...page, departmentCode: 'tax' })],
    [
      'the case list of a month as a whole',
      () => plans.of(Extracts).numbers({ ...page, from: '2026-03-01', to: '2026-03-05' }, SUPERVISOR, 20_000),
    ],
  ])('lists %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));
});

async function fill(city: Inside): Promise<void> {
  const at = city.app.get(Clock).now();
  const [exports, typical] = [city.app.get(ExportStore, { strict: false }), city.app.get(TypicalCaseStore, { strict: false })];
  const numbers = Array.from({ length: MANY }, (_, n) => n);
  await city.insert(
    'exports',
    numbers.map((n) => {
      const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
      const words = { params: exports.seal('{}', 'params', id), reason: exports.seal('分析', 'reason', id) };
      const state = n % 100 === 0 ? 'requested' : 'expired';
      const row = { id, number: `D2026-${String(n).padStart(6, '0')}`, kind: 'cases', format: 'csv', ...words, state, version: 1 };
      return { ...row, username: `dispatcher${n % 50}`, requestedAt: at - n * MINUTE, progress: 0, attempts: 0, downloads: 0 };
    }),
  );
  await city.insert(
    'typical_cases',
    numbers.map((n) => typical.close(one(n, at))),
  );
  const rows = Array.from({ length: CASES }, (_, n) => city.caseRow({ receivedAt: at - n * 60 * MINUTE, status: 'closed' }));
  await city.insert('cases', rows);
}

const one = (n: number, at: number): StoredTypicalCase => ({
  ...{ id: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`, number: `2026-${String(n).padStart(4, '0')}`, version: 3 },
  ...{
    state: n % 100 === 0 ? 'proposed' : 'published',
    caseNumber: null,
    departmentCode: n % 7 === 0 ? 'tax' : 'market',
    categoryCode: null,
  },
  ...{ authors: ['supervisor1'], approvals: [], unresolved: 0, texts: { title: '题目', happened: '经过', dealt: '结果' }, confirmed: [] },
  ...{ consentNote: null, returnReason: null, withdrawReason: null, createdAt: at, updatedAt: at - n * MINUTE },
  ...{ publishedAt: at - n * MINUTE, withdrawnAt: null },
});
