import { Inject, Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../domain/errors.js';
import { DAY, type Instant, isoOf, MINUTE } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import type { InvitedWatcher, WayInState } from './watcher.dto.js';

export type WayInOwner = 'special-supervisor' | 'monitoring-point';
export interface WayInRow {
  number: string;
  owner: WayInOwner;
  setupHash: string | null;
  setupExpiresAt: Instant | null;
  codeHash: string | null;
  setAt: Instant | null;
  failures: number;
  lockedUntil: Instant | null;
}

const SETUP_DAYS = 14;
const SHORTEST = 8;
const FREE_FAILURES = 5;
const LOCK = 5 * MINUTE;

/**
 * The way in of people without an account: the office hands over a link that is good once; with it the person sets an access code of his
 * own, which nobody else ever sees. Guessing is slowed by address and stopped by number.
 */
@Injectable()
export class WaysIn {
  private readonly wrong: RateLimit;
  private readonly address: string;

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.wrong = new RateLimit(config.wrongPasswordsPerMinute);
    this.address = config.publicUrl ?? `http://${config.host}:${config.port}`;
  }

  /** A new link; an older one that was not used is dead, a code that was set goes on until the new one is set. */
  async invite(tx: Tx, number: string, owner: WayInOwner): Promise<InvitedWatcher> {
    const token = newToken();
    const setupExpiresAt = this.clock.now() + SETUP_DAYS * DAY;
    const patch = { setupHash: tokenHash(token), setupExpiresAt };
    const [row] = await tx.query<object[]>(`SELECT number FROM ways_in WHERE number = ?${this.db.forUpdate}`, [number]);
    if (row) await updateRow(tx, 'ways_in', { number }, patch);
    else await insertRows(tx, 'ways_in', [{ number, owner, ...patch, failures: 0 }]);
    return { number, link: `${this.address}/watch#${token}`, expiresAt: isoOf(setupExpiresAt) };
  }

  /** Shuts the way in: link and code are gone. */
  async shut(tx: Tx, number: string): Promise<void> {
    await updateRow(tx, 'ways_in', { number }, { setupHash: null, setupExpiresAt: null, codeHash: null, setAt: null });
  }

  /** Sets the access code behind a link, once. Throws `not-found` (404), `way-in.expired` (410), `input.invalid` (422). */
  async setUp(token: string, code: string, address: string): Promise<WayInRow> {
    if ([...code.trim()].length < SHORTEST) throw invalid([{ field: 'code', code: 'too-short' }]);
    const hash = tokenHash(token);
    const [found] = await this.db.readPrimary<WayInRow>('SELECT * FROM ways_in WHERE setupHash = ?', [hash]);
    if (!found) {
      await this.wrong.pass(address);
      throw notFound();
    }
    const codeHash = await this.keys.hashPassword(code.trim());
    return this.db.write(async (tx) => {
      const [row] = await tx.query<WayInRow[]>(`SELECT * FROM ways_in WHERE setupHash = ?${this.db.forUpdate}`, [hash]);
      if (!row) throw notFound(); // somebody was faster with the same link
      const now = this.clock.now();
      if (Number(row.setupExpiresAt) <= now) throw new DomainError('way-in.expired', 410);
      const patch = { setupHash: null, setupExpiresAt: null, codeHash, setAt: now, failures: 0, lockedUntil: null };
      await updateRow(tx, 'ways_in', { number: row.number }, patch);
      return { ...row, ...patch };
    });
  }

  /** Lets in by number and code; throws the same `not-found` (404) for either being wrong, and `rate.limited` (429) after too many. */
  async enter(given: string, code: string, address: string): Promise<WayInRow> {
    const number = given.replace(/[\s-]/g, '').toUpperCase();
    this.wrong.look(address);
    const [row] = await this.db.readPrimary<WayInRow>('SELECT * FROM ways_in WHERE number = ?', [number]);
    const locked = row?.lockedUntil != null && Number(row.lockedUntil) > this.clock.now();
    const good = await this.keys.verifyPassword(row?.codeHash ?? (await this.decoy()), code.trim());
    if (row?.codeHash && good && !locked) {
      if (Number(row.failures) > 0) await this.db.write((tx) => updateRow(tx, 'ways_in', { number }, { failures: 0, lockedUntil: null }));
      return row;
    }
    if (row && !locked) await this.noteFailure(number);
    await this.wrong.pass(address);
    throw notFound();
  }

  private noteFailure(number: string): Promise<void> {
    return this.db.write(async (tx) => {
      const [row] = await tx.query<WayInRow[]>(`SELECT * FROM ways_in WHERE number = ?${this.db.forUpdate}`, [number]);
      const failures = Number(row?.failures ?? 0) + 1;
      const lockedUntil = failures % FREE_FAILURES === 0 ? this.clock.now() + LOCK : null;
      await updateRow(tx, 'ways_in', { number }, { failures, lockedUntil });
    });
  }

  private decoyHash: Promise<string> | undefined;
  private decoy(): Promise<string> {
    return (this.decoyHash ??= this.keys.hashPassword('nobody has this code'));
  }

  /** How far the person has got. */
  stateOf(row: Pick<WayInRow, 'codeHash' | 'setAt' | 'setupHash'> | undefined): WayInState {
    if (row?.codeHash) return { state: 'set', ...(row.setAt === null ? {} : { setAt: isoOf(Number(row.setAt)) }) };
    return { state: row?.setupHash ? 'invited' : 'none' };
  }
}
