/** Lists of typical cases and of files, and the case list read as a whole, when there are many: an index leads to the rows. */
import { Extracts } from '../src/cases/extracts.js';
import type { Actor } from '../src/domain/case-state.js';
import { MINUTE } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import { ExportQueries } from '../src/publicity/export.queries.js';
import { ExportStore } from '../src/publicity/export.store.js';
import { TypicalCaseQueries } from '../src/publicity/typical-case.queries.js';
import { type StoredTypicalCase, TypicalCaseStore } from '../src/publicity/typical-case.store.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const MANY = 3_000;
const CASES = 8_000;
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const DISPATCHER: Actor = { username: 'dispatcher1', name: 'dispatcher1', roles: ['dispatcher'] };

describeWithServer(`plans over ${MANY} files and typical cases`, () => {
  let database: TestDatabase;
  let city: Inside;
  const asked: { sql: string; params: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    await fill();
    if (engine === 'mysql') await city.db.read('ANALYZE TABLE cases, exports, typical_cases');
    for (const door of ['read', 'readPrimary'] as const) {
      const ask = city.db[door].bind(city.db);
      city.db[door] = <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
        asked.push({ sql, params });
        return ask<Row>(sql, params);
      };
    }
  }, 240_000);
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  async function fill(): Promise<void> {
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
    for (let from = 0; from < CASES; from += 1_000) await city.insert('cases', rows.slice(from, from + 1_000));
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

  /** Steps that read one of the tables as a whole, and not by an index. */
  async function scansOf(work: () => Promise<unknown>): Promise<string[]> {
    asked.length = 0;
    await work();
    const questions = asked.filter(({ sql }) => /\bFROM (exports x|typical_cases t|cases c)\b/.test(sql) && /ORDER BY/.test(sql));
    expect(questions.length).toBeGreaterThan(0);
    const scans: string[] = [];
    for (const { sql, params } of questions) {
      if (engine === 'mysql') {
        const plan = await city.db.read<{ table: string; type: string; key: string | null }>(`EXPLAIN ${sql}`, params);
        scans.push(...plan.filter(({ table, type }) => 'xtc'.includes(table) && type === 'ALL').map(({ table }) => `${table}: ${sql}`));
      } else {
        const plan = await city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        scans.push(...plan.map(({ detail }) => detail).filter((step) => /^SCAN [xtc]$|USE TEMP B-TREE FOR ORDER BY/.test(step)));
      }
    }
    return scans;
  }

  const exports = () => city.app.get(ExportQueries, { strict: false });
  const typical = () => city.app.get(TypicalCaseQueries, { strict: false });
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
      () => city.app.get(Extracts, { strict: false }).numbers({ ...page, from: '2026-03-01', to: '2026-03-05' }, SUPERVISOR, 20_000),
    ],
  ])('lists %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));
});
