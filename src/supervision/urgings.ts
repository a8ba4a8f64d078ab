import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { officeStep, URGING_STEPS } from '../domain/office-steps.js';
import type { UrgingState } from '../domain/office-vocabulary.js';
import type { Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { AtVersion } from './paper.dto.js';
import { papersOf } from './readers.js';
import { OfficeRules } from './rules.js';

/** An urging as it is stored. */
export interface UrgingRow {
  id: string;
  version: number;
  caseNumber: string;
  departmentCode: string;
  limitName: string | null;
  text: string;
  state: UrgingState;
  at: Instant;
  username: string;
  acknowledgedAt: Instant | null;
  acknowledgedBy: string | null;
}

/** Urgings in writing 书面催办: the leader has a copy and says that he has read it. Source: domain text, section 7. */
@Injectable()
export class Urgings {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
  ) {}

  /** Keeps what was urged in writing; once for a limit when the system urges. */
  async keep(
    tx: Tx,
    urging: Pick<UrgingRow, 'caseNumber' | 'departmentCode' | 'limitName' | 'text' | 'at' | 'username'>,
    onceKey?: string,
  ): Promise<void> {
    const id = randomUUID();
    await insertRows(tx, 'urgings', [{ id, onceKey: onceKey ?? id, version: 1, state: 'sent', ...urging }]);
  }

  /** The leader has read it. Throws `not-found` (404), `urging.role-may-not` (403), `urging.stale`, `urging.action-not-open` (409). */
  async act(id: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const urging = await this.lock(tx, id, by);
      const asked = { status: urging.state, version: urging.version };
      const step = officeStep('urging', URGING_STEPS, asked, { action, version: (raw as { version?: unknown } | null)?.version }, by);
      await checked(AtVersion, raw);
      const at = this.rules.now;
      const patch = { state: step.to, acknowledgedAt: at, acknowledgedBy: by.username, version: urging.version + 1 };
      await updateRow(tx, 'urgings', { id }, patch);
      const facts = { urgingId: id, departmentCode: urging.departmentCode };
      await this.events.append(tx, [{ type: 'urging.acknowledged', facts, by, at, audience: 'office', caseNumber: urging.caseNumber }]);
    });
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<UrgingRow> {
    const may = papersOf(by);
    const [held] = await tx.query<object[]>(`SELECT id FROM urgings WHERE id = ?${this.db.forUpdate}`, [id]);
    const sql = `SELECT p.* FROM urgings p WHERE p.id = ? AND ${may.sql}`;
    const [row] = held ? await tx.query<UrgingRow[]>(sql, [id, ...may.params]) : [];
    if (!row) throw notFound();
    return { ...row, version: Number(row.version) };
  }
}
