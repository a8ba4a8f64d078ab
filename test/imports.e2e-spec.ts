/** Cases of the system a city had before: read by a mapping, looked through, taken over once and only once, whatever falls down meanwhile. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import ExcelJS from 'exceljs';
import { EVERY_CASE, Replays } from '../src/assessment/replays.js';
import { CaseStore } from '../src/cases/case.store.js';
import { UNTOLD } from '../src/domain/replay.js';
import { type App, startApp } from './support/app.js';
import { sightings } from './support/canary.js';
import { type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { csvOf, HEADS, oldCase, oldCases } from './support/old-cases.js';
import { ImportDesk, settled } from './support/import-desk.js';
import { openTown } from './support/open-town.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const MANY = 600;
const BAD = 18;
const SPOIL_EVERY = 33;
const PATIENCE = 240_000;
const EVERYTHING = { ordinary: true, departmentCode: null, sealedFor: 'inspector1', recusedFrom: [] };

describeWithServer('cases of another system', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let files: ImportDesk;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    files = new ImportDesk(desks);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const admin = () => desks.as('admin');
  const rows = <Row>(sql: string, ...params: unknown[]): Promise<Row[]> => town.db.readPrimary<Row>(sql, params);
  const count = async (sql: string, ...params: unknown[]): Promise<number> => Number((await rows<{ n: number }>(sql, ...params))[0]!.n);
  const foundBy = async (q: string, who = 'dispatcher'): Promise<Json[]> =>
    succeeded(await (await desks.as(who)).get(`/cases?${new URLSearchParams({ q })}`)).items;

  it(
    'are taken over, bad lines told by line, column and reason, and a second time none',
    async () => {
      const { lines, told } = oldCases(MANY, SPOIL_EVERY, BAD);
      const content = csvOf(lines);
      const one = await files.sent(content);
      expect(one).toMatchObject({ state: 'uploaded', actions: ['check'], format: 'csv', number: 'I2026-0001' });
      expect(one.columns).toHaveLength(HEADS.length);
      const looked = await files.checked(one);
      expect([looked.state, looked.total, looked.good, looked.bad, looked.known]).toEqual([
        'checked',
        MANY,
        MANY - told.length,
        told.length,
        0,
      ]);
      expect(await count('SELECT COUNT(*) AS n FROM cases')).toBe(0); // nothing was written yet
      expect(looked.unknown).toEqual([
        { field: 'category', word: '不知道是什么', count: expect.any(Number) as number },
        { field: 'department', word: '外星事务局', count: expect.any(Number) as number },
      ]);
      const faults: Json[] = [];
      for (let page = 1; faults.length < told.length; page++)
        faults.push(...succeeded(await (await admin()).get(`/imports/${one.id}/faults?page=${page}&pageSize=200`)).items);
      expect(faults.map(({ line, field, code }) => ({ line, field, code }))).toEqual(told);
      expect(faults[0].heading).toBe('诉求内容');
      const done = await files.ran(looked);
      expect([done.state, done.added, done.bad, done.known]).toEqual(['done', MANY - told.length, told.length, 0]);
      expect(await count("SELECT COUNT(*) AS n FROM events WHERE type = 'case.imported'")).toBe(MANY - told.length);
      expect(await count('SELECT COUNT(*) AS n FROM notices WHERE caseNumber IN (SELECT caseNumber FROM case_origins)')).toBe(0);
      const again = await files.takenOver(lines);
      expect([again.state, again.added, again.known, again.bad]).toEqual(['done', 0, MANY - told.length, told.length]);
      expect(await count('SELECT COUNT(*) AS n FROM case_origins')).toBe(MANY - told.length);
    },
    PATIENCE,
  );

  it('keep their number there and are found by it; people and words are closed, masked and found by index', async () => {
    const [found, ...more] = await foundBy('JT-0000001');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ caseNumber: expect.stringMatching(/^20240102/) as string, status: 'archived', channel: 'phone' });
    const seen = await desks.view(found.caseNumber, 'dispatcher');
    expect(seen).toMatchObject({ cameFrom: { source: '旧平台', foreignNumber: 'JT-0000001' }, limits: [] });
    expect(seen.complainant.phone).toBe('139****0001');
    expect(seen.assignments[0]).toMatchObject({
      departmentCode: 'tax',
      status: 'accepted',
      formerReply: expect.stringContaining('责成窗口改正') as string,
    });
    expect(seen.history.map(({ type }: Json) => type as string)).toEqual(['case.imported']);
    expect((await foundBy('13910000001')).map(({ caseNumber }) => caseNumber as string)).toContain(found.caseNumber);
    // a department sees the summary of its own and nobody's name
    const own = await desks.view(found.caseNumber, 'tax');
    expect(own).toMatchObject({ summary: '反映窗口办事不便，请核实处理。' });
    expect(sightings(JSON.stringify(own))).toEqual([]);
    refused(await (await desks.as('market')).get(`/cases/${found.caseNumber}`), 404);
    // nothing of them in the log, nor in the tables of imports
    for (const table of ['events', 'imports', 'import_faults', 'import_mappings', 'case_origins', 'cases', 'complainants', 'case_terms'])
      expect([table, sightings(JSON.stringify(await rows(`SELECT * FROM ${table} LIMIT 400`)))]).toEqual([table, []]);
  }, 60_000);

  it(
    'count in no figure of the assessment, and the log gives every one of them back',
    async () => {
      const { figures } = succeeded(await (await desks.as('supervisor')).get('/statistics/overview?from=2024-01-01&to=2024-12-31'));
      expect(figures.map(({ denominator }: Json) => denominator as number).filter((n: number) => n > 0)).toEqual([]);
      // what was answered elsewhere was not written for everybody
      const window = new URLSearchParams({ start_date: '2024-01-02T00:00:00Z', end_date: '2024-01-30T00:00:00Z' });
      expect(succeeded(await app.client().get(`/open311/v2/requests.json?${window}`))).toEqual([]);
      expect(succeeded(await (await desks.as('supervisor')).get('/assessment')).map(({ month }: Json) => month as string)).toEqual([
        '2026-11',
      ]);
      await app.stop({ keep: true });
      const open = await openTown(town.database);
      try {
        const replays = new Replays(open.db, open.reference, open.workingDays);
        const store = new CaseStore(open.db, open.reference);
        const [{ number } = { number: 0 }] = await rows<{ number: number }>('SELECT number FROM event_head');
        const plain = (state: Json): Json => ({
          ...state,
          assignments: state.assignments.map((part: Json) => ({ ...part, ...Object.fromEntries(UNTOLD.map((name) => [name, null])) })),
        });
        let cases = 0;
        for await (const { state } of replays.every({ ...EVERY_CASE, upTo: Number(number) }, await replays.rules())) {
          if (++cases % 20 !== 0) continue;
          expect(plain(await store.read(state.caseNumber, EVERYTHING))).toEqual(plain(state));
        }
        expect(cases).toBe(MANY - BAD);
      } finally {
        await open.close();
      }
      expect((await verifiedLog(town)).holds).toBe(true);
      expect(await recomputed(town)).toContain(': 0 differences');
      await app.start();
    },
    PATIENCE,
  );

  it(
    'go on where they were after every kill: none twice, none missing',
    async () => {
      const lines = Array.from({ length: 1_500 }, (_, n) => oldCase(20_000 + n, n % 50 === 49 ? { 诉求内容: '' } : {}));
      const looked = await files.checked(await files.sent(csvOf(lines), { source: '另一平台' }));
      succeeded(await files.act(looked, 'run'), 200);
      for (const share of [0.15, 0.4, 0.7]) {
        const cut = await files.until(looked.id, (one) => one.position > share * lines.length || settled(one));
        expect(cut.state).toBe('running');
        await app.kill();
        // whoever had it says no more: its lease runs out
        await town.db.write((tx) => tx.query('UPDATE imports SET leaseUntil = 0 WHERE id = ?', [looked.id]));
        await app.start();
      }
      const done = await files.until(looked.id, settled);
      expect([done.state, done.added, done.bad, done.position]).toEqual(['done', 1_470, 30, 1_500]);
      expect(await count("SELECT COUNT(*) AS n FROM case_origins WHERE source = '另一平台'")).toBe(1_470);
      expect(await count("SELECT COUNT(DISTINCT foreignNumber) AS n FROM case_origins WHERE source = '另一平台'")).toBe(1_470);
      expect(
        await count(
          "SELECT COUNT(*) AS n FROM events e JOIN case_origins o ON o.caseNumber = e.caseNumber WHERE e.type = 'case.imported' AND o.source = '另一平台'",
        ),
      ).toBe(1_470);
      expect(await count('SELECT COUNT(*) AS n FROM import_faults WHERE importId = ?', looked.id)).toBe(30);
      expect((await verifiedLog(town)).holds).toBe(true);
    },
    PATIENCE,
  );

  it(
    'stop when called off, and go on from there',
    async () => {
      const lines = Array.from({ length: 1_500 }, (_, n) => oldCase(40_000 + n));
      const looked = await files.checked(await files.sent(csvOf(lines), { source: '第三平台' }));
      succeeded(await files.act(looked, 'run'), 200);
      const running = await files.until(looked.id, ({ position }) => position > 100);
      expect(running.actions).toEqual(['cancel']);
      refused(await files.act({ ...running, version: 1 }, 'cancel'), 409, 'import.stale');
      const stopped = succeeded(await files.act(running, 'cancel'), 200);
      expect([stopped.state, stopped.actions]).toEqual(['cancelled', ['run']]);
      await new Promise((rest) => setTimeout(rest, 500));
      const [now] = [await files.read(looked.id)];
      expect(await count("SELECT COUNT(*) AS n FROM case_origins WHERE source = '第三平台'")).toBe(now.added);
      expect(now.added).toBeLessThan(1_500);
      const done = await files.ran(now);
      expect([done.state, done.added]).toEqual(['done', 1_500]);
    },
    PATIENCE,
  );

  it('that are open go to the dispatcher, or to their department with clocks from now on; nobody is written to', async () => {
    const open = { 工单状态: '办理中', 办结时间: '', 答复内容: '' };
    const lines = [
      oldCase(60_000, { ...open, 转办摘要: '' }),
      oldCase(60_001, { ...open, 承办单位: '市场监督管理局', 来源渠道: '网站' }),
      oldCase(60_002, { ...open, 诉求内容: '打 13910060002 找我', 转办摘要: '请回电 139-1006-0002' }),
    ];
    const done = await files.takenOver(lines);
    expect([done.added, done.bad]).toEqual([2, 1]);
    const [fault] = succeeded(await (await admin()).get(`/imports/${done.id}/faults`)).items;
    expect(fault).toMatchObject({ line: 4, field: 'summary', heading: '转办摘要', code: 'names-complainant' });
    const [waiting] = await foundBy('JT-0060000');
    expect([waiting.status, waiting.dueAt]).toEqual(['pending_dispatch', undefined]);
    const [given] = await foundBy('JT-0060001');
    expect(given.status).toBe('handling');
    const seen = await desks.view(given.caseNumber);
    expect(seen.limits.map(({ name, state }: Json) => [name, state])).toEqual([
      ['sign', 'running'],
      ['first-contact', 'running'],
      ['answer', 'running'],
    ]);
    expect(seen.limits.every(({ startedAt }: Json) => (startedAt as string).startsWith('2026-11-02'))).toBe(true);
    expect(seen.receivedAt.startsWith('2024-01-02')).toBe(true);
    await desks.done('market', given.caseNumber, 'sign');
    await desks.done('dispatcher', waiting.caseNumber, 'dispatch', { lead: 'tax', summary: '请核实。' });
    expect(await count('SELECT COUNT(*) AS n FROM notices WHERE caseNumber = ?', given.caseNumber)).toBe(0);
  }, 60_000);

  it('that a category seals are sealed, and those outside learn nothing of them', async () => {
    const sealedName = (
      await rows<{ name: string }>('SELECT name FROM categories WHERE flags LIKE \'%"sealed":true%\' AND parentCode IS NOT NULL')
    )[0]!.name;
    const done = await files.takenOver(
      [oldCase(61_000, { 问题分类: sealedName }), oldCase(61_001, { 诉求类型: '举报', 承办单位: '税务局' })],
      {
        source: '举报平台',
      },
    );
    expect(done.added).toBe(2);
    expect(await foundBy('JT-0061000')).toEqual([]);
    expect(await foundBy('JT-0061000', 'supervisor')).toEqual([]);
    const [sealed] = await foundBy('JT-0061000', 'inspector');
    expect(sealed.status).toBe('sealed');
    const told = await rows<{ facts: string }>('SELECT facts FROM events WHERE caseNumber = ?', sealed.caseNumber);
    expect(told.map(({ facts }) => Object.keys(JSON.parse(facts) as object))).toEqual([['channel', 'kind', 'receivedAt'], ['why']]);
  }, 60_000);

  it('come from workbooks and from the national encoding, too, by a mapping that is kept', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('工单');
    const heads = ['单号', '时间', '内容', '完成', '门类', '单位'];
    sheet.addRow(heads);
    sheet.addRow(['X-1', new Date('2024-05-06T09:30:00Z'), '第一件\n两行', new Date('2024-05-09T00:00:00Z'), '慢', '市监']);
    sheet.addRow(['X-2', '2024年5月7日 10时20分', '第二件', 45_430.5, '慢', '']);
    sheet.addRow([]);
    sheet.addRow(['X-3', '2024/5/8', '=HYPERLINK("http://x")', '2024/5/8', '不详', '市监']);
    const one = await files.sent(new Uint8Array(await book.xlsx.writeBuffer()), { source: '表格', name: '工单.xlsx' });
    expect([one.format, one.heads]).toEqual(['xlsx', heads]);
    refused(await files.act(one, 'check'), 422); // nobody said yet where number, time and text stand
    const columns = ['foreignNumber', 'receivedAt', 'description', 'closedAt', 'category', 'department'].map((field, n) => ({
      field,
      heading: heads[n]!,
    }));
    const values = [
      { field: 'category', word: '慢', code: '0102' },
      { field: 'department', word: '市监', code: 'market' },
    ];
    const put = async (more: object) =>
      (await admin()).put(`/imports/${one.id}/mapping`, { version: one.version, columns, values, ...more });
    refused(await put({ columns: [{ field: 'title', heading: '没有这一列' }] }), 422);
    const mapped = succeeded(await put({ saveAs: '街道台账' }));
    const looked = await files.checked(mapped);
    expect([looked.good, looked.bad, looked.unknown]).toEqual([2, 1, [{ field: 'category', word: '不详', count: 1 }]]);
    expect((await files.ran(looked)).added).toBe(2);
    const [first] = await foundBy('X-1');
    expect([first.receivedAt.slice(0, 16), first.categoryCode]).toEqual(['2024-05-06T09:30', '0102']);
    const [kept] = succeeded(await (await admin()).get('/imports/mappings'));
    expect(kept).toMatchObject({ name: '街道台账', columns: 6 });
    const text = `${heads.join(',')}\r\nX-9,2024-05-09,第九件,2024-05-10,慢,市监\r\n`;
    const national = Buffer.from([...text].flatMap((sign) => [...gb18030(sign)]));
    const other = await files.sent(new Uint8Array(national), { source: '表格', mappingId: kept.id });
    const done = await files.ran(await files.checked(other));
    expect([other.heads, done.added]).toEqual([heads, 1]);
    const file = await (await admin()).get(`/imports/${one.id}/faults.csv`);
    expect(file.body).toContain('5,类别,门类,unknown-value,');
  }, 60_000);

  it('are the administrator’s business alone, and what is no table is refused', async () => {
    for (const who of ['operator', 'supervisor', 'auditor', 'commissioner'])
      refused(await (await desks.as(who)).get('/imports'), 403, 'access.role-may-not');
    refused(await app.client().get('/imports'), 401);
    refused(await files.send(''), 422);
    refused(await files.send('只有一列\r\n1\r\n'), 422);
    refused(await files.send(Buffer.from('504b0304aabbccdd', 'hex'), { name: '坏.xlsx' }), 415, 'import.no-table');
    refused(await files.send(Buffer.from('d0cf11e0a1b11ae1', 'hex'), { name: '旧.xls' }), 415, 'import.no-table');
    refused(await files.send(csvOf([]), { source: ' ' }), 422);
    refused(await (await admin()).get('/imports/00000000-0000-4000-8000-000000000000'), 404);
    refused(await (await admin()).post('/imports/nonsense/actions/run', { version: 1 }), 404);
    const one = await files.sent(csvOf([oldCase(70_000)]));
    refused(await files.act(one, 'run'), 409, 'import.action-not-open');
    refused(await files.act(one, 'explode'), 409, 'import.action-not-open');
    const heavy = await files.send(new Uint8Array(52 * 1024 * 1024).fill(97));
    expect(heavy.status).toBe(413);
  }, 60_000);

  it('leave headings that are formulas inert in the list of bad lines', async () => {
    const heads = ['=cmd|" /C calc"!A0', '受理时间', '诉求内容'];
    const one = await files.sent(csvOf([{ [heads[0]!]: '', 受理时间: '2024-01-01', 诉求内容: '一件' }], heads), { source: '公式' });
    const columns = [
      { field: 'foreignNumber', heading: heads[0]! },
      { field: 'receivedAt', heading: '受理时间' },
      { field: 'description', heading: '诉求内容' },
    ];
    const mapped = succeeded(await (await admin()).put(`/imports/${one.id}/mapping`, { version: one.version, columns, values: [] }));
    const looked = await files.checked(mapped);
    expect(looked.bad).toBe(1);
    const { body } = await (await admin()).get(`/imports/${one.id}/faults.csv`);
    expect(body).toContain('2,原编号,"\'=cmd|');
    const acts = (await rows<{ type: string }>("SELECT DISTINCT type FROM events WHERE audience = 'audit' AND type LIKE 'import.%'")).map(
      ({ type }) => type,
    );
    expect(acts.sort()).toEqual([
      'import.cancelled',
      'import.check-started',
      'import.finished',
      'import.mapped',
      'import.started',
      'import.uploaded',
    ]);
  }, 60_000);
});

/** What `npm run recompute` says of the town. */
function recomputed(town: Town): Promise<string> {
  const { PATH, HOME, TZ } = process.env;
  const env = { PATH, HOME, TZ, ...town.database.env, NOW: MONDAY, CLOCK_RATE: '0' };
  return new Promise((done) => {
    execFile(process.execPath, [resolve('dist/recompute.js')], { env }, (_error, stdout, stderr) => done(`${stdout}${stderr}`));
  });
}

const LETTERS = new Map<string, Buffer>();
/** A sign in GB18030, by trying all that two bytes can be. */
function gb18030(sign: string): Buffer {
  if (sign.charCodeAt(0) < 128) return Buffer.from(sign);
  if (LETTERS.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let high = 0xb0; high <= 0xf7; high++)
      for (let low = 0xa1; low <= 0xfe; low++) LETTERS.set(decoder.decode(Buffer.from([high, low])), Buffer.from([high, low]));
  }
  return LETTERS.get(sign)!;
}
