import { Inject, Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { MOST_PASSKEYS, relyingParty } from '../domain/passkeys.js';
import { admitRemoval } from '../domain/second-factor.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { lockFactors } from './factors.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import type { PasskeyBody, PasskeyList, PasskeyView } from './passkey.dto.js';
import { handleOf } from './passkey-proofs.js';
import { attested, challengeOf, creationOptions } from './webauthn.js';

interface Row {
  id: string;
  credentialId: string;
  transports: string;
  backedUp: number;
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
}
const viewOf = ({ id, name, createdAt, lastUsedAt, backedUp }: Row): PasskeyView => ({
  ...{ id, name, createdAt: isoOf(Number(createdAt)), isSynced: Number(backedUp) === 1 },
  ...(lastUsedAt === null ? {} : { lastUsedAt: isoOf(Number(lastUsedAt)) }),
});

/** Passkeys as their owner keeps them. Source: Web Authentication Level 3, 7.1. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly challenges: PasskeyChallenges,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The oldest first; never more than twenty. */
  async list(username: string, host: string | undefined): Promise<PasskeyList> {
    const rows = await this.rows(username);
    const rpId = this.houseAt(host);
    const known = { userId: handleOf(this.keys, username), credentialIds: rows.map(({ credentialId }) => credentialId) };
    return { items: rows.map(viewOf), ...(rpId === undefined ? {} : { accepted: { rpId, ...known } }) };
  }

  /** The name passkeys are made for; undefined where there is none. */
  private houseAt(host: string | undefined): string | undefined {
    try {
      return relyingParty(this.config, host).id;
    } catch {
      return undefined;
    }
  }

  /** What a browser is asked to make one with. Throws `passkey.no-address`, `passkey.too-many` (409). */
  async begin({ username, name }: Actor, host: string | undefined): Promise<object> {
    const party = relyingParty(this.config, host);
    const known = await this.rows(username);
    if (known.length >= MOST_PASSKEYS) throw new DomainError('passkey.too-many', 409, { most: MOST_PASSKEYS });
    const challenge = await this.challenges.give('adding', username);
    return creationOptions(party, { username, name, handle: handleOf(this.keys, username) }, known, challenge);
  }

  /** Keeps a passkey that was made. Throws `passkey.no-address`, `passkey.too-many`, `passkey.known` (409), `passkey.refused` (422). */
  async add(body: PasskeyBody, by: Actor, host: string | undefined): Promise<PasskeyView> {
    const party = relyingParty(this.config, host);
    const challenge = challengeOf(body.answer.clientDataJSON) ?? '';
    const isOurs = await this.challenges.take(challenge, 'adding', by.username);
    const made = isOurs ? await attested(body, challenge, party) : undefined;
    if (!made) throw new DomainError('passkey.refused', 422);
    const at = this.clock.now();
    const row = {
      id: tokenHash(made.credentialId),
      username: by.username,
      ...made,
      name: body.name.trim(),
      createdAt: at,
      lastUsedAt: null,
    };
    const write = this.db.write(async (tx) => {
      const { passkeys } = await lockFactors(tx, this.db, by.username);
      if (passkeys >= MOST_PASSKEYS) throw new DomainError('passkey.too-many', 409, { most: MOST_PASSKEYS });
      await insertRows(tx, 'passkeys', [row]);
      await this.tell(tx, 'passkey.added', row.id, by);
    });
    await write.catch((error: unknown) => {
      throw isDuplicate(error) ? new DomainError('passkey.known', 409) : error;
    });
    return viewOf({ ...row, backedUp: made.backedUp ? 1 : 0 });
  }

  /** Throws `not-found` (404) alike for another's and for none. */
  async rename(id: string, name: string, by: Actor): Promise<PasskeyView> {
    const row = await this.own(id, by.username);
    await this.db.write(async (tx) => {
      await updateRow(tx, 'passkeys', { id, username: by.username }, { name: name.trim() });
      await this.tell(tx, 'passkey.renamed', id, by);
    });
    return viewOf({ ...row, name: name.trim() });
  }

  /** Whether it may be taken away at all. Throws `not-found` (404), `factor.needed-by-role` (409) for the last factor of who has to have one. */
  async admitRemoval(id: string, by: Actor): Promise<void> {
    await this.db.write((tx) => this.locked(tx, id, by));
  }

  /** Takes one away; throws as `admitRemoval` does. */
  async remove(id: string, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      await this.locked(tx, id, by);
      await tx.query('DELETE FROM passkeys WHERE id = ?', [id]);
      await this.tell(tx, 'passkey.removed', id, by);
    });
  }

  private async locked(tx: Tx, id: string, { username, roles }: Actor): Promise<void> {
    const { codes, passkeys } = await lockFactors(tx, this.db, username);
    const [row] = await tx.query<unknown[]>('SELECT id FROM passkeys WHERE id = ? AND username = ?', [id, username]);
    if (!row) throw notFound();
    admitRemoval(roles, this.config.secondFactorRoles, codes + passkeys - 1);
  }

  private async own(id: string, username: string): Promise<Row> {
    const found = (await this.rows(username)).find((row) => row.id === id);
    if (!found) throw notFound();
    return found;
  }

  private rows(username: string): Promise<Row[]> {
    return this.db.readPrimary<Row>(
      'SELECT id, credentialId, transports, backedUp, name, createdAt, lastUsedAt FROM passkeys WHERE username = ? ORDER BY createdAt',
      [username],
    );
  }

  private async tell(tx: Tx, type: AuditType, id: string, by: Actor): Promise<void> {
    await this.events.append(tx, [{ type, facts: { passkey: id.slice(0, 16) }, by, at: this.clock.now(), audience: 'audit' }]);
  }
}
