import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { admitPassword } from '../domain/passwords.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Keys } from '../platform/crypto.js';
import { Db, updateRow } from '../platform/db.js';
import type { OwnAccountView, OwnSessionView } from './own-account.dto.js';
import { SecondFactors } from './second-factors.js';
import { Sessions } from './sessions.js';

interface Row {
  tokenHash: string;
  device: string | null;
  address: string | null;
  createdAt: number;
  seenAt: number | null;
}
const ID_LENGTH = 16;
const MOST_SHOWN = 50;
const LIVE = 'username = ? AND endedAt IS NULL AND expiresAt > ?';

/** A person's own account: sessions, password, second factor. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
  ) {}

  async view(by: Actor, own: string): Promise<OwnAccountView> {
    const sessions = await this.sessionsOf(by.username, own);
    return { username: by.username, name: by.name, factor: await this.factors.view(by), sessions };
  }

  /** Live sessions of an account, the newest first; `own` is the hash of the one that asks. */
  async sessionsOf(username: string, own?: string): Promise<OwnSessionView[]> {
    const rows = await this.db.readPrimary<Row>(
      `SELECT tokenHash, device, address, createdAt, seenAt FROM sessions WHERE ${LIVE} ORDER BY createdAt DESC LIMIT ${MOST_SHOWN}`,
      [username, this.clock.now()],
    );
    return rows.map(({ tokenHash, device, address, createdAt, seenAt }) => ({
      id: tokenHash.slice(0, ID_LENGTH),
      isThis: tokenHash === own,
      ...(device ? { device } : {}),
      ...(address ? { address } : {}),
      since: isoOf(Number(createdAt)),
      ...(seenAt === null ? {} : { seenAt: isoOf(Number(seenAt)) }),
    }));
  }

  /** Throws `password.wrong` (422), or `rate.limited` (429) after several wrong ones: an open desk is no way to guess a password. */
  async prove(username: string, password: string, address: string): Promise<void> {
    await this.counted(username, address, async () => {
      const [row] = await this.db.readPrimary<{ passwordHash: string }>('SELECT passwordHash FROM accounts WHERE username = ?', [username]);
      if (!row || !(await this.keys.verifyPassword(row.passwordHash, password)))
        throw new DomainError('password.wrong', 422, { fields: [{ field: 'password', code: 'wrong' }] });
    });
  }

  /** What may be guessed is counted with the wrong passwords of that name. */
  async counted(username: string, address: string, work: () => Promise<void>): Promise<void> {
    await this.sessions.admitGuess(username);
    try {
      await work();
    } catch (error) {
      if (error instanceof DomainError && ['password.wrong', 'otp.wrong'].includes(error.code))
        await this.sessions.countGuess(username, address);
      throw error;
    }
  }

  /** Throws as `prove` does, and `password.too-weak` (422). All sessions but the present one end. */
  async changePassword(password: string, next: string, by: Actor, at: { hash: string; address: string }): Promise<void> {
    await this.prove(by.username, password, at.address);
    admitPassword(next, by.username);
    const passwordHash = await this.keys.hashPassword(next);
    await this.db.write(async (tx) => {
      const now = this.clock.now();
      await updateRow(tx, 'accounts', { username: by.username }, { passwordHash });
      await tx.query('UPDATE sessions SET endedAt = ? WHERE username = ? AND endedAt IS NULL AND tokenHash <> ?', [
        now,
        by.username,
        at.hash,
      ]);
      const told = { facts: {}, by, at: now, audience: 'audit' as const };
      await this.events.append(tx, [
        { type: 'account.password-set' as const, ...told },
        { type: 'session.closed' as const, ...told },
      ]);
    });
  }

  async endOthers(by: Actor, own: string): Promise<void> {
    await this.db.write(async (tx) => {
      const now = this.clock.now();
      await tx.query('UPDATE sessions SET endedAt = ? WHERE username = ? AND endedAt IS NULL AND tokenHash <> ?', [now, by.username, own]);
      await this.events.append(tx, [{ type: 'session.closed', facts: {}, by, at: now, audience: 'audit' }]);
    });
  }

  /** Ends one of the own sessions; throws `not-found` (404) alike for another's and for none. */
  async end(id: string, by: Actor): Promise<void> {
    const rows = await this.db.readPrimary<{ tokenHash: string }>(`SELECT tokenHash FROM sessions WHERE ${LIVE}`, [
      by.username,
      this.clock.now(),
    ]);
    const found = rows.find(({ tokenHash }) => id.length === ID_LENGTH && tokenHash.startsWith(id));
    if (!found) throw notFound();
    await this.sessions.close(found.tokenHash, by);
  }
}
