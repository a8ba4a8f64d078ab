/** Passkeys: made, used alone or beside the password, refused in every way one can be wrong, and taken away. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { type App, startApp, turningApp } from './support/app.js';
import { Authenticator, type Twist } from './support/authenticator.js';
import { type Client, type Json, refused, type Reply, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { insertRows } from '../src/platform/db.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const PASSWORD = 'demo-12345';
const ORIGIN = 'https://12345.city.example';
const at = (seconds: number): string => new Date(Date.parse(MONDAY) + seconds * 1000).toISOString();
const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));

describeWithServer('passkeys', () => {
  let town: Town;
  let app: App;
  const serverAt = turningApp();

  beforeAll(async () => {
    town = await freshTown();
    await turnTo(0);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });
  /** Turns the clock to so many seconds after Monday morning; the server starts again where its settings are others than before. */
  const turnTo = async (seconds: number, more: Record<string, string> = {}): Promise<void> => {
    const env = { PUBLIC_URL: ORIGIN, WRONG_PASSWORDS_PER_MINUTE: '100000', ...more };
    app = await serverAt(at(seconds), env, town.database);
  };
  const offered = async (client: Client, password = PASSWORD): Promise<Json> =>
    succeeded(await client.post('/account/passkeys/options', { password }), 201).options;
  const add = async (client: Client, name: string, authenticator = new Authenticator(ORIGIN)): Promise<[Authenticator, Json]> => {
    const answer = authenticator.create(await offered(client));
    return [authenticator, succeeded(await client.post('/account/passkeys', { name, answer }), 201)];
  };
  const asked = async (): Promise<Json> => succeeded(await app.client().post('/session/passkey/options'), 201).options;
  const show = (answer: Json, client = app.client()): Promise<Reply> => client.post('/session/passkey', { answer });
  const byPasskey = async (authenticator: Authenticator, twist?: Twist, client?: Client): Promise<Reply> =>
    show(authenticator.get(await asked(), twist), client);
  const byPassword = (username: string, more: object = {}, client = app.client()): Promise<Reply> =>
    client.post('/session', { username, password: PASSWORD, ...more });
  const passkeysOf = async (client: Client): Promise<Json> => succeeded(await client.get('/account/passkeys')).items;
  const logged = async (type: string): Promise<Json[]> => {
    const rows = await town.db.readPrimary<{ facts: string }>('SELECT facts FROM events WHERE type = ? ORDER BY number', [type]);
    return rows.map(({ facts }) => JSON.parse(facts));
  };
  let phone: Authenticator;
  let kept: Json;

  it('are made after the present password, for this house and nobody else', async () => {
    const client = await app.signIn('operator1');
    refused(await client.post('/account/passkeys/options', { password: 'wrong' }), 422, 'password.wrong');
    const options = await offered(client);
    expect(options).toMatchObject({ rp: { id: '12345.city.example' }, user: { name: 'operator1' }, attestation: 'none', timeout: 300_000 });
    expect(options.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
    expect(options.user.id).not.toContain('operator');
    [phone, kept] = await add(client, ' 我的手机 ');
    expect(kept).toMatchObject({ name: '我的手机', isSynced: false, createdAt: expect.any(String) as string });
    expect(kept).not.toHaveProperty('lastUsedAt');
    const { items, accepted } = succeeded(await client.get('/account/passkeys'));
    expect(items).toEqual([kept]);
    expect(accepted).toEqual({ rpId: '12345.city.example', userId: options.user.id, credentialIds: [expect.any(String)] });
    expect(await logged('passkey.added')).toEqual([{ passkey: kept.id.slice(0, 16) }]);
    expect(succeeded(await client.get('/account')).factor).toMatchObject({ isOn: false, passkeys: 1 });
    const { excludeCredentials } = await offered(client);
    expect(excludeCredentials).toHaveLength(1);
  });

  it.each<[string, Twist]>([
    ['by a foreign page', { origin: 'https://12345.city.example.evil.example' }],
    ['for a foreign house', { rpId: 'evil.example' }],
    ['without verifying who holds it', { isVerified: false }],
  ])('are not kept when made %s', async (_, twist) => {
    const client = await app.signIn('operator2');
    const answer = new Authenticator(ORIGIN).create(await offered(client), twist);
    refused(await client.post('/account/passkeys', { name: 'x', answer }), 422, 'passkey.refused');
    expect(await passkeysOf(client)).toEqual([]);
  });

  it('are not kept by another than was asked, twice, or to a challenge that was for signing in', async () => {
    const [client, other] = [await app.signIn('operator2'), await app.signIn('operator3')];
    const options = await offered(client);
    const answer = new Authenticator(ORIGIN).create(options);
    refused(await other.post('/account/passkeys', { name: 'x', answer }), 422, 'passkey.refused');
    refused(await client.post('/account/passkeys', { name: 'x', answer }), 422, 'passkey.refused');
    const { challenge } = await asked();
    const misled = new Authenticator(ORIGIN).create({ ...options, challenge });
    refused(await client.post('/account/passkeys', { name: 'x', answer: misled }), 422, 'passkey.refused');
    const again = new Authenticator(ORIGIN).create(await offered(client));
    const both = await Promise.all([1, 2].map(() => client.post('/account/passkeys', { name: 'x', answer: again })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    const [mine] = await passkeysOf(client);
    succeeded(await client.post(`/account/passkeys/${mine.id}/removal`, { password: PASSWORD }), 204);
  });

  it('open a session without a name and without a password, and say so in the log', async () => {
    const client = app.client();
    expect(await asked()).toMatchObject({ rpId: '12345.city.example', userVerification: 'required' });
    expect(await asked()).not.toHaveProperty('allowCredentials');
    expect(succeeded(await byPasskey(phone, {}, client), 201)).toMatchObject({ username: 'operator1', roles: ['operator'] });
    expect(succeeded(await client.get('/session')).username).toBe('operator1');
    const [used] = await passkeysOf(client);
    expect(used.lastUsedAt).toEqual(expect.any(String));
    expect((await logged('session.opened')).at(-1)).toEqual({ with: 'passkey' });
  });

  it('are asked for by one process and taken by the next, within five minutes', async () => {
    const [soon, late] = [await asked(), await asked()];
    await turnTo(270);
    succeeded(await show(phone.get(soon)), 201);
    await turnTo(330);
    refused(await show(phone.get(late)), 401, 'session.refused');
    // what nobody answered in time is forgotten
    const expired = async (): Promise<number> => {
      const [row] = await town.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM passkey_challenges WHERE expiresAt < ?', [
        Date.parse(at(330)),
      ]);
      return Number(row!.n);
    };
    for (let tries = 0; tries < 50 && (await expired()) > 0; tries++) await rest(200);
    expect(await expired()).toBe(0);
  });

  it('answer a challenge once, whoever comes with it at the same time, and at whichever process', async () => {
    const second = engine === 'mysql' ? await startApp({ NOW: at(330), PUBLIC_URL: ORIGIN }, town.database) : undefined;
    try {
      const answer = phone.get(await asked());
      const both = await Promise.all([show(answer), show(answer, second?.client())]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
      refused(await show(answer), 401, 'session.refused');
      succeeded(await show(phone.get(await asked()), second?.client()), 201);
    } finally {
      await second?.stop();
    }
  });

  it('are refused in one way, whatever is wrong', async () => {
    succeeded(await byPasskey(phone), 201); // failures are counted until one holds
    const stranger = new Authenticator(ORIGIN);
    stranger.create({ rp: { id: '12345.city.example' }, user: { id: 'c29tZWJvZHk' }, challenge: 'x' });
    const spoilt = phone.get(await asked());
    const foreign = phone.get({ rpId: '12345.city.example', challenge: 'bm9ib2R5IGFza2Vk' });
    const replies = [
      await byPasskey(stranger),
      await byPasskey(phone, { origin: 'https://evil.example' }),
      await byPasskey(phone, { rpId: 'evil.example' }),
      await byPasskey(phone, { isVerified: false }),
    ];
    succeeded(await byPasskey(phone), 201);
    replies.push(
      await byPasskey(phone, { userHandle: 'c29tZWJvZHk' }),
      await show({ ...spoilt, signature: `${spoilt.signature.slice(0, -6)}AAAAAA` }),
      await show(foreign),
      await show({ ...foreign, clientDataJSON: 'bm9uc2Vuc2U' }),
    );
    for (const reply of replies) refused(reply, 401, 'session.refused');
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    refused(await show({ ...spoilt, signature: '<script>' }), 422, 'input.invalid');
    succeeded(await byPasskey(phone), 201);
  });

  it('whose counter goes backwards are refused, and the log says whose', async () => {
    const copy = phone.copy();
    succeeded(await byPasskey(phone), 201);
    refused(await byPasskey(copy), 401, 'session.refused');
    expect(await logged('passkey.counter-back')).toEqual([{ account: 'operator1', passkey: kept.id.slice(0, 16) }]);
    succeeded(await byPasskey(phone), 201);
  });

  it('that never count are taken every time, and are known as synced', async () => {
    const client = await app.signIn('operator4');
    const [synced, view] = await add(client, '云端', new Authenticator(ORIGIN, false));
    expect(view.isSynced).toBe(true);
    for (let n = 0; n < 3; n++) succeeded(await byPasskey(synced), 201);
    succeeded(await client.post(`/account/passkeys/${view.id}/removal`, { password: PASSWORD }), 204);
    refused(await byPasskey(synced), 401, 'session.refused');
  });

  it('stand beside the password as a second factor, bound to the account that was asked', async () => {
    const problem = refused(await byPassword('operator1'), 401, 'session.passkey-needed');
    expect(problem.facts).toMatchObject({ ways: ['passkey'], passkey: { rpId: '12345.city.example', userVerification: 'required' } });
    expect(problem.facts.passkey.allowCredentials).toHaveLength(1);
    refused(await app.client().post('/session', { username: 'operator1', password: 'wrong' }), 401, 'session.refused');
    succeeded(await byPassword('operator1', { passkey: phone.get(problem.facts.passkey) }), 201);
    refused(await byPassword('operator1', { otp: '123456' }), 401, 'session.refused');
    // neither a challenge for anybody nor one for somebody else will do, and one for this account opens nothing alone
    refused(await byPassword('operator1', { passkey: phone.get(await asked()) }), 401, 'session.refused');
    const next = async () => refused(await byPassword('operator1'), 401).facts.passkey;
    refused(await show(phone.get(await next())), 401, 'session.refused');
    const other = await app.signIn('operator2');
    const [theirs, { id }] = await add(other, '别人的');
    refused(await byPassword('operator1', { passkey: theirs.get(await next()) }), 401, 'session.refused');
    refused(await byPassword('operator2', { passkey: theirs.get(await next()) }), 401, 'session.refused');
    succeeded(await other.post(`/account/passkeys/${id}/removal`, { password: PASSWORD }), 204);
    succeeded(await byPassword('operator2'), 201);
  });

  it('and codes may both be had: either will do', async () => {
    await turnTo(1_200);
    const client = app.client();
    succeeded(await byPasskey(phone, {}, client), 201);
    const { secret } = succeeded(await client.post('/account/factor', { password: PASSWORD }), 201);
    const started = Date.now();
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({
        timestamp: Date.parse(at(1_200)) + Date.now() - started,
      });
    const { codes } = succeeded(await client.post('/account/factor/confirmation', { code: code() }), 201);
    const { facts } = refused(await byPassword('operator1'), 401, 'session.otp-needed');
    expect(facts.ways).toEqual(['otp', 'passkey']);
    succeeded(await byPassword('operator1', { passkey: phone.get(facts.passkey) }), 201);
    succeeded(await byPassword('operator1', { otp: codes[0] }), 201);
    succeeded(await client.post('/account/factor/removal', { code: codes[1] }), 204);
  });

  it('are renamed and taken away by their owner alone, with the password', async () => {
    const [client, other] = [app.client(), await app.signIn('operator2')];
    succeeded(await byPasskey(phone, {}, client), 201);
    const path = `/account/passkeys/${kept.id}`;
    refused(await other.put(path, { name: '我的了' }), 404, 'not-found');
    refused(await other.post(`${path}/removal`, { password: PASSWORD }), 404, 'not-found');
    refused(await other.post('/account/passkeys/none/removal', { password: PASSWORD }), 404, 'not-found');
    refused(await client.put(path, { name: '  ' }), 422, 'input.invalid');
    expect(succeeded(await client.put(path, { name: '工作手机' })).name).toBe('工作手机');
    refused(await client.post(`${path}/removal`, { password: 'wrong' }), 422, 'password.wrong');
    expect((await passkeysOf(client)).map(({ name }: Json) => name as string)).toEqual(['工作手机']);
  });

  it('of an account that is shut open nothing', async () => {
    const admin = await app.signIn('admin1');
    succeeded(await admin.post('/accounts/operator1/actions/close'));
    refused(await byPasskey(phone), 401, 'session.refused');
    refused(await byPassword('operator1'), 401, 'session.refused');
    succeeded(await admin.post('/accounts/operator1/actions/reopen'));
    succeeded(await byPasskey(phone), 201);
  });

  it('are seen by the auditor: who came in by one, and whose counter went backwards', async () => {
    const auditor = await app.signIn('auditor1');
    const audited = async (action: string): Promise<Json> => succeeded(await auditor.get(`/audit?action=${action}`)).items;
    expect((await audited('passkey.counter-back'))[0]).toMatchObject({ username: 'system', account: 'operator1' });
    expect((await audited('session.opened')).filter((row: Json) => row.with === 'passkey')[0]).toMatchObject({ username: 'operator1' });
  });

  it('are taken away together with codes by whoever answers for the account', async () => {
    const admin = await app.signIn('admin1');
    const { items } = succeeded(await admin.get('/accounts?q=operator1'));
    expect(items[0]).toMatchObject({ hasFactor: true });
    expect(succeeded(await admin.post('/accounts/operator1/actions/reset-factor'))).toMatchObject({ hasFactor: false });
    refused(await byPasskey(phone), 401, 'session.refused');
    succeeded(await byPassword('operator1'), 201);
  });

  it('are what a role has to have, as well as codes, and the last one stays', async () => {
    await turnTo(2_400, { SECOND_FACTOR_ROLES: 'auditor' });
    const client = await app.signIn('auditor1');
    refused(await client.get('/audit'), 403, 'factor.needed');
    expect(await passkeysOf(client)).toEqual([]);
    const [first, { id }] = await add(client, '第一把');
    succeeded(await client.get('/audit'));
    refused(await client.post(`/account/passkeys/${id}/removal`, { password: PASSWORD }), 409, 'factor.needed-by-role');
    const [, second] = await add(client, '第二把');
    const removals = await Promise.all(
      [id, second.id].map((one: string) => client.post(`/account/passkeys/${one}/removal`, { password: PASSWORD })),
    );
    expect(removals.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await passkeysOf(client)).toHaveLength(1);
    const [left] = await passkeysOf(client);
    if (left.id === id) succeeded(await byPasskey(first), 201);
  });

  it('are not guessed: what does not hold counts like a wrong password', async () => {
    await turnTo(3_000, { WRONG_PASSWORDS_PER_MINUTE: '3' });
    const stranger = new Authenticator(ORIGIN);
    stranger.create({ rp: { id: '12345.city.example' }, user: { id: 'c29tZWJvZHk' }, challenge: 'x' });
    const options = await asked();
    const replies: number[] = [];
    for (let n = 0; n < 6; n++) replies.push((await show(stranger.get(options))).status);
    expect(replies.slice(0, 3)).toEqual([401, 401, 401]);
    expect(replies).toContain(429);
    // and asking has its limit too: ten for each wrong password
    const questions = await Promise.all(Array.from({ length: 40 }, () => app.client().post('/session/passkey/options')));
    expect(questions.map(({ status }) => status)).toContain(429);
  });

  it('go with a rescue of the account, and the log holds it', async () => {
    await app.stop({ keep: true });
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, ...town.database.env, NOW: at(3_600) };
    const told = await new Promise<string>((done) => {
      execFile(process.execPath, [resolve('dist/rescue-account.js'), 'auditor1'], { env }, (_, stdout, stderr) =>
        done(`${stdout}${stderr}`),
      );
    });
    expect(told).toContain('auditor1 sets a password');
    expect(await town.db.readPrimary('SELECT id FROM passkeys')).toEqual([]);
    expect((await verifiedLog(town)).holds).toBe(true);
  });

  it('need a name of the house: with none set they are not offered', async () => {
    await turnTo(4_000, { PUBLIC_URL: '' });
    refused(await app.client().post('/session/passkey/options'), 409, 'passkey.no-address');
    const client = await app.signIn('operator2');
    refused(await client.post('/account/passkeys/options', { password: PASSWORD }), 409, 'passkey.no-address');
    expect(succeeded(await client.get('/account/passkeys'))).toEqual({ items: [] });
  });

  it('are found by an index, however many there are', async () => {
    const row = (n: number) => ({
      id: `key-${n}`,
      username: `person${Math.floor(n / 2)}`,
      credentialId: 'x',
      publicKey: 'x',
      counter: 0,
      transports: '',
      backedUp: false,
      name: 'x',
      createdAt: n,
      lastUsedAt: null,
    });
    for (let from = 0; from < 4_000; from += 500)
      await town.db.write((tx) =>
        insertRows(
          tx,
          'passkeys',
          Array.from({ length: 500 }, (_, n) => row(from + n)),
        ),
      );
    if (engine === 'mysql') await town.db.readPrimary('ANALYZE TABLE passkeys');
    const sql = "SELECT id, name FROM passkeys WHERE username = 'person7' ORDER BY createdAt";
    const plan = await town.db.readPrimary<Record<string, unknown>>(`EXPLAIN ${engine === 'mysql' ? '' : 'QUERY PLAN '}${sql}`);
    expect(JSON.stringify(plan)).toContain('passkeys_username');
    expect(JSON.stringify(plan)).not.toMatch(/filesort|TEMP B-TREE|"type":"ALL"/);
  });
});
