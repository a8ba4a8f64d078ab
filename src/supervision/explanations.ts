import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { explanationDue } from '../domain/office-settings.js';
import { EXPLANATION_STEPS, type ExplanationAction, officeStep } from '../domain/office-steps.js';
import type { ExplanationStatus } from '../domain/office-vocabulary.js';
import type { Instant } from '../domain/time.js';
import { type About, EventLog, type ToldEvent } from '../events/event-log.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { invalid } from '../platform/http/problem.js';
import { knownCase } from './known-case.js';
import { EXPLANATION_BODIES, type ExplanationInput } from './paper.dto.js';
import { papersOf } from './readers.js';
import { OfficeRules } from './rules.js';

/** A letter as it is stored. */
export interface ExplanationRow {
  id: string;
  version: number;
  departmentCode: string;
  caseNumber: string | null;
  status: ExplanationStatus;
  ground: string;
  dueAt: Instant;
  demandedAt: Instant;
  demandedBy: string;
  draft: string | null;
  letter: string | null;
  givenAt: Instant | null;
  givenBy: string | null;
  reason: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
}

interface Bodies {
  text?: string;
  reason?: string;
  person?: string;
  post?: string;
  measure?: string;
  note?: string;
}
interface Doing {
  letter: ExplanationRow;
  body: Bodies;
  by: Actor;
  at: Instant;
}

/** The place a person's name is encrypted for. */
export const personPlace = (id: string): string => `accountability.person:${id}`;

/** Explanation letters 说明: demanded of a department's leader with a limit, given, accepted or returned. Source: domain text, section 7. */
@Injectable()
export class Explanations {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly reference: Reference,
    private readonly keys: Keys,
  ) {}

  /** When a letter demanded at that instant is due. */
  dueAt(at: Instant): Instant {
    return explanationDue(this.rules.officeAt(at), this.rules.calendar, at);
  }

  /** Writes a letter that is demanded; the event is the caller's. */
  async insert(
    tx: Tx,
    letter: Pick<ExplanationRow, 'id' | 'departmentCode' | 'caseNumber' | 'ground' | 'dueAt' | 'demandedAt' | 'demandedBy'>,
  ): Promise<void> {
    await insertRows(tx, 'explanations', [{ ...letter, version: 1, status: 'demanded' }]);
  }

  /** Demands a letter outside the actions of a case. Throws `input.invalid` (422) for a department or case that is not there for this reader. */
  async demand({ departmentCode, ground, caseNumber }: ExplanationInput, by: Actor): Promise<string> {
    if (!this.reference.department(departmentCode)?.active) throw invalid([{ field: 'departmentCode', code: 'unknown-department' }]);
    const [id, at] = [randomUUID(), this.rules.now];
    const dueAt = this.dueAt(at);
    await this.db.write(async (tx) => {
      if (caseNumber) await knownCase(tx, caseNumber, departmentCode, by);
      const letter = { id, departmentCode, caseNumber: caseNumber ?? null, ground, dueAt, demandedAt: at, demandedBy: by.username };
      await this.insert(tx, letter);
      const facts = { explanationId: id, departmentCode, dueAt, ground };
      await this.events.append(tx, [{ type: 'explanation.demanded', facts, ...(await this.about(tx, letter.caseNumber, by, at)) }]);
    });
    return id;
  }

  /**
   * Drafts, gives, accepts, returns a letter, or notes who was held to account on it. Throws `not-found` (404),
   * `explanation.role-may-not` (403), `explanation.stale`, `explanation.action-not-open` (409), `input.invalid` (422).
   */
  async act(id: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const letter = await this.lock(tx, id, by);
      const asked = { action, version: (raw as { version?: unknown } | null)?.version };
      const step = officeStep('explanation', EXPLANATION_STEPS, letter, asked, by);
      const body: Bodies = await checked<object>(EXPLANATION_BODIES[step.action], raw);
      const doing = { letter, body, by, at: this.rules.now };
      const to = 'to' in step ? { status: step.to } : {};
      await updateRow(tx, 'explanations', { id }, { ...this.patchOf(step.action, doing), ...to, version: letter.version + 1 });
      if (step.action === 'hold-to-account') await this.holdToAccount(tx, doing);
      await this.events.append(tx, await this.told(tx, step.action, doing));
    });
  }

  private patchOf(action: ExplanationAction, { body, by, at }: Doing): Record<string, unknown> {
    const decided = { decidedAt: at, decidedBy: by.username };
    const patches: Record<ExplanationAction, () => Record<string, unknown>> = {
      draft: () => ({ draft: body.text ?? '' }),
      give: () => ({ letter: body.text, draft: null, givenAt: at, givenBy: by.username }),
      accept: () => decided,
      // what has been returned is owed anew, and what was written stays the draft of the next
      return: () => ({ ...decided, reason: body.reason, dueAt: this.dueAt(at) }),
      'hold-to-account': () => ({}),
    };
    return patches[action]();
  }

  private async holdToAccount(tx: Tx, { letter, body, by, at }: Doing): Promise<void> {
    const id = randomUUID();
    const person = this.keys.encrypt(body.person!, personPlace(id));
    const { id: explanationId, departmentCode } = letter;
    const { post, measure, note = null } = body;
    await insertRows(tx, 'accountability', [{ id, explanationId, departmentCode, person, post, measure, note, at, username: by.username }]);
  }

  private async told(tx: Tx, action: ExplanationAction, { letter, body, by, at }: Doing): Promise<ToldEvent[]> {
    if (action === 'draft') return []; // a draft is the department's own business until it is given
    const types = { give: 'given', accept: 'accepted', return: 'returned', 'hold-to-account': 'accounted' } as const;
    const { id: explanationId, departmentCode, caseNumber } = letter;
    const more =
      action === 'return' ? { reason: body.reason, dueAt: this.dueAt(at) } : action === 'hold-to-account' ? { measure: body.measure } : {};
    const facts = { explanationId, departmentCode, ...more };
    return [{ type: `explanation.${types[action]}`, facts, ...(await this.about(tx, caseNumber, by, at)) }];
  }

  private async about(tx: Tx, caseNumber: string | null, by: Actor, at: Instant): Promise<About> {
    if (caseNumber === null) return { by, at, audience: 'office' };
    const [row] = await tx.query<{ version: number }[]>('SELECT version FROM cases WHERE caseNumber = ?', [caseNumber]);
    return { by, at, caseNumber, version: Number(row!.version) };
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<ExplanationRow> {
    const may = papersOf(by);
    const [held] = await tx.query<object[]>(`SELECT id FROM explanations WHERE id = ?${this.db.forUpdate}`, [id]);
    const sql = `SELECT p.* FROM explanations p WHERE p.id = ? AND ${may.sql}`;
    const [row] = held ? await tx.query<ExplanationRow[]>(sql, [id, ...may.params]) : [];
    if (!row) throw notFound();
    return { ...row, version: Number(row.version), dueAt: Number(row.dueAt) };
  }
}
