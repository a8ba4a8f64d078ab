/** The yearly notice of the State Council comes into the calendar: read line by line, looked at, released by a second person. */
import { type App, startApp } from './support/app.js';
import { type Json, type Reply, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

/** A made-up notice of the form of the real ones: 2027 is not out yet at the hour of the story. */
const NOTICE = [
  '国务院办公厅关于2027年部分节假日安排的通知',
  '一、元旦：1月1日（周五）至3日（周日）放假，共3天。',
  '二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）上班。',
  '三、清明节：4月3日（周六）至5日（周一）放假，共3天。',
  '四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。',
  '五、端午节：6月9日（周三）放假1天。',
  '六、中秋节：9月15日（周三）放假1天。',
  '七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。',
].join('\n');
const TABLE = '2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-01-05,放假,元旦';

describeWithServer('the yearly notice', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: '2026-12-29T10:00:00+08:00' }, town.database);
    desks = new Desks(app);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const post = async (path: string, body: object = {}, who = 'admin'): Promise<Reply> => (await desks.as(who)).post(path, body);
  const propose = async (text: string): Promise<Json> => succeeded(await post('/calendar-proposals', { year: 2027, text }), 201);
  const step = (id: string, action: string, who: string, body = {}) => post(`/calendar-proposals/${id}/actions/${action}`, body, who);
  const year = async (): Promise<Json> => succeeded(await (await desks.as('operator')).get('/calendar/2027'));

  it('is read without writing: its days, what changes, and how many open limits would move', async () => {
    const caseNumber = await desks.working();
    const reading = succeeded(await post('/calendar-proposals/reading', { year: 2027, text: TABLE }), 200);
    expect(reading).toMatchObject({ faults: [], days: [{ day: '2027-01-01' }, { day: '2027-01-04' }, { day: '2027-01-05' }] });
    expect(reading.changes).toHaveLength(3);
    expect(reading.limits).toMatchObject({ moved: 1, later: 1, earlier: 0 });
    expect(reading.limits.lights).toContainEqual({ light: 'green', now: 1, then: 1 });
    expect((await year()).days).toEqual([]);
    expect((await desks.view(caseNumber)).history.some(({ type }: Json) => type === 'limit.moved')).toBe(false);
  });

  it('with a fault is told by its line and cannot be proposed', async () => {
    const text = NOTICE.replace('9日（周三）放假1天', '9日（周四）放假2天');
    const reading = succeeded(await post('/calendar-proposals/reading', { year: 2027, text }));
    expect(reading.faults.map(({ line, code }: Json) => [line, code])).toEqual([
      [6, 'weekday-differs'],
      [6, 'count-differs'],
    ]);
    expect(reading).not.toHaveProperty('limits');
    const refusal = refused(await post('/calendar-proposals', { year: 2027, text }), 422);
    expect(refusal.facts.fields[0]).toEqual({ field: 'text.6', code: 'weekday-differs' });
  });

  it('is released by a supervisor, never by whoever proposed it, and moves what the preview said', async () => {
    const { id, actions, reading } = await propose(TABLE);
    expect(actions).toEqual(['withdraw']);
    refused(await post('/calendar-proposals', { year: 2027, text: NOTICE }), 409, 'calendar.proposal-waits');
    refused(await step(id, 'release', 'admin'), 403, 'calendar.proposal-own');
    refused(await step(id, 'decline', 'supervisor'), 422);
    const { items } = succeeded(await (await desks.as('supervisor')).get('/calendar-proposals?state=proposed'));
    expect(items).toEqual([expect.objectContaining({ id, actions: ['release', 'decline'] })]);
    expect(succeeded(await step(id, 'release', 'supervisor'), 200)).toMatchObject({ state: 'released', decidedBy: 'supervisor1' });
    expect(await year()).toMatchObject({ published: true, days: [{ day: '2027-01-01' }, { day: '2027-01-04' }, { day: '2027-01-05' }] });
    refused(await step(id, 'release', 'supervisor'), 409, 'calendar.proposal-closed');
    const { items: cases } = succeeded(await (await desks.as('reviewer')).get('/cases'));
    const seen = await desks.until(cases[0].caseNumber, (one) => one.history.some(({ type }: Json) => type === 'limit.moved'));
    const moved = seen.history.filter(({ type, facts }: Json) => type === 'limit.moved' && facts.why === 'calendar');
    expect(moved).toHaveLength(reading.limits.moved);
  });

  it('that was proposed before the year changed is not released over the change', async () => {
    const { id, days } = await propose(NOTICE);
    expect(days).toBe(31);
    const admin = await desks.as('admin');
    succeeded(await admin.put('/calendar/2027', { published: true, days: [{ day: '2027-01-01', kind: 'off', name: '元旦' }] }));
    refused(await step(id, 'release', 'supervisor'), 409, 'calendar.proposal-stale');
    expect(succeeded(await step(id, 'withdraw', 'admin'))).toMatchObject({ state: 'withdrawn' });
    const again = await propose(NOTICE);
    expect(succeeded(await step(again.id, 'decline', 'supervisor', { reason: '与原文不符' }))).toMatchObject({ state: 'declined' });
  });

  it('of two who release it at once is released once', async () => {
    const { id } = await propose(NOTICE);
    const replies = await Promise.all([1, 2].map(() => step(id, 'release', 'supervisor')));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await year()).days).toHaveLength(31);
  });

  it('is a matter of administrator and supervisor, and the audit says who did what', async () => {
    refused(await post('/calendar-proposals', { year: 2027, text: NOTICE }, 'supervisor'), 403);
    refused(await post('/calendar-proposals/reading', { year: 2027, text: NOTICE }, 'operator'), 403);
    refused(await (await desks.as('supervisor')).get('/calendar-proposals/none'), 404);
    const { items } = succeeded(await (await desks.as('auditor')).get('/audit?action=calendar.released'));
    expect(items[0]).toMatchObject({ username: 'supervisor1' });
  });
});
