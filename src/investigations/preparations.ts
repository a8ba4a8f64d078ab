import { Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { Seals } from '../cases/seals.js';
import type { ComplainantRow } from '../complainants/identities.js';
import { Reference } from '../departments/reference.js';
import { type Actor, type CaseState, isActive } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import type { InvestigationBody } from '../domain/investigation-life.js';
import type { InvestigationState, Proposal } from '../domain/investigation-state.js';
import type { InvestigationAction } from '../domain/investigation-steps.js';
import type { StandingMeasure } from '../domain/measures.js';
import { scopeOf } from '../domain/visibility.js';
import type { Tx } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import type { NewInvestigation } from './investigation-bodies.js';
import { InvestigationStore } from './investigation.store.js';
import { SealedRecords } from './sealed-records.js';

/** A case as an investigation takes it in. */
export interface LinkedCase {
  current: CaseState;
  departments: string[];
  /** Its reporter gave a name and a way to be told. */
  canBeTold: boolean;
}

/** Gathers what a step needs to know of the world: cases, people, what stands against a person already. */
@Injectable()
export class Preparations {
  constructor(
    private readonly cases: CaseStore,
    private readonly seals: Seals,
    private readonly reference: Reference,
    private readonly store: InvestigationStore,
    private readonly records: SealedRecords,
  ) {}

  /** A case this reader may see; throws `input.invalid` (422) alike for one that does not exist and one he may not see. */
  async linked(tx: Tx, caseNumber: string, field: string, by: Actor): Promise<LinkedCase> {
    const current = await this.cases.lock(tx, caseNumber, scopeOf(by)).catch((error: unknown) => {
      throw error instanceof DomainError && error.status === 404 ? invalid([{ field, code: 'unknown-case' }]) : error;
    });
    const [row] = await tx.query<ComplainantRow[]>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]);
    const { identities } = this.seals.of(current);
    const accused = current.accusedDepartmentCode ? [current.accusedDepartmentCode] : [];
    return {
      current,
      departments: [...new Set([...accused, ...current.assignments.filter(isActive).map(({ departmentCode }) => departmentCode)])],
      canBeTold:
        row !== undefined && Number(row.anonymous) !== 1 && Boolean(identities.open(row, 'phone') ?? identities.open(row, 'email')),
    };
  }

  /** Codes that name nothing, cases named twice, departments to keep away from. Throws `input.invalid` (422). */
  checkOpening({ categoryCode, departmentCodes = [], caseNumbers = [] }: NewInvestigation, by: Actor): void {
    const broken: BrokenField[] = [];
    if (categoryCode && !this.reference.category(categoryCode)) broken.push({ field: 'categoryCode', code: 'unknown-category' });
    departmentCodes.forEach((code, index) => {
      if (!this.reference.department(code)) broken.push({ field: `departmentCodes.${index}`, code: 'unknown-department' });
      else if (by.recusedFrom?.includes(code)) broken.push({ field: `departmentCodes.${index}`, code: 'recused' });
    });
    if (new Set(caseNumbers).size !== caseNumbers.length) broken.push({ field: 'caseNumbers', code: 'twice' });
    if (broken.length > 0) throw invalid(broken);
  }

  /** What the body of an action does not say itself: which departments and whom a linked case brings along. Throws `input.invalid` (422). */
  async body(tx: Tx, action: InvestigationAction, body: InvestigationBody, by: Actor): Promise<InvestigationBody> {
    this.check(action, body);
    if (action !== 'link-case') return body;
    const { departments, canBeTold } = await this.linked(tx, String(body.caseNumber), 'caseNumber', by);
    return { ...body, departments, canBeTold };
  }

  /** Codes that name nothing. */
  private check(action: InvestigationAction, body: InvestigationBody): void {
    const broken: BrokenField[] = [];
    const department = (field: string, code: unknown) =>
      this.reference.department(code as string) === undefined && broken.push({ field, code: 'unknown-department' });
    const category = (field: string, code: unknown) =>
      this.reference.category(code as string) === undefined && broken.push({ field, code: 'unknown-category' });
    if (action === 'add-person') department('departmentCode', body.departmentCode);
    if (action === 'register' && body.categoryCode) category('categoryCode', body.categoryCode);
    if (action === 'propose-conclusion') {
      (body.matters as { departmentCode: string; categoryCode: string }[]).forEach((matter, index) => {
        department(`matters.${index}.departmentCode`, matter.departmentCode);
        category(`matters.${index}.categoryCode`, matter.categoryCode);
      });
    }
    if (broken.length > 0) throw invalid(broken);
  }

  /** Inspectors who may be named: active, and from none of the departments. Source: domain text 6.5. */
  async nameable(tx: Tx, departments: readonly string[]): Promise<string[]> {
    const away =
      departments.length === 0
        ? ''
        : ` AND username NOT IN (SELECT username FROM recusals WHERE departmentCode IN (${departments.map(() => '?').join(',')}))`;
    const rows = await tx.query<{ username: string }[]>(
      `SELECT username FROM accounts WHERE active = 1 AND roles LIKE '%"inspector"%'${away} ORDER BY username`,
      [...departments],
    );
    return rows.map(({ username }) => username);
  }

  /** What stands against the same person in other investigations, by the blind index of the name. */
  async standing(tx: Tx, one: InvestigationState, personId: string): Promise<StandingMeasure[]> {
    const person = one.persons.find(({ id }) => id === personId);
    if (!person) return [];
    const rows = await tx.query<Record<string, unknown>[]>(
      `SELECT m.id, m.personId, m.decidedAt, m.content, i.investigationNumber, i.content AS whole FROM investigation_persons p
       JOIN investigation_measures m ON m.personId = p.id JOIN investigations i ON i.investigationNumber = p.investigationNumber
       WHERE p.nameIndex = ? AND p.investigationNumber <> ?`,
      [this.records.nameIndex(person.name, person.departmentCode), one.investigationNumber],
    );
    return rows.map((row) => {
      const measure = this.store.measureOf(row);
      const { proposal } = this.records.open<{ proposal: Proposal | null }>(
        row.whole as string,
        'investigations',
        row.investigationNumber as string,
      );
      return { ...measure, matter: measure.matter === null ? null : (proposal?.matters[measure.matter] ?? null) };
    });
  }
}
