import { resolve } from 'node:path';
import { ConfigError, readConfig } from './config.js';

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

const GATEWAY = { SMS_GATEWAY_URL: 'https://sms.example.org', SMS_GATEWAY_SECRET: 's'.repeat(32) };

describe('the environment', () => {
  it('needs to say nothing: then it is the demo on the embedded database, on this machine alone', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      database: { engine: 'embedded', file: resolve('data/hotline.db') },
      dataDir: resolve('data'),
      demo: true,
      production: false,
      publicUrl: undefined,
      secretKeyFile: resolve('data/secret.key'),
      sealedKeyFile: resolve('data/sealed.key'),
      telephony: 'simulator',
      smsGateway: undefined,
      mail: undefined,
      webhookHosts: [],
      clock: { start: undefined, rate: 1 },
      intakesPerMinute: 60,
      wrongPasswordsPerMinute: 20,
      secondFactorRoles: [],
    });
  });

  it('takes an empty variable for one that is not there', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'DATA_DIR', 'DEMO', 'PUBLIC_URL', 'SECRET_KEY_FILE', 'TELEPHONY', 'NOW', 'CLOCK_RATE'];
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  it.each([
    ['mysql://u:p@db/hotline', 'mysql'],
    ['mariadb://u:p@db/hotline', 'mariadb'],
  ])('is no demo with %s unless it says so', (url, type) => {
    expect(readConfig({ DATABASE_URL: url })).toMatchObject({ demo: false, database: { engine: 'mysql', type, url, replicaUrl: url } });
    expect(readConfig({ DATABASE_URL: url, DEMO: '1' }).demo).toBe(true);
  });

  it('reads figures from a replica when there is one', () => {
    const env = { DATABASE_URL: 'mysql://u@one/h', DATABASE_REPLICA_URL: 'mysql://u@two/h' };
    expect(readConfig(env).database).toMatchObject({ url: 'mysql://u@one/h', replicaUrl: 'mysql://u@two/h' });
  });

  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: 'three' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PORT', { PORT: '80.5' }],
    ['DEMO', { DEMO: 'yes' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://u@db/h' }],
    ['DATABASE_URL', { DATABASE_URL: 'hotline' }],
    ['DATABASE_REPLICA_URL', { DATABASE_URL: 'mysql://u@db/h', DATABASE_REPLICA_URL: 'ftp://db' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'hotline.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'ws://hotline.example.org' }],
    ['TELEPHONY', { TELEPHONY: 'carrier-pigeon' }],
    ['TWILIO_ACCOUNT_SID', { TELEPHONY: 'twilio' }],
    ['TWILIO_AUTH_TOKEN', { TELEPHONY: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: '', TWILIO_NUMBER: '+8612345' }],
    ['TWILIO_API_KEY', { TELEPHONY: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'x' }],
    ['SMS_GATEWAY_URL', { SMS_GATEWAY_URL: 'sms.example.org' }],
    ['SMS_GATEWAY_SECRET', { SMS_GATEWAY_URL: 'https://sms.example.org', SMS_GATEWAY_SECRET: 'short' }],
    ['SMS_GATEWAY_URL', { SMS_CALLBACK_SECRET: 'c'.repeat(32) }],
    ['SMS_CALLBACK_SECRET', { ...GATEWAY, SMS_CALLBACK_SECRET: 'short' }],
    ['SMS_CALLBACK_SECRET', { ...GATEWAY, SMS_CALLBACK_SECRET: GATEWAY.SMS_GATEWAY_SECRET }],
    ['SMS_CALLBACK_SECRET', { ...GATEWAY, SMS_CALLBACK_SECRET_NEXT: 'n'.repeat(32) }],
    ['SMS_CALLBACK_SECRET_NEXT', { ...GATEWAY, SMS_CALLBACK_SECRET: 'c'.repeat(32), SMS_CALLBACK_SECRET_NEXT: 'short' }],
    ['MAIL_URL', { MAIL_URL: 'imap://mail.example.org' }],
    ['MAIL_FROM', { MAIL_URL: 'smtp://mail.example.org' }],
    ['NOW', { NOW: 'yesterday' }],
    ['CLOCK_RATE', { CLOCK_RATE: '-1' }],
    ['CLOCK_RATE', { CLOCK_RATE: 'fast' }],
    ['CLOCK_RATE', { CLOCK_RATE: '1000001' }],
    ['INTAKES_PER_MINUTE', { INTAKES_PER_MINUTE: '0' }],
    ['WRONG_PASSWORDS_PER_MINUTE', { WRONG_PASSWORDS_PER_MINUTE: 'none' }],
    ['NOW', { NODE_ENV: 'production', NOW: '2026-03-02T10:00:00+08:00' }],
    ['CLOCK_RATE', { NODE_ENV: 'production', CLOCK_RATE: '2' }],
  ])('is refused by the name of %s in %j', (name, env) => {
    expect(refusal(env)).toMatch(new RegExp(`^${name}\\b`));
  });

  it('never repeats a secret it refuses', () => {
    expect(refusal({ DATABASE_URL: 'postgres://hotline:hunter2@db/h' })).not.toContain('hunter2');
    expect(refusal({ TELEPHONY: 'twilio', TWILIO_AUTH_TOKEN: 'hunter2' })).not.toContain('hunter2');
    expect(refusal({ SMS_GATEWAY_URL: 'https://sms.example.org', SMS_GATEWAY_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(refusal({ MAIL_URL: 'http://u:hunter2@mail' })).not.toContain('hunter2');
  });

  it('may start the clock elsewhere and let it run faster outside production', () => {
    expect(readConfig({ NOW: '2026-03-02T10:00:00+08:00', CLOCK_RATE: '0' }).clock).toEqual({
      start: Date.parse('2026-03-02T02:00:00Z'),
      rate: 0,
    });
  });

  it('gives the public address without a slash at its end', () => {
    expect(readConfig({ PUBLIC_URL: 'https://12345.example.org//' }).publicUrl).toBe('https://12345.example.org');
  });
});
