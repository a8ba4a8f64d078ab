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
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { FactorOffer, FactorView } from './own-account.dto.js';

interface Row {
  username: string;
  secret: string;
  createdAt: number;
  confirmedAt: number | null;
  lastStep: number;
}
const CITY = configJson<{ city: string; name: string }>('city.json');
const placeOf = (username: string): string => `second_factors.secret:${username}`;

/** Codes of an authenticator (TOTP) beside the password, and recovery codes for the day it is lost. Source: RFC 6238; GB/T 22239-2019, 8.1.4.1. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
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

  /** Takes the own factor away, with a code of it. Throws `factor.needed-by-role` (409), `factor.off` (409), `otp.wrong` (422). */
  async remove(by: Actor, code: string): Promise<void> {
    admitRemoval(by.roles, this.config.secondFactorRoles);
    if ((await this.confirmed(by.username)) === undefined) throw new DomainError('factor.off', 409);
    if (!(await this.take(by.username, code))) throw new DomainError('otp.wrong', 422, { fields: [{ field: 'code', code: 'wrong' }] });
    await this.db.write(async (tx) => {
      await this.forget(tx, by.username);
      await this.events.append(tx, [{ type: 'factor.turned-off', facts: {}, by, at: this.clock.now(), audience: 'audit' }]);
    });
  }

  /** Takes a factor away without a code, within a transaction of whoever may do that. */
  async forget(tx: Tx, username: string): Promise<void> {
    await tx.query('DELETE FROM second_factors WHERE username = ?', [username]);
    await tx.query('DELETE FROM recovery_codes WHERE username = ?', [username]);
  }

  /** Whether an account signs in with a code beside the password. */
  async isOn(username: string): Promise<boolean> {
    return (await this.confirmed(username)) !== undefined;
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
