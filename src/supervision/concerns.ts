import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, SYSTEM } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { CONCERN_STEPS, officeStep } from '../domain/office-steps.js';
import type { ConcernKind, ConcernState } from '../domain/office-vocabulary.js';
import type { Instant } from '../domain/time.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { CONCERN_BODIES } from './paper.dto.js';
import { concernsOf } from './readers.js';
import { OfficeRules } from './rules.js';

/** A concern as it is stored; `facts` is JSON text. */
export interface ConcernRow {
  id: string;
  version: number;
  kind: ConcernKind;
  subject: string;
  caseNumber: string | null;
  departmentCode: string | null;
  facts: string;
  state: ConcernState;
  createdAt: Instant;
  why: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
}

/** Why something shall lie on the supervisor's desk. */
export interface NewConcern {
  kind: ConcernKind;
  /** What it is about; the same kind comes once for a subject. */
  subject: string;
  caseNumber?: string | undefined;
  departmentCode?: string | undefined;
  facts?: Record<string, unknown>;
}

/** What comes to the supervisor's desk by itself, with its reason; he takes it up or says why not. Source: domain text, sections 5 and 12. */
@Injectable()
export class Concerns {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
  ) {}

  /** Puts it there once; returns the event to append, or nothing when it lies there or lay there already. */
  async raise(tx: Tx, { kind, subject, caseNumber, departmentCode, facts = {} }: NewConcern): Promise<ToldEvent | undefined> {
    const [there] = await tx.query<object[]>('SELECT id FROM concerns WHERE kind = ? AND subject = ?', [kind, subject]);
    if (there) return undefined;
    const [id, at] = [randomUUID(), this.rules.now];
    await insertRows(tx, 'concerns', [
      {
        ...{ id, version: 1, kind, subject, caseNumber: caseNumber ?? null, departmentCode: departmentCode ?? null },
        ...{ facts: JSON.stringify(facts), state: 'open', createdAt: at },
      },
    ]);
    const told = { concernId: id, kind, ...(departmentCode ? { departmentCode } : {}) };
    return { type: 'concern.raised', facts: told, by: SYSTEM, at, audience: 'office', ...(caseNumber ? { caseNumber } : {}) };
  }

  /** Takes it up or puts it aside. Throws `not-found` (404), `concern.role-may-not` (403), `concern.stale`, `concern.action-not-open` (409). */
  async act(id: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const concern = await this.lock(tx, id, by);
      const asked = { status: concern.state, version: concern.version };
      const step = officeStep('concern', CONCERN_STEPS, asked, { action, version: (raw as { version?: unknown } | null)?.version }, by);
      const { why = null } = await checked<{ why?: string }>(CONCERN_BODIES[step.action], raw);
      const at = this.rules.now;
      await updateRow(tx, 'concerns', { id }, { state: step.to, why, decidedAt: at, decidedBy: by.username, version: concern.version + 1 });
      const facts = { concernId: id, kind: concern.kind, ...(why ? { why } : {}) };
      const about = concern.caseNumber ? { caseNumber: concern.caseNumber } : {};
      await this.events.append(tx, [{ type: `concern.${step.to}`, facts, by, at, audience: 'office', ...about }]);
    });
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<ConcernRow> {
    const may = concernsOf(by);
    const [held] = await tx.query<object[]>(`SELECT id FROM concerns WHERE id = ?${this.db.forUpdate}`, [id]);
    const sql = `SELECT p.* FROM concerns p WHERE p.id = ? AND ${may.sql}`;
    const [row] = held ? await tx.query<ConcernRow[]>(sql, [id, ...may.params]) : [];
    if (!row) throw notFound();
    return { ...row, version: Number(row.version) };
  }
}
