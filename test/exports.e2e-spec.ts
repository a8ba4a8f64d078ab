/** A file that leaves the house: asked for with a reason, approved by another, made in the background, fetched once by who asked. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inert } from '../src/domain/export-life.js';
import { type App, startApp } from './support/app.js';
import { particularsOf, sightings } from './support/canary.js';
import { type Json, type Reply, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';
import { cellsIn, filesIn, textIn } from './support/zip.js';

const NASTY = [
  '=HYPERLINK("http://evil.example","看这里")',
  '+cmd|" /C calc"!A0',
  '-2+3+cmd|" /C calc"!A0',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  '＝1＋1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  '\t=1+1',
  '  =1+1',
  '窗口收费“乱”，要求=退费',
];
const EIGHT_DAYS_LATER = '2026-11-10T10:00:00+08:00';

describeWithServer('an export', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '100000', WRONG_PASSWORDS_PER_MINUTE: '100000' }, town.database);
    desks = new Desks(app);
    for (const [n, description] of NASTY.entries()) {
      const body = {
        channel: 'phone',
        urgency: 'normal',
        kind: 'complaint',
        title: description,
        description,
        complainant: particularsOf(n),
      };
      const { caseNumber } = succeeded(await (await desks.as('operator')).post('/cases', body), 201);
      const lead = n % 2 === 0 ? 'market' : 'tax';
      await desks.done('dispatcher', caseNumber, 'dispatch', { lead, summary: NASTY[(n + 1) % NASTY.length]!.trim() });
    }
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const ask = async (who: string, body: object = {}): Promise<Reply> =>
    (await desks.as(who)).post('/exports', { kind: 'cases', format: 'xlsx', reason: '月度分析', filter: {}, ...body });
  const asked = async (who: string, body: object = {}): Promise<Json> => succeeded(await ask(who, body), 201);
  const act = async (who: string, { id, version }: Json, action: string, body = {}): Promise<Reply> =>
    (await desks.as(who)).post(`/exports/${id}/actions/${action}`, { version, ...body });
  const until = async (who: string, id: string, holds: (one: Json) => boolean): Promise<Json> => {
    const end = Date.now() + 30_000;
    for (;;) {
      const one = succeeded(await (await desks.as(who)).get(`/exports/${id}`));
      if (holds(one) || Date.now() > end) return one;
      await new Promise((again) => setTimeout(again, 100));
    }
  };
  const ready = async (who: string, body: object = {}, approver = 'commissioner'): Promise<Json> => {
    const one = await asked(who, body);
    succeeded(await act(approver, one, 'approve'), 200);
    return until(who, one.id, ({ state }) => state === 'ready' || state === 'failed');
  };
  const ticket = async (who: string, id: string): Promise<string> =>
    succeeded(await (await desks.as(who)).post(`/exports/${id}/tickets`), 201).url as string;
  const fetched = async (who: string, id: string): Promise<Buffer> => {
    const { body } = await (await desks.as(who)).get(await ticket(who, id));
    return Buffer.isBuffer(body) ? body : Buffer.from(body as string);
  };
  const filesOnDisk = (): string[] => {
    const folder = join(town.database.dataDir, 'files', 'exports');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  };

  it('is asked for with a reason, in a form its kind has, by the roles the city names', async () => {
    refused(await ask('operator'), 403, 'export.role-may-not');
    refused(await ask('market', { kind: 'monthly-report', format: 'docx', month: '2026-10' }), 403, 'export.role-may-not');
    refused(await ask('auditor'), 403);
    for (const body of [
      { reason: ' ' },
      { format: 'docx' },
      { kind: 'everything' },
      { filter: { status: 'nonsense' } },
      { filter: { secret: 1 } },
      { kind: 'ranking', format: 'docx' },
      { kind: 'ranking', format: 'docx', month: '2026-13' },
      { kind: 'ranking', format: 'docx', month: '2027-01' },
    ])
      refused(await ask('supervisor', body), 422, 'input.invalid');
    expect(await asked('supervisor')).toMatchObject({
      state: 'requested',
      progress: 0,
      number: expect.stringMatching(/^D2026-\d{6}$/),
      actions: [],
    });
  });

  it('is approved by another person with the right role, once', async () => {
    const one = await asked('supervisor');
    refused(await act('supervisor', one, 'approve'), 403, 'export.asker-may-not');
    refused(await act('dispatcher', one, 'approve'), 404);
    refused(await act('commissioner', { ...one, version: 7 }, 'approve'), 409, 'export.stale');
    refused(await act('commissioner', one, 'refuse', {}), 422);
    const both = await Promise.all([act('commissioner', one, 'approve'), act('commissioner', one, 'refuse', { reason: '不必导出' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const other = await asked('supervisor');
    const no = succeeded(await act('commissioner', other, 'refuse', { reason: '范围太大' }), 200);
    expect(no).toMatchObject({ state: 'refused', decision: '范围太大', decidedBy: { username: 'commissioner1' } });
    refused(await (await desks.as('supervisor')).post(`/exports/${other.id}/tickets`), 409, 'export.not-ready');
  });

  it('holds the list with its filter, marked on every page, with nothing a spreadsheet would run', async () => {
    const one = await ready('supervisor', { filter: { departmentCode: 'market' }, reason: '=1+1 分析' });
    expect(one).toMatchObject({ state: 'ready', progress: 100, total: 6, downloadable: true });
    const zip = await fetched('supervisor', one.id);
    const cells = cellsIn(zip);
    for (const text of NASTY.filter((_, n) => n % 2 === 0)) {
      expect(cells).toContain(inert(text));
      if (inert(text) !== text) expect(cells).not.toContain(text);
    }
    const files = filesIn(zip);
    const sheets = [...files].filter(([name]) => name.startsWith('xl/worksheets/sheet'));
    expect(sheets.length).toBe(2);
    for (const [name, xml] of sheets) {
      expect([name, /<f[ >]/.test(xml)]).toEqual([name, false]);
      const mark = textIn(/<headerFooter.*?<\/headerFooter>/s.exec(xml)?.[0] ?? '');
      expect(mark).toContain(`邱正华（supervisor1）  导出时间：2026-11-02 10:0`);
      expect(mark).toContain(one.number);
    }
    expect(cells.slice(0, 12)).toEqual(expect.arrayContaining(['编号', one.number, '用途', "'=1+1 分析", 'departmentCode=market']));
    expect(sightings(zip)).toEqual([]);
  });

  it('comes as CSV just as harmless', async () => {
    const one = await ready('supervisor', { format: 'csv' });
    const supervisor = await desks.as('supervisor');
    const url = app.url + (await ticket('supervisor', one.id));
    const text = Buffer.from(await (await fetch(url, { headers: { cookie: supervisor.cookie } })).arrayBuffer()).toString('utf8');
    expect(text.startsWith('\ufeff工单号')).toBe(true);
    for (const line of text.split('\r\n')) {
      for (const cell of line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? []) {
        expect(cell.replace(/^"/, '')).not.toMatch(/^[\s\ufeff]*[=+\-@＝＋－＠\t]/);
      }
    }
    expect(text).toContain(one.number);
    expect(sightings(text)).toEqual([]);
  });

  it('shows its asker what he may see and no more', async () => {
    const one = await ready('market!');
    expect(one.total).toBe(6);
    const cells = cellsIn(await fetched('market!', one.id));
    // a department reads summaries: never the complainants' own words
    expect(cells).not.toContain(inert(NASTY[10]!));
    expect(cells.filter((cell) => cell === '税务局')).toEqual([]);
    const all = await ready('supervisor');
    expect(all.total).toBe(NASTY.length);
  });

  it('is fetched by who asked alone, once for each ticket, and every time is in the audit', async () => {
    const one = await ready('supervisor');
    refused(await (await desks.as('commissioner')).post(`/exports/${one.id}/tickets`), 404);
    refused(await (await desks.as('dispatcher')).get(`/exports/${one.id}`), 404);
    const url = await ticket('supervisor', one.id);
    refused(await (await desks.as('commissioner')).get(url), 404);
    const three = await Promise.all([1, 2, 3].map(async () => (await desks.as('supervisor')).get(url)));
    expect(three.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const [good] = three.filter(({ status }) => status === 200);
    expect(good!.headers.get('content-disposition')).toContain(`filename="${one.number}.xlsx"`);
    expect(good!.headers.get('cache-control')).toBe('private, no-store');
    await fetched('supervisor', one.id);
    expect((await until('supervisor', one.id, () => true)).downloads).toBe(2);
    const audit = succeeded(await (await desks.as('auditor')).get('/audit?action=export.downloaded&pageSize=200'));
    expect(
      audit.items.filter(({ username, reason }: Json) => username === 'supervisor1' && reason === '月度分析').length,
    ).toBeGreaterThanOrEqual(2);
    for (const nonsense of ['x', 'x'.repeat(43)]) refused(await (await desks.as('supervisor')).get(`/exports/files/${nonsense}`), 404);
  });

  it('does not leave any more when a case in it was sealed since', async () => {
    const one = await ready('supervisor');
    const url = await ticket('supervisor', one.id);
    const { items } = succeeded(await (await desks.as('supervisor')).get('/cases?departmentCode=tax'));
    await desks.done('supervisor', items[0].caseNumber, 'seal', { reason: '涉及违纪线索' });
    // refused by the look at its cases, or by then withdrawn already
    expect([404, 409]).toContain((await (await desks.as('supervisor')).get(url)).status);
    expect(await until('supervisor', one.id, ({ state }) => state === 'expired')).toMatchObject({
      state: 'expired',
      error: 'outdated',
      downloadable: false,
    });
    refused(await (await desks.as('supervisor')).post(`/exports/${one.id}/tickets`), 409, 'export.not-ready');
    expect((await ready('supervisor')).total).toBe(NASTY.length - 1);
  });

  it('goes to nobody whose department has changed meanwhile', async () => {
    const one = await ready('market!');
    const set = (code: string) =>
      town.db.write((tx) => tx.query("UPDATE accounts SET departmentCode = ? WHERE username = 'market.leader'", [code]));
    await set('fire');
    refused(await (await desks.as('market!')).post(`/exports/${one.id}/tickets`), 409, 'export.outdated');
    await set('market');
  });

  it('lies encrypted under a name of chance, and no table tells its filter or reason', async () => {
    await ready('supervisor', { filter: { q: '乱收费暗语' }, reason: '核对暗语事项' });
    const names = filesOnDisk();
    expect(names.length).toBeGreaterThan(2);
    const folder = join(town.database.dataDir, 'files', 'exports');
    for (const name of names) expect(readFileSync(join(folder, name)).subarray(0, 4).toString('latin1')).not.toBe('PK\x03\x04');
    expect(JSON.stringify(await town.db.read('SELECT * FROM exports'))).not.toMatch(/暗语|月度分析/);
  });

  it('is taken up again after the process that made it vanished, and given up after three attempts', async () => {
    const one = await asked('supervisor');
    const patch = (sql: string) => town.db.write((tx) => tx.query(`UPDATE exports SET ${sql} WHERE id = ?`, [one.id]));
    await patch("state = 'running', attempts = 1, leaseUntil = 1, decidedAt = 1");
    expect(await until('supervisor', one.id, ({ state }) => state === 'ready')).toMatchObject({ state: 'ready', progress: 100 });
    await patch("state = 'running', attempts = 3, leaseUntil = 1");
    expect(await until('supervisor', one.id, ({ state }) => state === 'failed')).toMatchObject({ state: 'failed', error: 'gave-up' });
  });

  it('is made once, however many are waiting and however many processes work', async () => {
    const waiting: Json[] = [];
    for (let n = 0; n < 12; n++) waiting.push(await asked(n % 2 ? 'dispatcher' : 'reviewer', { format: 'csv' }));
    const second = engine === 'mysql' ? await startApp({ NOW: MONDAY }, town.database) : undefined;
    await Promise.all(waiting.map((one) => act('commissioner', one, 'approve')));
    for (const [n, one] of waiting.entries()) await until(n % 2 ? 'dispatcher' : 'reviewer', one.id, ({ state }) => state === 'ready');
    await second?.stop({ keep: true });
    const rows = await town.db.read<{ number: string; attempts: number; state: string }>('SELECT number, attempts, state FROM exports');
    const made = await town.db.read<{ facts: string }>("SELECT facts FROM events WHERE type = 'export.ready'");
    for (const { number } of waiting) {
      expect(rows.find((row) => row.number === number)).toMatchObject({ attempts: 1, state: 'ready' });
      expect(made.filter(({ facts }) => facts.includes(`"${number}"`))).toHaveLength(1);
    }
  });

  it('is over after the days the city keeps files, and nothing of it stays', async () => {
    const one = await ready('supervisor');
    const url = await ticket('supervisor', one.id);
    await desks.turnTo(EIGHT_DAYS_LATER);
    refused(await (await desks.as('supervisor')).get(url), 404);
    expect(await until('supervisor', one.id, ({ state }) => state === 'expired')).toMatchObject({ state: 'expired', downloadable: false });
    const end = Date.now() + 20_000;
    while (filesOnDisk().length > 0 && Date.now() < end) await new Promise((again) => setTimeout(again, 200));
    expect(filesOnDisk()).toEqual([]);
    expect(await town.db.read('SELECT * FROM export_cases')).toEqual([]);
    expect(sightings(app.logs)).toEqual([]);
    expect((await verifiedLog(town)).holds).toBe(true);
  });

  it('waits in no longer a line than twenty of one person', async () => {
    for (let n = 0; n < 20; n++) await asked('reviewer', { format: 'csv' });
    refused(await ask('reviewer', { format: 'csv' }), 409, 'export.too-many');
  });
});
