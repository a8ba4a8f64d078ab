/** The log alone is enough to have every case again, as the tables have it. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { EVERY_CASE, Replays } from '../src/assessment/replays.js';
import { CaseStore } from '../src/cases/case.store.js';
import type { CaseState } from '../src/domain/case-state.js';
import { type Replayed, UNTOLD } from '../src/domain/replay.js';
import { type App, startApp } from './support/app.js';
import { succeeded } from './support/client.js';
import { openTown, type OpenTown } from './support/open-town.js';
import { describeWithServer } from './support/skip.js';

type Row = Record<string, unknown>;
const EVERYTHING = { ordinary: true, departmentCode: null, sealedFor: 'inspector1', recusedFrom: [] };

/** A case without the words that are kept beside the log. */
const told = (one: CaseState): Row => ({
  ...one,
  assignments: one.assignments.map((part) => ({ ...part, ...Object.fromEntries(UNTOLD.map((name) => [name, null])) })),
});

describeWithServer('the log of the demo city', () => {
  let app: App;
  let town: OpenTown;

  beforeAll(async () => {
    app = await startApp();
    town = await openTown(app.database);
  }, 180_000);
  afterAll(async () => {
    await town?.close();
    await app?.stop();
  });

  /** Where replay and tables differ; what was sealed at once is known by its status and hour alone. */
  async function differences(): Promise<{ cases: number; different: string[] }> {
    await app.stop({ keep: true }); // its timers write while one reads
    await town.reload();
    const replays = new Replays(town.db, town.reference, town.workingDays);
    const store = new CaseStore(town.db, town.reference);
    const [{ number } = { number: 0 }] = await town.db.readPrimary<{ number: number }>('SELECT number FROM event_head');
    let cases = 0;
    const different: string[] = [];
    for await (const one of replays.every({ ...EVERY_CASE, upTo: Number(number) }, await replays.rules())) {
      cases++;
      const stored = await store.read(one.state.caseNumber, EVERYTHING);
      const atOnce = stored.status === 'sealed' && stored.version === 1;
      const [mine, theirs] = atOnce ? [onlyOpening(one.state), onlyOpening(stored)] : [told(one.state), told(stored)];
      if (!same(mine, theirs)) different.push(`${one.state.caseNumber} ${firstOf(mine, theirs)}`);
      if (!atOnce && !same(await besides(one.state.caseNumber), besidesOf(one))) different.push(`${one.state.caseNumber} beside`);
    }
    return { cases, different };
  }

  const besides = async (caseNumber: string): Promise<unknown> => {
    const [row] = await town.db.readPrimary<Row>(
      'SELECT region, size, origin, amountFen, visits, basisShown, receiptGiven FROM cases WHERE caseNumber = ?',
      [caseNumber],
    );
    const calls = await town.db.readPrimary<Row>(
      'SELECT round, attempt, reached, contacted, solved, satisfiedResult, satisfiedProcess, at, username FROM call_backs WHERE caseNumber = ? ORDER BY at, attempt',
      [caseNumber],
    );
    const ratings = await town.db.readPrimary<Row>('SELECT round, solved, satisfied, contacted, at FROM ratings WHERE caseNumber = ?', [
      caseNumber,
    ]);
    return [plain(row!), calls.map(plain), ratings.map(plain)];
  };
  const besidesOf = ({ particulars, callBacks, ratings }: Replayed): unknown => [
    plain({ ...particulars }),
    callBacks.map((one) => plain({ ...one })),
    ratings.map((one) => plain({ ...one })),
  ];

  it('gives every one of its cases back as the tables have it', async () => {
    const { cases, different } = await differences();
    expect(cases).toBe(3_000);
    expect(different).toEqual([]);
  }, 120_000);

  it('still does after a day of live steps and a correction of the calendar', async () => {
    await app.start();
    const people = new Map(
      await Promise.all(
        [
          'operator1',
          'dispatcher1',
          'reviewer1',
          'supervisor1',
          ...DEPARTMENTS.flatMap((code) => [`${code}.handler1`, `${code}.leader`]),
        ].map(async (name) => [name, await app.signIn(name)] as const),
      ),
    );
    const admin = await app.signIn('admin1');
    let [seed, steps] = [7, 0];
    const chance = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const bodies = bodiesWith(chance);
    for (let turn = 0; turn < 60; turn++) {
      const intake = {
        ...COMPLAINT,
        visits: chance(9),
        ...(chance(3) === 0 ? { size: 'small', origin: 'outside', amountInvolved: 12.5 } : {}),
      };
      await people.get('operator1')!.post('/cases', { channel: 'phone', urgency: ['normal', 'urgent', 'critical'][chance(3)], ...intake });
    }
    await app.client().post('/public/complaints', { ...COMPLAINT, kind: 'report', namedOfficial: '某某' });
    for (let turn = 0; turn < 400; turn++) {
      if (turn === 200)
        await succeeded(await admin.put('/calendar/2026', { published: false, days: [{ day: '2026-03-04', kind: 'off', name: '停电' }] }));
      const name = [...people.keys()][chance(people.size)]!;
      const { items } = succeeded(await people.get(name)!.get('/cases?desk=true&pageSize=50&sort=-updated'));
      const [one] = items.length > 0 ? [items[chance(items.length)]] : [undefined];
      if (!one) continue;
      const item = succeeded(await people.get(name)!.get(`/cases/${one.caseNumber}`));
      const open = item.actions.filter((action: string) => action in bodies);
      const action = open[chance(Math.max(1, open.length))];
      if (!action) continue;
      const reply = await people
        .get(name)!
        .post(`/cases/${one.caseNumber}/actions/${action}`, { version: item.version, ...bodies[action]!(item) });
      if (reply.status === 200) steps++;
    }
    const [{ caseNumber: withFile }] = succeeded(await people.get('operator1')!.get('/cases?pageSize=1&sort=-received')).items;
    const form = new FormData();
    form.append('file', new Blob(['一份说明'], { type: 'text/plain' }), '说明.txt');
    succeeded(await people.get('operator1')!.post(`/cases/${withFile}/attachments`, form));
    expect(steps).toBeGreaterThan(150);
    const { cases, different } = await differences();
    expect(cases).toBe(3_061);
    expect(different).toEqual([]);
  }, 240_000);

  it('is enough to have the ledger, every figure and every closed month again', async () => {
    await app.stop({ keep: true });
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, ...app.database.env, NOW: '2026-03-02T12:00:00+08:00', CLOCK_RATE: '0' };
    const said = await new Promise<{ code: number; words: string }>((done) => {
      execFile(process.execPath, [resolve('dist/recompute.js')], { env }, (error, stdout, stderr) =>
        done({ code: error ? 1 : 0, words: `${stdout}${stderr}` }),
      );
    });
    const [, figures, entries, closings, differences] =
      /Compared (\d+) figures, (\d+) entries of the ledger, (\d+) closed months: (\d+) differences/.exec(said.words)?.map(Number) ?? [];
    expect([said.code, said.words.split('\n').slice(2), differences]).toEqual([0, [''], 0]);
    expect(figures).toBeGreaterThan(5_000);
    expect(entries).toBeGreaterThan(300);
    expect(closings).toBeGreaterThanOrEqual(23);
  }, 120_000);
});

const DEPARTMENTS = ['market', 'tax', 'housing', 'urban', 'police'];
const COMPLAINT = {
  kind: 'complaint',
  description: '窗口让企业跑了三趟，材料清单一次一个样',
  categoryCode: '0102',
  accusedDepartmentCode: 'market',
};

/** What each action is sent with; departments are drawn, so some are refused. */
function bodiesWith(chance: (most: number) => number): Record<string, (item: Row) => Row> {
  const some = () => DEPARTMENTS[chance(DEPARTMENTS.length)]!;
  const named = (item: Row) => {
    const parts = item.assignments as { departmentCode: string }[];
    return parts.length > 0 ? parts[chance(parts.length)]!.departmentCode : some();
  };
  const reason = () => ({ reason: '按规定' });
  const onDepartment = (item: Row) => ({ departmentCode: named(item), reason: '按规定' });
  return {
    accept: () => ({}),
    dispatch: () => ({ lead: some(), assists: chance(3) === 0 ? [some()] : [], summary: '请核实处理并答复。' }),
    sign: () => ({}),
    'request-return': reason,
    'grant-return': onDepartment,
    'refuse-return': onDepartment,
    'request-extension': () => ({ workingDays: 1 + chance(10), reason: '需要鉴定' }),
    'grant-extension': onDepartment,
    'refuse-extension': onDepartment,
    suspend: () => ({ ground: 'awaiting-appraisal', ...(chance(2) ? { until: '2026-03-09T10:00:00.123+08:00' } : {}) }),
    resume: () => ({}),
    'log-progress': () => ({ text: '已联系', contacted: chance(2) === 0 }),
    'add-assignment': () => ({ departmentCode: some(), reason: '需要配合' }),
    'recall-assignment': onDepartment,
    answer: () => ({ finding: 'true', solved: 'unsolved', unsolvedReason: '等资金', internalNote: '内部说明', publicReply: '已办理。' }),
    'sign-off': () => ({}),
    'decline-sign-off': reason,
    'send-back': onDepartment,
    pass: () => ({}),
    'call-back': () => ({
      reached: chance(3) > 0,
      contacted: true,
      solved: 'mostly',
      satisfiedResult: 'satisfied',
      satisfiedProcess: 'mostly',
    }),
    close: () => ({}),
    're-handle': reason,
    urge: () => ({ text: '请抓紧' }),
    ask: () => ({ text: '请补充材料' }),
    seal: () => (chance(20) === 0 ? reason() : {}),
  };
}

const onlyOpening = ({ caseNumber, status, kind, channel, receivedAt, version }: CaseState): Row => ({
  ...{ caseNumber, status, kind, channel, receivedAt, version },
});
const plain = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'boolean' ? Number(value) : (value ?? null)]));
/** The first place where two cases differ, for whoever has to find out why. */
function firstOf(a: Row, b: Row): string {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (same(a[key], b[key])) continue;
    const [mine, theirs] = [a[key], b[key]];
    if (!Array.isArray(mine) || !Array.isArray(theirs)) return `${key}: ${sorted(mine)} / ${sorted(theirs)}`;
    const index = mine.findIndex((one, place) => !same(one, theirs[place]));
    return index < 0
      ? `${key}: ${mine.length} / ${theirs.length}`
      : `${key}[${index}] ${firstOf(mine[index] as Row, (theirs[index] ?? {}) as Row)}`;
  }
  return 'nothing';
}
const same = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
