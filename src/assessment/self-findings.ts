import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { Identities } from '../complainants/identities.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type FindingStatus, findingStep } from '../domain/self-finding-life.js';
import { type Day, dayOf, type Instant } from '../domain/time.js';
import { WEIGHTS } from '../domain/scoring-settings.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { nextCount } from '../platform/counting.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { departmentsOf } from './readers.js';
import { FINDING_BODIES, type SelfFindingInput } from './self-finding.dto.js';

/** A self-finding as it is stored. */
export interface FindingRow {
  findingNumber: string;
  version: number;
  departmentCode: string;
  categoryCode: string;
  person: string | null;
  personName: string | null;
  document: string | null;
  documentName: string | null;
  fromDay: Day;
  toDay: Day;
  openedAt: Instant;
  openedBy: string;
  status: FindingStatus;
  measures: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
}

/** Self-findings 自查自纠: what a department finds in its own house, taken in at the server's time and only ever added to. Source: domain text, section 9. */
@Injectable()
export class SelfFindings {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly identities: Identities,
    private readonly events: EventLog,
    private readonly reference: Reference,
  ) {}

  /** Opens one; gives its number. Throws `input.invalid` (422) for an unknown category and for days that are none or lie ahead. */
  async open(input: SelfFindingInput, by: Actor): Promise<string> {
    const at = this.clock.now();
    this.check(input, at);
    const departmentCode = by.departmentCode!;
    const person = input.person ? this.identities.personIndex(input.person, departmentCode) : undefined;
    const document = input.document ? this.identities.documentIndex(input.document, departmentCode) : undefined;
    return this.db.write(async (tx) => {
      const day = dayOf(at);
      const count = await nextCount(tx, this.db, `self-findings:${day}`);
      const findingNumber = `Z${day.replaceAll('-', '')}${String(count).padStart(3, '0')}`;
      const { categoryCode, from, to } = input;
      const names = {
        personName: input.person ? this.keys.encrypt(input.person, `self_findings.personName:${findingNumber}`) : null,
        documentName: input.document ? this.keys.encrypt(input.document, `self_findings.documentName:${findingNumber}`) : null,
      };
      await insertRows(tx, 'self_findings', [
        {
          ...{ findingNumber, version: 1, departmentCode, categoryCode, person: person ?? null, document: document ?? null, ...names },
          ...{ fromDay: from, toDay: to, openedAt: at, openedBy: by.username, status: 'open' },
        },
      ]);
      await this.keep(tx, findingNumber, 'open', input.text, by, at);
      const facts = {
        findingNumber,
        departmentCode,
        categoryCode,
        ...(person ? { person } : {}),
        ...(document ? { document } : {}),
        from,
        to,
      };
      await this.events.append(tx, [{ type: 'self-finding.opened', facts, by, at, audience: 'office' }]);
      return findingNumber;
    });
  }

  /**
   * One step of its life. Throws `not-found` (404), `self-finding.role-may-not` (403), `self-finding.stale`, `self-finding.action-not-open`
   * (409), `input.invalid` (422).
   */
  async act(findingNumber: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.lock(tx, findingNumber, by);
      const version = (raw as { version?: unknown } | null)?.version;
      const step = findingStep(current, { action, version }, by);
      const body = await checked<{ text: string; measures?: string[] }>(FINDING_BODIES[step.action], raw);
      if (step.action === 'deal') this.checkMeasures(body.measures ?? []);
      const at = this.clock.now();
      const measures = body.measures ?? (JSON.parse(current.measures ?? '[]') as string[]);
      const decided = step.to === 'confirmed' || step.to === 'refused' ? { decidedAt: at, decidedBy: by.username } : {};
      const patch = { version: current.version + 1, ...(step.to ? { status: step.to } : {}), ...decided };
      await updateRow(tx, 'self_findings', { findingNumber }, body.measures ? { ...patch, measures } : patch);
      await this.keep(tx, findingNumber, step.action, body.text, by, at);
      const { departmentCode, person } = current;
      const facts = { findingNumber, departmentCode, ...(measures.length > 0 ? { measures } : {}), ...(person ? { person } : {}) };
      await this.events.append(tx, [{ type: step.event, facts, by, at, audience: 'office' }]);
    });
  }

  /** What was said, word for word; encrypted, because people are named in it. */
  private async keep(tx: Tx, findingNumber: string, action: string, text: string, by: Actor, at: Instant): Promise<void> {
    const id = randomUUID();
    const closed = this.keys.encrypt(text, `self_finding_entries.text:${id}`);
    await insertRows(tx, 'self_finding_entries', [{ id, findingNumber, action, text: closed, at, username: by.username }]);
  }

  private check({ categoryCode, from, to }: SelfFindingInput, now: Instant): void {
    const fields: BrokenField[] = [];
    if (!this.reference.category(categoryCode)) fields.push({ field: 'categoryCode', code: 'unknown-category' });
    if (from > to) fields.push({ field: 'to', code: 'before-from' });
    if (to > dayOf(now)) fields.push({ field: 'to', code: 'in-future' });
    if (fields.length > 0) throw invalid(fields);
  }

  private checkMeasures(measures: readonly string[]): void {
    const known = WEIGHTS.flatMap((weight) => this.reference.rulesAt('scoring', this.clock.now()).measures[weight]);
    const unknown = measures.findIndex((measure) => !known.includes(measure));
    if (measures.length === 0) throw invalid([{ field: 'measures', code: 'required' }]);
    if (unknown >= 0) throw invalid([{ field: `measures.${unknown}`, code: 'unknown-measure' }]);
  }

  private async lock(tx: Tx, findingNumber: string, by: Actor): Promise<FindingRow> {
    const may = departmentsOf(by, 'z');
    const sql = `SELECT z.* FROM self_findings z WHERE z.findingNumber = ? AND ${may.sql}${this.db.forUpdate}`;
    const [row] = await tx.query<FindingRow[]>(sql, [findingNumber, ...may.params]);
    if (!row) throw notFound();
    return { ...row, version: Number(row.version) };
  }

  /** A department that opens a matter must be one. Throws `self-finding.no-department` (403). */
  static ofDepartment(by: Actor): void {
    if (!by.departmentCode) throw new DomainError('self-finding.no-department', 403);
  }
}
