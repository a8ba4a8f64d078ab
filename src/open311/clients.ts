import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import type { IssuedOpen311Client, Open311ClientInput, Open311ClientPage, Open311ClientQuery, Open311ClientView } from './client.dto.js';
import type { Open311Client } from './open311.entity.js';

const KEY = /^[\w-]{43}$/;
const refusedKey = (): DomainError => new DomainError('open311.key-refused', 403);

/** Keys of the systems that file cases: issued and revoked by an administrator, kept as hashes of 256 bits of chance, slowed one by one. */
@Injectable()
export class Open311Clients {
  private readonly filings: RateLimit;
  private readonly wrong: RateLimit;

  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.filings = new RateLimit(config.intakesPerMinute);
    this.wrong = new RateLimit(config.wrongPasswordsPerMinute);
  }

  /** Gives out a key; it stands in the answer and nowhere else. */
  async issue({ name, contact }: Open311ClientInput, by: Actor): Promise<IssuedOpen311Client> {
    const apiKey = newToken();
    const [id, at] = [randomUUID(), this.clock.now()];
    const row: Open311Client = {
      id,
      name: name.trim(),
      contact: contact?.trim() ?? null,
      keyHash: tokenHash(apiKey),
      createdAt: at,
      createdBy: by.username,
      usedAt: null,
      revokedAt: null,
      revokedBy: null,
    };
    await this.db.write(async (tx) => {
      await insertRows(tx, 'open311_clients', [row]);
      await this.events.append(tx, [{ type: 'open311.client-issued', facts: { client: id }, by, at, audience: 'audit' }]);
    });
    return { ...viewOf(row), apiKey };
  }

  /** Ends a key at once; throws `not-found` (404), and `open311.client-revoked` (409) when it was ended before. */
  async revoke(id: string, by: Actor): Promise<Open311ClientView> {
    return this.db.write(async (tx) => {
      const [row] = await tx.query<Open311Client[]>(`SELECT * FROM open311_clients WHERE id = ?${this.db.forUpdate}`, [id]);
      if (!row) throw notFound();
      if (row.revokedAt !== null) throw new DomainError('open311.client-revoked', 409);
      const patch = { revokedAt: this.clock.now(), revokedBy: by.username };
      await updateRow(tx, 'open311_clients', { id }, patch);
      const about = { by, at: patch.revokedAt, audience: 'audit' as const };
      await this.events.append(tx, [{ type: 'open311.client-revoked' as const, facts: { client: id }, ...about }]);
      return viewOf({ ...row, ...patch });
    });
  }

  async list({ page, pageSize }: Open311ClientQuery): Promise<Open311ClientPage> {
    const [count] = await this.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM open311_clients');
    const sql = `SELECT * FROM open311_clients ORDER BY createdAt DESC, id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
    const rows = await this.db.read<Open311Client>(sql);
    return { items: rows.map(viewOf), total: Number(count?.n ?? 0), page, pageSize };
  }

  /**
   * The client behind a key. Throws `open311.key-refused` (403) alike for none, a wrong one and a revoked one, `rate.limited` (429) when
   * an address tries keys or a client files in haste.
   */
  async admit(apiKey: string | undefined, address: string): Promise<string> {
    const known = apiKey !== undefined && KEY.test(apiKey) ? await this.find(apiKey) : undefined;
    if (!known) {
      await this.wrong.pass(address);
      throw refusedKey();
    }
    await this.filings.pass(known.id);
    return known.id;
  }

  private async find(apiKey: string): Promise<{ id: string } | undefined> {
    const sql = 'SELECT id FROM open311_clients WHERE keyHash = ? AND revokedAt IS NULL';
    return (await this.db.readPrimary<{ id: string }>(sql, [tokenHash(apiKey)]))[0];
  }

  /** Notes in the transaction of a new case who filed it; throws `open311.key-refused` (403) when the key was revoked meanwhile. */
  async filed(tx: Tx, clientId: string, caseNumber: string): Promise<void> {
    const sql = `SELECT revokedAt FROM open311_clients WHERE id = ?${this.db.forUpdate}`;
    const [row] = await tx.query<{ revokedAt: number | null }[]>(sql, [clientId]);
    if (row?.revokedAt !== null) throw refusedKey();
    const at = this.clock.now();
    await insertRows(tx, 'open311_filings', [{ caseNumber, clientId, at }]);
    await updateRow(tx, 'open311_clients', { id: clientId }, { usedAt: at });
  }
}

function viewOf(row: Open311Client): Open311ClientView {
  const at = (name: 'usedAt' | 'revokedAt') => (row[name] === null ? {} : { [name]: isoOf(Number(row[name])) });
  return {
    id: row.id,
    name: row.name,
    ...(row.contact ? { contact: row.contact } : {}),
    state: row.revokedAt === null ? 'active' : 'revoked',
    createdAt: isoOf(Number(row.createdAt)),
    createdBy: row.createdBy,
    ...at('usedAt'),
    ...at('revokedAt'),
  };
}
