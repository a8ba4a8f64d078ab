/** The assessment as its people live it: ledger, appeals, self-findings, what the commission proves, exclusion, vetoes, a month that is closed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Ledger } from '../src/assessment/ledger.js';
import type { Conclusions } from '../src/assessment/conclusions.js';
import { Replays } from '../src/assessment/replays.js';
import { SealedFacts } from '../src/assessment/sealed-facts.js';
import { Identities } from '../src/complainants/identities.js';
import { SYSTEM } from '../src/domain/case-state.js';
import { EventLog } from '../src/events/event-log.js';
import { configJson } from '../src/platform/settings.js';
import { App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { openTown, type OpenTown } from './support/open-town.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

/** None of what the race is about earns a card. */
const NO_CARDS = { follow: () => Promise.resolve([]) } as unknown as Conclusions;
const NOW = '2026-11-02T10:00:00+08:00';
const at = (text: string) => Date.parse(`${text}+08:00`);
const ANSWER = { finding: 'untrue', solved: 'solved', internalNote: '内部', publicReply: '经核查不属实。' };

describeWithServer('assessment', () => {
  let town: Town;
  let app: App;
  let open: OpenTown;
  const people = new Map<string, Client>();
  const as = async (name: string): Promise<Client> => {
    const known = people.get(name) ?? (await app.signIn(name));
    people.set(name, known);
    return known;
  };
  const get = async (name: string, path: string): Promise<Json> => succeeded(await (await as(name)).get(path));
  const act = async (name: string, caseNumber: string, action: string, body: object = {}): Promise<Json> =>
    succeeded(await (await as(name)).act(caseNumber, action, { ...body }));
  /** What the ledger holds once it has read the log to its end. */
  const scores = async (name: string, query = ''): Promise<Json[]> => {
    await follow();
    return (await get(name, `/scores?pageSize=100${query}`)).items as Json[];
  };
  const follow = async () => {
    const [head] = await open.db.readPrimary<{ number: number }>('SELECT number FROM event_head');
    for (let tries = 0; tries < 100; tries++) {
      const [cursor] = await open.db.readPrimary<{ value: number }>("SELECT value FROM counters WHERE name = 'ledger'");
      if (Number(cursor?.value) >= Number(head!.number)) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('The ledger does not follow the log');
  };
  const short = (entries: Json[]) =>
    entries.map(({ departmentCode, rule, detail, points }: Json) => [departmentCode, rule, detail, points].join(' '));

  async function aCase(lead: string, categoryCode = '0302'): Promise<string> {
    const body = {
      channel: 'phone',
      urgency: 'normal',
      kind: 'complaint',
      description: '收费没有依据',
      categoryCode,
      accusedDepartmentCode: lead,
    };
    const { caseNumber } = succeeded(await (await as('operator1')).post('/cases', body), 201);
    await act('dispatcher1', caseNumber, 'dispatch', { lead, summary: '请核实收费情况' });
    return caseNumber;
  }
  async function answered(caseNumber: string, department: string, answer: object = ANSWER): Promise<void> {
    await act(`${department}.handler1`, caseNumber, 'sign');
    await act(`${department}.handler1`, caseNumber, 'log-progress', { text: '已联系', contacted: true });
    await act(`${department}.leader`, caseNumber, 'answer', answer);
    await act('reviewer1', caseNumber, 'pass');
  }
  const callBack = (caseNumber: string, satisfiedResult: string) =>
    act('reviewer1', caseNumber, 'call-back', {
      reached: true,
      contacted: true,
      solved: 'solved',
      satisfiedResult,
      satisfiedProcess: 'satisfied',
    });

  /** What the commission tells; its own screens have stories of their own. */
  const concluded = async (facts: object) => {
    const [last] = await open.db.readPrimary<{ at: number }>('SELECT MAX(at) AS at FROM events');
    const told = { openedAt: at('2026-11-02T10:30:00'), caseNumbers: [], measures: [], vetoes: [], ...facts };
    const event = { type: 'investigation.concluded', facts: told, by: SYSTEM, at: Number(last!.at), audience: 'sealed' as const };
    await open.db.write((tx) => new EventLog(open.db).append(tx, [event]));
  };
  const matter = (departmentCode: string, more: object = {}) => ({
    departmentCode,
    categoryCode: '0302',
    from: '2026-10-01',
    to: '2026-10-31',
    ...more,
  });

  /** A real investigation of a case: opened and proposed by an inspector, approved by the commissioner. */
  async function investigated(caseNumber: string, departmentCode: string): Promise<string> {
    const clue = {
      source: 'report',
      title: '收费无依据',
      text: '举报收费没有依据。',
      caseNumbers: [caseNumber],
      departmentCodes: [departmentCode],
    };
    const { investigationNumber } = succeeded(await (await as('inspector1')).post('/investigations', clue), 201);
    const step = async (name: string, action: string, body: object = {}): Promise<void> => {
      const { version } = await get(name, `/investigations/${investigationNumber}`);
      succeeded(await (await as(name)).post(`/investigations/${investigationNumber}/actions/${action}`, { version, ...body }));
    };
    await step('inspector1', 'register', { categoryCode: '0302' });
    await step('inspector1', 'assess', { handling: 'preliminary-verification', text: '可查性较强。' });
    const matters = [{ departmentCode, categoryCode: '0302', from: '2026-10-01', to: '2026-10-31' }];
    await step('inspector1', 'propose-conclusion', { conclusion: 'proven', text: '查证属实。', matters });
    await step('commissioner1', 'approve-conclusion', { text: '同意。' });
    return investigationNumber as string;
  }

  /** What `npm run recompute` says of the town. */
  const recomputed = (now = NOW): Promise<{ code: number; words: string }> => {
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, ...town.database.env, NOW: now, CLOCK_RATE: '0' };
    return new Promise((done) => {
      execFile(process.execPath, [resolve('dist/recompute.js')], { env }, (error, stdout, stderr) =>
        done({ code: error ? 1 : 0, words: `${stdout}${stderr}`.trim() }),
      );
    });
  };

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ DEMO: '0', NOW }, town.database);
    open = await openTown(town.database);
  });
  afterAll(async () => {
    await open?.close();
    await app?.stop();
    await town?.close();
  });

  let refusedReturn: string;
  it('costs a department a point when its return is refused, and it may read that, but no other department', async () => {
    refusedReturn = await aCase('market');
    await act('market.handler1', refusedReturn, 'request-return', { reason: '不属本单位职责' });
    await act('dispatcher1', refusedReturn, 'refuse-return', { departmentCode: 'market', reason: '属本单位职责' });
    const [entry] = await scores('market.leader');
    expect(entry).toMatchObject({ departmentCode: 'market', rule: 'refused-return', points: -1, period: '2026-11', ruleVersion: 1 });
    expect(entry.evidence).toEqual({ caseNumber: refusedReturn });
    expect(await scores('tax.leader')).toEqual([]);
    refused(await (await as('tax.leader')).get(`/scores/${entry.id}`), 404, 'not-found');
    refused(await (await as('operator1')).get('/scores'), 403);
    expect((await get('supervisor1', '/scores?department=market&period=2026-11')).points).toBe(-1);
    expect((await get('supervisor1', '/scores?department=tax')).total).toBe(0);
  });

  it('hears an appeal once; granted, a counter-entry takes the points back and the entry stays as it is', async () => {
    const [entry] = await scores('market.leader');
    refused(await (await as('market.handler1')).post(`/scores/${entry.id}/appeal`, { reason: '理由' }), 403);
    refused(await (await as('tax.leader')).post(`/scores/${entry.id}/appeal`, { reason: '理由' }), 404);
    refused(
      await (await as('supervisor1')).post(`/scores/${entry.id}/appeal/decision`, { granted: true, reason: '同意' }),
      409,
      'score.appeal-not-open',
    );
    const appealed = succeeded(await (await as('market.leader')).post(`/scores/${entry.id}/appeal`, { reason: '职责清单已调整' }));
    expect(appealed.appeal).toMatchObject({ status: 'asked', askedBy: 'market.leader' });
    refused(await (await as('market.leader')).post(`/scores/${entry.id}/appeal`, { reason: '再次' }), 409, 'score.appealed-already');
    refused(await (await as('commissioner1')).post(`/scores/${entry.id}/appeal/decision`, { granted: true, reason: '同意' }), 403);
    const decided = succeeded(
      await (await as('supervisor1')).post(`/scores/${entry.id}/appeal/decision`, { granted: true, reason: '情况属实' }),
    );
    expect(decided).toMatchObject({ points: -1, appeal: { status: 'granted', decidedBy: 'supervisor1' } });
    const [counter] = await scores('market.leader');
    expect(counter).toMatchObject({
      id: decided.counteredBy,
      rule: 'counter',
      detail: 'refused-return',
      points: 1,
      evidence: { entryId: entry.id },
    });
    refused(await (await as('market.leader')).post(`/scores/${counter.id}/appeal`, { reason: '再次' }), 409, 'score.taken-back');
    expect((await get('market.leader', '/scores')).points).toBe(0);
  });

  let finding: Json;
  it('takes a self-finding in at the hour of the server, adds to it, and gives points when the supervisor has confirmed it', async () => {
    const input = {
      categoryCode: '0302',
      person: '王小明',
      document: '收费通知〔2026〕3号',
      from: '2026-10-01',
      to: '2026-10-20',
      text: '窗口人员多收工本费',
    };
    refused(await (await as('supervisor1')).post('/self-findings', input), 403);
    refused(await (await as('market.handler1')).post('/self-findings', { ...input, openedAt: '2026-01-01T00:00:00+08:00' }), 422);
    refused(await (await as('market.handler1')).post('/self-findings', { ...input, to: '2027-01-01' }), 422);
    finding = succeeded(await (await as('market.handler1')).post('/self-findings', input), 201);
    expect(finding).toMatchObject({ findingNumber: 'Z20261102001', status: 'open', person: '王小明', departmentCode: 'market' });
    expect(Math.abs(Date.parse(finding.openedAt) - at('2026-11-02T10:00:00'))).toBeLessThan(600_000);
    refused(await (await as('tax.leader')).get(`/self-findings/${finding.findingNumber}`), 404);
    const [listed] = (await get('supervisor1', '/self-findings')).items;
    expect(listed.person).toBe('王**');
    const step = async (name: string, action: string, body: object) =>
      (finding = succeeded(
        await (await as(name)).post(`/self-findings/${finding.findingNumber}/actions/${action}`, { version: finding.version, ...body }),
      ));
    refused(
      await (
        await as('market.leader')
      ).post(`/self-findings/${finding.findingNumber}/actions/deal`, { version: 1, text: '早了', measures: ['criticism'] }),
      409,
      'self-finding.action-not-open',
    );
    await step('market.handler1', 'note', { text: '共 12 人次' });
    await step('market.handler1', 'prove', { text: '核实属实，已退还' });
    refused(
      await (
        await as('market.handler1')
      ).post(`/self-findings/${finding.findingNumber}/actions/deal`, { version: 3, text: '处理', measures: ['criticism'] }),
      403,
    );
    refused(
      await (
        await as('market.leader')
      ).post(`/self-findings/${finding.findingNumber}/actions/deal`, { version: 1, text: '处理', measures: ['criticism'] }),
      409,
      'self-finding.stale',
    );
    refused(
      await (
        await as('market.leader')
      ).post(`/self-findings/${finding.findingNumber}/actions/deal`, { version: 3, text: '处理', measures: ['unheard-of'] }),
      422,
    );
    await step('market.leader', 'deal', { text: '效能告诫一人', measures: ['criticism', 'efficiency-warning'] });
    const seen = await get('supervisor1', `/self-findings/${finding.findingNumber}`);
    expect(seen.entries.map(({ action }: Json) => action)).toEqual(['open', 'note', 'prove', 'deal']);
    expect(seen.earlier).toEqual([{ caseNumber: refusedReturn, receivedAt: expect.any(String), urged: false }]);
    await step('supervisor1', 'confirm', { text: '先于投诉发现，予以认定' });
    expect(short(await scores('market.leader')).slice(0, 1)).toEqual(['market self-found medium 3']);
  });

  it('lets the supervisor say whether the commission proved what the department had opened first', async () => {
    const person = new Identities(town.keys).personIndex('王小明', 'market');
    await concluded({ investigationNumber: 'I-1', conclusion: 'proven', matters: [matter('market', { person })] });
    await follow();
    expect(short(await scores('supervisor1', '&rule=commission-proven'))).toEqual([]);
    const { items } = await get('supervisor1', '/same-matters?status=proposed');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      findingNumber: finding.findingNumber,
      matchedBy: ['department', 'category', 'period', 'person'],
      actions: ['confirm', 'refuse'],
    });
    refused(await (await as('market.leader')).get('/same-matters'), 403);
    refused(await (await as('commissioner1')).post(`/same-matters/${items[0].id}/actions/confirm`, { version: 1, reason: '是' }), 403);
    const decided = succeeded(
      await (await as('supervisor1')).post(`/same-matters/${items[0].id}/actions/confirm`, { version: 1, reason: '人员、文件一致' }),
    );
    expect(decided.status).toBe('confirmed');
    refused(
      await (await as('supervisor1')).post(`/same-matters/${items[0].id}/actions/refuse`, { version: 2, reason: '否' }),
      409,
      'same-matter.action-not-open',
    );
    // the points stand once, and there is no loss
    expect(short(await scores('supervisor1', '&department=market')).filter((one) => !/counter|refused/.test(one))).toEqual([
      'market self-found medium 3',
    ]);
  });

  it('costs b what the department had not opened, and 2b what it had denied', async () => {
    await concluded({ investigationNumber: 'I-2', conclusion: 'partly-proven', matters: [matter('tax')] });
    const denied = await aCase('housing');
    await answered(denied, 'housing');
    const number = await investigated(denied, 'housing');
    await concluded({ investigationNumber: 'I-4', conclusion: 'unproven', matters: [matter('finance')] });
    expect(short(await scores('supervisor1')).slice(0, 3)).toEqual([
      'finance unproven  0',
      'housing untrue-proven  -16',
      'tax commission-proven  -8',
    ]);
    const [own] = await scores('housing.leader');
    expect(own.evidence).toEqual({ investigationNumber: number, caseNumber: denied });
    const cards = (await get('housing.leader', '/cards')).items as Json[];
    expect(cards).toMatchObject([{ departmentCode: 'housing', colour: 'red', rule: 'untrue-proven', caseNumber: denied }]);
  });

  it('tells how much of what was proven the departments had found themselves, with the entries behind it', async () => {
    // market found one itself; the commission proved one of tax and one that housing had denied; finance: unproven
    const { whole, departments } = await get('supervisor1', '/scores/self-found-share');
    expect(whole).toMatchObject({ key: 'self-found-share', numerator: 1, denominator: 3, value: 1 / 3, small: true });
    expect(departments.map(({ departmentCode, numerator, denominator }: Json) => [departmentCode, numerator, denominator])).toEqual([
      ['housing', 0, 1],
      ['market', 1, 1],
      ['tax', 0, 1],
    ]);
    expect((await get('supervisor1', whole.cases.replace('/api/v1', ''))).total).toBe(1);
    expect((await get('supervisor1', '/scores?proven=all')).total).toBe(3);
    expect((await get('tax.leader', '/scores/self-found-share')).whole).toMatchObject({ numerator: 0, denominator: 1 });
    expect((await get('supervisor1', '/scores/self-found-share?period=2020-01')).whole).toMatchObject({ value: null, denominator: 0 });
    refused(await (await as('operator1')).get('/scores/self-found-share'), 403);
  });

  it('counts who was proven how often, per unit and person, in the rolling year', async () => {
    const { rows } = await get('supervisor1', '/scores/ladder');
    expect(rows.map(({ departmentCode, person, proven, step }: Json) => [departmentCode, Boolean(person), proven, step].join(' '))).toEqual(
      ['housing false 1 account', 'market false 1 account', 'market true 1 off-post', 'tax false 1 account'],
    );
    expect((await get('tax.leader', '/scores/ladder')).rows).toHaveLength(1);
  });

  it('leaves a case out of the rates when the supervisor grants that its demand was unreasonable, and tells both', async () => {
    const unreasonable = await aCase('labour');
    await answered(unreasonable, 'labour', { ...ANSWER, finding: 'true' });
    await callBack(unreasonable, 'dissatisfied');
    await act('reviewer1', unreasonable, 're-handle', { reason: '不满意' });
    await act('labour.leader', unreasonable, 'answer', { ...ANSWER, finding: 'true' });
    await act('reviewer1', unreasonable, 'pass');
    await callBack(unreasonable, 'dissatisfied');
    expect(short(await scores('labour.leader'))).toEqual(['labour unsatisfied  -2']);
    const rate = async (key: string) => {
      const { rows } = await get('supervisor1', '/assessment/2026-11');
      const row = rows.find(({ departmentCode }: Json) => departmentCode === 'labour');
      const { numerator, denominator, all } = row.rates.find((one: Json) => one.key === key);
      return [numerator, denominator, all.numerator, all.denominator];
    };
    expect(await rate('satisfaction')).toEqual([0, 1, 0, 1]);
    await act('labour.handler1', unreasonable, 'request-exclusion', { reason: '诉求无法律依据', evidence: '法院生效判决' });
    expect((await get('labour.handler1', `/cases/${unreasonable}`)).actions).not.toContain('request-exclusion');
    refused(
      await (await as('labour.handler1')).act(unreasonable, 'grant-exclusion', { departmentCode: 'labour', reason: '自己同意' }),
      403,
    );
    await act('supervisor1', unreasonable, 'grant-exclusion', { departmentCode: 'labour', reason: '属不合理诉求' });
    expect(await rate('satisfaction')).toEqual([0, 0, 0, 1]);
    expect(await rate('response-rate')).toEqual([0, 0, 1, 1]);
    expect(short(await scores('labour.leader'))).toEqual(['labour counter unsatisfied 2', 'labour unsatisfied  -2']);
    const list = await get(
      'supervisor1',
      '/cases?from=2026-11-01&to=2026-11-30&departmentCode=labour&figure=satisfaction-all&part=denominator',
    );
    expect(list.items.map(({ caseNumber }: Json) => caseNumber)).toEqual([unreasonable]);
  });

  it('keeps a veto register that the commissioner decides on', async () => {
    const input = { departmentCode: 'tax', ground: 'retaliation', year: 2026, reason: '投诉人被反复检查' };
    const raised = succeeded(await (await as('supervisor1')).post('/vetoes', input), 201);
    expect(raised).toMatchObject({ status: 'proposed', actions: [] });
    expect((await get('tax.leader', '/vetoes')).total).toBe(0);
    refused(await (await as('supervisor1')).post(`/vetoes/${raised.id}/actions/impose`, { version: 1, reason: '是' }), 403);
    const imposed = succeeded(
      await (await as('commissioner1')).post(`/vetoes/${raised.id}/actions/impose`, { version: 1, reason: '查证属实' }),
    );
    expect(imposed).toMatchObject({ status: 'imposed', decidedBy: 'commissioner1', actions: ['lift'] });
    expect((await get('tax.leader', '/vetoes')).items).toHaveLength(1);
    expect((await get('market.leader', '/vetoes')).items).toHaveLength(0);
    const { rows } = await get('tax.leader', '/assessment/2026-11');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ departmentCode: 'tax', tier: 'D', rank: null, vetoes: ['retaliation'] });
    await concluded({ investigationNumber: 'I-5', conclusion: 'proven', matters: [matter('urban')], vetoes: ['leak'] });
    await follow();
    expect((await get('commissioner1', '/vetoes?status=proposed')).items).toMatchObject([
      { departmentCode: 'urban', ground: 'leak', investigationNumber: 'I-5' },
    ]);
  });

  it('shows what other rules would make of a month, and stores nothing', async () => {
    const rules = configJson<Record<string, Json>>('scoring.json');
    const before = await get('supervisor1', '/assessment/2026-11');
    const harder = { ...rules, version: 2, commissionProven: -10, untrueProven: -20 };
    const { rows } = succeeded(await (await as('supervisor1')).post('/assessment/preview', { month: '2026-11', rules: harder }));
    const changed = rows.filter(({ differs }: Json) => differs);
    expect(changed.map(({ departmentCode, before: was, after: is }: Json) => [departmentCode, was.points, is.points])).toEqual([
      ['tax', -8, -10],
      ['housing', -16, -20],
      ['urban', -8, -10],
    ]);
    const wrong = await (
      await as('supervisor1')
    ).post('/assessment/preview', { month: '2026-11', rules: { ...rules, commissionProven: -5 } });
    expect(refused(wrong, 422, 'input.invalid').facts.fields).toEqual([{ field: 'rules.commissionProven', code: 'malformed' }]);
    refused(await (await as('market.leader')).post('/assessment/preview', { month: '2026-11', rules }), 403);
    expect(await get('supervisor1', '/assessment/2026-11')).toEqual(before);
  });

  it('makes no entry twice, however many follow the log at once', async () => {
    // the embedded engine is one process by design; there the followers share its one door
    const other = engine === 'mysql' ? await startApp({ DEMO: '0', NOW }, town.database) : await app.stop({ keep: true });
    for (let n = 0; n < 40; n++) {
      const facts = { investigationNumber: `R-${n}`, conclusion: 'proven', matters: [matter('police', { categoryCode: '0201' })] };
      await concluded(facts);
    }
    const doors = engine === 'mysql' ? await Promise.all([openTown(town.database), openTown(town.database)]) : [];
    await Promise.all(
      [open, ...doors, open].map(async ({ db, reference, workingDays }) => {
        const ledger = new Ledger(
          db,
          new EventLog(db),
          reference,
          new Replays(db, reference, workingDays),
          new SealedFacts({ factsOf: () => ({}) }),
          NO_CARDS,
        );
        for (let n = 0; n < 5; n++) await ledger.collect();
      }),
    );
    await Promise.all(doors.map((door) => door.close()));
    const [{ n } = { n: 0 }] = await open.db.readPrimary<{ n: number }>(
      "SELECT COUNT(*) AS n FROM score_entries WHERE departmentCode = 'police'",
    );
    expect(Number(n)).toBe(40);
    if (other instanceof App) await other.kill(); // in the middle of whatever it does
    if (other instanceof App) await app.kill();
    await app.start();
    people.clear();
    expect(await scores('supervisor1', '&department=police')).toHaveLength(40);
  });

  it('recomputes it all from the log without a difference', async () => {
    await app.stop({ keep: true });
    const { code, words } = await recomputed();
    expect(words).toMatch(/Compared \d+ figures, \d+ entries of the ledger, 0 closed months: 0 differences\./);
    expect(code).toBe(0);
    await open.db.write((tx) => tx.query("UPDATE score_entries SET points = 5 WHERE rule = 'unproven'"));
    const found = await recomputed();
    expect([found.code, found.words]).toEqual([1, expect.stringContaining('1 differences')]);
    await open.db.write((tx) => tx.query("UPDATE score_entries SET points = 0 WHERE rule = 'unproven'"));
    await app.start();
    people.clear();
  });

  it('closes a month only after its end, gives the same bytes again, and anybody makes them anew from the log', async () => {
    refused(await (await as('commissioner1')).post('/assessment/2026-11/closing'), 409, 'assessment.month-not-over');
    const later = '2026-12-01T09:30:00+08:00';
    await app.turnTo(later);
    people.clear();
    refused(await (await as('supervisor1')).post('/assessment/2026-11/closing'), 403);
    const preview = await get('supervisor1', '/assessment/2026-11/closing');
    expect(preview).not.toHaveProperty('closing');
    const [first, second] = await Promise.all([
      (await as('commissioner1')).post('/assessment/2026-11/closing'),
      (await as('commissioner1')).post('/assessment/2026-11/closing'),
    ]);
    const closed = succeeded(first);
    expect(succeeded(second)).toEqual(closed);
    expect(closed.hash).toBe(createHash('sha256').update(closed.content).digest('hex'));
    expect(JSON.parse(closed.content).rows).toEqual(JSON.parse(preview.content).rows);
    const month = await get('supervisor1', '/assessment/2026-11');
    expect(month).toMatchObject({ mayClose: false, closing: { hash: closed.hash, closedBy: 'commissioner1' } });
    refused(await (await as('commissioner1')).post('/assessment/2026-12/closing'), 409, 'assessment.month-not-over');
    refused(await (await as('commissioner1')).get('/assessment/2027-01'), 404);
    refused(await (await as('commissioner1')).get('/assessment/2026-13'), 404);

    // granted after the closing: the counter-entry stands in the open month, and the closed one stays as it is
    const [entry] = (await scores('tax.leader')).filter(({ rule }: Json) => rule === 'commission-proven');
    succeeded(await (await as('tax.leader')).post(`/scores/${entry.id}/appeal`, { reason: '系下属单位行为' }));
    succeeded(await (await as('supervisor1')).post(`/scores/${entry.id}/appeal/decision`, { granted: true, reason: '同意' }));
    const [counter] = await scores('tax.leader');
    expect(counter).toMatchObject({ rule: 'counter', points: 8, period: '2026-12' });
    expect(succeeded(await (await as('commissioner1')).post('/assessment/2026-11/closing'))).toEqual(closed);
    expect((await get('supervisor1', '/assessment/2026-11')).rows).toEqual(month.rows);
    const year = await get('commissioner1', '/assessment/years/2026');
    expect(year.months).toEqual(['2026-11']);
    expect(year.rows.find(({ departmentCode }: Json) => departmentCode === 'tax')).toMatchObject({
      tier: 'D',
      rank: null,
      vetoes: ['retaliation'],
    });
    await follow();
    await app.stop({ keep: true });
    const { code, words } = await recomputed(later);
    expect([code, words]).toEqual([0, expect.stringContaining('1 closed months: 0 differences')]);
  });
});
