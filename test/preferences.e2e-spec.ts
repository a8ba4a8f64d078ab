/** What somebody keeps of the console goes with him from desk to desk: his own alone, of known names, small, and gone with the account. */
import { startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { describeTown } from './support/town-story.js';
import { MONDAY } from './support/town.js';

const AWAY = { count: 5, away: [2, 4] };

describeTown('the preferences of a reader', { SECOND_FACTOR_ROLES: 'auditor' }, (here) => {
  const { desks } = here;

  const as = (who: string): Promise<Client> => desks.as(who);
  const kept = async (reader: Client): Promise<Json> => succeeded(await reader.get('/account/preferences'));
  const keep = async (reader: Client, name: string, value: unknown): Promise<void> => {
    succeeded(await reader.put(`/account/preferences/${name}`, { value }), 204);
  };
  const rows = (username: string): Promise<{ name: string }[]> =>
    here.town.db.read('SELECT name FROM preferences WHERE username = ?', [username]);

  it('begin as usual, keep what came last, and go back to the usual one by one', async () => {
    const reader = await as('operator');
    expect(await kept(reader)).toEqual({});
    await keep(reader, 'theme', 'light');
    await keep(reader, 'theme', 'dark');
    await keep(reader, 'keys', { answer: 'Alt+KeyA' });
    await keep(reader, 'tour', 1);
    await keep(reader, 'columns.fees', AWAY);
    expect(await kept(reader)).toEqual({ theme: 'dark', keys: { answer: 'Alt+KeyA' }, tour: 1, 'columns.fees': AWAY });
    succeeded(await reader.delete('/account/preferences/theme'), 204);
    succeeded(await reader.delete('/account/preferences/theme'), 204);
    expect(await kept(reader)).toEqual({ keys: { answer: 'Alt+KeyA' }, tour: 1, 'columns.fees': AWAY });
  });

  it('are the own ones of each reader, of every role, and of nobody without a session', async () => {
    for (const who of ['operator2', 'market', 'market!', 'inspector', 'commissioner', 'admin']) {
      const reader = await as(who);
      expect([who, await kept(reader)]).toEqual([who, {}]);
      await keep(reader, 'language', 'en');
      expect([who, await kept(reader)]).toEqual([who, { language: 'en' }]);
    }
    const stranger = here.app.client();
    refused(await stranger.get('/account/preferences'), 401, 'session.needed');
    refused(await stranger.put('/account/preferences/theme', { value: 'dark' }), 401, 'session.needed');
    refused(await stranger.delete('/account/preferences/theme'), 401, 'session.needed');
  });

  it('are there before a needed second factor is: whoever sets it up reads how in the own language', async () => {
    const reader = await as('auditor');
    refused(await reader.get('/audit'), 403, 'factor.needed');
    await keep(reader, 'language', 'en');
    expect(await kept(reader)).toEqual({ language: 'en' });
    succeeded(await reader.delete('/account/preferences/language'), 204);
    expect(await rows('auditor1')).toEqual([]);
  });

  it.each([
    ['colour', 'red', 404, 'preference.unknown'],
    ['columns', AWAY, 404, 'preference.unknown'],
    ['constructor', 'dark', 404, 'preference.unknown'],
    ['theme', 'pink', 422, 'preference.invalid'],
    ['keys', { answer: 'KeyA' }, 422, 'preference.invalid'],
    ['columns.fees', { count: 2, away: [3] }, 422, 'preference.invalid'],
    ['theme', 'd'.repeat(5_000), 422, 'preference.too-long'],
    ['theme', undefined, 422, 'input.invalid'],
    ['theme', null, 422, 'input.invalid'],
  ])('refuse %s with %j as %i %s', async (name, value, status, code) => {
    const reader = await as('dispatcher');
    refused(await reader.put(`/account/preferences/${name}`, { value }), status, code);
    expect(await kept(reader)).toEqual({});
  });

  it('know no other name to go back from, and take no second field', async () => {
    const reader = await as('dispatcher');
    refused(await reader.delete('/account/preferences/colour'), 404, 'preference.unknown');
    refused(await reader.put('/account/preferences/theme', { value: 'dark', username: 'operator1' }), 422, 'input.invalid');
  });

  it('hold the columns of a hundred lists, however many are put away at once', async () => {
    const reader = await as('reviewer');
    const name = (at: number): string => `/account/preferences/columns.list-${at}`;
    for (let at = 1; at <= 96; at++) succeeded(await reader.put(name(at), { value: AWAY }), 204);
    const replies = await Promise.all(Array.from({ length: 8 }, (_, at) => reader.put(name(97 + at), { value: AWAY })));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 409, 409, 409, 409]);
    refused(await reader.put(name(200), { value: AWAY }), 409, 'preference.too-many-lists');
    await keep(reader, 'columns.list-1', { count: 5, away: [3] });
    await keep(reader, 'theme', 'dark');
    expect(await rows('reviewer1')).toHaveLength(101);
  });

  it('are one row however often they are written at once', async () => {
    const reader = await as('supervisor');
    const values = ['light', 'dark', 'system', 'light', 'dark', 'system'];
    const replies = await Promise.all(values.map((value) => reader.put('/account/preferences/theme', { value })));
    expect(replies.map(({ status }) => status)).toEqual(values.map(() => 204));
    expect(await rows('supervisor1')).toEqual([{ name: 'theme' }]);
    expect(values).toContain((await kept(reader)).theme);
  });

  it('are the same at every process of the server, and no event tells of them', async () => {
    const before = succeeded(await (await as('admin')).get('/account/preferences'));
    const [{ n }] = (await here.town.db.read('SELECT MAX(number) AS n FROM events')) as [{ n: number }];
    const reader = await as('operator3');
    await keep(reader, 'type', 'large');
    if (engine === 'mysql') {
      const other = await startApp({ NOW: MONDAY }, here.town.database);
      try {
        const there = await other.signIn('operator3');
        expect(await kept(there)).toEqual({ type: 'large' });
        await keep(there, 'type', 'normal');
        expect(await kept(reader)).toEqual({ type: 'normal' });
      } finally {
        await other.stop();
      }
    } else {
      await here.app.restart();
      expect(await kept(reader)).toEqual({ type: 'large' });
      await keep(reader, 'type', 'normal');
    }
    const told = await here.town.db.read<{ type: string }>('SELECT type FROM events WHERE number > ?', [n]);
    expect(told.map(({ type }) => type).filter((type) => !type.startsWith('session.'))).toEqual([]);
    expect(await kept(await as('admin'))).toEqual(before);
  });

  it('go when the account is closed, also those that are written at that moment', async () => {
    const reader = await as('operator4');
    await keep(reader, 'theme', 'dark');
    const admin = await as('admin');
    const writes = Array.from({ length: 6 }, (_, at) => reader.put(`/account/preferences/columns.list-${at}`, { value: AWAY }));
    const [closed, ...replies] = await Promise.all([admin.post('/accounts/operator4/actions/close'), ...writes]);
    succeeded(closed, 200);
    expect(replies.map(({ status }) => status).filter((status) => status !== 204 && status !== 401)).toEqual([]);
    expect(await rows('operator4')).toEqual([]);
    refused(await reader.get('/account/preferences'), 401);
    succeeded(await admin.post('/accounts/operator4/actions/reopen'), 200);
    expect(await kept(await here.app.signIn('operator4'))).toEqual({});
  });
});
