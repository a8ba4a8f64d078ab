/** A code beside the password, codes for the day it is lost, and sessions one can see and end. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { type App, turningApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const PASSWORD = 'demo-12345';
const at = (seconds: number): string => new Date(Date.parse(MONDAY) + seconds * 1000).toISOString();

describeWithServer('the second factor', () => {
  let town: Town;
  let app: App;
  const serverAt = turningApp();
  const started = { at: 0, real: 0 };

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
    const env = { WRONG_PASSWORDS_PER_MINUTE: '100000', ...more };
    app = await serverAt(at(seconds), env, town.database);
    Object.assign(started, { at: Date.parse(MONDAY) + seconds * 1000, real: Date.now() });
  };
  const now = (): number => started.at + Date.now() - started.real;
  const codeOf = (secret: string, off = 0): string =>
    new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: now() + off * 30_000 });
  const signIn = (username: string, otp?: string, client = app.client()) =>
    client.post('/session', { username, password: PASSWORD, ...(otp ? { otp } : {}) });
  const turnOn = async (client: Client): Promise<{ secret: string; codes: string[] }> => {
    const { secret, uri } = succeeded(await client.post('/account/factor', { password: PASSWORD }), 201);
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    const { codes } = succeeded(await client.post('/account/factor/confirmation', { code: codeOf(secret as string) }), 201);
    return { secret: secret as string, codes: codes as string[] };
  };
  let operator: { secret: string; codes: string[] };

  it('is turned on with the password and a first code, and not without', async () => {
    const client = await app.signIn('operator1');
    refused(await client.post('/account/factor', { password: 'wrong-password' }), 422, 'password.wrong');
    refused(await client.post('/account/factor/confirmation', { code: '123456' }), 409, 'factor.not-begun');
    const { secret } = succeeded(await client.post('/account/factor', { password: PASSWORD }), 201);
    refused(await client.post('/account/factor/confirmation', { code: codeOf(secret, 5) }), 422, 'otp.wrong');
    expect(succeeded(await signIn('operator1')).username).toBe('operator1');
    operator = await turnOn(client);
    expect(new Set(operator.codes).size).toBe(10);
    expect(succeeded(await client.get('/account')).factor).toMatchObject({ isOn: true, recoveryCodesLeft: 10, isNeeded: false });
    refused(await client.post('/account/factor', { password: PASSWORD }), 409, 'factor.on');
    const [row] = await town.db.readPrimary<{ secret: string }>('SELECT secret FROM second_factors');
    expect(row!.secret).not.toContain(operator.secret);
  });

  it('is asked for after a right password alone, and one code opens one session', async () => {
    refused(await signIn('operator1'), 401, 'session.otp-needed');
    refused(await app.client().post('/session', { username: 'operator1', password: 'wrong' }), 401, 'session.refused');
    refused(await signIn('operator1', '000000'), 401, 'session.refused');
    await turnTo(90);
    const code = codeOf(operator.secret);
    succeeded(await signIn('operator1', code));
    refused(await signIn('operator1', code), 401, 'session.refused');
  });

  it('takes codes of a clock that is half a minute off, and none of one that is a minute off', async () => {
    await turnTo(300);
    refused(await signIn('operator1', codeOf(operator.secret, -2)), 401);
    refused(await signIn('operator1', codeOf(operator.secret, 2)), 401);
    succeeded(await signIn('operator1', codeOf(operator.secret, 1)));
    // whoever was ahead waits: an earlier code is not taken after a later one
    refused(await signIn('operator1', codeOf(operator.secret)), 401);
  });

  it('is opened by a recovery code, each once, whoever else has it', async () => {
    await turnTo(600);
    const [first = ''] = operator.codes;
    const both = await Promise.all([signIn('operator1', first), signIn('operator1', first.toUpperCase().replace('-', ' '))]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    const client = app.client();
    succeeded(await signIn('operator1', operator.codes[1], client));
    expect(succeeded(await client.get('/account')).factor.recoveryCodesLeft).toBe(8);
  });

  it('is not guessed: wrong codes count like wrong passwords', async () => {
    const replies: number[] = [];
    for (let n = 0; n < 8; n++) replies.push((await signIn('operator1', '111111')).status);
    expect(replies).toContain(429);
    await turnTo(1_200);
    succeeded(await signIn('operator1', codeOf(operator.secret)));
  });

  it('is taken away by a code of it, or by whoever answers for the account, which ends its sessions', async () => {
    await turnTo(1_800);
    const client = app.client();
    succeeded(await signIn('operator1', codeOf(operator.secret), client));
    refused(await client.post('/account/factor/removal', { code: '000000' }), 422, 'otp.wrong');
    succeeded(await client.post('/account/factor/removal', { code: operator.codes[2] }), 204);
    succeeded(await signIn('operator1'));
    const inspector = await app.signIn('inspector1');
    await turnOn(inspector);
    const admin = await app.signIn('admin1');
    refused(await admin.post('/accounts/inspector1/actions/reset-factor'), 403, 'account.commissioner-only');
    const commissioner = await app.signIn('commissioner1');
    expect(succeeded(await commissioner.post('/accounts/inspector1/actions/reset-factor'))).toMatchObject({ hasFactor: false });
    refused(await inspector.get('/account'), 401);
    succeeded(await signIn('inspector1'));
  });

  it('is set up before anything else where a role has to have it', async () => {
    await turnTo(2_400, { SECOND_FACTOR_ROLES: 'auditor, commissioner' });
    const client = await app.signIn('auditor1');
    for (const path of ['/audit', '/departments', '/home', '/account/sessions/others'])
      refused(path.endsWith('others') ? await client.delete(path) : await client.get(path), 403, 'factor.needed');
    expect(succeeded(await client.get('/account')).factor).toMatchObject({ isOn: false, isNeeded: true });
    const { codes } = await turnOn(client);
    succeeded(await client.get('/audit'));
    refused(await client.post('/account/factor/removal', { code: codes[0] }), 409, 'factor.needed-by-role');
    succeeded(await (await app.signIn('operator2')).get('/departments'));
  });

  it('and sessions are seen by their owner and ended one by one, or all others at once', async () => {
    await turnTo(3_000);
    const [here, there, third] = [await app.signIn('operator2'), await app.signIn('operator2'), await app.signIn('operator2')];
    const { sessions } = succeeded(await here.get('/account'));
    expect(sessions.filter(({ isThis }: Json) => isThis)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.*', device: expect.any(String) as string });
    const own = async (client: Client): Promise<string> =>
      succeeded(await client.get('/account')).sessions.find(({ isThis }: Json) => isThis).id as string;
    refused(await (await app.signIn('operator3')).delete(`/account/sessions/${await own(there)}`), 404);
    succeeded(await here.delete(`/account/sessions/${await own(there)}`), 204);
    refused(await there.get('/session'), 401);
    succeeded(await here.delete('/account/sessions/others'), 204);
    refused(await third.get('/session'), 401);
    succeeded(await here.get('/session'));
    const next = '去年冬天松花江冻得特别早';
    refused(await here.post('/account/password', { password: 'wrong', next }), 422, 'password.wrong');
    refused(await here.post('/account/password', { password: PASSWORD, next: 'short' }), 422, 'password.too-weak');
    succeeded(await here.post('/account/password', { password: PASSWORD, next }), 204);
    refused(await signIn('operator2'), 401);
    succeeded(await app.client().post('/session', { username: 'operator2', password: next }), 201);
    const admin = await app.signIn('admin1');
    succeeded(await admin.post('/accounts/operator2/actions/end-sessions'));
    refused(await here.get('/session'), 401);
  });

  it('is lost by nobody for good: the keeper of the machine makes a link, and the log holds it', async () => {
    await app.stop({ keep: true });
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, ...town.database.env, NOW: at(3_600) };
    const rescued = (username: string) =>
      new Promise<string>((done) => {
        execFile(process.execPath, [resolve('dist/rescue-account.js'), username], { env }, (_, stdout, stderr) =>
          done(`${stdout}${stderr}`),
        );
      });
    expect(await rescued('nobody')).toContain('There is no account "nobody"');
    const told = await rescued('auditor1');
    await turnTo(3_700);
    const [, token] = /#([\w-]{43})/.exec(told)!;
    succeeded(await app.client().post('/session/password', { token, password: '去年冬天松花江冻得特别早' }), 204);
    succeeded(await app.client().post('/session', { username: 'auditor1', password: '去年冬天松花江冻得特别早' }), 201);
    await app.stop({ keep: true });
    expect((await verifiedLog(town)).holds).toBe(true);
  });
});
