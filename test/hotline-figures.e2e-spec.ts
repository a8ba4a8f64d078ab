/** The hall's figures over calls and operators' states made by hand, so that every number can be counted on the fingers. */
import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { CallQueries } from '../src/calls/call.queries.js';
import { HotlineQueries } from '../src/statistics/hotline.queries.js';
import type { Actor } from '../src/domain/case-state.js';
import type { Json } from './support/client.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { openInside, type Inside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const MINUTE = 60_000;
const PERIOD = 'from=2026-03-02&to=2026-03-03';
type Row = Record<string, unknown>;

describeWithServer('figures of the hall', () => {
  let database: TestDatabase;
  let city: Inside;

  /** A call as its record would stand in the table; whatever is not said is an ordinary answered one of operator1. */
  async function given(one: Row, task?: Row): Promise<string> {
    const callId = randomUUID();
    const startedAt = one.startedAt as number;
    await city.insert('calls', [{ ...CALL, callId, queuedAt: startedAt, answeredAt: startedAt, endedAt: startedAt + MINUTE, ...one }]);
    if (task) await city.insert('tasks', [{ ...TASK, id: `${callId}:${String(task.kind ?? TASK.kind)}`, callId, ...task }]);
    return callId;
  }

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    await city.staff('supervisor1', 'supervisor');
    await city.staff('commissioner1', 'commissioner');
    await city.staff('operator1', 'operator');
    await city.staff('admin1', 'administrator');
    await city.staff('auditor1', 'auditor');
    await fill(given);
    await city.insert('agents', ['operator1', 'operator2'].map(agentRow));
    await city.insert('agent_states', STATES.map(stateRow));
  });
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  const read = async (path: string, username = 'supervisor1'): Promise<Json> => {
    const answer = await city.get(path, username);
    expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, '']);
    return answer.body;
  };
  const short = (figures: Json[]) => Object.fromEntries(figures.map(({ key, numerator, denominator }) => [key, [numerator, denominator]]));
  const rowOf = (body: Json, code: string) => short(body.rows.find((row: Json) => row.code === code).figures);

  it('counts the whole hall as one would by hand', async () => {
    const { figures, ...rest } = await read(`/statistics/hotline?${PERIOD}`);
    expect(rest).toEqual({ from: '2026-03-02', to: '2026-03-03', answerWithin: 15, target: 0.95, rows: [] });
    expect(short(figures)).toEqual({
      'calls-in': [8, null],
      answered: [4, null],
      'answer-rate': [4, 8],
      'service-level': [3, 5],
      abandoned: [1, null],
      'abandoned-short': [1, null],
      voicemails: [1, null],
      'waiting-mean': [5 + 15 + 16 + 10 + 40 + 4 + 300, 7],
      'waiting-longest': [300, 7],
      'talk-mean': [100 + 200 + 300 + 60, 4],
      'talk-longest': [300, 4],
      'hold-mean': [30, 4],
      'hold-longest': [30, 4],
      'wrap-up-mean': [20 + 40 + 60, 4],
      'wrap-up-longest': [60, 4],
      occupancy: [25 * 60, 80 * 60],
      'calls-out': [2, null],
      'calls-out-answered': [1, null],
      tasks: [4, null],
      'tasks-in-time': [1, 3],
    });
  });

  it('prints the formula of the service level with the seconds and the share in force', async () => {
    const { figures } = await read(`/statistics/hotline?${PERIOD}`);
    const level = figures.find(({ key }: Json) => key === 'service-level');
    expect(level).toMatchObject({ name: '15秒接通率', unit: 'share', value: 0.6, small: true });
    expect(level.formula).toBe('排队 15 秒内接通的来电 ÷ （接通 + 等待满 5 秒后放弃）的来电；目标 ≥ 95%');
    expect(level.formulaEn).toContain('answered or given up after 5 s or more; target ≥ 95%');
    const empty = await read('/statistics/hotline?from=2020-01-01&to=2020-01-02');
    expect(empty.figures.find(({ key }: Json) => key === 'service-level').value).toBeNull();
    expect(empty.figures.find(({ key }: Json) => key === 'occupancy').value).toBeNull();
  });

  it.each([undefined, 'hour', 'day', 'agent', 'skill'])('has a list of equal length behind every figure, by %s', async (groupBy) => {
    const body = await read(`/statistics/hotline?${PERIOD}${groupBy ? `&groupBy=${groupBy}` : ''}`);
    const figures: Json[] = [body, ...body.rows].flatMap((row: Json) => row.figures).filter(({ numerator }: Json) => numerator > 0);
    expect(figures.length).toBeGreaterThan(18);
    for (const { key, unit, cases, numerator, denominator } of figures) {
      const asked = [key, cases];
      if (key !== 'occupancy')
        expect([...asked, (await read(cases)).total]).toEqual([...asked, unit === 'seconds' ? denominator : numerator]);
      if (unit !== 'share' || key === 'occupancy') continue;
      const other = cases.replace('part=numerator', 'part=denominator');
      expect([...asked, (await read(other)).total]).toEqual([...asked, denominator]);
    }
  });

  it('breaks the day up by hours, and cuts states at the full hour', async () => {
    const body = await read(`/statistics/hotline?${PERIOD}&groupBy=hour`);
    expect(body.rows.map(({ code }: Json) => code)).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')));
    expect(rowOf(body, '09')).toMatchObject({ 'calls-in': [5, null], 'service-level': [2, 4], occupancy: [15 * 60, 50 * 60] });
    expect(rowOf(body, '10')).toMatchObject({ 'calls-in': [1, null], occupancy: [10 * 60, 10 * 60] });
    expect(rowOf(body, '00')).toMatchObject({ 'calls-in': [1, null], 'abandoned-short': [1, null], occupancy: [0, 10 * 60] });
    const all = body.rows.map((row: Json) => short(row.figures));
    const sum = (key: string, part: 0 | 1) => all.reduce((total: number, row: Json) => total + row[key][part], 0);
    const whole = short(body.figures);
    for (const key of ['calls-in', 'answered', 'abandoned', 'calls-out', 'tasks', 'occupancy'])
      expect([key, sum(key, 0)]).toEqual([key, whole[key]![0]]);
    expect(sum('occupancy', 1)).toBe(whole.occupancy![1]);
  });

  it("breaks the period up by the city's days, also shortly after midnight, and by part of a day", async () => {
    const body = await read(`/statistics/hotline?${PERIOD}&groupBy=day`);
    expect(body.rows.map(({ code }: Json) => code)).toEqual(['2026-03-02', '2026-03-03']);
    expect(rowOf(body, '2026-03-02')).toMatchObject({ 'calls-in': [6, null], occupancy: [1500, 70 * 60] });
    expect(rowOf(body, '2026-03-03')).toMatchObject({ 'calls-in': [2, null], occupancy: [0, 10 * 60] });
    const part = 'from=2026-03-02T09:30:00%2B08:00&to=2026-03-02T10:10:00%2B08:00';
    const half = await read(`/statistics/hotline?${part}&groupBy=day`);
    expect(rowOf(half, '2026-03-02').occupancy).toEqual([20 * 60, 40 * 60]);
    const [first] = half.rows[0].figures;
    expect((await read(first.cases)).total).toBe(first.numerator);
  });

  it('gives each operator his own row, and one to the calls nobody had', async () => {
    const body = await read(`/statistics/hotline?${PERIOD}&groupBy=agent`);
    expect(body.rows.map(({ code }: Json) => code)).toEqual(['operator1', 'operator2', '-']);
    expect(rowOf(body, 'operator1')).toMatchObject({ answered: [3, null], occupancy: [20 * 60, 60 * 60], 'talk-longest': [300, 3] });
    expect(rowOf(body, 'operator2')).toMatchObject({ answered: [1, null], occupancy: [5 * 60, 20 * 60], 'calls-out': [1, null] });
    expect(rowOf(body, '-')).toMatchObject({ 'calls-in': [4, null], abandoned: [1, null], voicemails: [1, null], occupancy: [0, 0] });
  });

  it('gives each skill a row without occupancy, for nobody is signed in by skill', async () => {
    const body = await read(`/statistics/hotline?${PERIOD}&groupBy=skill`);
    expect(body.rows.map(({ code }: Json) => code)).toEqual(['general', 'enterprise', 'report']);
    expect(rowOf(body, 'enterprise')).toMatchObject({ 'calls-in': [1, null], 'service-level': [0, 1] });
    expect(rowOf(body, 'report')['calls-in']).toEqual([0, null]);
    expect(rowOf(body, 'general')).not.toHaveProperty('occupancy');
  });

  it('gives a commissioner the figures without lists, and nobody else anything', async () => {
    const body = await read(`/statistics/hotline?${PERIOD}&groupBy=agent`, 'commissioner1');
    expect(short(body.figures)['calls-in']).toEqual([8, null]);
    expect(JSON.stringify(body)).not.toContain('/calls');
    for (const reader of ['operator1', 'admin1', 'auditor1'])
      expect((await city.get(`/statistics/hotline?${PERIOD}`, reader)).status).toBe(403);
    expect((await city.get('/statistics/hotline')).status).toBe(401);
    expect((await city.get('/statistics/hotline?groupBy=moon', 'supervisor1')).status).toBe(422);
    expect((await city.get('/statistics/hotline?from=0001-01-01&groupBy=day', 'supervisor1')).status).toBe(422);
    expect((await city.get('/calls?figure=no-such', 'supervisor1')).status).toBe(422);
    expect((await city.get('/calls?hour=24', 'supervisor1')).status).toBe(422);
  });

  it('shows an operator behind a figure his own calls alone', async () => {
    expect((await read(`/calls?${PERIOD}&figure=answered`, 'operator1')).total).toBe(3);
    expect((await read(`/calls?${PERIOD}&outcome=voicemail`)).total).toBe(1);
    expect((await read(`/calls?${PERIOD}&skill=enterprise`)).total).toBe(1);
  });

  it('says on the wall what the figures of today say', async () => {
    await given({ startedAt: at('2026-03-16T09:00:00'), waitedSeconds: 3 });
    await given({ startedAt: at('2026-03-16T09:10:00'), ...ABANDONED, waitedSeconds: 30 });
    const board = await read('/calls/board');
    expect(board.levels).toMatchObject({ waiting: { watch: 2, bad: 5 }, abandonedShare: { watch: 0.03, bad: 0.05 } });
    expect(board).toMatchObject({ calls: 2, answered: 1, answeredInTime: 0.5, abandoned: 1, abandonedShort: 0, target: 15 });
    const { figures } = await read('/statistics/hotline?from=2026-03-16&to=2026-03-16');
    expect(short(figures)).toMatchObject({ 'calls-in': [2, null], 'service-level': [1, 2] });
  });

  it('exports rows and the whole, with mark, and tells the log', async () => {
    const rows = await city.get(`/statistics/hotline?${PERIOD}&groupBy=hour&format=csv`, 'supervisor1');
    expect(rows.headers.get('content-disposition')).toContain('hotline_2026-03-02_2026-03-03.csv');
    const text = rows.bytes.toString('utf8');
    expect(text.startsWith('\uFEFF时段,来电量,接通量,')).toBe(true);
    expect(text.split('\r\n')[10]).toMatch(/^09:00–10:00,5,/);
    const whole = await city.get(`/statistics/hotline?${PERIOD}&format=xlsx`, 'supervisor1');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(whole.bytes as never);
    expect(book.getWorksheet('话务')!.getCell('A2').value).toBe('来电量');
    expect((await read('/audit?action=statistics.exported', 'auditor1')).items).toHaveLength(2);
  });

  it('reads calls, tasks and states by an index, also among twenty thousand', async () => {
    await crowd(city);
    if (engine === 'mysql') await city.db.read('ANALYZE TABLE calls, agent_states, tasks');
    const asked: { sql: string; params: readonly unknown[] }[] = [];
    const ask = city.db.readPrimary.bind(city.db);
    const askAll = city.db.readAllPrimary.bind(city.db);
    city.db.readPrimary = (sql, params = []) => (asked.push({ sql, params }), ask(sql, params));
    city.db.readAllPrimary = (list) => (asked.push(...list.map(({ sql, params = [] }) => ({ sql, params }))), askAll(list));
    const by: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
    const query = { from: '2026-02-01', to: '2026-02-07' };
    const hall = city.app.get(HotlineQueries, { strict: false });
    for (const groupBy of ['hour', 'day', 'agent', 'skill'] as const) await hall.hotline({ ...query, groupBy }, by);
    const list = city.app.get(CallQueries, { strict: false });
    for (const more of [{}, { hour: 9 }, { agent: 'operator1' }, { figure: 'tasks' }])
      await list.list({ ...query, ...more, page: 1, pageSize: 20 }, by);
    Object.assign(city.db, { readPrimary: ask, readAllPrimary: askAll });
    const scans: string[] = [];
    for (const { sql, params } of asked) scans.push(...(await wholeScans(city, sql, params)));
    expect(asked.length).toBeGreaterThan(16);
    expect(scans).toEqual([]);
  }, 60_000);
});

/** Steps that read all calls, all states or all tasks; the operators themselves are a handful. */
async function wholeScans(city: Inside, sql: string, params: readonly unknown[]): Promise<string[]> {
  if (engine === 'mysql') {
    const rows = await city.db.read<{ table: string; type: string }>(`EXPLAIN ${sql}`, params);
    return rows.filter(({ table, type }) => ['k', 's', 't', 'b'].includes(table) && type === 'ALL').map(({ table }) => `${table}: ${sql}`);
  }
  const plan = await city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
  return plan.filter(({ detail }) => /^SCAN [kstb]\b/.test(detail)).map(({ detail }) => `${detail}: ${sql}`);
}

const CALL: Row = {
  carrierLeg: null,
  carrierRoom: null,
  direction: 'inbound',
  status: 'ended',
  outcome: 'talked',
  skill: 'general',
  number: null,
  numberIndex: null,
  waitedSeconds: 0,
  talkSeconds: 0,
  heldSeconds: 0,
  wrapUpSeconds: 0,
  agent: 'operator1',
  wrapUp: null,
  note: null,
  facts: '[]',
  checkAt: null,
};
const TASK: Row = {
  kind: 'missed-call',
  state: 'open',
  claimedBy: null,
  createdAt: at('2026-03-02T09:00:00'),
  dueAt: at('2026-03-02T11:00:00'),
  doneAt: null,
  result: null,
};
const ABANDONED: Row = { outcome: 'abandoned', answeredAt: null, agent: null };
const DONE = { state: 'done', claimedBy: 'operator1' };

/** Two days: eight calls in, two out; one more just before and one just after. */
async function fill(given: (one: Row, task?: Row) => Promise<string>): Promise<void> {
  const [nine, other] = ['2026-03-02T09', '2026-03-03T14'];
  await given({ startedAt: at(`${nine}:00:00`), waitedSeconds: 5, talkSeconds: 100, wrapUpSeconds: 20 });
  await given({ startedAt: at(`${nine}:10:00`), waitedSeconds: 15, talkSeconds: 200, heldSeconds: 30, wrapUpSeconds: 40 });
  // One second too late, and on another desk.
  await given({ startedAt: at(`${nine}:20:00`), waitedSeconds: 16, talkSeconds: 300, wrapUpSeconds: 60, skill: 'enterprise' });
  // Given up: after a while, and almost at once. Rung back in time, and never.
  await given({ startedAt: at(`${nine}:30:00`), ...ABANDONED, waitedSeconds: 40 }, { ...DONE, doneAt: at('2026-03-02T10:00:00') });
  await given({ startedAt: at('2026-03-03T00:30:00'), ...ABANDONED, waitedSeconds: 4 }, {});
  // Left a voicemail; dealt with too late.
  const voicemail = { startedAt: at(`${nine}:40:00`), outcome: 'voicemail', answeredAt: null, agent: null, waitedSeconds: 300 };
  await given(voicemail, { kind: 'voicemail', ...DONE, doneAt: at('2026-03-04T10:00:00') });
  // Hung up during the greeting, not queued; the task is not due yet.
  const refused = { startedAt: at('2026-03-02T10:30:00'), outcome: 'failed', answeredAt: null, queuedAt: null, agent: null };
  await given(refused, { dueAt: at('2026-03-17T10:00:00') });
  await given({ startedAt: at(`${other}:00:00`), waitedSeconds: 10, talkSeconds: 60, agent: 'operator2' });
  await given({ startedAt: at(`${other}:10:00`), direction: 'outbound', queuedAt: null, talkSeconds: 500, agent: 'operator2' });
  await given({ startedAt: at(`${other}:20:00`), direction: 'outbound', queuedAt: null, answeredAt: null, outcome: 'failed' });
  await given({ startedAt: at('2026-03-01T23:59:59') }, {});
  await given({ startedAt: at('2026-03-04T00:00:00'), waitedSeconds: 500 });
}

/** Operators' days. operator1 is on until just after midnight of the second day's beginning; operator2 only for an hour's third. */
const STATES: [username: string, state: string, from: string, to: string][] = [
  ['operator1', 'off', '2026-02-20T00:00:00', '2026-03-01T23:50:00'],
  // Signed in before the period: only what lies within counts.
  ['operator1', 'ready', '2026-03-01T23:50:00', '2026-03-02T00:00:00'],
  ['operator1', 'off', '2026-03-02T00:00:00', '2026-03-02T09:20:00'],
  ['operator1', 'ready', '2026-03-02T09:20:00', '2026-03-02T09:50:00'],
  // Over the full hour.
  ['operator1', 'talking', '2026-03-02T09:50:00', '2026-03-02T10:05:00'],
  ['operator1', 'wrap-up', '2026-03-02T10:05:00', '2026-03-02T10:10:00'],
  ['operator1', 'off', '2026-03-02T10:10:00', '2026-03-03T23:50:00'],
  // Still on when the period ends.
  ['operator1', 'ready', '2026-03-03T23:50:00', '2026-03-04T08:00:00'],
  ['operator2', 'busy', '2026-03-01T20:00:00', '2026-03-02T00:10:00'],
  ['operator2', 'off', '2026-03-02T00:10:00', '2026-03-02T09:00:00'],
  ['operator2', 'held', '2026-03-02T09:00:00', '2026-03-02T09:05:00'],
  ['operator2', 'offered', '2026-03-02T09:05:00', '2026-03-02T09:10:00'],
  ['operator2', 'off', '2026-03-02T09:10:00', ''],
];
const stateRow = ([username, state, from, to]: (typeof STATES)[number]): Row => ({
  ...{ id: randomUUID(), username, state, reason: null, since: at(from), endedAt: to ? at(to) : null, callId: null, changedBy: username },
});
const agentRow = (username: string): Row => ({
  ...{ username, state: 'off', reason: null, since: 0, idleSince: 0, seenAt: 0, callId: null, skills: '[]', wrapUpUntil: null },
});

/** Twenty thousand calls of the half year before, each tenth with a task, and as many states. */
async function crowd(city: Inside): Promise<void> {
  const [many, step] = [20_000, 12 * MINUTE];
  const began = at('2026-02-20T00:00:00') - many * step;
  for (let from = 0; from < many; from += 2_000) {
    const rows = Array.from({ length: 2_000 }, (_, index) => {
      const startedAt = began + (from + index) * step;
      return {
        ...CALL,
        callId: randomUUID(),
        startedAt,
        queuedAt: startedAt,
        answeredAt: startedAt,
        endedAt: startedAt,
        agent: `operator${index % 9}`,
      };
    });
    await city.insert('calls', rows);
    await city.insert(
      'tasks',
      rows.filter((_, index) => index % 10 === 0).map(({ callId }) => ({ ...TASK, id: `${callId}:missed-call`, callId })),
    );
    await city.insert(
      'agent_states',
      rows.map(({ startedAt, agent }) => ({
        ...{ id: randomUUID(), username: agent, state: 'ready', reason: null, since: startedAt, endedAt: startedAt + step },
        ...{ callId: null, changedBy: agent },
      })),
    );
  }
}
