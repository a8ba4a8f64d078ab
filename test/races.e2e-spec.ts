/** Many at once: whoever loses a race is told so, and nothing is lost, doubled or half done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from './support/app.js';
import { type Client, type Reply, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, phoneCase, type Town, verifiedLog } from './support/town.js';

const SUMMARY = { lead: 'market', summary: '企业反映办事多次往返' };
const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const counted = (replies: readonly Reply[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of replies) {
    const name = status < 300 ? String(status) : `${status} ${body.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

describeWithServer('races', () => {
  let town: Town;
  let apps: App[];
  const desks = new Map<string, Client[]>();

  /** The n-th request goes to the next server: on MySQL's protocol there are two of them. */
  const desk = (username: string, index = 0): Client => desks.get(username)![index % apps.length]!;
  const stored = <Row>(sql: string, ...params: unknown[]) => town.db.readPrimary<Row>(sql, params);
  const eventsOf = (caseNumber: string) =>
    stored<{ type: string; version: number }>(
      "SELECT type, version FROM events WHERE caseNumber = ? AND audience = 'case' ORDER BY number",
      caseNumber,
    );
  const act = (client: Client, caseNumber: string, action: string, body: object) =>
    client.post(`/cases/${caseNumber}/actions/${action}`, body);
  const dispatched = async (): Promise<{ caseNumber: string; version: number }> => {
    const caseNumber = await phoneCase(desk('operator1'));
    const { version } = succeeded(await act(desk('dispatcher1'), caseNumber, 'dispatch', { version: 1, ...SUMMARY }));
    return { caseNumber, version: version as number };
  };

  beforeAll(async () => {
    town = await freshTown();
    const env = { NOW: MONDAY, INTAKES_PER_MINUTE: '1000000' };
    apps = await times(engine === 'mysql' ? 2 : 1, () => startApp(env, town.database));
    for (const username of ['operator1', 'dispatcher1', 'market.handler1', 'inspector1']) {
      desks.set(username, await Promise.all(apps.map((app) => app.signIn(username))));
    }
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await town.close();
  });

  it('numbers the first complaints of a day without a gap when they all come at once', async () => {
    const sent = await times(40, (index) =>
      apps[index % apps.length]!.client().post('/public/complaints', { kind: 'complaint', description: `第 ${index} 件` }),
    );
    expect(counted(sent)).toEqual({ 201: 40 });
    const numbers = sent.map(({ body }) => String(body.caseNumber)).sort();
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => `20261102${String(index + 1).padStart(6, '0')}`));
  });

  it('takes a complaint once, however often and wherever it is sent again with its key', async () => {
    const body = { kind: 'complaint', description: '重复发送的投诉', complainant: { name: '张三丰', phone: '13800138000' } };
    const headers = { 'idempotency-key': 'sent-again-and-again' };
    const before = await stored<{ n: number }>('SELECT COUNT(*) AS n FROM cases');
    const sent = await times(50, (index) => apps[index % apps.length]!.client().post('/public/complaints', body, headers));
    expect(counted(sent)).toEqual({ 201: 50 });
    expect(new Set(sent.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    const after = await stored<{ n: number }>('SELECT COUNT(*) AS n FROM cases');
    expect(Number(after[0]!.n)).toBe(Number(before[0]!.n) + 1);
    const other = await apps[0]!.client().post('/public/complaints', { ...body, description: '别的内容' }, headers);
    expect(counted([other])).toEqual({ '422 idempotency.mismatch': 1 });
  });

  it('lets 64 writers on one case lose nothing', async () => {
    const { caseNumber, version } = await dispatched();
    const signed = succeeded(await act(desk('market.handler1'), caseNumber, 'sign', { version })).version as number;
    await times(64, async (index) => {
      let known = signed;
      for (;;) {
        const reply = await act(desk('market.handler1', index), caseNumber, 'log-progress', { version: known, text: `第 ${index} 条进展` });
        if (reply.status === 200) return;
        expect([409, 'case.stale']).toEqual([reply.status, reply.body.code]);
        known = reply.body.facts.version as number;
        await sleep(Math.random() * 300);
      }
    });
    const view = succeeded(await desk('market.handler1').get(`/cases/${caseNumber}`));
    expect(view.version).toBe(signed + 64);
    const texts = (view.history as { type: string; facts: { text: string } }[]).flatMap(({ type, facts }) =>
      type === 'assignment.progress-logged' ? [facts.text] : [],
    );
    expect(texts.sort()).toEqual(Array.from({ length: 64 }, (_, index) => `第 ${index} 条进展`).sort());
    expect((await eventsOf(caseNumber)).map((event) => event.version)).toEqual(
      Array.from({ length: view.version as number }, (_, index) => index + 1),
    );
  });

  it('gives a case that 200 sign for at once to one of them', async () => {
    const { caseNumber, version } = await dispatched();
    const replies = await times(200, (index) => act(desk('market.handler1', index), caseNumber, 'sign', { version }));
    const { 200: won, ...lost } = counted(replies);
    expect([won, lost]).toEqual([1, { '409 case.stale': 199 }]);
    expect((await eventsOf(caseNumber)).filter(({ type }) => type === 'assignment.signed')).toHaveLength(1);
  });

  it('lets one of two dispatchers win, and the case has the winner’s departments', async () => {
    await times(12, async () => {
      const caseNumber = await phoneCase(desk('operator1'));
      const leads = ['market', 'tax'];
      const replies = await times(2, (index) =>
        act(desk('dispatcher1', index), caseNumber, 'dispatch', { ...SUMMARY, lead: leads[index], version: 1 }),
      );
      expect(counted(replies)).toEqual({ 200: 1, '409 case.stale': 1 });
      const parts = await stored<{ departmentCode: string }>('SELECT departmentCode FROM assignments WHERE caseNumber = ?', caseNumber);
      expect(parts.map(({ departmentCode }) => departmentCode)).toEqual([leads[replies.findIndex(({ status }) => status === 200)]]);
    });
  });

  it('lets merging, sealing and dispatching race, and one of them is true', async () => {
    const master = await phoneCase(desk('operator1'));
    const won = await times(18, async () => {
      const caseNumber = await phoneCase(desk('operator1'));
      const tries = {
        handling: ['dispatch', SUMMARY],
        merged: ['merge', { masterCaseNumber: master }],
        sealed: ['seal', { reason: '索要好处' }],
      } as const;
      const replies = await Promise.all(
        Object.values(tries).map(([action, body], index) => act(desk('dispatcher1', index), caseNumber, action, { version: 1, ...body })),
      );
      const winners = Object.keys(tries).filter((_, index) => replies[index]!.status === 200);
      // whoever comes after the seal finds no such case
      expect(replies.filter(({ status }) => status !== 200).map(({ status }) => [404, 409].includes(status))).toEqual([true, true]);
      const [row] = await stored<{ status: string }>('SELECT status FROM cases WHERE caseNumber = ?', caseNumber);
      expect([row!.status]).toEqual(winners);
      const parts = await stored<{ id: string }>('SELECT id FROM assignments WHERE caseNumber = ?', caseNumber);
      const readers = await stored<{ username: string }>('SELECT username FROM case_readers WHERE caseNumber = ?', caseNumber);
      expect([parts.length, readers.length > 0]).toEqual([row!.status === 'handling' ? 1 : 0, row!.status === 'sealed']);
      return row!.status;
    });
    const [row] = await stored<{ repeatCount: number }>('SELECT repeatCount FROM cases WHERE caseNumber = ?', master);
    expect(row!.repeatCount).toBe(won.filter((status) => status === 'merged').length);
  });

  it('merges two cases into each other at once, and one of them stays', async () => {
    await times(8, async () => {
      const pair = await times(2, () => phoneCase(desk('operator1')));
      const replies = await times(2, (index) =>
        act(desk('dispatcher1', index), pair[index]!, 'merge', { version: 1, masterCaseNumber: pair[1 - index] }),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
      expect(Object.keys(counted(replies)).filter((name) => !/^(200|409 case\.stale|422 case\.master-unfit)$/.test(name))).toEqual([]);
      const rows = await stored<{ status: string }>(`SELECT status FROM cases WHERE caseNumber IN ('${pair.join("','")}') ORDER BY status`);
      expect(rows.map(({ status }) => status)).toEqual(['merged', 'pending_dispatch']);
    });
  });

  it('tells each of 500 due limits once at every level, whoever of eight sweeps finds it', async () => {
    await times(20, async (lane) => {
      for (let index = 0; index < 25; index++) {
        const body = { kind: 'complaint', description: `到期 ${lane}-${index}` };
        succeeded(await apps[lane % apps.length]!.client().post('/public/complaints', body), 201);
      }
    });
    const [due] = await stored<{ n: number }>("SELECT COUNT(*) AS n FROM case_limits WHERE state = 'running' AND name = 'acceptance'");
    const told = await sweptBy(engine === 'mysql' ? 2 : 1, 8);
    const rows = await stored<{ type: string; n: number; cases: number }>(
      `SELECT type, COUNT(*) AS n, COUNT(DISTINCT caseNumber) AS cases FROM events
       WHERE type LIKE 'limit.%' AND caseNumber IN (SELECT caseNumber FROM case_limits WHERE name = 'acceptance') GROUP BY type ORDER BY type`,
    );
    const expected = Number(due!.n);
    expect(expected).toBeGreaterThanOrEqual(500);
    expect(rows.map(({ type, n, cases }) => [type, Number(n), Number(cases)])).toEqual(
      ['limit.amber', 'limit.overdue', 'limit.red'].map((type) => [type, expected, expected]),
    );
    const all = await stored<{ n: number }>("SELECT COUNT(*) AS n FROM events WHERE type LIKE 'limit.%'");
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(Number(all[0]!.n));
  });

  it('begins every day with number one and without a gap, though many call at midnight', async () => {
    await Promise.all(apps.map((app) => app.restart({ NOW: '2027-03-01T00:00:00+08:00', CLOCK_RATE: '172800' })));
    const end = Date.now() + 5_000;
    const sent: Reply[] = [];
    await times(24, async (lane) => {
      const visitor = apps[lane % apps.length]!.client();
      while (Date.now() < end) sent.push(await visitor.post('/public/complaints', { kind: 'complaint', description: '零点的投诉' }));
    });
    expect(counted(sent)).toEqual({ 201: sent.length });
    const days = new Map<string, number[]>();
    for (const number of new Set(sent.map(({ body }) => String(body.caseNumber)))) {
      days.set(number.slice(0, 8), [...(days.get(number.slice(0, 8)) ?? []), Number(number.slice(8))]);
    }
    expect(days.size).toBeGreaterThan(5);
    for (const numbers of days.values()) expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('leaves a log that holds, also while servers go on writing it', async () => {
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });

  /** Sweeps shared out over processes, begun together; gives what each of them told. */
  async function sweptBy(processes: number, sweeps: number): Promise<number[]> {
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, NODE_ENV: 'test', NOW: '2026-12-31T10:00:00+08:00', ...town.database.env };
    const children = Array.from({ length: processes }, () => {
      const worker = resolve('test/support/sweep-worker.mjs');
      const child = spawn(process.execPath, [worker, String(sweeps / processes)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
      return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
    });
    for (const { lines } of children) expect((await lines.next()).value).toBe('ready');
    const ended = children.map(({ child }) => once(child, 'exit'));
    for (const { child } of children) child.stdin.write('go\n');
    const told = await Promise.all(children.map(async ({ lines }) => String((await lines.next()).value)));
    await Promise.all(ended);
    return told.flatMap((line) => line.replace('told ', '').split(' ').map(Number));
  }
});
