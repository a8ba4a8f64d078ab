/** What charts draw, over cases made by hand: funnel, map, ranking, calendar, equality, discretion, topics, detection; each number with its list. */
import type { Json } from './support/client.js';
import { freshDatabase, type TestDatabase } from './support/database.js';
import { clocks, type Given, handmade } from './support/handmade.js';
import { openInside, type Inside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}+08:00`);
const MARCH = 'from=2026-03-01&to=2026-03-31';
const REPLY = '您好，您反映的问题已收悉，我单位高度重视，立即安排人员核实，现已整改到位，感谢您的监督与支持。';

describeWithServer('charts of figures', () => {
  let database: TestDatabase;
  let city: Inside;
  let given: Given;

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    given = handmade(city);
    for (const [username, role, department] of [
      ['supervisor1', 'supervisor', null],
      ['inspector1', 'inspector', null],
      ['dispatcher1', 'dispatcher', null],
      ['reviewer1', 'reviewer', null],
      ['market.leader', 'leader', 'market'],
      ['market.handler1', 'handler', 'market'],
      ['tax.handler1', 'handler', 'tax'],
    ] as const)
      await city.staff(username, role, department);
    await fill(given);
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
  const post = (path: string, body: object, username: string) => city.send('POST', path, body, username);
  const total = async (address: string, username = 'supervisor1'): Promise<number> => (await read(address, username)).total;
  /** Every figure somewhere in an answer. */
  const figuresIn = (one: unknown): Json[] => {
    if (typeof one !== 'object' || one === null) return [];
    const own = 'numerator' in one && 'unit' in one ? [one as Json] : [];
    return [...own, ...Object.values(one).flatMap(figuresIn)];
  };

  it('draws the way from receipt to a solution, each step within the one before', async () => {
    const { figures } = await read(`/statistics/funnel?${MARCH}`);
    expect(figures.map(({ key, value }: Json) => [key, value])).toEqual([
      ['received', 30],
      ['accepted', 29],
      ['passed-on', 28],
      ['all-answered', 25],
      ['answered-closed', 24],
      ['closed-solved', 14],
    ]);
  });

  it('maps departments against groups of categories, and leaves out what has no case', async () => {
    const body = await read(`/statistics/heat-map?${MARCH}&figure=on-time-closing`);
    const row = body.rows.find(({ code }: Json) => code === 'market');
    expect(row.cells.map(({ code, figure }: Json) => [code, figure.numerator, figure.denominator])).toEqual([['01', 12, 12]]);
    expect(body.columns[0]).toMatchObject({ code: '01' });
  });

  it("ranks departments by a share with Wilson's interval, and nobody with fewer than ten cases", async () => {
    const { rows, whole } = await read(`/statistics/ranking?${MARCH}&figure=solution-rate`);
    expect(rows.map(({ code, rank, figure }: Json) => [code, rank, figure.numerator, figure.denominator])).toEqual([
      ['market', 1, 12, 12],
      ['tax', 2, 2, 12],
    ]);
    expect([rows[0].low, rows[0].high].map((share) => Math.round(share * 1000))).toEqual([758, 1000]);
    expect(whole).toMatchObject({ numerator: 14, denominator: 24 });
    const few = await read('/statistics/ranking?from=2026-03-02&to=2026-03-02&figure=solution-rate');
    expect(few.rows.every(({ rank }: Json) => rank === undefined)).toBe(true);
  });

  it('sets the weaker beside the stronger, with the sizes of both samples', async () => {
    const body = await read(`/statistics/equality?${MARCH}`);
    const difference = (between: string, key: string) => body.differences.find((one: Json) => one.between === between && one.key === key);
    expect(difference('size', 'solution-rate')).toMatchObject({
      weaker: { numerator: 2, denominator: 12 },
      stronger: { numerator: 12, denominator: 12 },
      worse: true,
    });
    expect(difference('size', 'solution-rate').high).toBeLessThan(0);
    expect(difference('size', 'handling-hours')).toMatchObject({ weaker: { value: 100 }, stronger: { value: 50 }, worse: true });
    expect(difference('origin', 'solution-rate')).toMatchObject({ weaker: { numerator: 0, denominator: 0, value: null }, worse: false });
  });

  it('tells how many limits end on each day, beside those that have ended', async () => {
    const body = await read('/statistics/limits-calendar?from=2026-03-16&to=2026-03-22');
    expect(body.days.map(({ day, working, figure }: Json) => [day.slice(8), working, figure.value])).toEqual([
      ['16', true, 1],
      ['17', true, 0],
      ['18', true, 1],
      ['19', true, 0],
      ['20', true, 0],
      ['21', false, 0],
      ['22', false, 0],
    ]);
    expect(body.overdue.value).toBe(1);
    expect((await city.get('/statistics/limits-calendar?from=2026-03-16&to=2026-12-01', 'supervisor1')).status).toBe(422);
  });

  it('breaks the overview up by channel, kind, region, size and origin, with those that told nothing', async () => {
    const values = async (group: string) =>
      (await read(`/statistics/overview?${MARCH}&groupBy=${group}`)).rows
        .filter(({ figures }: Json) => figures[0].value > 0)
        .map(({ code, figures }: Json) => [code, figures[0].value]);
    expect(await values('channel')).toEqual([
      ['phone', 29],
      ['web', 1],
    ]);
    expect(await values('kind')).toEqual([['complaint', 30]]);
    expect(await values('size')).toEqual([
      ['small', 12],
      ['large', 12],
      ['none', 6],
    ]);
    expect(await values('origin')).toEqual([
      ['local', 24],
      ['none', 6],
    ]);
    expect(await values('region')).toEqual([['none', 30]]);
  });

  it('compares each figure with the period before and with the year before', async () => {
    const previous = await read(`/statistics/overview?${MARCH}&compare=previous`);
    expect(previous.figures[0].compared).toMatchObject({ from: '2026-02-01', to: '2026-02-28', value: 2 });
    const year = await read(`/statistics/departments?${MARCH}&compare=year`);
    expect(year.rows[0].figures[0].compared).toMatchObject({ from: '2025-03-01', to: '2025-03-31', value: 0 });
    const trend = await read(`/statistics/trend?from=2026-02-01&to=2026-03-31&compare=previous`);
    expect(trend.points.map(({ figures }: Json) => figures[0].compared.value)).toEqual([0, 0]);
  });

  it.each(['supervisor1', 'market.leader'])('has a list of equal length behind every number, for %s', async (reader) => {
    const paths = [
      `funnel?${MARCH}&compare=previous`,
      `heat-map?${MARCH}`,
      `heat-map?${MARCH}&figure=satisfaction`,
      `ranking?${MARCH}&figure=on-time-closing`,
      `equality?${MARCH}`,
      'limits-calendar?from=2026-03-16&to=2026-03-22',
      `overview?${MARCH}&groupBy=channel`,
      `overview?${MARCH}&groupBy=size`,
      `overview?${MARCH}&groupBy=region`,
      'topics?to=2026-03-14',
    ];
    const figures = figuresIn(await Promise.all(paths.map((path) => read(`/statistics/${path}`, reader)))).filter(({ cases }) => cases);
    expect(figures.filter(({ numerator }) => numerator > 0).length).toBeGreaterThan(40);
    for (const { key, unit, cases, numerator, denominator, compared } of figures) {
      expect([key, cases, await total(cases, reader)]).toEqual([key, cases, unit === 'hours' ? denominator : numerator]);
      if (compared?.cases)
        expect([key, await total(compared.cases, reader)]).toEqual([key, unit === 'hours' ? compared.denominator : compared.numerator]);
    }
  });

  it('finds the words and categories of a week that stands out, and for a department in its own cases alone', async () => {
    const { topics } = await read('/statistics/topics?to=2026-03-14');
    const word = topics.find(({ kind, name }: Json) => kind === 'word' && name === '环保');
    expect(word).toMatchObject({ spike: true, expected: 0, figure: { value: 5 } });
    expect(await total(word.figure.cases)).toBe(5);
    expect(topics.find(({ kind, code }: Json) => kind === 'category' && code === '0501')).toMatchObject({ spike: true });
    const own = await read('/statistics/topics?to=2026-03-14', 'market.leader');
    expect(own.topics.filter(({ name }: Json) => name === '环保')).toEqual([]);
  });

  it('lists what an inspector looks at twice, each with its reason and its list', async () => {
    const { groups, figures } = await read(`/statistics/detection?${MARCH}`, 'inspector1');
    const of = (kind: string) => groups.find((group: Json) => group.kind === kind);
    expect(groups.map(({ kind, total: n }: Json) => [kind, n])).toEqual([
      ['repeats', 1],
      ['returns', 1],
      ['dissatisfied', 1],
      ['template', 1],
      ['unlike', 0],
      ['slower', 0],
    ]);
    for (const kind of ['repeats', 'returns', 'dissatisfied']) expect(await total(of(kind).cases, 'inspector1')).toBe(1);
    const [template] = of('template').items;
    expect(template).toMatchObject({ departmentCode: 'tax', number: 12 });
    expect(template.reason).toContain('12 件答复几乎相同');
    expect(await total(template.cases, 'inspector1')).toBe(12);
    expect(figures.map(({ key, numerator, denominator }: Json) => [key, numerator, denominator])).toEqual([
      ['verified-rate', 24, 24],
      ['commission-verified-rate', 1, 2],
    ]);
    expect(await total(figures[1].cases, 'inspector1')).toBe(1);
    const hidden = await city.get(figures[1].cases, 'dispatcher1');
    expect([hidden.status, hidden.body.facts.fields]).toEqual([422, [{ field: 'figure', code: 'unknown-figure' }]]);
    for (const reader of ['market.leader', 'dispatcher1']) expect((await city.get('/statistics/detection', reader)).status).toBe(403);
  });

  it('compares penalties for like offences, and takes one back by an entry of its own', async () => {
    const numbers: string[] = (await read(`/cases?${MARCH}&departmentCode=market&pageSize=50`)).items.map(
      ({ caseNumber }: Json) => caseNumber,
    );
    const penalty = { offenceCode: 'F02', tier: 'light', decidedOn: '2026-03-05' };
    const amounts = [1000, 1200, 1000, 900, 1100, 2900, 25_000];
    for (const [index, amount] of amounts.entries()) {
      const { status } = await post(`/cases/${numbers[index]}/penalties`, { ...penalty, amount }, 'market.handler1');
      expect(status).toBe(201);
    }
    const [offence] = (await read(`/statistics/discretion?${MARCH}`)).offences;
    expect(offence).toMatchObject({ code: 'F02', spread: { count: 7, min: 900, median: 1100, max: 25_000 } });
    expect(await total(offence.spread.cases)).toBe(7);
    expect(await total(offence.tiers[0].departments[0].spread.cases)).toBe(7);
    const why = (list: Json[]) => Object.fromEntries(list.map(({ amount, why: reason }) => [amount, reason]));
    expect(why(offence.unlike)).toEqual({ 2900: 'far-above', 25_000: 'outside-law' });
    const [wrong] = await read(`/cases/${numbers[6]}/penalties`);
    expect(wrong).toMatchObject({ amount: 25_000, outsideLaw: true, tierName: '从轻' });
    const undo = () => post(`/cases/${numbers[6]}/penalties/${wrong.id}/withdrawal`, { reason: '登记有误' }, 'market.handler1');
    const both = await Promise.all([undo(), undo()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await read(`/cases/${numbers[6]}/penalties`))[0].withdrawn).toBe('登记有误');
    expect((await read(`/statistics/discretion?${MARCH}`)).offences[0].spread.count).toBe(6);
    const { groups } = await read(`/statistics/detection?${MARCH}`, 'inspector1');
    expect(groups.find(({ kind }: Json) => kind === 'unlike').total).toBe(1);
  });

  it('refuses penalties of others, of unknown offences and of tomorrow', async () => {
    const [{ caseNumber }] = (await read(`/cases?${MARCH}&departmentCode=market`)).items;
    const penalty = { offenceCode: 'F02', tier: 'light', amount: 100, decidedOn: '2026-03-05' };
    const path = `/cases/${caseNumber}/penalties`;
    const refusal = async (body: object, username: string) => {
      const { status, body: told } = await post(path, body, username);
      return [status, told.facts?.fields?.map(({ field, code }: Json) => `${field} ${code}`)];
    };
    expect(await refusal(penalty, 'tax.handler1')).toEqual([404, undefined]);
    expect((await refusal(penalty, 'dispatcher1'))[0]).toBe(403);
    expect(await refusal({ ...penalty, offenceCode: 'F99' }, 'market.handler1')).toEqual([422, ['offenceCode unknown-offence']]);
    expect(await refusal({ ...penalty, tier: 'none', decidedOn: '2026-03-17' }, 'market.handler1')).toEqual([
      422,
      ['tier unknown-tier', 'decidedOn in-future'],
    ]);
    expect(await refusal(penalty, 'reviewer1')).toEqual([422, ['departmentCode no-such-assignment']]);
    expect((await refusal({ ...penalty, departmentCode: 'market' }, 'reviewer1'))[0]).toBe(201);
  });

  it.each(['funnel', 'heat-map', 'ranking', 'equality', 'discretion', 'detection', 'topics'])(
    'exports %s as a table with the mark of its reader',
    async (name) => {
      const period = name === 'topics' ? 'to=2026-03-14' : MARCH;
      const csv = await city.get(`/statistics/${name}?${period}&format=csv`, 'supervisor1');
      expect(csv.headers.get('content-type')).toContain('text/csv');
      expect(csv.bytes.toString('utf8')).toContain('supervisor1');
      const xlsx = await city.get(`/statistics/${name}?${period}&format=xlsx`, 'supervisor1');
      expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
    },
  );
});

/** Thirty cases of March: twelve for market that go well, twelve for tax that do not, and what is left over. */
async function fill(given: Given): Promise<void> {
  const received = at('2026-03-03T09:00:00');
  const closed = (hours: number) => ({ status: 'closed', receivedAt: received, closedAt: received + hours * HOUR, origin: 'local' });
  const late = [
    { name: 'sign', state: 'met' },
    { name: 'first-contact', state: 'met' },
    { name: 'answer', state: 'missed' },
  ];
  for (let n = 0; n < 12; n++) {
    const good = { ...closed(50), categoryCode: '0101', size: 'large', summary: '反映窗口办事情况。' };
    await given(good, { parts: [{ finding: 'true', limits: clocks('met', 'met', 'met') }], calls: [{}] });
    const bad = {
      ...closed(100),
      categoryCode: '0203',
      size: 'small',
      summary: '反映税务窗口情况。',
      ...(n === 0 ? { repeatCount: 3, commissionFinding: 'proven' } : {}),
    };
    const again = n === 1 ? { round: 2, returnCount: 2, commissionFinding: 'unproven' } : {};
    await given(
      { ...bad, ...again },
      {
        parts: [{ departmentCode: 'tax', finding: 'true', publicReply: `${REPLY}（第${n + 1}号）`, limits: late }],
        calls: [
          ...(n === 1 ? [{ satisfiedResult: 'dissatisfied', solved: 'unsolved' }] : []),
          { round: n === 1 ? 2 : 1, solved: n > 9 ? 'mostly' : 'unsolved', satisfiedResult: 'dissatisfied', at: at('2026-03-11T10:00:00') },
        ],
      },
    );
  }
  await given({ channel: 'web', status: 'pending_acceptance', receivedAt: received });
  const running = (dueAt: number) => ({ limitName: 'answer', dueAt, amberAt: dueAt - HOUR, redAt: dueAt + HOUR });
  const open = (dueAt: number) => ({
    parts: [{ departmentCode: 'ecology', status: 'working', limits: clocks('met', 'met', 'running').map((one) => ({ ...one, dueAt })) }],
  });
  // Ecology: a week of dust, two of them due, one overdue, one answered and one called back about.
  const week = { receivedAt: at('2026-03-09T09:00:00'), categoryCode: '0501', summary: '反映环保检查频繁。' };
  for (const due of ['2026-03-16T17:00:00', '2026-03-18T17:00:00', '2026-03-13T17:00:00'])
    await given({ ...week, status: 'handling', ...running(at(due)) }, open(at(due)));
  await given({ ...week, status: 'pending_callback' }, { parts: [{ departmentCode: 'ecology', limits: clocks('met', 'met', 'met') }] });
  await given(week);
  for (const day of ['2026-02-03', '2026-02-28']) await given({ receivedAt: at(`${day}T09:00:00`) });
  await given({ status: 'sealed', sealed: 1, receivedAt: received, repeatCount: 9, returnCount: 9 });
}
