import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '../domain/vocabulary.js';
import { DomainError } from '../domain/errors.js';
import { admitPassword } from '../domain/passwords.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, tokenHash } from '../platform/crypto.js';
import { Db, updateRow } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { Accounts } from './accounts.js';

const LIVE = `SELECT l.username, a.name, a.roles FROM password_links l JOIN accounts a ON a.username = l.username AND a.active = 1
  WHERE l.tokenHash = ? AND l.usedAt IS NULL AND l.expiresAt > ?`;

/** Passwords people set themselves, by a link that was handed to them. */
@Injectable()
export class Passwords {
  private readonly addresses: RateLimit;

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly accounts: Accounts,
    private readonly events: EventLog,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.addresses = new RateLimit(config.wrongPasswordsPerMinute);
  }

  /**
   * Sets the password of the link's account, once; sessions it had end. Throws `password.link-over` (410) alike for a link that never was,
   * was used or is over, `password.too-weak` (422), `rate.limited` (429).
   */
  async set(token: string, password: string, address: string): Promise<void> {
    const hash = tokenHash(token);
    const [known] = await this.db.readPrimary<{ username: string }>(LIVE, [hash, this.clock.now()]);
    if (!known) {
      await this.addresses.pass(address);
      throw new DomainError('password.link-over', 410);
    }
    admitPassword(password, known.username);
    const passwordHash = await this.keys.hashPassword(password);
    await this.db.write(async (tx) => {
      const at = this.clock.now();
      // of two who come with it at once the second finds it used
      const [row] = await tx.query<{ username: string; name: string; roles: string }[]>(`${LIVE}${this.db.forUpdate}`, [hash, at]);
      if (!row) throw new DomainError('password.link-over', 410);
      const { username, name } = row;
      await updateRow(tx, 'password_links', { tokenHash: hash }, { usedAt: at });
      await updateRow(tx, 'accounts', { username }, { passwordHash });
      const ended = await this.accounts.endSessions(tx, username, at);
      const by = { username, name, roles: JSON.parse(row.roles) as Role[] };
      const told = { by, at, audience: 'audit' as const };
      await this.events.append(tx, [
        { type: 'account.password-set' as const, facts: {}, ...told },
        ...(ended > 0 ? [{ type: 'session.closed' as const, facts: {}, ...told }] : []),
      ]);
    });
  }
}
