import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Rehearsals } from '../cases/rehearsals.js';
import { MINUTE } from '../domain/time.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';

const PURPOSE = 'self-test';
const SHAPE = /^([0-9a-f-]{36})\.(\d{13})\.([\w-]{43})$/;
const LASTS_MS = MINUTE;

/**
 * Passes of the system's own tests: signed with the key of the installation, for one run, good for a minute and for once. What was not signed
 * here costs no question to the database and is answered like no pass at all. ADR 0023.
 */
@Injectable()
export class SelfTestPasses extends Rehearsals {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
  ) {
    super();
  }

  /** A new pass for a run; one that was given out before opens no more. */
  async issue(id: string): Promise<string> {
    const until = Date.now() + LASTS_MS;
    await this.db.write((tx) => tx.query('UPDATE self_tests SET passUntil = ? WHERE id = ?', [until, id]));
    return `${id}.${until}.${this.sign(id, until)}`;
  }

  async redeem(pass: string): Promise<boolean> {
    const [, id, until, signature] = SHAPE.exec(pass) ?? [];
    if (id === undefined || signature === undefined) return false;
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(this.sign(id, Number(until))))) return false;
    if (Number(until) < Date.now()) return false;
    return this.db.write(async (tx) => {
      const sql = `SELECT id FROM self_tests WHERE id = ? AND passUntil = ?${this.db.forUpdate}`;
      const [row] = await tx.query<unknown[]>(sql, [id, Number(until)]);
      if (!row) return false;
      await tx.query('UPDATE self_tests SET passUntil = NULL WHERE id = ?', [id]);
      return true;
    });
  }

  private sign(id: string, until: number): string {
    return this.keys.blind(`${id}.${until}`, PURPOSE, 32);
  }
}
