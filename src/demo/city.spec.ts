import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describeWithServer } from '../../test/support/skip.js';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import { DiskStore } from '../adapters/disk/disk-store.js';
import { publishedYears, seedDays } from '../calendar/holidays.js';
import { dutyHours } from '../calendar/working-days.js';
import { callColumns } from '../calls/call-rows.js';
import { nameOf } from '../calls/recordings.js';
import { CaseStore } from '../cases/case.store.js';
import { Texts } from '../cases/texts.js';
import { type ComplainantRow, Identities } from '../complainants/identities.js';
import { openSource } from '../data-source.js';
import { Reference } from '../departments/reference.js';
import { type Fact, factsOf } from '../domain/call-facts.js';
import { recordOf } from '../domain/call-life.js';
import { taskOf } from '../domain/call-tasks.js';
import { openActions } from '../domain/case-life.js';
import { caseNumberOf, usccValid } from '../domain/codes.js';
import { dayOf, instantOf } from '../domain/time.js';
import { ASSIGNMENT_STATUSES, CASE_STATUSES, CHANNELS, KINDS, REJECT_REASONS } from '../domain/vocabulary.js';
import { calendarOf, isDuty } from '../domain/work-calendar.js';
import type { Tail } from '../events/tail.js';
import { verifyLog } from '../events/verify.js';
import { Clock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { influenceOn } from '../domain/measures.js';
import { InvestigationStore } from '../investigations/investigation.store.js';
import { SealedRecords } from '../investigations/sealed-records.js';
import { loadRing } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { seedDemoAccounts, seedReference } from '../seed.js';
import { articlesOf, type CityDeps, hallOf, liveThrough, publicityOf, registersOf, seedDemoCity } from './city.js';
import { Staff } from './people.js';

const CASES = 450;
const at = (text: string) => new Clock({ start: Date.parse(text), rate: 0 });
const today = at('2026-11-23T14:50:00+08:00');
const until = instantOf('2026-11-23');
const everything = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
const OPEN = CASE_STATUSES.slice(0, 5) as readonly string[];

/** Every event that case life, its masters and its clocks can tell. */
const TYPES = [
  ...['registered', 'accepted', 'rejected', 'answered-directly', 'transferred', 'sealed', 'merged', 'repeat-added', 'dispatched'],
  ...['suspended', 'resumed', 'review-passed', 'called-back', 'closed', 're-handled', 'reopened', 'withdrawn', 'terminated'],
  ...['archived', 'urged', 'asked', 'message-received', 'rated', 'unmasked', 'penalty-recorded'],
]
  .map((name) => `case.${name}`)
  .concat(
    ['signed', 'return-requested', 'return-granted', 'return-refused', 'extension-requested', 'extension-granted', 'extension-refused']
      .concat(['progress-logged', 'added', 'recalled', 'answer-drafted', 'answered', 'sign-off-declined', 'sent-back'])
      .map((name) => `assignment.${name}`),
    ['amber', 'overdue', 'red', 'moved'].map((name) => `limit.${name}`),
    ['case.supervised', 'case.false-closing-found'],
    ['issued', 'appealed', 'upheld', 'withdrawn'].map((name) => `card.${name}`),
    ['demanded', 'given', 'returned', 'accepted', 'accounted'].map((name) => `explanation.${name}`),
    ['ordered', 'signed', 'reported', 'accepted', 'returned', 'concluded'].map((name) => `supervision.${name}`),
    ['concern.raised', 'concern.taken', 'concern.dismissed', 'urging.acknowledged', 'spot-check.announced', 'spot-check.drawn'],
  );

describeWithServer('the demo city', () => {
  let database: TestDatabase;
  let close: () => Promise<unknown>;
  let deps: CityDeps;
  let city: ReturnType<typeof liveThrough>;
  let desk: ReturnType<typeof hallOf>;
  /** Events of the whole log, those of the assessment among them. */
  let events: number;

  beforeAll(async () => {
    database = await freshDatabase();
    const config = readConfig(database.env);
    const writer = await openSource(config.database, 'writer');
    await writer.runMigrations();
    const reader = await openSource(config.database, 'reader');
    close = () => Promise.all([writer.destroy(), reader.destroy()]);
    const db = new Db(writer, reader);
    const { keys, sealed } = loadRing(
      { secretKeyFile: join(database.dataDir, 'secret.key'), sealedKeyFile: join(database.dataDir, 'sealed.key') },
      true,
    );
    const silent = { listen: () => undefined } as unknown as Tail;
    const reference = new Reference(db, silent);
    const workingDays = { calendar: calendarOf(seedDays(publishedYears()), publishedYears(), dutyHours()) };
    await seedReference(db, today);
    await seedDemoAccounts(db, keys, today);
    await reference.load();
    const under = (suite: typeof keys | typeof sealed) => ({ identities: new Identities(suite), texts: new Texts(suite) });
    const ink = { ...under(keys), sealed: under(sealed), records: new SealedRecords(sealed), files: new DiskStore(config, keys, sealed) };
    deps = { db, keys, clock: today, reference, workingDays, ...ink };
    ({ events } = await seedDemoCity(deps, { cases: CASES }));
    city = liveThrough(deps, CASES);
    desk = hallOf(deps, city.lives);
  }, 90_000);

  afterAll(async () => {
    await close();
    await database.drop();
  });

  const states = () => city.lives.map(({ state }) => state);
  const open = () => city.lives.filter(({ state }) => OPEN.includes(state.status));
  const byStaff = () => city.world.events.filter(({ by }) => !['system', 'complainant'].includes(by.username));

  it('is the same on every run of a day, whatever the hour', () => {
    const again = liveThrough({ ...deps, clock: at('2026-11-23T00:00:01+08:00') }, CASES);
    expect(again.lives.map(({ state }) => state)).toEqual(states());
    expect(again.world.events).toEqual(city.world.events);
    const hall = hallOf({ ...deps, clock: at('2026-11-23T00:00:01+08:00') }, again.lives);
    expect([hall.hall.calls, hall.hall.tasks, hall.states]).toEqual([desk.hall.calls, desk.hall.tasks, desk.states]);
    expect(again.lives.map(({ matter: { title, description } }) => title + description)).toEqual(
      city.lives.map(({ matter: { title, description } }) => title + description),
    );
  });

  it('has a case in every status, an assignment in every status, and matters of every kind', () => {
    const count = (values: string[]) => [...new Set(values)].sort();
    expect(count(states().map(({ status }) => status))).toEqual([...CASE_STATUSES].sort());
    expect(count(states().flatMap(({ assignments }) => assignments.map(({ status }) => status)))).toEqual([...ASSIGNMENT_STATUSES].sort());
    expect(count(states().map(({ kind }) => kind))).toEqual([...KINDS].sort());
    expect(CHANNELS).toEqual(expect.arrayContaining(count(states().map(({ channel }) => channel))));
    expect(REJECT_REASONS).toEqual(expect.arrayContaining(count(states().flatMap(({ rejectReason }) => rejectReason ?? []))));
  });

  it('tells every event that case life can tell, and no other', () => {
    expect([...new Set(city.world.events.map(({ type }) => type))].sort()).toEqual([...TYPES].sort());
  });

  it('has rounds two and three, locked and designated departments, masters with three repeats and more', () => {
    expect(Math.max(...states().map(({ round }) => round))).toBeGreaterThanOrEqual(3);
    expect(states().some(({ round }) => round === 2)).toBe(true);
    expect(Math.max(...states().map(({ repeatCount }) => repeatCount))).toBeGreaterThanOrEqual(3);
    expect(states().some(({ returnCount }) => returnCount >= 2)).toBe(true);
    expect(states().some(({ assignments }) => assignments.some((part) => part.returnStatus === 'refused' && part.returnLocked))).toBe(true);
    expect(city.world.events.some(({ type, facts }) => type === 'case.dispatched' && facts.designated === true)).toBe(true);
    const unreached = city.lives.filter(
      ({ state, callBacks }) => state.closedAt !== null && state.callBackAttempts === 3 && callBacks.every(({ body }) => !body.reached),
    );
    expect(unreached.length).toBeGreaterThan(0);
  });

  it('meets no refusal of a rule', () => {
    expect(city.world.refusals).toEqual([]);
  });

  it('lets staff act in duty hours only, and complainants at any hour', () => {
    const { calendar } = deps.workingDays;
    expect(byStaff().filter((event) => !isDuty(calendar, event.at))).toEqual([]);
    const web = city.world.events.filter(({ type, facts }) => type === 'case.registered' && facts.channel === 'web');
    expect(web.some((event) => !isDuty(calendar, event.at))).toBe(true);
  });

  it('tells everything in the order of time and ends with yesterday', () => {
    const times = city.world.events.map((event) => event.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(until);
  });

  it('leaves no light untold and no timer forgotten', () => {
    for (const { state } of city.lives) {
      for (const limit of state.limits) expect(limit.nextAt === null || limit.nextAt >= until).toBe(true);
      if (state.status === 'pending_acceptance') expect(state.dueAt).toBeGreaterThanOrEqual(until - 1);
      if (state.suspendedAt !== null && state.suspendedUntil !== null) expect(state.suspendedUntil).toBeGreaterThanOrEqual(until);
    }
    const lights = open().map(({ state }) => (state.dueAt === null ? 'none' : today.now() > state.dueAt ? 'late' : 'in time'));
    expect(new Set(lights)).toEqual(new Set(['none', 'late', 'in time']));
  });

  it('leaves every open case on a desk where someone can act', () => {
    const staff = new Staff();
    for (const { state } of open()) {
      const policy = {
        now: until,
        calendar: deps.workingDays.calendar,
        limits: deps.reference.rulesAt('limits', state.receivedAt),
        departments: deps.reference.tree,
      };
      const people = [
        staff.dispatcher,
        staff.reviewer,
        ...state.assignments.flatMap(({ departmentCode: code }) => [staff.handler(code), staff.leader(code)]),
      ];
      const beside = ['ask', 'unmask', 'seal'];
      expect(people.some((by) => openActions(state, by, policy).some((action) => !beside.includes(action)))).toBe(true);
    }
  });

  it('counts the cases of a day without a gap, as far as the counter says', async () => {
    const rows = await deps.db.read<{ name: string; value: number }>("SELECT name, value FROM counters WHERE name LIKE 'cases:%'");
    const expected = rows.flatMap(({ name, value }) => Array.from({ length: value }, (_, index) => caseNumberOf(name.slice(6), index + 1)));
    const stored = await deps.db.read<{ caseNumber: string; receivedAt: number }>(
      'SELECT caseNumber, receivedAt FROM cases ORDER BY caseNumber',
    );
    expect(stored.map(({ caseNumber }) => caseNumber)).toEqual(expected.sort());
    expect(stored).toHaveLength(CASES);
    for (const { caseNumber, receivedAt } of stored) expect(caseNumber.slice(0, 8)).toBe(dayOf(Number(receivedAt)).replaceAll('-', ''));
  });

  it('tells typical cases of closed ones, in every state, the same on every run of a day', () => {
    const { steps, events: told, counters } = publicityOf(deps, city.lives);
    const last = steps.map((one) => one.at(-1)!.after);
    expect([...new Set(last.map(({ state }) => state))].sort()).toEqual(['draft', 'proposed', 'published', 'withdrawn']);
    expect(last.filter(({ state }) => state !== 'draft').every(({ unresolved }) => unresolved === 0)).toBe(true);
    expect(last.find(({ state }) => state === 'draft')!.unresolved).toBeGreaterThan(3);
    const closed = new Map(city.lives.map(({ state }) => [state.caseNumber, state.closedAt]));
    for (const { caseNumber, createdAt } of last) if (caseNumber) expect(closed.get(caseNumber)).toBeLessThan(createdAt);
    expect(told.every(({ at: when }) => when < until)).toBe(true);
    const again = publicityOf({ ...deps, clock: at('2026-11-23T00:00:01+08:00') }, city.lives);
    expect([again.steps, again.counters]).toEqual([steps, counters]);
  });

  it('has a knowledge base that lives: drafts, texts that wait for somebody else, overdue reviews, doubts and a second version', async () => {
    const history = articlesOf(deps);
    const again = articlesOf({ ...deps, clock: at('2026-11-23T00:00:01+08:00') });
    expect([again.tables, again.events]).toEqual([history.tables, history.events]);
    for (const [table, rows] of Object.entries(history.tables).filter(([name]) => name !== 'knowledge_terms')) {
      const [row] = await deps.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
      expect([table, Number(row!.n)]).toEqual([table, rows.length]);
    }
    const heads = history.lives.map(({ head }) => head);
    const released = heads.filter(({ state }) => state === 'released');
    expect(heads.filter(({ openState }) => openState === 'draft').map(({ departmentCode }) => departmentCode)).toContain('market');
    expect(heads.filter(({ openState }) => openState === 'proposed').length).toBeGreaterThanOrEqual(1);
    expect(released.some(({ reviewAt }) => reviewAt < dayOf(until))).toBe(true);
    expect(released.some(({ doubtedAt }) => doubtedAt !== null)).toBe(true);
    expect(released.some(({ version }) => version === 2)).toBe(true);
    const versions = history.lives.flatMap((life) => life.versions);
    expect(versions.some(({ state, reason }) => state === 'draft' && reason !== null)).toBe(true);
    for (const { writtenBy, decidedBy } of versions.filter((one) => one.writtenBy !== 'system')) expect(writtenBy).not.toBe(decidedBy);
    expect(history.events.filter((event) => !isDuty(deps.workingDays.calendar, event.at) || event.at >= until)).toEqual([]);
    const known = versions.flatMap(({ categories }) => JSON.parse(categories) as string[]).filter((code) => deps.reference.category(code));
    expect(known).toEqual(versions.flatMap(({ categories }) => JSON.parse(categories) as string[]));
  });

  it('cites the version of an article that was in force when the question was answered', () => {
    const { lives, events: told } = articlesOf(deps);
    const cited = city.world.events.filter(({ facts }) => facts.knowledgeId !== undefined);
    expect(cited.length).toBeGreaterThan(0);
    const later = told.filter(({ type }) => type === 'article.released');
    for (const { facts, at: when } of cited) {
      const first = lives.find(({ head }) => head.id === facts.knowledgeId)!.versions[0]!;
      const releases = later.filter((event) => event.facts.id === first.articleId && event.at <= when);
      expect([first.articleId, facts.knowledgeVersion]).toEqual([first.articleId, 1 + releases.length]);
      expect(first.validFrom <= dayOf(when)).toBe(true);
    }
  });

  it('has registers that agree with the cases, the same on every run of a day', async () => {
    const registers = await registersOf(deps, city.lives, city.world);
    const again = await registersOf({ ...deps, clock: at('2026-11-23T00:00:01+08:00') }, city.lives, city.world);
    expect(again.events).toEqual(registers.events);
    const sizes = Object.entries(registers.tables).map(([table, rows]) => [table, rows.length, again.tables[table]!.length] as const);
    expect(sizes.filter(([, many, same]) => many === 0 || many !== same)).toEqual([]);
    for (const [table, many] of sizes) {
      const [row] = await deps.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
      expect([table, Number(row!.n)]).toEqual([table, many]);
    }
    expect(registers.events.filter((event) => event.at >= until)).toEqual([]);
    const cases = new Map(states().map((state) => [state.caseNumber, state]));
    const linked = registers.tables['project_cases'] as { caseNumber: string }[];
    expect(linked.filter(({ caseNumber }) => !cases.get(caseNumber)?.project)).toEqual([]);
    const codes = (registers.tables['enterprises'] as { uscc: string }[]).map(({ uscc }) => uscc);
    expect([new Set(codes).size, codes.filter((code) => !usccValid(code))]).toEqual([codes.length, []]);
  });

  it('tells neither names nor numbers of the registers in the log, and stores them closed', async () => {
    const { events: told, tables } = await registersOf(deps, city.lives, city.world);
    const contacts = city.lives.flatMap(({ arrival: { complainant } }) => complainant.enterprise?.contact ?? []);
    const personal = [...new Set(contacts.flatMap(({ name, phone }) => [name, phone]))];
    const facts = told.map((event) => JSON.stringify(event.facts)).join('\n');
    expect(personal.filter((one) => facts.includes(one))).toEqual([]);
    const closed = JSON.stringify([tables['enterprises'], tables['special_supervisors'], tables['visit_matters']]);
    expect(contacts.filter(({ phone }) => closed.includes(phone))).toEqual([]);
    const linked = JSON.stringify([tables['visit_matters'], tables['questionnaire_answers']]);
    expect(states().filter(({ caseNumber }) => linked.includes(caseNumber))).toEqual([]);
  });

  it('writes a log whose chain holds', async () => {
    expect(await verifyLog(deps.db)).toEqual({ events });
    expect(events).toBeGreaterThan(city.world.events.length);
  });

  it('writes the cases as they were played, with words only the keys open', async () => {
    const store = new CaseStore(deps.db, deps.reference);
    for (const { state, matter, arrival } of city.lives.filter((_, index) => index % 9 === 0)) {
      const { caseNumber } = state;
      expect(await store.read(caseNumber, { ...everything, sealedFor: 'inspector1' })).toEqual(state);
      const [row] = await deps.db.read<{ title: string; description: string }>(
        'SELECT title, description FROM cases WHERE caseNumber = ?',
        [caseNumber],
      );
      const { texts, identities } = state.status === 'sealed' ? deps.sealed : deps;
      expect(texts.open(row!.title, 'cases.title', caseNumber)).toBe(matter.title);
      expect(texts.open(row!.description, 'cases.description', caseNumber)).toBe(matter.description);
      const [person] = await deps.db.read<ComplainantRow>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]);
      expect(identities.open(person!, 'phone')).toBe(arrival.complainant.given.phone);
    }
  });

  it('has the commission’s files: running and ended, one that waits for its second approval, penalties that run and that have ended', async () => {
    const store = new InvestigationStore(deps.db, deps.records);
    const numbers = await deps.db.read<{ investigationNumber: string }>('SELECT investigationNumber FROM investigations');
    const commissioner = { username: 'commissioner1', name: '', roles: ['commissioner' as const] };
    const files = await Promise.all(numbers.map((one) => store.read(one.investigationNumber, commissioner)));
    expect(files.length).toBeGreaterThanOrEqual(18);
    const statuses = new Set(files.map(({ status }) => status));
    for (const status of ['received', 'registered', 'preliminary-verification', 'talk-or-letter', 'archived'] as const)
      expect([status, statuses.has(status)]).toEqual([status, true]);
    expect(new Set(files.flatMap(({ conclusion }) => conclusion ?? []))).toEqual(
      new Set(['proven', 'partly-proven', 'unproven', 'unverifiable', 'false-accusation']),
    );
    expect(files.filter(({ waitsFor }) => waitsFor === 'second-approval')).toHaveLength(1);
    expect(files.filter(({ waitsFor }) => waitsFor === 'approval').length).toBeGreaterThanOrEqual(1);
    const influences = files.flatMap(({ measures }) => measures.map(({ endsOn }) => influenceOn(endsOn, today.now())));
    expect(new Set(influences)).toEqual(new Set(['running', 'ended', 'none']));
    for (const { proposal, conclusion } of files.filter((one) => one.conclusion !== null)) {
      const people = [proposal!.by, ...proposal!.approvals.map(({ by }) => by)];
      expect([conclusion, new Set(people).size]).toEqual([conclusion, conclusion === 'false-accusation' ? 3 : 2]);
    }
    expect(files.some(({ caseNumbers }) => caseNumbers.length > 0)).toBe(true);
    const told = await deps.db.read<{ facts: string }>("SELECT facts FROM events WHERE audience = 'sealed'");
    expect(told.length).toBeGreaterThan(100);
    for (const { facts } of told) expect(Object.keys(JSON.parse(facts) as object)).toEqual(['sealed']);
  });

  it('shows sealed cases to the inspector on duty', async () => {
    const rows = await deps.db.read<{ username: string; caseNumber: string }>(
      'SELECT username, caseNumber FROM case_readers ORDER BY caseNumber',
    );
    const sealed = states().filter(({ status }) => status === 'sealed');
    expect(rows).toEqual(sealed.map(({ caseNumber }) => ({ username: 'inspector1', caseNumber })));
  });

  it('fills every gap of a text, and lets no name or number into the log', () => {
    const facts = city.world.events.map((event) => JSON.stringify(event.facts)).join('\n');
    const said = city.lives.flatMap(({ matter, messages, callBacks }) => [
      matter.title,
      matter.description,
      matter.summary,
      ...messages.map(({ text }) => text),
      ...callBacks.map(({ body }) => JSON.stringify(body)),
    ]);
    expect([facts, ...said].filter((text) => /\{[a-z]+\}|undefined/i.test(text))).toEqual([]);
    const phones = city.lives.flatMap(({ arrival }) => arrival.complainant.given.phone ?? []);
    expect(phones.filter((phone) => facts.includes(phone))).toEqual([]);
  });

  it('gives enterprises codes that pass the check, but for a rare mistake', () => {
    const codes = city.lives.flatMap(({ arrival }) => arrival.complainant.given.uscc ?? []);
    expect(codes.filter((code) => !usccValid(code)).length).toBeLessThan(codes.length * 0.05);
    expect(codes.length).toBeGreaterThan(CASES / 5);
  });

  it('has good departments and bad ones', () => {
    const late = (...codes: string[]) => {
      const limits = states().flatMap((state) =>
        state.limits.filter((limit) => codes.includes(state.assignments.find(({ id }) => id === limit.assignmentId)?.departmentCode ?? '')),
      );
      return limits.filter((limit) => limit.state === 'missed').length / limits.length;
    };
    expect(late('tax', 'gov-service')).toBeLessThan(0.05);
    expect(late('urban', 'housing')).toBeGreaterThan(0.12);
  });

  const phoneCases = () => city.lives.filter(({ state }) => state.channel === 'phone');

  it('has a call for every case told by telephone: its operator registered it while the caller was on the line', () => {
    expect(phoneCases().length).toBeGreaterThan(CASES / 2);
    for (const { state, arrival } of phoneCases()) {
      const own = desk.hall.calls.filter(({ caseNumber, record }) => caseNumber === state.caseNumber && record.direction === 'inbound');
      expect([state.caseNumber, own.length]).toEqual([state.caseNumber, 1]);
      const { record, number } = own[0]!;
      expect(record).toMatchObject({ status: 'ended', outcome: 'talked', agent: state.registeredBy, cutOff: false });
      expect(record.answeredAt).toBeLessThanOrEqual(state.receivedAt);
      expect(record.endedAt).toBeGreaterThanOrEqual(state.receivedAt);
      const { phone } = arrival.complainant.given;
      expect(number).toBe(phone ? `+86${phone}` : null);
    }
  });

  it('has calls of every end, outgoing ones too, all of them over before today', () => {
    const ends = new Set(desk.hall.calls.map(({ record: { direction, outcome } }) => `${direction} ${outcome}`));
    const expected = ['inbound talked', 'inbound abandoned', 'inbound voicemail', 'outbound talked', 'outbound failed'];
    expect([...ends].sort()).toEqual(expected.sort());
    expect(desk.hall.calls.filter(({ record }) => record.status !== 'ended' || record.endedAt! > until)).toEqual([]);
    expect(new Set(desk.hall.calls.map(({ callId }) => callId)).size).toBe(desk.hall.calls.length);
    const short = desk.hall.calls.filter(({ record }) => record.outcome === 'abandoned' && record.waitedSeconds < 5);
    expect(short.length).toBeGreaterThan(10);
    expect(desk.hall.calls.some(({ facts }) => factsOf(facts, 'missed').length > 0)).toBe(true);
  });

  it('gives nobody two calls at once, and everybody one state at a time', () => {
    const people = new Set(desk.states.map(({ username }) => username));
    for (const username of people) {
      const spans = desk.hall.calls
        .flatMap(({ facts }) => {
          const mine = facts.filter((fact) => 'agent' in fact && fact.agent === username && fact.kind !== 'missed').map((fact) => fact.at);
          return mine.length > 0 && factsOf(facts, 'accepted', 'placed').some(({ agent }) => agent === username)
            ? [[Math.min(...mine), Math.max(...mine)] as const]
            : [];
        })
        .sort(([a], [b]) => a - b);
      expect(spans.filter(([from], index) => index > 0 && from < spans[index - 1]![1])).toEqual([]);
      const own = desk.states.filter((row) => row.username === username);
      expect(own.every(({ endedAt }, index) => endedAt === (own[index + 1]?.since ?? null))).toBe(true);
      expect(own.every(({ since, endedAt }) => endedAt === null || endedAt >= since)).toBe(true);
      expect(own.at(-1)!.state).toBe('off');
      const talks = new Set(own.filter(({ state }) => state === 'talking').map(({ callId }) => callId));
      const had = desk.hall.calls.filter(({ record }) => record.agent === username);
      expect(talks).toEqual(new Set(had.map(({ callId }) => callId)));
    }
    expect(new Set(desk.states.map(({ state }) => state))).toEqual(
      new Set(['off', 'ready', 'busy', 'offered', 'talking', 'held', 'wrap-up']),
    );
  });

  it('leaves a task behind every call nobody answered: most done, some late, a few waiting and overdue', () => {
    const owed = desk.hall.calls.flatMap(({ callId, record }) => (taskOf(record) ? [`${callId}:${taskOf(record)}`] : []));
    const { tasks } = desk.hall;
    expect(tasks.map(({ id }) => id).sort()).toEqual(owed.sort());
    expect(new Set(tasks.map(({ state }) => state))).toEqual(new Set(['open', 'claimed', 'done']));
    expect(tasks.filter(({ state, dueAt }) => state !== 'done' && dueAt < today.now()).length).toBeGreaterThan(0);
    expect(tasks.filter(({ state }) => state === 'done').every(({ doneAt, createdAt }) => doneAt! > createdAt && doneAt! < until)).toBe(
      true,
    );
    expect(tasks.filter(({ state }) => state !== 'done').length).toBeLessThan(12);
    expect(tasks.filter(({ doneAt, dueAt }) => doneAt !== null && doneAt <= dueAt).length / tasks.length).toBeGreaterThan(0.8);
  });

  it('writes calls as their facts tell them, with numbers only the keys open', async () => {
    const rows = await deps.db.read<Record<string, unknown>>('SELECT * FROM calls ORDER BY startedAt, callId');
    expect(rows.map(({ callId }) => callId)).toEqual(desk.hall.calls.map(({ callId }) => callId));
    rows.forEach((row, index) => {
      const { number, callId } = desk.hall.calls[index]!;
      const facts = JSON.parse(row.facts as string) as Fact[];
      expect(row).toMatchObject(callColumns(recordOf(facts, until), facts));
      expect(row.number === null ? null : deps.identities.openNumber(row.number as string, callId)).toBe(number);
      expect(row.numberIndex).toBe(number === null ? null : deps.identities.phoneIndex(number));
    });
    const plain = rows.map(({ facts }) => facts as string).join('\n');
    expect(desk.hall.calls.filter(({ number }) => number !== null && plain.includes(number.slice(3)))).toEqual([]);
    const [{ n } = { n: 0 }] = await deps.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM agent_states');
    expect(Number(n)).toBe(desk.states.length);
  });

  it('promises no sound that is not there', async () => {
    const rows = await deps.db.read<{ id: string; state: string; sha256: string; kind: string }>('SELECT * FROM recordings');
    const there = rows.filter(({ state }) => state === 'released');
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['released', 'expired']));
    expect(new Set(there.map(({ kind }) => kind))).toEqual(new Set(['call', 'voicemail']));
    expect(there.length).toBeLessThan(10);
    for (const { id, sha256 } of there) {
      const sound = await deps.files!.get(nameOf(id));
      expect([sound.subarray(0, 4).toString(), createHash('sha256').update(sound).digest('hex')]).toEqual(['RIFF', sha256]);
    }
  });

  it('closed every month but the last, with a ledger, appeals, self-findings in every state and a veto that stands', async () => {
    const rows = <Row>(sql: string) => deps.db.read<Row>(sql);
    const months = (await rows<{ month: string }>('SELECT month FROM month_closings ORDER BY month')).map(({ month }) => month);
    expect([months[0], months.at(-1), months.length]).toEqual(['2024-12', '2026-10', 23]);
    const rules = (await rows<{ rule: string }>('SELECT DISTINCT rule FROM score_entries')).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['overdue', 'refused-return', 'unsatisfied', 'self-found']));
    const states = (await rows<{ status: string }>('SELECT DISTINCT status FROM self_findings')).map(({ status }) => status);
    expect(states).toEqual(expect.arrayContaining(['confirmed', 'unfounded']));
    expect((await rows<{ status: string }>("SELECT status FROM vetoes WHERE status = 'imposed'")).length).toBe(1);
    const [cursor] = await rows<{ value: number }>("SELECT value FROM counters WHERE name = 'ledger'");
    expect(Number(cursor!.value)).toBe(events);
  });

  it('does not write over a city that has cases', async () => {
    await expect(seedDemoCity(deps, { cases: 10 })).rejects.toThrow('has cases already');
  });

  it('takes up again what was interrupted before the end', async () => {
    await deps.db.write((tx) => tx.query('DELETE FROM counters'));
    await seedDemoCity(deps, { cases: 60 });
    const [{ many } = { many: 0 }] = await deps.db.read<{ many: number }>('SELECT COUNT(*) AS many FROM cases');
    expect(Number(many)).toBe(60);
    const [{ calls } = { calls: 0 }] = await deps.db.read<{ calls: number }>('SELECT COUNT(*) AS calls FROM calls');
    expect(Number(calls)).toBeLessThan(desk.hall.calls.length);
    expect((await verifyLog(deps.db)).broken).toBeUndefined();
  }, 60_000);
});
