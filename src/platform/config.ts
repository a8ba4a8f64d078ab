import { resolve } from 'node:path';
import { ROLES } from '../domain/vocabulary.js';

/** Everything the environment may say, read and checked once at the start. Names: config/env.example. */
export interface Config {
  port: number;
  host: string;
  database: { engine: 'embedded'; file: string } | { engine: 'mysql'; type: 'mysql' | 'mariadb'; url: string; replicaUrl: string };
  dataDir: string;
  demo: boolean;
  production: boolean;
  publicUrl: string | undefined;
  secretKeyFile: string;
  /** The commission's own key, for sealed cases and investigations. */
  sealedKeyFile: string;
  telephony: 'simulator' | 'twilio';
  /** The account at the carrier; absent in the simulator, which makes one up. */
  carrier: CarrierAccount | undefined;
  /**
   * A provider's gateway for short messages; without one they go by telephone, if at all. `callbackSecrets`: what it signs its reports and
   * replies with, two while one is being replaced; none when it tells nothing.
   */
  smsGateway: { url: string; secret: string; callbackSecrets: readonly string[] } | undefined;
  mail: { url: string; from: string } | undefined;
  /** Hosts with port that webhooks may call by plain http and at private addresses; all others https and public. */
  webhookHosts: readonly string[];
  clock: { start: number | undefined; rate: number };
  /** How many intakes and wrong passwords one address may send a minute. */
  intakesPerMinute: number;
  wrongPasswordsPerMinute: number;
  /** Roles whose accounts have to have a second factor. */
  secondFactorRoles: string[];
}
export const CONFIG = Symbol('Config');

/** What is needed to telephone. `authTokens`: two while one is being replaced; webhooks may be signed with either. */
export interface CarrierAccount {
  accountSid: string;
  authTokens: readonly [string, ...string[]];
  apiKey: string;
  apiSecret: string;
  number: string;
  /** Where its API answers, when that is not the carrier's own address. */
  apiBase: string | undefined;
}

/** A wrong or missing variable; the start ends with its name. */
export class ConfigError extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

function whole(env: Env, name: string, otherwise: number, least: number, most: number): number {
  const raw = env[name];
  if (raw === undefined || raw === '') return otherwise;
  const value = Number(raw);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not "${raw}"`);
  }
  return value;
}

function oneOf<T extends string>(env: Env, name: string, values: readonly T[], otherwise: T): T {
  const raw = env[name];
  if (raw === undefined || raw === '') return otherwise;
  const value = values.find((one) => one === raw);
  if (!value) throw new ConfigError(`${name} must be one of ${values.join(', ')}, not "${raw}"`);
  return value;
}

function url(env: Env, name: string, protocols: readonly string[]): string | undefined {
  const raw = env[name];
  if (raw === undefined || raw === '') return undefined;
  if (!URL.canParse(raw) || !protocols.includes(new URL(raw).protocol)) {
    throw new ConfigError(`${name} must be an address beginning with ${protocols.join(' or ')}`);
  }
  return raw;
}

/** Two variables that stand together or not at all. */
function pair(env: Env, name: string, value: string | undefined, other: string, least: number): string {
  const given = env[other] ?? '';
  if (value !== undefined && given.length < least) throw new ConfigError(`${other} is needed with ${name}, at least ${least} characters`);
  return given;
}

function carriersOf(env: Env): Pick<Config, 'smsGateway' | 'mail'> {
  const gateway = url(env, 'SMS_GATEWAY_URL', ['http:', 'https:']);
  const secret = pair(env, 'SMS_GATEWAY_URL', gateway, 'SMS_GATEWAY_SECRET', 32);
  const server = url(env, 'MAIL_URL', ['smtp:', 'smtps:']);
  const from = pair(env, 'MAIL_URL', server, 'MAIL_FROM', 3);
  const callbackSecrets = callbackSecretsOf(env, gateway, secret);
  return { smsGateway: gateway ? { url: gateway, secret, callbackSecrets } : undefined, mail: server ? { url: server, from } : undefined };
}

/** A key of their own: what we sign ourselves, sent back to us, shall prove nothing. */
function callbackSecretsOf(env: Env, gateway: string | undefined, secret: string): string[] {
  const [now, next] = [env.SMS_CALLBACK_SECRET ?? '', env.SMS_CALLBACK_SECRET_NEXT ?? ''];
  if (now && gateway === undefined) throw new ConfigError('SMS_GATEWAY_URL is needed with SMS_CALLBACK_SECRET');
  if (next && !now) throw new ConfigError('SMS_CALLBACK_SECRET is needed with SMS_CALLBACK_SECRET_NEXT');
  for (const [name, value] of Object.entries({ SMS_CALLBACK_SECRET: now, SMS_CALLBACK_SECRET_NEXT: next })) {
    if (value && value.length < 32) throw new ConfigError(`${name} must have at least 32 characters`);
    if (value && value === secret) throw new ConfigError(`${name} must not be SMS_GATEWAY_SECRET`);
  }
  return [now, next].filter(Boolean);
}

function clockOf(env: Env, production: boolean): Config['clock'] {
  if (production && (env.NOW || env.CLOCK_RATE))
    throw new ConfigError(`${env.NOW ? 'NOW' : 'CLOCK_RATE'} is refused with NODE_ENV=production`);
  const start = env.NOW ? Date.parse(env.NOW) : undefined;
  if (start !== undefined && Number.isNaN(start))
    throw new ConfigError(`NOW must be an instant like 2026-03-02T10:00:00+08:00, not "${env.NOW}"`);
  const rate = env.CLOCK_RATE ? Number(env.CLOCK_RATE) : 1;
  if (!(rate >= 0 && rate <= 1e6)) throw new ConfigError(`CLOCK_RATE must be a number from 0 to 1000000, not "${env.CLOCK_RATE}"`);
  return { start, rate };
}

/** Names or addresses with their port, `data.city.example:8443`, separated by commas. */
function hostsOf(env: Env, name: string): string[] {
  const hosts = (env[name] ?? '').split(',').flatMap((one) => one.trim().toLowerCase() || []);
  const wrong = hosts.find((one) => !/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):\d{1,5}$/.test(one));
  if (wrong) throw new ConfigError(`${name} must name hosts with their port, like data.city.example:443, not "${wrong}"`);
  return hosts;
}

function rolesOf(env: Env, name: string): string[] {
  const roles = (env[name] ?? '').split(',').flatMap((one) => one.trim() || []);
  const wrong = roles.find((one) => !(ROLES as readonly string[]).includes(one));
  if (wrong) throw new ConfigError(`${name} must name roles (${ROLES.join(', ')}), not "${wrong}"`);
  return roles;
}

/** Shapes of the carrier's variables: a signature made with an empty or half token proves nothing, so the start refuses it. */
const CARRIER_SHAPES: Record<string, [shape: RegExp, words: string]> = {
  TWILIO_ACCOUNT_SID: [/^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits'],
  TWILIO_AUTH_TOKEN: [/^[0-9a-f]{32}$/, '32 hexadecimal digits'],
  TWILIO_API_KEY: [/^SK[0-9a-f]{32}$/, 'SK and 32 hexadecimal digits'],
  TWILIO_API_SECRET: [/^\S{16,}$/, 'at least 16 characters'],
  TWILIO_NUMBER: [/^\+\d{5,15}$/, 'a number like +8613800000000'],
};

function carrierOf(env: Env, telephony: Config['telephony']): CarrierAccount | undefined {
  const apiBase = url(env, 'TWILIO_API_BASE', ['http:', 'https:'])?.replace(/\/+$/, '');
  if (telephony !== 'twilio' && !apiBase) return undefined;
  const missing = Object.keys(CARRIER_SHAPES).find((name) => !env[name]);
  if (missing) throw new ConfigError(`${missing} is needed with ${telephony === 'twilio' ? 'TELEPHONY=twilio' : 'TWILIO_API_BASE'}`);
  for (const [name, [shape, words]] of Object.entries(CARRIER_SHAPES))
    if (!shape.test(env[name]!)) throw new ConfigError(`${name} must be ${words}`);
  if (telephony === 'twilio' && !env.PUBLIC_URL?.startsWith('https://'))
    throw new ConfigError('PUBLIC_URL must be the https:// address the carrier reaches, with TELEPHONY=twilio');
  const next = env.TWILIO_AUTH_TOKEN_NEXT;
  if (next && !CARRIER_SHAPES.TWILIO_AUTH_TOKEN![0].test(next))
    throw new ConfigError('TWILIO_AUTH_TOKEN_NEXT must be 32 hexadecimal digits');
  return {
    accountSid: env.TWILIO_ACCOUNT_SID!,
    authTokens: [env.TWILIO_AUTH_TOKEN!, ...(next ? [next] : [])],
    apiKey: env.TWILIO_API_KEY!,
    apiSecret: env.TWILIO_API_SECRET!,
    number: env.TWILIO_NUMBER!,
    apiBase,
  };
}

/** Reads the environment; throws ConfigError naming the first variable that is wrong. */
export function readConfig(env: Env = process.env): Config {
  const production = env.NODE_ENV === 'production';
  const dataDir = resolve(env.DATA_DIR || 'data');
  const databaseUrl = url(env, 'DATABASE_URL', ['mysql:', 'mariadb:']);
  const demo = oneOf(env, 'DEMO', ['0', '1'], databaseUrl ? '0' : '1') === '1';
  const telephony = oneOf(env, 'TELEPHONY', ['simulator', 'twilio'], 'simulator');
  return {
    port: whole(env, 'PORT', 3000, 0, 65_535),
    host: env.HOST || '127.0.0.1',
    database: databaseUrl
      ? {
          engine: 'mysql',
          type: databaseUrl.startsWith('mariadb:') ? 'mariadb' : 'mysql',
          url: databaseUrl,
          replicaUrl: url(env, 'DATABASE_REPLICA_URL', ['mysql:', 'mariadb:']) ?? databaseUrl,
        }
      : { engine: 'embedded', file: resolve(dataDir, 'hotline.db') },
    dataDir,
    demo,
    production,
    publicUrl: url(env, 'PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, ''),
    secretKeyFile: env.SECRET_KEY_FILE ? resolve(env.SECRET_KEY_FILE) : resolve(dataDir, 'secret.key'),
    sealedKeyFile: env.SEALED_KEY_FILE ? resolve(env.SEALED_KEY_FILE) : resolve(dataDir, 'sealed.key'),
    telephony,
    carrier: carrierOf(env, telephony),
    ...carriersOf(env),
    webhookHosts: hostsOf(env, 'WEBHOOK_HOSTS'),
    clock: clockOf(env, production),
    intakesPerMinute: whole(env, 'INTAKES_PER_MINUTE', 60, 1, 1_000_000),
    secondFactorRoles: rolesOf(env, 'SECOND_FACTOR_ROLES'),
    wrongPasswordsPerMinute: whole(env, 'WRONG_PASSWORDS_PER_MINUTE', 20, 1, 1_000_000),
  };
}
