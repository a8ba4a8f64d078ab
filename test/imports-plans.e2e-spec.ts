/** Lists of imports and of their bad lines, and the search by another system's number, when there are many: an index leads to the rows. */
import { CaseQueries } from '../src/cases/case.queries.js';
import type { Actor } from '../src/domain/case-state.js';
import { MINUTE } from '../src/domain/time.js';
import { ImportJobs } from '../src/imports/import-jobs.js';
import { ImportQueries } from '../src/imports/import.queries.js';
import { ImportStore } from '../src/imports/import.store.js';
import { Clock } from '../src/platform/clock.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const IMPORTS = 2_000;
const FAULTS = 20_000;
const CASES = 5_000;
const DISPATCHER: Actor = { username: 'dispatcher1', name: 'dispatcher1', roles: ['dispatcher'] };
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describeWithServer(`plans over ${IMPORTS} imports and ${CASES} cases that came along`, () => {
  let database: TestDatabase;
  let city: Inside;
  const asked: { sql: string; params: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    await fill();
    if (engine === 'mysql') await city.db.read('ANALYZE TABLE cases, imports, import_faults, case_origins');
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
    const store = city.app.get(ImportStore, { strict: false });
    const rows = Array.from({ length: IMPORTS }, (_, n) => {
      const [id, counts] = [idOf(n), { position: 9, good: 9, bad: 0, known: 0, added: 9, attempts: 0 }];
      const file = { fileName: store.close('a.csv', 'fileName', id), format: 'csv', encoding: 'utf-8', bytes: 1, sha256: '', parts: 0 };
      const told = { number: `I2026-${String(n).padStart(4, '0')}`, source: '旧平台', heads: '[]', mapping: '{"columns":{},"values":{}}' };
      const when = { username: 'admin1', createdAt: at - n * MINUTE, updatedAt: at };
      return { id, ...told, ...file, state: 'done', version: 1, ...when, ...counts };
    });
    for (let from = 0; from < IMPORTS; from += 500) await city.insert('imports', rows.slice(from, from + 500));
    const faults = Array.from({ length: FAULTS }, (_, n) => ({
      ...{ importId: idOf(n % 10), line: Math.floor(n / 10) + 2, field: 'category', code: 'unknown-value' },
    }));
    for (let from = 0; from < FAULTS; from += 5_000) await city.insert('import_faults', faults.slice(from, from + 5_000));
    const cases = Array.from({ length: CASES }, (_, n) => city.caseRow({ receivedAt: at - n * 60 * MINUTE, status: 'archived' }));
    for (let from = 0; from < CASES; from += 1_000) await city.insert('cases', cases.slice(from, from + 1_000));
    await city.insert(
      'case_origins',
      cases.map(({ caseNumber }, n) => ({ caseNumber, source: '旧平台', foreignNumber: `JT-${n}`, importId: idOf(1), at })),
    );
  }

  /** Steps that read one of the tables as a whole, and not by an index. */
  async function scansOf(work: () => Promise<unknown>): Promise<string[]> {
    asked.length = 0;
    await work();
    const questions = asked.filter(({ sql }) => /\bFROM (imports i|import_faults|cases c)\b/.test(sql) && /ORDER BY/.test(sql));
    expect(questions.length).toBeGreaterThan(0);
    const scans: string[] = [];
    for (const { sql, params } of questions) {
      if (engine === 'mysql') {
        const plan = await city.db.read<{ table: string; type: string }>(`EXPLAIN ${sql}`, params);
        const tables = ['i', 'o', 'c', 'import_faults'];
        scans.push(...plan.filter(({ table, type }) => tables.includes(table) && type === 'ALL').map(({ table }) => `${table}: ${sql}`));
      } else {
        const plan = await city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        scans.push(
          ...plan.map(({ detail }) => detail).filter((step) => /^SCAN ([ioc]|import_faults)$|USE TEMP B-TREE FOR ORDER BY/.test(step)),
        );
      }
    }
    return scans;
  }

  const imports = () => city.app.get(ImportQueries, { strict: false });
  it.each<[string, () => Promise<unknown>]>([
    ['all imports, the newest first', () => imports().list({ page: 1, pageSize: 20 })],
    ['bad lines of one', () => imports().faults(idOf(3), { page: 40, pageSize: 20 })],
  ])('lists %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));

  it('finds a case by the number it had elsewhere, by an index', async () => {
    asked.length = 0;
    const { items } = await city.app.get(CaseQueries, { strict: false }).list({ q: 'JT-77', page: 1, pageSize: 20 }, DISPATCHER);
    expect(items).toHaveLength(1);
    const sql = 'SELECT o.caseNumber FROM case_origins o WHERE o.foreignNumber = ?';
    expect(asked.some((one) => one.sql.includes(sql))).toBe(true);
    const plan = await city.db.read<{ detail?: string; key?: string }>(`EXPLAIN ${engine === 'mysql' ? '' : 'QUERY PLAN '}${sql}`, [
      'JT-77',
    ]);
    expect(JSON.stringify(plan)).toContain('case_origins_number');
  });

  it('takes a job without reading those that are done', async () => {
    expect(await city.app.get(ImportJobs, { strict: false }).take('nobody', 60_000, 3)).toBeUndefined();
  });
});
