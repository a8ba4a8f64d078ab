import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import { isCounterBack, type PasskeyPurpose, relyingParty } from '../domain/passkeys.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, tokenHash } from '../platform/crypto.js';
import { Db, updateRow } from '../platform/db.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import type { PasskeyAnswer } from './passkey.dto.js';
import { asserted, challengeOf, decoyKey, type KnownCredential, requestOptions } from './webauthn.js';

interface Row {
  username: string;
  publicKey: string;
}
/** What authenticators know an account by: nothing that says whose it is. Source: Web Authentication Level 3, 14.6.1. */
export const handleOf = (keys: Keys, username: string): string => keys.blind(username, 'passkey-user', 32);

/** Passkeys as a proof of who somebody is: asked for, and checked. Source: Web Authentication Level 3, 7.2. */
@Injectable()
export class PasskeyProofs {
  private readonly decoy = decoyKey();

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly challenges: PasskeyChallenges,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks for a passkey of this account, or of whoever comes. Throws `passkey.no-address` (409). */
  async ask(host: string | undefined, username?: string): Promise<object> {
    const party = relyingParty(this.config, host);
    const known =
      username === undefined
        ? []
        : await this.db.readPrimary<KnownCredential>(
            'SELECT credentialId, transports FROM passkeys WHERE username = ? ORDER BY createdAt',
            [username],
          );
    const challenge = await this.challenges.give(username === undefined ? 'signing-in' : 'second-factor', username);
    return requestOptions(party, known, challenge);
  }

  /**
   * Whose passkey answered, to a challenge that was given to this account or, with none named, to whoever comes; undefined for every answer
   * that does not hold. One that counts backwards is refused and written down: somebody may have copied it. Throws `passkey.no-address` (409).
   */
  async take(answer: PasskeyAnswer, host: string | undefined, username?: string): Promise<string | undefined> {
    const party = relyingParty(this.config, host);
    const purpose: PasskeyPurpose = username === undefined ? 'signing-in' : 'second-factor';
    const challenge = challengeOf(answer.clientDataJSON) ?? '';
    const isOurs = await this.challenges.take(challenge, purpose, username);
    const id = tokenHash(answer.id);
    const [row] = await this.db.readPrimary<Row>('SELECT username, publicKey FROM passkeys WHERE id = ?', [id]);
    const said = await asserted(answer, challenge, party, row?.publicKey ?? this.decoy);
    if (!isOurs || !row || !said || !this.isOf(row, answer, username)) return undefined;
    return this.count(id, row.username, said);
  }

  /** Whoever signs in without a name is named by the authenticator, and it has to be the owner of the passkey. */
  private isOf(row: Row, { userHandle }: PasskeyAnswer, username?: string): boolean {
    if (username !== undefined && username !== row.username) return false;
    return userHandle === undefined ? username !== undefined : userHandle === handleOf(this.keys, row.username);
  }

  private count(id: string, username: string, said: { counter: number; backedUp: boolean }): Promise<string | undefined> {
    return this.db.write(async (tx) => {
      const [held] = await tx.query<{ counter: number }[]>(`SELECT counter FROM passkeys WHERE id = ?${this.db.forUpdate}`, [id]);
      if (!held) return undefined; // taken away meanwhile
      const at = this.clock.now();
      if (isCounterBack(Number(held.counter), said.counter)) {
        const facts = { account: username, passkey: id.slice(0, 16) };
        await this.events.append(tx, [{ type: 'passkey.counter-back', facts, by: SYSTEM, at, audience: 'audit' }]);
        return undefined;
      }
      await updateRow(tx, 'passkeys', { id }, { ...said, lastUsedAt: at });
      return username;
    });
  }
}
