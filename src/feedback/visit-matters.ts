import { Injectable } from '@nestjs/common';
import type { RegistrationInput } from '../cases/intake.dto.js';
import { Intake } from '../cases/intake.js';
import { visible } from '../cases/visible.js';
import type { Actor, CaseState } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { scopeOf } from '../domain/visibility.js';
import type { Kind } from '../domain/vocabulary.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx, updateRow } from '../platform/db.js';
import { Contacts } from './contacts.js';
import { Enterprises } from './enterprises.js';
import type { VisitCaseInput, VisitCaseView, VisitMatterView } from './visit.dto.js';

/** A row of `visit_matters`. */
export interface MatterRow {
  id: string;
  visitId: string;
  position: number;
  kind: string;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  amountFen: number | null;
  text: string | null;
  caseNumber: string | null;
  registeredAt: number | null;
}

/** Matters found at visits, each of which becomes a case in one step. Source: domain text, section 2. */
@Injectable()
export class VisitMatters {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly contacts: Contacts,
    private readonly enterprises: Enterprises,
    private readonly intake: Intake,
  ) {}

  /** The matters of a visit this reader may see; the number of a case only where he may see the case. */
  async of(visitId: string, by: Actor): Promise<VisitMatterView[]> {
    const rows = await this.db.readPrimary<MatterRow>('SELECT * FROM visit_matters WHERE visitId = ? ORDER BY position', [visitId]);
    const numbers = new Map(rows.map(({ id, caseNumber }) => [id, this.contacts.open(caseNumber, 'visit_matters.caseNumber', id)]));
    const seen = await this.seen(
      [...numbers.values()].filter((one) => one !== undefined),
      by,
    );
    return rows.map((row) => {
      const number = numbers.get(row.id);
      const text = this.contacts.open(row.text, 'visit_matters.text', row.id);
      return {
        id: row.id,
        kind: row.kind,
        ...(text ? { text } : {}),
        ...(row.categoryCode ? { categoryCode: row.categoryCode } : {}),
        ...(row.accusedDepartmentCode ? { accusedDepartmentCode: row.accusedDepartmentCode } : {}),
        ...(row.amountFen === null ? {} : { amountInvolved: Number(row.amountFen) / 100 }),
        registered: row.registeredAt !== null,
        ...(number && seen.has(number) ? { caseNumber: number } : {}),
      };
    });
  }

  private async seen(numbers: readonly string[], by: Actor): Promise<ReadonlySet<string>> {
    if (numbers.length === 0) return new Set();
    const may = visible(scopeOf(by));
    const rows = await this.db.readPrimary<{ caseNumber: string }>(
      `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${numbers.map(() => '?').join(',')}) AND ${may.sql}`,
      [...numbers, ...may.params],
    );
    return new Set(rows.map(({ caseNumber }) => caseNumber));
  }

  /**
   * Registers a matter as a case of the channel `outreach`, in the enterprise's name unless it wants none; the case takes the words over.
   * Throws `not-found` (404) and `visit.registered` (409) for the second of two. The tracking code is the enterprise's: a department that
   * held it could rate and withdraw its own case, so it never learns it. Source: domain text, sections 2, 3 and 6.1.
   */
  async register(visitId: string, id: string, wish: VisitCaseInput, by: Actor): Promise<VisitCaseView> {
    const [row] = await this.db.readPrimary<MatterRow & { enterpriseId: string; departmentCode: string | null }>(
      `SELECT m.*, v.enterpriseId, v.departmentCode FROM visit_matters m JOIN visits v ON v.id = m.visitId WHERE m.id = ? AND m.visitId = ?`,
      [id, visitId],
    );
    if (!row || (by.departmentCode !== undefined && row.departmentCode !== by.departmentCode)) throw notFound();
    if (row.registeredAt !== null) throw new DomainError('visit.registered', 409);
    const input = await this.inputOf(row, wish, by);
    const { caseNumber, trackingCode } = await this.intake.register(input, {
      channel: 'outreach',
      urgency: 'normal',
      by,
      beside: (tx, current) => this.link(tx, id, current),
    });
    return { caseNumber, ...(by.departmentCode === undefined ? { trackingCode } : {}) };
  }

  private async inputOf(row: MatterRow & { enterpriseId: string }, wish: VisitCaseInput, by: Actor): Promise<RegistrationInput> {
    const enterprise = await this.enterprises.row(row.enterpriseId, by);
    const { size, origin, name: organisation, uscc } = enterprise;
    const complainant = wish.anonymous ? { anonymous: true } : { organisation, uscc, ...this.enterprises.contactOf(enterprise) };
    return {
      channel: 'outreach',
      urgency: 'normal',
      kind: row.kind as Kind,
      description: this.contacts.open(row.text, 'visit_matters.text', row.id) ?? '',
      size,
      origin,
      complainant,
      consentToBeNamed: wish.consentToBeNamed === true && wish.anonymous !== true,
      ...(row.categoryCode ? { categoryCode: row.categoryCode } : {}),
      ...(row.accusedDepartmentCode ? { accusedDepartmentCode: row.accusedDepartmentCode } : {}),
      ...(row.amountFen === null ? {} : { amountInvolved: Number(row.amountFen) / 100 }),
    };
  }

  /** A case that is sealed at once has no link: who told it is for the commission alone. Source: domain text 6.4. */
  private async link(tx: Tx, id: string, { caseNumber, status }: CaseState): Promise<void> {
    const [row] = await tx.query<MatterRow[]>(`SELECT * FROM visit_matters WHERE id = ?${this.db.forUpdate}`, [id]);
    if (row?.registeredAt !== null) throw new DomainError('visit.registered', 409);
    const link = {
      caseNumber: this.contacts.close(caseNumber, 'visit_matters.caseNumber', id),
      caseIndex: this.contacts.linkIndex(caseNumber, 'visit-matter'),
    };
    const patch = { text: null, registeredAt: this.clock.now(), ...(status === 'sealed' ? {} : link) };
    await updateRow(tx, 'visit_matters', { id }, patch);
  }

  /** The visit a case was found at, if any: for who may see the case. */
  async visitOf(caseNumber: string): Promise<string | undefined> {
    const index = this.contacts.linkIndex(caseNumber, 'visit-matter');
    const [row] = await this.db.readPrimary<{ visitId: string }>('SELECT visitId FROM visit_matters WHERE caseIndex = ?', [index]);
    return row?.visitId;
  }
}
