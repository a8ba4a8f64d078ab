import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { HOUR, type Instant, MINUTE } from '../domain/time.js';
import type { Role } from '../domain/vocabulary.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, isDuplicate } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { mustHaveFactor } from '../domain/second-factor.js';
import { countOf, FACTORS } from './factors.js';
import type { PasskeyAnswer } from './passkey.dto.js';
import { SecondFactors, type Shown } from './second-factors.js';

const LASTS = 12 * HOUR;
const FREE_FAILURES = 5;
const LONGEST_DELAY = 5 * MINUTE;

/** The network of an address, not the whole of it: enough to know a session again. */
const networkOf = (address: string): string =>
  address.includes('.') ? address.replace(/\.\d+$/, '.*') : `${address.split(':').slice(0, 3).join(':')}:*`;

interface ReaderRow {
  username: string;
  name: string;
  roles: string;
  departmentCode: string | null;
  recused: string | null;
  codes: number;
  passkeys: number;
}
/** Where and with what somebody signs in. */
export interface Visit extends Shown {
  address: string;
  device?: string | undefined;
}
const hasFactor = (row: ReaderRow): boolean => Number(row.codes) + Number(row.passkeys) > 0;
const readerOf = (row: ReaderRow): Actor => ({
  username: row.username,
  name: row.name,
  roles: JSON.parse(row.roles) as Role[],
  ...(row.departmentCode ? { departmentCode: row.departmentCode } : {}),
  ...(row.recused ? { recusedFrom: row.recused.split(',') } : {}),
});
const READER = `a.username, a.name, a.roles, a.departmentCode,
  (SELECT GROUP_CONCAT(r.departmentCode) FROM recusals r WHERE r.username = a.username) AS recused,
  ${FACTORS}`;

/** Sessions in the database: an opaque 256-bit cookie, of which only the hash is kept. Source: surface text, API. */
@Injectable()
export class Sessions {
  private readonly addresses: RateLimit;
  /** Verified against when the name is unknown, so that both refusals take the same time. */
  private readonly decoy: Promise<string>;

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly factors: SecondFactors,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.addresses = new RateLimit(config.wrongPasswordsPerMinute);
    this.decoy = keys.hashPassword(newToken());
  }

  /**
   * Opens a session. Throws `session.refused` (401) alike for an unknown name, a wrong password, a wrong code and a passkey that does not hold;
   * `session.otp-needed` or `session.passkey-needed` (401) when the password is right and the account asks for more; `rate.limited` (429)
   * while a name waits after several failures (1 s, 2 s, 4 s … at most 5 min) or an address has sent too many wrong passwords.
   */
  async open(username: string, password: string, visit: Visit): Promise<{ token: string; reader: Actor }> {
    const { address, otp, passkey, host } = visit;
    this.addresses.look(address); // before anything that costs
    await this.delayed(username);
    const [row] = await this.db.readPrimary<ReaderRow & { passwordHash: string }>(
      `SELECT ${READER}, a.passwordHash FROM accounts a WHERE a.username = ? AND a.active = 1`,
      [username],
    );
    const good = await this.keys.verifyPassword(row?.passwordHash ?? (await this.decoy), password);
    const isAsked = row !== undefined && good && hasFactor(row);
    if (isAsked && !otp && !passkey) {
      this.addresses.look(address);
      throw await this.factors.asked(username, countOf(row), host);
    }
    if (!row || !good || (isAsked && !(await this.factors.shows(username, visit)))) {
      await this.countGuess(username, address);
      throw new DomainError('session.refused', 401);
    }
    this.addresses.look(address); // after too many wrong passwords a right one must not stand out
    return this.begin(readerOf(row), visit);
  }

  /**
   * Opens the session of whoever has this passkey, without name or password: it was verified who holds it. Throws as `open` does, alike for a
   * passkey nobody knows, one that does not hold and an account that is shut; `passkey.no-address` (409).
   */
  async openByPasskey(answer: PasskeyAnswer, visit: Visit): Promise<{ token: string; reader: Actor }> {
    const name = `passkey ${answer.id}`;
    this.addresses.look(visit.address);
    await this.delayed(name);
    const username = await this.factors.holder(answer, visit.host);
    const reader = username === undefined ? undefined : await this.person(username);
    if (!reader) {
      await this.countGuess(name, visit.address);
      throw new DomainError('session.refused', 401);
    }
    this.addresses.look(visit.address);
    return this.begin(reader, visit, { facts: { with: 'passkey' }, counted: name });
  }

  /** @param how what the log says of it, and the name its failures were counted under */
  private async begin(
    reader: Actor,
    { address, device }: Visit,
    how: { facts: Record<string, unknown>; counted: string } = { facts: {}, counted: reader.username },
  ): Promise<{ token: string; reader: Actor }> {
    const token = newToken();
    const now = this.clock.now();
    const { username } = reader;
    await this.db.write(async (tx) => {
      await insertRows(tx, 'sessions', [
        {
          ...{ tokenHash: tokenHash(token), username, createdAt: now, expiresAt: now + LASTS, endedAt: null },
          ...{ device: device?.slice(0, 200) ?? null, address: networkOf(address), seenAt: now },
        },
      ]);
      await tx.query('DELETE FROM sign_in_failures WHERE nameHash = ?', [this.nameHash(how.counted)]);
      await this.events.append(tx, [{ type: 'session.opened', facts: how.facts, by: reader, at: now, audience: 'audit' }]);
    });
    return { token, reader };
  }

  /**
   * Who reads by a live session, or undefined; and whether he lacks a second factor his roles need. Read anew for every request: a session
   * that was ended, an account that was shut and a role that was taken hold from the next request on, at every process.
   */
  async reader(hash: string): Promise<{ reader: Actor; lacksFactor: boolean } | undefined> {
    const now = this.clock.now();
    const [row] = await this.db.readPrimary<ReaderRow & { seenAt: number | null }>(
      `SELECT ${READER}, s.seenAt FROM sessions s JOIN accounts a ON a.username = s.username
       WHERE s.tokenHash = ? AND s.endedAt IS NULL AND s.expiresAt > ? AND a.active = 1`,
      [hash, now],
    );
    if (!row) return undefined;
    if (now - Number(row.seenAt ?? 0) > MINUTE) await this.see(hash, now);
    const reader = readerOf(row);
    return { reader, lacksFactor: !hasFactor(row) && mustHaveFactor(reader.roles, this.config.secondFactorRoles) };
  }

  /** When a session was last used, to the minute: no write a request. */
  private see(hash: string, now: Instant): Promise<unknown> {
    return this.db.write((tx) => tx.query('UPDATE sessions SET seenAt = ? WHERE tokenHash = ?', [now, hash]));
  }

  /** Throws `rate.limited` (429) while a name waits after several wrong passwords or codes. */
  admitGuess(username: string): Promise<void> {
    return this.delayed(username);
  }

  /** Counts a wrong password or code against its name and its address. */
  async countGuess(username: string, address: string): Promise<void> {
    await this.addresses.pass(address);
    await this.failed(username);
  }

  /** A person as he stands now, for work done in his name later; undefined when the account is gone or shut. */
  async person(username: string): Promise<Actor | undefined> {
    const [row] = await this.db.readPrimary<ReaderRow>(`SELECT ${READER} FROM accounts a WHERE a.username = ? AND a.active = 1`, [
      username,
    ]);
    return row && readerOf(row);
  }

  /** The readers of those of these sessions that are still alive, as they stand now. */
  async alive(hashes: readonly string[]): Promise<Map<string, Actor>> {
    if (hashes.length === 0) return new Map();
    const rows = await this.db.readPrimary<ReaderRow & { tokenHash: string }>(
      `SELECT s.tokenHash, ${READER} FROM sessions s JOIN accounts a ON a.username = s.username
       WHERE s.tokenHash IN (${hashes.map(() => '?').join(',')}) AND s.endedAt IS NULL AND s.expiresAt > ? AND a.active = 1`,
      [...hashes, this.clock.now()],
    );
    return new Map(rows.map((row) => [row.tokenHash, readerOf(row)]));
  }

  async close(hash: string, reader: Actor): Promise<void> {
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      await tx.query('UPDATE sessions SET endedAt = ? WHERE tokenHash = ? AND endedAt IS NULL', [now, hash]);
      await this.events.append(tx, [{ type: 'session.closed', facts: {}, by: reader, at: now, audience: 'audit' }]);
    });
  }

  /** Forgets sessions, failures and challenges that no longer matter. */
  async sweep(): Promise<void> {
    const old = this.clock.now() - 24 * HOUR;
    await this.db.write(async (tx) => {
      await tx.query('DELETE FROM sessions WHERE expiresAt < ?', [old]);
      await tx.query('DELETE FROM sign_in_failures WHERE lastAt < ?', [old]);
      await tx.query('DELETE FROM passkey_challenges WHERE expiresAt < ?', [this.clock.now()]);
    });
  }

  private nameHash(username: string): string {
    return this.keys.blind(username, 'sign-in', 32);
  }

  private async delayed(username: string): Promise<void> {
    const [row] = await this.db.readPrimary<{ count: number; lastAt: number }>(
      'SELECT count, lastAt FROM sign_in_failures WHERE nameHash = ?',
      [this.nameHash(username)],
    );
    if (!row || row.count < FREE_FAILURES) return;
    const wait = Math.min(LONGEST_DELAY, 1000 * 2 ** (row.count - FREE_FAILURES));
    const left = Number(row.lastAt) + wait - this.clock.now();
    if (left > 0) throw new DomainError('rate.limited', 429, { retryAfter: Math.ceil(left / 1000) });
  }

  private async failed(username: string): Promise<void> {
    const nameHash = this.nameHash(username);
    const now = this.clock.now();
    const add = () =>
      this.db.write(async (tx) => {
        const done = await tx.query<{ nameHash: string }[]>(
          `SELECT nameHash FROM sign_in_failures WHERE nameHash = ?${this.db.forUpdate}`,
          [nameHash],
        );
        if (done.length > 0)
          await tx.query('UPDATE sign_in_failures SET count = count + 1, lastAt = ? WHERE nameHash = ?', [now, nameHash]);
        else await insertRows(tx, 'sign_in_failures', [{ nameHash, count: 1, lastAt: now }]);
      });
    await add().catch((error: unknown) => {
      if (isDuplicate(error)) return add(); // two first failures of a name met
      throw error;
    });
  }
}
