import { Injectable } from '@nestjs/common';
import type { RuleKind } from '../domain/rule-proposals.js';
import { isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import type { RuleDraftInput, RuleDraftView } from './rules.dto.js';

interface Row {
  base: number;
  content: string;
  savedAt: number;
}

/** What somebody is still writing: one draft a person and kind, seen by nobody else, the same at every machine. */
@Injectable()
export class RuleDrafts {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async of(kind: RuleKind, username: string): Promise<RuleDraftView | undefined> {
    const [row] = await this.db.readPrimary<Row>('SELECT base, content, savedAt FROM rule_drafts WHERE username = ? AND kind = ?', [
      username,
      kind,
    ]);
    if (!row) return undefined;
    return { base: Number(row.base), content: JSON.parse(row.content) as Record<string, unknown>, savedAt: isoOf(Number(row.savedAt)) };
  }

  /** Keeps it in the place of the one before; what comes last counts. Nothing in it is checked yet. */
  async keep(kind: RuleKind, { base, content }: RuleDraftInput, username: string): Promise<void> {
    const saved = { base, content: JSON.stringify(content), savedAt: this.clock.now() };
    const place = { username, kind };
    const write = this.db.write(async (tx) => {
      const sql = `SELECT base FROM rule_drafts WHERE username = ? AND kind = ?${this.db.forUpdate}`;
      const [known] = await tx.query<unknown[]>(sql, [username, kind]);
      if (known) await updateRow(tx, 'rule_drafts', place, saved);
      else await insertRows(tx, 'rule_drafts', [{ ...place, ...saved }]);
    });
    await write.catch((error: unknown) => {
      if (!isDuplicate(error)) throw error; // the same person saved at the same moment from another window
    });
  }

  drop(kind: RuleKind, username: string): Promise<void> {
    return this.db.write((tx) => this.dropIn(tx, kind, username));
  }

  /** Once it is proposed there is nothing left to write on. */
  async dropIn(tx: Tx, kind: RuleKind, username: string): Promise<void> {
    await tx.query('DELETE FROM rule_drafts WHERE username = ? AND kind = ?', [username, kind]);
  }
}
