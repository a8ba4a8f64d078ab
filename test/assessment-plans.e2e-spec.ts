/** What the database does with the lists of the assessment when there are many rows: an index leads to them, nobody reads a whole table. */
import { MonthCounting } from '../src/assessment/month-counting.js';
import { SameMatters } from '../src/assessment/same-matters.js';
import { Scores } from '../src/assessment/scores.js';
import { SelfFindingQueries } from '../src/assessment/self-finding.queries.js';
import { Vetoes } from '../src/assessment/vetoes.js';
import type { Actor } from '../src/domain/case-state.js';
import { HOUR } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import type { Db } from '../src/platform/db.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { openInside, type Inside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const ENTRIES = 20_000;
const PORTION = 2_000;
const OTHERS = 3_000;
const DEPARTMENTS = ['market', 'tax', 'housing', 'finance', 'transport', 'police', 'urban', 'labour'];
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const LEADER: Actor = { username: 'tax.leader', name: 'tax.leader', roles: ['leader'], departmentCode: 'tax' };
const PAGE = { page: 1, pageSize: 20 };
const TABLES = ['score_entries', 'score_appeals', 'self_findings', 'same_matters', 'vetoes'];

describeWithServer(`plans over ${ENTRIES} entries of the ledger`, () => {
  let database: TestDatabase;
  let city: Inside;
  const asked: { sql: string; params: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    await fill(city);
    if (engine === 'mysql') await city.db.read(`ANALYZE TABLE ${TABLES.join(', ')}`);
    listenTo(city.db);
  }, 180_000);
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  function listenTo(db: Db): void {
    const read = db.read.bind(db);
    db.read = <Found>(sql: string, params: readonly unknown[] = []): Promise<Found[]> => {
      asked.push({ sql, params });
      return read<Found>(sql, params);
    };
  }

  /** Steps that read a whole table of the assessment without an index. */
  async function wholeScans(work: () => Promise<unknown>): Promise<string[]> {
    asked.length = 0;
    await work();
    const questions = asked.filter(({ sql }) => TABLES.some((table) => sql.includes(`${table} `)));
    expect(questions.length).toBeGreaterThan(0);
    const found: string[] = [];
    for (const { sql, params } of [...questions]) {
      if (engine === 'mysql') {
        const rows = await city.db.read<{ table: string; type: string; rows: number }>(`EXPLAIN ${sql}`, params);
        found.push(
          ...rows.filter(({ type, rows: n }) => type === 'ALL' && n > 500).map(({ table, rows: n }) => `${table} ALL ${n}: ${sql}`),
        );
      } else {
        const rows = await city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        found.push(...rows.filter(({ detail }) => /^SCAN \w+$/.test(detail)).map(({ detail }) => `${detail}: ${sql}`));
      }
    }
    return found;
  }
  const of = <T>(type: new (...args: never[]) => T): T => city.app.get(type as never, { strict: false });

  it.each<[what: string, by: Actor, query: object]>([
    ['the newest entries', SUPERVISOR, {}],
    ["a department's entries", SUPERVISOR, { department: 'tax' }],
    ["a department's month", SUPERVISOR, { department: 'tax', period: '2026-02' }],
    ['a month', SUPERVISOR, { period: '2026-02' }],
    ['entries with an open appeal', SUPERVISOR, { appeal: 'asked' }],
    ["a leader's own", LEADER, {}],
    ["a leader's own month", LEADER, { period: '2026-02' }],
  ])('lists %s by an index', async (_, by, query) => {
    expect(await wholeScans(() => of(Scores).list({ ...PAGE, ...query }, by))).toEqual([]);
  });

  it.each<[what: string, by: Actor, query: object]>([
    ['the newest', SUPERVISOR, {}],
    ['those of a status', SUPERVISOR, { status: 'dealt-with' }],
    ["a department's own", LEADER, {}],
  ])('lists self-findings, %s, by an index', async (_, by, query) => {
    expect(await wholeScans(() => of(SelfFindingQueries).list({ ...PAGE, ...query }, by))).toEqual([]);
  });

  it('lists matters to be decided and vetoes by an index', async () => {
    expect(await wholeScans(() => of(SameMatters).list({ ...PAGE, status: 'proposed' }, SUPERVISOR))).toEqual([]);
    expect(await wholeScans(() => of(Vetoes).list({ ...PAGE, year: 2026 }, SUPERVISOR))).toEqual([]);
    expect(await wholeScans(() => of(Vetoes).list(PAGE, LEADER))).toEqual([]);
  });

  it('counts an open month and reads the ladder without reading the ledger from end to end', async () => {
    const now = city.app.get(Clock).now();
    const { rows } = await of(MonthCounting).fromTables('2026-02', now);
    expect(rows.find(({ departmentCode }) => departmentCode === 'tax')!.points).toBeLessThan(0);
    expect(await wholeScans(() => of(Scores).ladder(LEADER))).toEqual([]);
  });
});

async function fill(city: Inside): Promise<void> {
  const now = city.app.get(Clock).now();
  const department = (index: number) => DEPARTMENTS[index % DEPARTMENTS.length]!;
  const nothing = { person: null, cardId: null, investigationNumber: null, findingNumber: null, entryId: null };
  for (let from = 0; from < ENTRIES; from += PORTION) {
    const rows = Array.from({ length: PORTION }, (_, place) => {
      const index = from + place;
      const at = now - (ENTRIES - index) * HOUR * 0.85;
      const period = new Date(at).toISOString().slice(0, 7);
      const about = { departmentCode: department(index), rule: 'overdue', detail: 'answer', ruleVersion: 1, points: -2, period, at };
      return { id: `${index}-1`, eventNumber: index, ...about, ...nothing, caseNumber: `2026${String(index).padStart(10, '0')}` };
    });
    await city.insert('score_entries', rows);
    const appeals = rows.filter((_, place) => place % 40 === 0);
    await city.insert(
      'score_appeals',
      appeals.map(({ id, departmentCode, at }, place) => ({
        ...{ entryId: id, departmentCode, status: place % 10 === 0 ? 'asked' : 'refused', reason: '理由', askedBy: 'x', askedAt: at },
      })),
    );
  }
  const some = Array.from({ length: OTHERS }, (_, index) => index);
  await city.insert(
    'self_findings',
    some.map((index) => ({
      ...{ findingNumber: `Z${index}`, version: 1, departmentCode: department(index), categoryCode: '0302', fromDay: '2026-01-01' },
      ...{ toDay: '2026-01-02', openedAt: now - index * HOUR, openedBy: 'x', status: index % 50 === 0 ? 'dealt-with' : 'confirmed' },
    })),
  );
  await city.insert(
    'same_matters',
    some.map((index) => ({
      ...{ id: `${index}-1`, version: 1, investigationNumber: `I${index}`, departmentCode: department(index), categoryCode: '0302' },
      ...{
        findingNumber: `Z${index}`,
        matchedBy: 'department',
        status: index % 50 === 0 ? 'proposed' : 'confirmed',
        proposedAt: now - index,
      },
    })),
  );
  await city.insert(
    'vetoes',
    some.map((index) => ({
      ...{ id: `v${index}`, version: 1, departmentCode: department(index), ground: 'leak', year: 2000 + (index % 60), status: 'imposed' },
      ...{ raisedAt: now - index * HOUR, raisedBy: 'x' },
    })),
  );
}
