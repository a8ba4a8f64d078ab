/** People who watch: special supervisors with a way in of their own, and monitoring points whose silence is shown. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const CODE = '春风十里不如你';
const LONG_CODE = `${CODE}-2026`;
const FIGURES = { errands: 6, trips: 1, days: 8, inspections: 2, unscanned: 0, fees: 1200, score: 4 };
const PERSON = {
  kind: 'deputy',
  name: '高远航',
  phone: '13800007777',
  organisation: '九台远航机械厂',
  termFrom: '2026-01-01',
  termTo: '2028-12-31',
};

describeWithServer('people who watch', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let supervisor: Client;

  beforeAll(async () => {
    town = await freshTown();
    await start(MONDAY);
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });
  const start = async (now: string) => {
    if (app) await app.turnTo(now);
    else app = await startApp({ NOW: now, INTAKES_PER_MINUTE: '1000', WRONG_PASSWORDS_PER_MINUTE: '1000' }, town.database);
    desks = new Desks(app);
    supervisor = await desks.as('supervisor');
  };
  const tokenOf = ({ link }: Json): string => (link as string).split('#')[1]!;
  const invite = async (what: string, number: string): Promise<string> =>
    tokenOf(succeeded(await supervisor.post(`/${what}/${number}/actions/invite`), 200));
  const setUp = (token: string, code = LONG_CODE) => app.client().post('/public/watch/setup', { token, code });
  const look = (number: string, code = LONG_CODE) => app.client().post('/public/watch/look', { number, code });

  describe('a special supervisor', () => {
    let number: string;

    it('is put on the register with particulars masked and encrypted, unmasked for a reason', async () => {
      const made = succeeded(await supervisor.post('/special-supervisors', PERSON), 201);
      number = made.number;
      expect(made).toMatchObject({ number: 'JD001', name: '高**', phone: '138****7777', wayIn: { state: 'none' }, observations: 0 });
      refused(await supervisor.post('/special-supervisors', { ...PERSON, termTo: '2025-01-01' }), 422, 'input.invalid');
      refused(await (await desks.as('operator')).get('/special-supervisors'), 403, 'access.role-may-not');
      refused(await (await desks.as('commissioner')).post('/special-supervisors', PERSON), 403, 'access.role-may-not');
      const stored = JSON.stringify(await town.db.read('SELECT * FROM special_supervisors'));
      expect(['高远航', '13800007777', '远航机械'].filter((word) => stored.includes(word))).toEqual([]);
      const { values } = succeeded(
        await supervisor.post(`/special-supervisors/${number}/actions/unmask`, { fields: ['name', 'phone'], reason: '送达聘书' }),
        200,
      );
      expect(values).toEqual({ name: '高远航', phone: '13800007777' });
      expect(succeeded(await (await desks.as('auditor')).get('/audit?action=special-supervisor.unmasked')).total).toBe(1);
    });

    it('sets an access code behind a link that is good once, and gets in with it', async () => {
      const old = await invite('special-supervisors', number);
      const token = await invite('special-supervisors', number);
      refused(await setUp(old), 404, 'not-found');
      refused(await setUp(token, '短'), 422, 'input.invalid');
      const replies = await Promise.all([setUp(token), setUp(token, 'another-code')]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
      const code = replies[0].status === 200 ? LONG_CODE : 'another-code';
      if (code !== LONG_CODE) succeeded(await setUp(await invite('special-supervisors', number)), 200);
      expect(succeeded(await look('jd001'), 200)).toEqual({ number: 'JD001', owner: 'special-supervisor', observations: [] });
      expect(succeeded(await supervisor.get('/special-supervisors')).items[0].wayIn.state).toBe('set');
      expect(JSON.stringify(await town.db.read('SELECT * FROM ways_in'))).not.toMatch(new RegExp(`${token}|${CODE}`));
    });

    it('files observations, each of which becomes a case of that channel in the person’s name', async () => {
      const matter = {
        number,
        code: LONG_CODE,
        kind: 'complaint',
        description: '大厅三号窗口上午无人',
        accusedDepartmentCode: 'gov-service',
      };
      const { caseNumber, trackingCode } = succeeded(await app.client().post('/public/watch/observations', matter), 201);
      expect(trackingCode).toMatch(/^\d{20}$/);
      expect(await desks.view(caseNumber)).toMatchObject({
        channel: 'special-supervisor',
        status: 'pending_dispatch',
        complainant: { name: '高**', phone: '138****7777' },
      });
      const mine = succeeded(await look(number), 200).observations;
      expect(mine).toMatchObject([{ caseNumber, status: 'pending_dispatch' }]);
      expect(mine[0].statusTextEn).toBeTruthy();
      expect(Object.keys(mine[0])).not.toContain('description');
      refused(await app.client().post('/public/watch/observations', { ...matter, code: 'wrong-code' }), 404, 'not-found');
      refused(await app.client().post('/public/watch/observations', { ...matter, categoryCode: '9999' }), 422, 'input.invalid');
    });

    it('leaves no trace of who told a matter that is sealed', async () => {
      const matter = { number, code: LONG_CODE, kind: 'report', description: '索要购物卡', categoryCode: '1001' };
      const { caseNumber } = succeeded(await app.client().post('/public/watch/observations', matter), 201);
      expect(await town.db.read('SELECT * FROM observations WHERE caseNumber = ?', [caseNumber])).toEqual([]);
      const later = succeeded(await look(number), 200).observations[0].caseNumber as string;
      await desks.done('dispatcher', later, 'seal', { reason: '涉及索要财物' });
      expect(succeeded(await look(number), 200).observations).toEqual([]);
    });

    it('is told the same for a wrong number and a wrong code, and the number is shut for a while after five', async () => {
      const wrong = [refused(await look('JD999'), 404), refused(await look(number, 'wrong-code'), 404)];
      expect(wrong[0]).toEqual(wrong[1]);
      for (let n = 0; n < 4; n++) refused(await look(number, 'wrong-code'), 404, 'not-found');
      refused(await look(number), 404, 'not-found');
      await start('2026-11-02T10:30:00+08:00');
      succeeded(await look(number), 200);
    });

    it('is let in no more once the office has ended', async () => {
      expect(succeeded(await supervisor.post(`/special-supervisors/${number}/actions/end`), 200)).toMatchObject({ active: false });
      refused(await look(number), 404, 'not-found');
      refused(await supervisor.post(`/special-supervisors/${number}/actions/end`), 409, 'special-supervisor.ended');
      refused(await supervisor.post(`/special-supervisors/${number}/actions/invite`), 409, 'special-supervisor.ended');
    });

    it('has a fortnight to set the code', async () => {
      const other = succeeded(await supervisor.post('/special-supervisors', PERSON), 201).number as string;
      const token = await invite('special-supervisors', other);
      await start('2026-11-17T10:00:00+08:00');
      refused(await setUp(token), 410, 'way-in.expired');
      await start('2026-11-02T11:00:00+08:00');
    });
  });

  describe('a monitoring point', () => {
    let number: string;
    const report = (month: string, more: object = {}) =>
      app.client().post('/public/watch/reports', { number, code: LONG_CODE, month, figures: FIGURES, ...more });
    const item = async (): Promise<Json> => succeeded(await supervisor.get(`/monitoring-points/${number}`));

    it('owes a report for every month that is over, and its silence is shown', async () => {
      const body = { kind: 'window', name: '政务大厅企业开办窗口', departmentCode: 'gov-service', contactName: '巩亮', since: '2026-08' };
      const made = succeeded(await supervisor.post('/monitoring-points', body), 201);
      number = made.number;
      expect(made).toMatchObject({ number: 'JC001', contactName: '巩*', reported: 0, silent: ['2026-08', '2026-09', '2026-10'] });
      succeeded(await setUp(await invite('monitoring-points', number)), 200);
      const behind = succeeded(await look(number), 200);
      expect([behind.owed, behind.asked.length]).toEqual([['2026-08', '2026-09', '2026-10'], 7]);
    });

    it('reports each month once, with figures that can be', async () => {
      const replies = await Promise.all([report('2026-10', { words: '材料清单改了三次' }), report('2026-10')]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      refused(await report('2026-10'), 409, 'monitoring.month-reported');
      for (const month of ['2026-11', '2026-07'])
        expect(refused(await report(month), 422).facts.fields).toEqual([{ field: 'month', code: 'not-owed' }]);
      expect(refused(await report('2026-09', { figures: { ...FIGURES, score: 6 } }), 422).facts.fields).toEqual([
        { field: 'values.score', code: 'too-large' },
      ]);
      const seen = await item();
      expect(seen).toMatchObject({ reported: 1, silent: ['2026-08', '2026-09'], reports: [{ month: '2026-10', figures: FIGURES }] });
      expect(JSON.stringify(await town.db.read('SELECT * FROM point_reports'))).not.toContain('材料清单');
    });

    it('is no way in for observations, and a supervisor’s number none for reports', async () => {
      const matter = { number, code: LONG_CODE, kind: 'complaint', description: '大厅无人' };
      refused(await app.client().post('/public/watch/observations', matter), 404, 'not-found');
      const person = succeeded(await supervisor.post('/special-supervisors', PERSON), 201).number as string;
      succeeded(await setUp(await invite('special-supervisors', person), 'another-long-code'), 200);
      refused(await report('2026-09', { number: person, code: 'another-long-code' }), 404, 'not-found');
    });

    it('owes nothing after its end', async () => {
      succeeded(await supervisor.post(`/monitoring-points/${number}/actions/end`), 200);
      refused(await look(number), 404, 'not-found');
      await start('2027-03-01T10:00:00+08:00');
      expect((await item()).silent).toEqual(['2026-08', '2026-09']);
      expect((await verifiedLog(town)).holds).toBe(true);
    });
  });
});
