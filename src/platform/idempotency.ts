import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { Clock } from './clock.js';
import { Keys } from './crypto.js';
import { Db, insertRows, isDuplicate, type Tx } from './db.js';

const shape = (key: string): boolean => /^[\w.:-]{8,200}$/.test(key);

/** A request with the same key is done once: its answer stands in the same transaction as the write, encrypted. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  /** Does the work, or answers what was answered before. Throws `idempotency.mismatch` (422) for the same key with another body. */
  async once<T extends object>(key: string | undefined, scope: string, body: object, work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work();
    if (!shape(key)) throw new DomainError('idempotency.malformed', 422, { fields: [{ field: 'Idempotency-Key', code: 'malformed' }] });
    const before = await this.find<T>(key, scope, body);
    if (before) return before;
    try {
      return await work();
    } catch (error) {
      const meanwhile = isDuplicate(error) ? await this.find<T>(key, scope, body) : undefined;
      if (meanwhile) return meanwhile;
      throw error;
    }
  }

  /** Keeps the answer; the second of two parallel requests fails here, and its whole transaction with it. */
  async keep(tx: Tx, key: string | undefined, scope: string, body: object, answer: object): Promise<void> {
    if (key === undefined) return;
    const id = this.idOf(key, scope);
    const sealed = this.keys.encrypt(JSON.stringify(answer), `idempotency:${id}`);
    await insertRows(tx, 'idempotency_keys', [{ id, bodyHash: this.hashOf(body), answer: sealed, at: this.clock.now() }]);
  }

  private async find<T>(key: string, scope: string, body: object): Promise<T | undefined> {
    const id = this.idOf(key, scope);
    const [row] = await this.db.readPrimary<{ bodyHash: string; answer: string }>(
      'SELECT bodyHash, answer FROM idempotency_keys WHERE id = ?',
      [id],
    );
    if (!row) return undefined;
    if (row.bodyHash !== this.hashOf(body))
      throw new DomainError('idempotency.mismatch', 422, { fields: [{ field: 'Idempotency-Key', code: 'used-with-another-body' }] });
    return JSON.parse(this.keys.decrypt(row.answer, `idempotency:${id}`)) as T;
  }

  /** Keyed, because a body holds names and numbers. */
  private hashOf(body: object): string {
    return this.keys.blind(JSON.stringify(body), 'idempotency-body', 32);
  }

  private idOf(key: string, scope: string): string {
    return this.keys.blind(`${scope}\0${key}`, 'idempotency', 32);
  }
}
