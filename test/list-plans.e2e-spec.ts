/** What the database does with the everyday questions when there are many cases: an index leads to the rows, nobody reads the whole table. */
import { refillFacts } from '../src/cases/case-facts.js';
import { CaseQueries } from '../src/cases/case.queries.js';
import { Feed } from '../src/cases/events.controller.js';
import { Texts } from '../src/cases/texts.js';
import type { CaseListQuery } from '../src/cases/list.dto.js';
import type { Actor } from '../src/domain/case-state.js';
import { Reference } from '../src/departments/reference.js';
import { HOUR } from '../src/domain/time.js';
import { scopeOf } from '../src/domain/visibility.js';
import { CHANNELS } from '../src/domain/vocabulary.js';
import { EventLog } from '../src/events/event-log.js';
import { HomeQueries } from '../src/home/home.queries.js';
import { Clock } from '../src/platform/clock.js';
import { StatisticsQueries } from '../src/statistics/statistics.queries.js';
import type { Inside } from './support/inside.js';
import { engine } from './support/database.js';
import { describePlans } from './support/plans.js';

const CASES = 30_000;
const PORTION = 1_500;
type Row = Record<string, unknown>;

const DISPATCHER: Actor = { username: 'dispatcher1', name: 'dispatcher1', roles: ['dispatcher'] };
const OPERATOR: Actor = { username: 'operator1', name: 'operator1', roles: ['operator'] };
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const INSPECTOR: Actor = { username: 'inspector1', name: 'inspector1', roles: ['inspector'] };
const HANDLER: Actor = { username: 'tax.handler1', name: 'tax.handler1', roles: ['handler'], departmentCode: 'tax' };

describePlans(
  `plans over ${CASES} cases`,
  { analysed: 'cases, assignments, case_limits, case_terms, case_facts, events', fill },
  (plans) => {
    const stepsOf = (work: () => Promise<unknown>) => plans.stepsOf(work, /\b(FROM|JOIN) cases c\b/);

    // Comes first: a plan that was asked for keeps the reading connection of the embedded engine at its moment.
    it('counts figures without looking at a case twice, and by its number at one that was written since', async () => {
      const queries = plans.of(StatisticsQueries);
      const count = async () => {
        for (const table of ['overview', 'departments', 'categories', 'trend'] as const)
          await queries[table]({ from: '2026-02-01', to: '2026-02-28' }, SUPERVISOR);
      };
      await count();
      plans.asked.length = 0;
      await count();
      expect(plans.asked.filter(({ sql }) => /\b(cases|case_facts|events)\b/.test(sql))).toEqual([]);
      await touch(plans.city);
      expect(wholeScans(await stepsOf(count), true)).toEqual([]);
    });

    const list = (query: Partial<CaseListQuery>, by: Actor) =>
      stepsOf(() => plans.of(CaseQueries).list({ page: 1, pageSize: 20, ...query }, by));

    const LISTS: [what: string, query: Partial<CaseListQuery>, by: Actor][] = [
      ['the newest cases', { sort: '-received' }, SUPERVISOR],
      ['the cases last touched', { sort: '-updated' }, SUPERVISOR],
      ['all cases by what is due', { sort: 'due' }, SUPERVISOR],
      ['a status', { status: 'pending_review' }, SUPERVISOR],
      ['a status by what is due', { status: 'handling', sort: 'due' }, SUPERVISOR],
      ['a channel', { channel: 'visit' }, SUPERVISOR],
      ['a department', { departmentCode: 'tax' }, SUPERVISOR],
      ['a category', { categoryCode: '0102' }, SUPERVISOR],
      ['a group of categories', { categoryCode: '03' }, SUPERVISOR],
      ['a light', { light: 'red' }, SUPERVISOR],
      ['a month', { from: '2026-02-01', to: '2026-02-28' }, SUPERVISOR],
      ['a word', { q: '井盖' }, SUPERVISOR],
      ['the number of a case', { q: '20260101000123' }, SUPERVISOR],
      ["the dispatcher's desk", { desk: true, sort: 'due' }, DISPATCHER],
      ["the supervisor's desk", { desk: true, sort: 'due' }, SUPERVISOR],
      ["the inspector's desk", { desk: true }, INSPECTOR],
      ["a department's own cases", {}, HANDLER],
      ["a handler's desk", { desk: true, sort: 'due' }, HANDLER],
      ['what is late', { late: true, sort: 'due' }, SUPERVISOR],
      ["what is late on the dispatcher's desk", { desk: true, late: true, sort: 'due' }, DISPATCHER],
      ['what departments ask for', { asked: true, sort: 'due' }, DISPATCHER],
      ['what came back of the own cases', { mine: true, returned: true, status: 'pending_dispatch', sort: 'due' }, OPERATOR],
      ['what the own department has to sign for', { own: 'pending_sign', sort: 'due' }, HANDLER],
      ['what was sent back to the own department', { own: 'again', sort: 'due' }, HANDLER],
      ["what changed on the supervisor's desk", { desk: true, since: '2026-02-27T10:00:00+08:00', sort: '-updated' }, SUPERVISOR],
      ['what changed for a department', { since: '2026-02-27T10:00:00+08:00', sort: '-updated' }, HANDLER],
      [
        'the cases behind a figure of a month',
        { from: '2026-03-01', to: '2026-03-31', figure: 'on-time-closing', part: 'denominator' },
        SUPERVISOR,
      ],
    ];
    it.each(LISTS)('lists %s by an index', async (_, query, by) => {
      const isNarrow = by === HANDLER || Object.keys(query).some((name) => name !== 'sort');
      expect(wholeScans(await list(query, by), isNarrow)).toEqual([]);
    });

    const readers: Actor[] = [
      ...[OPERATOR, DISPATCHER, SUPERVISOR, INSPECTOR, HANDLER],
      { username: 'reviewer1', name: 'reviewer1', roles: ['reviewer'] },
      { username: 'tax.leader', name: 'tax.leader', roles: ['leader'], departmentCode: 'tax' },
      { username: 'commissioner1', name: 'commissioner1', roles: ['commissioner'] },
    ];
    it.each(readers)('reads the first page of $username by indexes, in a number of questions its cases do not change', async (by) => {
      const home = plans.of(HomeQueries);
      const { blocks } = await home.view(by); // the figures of the month are in memory from then on
      const questions = await plans.questionsOf(() => home.view(by));
      expect(questions.length).toBeLessThanOrEqual(1 + blocks.length * 5);
      const steps: string[] = [];
      for (const question of questions.filter(({ sql }) => /\b(FROM|JOIN) (cases c|assignments|events e)\b/.test(sql)))
        steps.push(...(await plans.explained(question)));
      expect(wholeScans(steps, true)).toEqual([]);
    });

    it.each([SUPERVISOR, HANDLER])('reads the feed of $username by the number of the event', async (by) => {
      const feed = plans.of(Feed);
      const steps = await stepsOf(async () => {
        await feed.after(scopeOf(by), CASES - 50, 50);
        await feed.head(scopeOf(by));
      });
      expect(wholeScans(steps, true)).toEqual([]);
    });
  },
);

/** Tells the log that something happened to a case. */
async function touch(city: Inside): Promise<void> {
  const events = city.app.get(EventLog, { strict: false });
  const about = { by: SUPERVISOR, at: city.app.get(Clock).now(), caseNumber: '20260100000007', version: 2 };
  await city.db.write((tx) => events.append(tx, [{ type: 'case.urged', facts: {}, ...about }]));
}

/**
 * Steps that read all cases or all events. Reading an index from end to end is right for a list without a filter alone; and an index by
 * `sealed`, which nearly every row matches, is the whole table by another name.
 */
function wholeScans(steps: readonly string[], isNarrow: boolean): string[] {
  const whole = engine === 'mysql' ? /^[cef] ALL / : isNarrow ? /^SCAN [cef]\b|\(sealed=\?\)$/ : /^SCAN [cef]$|\(sealed=\?\)$/;
  return steps.filter((step) => whole.test(step));
}

/** Two years of cases: most of them closed, a few hundred open, each with a department, a clock, some words and an event. */
async function fill(city: Inside): Promise<void> {
  const now = city.app.get(Clock).now();
  const texts = city.app.get(Texts, { strict: false });
  const [rare, often] = [texts.blinded(['井盖'], 'o')[0]!, texts.blinded(['办事'], 'o')[0]!];
  const departments = ['market', 'tax', 'housing', 'finance', 'transport', 'police', 'urban', 'labour'];
  for (let from = 0; from < CASES; from += PORTION) {
    const rows = Array.from({ length: PORTION }, (_, index) => caseRow(city, from + index, now));
    const department = (caseNumber: unknown) => departments[Number(caseNumber) % departments.length]!;
    await city.insert('cases', rows);
    await city.insert(
      'assignments',
      rows.map(({ caseNumber, status, receivedAt }) => ({
        id: `${String(caseNumber)}-1`,
        caseNumber,
        departmentCode: department(caseNumber),
        role: 'lead',
        round: 1,
        returnLocked: 0,
        status: status === 'closed' ? 'accepted' : 'working',
        dispatchedAt: receivedAt,
        returnStatus: 'none',
        extensionStatus: 'none',
      })),
    );
    await city.insert(
      'case_limits',
      rows.map(({ caseNumber, status, receivedAt, dueAt }) => ({
        id: `${String(caseNumber)}-1`,
        caseNumber,
        name: 'answer',
        assignmentId: `${String(caseNumber)}-1`,
        unit: 'working-days',
        amount: 5,
        ruleVersion: 1,
        startedAt: receivedAt,
        extraWorkingDays: 0,
        pauses: '[]',
        dueAt: dueAt ?? receivedAt,
        amberAt: receivedAt,
        redAt: receivedAt,
        provisional: 0,
        state: status === 'closed' ? 'met' : 'running',
        level: 0,
        nextAt: null,
      })),
    );
    await city.insert(
      'case_terms',
      rows.flatMap(({ caseNumber }) => [
        { term: often, scope: 'o', caseNumber },
        ...(Number(caseNumber) % 500 === 0 ? [{ term: rare, scope: 'o', caseNumber }] : []),
      ]),
    );
    const caseNumbers = rows.map((row) => String(row.caseNumber));
    await city.db.write((tx) => refillFacts(tx, caseNumbers, city.app.get(Reference).tree));
    await city.insert(
      'events',
      rows.map(({ caseNumber, receivedAt }, index) => ({
        number: from + index + 1,
        type: 'case.registered',
        audience: 'case',
        at: receivedAt,
        caseNumber,
        version: 1,
        username: 'operator1',
        role: 'operator',
        facts: '{}',
        hash: '-',
      })),
    );
  }
  await city.db.write((tx) => tx.query("UPDATE event_head SET number = ? WHERE id = 'head'", [CASES]));
}

function caseRow(city: Inside, index: number, now: number): Row {
  const receivedAt = now - (CASES - index) * HOUR * 0.5;
  const isOpen = index % 60 === 0;
  const open = {
    status: ['pending_dispatch', 'handling', 'handling', 'pending_review'][(index / 60) % 4],
    dueAt: now + (index % 100) * HOUR,
    amberAt: now,
    redAt: now + 200 * HOUR,
  };
  const group = String((index % 10) + 1).padStart(2, '0');
  return city.caseRow({
    caseNumber: `202601${String(index + 1).padStart(8, '0')}`,
    receivedAt,
    updatedAt: receivedAt + HOUR,
    channel: CHANNELS[index % CHANNELS.length],
    categoryCode: `${group}0${(index % 5) + 1}`,
    ...(isOpen ? open : { status: 'closed', closedAt: receivedAt + 48 * HOUR, dueAt: null, amberAt: null, redAt: null }),
  });
}
