/** What the database does with the lists of the assessment when there are many rows: an index leads to them, nobody reads a whole table. */
import { MonthCounting } from '../src/assessment/month-counting.js';
import { SameMatters } from '../src/assessment/same-matters.js';
import { Scores } from '../src/assessment/scores.js';
import { SelfFindingQueries } from '../src/assessment/self-finding.queries.js';
import { Vetoes } from '../src/assessment/vetoes.js';
import type { Actor } from '../src/domain/case-state.js';
import { HOUR } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const ENTRIES = 20_000;
const PORTION = 2_000;
const OTHERS = 3_000;
const DEPARTMENTS = ['market', 'tax', 'housing', 'finance', 'transport', 'police', 'urban', 'labour'];
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const LEADER: Actor = { username: 'tax.leader', name: 'tax.leader', roles: ['leader'], departmentCode: 'tax' };
const PAGE = { page: 1, pageSize: 20 };
const TABLES = ['score_entries', 'score_appeals', 'self_findings', 'same_matters', 'vetoes'];

const WHOLE = wholeReads({});
/** Reading a few hundred rows as a whole is right. */
const SHORT = / \d{1,2}$| [1-4]\d\d$/;
const ABOUT = new RegExp(`\\b(${TABLES.join('|')}) `);

describePlans(`plans over ${ENTRIES} entries of the ledger`, { analysed: TABLES.join(', '), fill }, (plans) => {
  const wholeScans = async (work: () => Promise<unknown>) =>
    (await plans.stepsOf(work, ABOUT)).filter((step) => WHOLE.test(step) && !SHORT.test(step));

  it.each<[what: string, by: Actor, query: object]>([
    ['the newest entries', SUPERVISOR, {}],
    ["a department's entries", SUPERVISOR, { department: 'tax' }],
    ["a department's month", SUPERVISOR, { department: 'tax', period: '2026-02' }],
    ['a month', SUPERVISOR, { period: '2026-02' }],
    ['entries with an open appeal', SUPERVISOR, { appeal: 'asked' }],
    ["a leader's own", LEADER, {}],
    ["a leader's own month", LEADER, { period: '2026-02' }],
  ])('lists %s by an index', async (_, by, query) => {
    expect(await wholeScans(() => plans.of(Scores).list({ ...PAGE, ...query }, by))).toEqual([]);
  });

  it.each<[what: string, by: Actor, query: object]>([
    ['the newest', SUPERVISOR, {}],
    ['those of a status', SUPERVISOR, { status: 'dealt-with' }],
    ["a department's own", LEADER, {}],
  ])('lists self-findings, %s, by an index', async (_, by, query) => {
    expect(await wholeScans(() => plans.of(SelfFindingQueries).list({ ...PAGE, ...query }, by))).toEqual([]);
  });

  it('lists matters to be decided and vetoes by an index', async () => {
    expect(await wholeScans(() => plans.of(SameMatters).list({ ...PAGE, status: 'proposed' }, SUPERVISOR))).toEqual([]);
    expect(await wholeScans(() => plans.of(Vetoes).list({ ...PAGE, year: 2026 }, SUPERVISOR))).toEqual([]);
    expect(await wholeScans(() => plans.of(Vetoes).list(PAGE, LEADER))).toEqual([]);
  });

  it('counts an open month and reads the ladder without reading the ledger from end to end', async () => {
    const now = plans.of(Clock).now();
    const { rows } = await plans.of(MonthCounting).fromTables('2026-02', now);
    expect(rows.find(({ departmentCode }) => departmentCode === 'tax')!.points).toBeLessThan(0);
    expect(await wholeScans(() => plans.of(Scores).ladder(LEADER))).toEqual([]);
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
