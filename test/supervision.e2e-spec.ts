/** The office beside the cases: orders, cards, letters and urgings, by hand and by rule, from the first to the last step. */
import { insertRows } from '../src/platform/db.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { ANSWER, Desks, limitOf, SUMMARY, typesOf } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const WAIT = 15_000;
type Row = Record<string, unknown>;

describeWithServer('supervision', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
  });
  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  const as = (who: string): Promise<Client> => desks.as(who);
  const read = async (who: string, path: string): Promise<Json> => succeeded(await (await as(who)).get(path), 200);
  const post = async (who: string, path: string, body: object) => (await as(who)).post(path, body);
  const made = async (who: string, path: string, body: object): Promise<Json> => succeeded(await post(who, path, body), 201);
  /** One step of a paper at its present version. */
  const step = async (who: string, path: string, action: string, body: object = {}) => {
    const { version } = await read('supervisor', path);
    return post(who, `${path}/actions/${action}`, { version, ...body });
  };
  const stepped = async (who: string, path: string, action: string, body: object = {}): Promise<Json> =>
    succeeded(await step(who, path, action, body), 200);
  /** Reads a list until it has what is waited for: the office's timers have the time they need. */
  const until = async (who: string, path: string, holds: (page: Json) => boolean): Promise<Json> => {
    const end = Date.now() + WAIT;
    for (;;) {
      const page = await read(who, path);
      if (holds(page) || Date.now() > end) return page;
      await new Promise((again) => setTimeout(again, 200));
    }
  };
  const orderOf = async (caseNumber: string): Promise<Json> =>
    (await read('supervisor', `/supervision-orders?caseNumber=${caseNumber}`)).items[0];

  describe('an order on a case', () => {
    it('goes to the departments at work on it, moves no limit, and stands in the history', async () => {
      const caseNumber = await desks.dispatched(['tax']);
      const before = await desks.view(caseNumber);
      const body = { mode: 'key', task: '三日内约见企业并书面答复', dueAt: '2026-11-06T17:30:00+08:00' };
      const view = await desks.done('supervisor', caseNumber, 'supervise', body);
      expect(view.limits).toEqual(before.limits);
      expect([view.status, view.version]).toEqual([before.status, (before.version as number) + 1]);
      expect(typesOf(view).filter((type) => type === 'case.supervised')).toHaveLength(2);
      const order = await orderOf(caseNumber);
      expect(order).toMatchObject({
        mode: 'key',
        form: 'ordinary',
        status: 'open',
        task: body.task,
        light: 'green',
        caseNumbers: [caseNumber],
      });
      expect(order.orderNumber).toMatch(/^DB2026-\d{4}$/);
      expect(order.departments.map((part: Json) => [part.departmentCode, part.status])).toEqual([
        ['market', 'pending_sign'],
        ['tax', 'pending_sign'],
      ]);
    });

    it('is signed for, reported on, returned, reported on again, accepted and concluded', async () => {
      const caseNumber = await desks.dispatched();
      await desks.done('supervisor', caseNumber, 'supervise', { mode: 'key', task: '限期整改', dueAt: '2026-11-06T17:30:00+08:00' });
      const { orderNumber } = await orderOf(caseNumber);
      const path = `/supervision-orders/${orderNumber}`;
      expect((await read('market', path)).actions).toEqual(['sign']);
      await stepped('market', path, 'sign');
      refused(await step('market', path, 'sign'), 409, 'order.action-not-open');
      await stepped('market', path, 'report', { text: '已约见企业' });
      expect((await read('supervisor', path)).actions).toEqual(['accept', 'return', 'conclude', 'withdraw']);
      refused(await step('supervisor', path, 'accept', { departmentCode: 'tax' }), 422, 'input.invalid');
      await stepped('supervisor', path, 'return', { departmentCode: 'market', reason: '没有书面答复' });
      refused(await step('supervisor', path, 'conclude', { finding: 'done', text: '已完成' }), 422, 'input.invalid');
      await stepped('market!', path, 'report', { text: '已书面答复' });
      const accepted = await stepped('supervisor', path, 'accept', { departmentCode: 'market' });
      expect(accepted.departments[0].status).toBe('accepted');
      const concluded = await stepped('supervisor', path, 'conclude', { finding: 'done', text: '整改到位' });
      expect(concluded).toMatchObject({ status: 'concluded', finding: 'done', conclusion: '整改到位', actions: [] });
      expect(concluded.reports.map((one: Json) => [one.text, one.state, one.reason])).toEqual([
        ['已约见企业', 'returned', '没有书面答复'],
        ['已书面答复', 'accepted', undefined],
      ]);
    });

    it('waits for a department when nobody has the case yet, and joins the one it is given to', async () => {
      const caseNumber = await desks.opened();
      await desks.done('supervisor', caseNumber, 'supervise', { mode: 'key', task: '尽快派单', dueAt: '2026-11-06T17:30:00+08:00' });
      expect((await orderOf(caseNumber)).departments).toEqual([]);
      await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'fire', summary: SUMMARY });
      const page = await until(
        'supervisor',
        `/supervision-orders?caseNumber=${caseNumber}`,
        ({ items }) => items[0].departments.length > 0,
      );
      expect(page.items[0].departments).toMatchObject([{ departmentCode: 'fire', status: 'pending_sign' }]);
    });

    it('refuses a limit that has passed', async () => {
      const caseNumber = await desks.dispatched();
      const body = { mode: 'key', task: '限期整改', dueAt: '2026-11-01T17:30:00+08:00' };
      const problem = refused(await desks.act('supervisor', caseNumber, 'supervise', body), 422, 'input.invalid');
      expect(problem.facts.fields).toEqual([{ field: 'dueAt', code: 'not-in-future' }]);
      expect((await read('supervisor', `/supervision-orders?caseNumber=${caseNumber}`)).total).toBe(0);
    });
  });

  describe('an order by itself', () => {
    it('leads a staged order from stage to stage, each with its own limit', async () => {
      const order = await made('supervisor', '/supervision-orders', {
        mode: 'staged',
        form: 'listed',
        departments: ['housing'],
        task: '清理历史遗留办证问题',
        dueAt: '2026-12-31T17:30:00+08:00',
        stages: [
          { task: '摸底造册', dueAt: '2026-11-13T17:30:00+08:00' },
          { task: '全部办结', dueAt: '2026-12-18T17:30:00+08:00' },
        ],
      });
      expect([order.dueAt, order.nextDueAt]).toEqual(['2026-12-18T17:30:00.000+08:00', '2026-11-13T17:30:00.000+08:00']);
      const path = `/supervision-orders/${order.orderNumber}`;
      await stepped('housing', path, 'sign');
      await stepped('housing', path, 'report', { text: '共 37 户' });
      const second = await stepped('supervisor', path, 'accept', { departmentCode: 'housing' });
      expect(second.departments).toMatchObject([{ status: 'working', stage: 2 }]);
      expect(second.nextDueAt).toBe('2026-12-18T17:30:00.000+08:00');
      await stepped('housing', path, 'report', { text: '全部办结' });
      const last = await stepped('supervisor', path, 'accept', { departmentCode: 'housing' });
      expect([last.departments[0].status, last.nextDueAt]).toEqual(['accepted', undefined]);
    });

    it('asks for a report every month of a periodic order', async () => {
      const order = await made('supervisor', '/supervision-orders', {
        mode: 'periodic',
        recurrence: 'month',
        departments: ['tax', 'market'],
        form: 'joint',
        task: '每月报送收费清理进展',
        dueAt: '2027-01-29T17:30:00+08:00',
      });
      expect(order.stages.map(({ dueAt }: Json) => dueAt.slice(0, 10))).toEqual(['2026-12-02', '2027-01-04', '2027-01-29']);
    });

    it.each([
      ['a department nobody knows', { departments: ['nobody'] }, 'departments'],
      ['nobody to go to', { departments: [] }, 'departments'],
      ['a case nobody knows', { caseNumbers: ['20990101000001'] }, 'caseNumbers'],
      ['a joint order for one', { form: 'joint', departments: ['tax'] }, 'departments'],
      ['stages of an order that has none', { stages: [{ task: '一', dueAt: '2026-11-20T17:30:00+08:00' }] }, 'stages'],
      ['a spot check nobody drew', { drawNumber: 'CC2026-0001' }, 'drawNumber'],
    ])('refuses %s', async (_what, patch, field) => {
      const body = { mode: 'key', task: '限期整改', dueAt: '2026-11-30T17:30:00+08:00', departments: ['tax'], ...patch };
      const problem = refused(await post('supervisor', '/supervision-orders', body), 422, 'input.invalid');
      expect(problem.facts.fields).toMatchObject([{ field }]);
    });

    it('finds a false closing: the case says so, and the department has a red card', async () => {
      const caseNumber = await desks.answered();
      const order = await made('supervisor', '/supervision-orders', {
        mode: 'spot-check',
        caseNumbers: [caseNumber],
        task: '核查是否真办结',
        dueAt: '2026-11-20T17:30:00+08:00',
      });
      const path = `/supervision-orders/${order.orderNumber}`;
      await stepped('supervisor', path, 'conclude', { finding: 'false-closing', text: '电话核实，问题未解决' });
      const view = await desks.view(caseNumber);
      expect(typesOf(view)).toEqual(expect.arrayContaining(['case.supervised', 'case.false-closing-found', 'card.issued']));
      const cards = await read('supervisor', `/cards?caseNumber=${caseNumber}`);
      expect(cards.items).toMatchObject([
        {
          colour: 'red',
          rule: 'false-closing',
          ruleVersion: 1,
          departmentCode: 'market',
          ground: '核查认定为虚假办结。',
          status: 'issued',
        },
      ]);
      const concerns = await until('supervisor', '/concerns?kind=false-closing', ({ total }) => total > 0);
      expect(concerns.items).toMatchObject([{ caseNumber, departmentCode: 'market', state: 'open' }]);
      // the log said it too, and the card is still one
      expect((await read('supervisor', `/cards?caseNumber=${caseNumber}`)).total).toBe(1);
    });
  });

  describe('a card', () => {
    it('by hand is appealed by the leader and withdrawn with a reason', async () => {
      const caseNumber = await desks.dispatched();
      const body = { departmentCode: 'market', colour: 'yellow', ground: '推诿不签收' };
      const view = await desks.done('supervisor', caseNumber, 'card', body);
      expect(view.history.at(-1)).toMatchObject({ type: 'card.issued', facts: { ...body, rule: 'hand' } });
      const { cardId } = view.history.at(-1).facts;
      const path = `/cards/${cardId}`;
      refused(await step('supervisor', path, 'uphold'), 409, 'card.action-not-open');
      refused(await step('supervisor', path, 'appeal', { reason: '冤枉' }), 403, 'card.role-may-not');
      refused(await post('market', `${path}/actions/appeal`, { version: 1, reason: '冤枉' }), 403, 'access.role-may-not');
      refused(await post('tax!', `${path}/actions/appeal`, { version: 1, reason: '冤枉' }), 404, 'not-found');
      expect((await stepped('market!', path, 'appeal', { reason: '系统故障期间' })).status).toBe('appealed');
      refused(await post('supervisor', `${path}/actions/uphold`, { version: 1 }), 409, 'card.stale');
      refused(await step('supervisor', path, 'withdraw'), 422, 'input.invalid');
      const withdrawn = await stepped('supervisor', path, 'withdraw', { why: '故障属实' });
      expect(withdrawn).toMatchObject({ status: 'withdrawn', appeal: '系统故障期间', why: '故障属实', actions: [] });
      expect(typesOf(await desks.view(caseNumber)).slice(-3)).toEqual(['card.issued', 'card.appealed', 'card.withdrawn']);
    });

    it('is not given to a department that has no part in the case', async () => {
      const caseNumber = await desks.dispatched();
      const body = { departmentCode: 'fire', colour: 'red', ground: '无关单位' };
      refused(await desks.act('supervisor', caseNumber, 'card', body), 422, 'input.invalid');
      refused(await post('supervisor', '/cards', { ...body, caseNumber }), 422, 'input.invalid');
    });

    it('may be given without a case', async () => {
      const card = await made('supervisor', '/cards', { departmentCode: 'fire', colour: 'yellow', ground: '拒不参加联席会' });
      expect(card).toMatchObject({ departmentName: '消防救援大队', rule: 'hand', status: 'issued' });
      expect((await read('fire!', '/cards')).items.map((one: Json) => one.cardId)).toContain(card.cardId);
      refused(await (await as('market!')).get(`/cards/${card.cardId}`), 404, 'not-found');
    });
  });

  describe('an explanation letter', () => {
    it('is drafted, given, returned, given again and accepted, and somebody is held to account', async () => {
      const caseNumber = await desks.dispatched();
      const demanded = await desks.done('supervisor', caseNumber, 'explain', { text: '说明为何三次不接电话' });
      const facts = demanded.history.at(-1).facts;
      expect(facts).toMatchObject({ departmentCode: 'market', ground: '说明为何三次不接电话', dueAt: '2026-11-05T17:30:00.000+08:00' });
      const path = `/explanations/${facts.explanationId}`;
      expect((await read('market!', '/tasks?kind=explanation')).items).toMatchObject([
        { kind: 'explanation', state: 'open', explanationId: facts.explanationId, departmentCode: 'market', light: 'green' },
      ]);
      await stepped('market!', path, 'draft', { text: '草稿' });
      expect([(await read('market!', path)).draft, (await read('supervisor', path)).draft]).toEqual(['草稿', undefined]);
      await stepped('market!', path, 'give', { text: '因人手不足……' });
      expect(await read('supervisor', path)).toMatchObject({ status: 'given', letter: '因人手不足……' });
      const returned = await stepped('supervisor', path, 'return', { reason: '没有写明责任人' });
      expect(returned).toMatchObject({ status: 'returned', reason: '没有写明责任人', light: 'green' });
      await stepped('market!', path, 'give', { text: '责任人为窗口科长' });
      await stepped('supervisor', path, 'accept');
      const noted = await stepped('supervisor', path, 'hold-to-account', { person: '王小明', post: '窗口科长', measure: 'criticism' });
      expect(noted.accountability).toMatchObject([{ person: '王**', post: '窗口科长', measure: 'criticism' }]);
      const rows = await town.db.readPrimary<{ person: string }>('SELECT person FROM accountability');
      expect(JSON.stringify(rows)).not.toContain('王小明');
      expect((await read('market!', '/tasks?kind=explanation')).items.map((one: Json) => one.explanationId)).not.toContain(
        facts.explanationId,
      );
      expect(typesOf(await desks.view(caseNumber)).slice(-6)).toEqual(
        ['demanded', 'given', 'returned', 'given', 'accepted', 'accounted'].map((one) => `explanation.${one}`),
      );
    });

    it('is demanded of no department that has no part in the case', async () => {
      const caseNumber = await desks.dispatched();
      refused(await desks.act('supervisor', caseNumber, 'explain', { text: '说明', departmentCode: 'fire' }), 422, 'input.invalid');
      const unassigned = await desks.opened();
      refused(await desks.act('supervisor', unassigned, 'explain', { text: '说明' }), 422, 'input.invalid');
    });
  });

  describe('time', () => {
    let caseNumber: string;

    it('brings a yellow card when a limit passes, the urging the working day after, a red card two working days later', async () => {
      caseNumber = await desks.working();
      await desks.turnTo('2026-11-09T18:00:00+08:00'); // half an hour after the answer was due
      const seen = await desks.until(caseNumber, (view) => typesOf(view).includes('card.issued'));
      expect(limitOf(seen, 'answer').light).toBe('yellow');
      const cards = () => read('supervisor', `/cards?caseNumber=${caseNumber}`);
      expect((await cards()).items).toMatchObject([{ colour: 'yellow', rule: 'overdue', ruleVersion: 1, departmentCode: 'market' }]);
      expect((await cards()).items[0].ground).toBe('答复期限（2026年11月9日17:30）已过，未按期完成。');
      const urged = (page: Json) => page.items.filter((one: Json) => one.limit === 'answer');
      expect(urged(await read('market!', `/urgings?caseNumber=${caseNumber}`))).toEqual([]);

      await desks.turnTo('2026-11-10T09:00:05+08:00');
      const urgings = await until('market!', `/urgings?caseNumber=${caseNumber}`, (page) => urged(page).length > 0);
      const answer = urgings.items.find((one: Json) => one.limit === 'answer');
      expect(answer).toMatchObject({ state: 'sent', departmentCode: 'market', actions: ['acknowledge'] });
      expect(answer.text).toContain(caseNumber);
      const history = (await desks.view(caseNumber)).history.filter((one: Json) => one.type === 'case.urged');
      expect(history.at(-1)).toMatchObject({ by: { role: 'system' }, facts: { departmentCode: 'market', inWriting: true } });
      const { version, urgingId } = answer;
      const read_ = succeeded(await post('market!', `/urgings/${urgingId}/actions/acknowledge`, { version }), 200);
      expect(read_.state).toBe('acknowledged');

      await desks.turnTo('2026-11-11T17:30:01+08:00');
      const two = await until('supervisor', `/cards?caseNumber=${caseNumber}`, ({ total }) => total === 2);
      expect(two.items.map((one: Json) => one.colour)).toEqual(['red', 'yellow']);
    });

    it('puts what is overdue for long on the desk, and nothing comes twice after a restart', async () => {
      await desks.turnTo('2026-11-17T10:00:00+08:00');
      const page = await until('supervisor', '/concerns?kind=long-overdue', ({ items }) =>
        items.some((one: Json) => one.caseNumber === caseNumber && one.limit === 'answer'),
      );
      const mine = page.items.filter((one: Json) => one.caseNumber === caseNumber && one.limit === 'answer');
      expect(mine).toMatchObject([{ departmentCode: 'market', state: 'open' }]);
      await app.kill();
      await app.start();
      await new Promise((again) => setTimeout(again, 3_000));
      expect((await read('supervisor', `/cards?caseNumber=${caseNumber}`)).total).toBe(2);
      expect((await read('supervisor', `/urgings?caseNumber=${caseNumber}`)).total).toBe(2);
      expect((await desks.view(caseNumber)).urgeCount).toBe(2);
    });

    it('ends with the answer: what was late stays carded, what is in time earns nothing', async () => {
      await desks.done('market!', caseNumber, 'answer', ANSWER);
      const inTime = await desks.working();
      await desks.done('market!', inTime, 'answer', ANSWER);
      await desks.turnTo('2026-12-01T10:00:00+08:00');
      await new Promise((again) => setTimeout(again, 3_000));
      expect((await read('supervisor', `/cards?caseNumber=${inTime}`)).total).toBe(0);
      expect((await read('supervisor', `/cards?caseNumber=${caseNumber}`)).total).toBe(2);
    });

    it('lets nobody appeal a card after ten working days', async () => {
      const [card] = (await read('market!', `/cards?caseNumber=${caseNumber}&colour=yellow`)).items;
      expect(card.actions).toEqual([]);
      const body = { version: card.version, reason: '太晚了' };
      refused(await post('market!', `/cards/${card.cardId}/actions/appeal`, body), 409, 'card.appeal-late');
    });
  });

  it('urges anew in writing when a limit that was moved ahead passes a second time', async () => {
    const caseNumber = await desks.working();
    await desks.done('market', caseNumber, 'request-extension', { workingDays: 10, reason: '检测' });
    await desks.turnTo('2026-12-18T10:00:00+08:00'); // long overdue: there is nothing left to watch
    const urged = (page: Json) => page.items.filter((one: Json) => one.limit === 'answer').length;
    const path = `/urgings?caseNumber=${caseNumber}`;
    expect(urged(await until('market!', path, (page) => urged(page) === 1))).toBe(1);
    const watched = () => town.db.readPrimary('SELECT limitId FROM overdue_watches WHERE caseNumber = ?', [caseNumber]);
    for (const end = Date.now() + WAIT; Date.now() < end && (await watched()).length > 0;)
      await new Promise((again) => setTimeout(again, 200));
    const longer = await desks.done('dispatcher', caseNumber, 'grant-extension', { departmentCode: 'market' });
    expect(limitOf(longer, 'answer').dueAt).toBe('2026-12-22T17:30:00.000+08:00');
    await desks.turnTo('2026-12-24T10:00:00+08:00');
    expect(urged(await until('market!', path, (page) => urged(page) === 2))).toBe(2);
  }, 60_000);

  describe('what happens in cases', () => {
    const again = async (caseNumber: string): Promise<void> => {
      await desks.done('reviewer', caseNumber, 'pass');
      await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'unsolved', satisfiedResult: 'dissatisfied' });
      await desks.done('reviewer', caseNumber, 're-handle', { reason: '诉求人表示没有解决' });
      await desks.done('market!', caseNumber, 'answer', ANSWER);
    };

    it('earns a red card at the second re-handling, and two dissatisfied call-backs lie on the desk', async () => {
      const caseNumber = await desks.answered();
      await again(caseNumber);
      await again(caseNumber);
      const page = await until('supervisor', `/cards?caseNumber=${caseNumber}`, ({ total }) => total > 0);
      expect(page.items).toMatchObject([{ colour: 'red', rule: 're-handled', departmentCode: 'market' }]);
      const concerns = await until('supervisor', '/concerns?kind=dissatisfied', ({ total }) => total > 0);
      expect(concerns.items).toMatchObject([{ caseNumber, count: 2, state: 'open', actions: ['take', 'dismiss'] }]);
    });

    it('puts two returns, three repeats and answers that nearly say the same on the desk', async () => {
      const caseNumber = await desks.dispatched();
      for (const who of ['market', 'tax']) {
        if (who === 'tax') await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'tax', summary: SUMMARY });
        await desks.done(who, caseNumber, 'request-return', { reason: '不属本单位职责' });
        await desks.done('dispatcher', caseNumber, 'grant-return', { departmentCode: who, reason: '同意' });
      }
      const returns = await until('supervisor', '/concerns?kind=returns', ({ total }) => total > 0);
      expect(returns.items).toMatchObject([{ caseNumber, count: 2 }]);
      const master = await desks.opened();
      for (let n = 0; n < 3; n++) await desks.done('dispatcher', await desks.opened(), 'merge', { masterCaseNumber: master });
      const repeats = await until('supervisor', '/concerns?kind=repeats', ({ total }) => total > 0);
      expect(repeats.items).toMatchObject([{ caseNumber: master, count: 3 }]);
      const alike = await read('supervisor', '/concerns?kind=alike-answers');
      expect(alike.items[0]).toMatchObject({ departmentCode: 'market', similarity: 1, like: expect.stringMatching(/^\d{14}$/) });
    });

    it('compares an answer with the newest of its department, however many there are', async () => {
      const answer = { ...ANSWER, publicReply: '经查，停车场多收的十五元已当面退还，收费牌已重新公示。' };
      const [aside, first, second] = [await desks.answered(), await desks.working(), await desks.working()];
      await desks.done('market!', first, 'answer', answer);
      const [row] = await town.db.readPrimary<Row>('SELECT * FROM assignments WHERE caseNumber = ?', [aside]);
      const older = Array.from({ length: 200 }, (_, n) => ({ ...row, id: `older-${n}`, answeredAt: Number(row!.answeredAt) - 60_000 - n }));
      await town.db.write((tx) => insertRows(tx, 'assignments', older));
      await desks.done('market!', second, 'answer', answer);
      const mine = (page: Json) => page.items.filter((one: Json) => one.caseNumber === second);
      const page = await until('supervisor', '/concerns?kind=alike-answers&pageSize=200', (one) => mine(one).length > 0);
      expect(mine(page)).toMatchObject([{ like: first, similarity: 1 }]);
      // what is hidden since is not named by another case's concern either
      await desks.done('dispatcher', first, 'seal', { reason: '涉及索要财物' });
      const [hidden] = mine(await read('supervisor', '/concerns?kind=alike-answers&pageSize=200'));
      expect(hidden).not.toHaveProperty('like');
    });

    it('is taken up or put aside with a reason, and by the supervisor alone', async () => {
      const [taken, aside] = (await read('supervisor', '/concerns?state=open&pageSize=2')).items;
      const act = (who: string, one: Json, action: string, body = {}) =>
        post(who, `/concerns/${one.concernId}/actions/${action}`, { version: one.version, ...body });
      expect(succeeded(await act('supervisor', taken, 'take'), 200)).toMatchObject({ state: 'taken', actions: ['dismiss'] });
      refused(await act('supervisor', aside, 'dismiss'), 422, 'input.invalid');
      expect(succeeded(await act('supervisor', aside, 'dismiss', { why: '同一企业的同一批事项' }), 200).state).toBe('dismissed');
      refused(await act('supervisor', aside, 'take'), 409, 'concern.stale');
      refused(await act('commissioner', taken, 'dismiss', { why: '不' }), 403, 'access.role-may-not');
    });
  });

  it('is written into a log that holds', async () => {
    expect(await verifiedLog(town)).toEqual({ holds: true, words: expect.stringContaining('The log holds') });
  });
});
