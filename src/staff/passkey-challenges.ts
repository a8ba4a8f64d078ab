import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CHALLENGE_LASTS, type PasskeyPurpose } from '../domain/passkeys.js';
import { Clock } from '../platform/clock.js';
import { tokenHash } from '../platform/crypto.js';
import { Db, insertRows } from '../platform/db.js';

/** Challenges in the database, so that another process, or this one after a restart, takes the answer. */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Thirty-two bytes of chance in base64url, to be answered once, within five minutes, for this purpose and by this account where one is known. */
  async give(purpose: PasskeyPurpose, username?: string): Promise<string> {
    const challenge = randomBytes(32).toString('base64url');
    const expiresAt = this.clock.now() + CHALLENGE_LASTS;
    await this.db.write((tx) =>
      insertRows(tx, 'passkey_challenges', [{ challengeHash: tokenHash(challenge), purpose, username: username ?? null, expiresAt }]),
    );
    return challenge;
  }

  /** Whether this challenge waits for such an answer. It is gone afterwards, whatever becomes of the answer; of two who come at once one has it. */
  async take(challenge: string, purpose: PasskeyPurpose, username?: string): Promise<boolean> {
    const hash = tokenHash(challenge);
    return this.db.write(async (tx) => {
      const [row] = await tx.query<{ purpose: string; username: string | null; expiresAt: number }[]>(
        `SELECT purpose, username, expiresAt FROM passkey_challenges WHERE challengeHash = ?${this.db.forUpdate}`,
        [hash],
      );
      if (!row) return false;
      await tx.query('DELETE FROM passkey_challenges WHERE challengeHash = ?', [hash]);
      return row.purpose === purpose && row.username === (username ?? null) && Number(row.expiresAt) > this.clock.now();
    });
  }
}
