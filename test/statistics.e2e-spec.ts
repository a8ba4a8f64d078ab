/** Figures over cases made by hand, so that every number can be counted on the fingers. */
import ExcelJS from 'exceljs';
import { FIGURES } from '../src/domain/figures.js';
import type { Json } from './support/client.js';
import { freshDatabase, type TestDatabase } from './support/database.js';
import { clocks, type Given, handmade } from './support/handmade.js';
import { openInside, type Inside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}+08:00`);
const MARCH = 'from=2026-03-01&to=2026-03-31';

describeWithServer('figures', () => {
  let database: TestDatabase;
  let city: Inside;
  let given: Given;

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    given = handmade(city);
    await city.staff('supervisor1', 'supervisor');
    await city.staff('operator1', 'operator');
    await city.staff('inspector1', 'inspector');
    await city.staff('market.leader', 'leader', 'market');
    await city.staff('admin1', 'administrator');
    await city.staff('auditor1', 'auditor');
    await fill(given);
    const sealed = await given({ status: 'sealed', sealed: 1 });
    await city.insert('case_readers', [{ username: 'inspector1', caseNumber: sealed }]);
    await given({ receivedAt: at('2026-02-28T23:59:59') });
    await given({ receivedAt: at('2026-04-01T00:00:00') });
  });
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  const read = async (path: string, username = 'supervisor1'): Promise<Json> => {
    const answer = await city.get(path, username);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body;
  };
  const short = (figures: Json[]) => Object.fromEntries(figures.map(({ key, numerator, denominator }) => [key, [numerator, denominator]]));
  const rowOf = (body: Json, code: string): Json => body.rows.find((row: Json) => row.code === code);
  const total = async (address: string, username = 'supervisor1') => (await read(address, username)).total;

  it('counts the overview as one would by hand', async () => {
    const { figures, ...period } = await read(`/statistics/overview?${MARCH}`);
    expect(period).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(short(figures)).toEqual({
      received: [10, null],
      open: [4, null],
      closed: [3, null],
      overdue: [1, null],
      'pending-acceptance': [0, null],
      'pending-dispatch': [2, null],
      handling: [2, null],
      'pending-review': [0, null],
      'pending-callback': [0, null],
      answered: [1, null],
      rejected: [1, null],
      merged: [1, null],
      withdrawn: [0, null],
      transferred: [0, null],
      terminated: [0, null],
      dispatched: [6, null],
      'valid-call-backs': [2, null],
      'response-rate': [2, 4],
      'solution-rate': [2, 2],
      satisfaction: [1, 2],
      'on-time-signing': [3, 4],
      'on-time-closing': [2, 4],
      'first-round-solution': [1, 2],
      're-handling': [1, 3],
      return: [2, 6],
      'refused-return': [1, 2],
      'dispatch-accuracy': [5, 6],
      extension: [1, 5],
      'overdue-rate': [2, 5],
      repeat: [2, 10],
      'direct-answer': [1, 8],
      'verified-rate': [2, 3],
      'handling-hours': [200, 3],
    });
  });

  it('gives a share as numerator over denominator, a mean as sum over count, and null where nothing is due', async () => {
    const { figures } = await read(`/statistics/overview?${MARCH}`);
    const of = (key: string) => figures.find((one: Json) => one.key === key);
    expect(of('satisfaction')).toMatchObject({ value: 0.5, small: true, unit: 'share' });
    expect(of('handling-hours').value).toBeCloseTo(200 / 3, 6);
    expect(of('received')).toMatchObject({ value: 10, denominator: null });
    expect(of('repeat')).not.toHaveProperty('small');
    const empty = await read('/statistics/overview?from=2020-01-01&to=2020-01-31');
    expect(empty.figures.find((one: Json) => one.key === 'satisfaction')).toMatchObject({ value: null, numerator: 0, denominator: 0 });
  });

  it.each(['supervisor1', 'market.leader', 'inspector1'])(
    'has a list of equal length behind every figure and both its parts, for %s',
    async (reader) => {
      const tables = await Promise.all(
        ['overview', 'departments', 'categories', 'trend'].map((table) => read(`/statistics/${table}?${MARCH}`, reader)),
      );
      const rows = tables.flatMap((body) => [
        body,
        ...(body.rows ?? []),
        ...(body.rows ?? []).flatMap((row: Json) => row.children ?? []),
        ...(body.points ?? []),
      ]);
      const figures: Json[] = rows
        .flatMap((row) => row.figures ?? [])
        .filter(({ cases, numerator }: Json) => cases !== '' && numerator > 0);
      expect(figures.length).toBeGreaterThan(40);
      for (const { key, unit, cases, numerator, denominator } of figures) {
        const asked = [key, cases];
        expect([...asked, await total(cases, reader)]).toEqual([...asked, unit === 'hours' ? denominator : numerator]);
        if (denominator === null) continue;
        const other = cases.replace('part=numerator', 'part=denominator');
        expect([...asked, await total(other, reader)]).toEqual([...asked, denominator]);
      }
    },
  );

  it('judges each department by its own part of a shared case', async () => {
    const body = await read(`/statistics/departments?${MARCH}`);
    const [market, tax] = [short(rowOf(body, 'market').figures), short(rowOf(body, 'tax').figures)];
    expect(market).toMatchObject({ received: [4, null], 'on-time-signing': [3, 3], 'on-time-closing': [2, 3], overdue: [1, null] });
    expect(tax).toMatchObject({ received: [2, null], 'on-time-signing': [1, 2], 'on-time-closing': [1, 2], 'response-rate': [0, 2] });
    expect(short(rowOf(body, 'housing').figures)).toMatchObject({ received: [0, null], return: [1, 1], 'refused-return': [0, 1] });
  });

  it('shows a department its own row alone', async () => {
    const body = await read(`/statistics/departments?${MARCH}`, 'market.leader');
    expect(body.rows.map(({ code }: Json) => code)).toEqual(['market']);
    const overview = await read(`/statistics/overview?${MARCH}`, 'market.leader');
    expect(short(overview.figures)).toMatchObject({ received: [4, null], 'on-time-signing': [3, 3] });
  });

  it('adds the leaves of a category up to their group, and keeps what has none apart', async () => {
    const body = await read(`/statistics/categories?${MARCH}`);
    expect(short(rowOf(body, '01').figures)).toMatchObject({ received: [3, null], closed: [2, null] });
    expect(
      rowOf(body, '01')
        .children.map(({ code, figures }: Json) => [code, figures[0].value])
        .slice(0, 3),
    ).toEqual([
      ['0101', 2],
      ['0102', 1],
      ['0103', 0],
    ]);
    expect(rowOf(body, 'none').figures[0]).toMatchObject({ value: 7, cases: '' });
  });

  it("counts a case on the city's day it came in, also shortly after midnight", async () => {
    const { points } = await read('/statistics/trend?from=2026-02-27&to=2026-03-03&groupBy=day');
    expect(points.map(({ period, figures }: Json) => [period, figures[0].value])).toEqual([
      ['2026-02-27', 0],
      ['2026-02-28', 1],
      ['2026-03-01', 1],
      ['2026-03-02', 9],
      ['2026-03-03', 0],
    ]);
    const months = await read('/statistics/trend?from=2026-02-01&to=2026-04-30');
    expect(months.points.map(({ period, figures }: Json) => [period, figures[0].value])).toEqual([
      ['2026-02', 1],
      ['2026-03', 10],
      ['2026-04', 1],
    ]);
  });

  it('leaves a sealed case out of every figure, also for the inspector named for it', async () => {
    expect(await total(`/cases?${MARCH}`, 'inspector1')).toBe(11);
    expect((await read(`/statistics/overview?${MARCH}`, 'inspector1')).figures[0].value).toBe(10);
    expect(await total(`/cases?${MARCH}&figure=received`, 'inspector1')).toBe(10);
  });

  it('loses a case from its figures in the moment it is sealed', async () => {
    const before = short((await read(`/statistics/overview?${MARCH}`)).figures);
    const caseNumber = await given({});
    const between = short((await read(`/statistics/overview?${MARCH}`)).figures);
    const steps = FIGURES.filter(({ unit }) => unit !== 'hours').map(({ key }) => between[key]![0] - before[key]![0]);
    expect(new Set(steps)).toEqual(new Set([0, 1]));
    await city.db.write((tx) => tx.query("UPDATE cases SET sealed = 1, status = 'sealed' WHERE caseNumber = ?", [caseNumber]));
    await city.settle(caseNumber);
    expect(short((await read(`/statistics/overview?${MARCH}`)).figures)).toEqual(before);
  });

  it('refuses those who see no cases, unknown figures and endless trends', async () => {
    for (const reader of ['admin1', 'auditor1']) expect((await city.get('/statistics/overview', reader)).status).toBe(403);
    expect((await city.get('/statistics/overview')).status).toBe(401);
    expect((await city.get('/cases?figure=no-such', 'supervisor1')).body.facts.fields).toEqual([
      { field: 'figure', code: 'unknown-figure' },
    ]);
    expect((await city.get('/statistics/trend?from=0001-01-01&to=2026-01-01&groupBy=day', 'supervisor1')).status).toBe(422);
    expect((await city.get('/statistics/overview?from=yesterday', 'supervisor1')).status).toBe(422);
  });

  it('publishes a month without lists and without an account', async () => {
    const body = (await city.get('/public/statistics?month=2026-03')).body;
    expect(body).toMatchObject({ from: '2026-03-01', to: '2026-03-31' });
    expect(short(body.figures)).toMatchObject({ received: [10, null], satisfaction: [1, 2] });
    expect(JSON.stringify(body)).not.toContain('/cases');
    expect(body.departments.find(({ code }: Json) => code === 'market').figures[0].value).toBe(4);
    expect((await city.get('/public/statistics')).body).toMatchObject({ from: '2026-02-01', to: '2026-02-28' });
    expect((await city.get('/public/statistics?month=2026-13')).status).toBe(422);
  });

  it('exports CSV that a spreadsheet opens as text, with mark, and tells the log', async () => {
    const answer = await city.get(`/statistics/departments?${MARCH}&format=csv`, 'supervisor1');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="departments_2026-03-01_2026-03-31\.csv"; filename\*=UTF-8''12345%E7%83%AD/,
    );
    const text = answer.bytes.toString('utf8');
    expect(text.startsWith('\uFEFF部门,收件量,')).toBe(true);
    expect(text.split('\r\n').find((line) => line.startsWith('市场监督管理局'))).toContain(',100.0%,');
    expect(text).toContain('supervisor1');
    const audit = await read('/audit?action=statistics.exported', 'auditor1');
    expect(audit.items[0]).toMatchObject({ username: 'supervisor1', action: 'statistics.exported' });
  });

  it('exports a workbook whose second sheet has every formula with its numbers', async () => {
    const answer = await city.get(`/statistics/overview?${MARCH}&format=xlsx`, 'supervisor1');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.bytes as never);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['总览', '公式']);
    const satisfaction = FIGURES.find(({ key }) => key === 'satisfaction')!;
    const rows: Json[] = [];
    book.getWorksheet('公式')!.eachRow((row) => void rows.push(row.values));
    expect(rows.find((row) => row[2] === '满意率')).toEqual([undefined, '合计', '满意率', 0.5, 1, 2, '不足10件', satisfaction.formula]);
    expect(book.getWorksheet('总览')!.headerFooter.oddFooter).toContain('supervisor1');
  });
});

/** The cases of March: ten ordinary ones. */
async function fill(given: Given): Promise<void> {
  const received = at('2026-03-02T09:00:00');
  const closed = (hours: number) => ({ status: 'closed', receivedAt: received, closedAt: received + hours * HOUR });
  // Market alone, all in time, found true; solved and satisfied in the first round.
  await given({ ...closed(50), categoryCode: '0101' }, { parts: [{ finding: 'true', limits: clocks('met', 'met', 'met') }], calls: [{}] });
  // Market in time, tax late in everything and never in contact; a second round, solved then, but dissatisfied. The first call no longer counts.
  await given(
    { ...closed(100), round: 2, categoryCode: '0101', repeatCount: 1 },
    {
      parts: [
        { finding: 'partly-true', limits: clocks('met', 'met', 'met') },
        { departmentCode: 'tax', finding: 'untrue', firstContactAt: null, limits: clocks('missed', 'met', 'missed') },
      ],
      calls: [
        { solved: 'unsolved', satisfiedResult: 'dissatisfied' },
        { round: 2, solved: 'mostly', satisfiedResult: 'dissatisfied', at: at('2026-03-14T10:00:00') },
      ],
    },
  );
  // Tax, signed in time but nobody ever contacted the complainant; not reached, and declined to judge: no valid call-back.
  await given(closed(50), {
    parts: [
      { departmentCode: 'tax', finding: 'untrue', firstContactAt: null, extensionStatus: 'granted', limits: clocks('met', 'met', 'met') },
    ],
    calls: [
      { reached: 0, solved: null, satisfiedResult: null },
      { attempt: 2, satisfiedResult: 'declined' },
    ],
  });
  // Market again: signed and contacted, the answer overdue and still owed; a return was refused.
  await given(
    {
      status: 'handling',
      categoryCode: '0102',
      limitName: 'answer',
      dueAt: at('2026-03-03T17:00:00'),
      amberAt: at('2026-03-03T10:00:00'),
      redAt: at('2026-03-05T17:00:00'),
    },
    { parts: [{ status: 'working', returnStatus: 'refused', limits: clocks('met', 'met', 'running') }] },
  );
  // Market, not signed yet, nothing due; another part was recalled and counts nowhere.
  const later = { dueAt: at('2026-03-20T17:00:00') };
  await given(
    { status: 'handling', limitName: 'sign', ...later },
    {
      parts: [
        {
          status: 'pending_sign',
          signedAt: null,
          firstContactAt: null,
          limits: clocks('running', 'running', 'running').map((one) => ({ ...one, ...later })),
        },
        { departmentCode: 'finance', status: 'recalled', limits: clocks('ended', 'ended', 'ended') },
      ],
    },
  );
  // Housing gave it back: it waits for the dispatcher again.
  await given(
    {},
    { parts: [{ departmentCode: 'housing', status: 'returned', returnStatus: 'granted', limits: clocks('met', 'ended', 'ended') }] },
  );
  await given({ status: 'answered', closedAt: received + HOUR });
  await given({ status: 'rejected', closedAt: received + HOUR });
  await given({ status: 'merged', closedAt: received + HOUR });
  await given({ receivedAt: at('2026-03-01T00:00:01') });
}
