/** The administrator corrects the calendar; open limits follow, and each case says why. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type App } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';

/** Days of the first week of 2027 that are off: a bridge the ordinary week does not have. */
const WEEK_OFF = ['2027-01-01', '2027-01-04', '2027-01-05'].map((day) => ({ day, kind: 'off', name: '元旦' }));

describeWithServer('corrections of the calendar', () => {
  let app: App;
  let admin: Client;
  let dispatcher: Client;

  beforeAll(async () => {
    app = await startApp({ NOW: '2026-12-29T10:00:00+08:00' });
    [admin, dispatcher] = await Promise.all([app.signIn('admin1'), app.signIn('dispatcher1')]);
  });
  afterAll(() => app?.stop());

  const dispatched = async (): Promise<string> => {
    const complaint = { kind: 'complaint', description: '窗口拖着不办,问了几次都说再等等。' };
    const { caseNumber } = succeeded(await app.client().post('/public/complaints', complaint), 201);
    succeeded(await dispatcher.act(caseNumber, 'accept'));
    succeeded(await dispatcher.act(caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口拖延,请核查。' }));
    return caseNumber;
  };
  const answerLimit = (one: Json): Json => one.limits.find(({ name }: { name: string }) => name === 'answer');
  const until = async (caseNumber: string, there: (one: Json) => boolean): Promise<Json> => {
    for (let tries = 0; ; tries += 1) {
      const one = succeeded(await dispatcher.get(`/cases/${caseNumber}`));
      if (there(one)) return one;
      if (tries > 100) throw new Error(`Nothing moved: ${JSON.stringify(one.history.at(-1))}`);
      await sleep(100);
    }
  };

  it('moves the open limits that touch the changed days, and the history says it was the calendar', async () => {
    const caseNumber = await dispatched();
    const before = answerLimit(succeeded(await dispatcher.get(`/cases/${caseNumber}`)));
    expect(before).toMatchObject({ dueAt: '2027-01-05T17:30:00.000+08:00', provisional: true });
    const year = succeeded(await admin.put('/calendar/2027', { published: true, days: WEEK_OFF }), 200);
    expect(year).toMatchObject({ year: 2027, published: true, days: WEEK_OFF });
    const after = await until(caseNumber, (one) => answerLimit(one).dueAt !== before.dueAt);
    expect(answerLimit(after)).toMatchObject({ dueAt: '2027-01-08T17:30:00.000+08:00', provisional: false });
    expect(after.history.filter(({ type }: { type: string }) => type === 'limit.moved').map(({ facts }: Json) => facts)).toContainEqual({
      limit: 'answer',
      from: before.dueAt,
      to: '2027-01-08T17:30:00.000+08:00',
      why: 'calendar',
      departmentCode: 'market',
    });
  });

  it('replaces the year as a whole: what is not named again is an ordinary day', async () => {
    const caseNumber = await dispatched();
    succeeded(await admin.put('/calendar/2027', { published: true, days: WEEK_OFF.slice(0, 1) }));
    const after = await until(caseNumber, (one) => answerLimit(one).dueAt.startsWith('2027-01-06'));
    expect(after.history.at(-1).facts).toMatchObject({ why: 'calendar' });
    expect(succeeded(await dispatcher.get('/calendar/2027')).days).toHaveLength(1);
    expect(succeeded(await dispatcher.get('/calendar/2026')).days.length).toBeGreaterThan(20);
  });

  it('counts a make-up Saturday as a working day', async () => {
    const { workingDays } = succeeded(await admin.put('/calendar/2028', { published: false, days: [] }));
    const saturday = { day: '2028-01-08', kind: 'work', name: '调休' };
    const changed = succeeded(await admin.put('/calendar/2028', { published: true, days: [saturday] }));
    expect([workingDays, changed.workingDays]).toEqual([260, 261]);
  });

  it('names the days that are wrong and changes nothing', async () => {
    const day = (text: string, kind = 'off') => ({ day: text, kind, name: '假' });
    const days = [day('2027-02-29'), day('2026-05-01'), day('2027-05-01'), day('2027-05-01'), day('明天')];
    const codes = refused(await admin.put('/calendar/2027', { published: true, days }), 422).facts.fields;
    expect(codes).toEqual([
      { field: 'days.0.day', code: 'malformed' },
      { field: 'days.1.day', code: 'not-in-year' },
      { field: 'days.3.day', code: 'twice' },
      { field: 'days.4.day', code: 'malformed' },
    ]);
    refused(await admin.put('/calendar/2027', { published: true, days: [day('2027-05-01', 'half')] }), 422);
    refused(await admin.put('/calendar/2027', { published: true, days: Array.from({ length: 121 }, () => day('2027-05-01')) }), 422);
    refused(await admin.put('/calendar/2027', { days: [] }), 422);
    refused(await admin.put('/calendar/1999', { published: true, days: [] }), 422);
    expect(succeeded(await admin.get('/calendar/2027')).days).toHaveLength(1);
  });

  it('is the administrator’s alone, and the audit says who did it', async () => {
    refused(await dispatcher.put('/calendar/2027', { published: true, days: [] }), 403);
    refused(await app.client().put('/calendar/2027', { published: true, days: [] }), 401);
    const { items } = succeeded(await (await app.signIn('auditor1')).get('/audit?action=calendar.changed'));
    expect(items[0]).toMatchObject({ username: 'admin1', action: 'calendar.changed' });
  });

  it('lets two administrators change one year at once, one after the other', async () => {
    const replies = await Promise.all(
      [1, 2, 3].map((n) => admin.put('/calendar/2029', { published: true, days: [{ day: `2029-05-0${n}`, kind: 'off', name: '假' }] })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(succeeded(await admin.get('/calendar/2029')).days).toHaveLength(1);
  });
});
