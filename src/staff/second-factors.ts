import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { admitRemoval, mustHaveFactor, plainCode, RECOVERY_CODES, STEP_SECONDS, STEPS_OFF } from '../domain/second-factor.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, updateRow } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { countOf, type FactorCount, FACTORS, lockFactors } from './factors.js';
import type { FactorOffer, FactorView } from './own-account.dto.js';
import type { PasskeyAnswer } from './passkey.dto.js';
import { PasskeyProofs } from './passkey-proofs.js';

interface Row {
  username: string;
  secret: string;
  createdAt: number;
  confirmedAt: number | null;
  lastStep: number;
}
const CITY = configJson<{ city: string; name: string }>('city.json');
const placeOf = (username: string): string => `second_factors.secret:${username}`;

/** What somebody shows beside the password, and at which host. */
export interface Shown {
  otp?: string | undefined;
  passkey?: PasskeyAnswer | undefined;
  host?: string | undefined;
}

/**
 * What stands beside the password: codes of an authenticator (TOTP) with recovery codes for the day it is lost, or a passkey.
 * Source: RFC 6238; GB/T 22239-2019, 8.1.4.1.
 */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly proofs: PasskeyProofs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a person sees of his own factor. */
  async view({ username, roles }: Actor): Promise<FactorView> {
    const row = await this.confirmed(username);
    const [left] = await this.db.readPrimary<{ n: number }>(
      'SELECT COUNT(*) AS n FROM recovery_codes WHERE username = ? AND usedAt IS NULL',
      [username],
    );
    return {
      isOn: row !== undefined,
      ...(row ? { since: isoOf(Number(row.confirmedAt)) } : {}),
      recoveryCodesLeft: row ? Number(left?.n ?? 0) : 0,
      isNeeded: mustHaveFactor(roles, this.config.secondFactorRoles),
      passkeys: (await this.countedOf(username)).passkeys,
    };
  }

  /** A new secret for an authenticator, which counts once a code of it was given. Throws `factor.on` (409). */
  async begin({ username, name }: Actor): Promise<FactorOffer> {
    const secret = new Secret({ size: 20 });
    const closed = this.keys.encrypt(secret.base32, placeOf(username));
    await this.db.write(async (tx) => {
      const [row] = await tx.query<Row[]>(`SELECT * FROM second_factors WHERE username = ?${this.db.forUpdate}`, [username]);
      if (row?.confirmedAt) throw new DomainError('factor.on', 409);
      await tx.query('DELETE FROM second_factors WHERE username = ?', [username]);
      await insertRows(tx, 'second_factors', [{ username, secret: closed, createdAt: this.clock.now(), confirmedAt: null, lastStep: 0 }]);
    });
    const uri = totpOf(secret.base32, `${username}（${name}）`).toString();
    return { secret: secret.base32, uri };
  }

  /** Turns the factor on with its first code; gives the recovery codes, this once. Throws `factor.not-begun` (409), `otp.wrong` (422). */
  async confirm(by: Actor, code: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, freshCode);
    await this.db.write(async (tx) => {
      const at = this.clock.now();
      const [row] = await tx.query<Row[]>(`SELECT * FROM second_factors WHERE username = ?${this.db.forUpdate}`, [by.username]);
      if (!row || row.confirmedAt) throw new DomainError('factor.not-begun', 409);
      const step = this.stepOf(row, code);
      if (step === undefined) throw new DomainError('otp.wrong', 422, { fields: [{ field: 'code', code: 'wrong' }] });
      await updateRow(tx, 'second_factors', { username: by.username }, { confirmedAt: at, lastStep: step });
      await tx.query('DELETE FROM recovery_codes WHERE username = ?', [by.username]);
      await insertRows(
        tx,
        'recovery_codes',
        codes.map((one) => ({ codeHash: this.hashOf(by.username, one), username: by.username, usedAt: null })),
      );
      await this.events.append(tx, [{ type: 'factor.turned-on', facts: {}, by, at, audience: 'audit' }]);
    });
    return codes;
  }

  /** Takes the own codes away, with one of them. Throws `factor.needed-by-role` (409) where nothing else is left, `factor.off` (409), `otp.wrong` (422). */
  async remove(by: Actor, code: string): Promise<void> {
    admitRemoval(by.roles, this.config.secondFactorRoles, (await this.countedOf(by.username)).passkeys);
    if ((await this.confirmed(by.username)) === undefined) throw new DomainError('factor.off', 409);
    if (!(await this.take(by.username, code))) throw new DomainError('otp.wrong', 422, { fields: [{ field: 'code', code: 'wrong' }] });
    await this.db.write(async (tx) => {
      const { passkeys } = await lockFactors(tx, this.db, by.username);
      admitRemoval(by.roles, this.config.secondFactorRoles, passkeys);
      for (const table of ['second_factors', 'recovery_codes']) await tx.query(`DELETE FROM ${table} WHERE username = ?`, [by.username]);
      await this.events.append(tx, [{ type: 'factor.turned-off', facts: {}, by, at: this.clock.now(), audience: 'audit' }]);
    });
  }

  /**
   * The refusal of a right password alone: `session.otp-needed` where the account has codes, `session.passkey-needed` where it has passkeys only
   * (401). Its facts say what would do, and ask for a passkey where one can be used.
   */
  async asked(username: string, { codes, passkeys }: FactorCount, host: string | undefined): Promise<DomainError> {
    const options = passkeys > 0 ? await this.askPasskey(username, host) : undefined;
    const ways = [...(codes > 0 ? ['otp'] : []), ...(options ? ['passkey'] : [])];
    return new DomainError(codes > 0 ? 'session.otp-needed' : 'session.passkey-needed', 401, {
      ways,
      ...(options ? { passkey: options } : {}),
    });
  }

  /** Whether what somebody shows beside the password is this account's. */
  async shows(username: string, { otp, passkey, host }: Shown): Promise<boolean> {
    if (passkey) return (await this.proofs.take(passkey, host, username)) === username;
    return otp !== undefined && this.take(username, otp);
  }

  /** Whose passkey answered without a name; undefined when the answer does not hold. */
  holder(answer: PasskeyAnswer, host: string | undefined): Promise<string | undefined> {
    return this.proofs.take(answer, host);
  }

  private async askPasskey(username: string, host: string | undefined): Promise<object | undefined> {
    return this.proofs.ask(host, username).catch((error: unknown) => {
      if (error instanceof DomainError) return undefined; // made for another address
      throw error;
    });
  }

  private async countedOf(username: string): Promise<FactorCount> {
    const [row] = await this.db.readPrimary<FactorCount>(`SELECT ${FACTORS} FROM accounts a WHERE a.username = ?`, [username]);
    return row ? countOf(row) : { codes: 0, passkeys: 0 };
  }

  /** Takes a code of the authenticator or a recovery code, each once, however many come with it at the same time. */
  async take(username: string, given: string): Promise<boolean> {
    const code = plainCode(given);
    return this.db.write(async (tx) => {
      const [row] = await tx.query<Row[]>(`SELECT * FROM second_factors WHERE username = ?${this.db.forUpdate}`, [username]);
      if (!row?.confirmedAt) return false;
      const step = this.stepOf(row, code);
      if (step !== undefined) {
        await updateRow(tx, 'second_factors', { username }, { lastStep: step });
        return true;
      }
      const codeHash = this.hashOf(username, code);
      const found = await tx.query<unknown[]>(
        `SELECT codeHash FROM recovery_codes WHERE codeHash = ? AND username = ? AND usedAt IS NULL${this.db.forUpdate}`,
        [codeHash, username],
      );
      if (found.length === 0) return false;
      await updateRow(tx, 'recovery_codes', { codeHash }, { usedAt: this.clock.now() });
      return true;
    });
  }

  private async confirmed(username: string): Promise<Row | undefined> {
    const [row] = await this.db.readPrimary<Row>('SELECT * FROM second_factors WHERE username = ? AND confirmedAt IS NOT NULL', [username]);
    return row;
  }

  /** The step whose code was given, when it is later than the last one taken. */
  private stepOf(row: Row, code: string): number | undefined {
    if (!/^\d{6}$/.test(code)) return undefined;
    const secret = this.keys.decrypt(row.secret, placeOf(row.username));
    const timestamp = this.clock.now();
    const delta = totpOf(secret, row.username).validate({ token: code, timestamp, window: STEPS_OFF });
    if (delta === null) return undefined;
    const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
    return step > Number(row.lastStep) ? step : undefined;
  }

  private hashOf(username: string, code: string): string {
    return this.keys.blind(`${username}\0${plainCode(code)}`, 'recovery-code', 32);
  }
}

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer: `${CITY.city}${CITY.name}`,
    label,
    secret: Secret.fromBase32(secret),
    digits: 6,
    period: STEP_SECONDS,
    algorithm: 'SHA1',
  });

/** Fifty bits of chance, in signs that are not mistaken for one another: `k7mh2-9tqxw`. */
function freshCode(): string {
  const signs = '23456789abcdefghjkmnpqrstuvwxyz';
  const drawn = [...randomBytes(40)].filter((byte) => byte < signs.length * 8).slice(0, 10);
  const text = drawn.map((byte) => signs[byte % signs.length]).join('');
  return text.length === 10 ? `${text.slice(0, 5)}-${text.slice(5)}` : freshCode();
}
