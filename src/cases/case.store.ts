import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { AssignmentState, CaseState, LimitState } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import type { Scope } from '../domain/visibility.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { askAll, type Rows, type Statement } from '../platform/packet.js';
import { changeFacts, factColumnsOf } from './case-facts.js';
import { visible } from './visible.js';

/** Columns of `cases` that the rules read and write; texts and particulars of the complainant are not among them. */
const COLUMNS = [
  'caseNumber',
  'version',
  'status',
  'kind',
  'urgency',
  'channel',
  'categoryCode',
  'accusedDepartmentCode',
  'accusation',
  'complex',
  'project',
  'registeredBy',
  'receivedAt',
  'updatedAt',
  'closedAt',
  'round',
  'summary',
  'masterCaseNumber',
  'rejectReason',
  'outcomeText',
  'outcomeTarget',
  'knowledgeId',
  'returnCount',
  'repeatCount',
  'urgeCount',
  'callBackAttempts',
  'calledBack',
  'saidSolved',
  'saidSatisfied',
  'rated',
  'exclusion',
  'commissionFinding',
  'suspendGround',
  'suspendedAt',
  'suspendedUntil',
  'limitName',
  'dueAt',
  'amberAt',
  'redAt',
] as const satisfies readonly (keyof CaseState)[];
const FLAGS = ['accusation', 'complex', 'project', 'calledBack', 'rated'];
const SELECTED = COLUMNS.map((column) => `c.${column}`).join(', ');

type Row = Record<string, unknown>;
const flagged = (row: Row, names: readonly string[]): Row => {
  for (const name of names) row[name] = Number(row[name]) === 1;
  return row;
};

const assignmentOfRow = (row: Row): AssignmentState => flagged(row, ['returnLocked']) as unknown as AssignmentState;
export const limitOfRow = (row: Row): LimitState =>
  ({ ...flagged(row, ['provisional']), pauses: JSON.parse(row.pauses as string) as LimitState['pauses'] }) as unknown as LimitState;

/** What the rules know of a case, as columns of `cases`. */
export function columnsOf(one: CaseState): Row {
  return { ...Object.fromEntries(COLUMNS.map((column) => [column, one[column]])), sealed: one.status === 'sealed' };
}

const changes = <T extends object>(before: T, after: T): Row =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => !Object.is(value, before[key as keyof T])));

/** Reads a case for the rules and writes what they changed: explicit patches, never a loaded graph. */
@Injectable()
export class CaseStore {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
  ) {}

  /** Locks the row for the transaction and reads the case; throws `not-found` alike for absent and hidden. */
  async lock(tx: Tx, caseNumber: string, scope: Scope): Promise<CaseState> {
    const may = visible(scope);
    const sql = `SELECT ${SELECTED} FROM cases c WHERE c.caseNumber = ? AND ${may.sql}${this.db.forUpdate}`;
    const [[row], ...parts] = await askAll(tx, [{ sql, params: [caseNumber, ...may.params] }, ...partsOf(caseNumber)]);
    if (!row) throw notFound();
    return whole(row, parts);
  }

  /** Locks a case for a sweep, or gives nothing when it is gone or somebody holds it. Sealed ones included: their clocks have ended. */
  async lockFree(tx: Tx, caseNumber: string): Promise<CaseState | undefined> {
    const sql = `SELECT ${SELECTED} FROM cases c WHERE c.caseNumber = ?${this.db.skipLocked}`;
    const [[row], ...parts] = await askAll(tx, [{ sql, params: [caseNumber] }, ...partsOf(caseNumber)]);
    return row && whole(row, parts);
  }

  /** Reads the case outside any transaction, under the same rule. */
  async read(caseNumber: string, scope: Scope): Promise<CaseState> {
    return (await this.readWith<object>(caseNumber, scope, { columns: SELECTED })).current;
  }

  /**
   * The same with more of the row than the rules read, and the rows of other statements about the case, which count only if it is
   * visible; `columns` of `cases c` hold at least those of the rules. A state that was written just now, `known`, is used as it is
   * while the row still has its version.
   */
  async readWith<More>(
    caseNumber: string,
    scope: Scope,
    { columns = 'c.*', known, beside = [] }: { columns?: string; known?: CaseState | undefined; beside?: readonly Statement[] },
  ): Promise<{ current: CaseState; row: More; beside: Rows[] }> {
    const may = visible(scope);
    const sql = `SELECT ${columns} FROM cases c WHERE c.caseNumber = ? AND ${may.sql}`;
    const asked = [{ sql, params: [caseNumber, ...may.params] }, ...beside, ...(known ? [] : partsOf(caseNumber))];
    const [[row], ...answers] = await this.db.readAllPrimary(asked);
    if (!row) throw notFound();
    const found = answers.slice(0, beside.length);
    if (known?.version === row.version) return { current: known!, row: row as More, beside: found };
    const parts = known ? await this.db.readAllPrimary(partsOf(caseNumber)) : answers.slice(beside.length);
    const own = Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
    return { current: whole(own, parts), row: row as More, beside: found };
  }

  /** A sealed case belongs to the inspectors on duty until the commissioner names others. Source: surface text, shapes. */
  async nameDutyReaders(tx: Tx, caseNumber: string): Promise<void> {
    await tx.query('INSERT INTO case_readers (username, caseNumber) SELECT username, ? FROM accounts WHERE duty = 1', [caseNumber]);
  }

  /** Writes the difference between two states of a case. */
  async change(tx: Tx, before: CaseState, after: CaseState): Promise<void> {
    await updateRow(tx, 'cases', { caseNumber: after.caseNumber }, changes(columnsOf(before), columnsOf(after)));
    await this.changeParts(tx, 'assignments', before.assignments, after.assignments);
    await this.changeParts(tx, 'case_limits', before.limits, after.limits);
    await changeFacts(tx, before, after, this.reference.tree);
  }

  /** What figures count of a case that was just taken in. */
  insertFacts(tx: Tx, fresh: CaseState): Promise<void> {
    return insertRows(tx, 'case_facts', factColumnsOf(fresh, this.reference.tree));
  }

  private async changeParts(tx: Tx, table: string, before: readonly { id: string }[], after: readonly { id: string }[]): Promise<void> {
    const fresh = after.slice(before.length);
    if (fresh.length > 0) await insertRows(tx, table, fresh);
    for (const [index, old] of before.entries()) {
      const now = after[index]!;
      if (now !== old) await updateRow(tx, table, { id: old.id }, changes(old, now));
    }
  }
}

const partsOf = (caseNumber: string): Statement[] =>
  ['assignments', 'case_limits'].map((table) => ({ sql: `SELECT * FROM ${table} WHERE caseNumber = ?`, params: [caseNumber] }));

function whole(row: Row, [assignments = [], limits = []]: readonly Rows[]): CaseState {
  return {
    ...(flagged(row, FLAGS) as unknown as CaseState),
    assignments: inOrder(assignments.map(assignmentOfRow)),
    limits: inOrder(limits.map(limitOfRow)),
  };
}

const inOrder = <T extends { id: string }>(parts: T[]): T[] => parts.sort((a, b) => positionOf(a.id) - positionOf(b.id));
const positionOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
