/** The month in a report: the same figures as the statistics, compared in words, as a page, a Word document and a workbook. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { cellsIn, filesIn, textIn } from './support/zip.js';

/** The last full month of the demo city, which stands in the middle of March. */
const MONTH = '2026-02';

describeWithServer('a report of the month', () => {
  let app: App;
  let supervisor: Client;
  let commissioner: Client;

  beforeAll(async () => {
    app = await startApp();
    supervisor = await app.signIn('supervisor1');
    commissioner = await app.signIn('commissioner1');
  });
  afterAll(() => app?.stop());

  const report = async (kind = 'monthly-report', month = MONTH): Promise<Json> =>
    succeeded(await supervisor.get(`/reports/${month}?kind=${kind}`));
  const overview = async (month: string): Promise<Json[]> => {
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    return succeeded(await supervisor.get(`/statistics/overview?from=${month}-01&to=${month}-${last}`)).figures;
  };
  const valueOf = (figures: Json[], key: string): number => figures.find((one) => one.key === key).value;
  const wordsOf = (one: Json): string => one.sections.flatMap(({ paragraphs }: Json) => paragraphs).join('\n');

  it('is read by the office and the commission, for months that have begun', async () => {
    refused(await (await app.signIn('operator1')).get(`/reports/${MONTH}`), 403);
    refused(await (await app.signIn('market.leader')).get(`/reports/${MONTH}`), 403);
    for (const month of ['2026-04', '2026-13', 'x']) refused(await supervisor.get(`/reports/${month}`), 404);
    refused(await supervisor.get(`/reports/${MONTH}?kind=everything`), 422);
    const seen = succeeded(await (await app.signIn('auditor1')).get('/audit?action=report.read'));
    expect(seen.total).toBe(0);
    await report();
    expect(succeeded(await (await app.signIn('auditor1')).get('/audit?action=report.read')).total).toBe(1);
  });

  it('says the figures of the statistics, and how they stand against last month and last year', async () => {
    const one = await report();
    const [now, before, yearAgo] = [await overview(MONTH), await overview('2026-01'), await overview('2025-02')];
    const words = wordsOf(one);
    const difference = (than: string, by: number) => (by === 0 ? `与${than}持平` : `较${than} ${by > 0 ? '+' : '−'}${Math.abs(by)} 件`);
    const received = valueOf(now, 'received');
    expect(received).toBeGreaterThan(50);
    expect(words).toContain(`2026年2月，热线共受理诉求 ${received} 件，${difference('上月', received - valueOf(before, 'received'))}`);
    expect(words).toContain(difference('上年同月', received - valueOf(yearAgo, 'received')));
    expect(words).toContain(`满意率 ${(valueOf(now, 'satisfaction') * 100).toFixed(1)}%`);
    expect(words).not.toMatch(/[{}[\]]|undefined|NaN/);
    const table = one.sections[0].table;
    expect(table.head).toEqual(['指标', '本月', '上月', '上年同月']);
    expect(table.rows.find(([name]: string[]) => name === '收件量')).toEqual([
      '收件量',
      ...[received, valueOf(before, 'received'), valueOf(yearAgo, 'received')].map(String),
    ]);
    for (const { key, numerator, denominator, formula } of one.figures.filter((figure: Json) =>
      now.some((own) => own.key === figure.key),
    )) {
      expect(now.find((own) => own.key === key)).toMatchObject({ numerator, denominator, formula });
    }
    expect(one.provisional).toBe(false);
    expect((await report('monthly-report', '2026-03')).provisional).toBe(true);
  });

  it('ranks nobody with fewer than ten cases, and names red and black by rule', async () => {
    const one = await report('ranking');
    const { rows } = one.sections.find(({ table }: Json) => table)!.table;
    const published = succeeded(await app.client().get(`/public/statistics?month=${MONTH}`)).ranking;
    expect(rows.map(([, name]: string[]) => name)).toEqual(published.rows.map(({ name }: Json) => name));
    for (const { rank, index, sample, list } of published.rows) {
      expect([sample, rank === null, index === null]).toEqual([sample, sample < 10, sample < 10]);
      if (rank === null) expect(list).toBeUndefined();
    }
    const red = published.rows.filter(({ list }: Json) => list === 'red').map(({ name }: Json) => name);
    expect(red.length).toBeGreaterThan(0);
    expect(wordsOf(one)).toContain(`红榜：${red.join('、')}。`);
  });

  it('publishes twelve months and the ranking without lists or persons', async () => {
    const one = succeeded(await app.client().get(`/public/statistics?month=${MONTH}`));
    expect(one.trend).toHaveLength(12);
    expect(one.trend.at(-1).period).toBe(MONTH);
    expect(one.trend.at(-1).figures[0].value).toBe(valueOf(await overview(MONTH), 'received'));
    expect(JSON.stringify(one)).not.toContain('/api/v1/cases');
  });

  async function file(kind: string, format: string): Promise<{ number: string; zip: Buffer }> {
    const asked = succeeded(await supervisor.post('/exports', { kind, format, month: MONTH, reason: '报送领导' }), 201);
    succeeded(await commissioner.post(`/exports/${asked.id}/actions/approve`, { version: asked.version }), 200);
    const end = Date.now() + 30_000;
    for (;;) {
      const one = succeeded(await supervisor.get(`/exports/${asked.id}`));
      if (one.state === 'ready') break;
      if (Date.now() > end) throw new Error(`${kind} ${format} is ${one.state} ${one.error ?? ''}\n${app.logs.slice(-2000)}`);
      await new Promise((again) => setTimeout(again, 200));
    }
    const { url } = succeeded(await supervisor.post(`/exports/${asked.id}/tickets`), 201);
    return { number: asked.number, zip: succeeded(await supervisor.get(url)) };
  }

  it.each(['monthly-report', 'ranking'])('opens as a Word document with its mark in the header: %s', async (kind) => {
    const { number, zip } = await file(kind, 'docx');
    const files = filesIn(zip);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['[Content_Types].xml', 'word/document.xml', 'word/header1.xml', 'word/footer1.xml']),
    );
    const header = textIn(files.get('word/header1.xml')!);
    expect(header).toMatch(new RegExp(`导出人：邱正华（supervisor1）\\s+导出时间：2026-03-\\d\\d \\d\\d:\\d\\d\\s+编号：${number}`));
    const text = textIn(files.get('word/document.xml')!);
    const one = await report(kind);
    for (const { heading, paragraphs } of one.sections) {
      expect(text).toContain(heading);
      for (const sentence of paragraphs as string[]) if (!sentence.includes('在办')) expect(text).toContain(sentence);
    }
    const received = one.figures.find(({ key }: Json) => key === 'satisfaction');
    for (const part of [received.name, received.formula, String(received.denominator)]) expect(text).toContain(part);
  });

  it.each(['monthly-report', 'ranking'])('opens as a workbook with every figure’s formula: %s', async (kind) => {
    const { number, zip } = await file(kind, 'xlsx');
    const files = filesIn(zip);
    const cells = cellsIn(zip);
    expect(files.get('xl/workbook.xml')).toContain('指标算法');
    expect(files.get('xl/workbook.xml')).toMatch(/name="说明"/);
    expect(cells).toEqual(expect.arrayContaining([number, '报送领导', '分子', '分母', '算法']));
    for (const { name, formula } of (await report(kind)).figures) expect(cells).toEqual(expect.arrayContaining([name, formula]));
    for (const [name, xml] of files) {
      if (!name.startsWith('xl/worksheets/sheet')) continue;
      expect([name, xml.includes('<f>')]).toEqual([name, false]);
      expect(textIn(/<headerFooter.*?<\/headerFooter>/s.exec(xml)?.[0] ?? '')).toContain(number);
    }
  });
});
