import type { AssignmentState, CaseState, LimitState } from '../domain/case-state.js';
import { type FactRow, factRowsOf, type Timed } from '../domain/figure-facts.js';
import type { Department } from '../domain/routing.js';
import { insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';

type Row = Record<string, unknown>;

/** The column with the instant after which a fact begins to hold. */
export const TIMED_COLUMNS: Readonly<Record<Timed, string>> = {
  overdue: 'overdueFrom',
  'response-due': 'responseDueFrom',
  'sign-due': 'signDueFrom',
  'answer-due': 'answerDueFrom',
  'ever-late': 'everLateFrom',
};

const columnsOf = ({ lens, facts, from }: FactRow): Row => ({
  lens,
  facts,
  ...Object.fromEntries(Object.entries(TIMED_COLUMNS).map(([fact, column]) => [column, from[fact as Timed]])),
});

/** The facts of a case as rows of `case_facts`. */
export const factColumnsOf = (one: CaseState, departments: readonly Department[]): Row[] =>
  factRowsOf(one, departments).map((row) => ({ caseNumber: one.caseNumber, ...columnsOf(row) }));

/** Writes what changed in the facts between two states of a case. */
export async function changeFacts(tx: Tx, before: CaseState, after: CaseState, departments: readonly Department[]): Promise<void> {
  const [old, fresh] = [factColumnsOf(before, departments), factColumnsOf(after, departments)];
  const { caseNumber } = after;
  const known = new Map(old.map((row) => [row.lens, row]));
  await insertRows(
    tx,
    'case_facts',
    fresh.filter(({ lens }) => !known.has(lens)),
  );
  for (const row of fresh) {
    const was = known.get(row.lens);
    if (!was) continue;
    const patch = Object.fromEntries(Object.entries(row).filter(([column, value]) => value !== was[column]));
    await updateRow(tx, 'case_facts', { caseNumber, lens: row.lens }, patch);
  }
  for (const { lens } of old) {
    if (!fresh.some((row) => row.lens === lens))
      await say(tx, 'DELETE FROM case_facts WHERE caseNumber = ? AND lens = ?', [caseNumber, lens]);
  }
}

/** Writes the facts of cases anew from their rows, and what their complainants said: for cases that were written past the rules. */
export async function refillFacts(tx: Tx, caseNumbers: readonly string[], departments: readonly Department[]): Promise<void> {
  if (caseNumbers.length === 0) return;
  const states = await statesOf(tx, caseNumbers);
  await tx.query(`DELETE FROM case_facts WHERE caseNumber IN (${marksFor(caseNumbers)})`, [...caseNumbers]);
  await insertRows(
    tx,
    'case_facts',
    states.flatMap((state) => factColumnsOf(state, departments)),
  );
  for (const { caseNumber, saidSolved, saidSatisfied } of states) {
    if (saidSolved !== null) await updateRow(tx, 'cases', { caseNumber }, { saidSolved, saidSatisfied });
  }
}

const CASES_A_TIME = 500;

/** The facts of every case anew: for a migration that makes tables or follows a change of the rules. */
export async function refillEveryCase(tx: Tx): Promise<void> {
  const rows: (Omit<Department, 'parentCode'> & { parentCode: string | null })[] = await tx.query(
    'SELECT code, parentCode, level, active FROM departments',
  );
  const departments = rows.map(({ parentCode, ...one }): Department => ({ ...one, ...(parentCode ? { parentCode } : {}) }));
  for (let after = ''; ;) {
    const some: { caseNumber: string }[] = await tx.query(
      `SELECT caseNumber FROM cases WHERE caseNumber > ? ORDER BY caseNumber LIMIT ${CASES_A_TIME}`,
      [after],
    );
    const numbers = some.map(({ caseNumber }) => caseNumber);
    await refillFacts(tx, numbers, departments);
    if (numbers.length < CASES_A_TIME) return;
    after = numbers.at(-1)!;
  }
}

const marksFor = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** What the rule of facts looks at, from the rows of cases and of their call-backs. */
async function statesOf(tx: Tx, caseNumbers: readonly string[]): Promise<CaseState[]> {
  const of = (table: string, order: string, more = ''): Promise<Row[]> =>
    tx.query(`SELECT * FROM ${table} WHERE caseNumber IN (${marksFor(caseNumbers)})${more} ORDER BY ${order}`, [...caseNumbers]);
  const cases = await of('cases', 'caseNumber');
  const parts = grouped(await of('assignments', 'id'));
  const limits = grouped((await of('case_limits', 'id')).map((row) => ({ ...row, pauses: JSON.parse(row.pauses as string) as unknown })));
  const valid = " AND reached = 1 AND solved IS NOT NULL AND satisfiedResult IN ('satisfied','mostly','dissatisfied')";
  const calls = grouped(await of('call_backs', 'at, id', valid));
  return cases.map((row) => {
    const caseNumber = String(row.caseNumber);
    const last = calls.get(caseNumber)?.findLast(({ round }) => Number(round) === Number(row.round));
    const said = { saidSolved: last?.solved ?? null, saidSatisfied: last?.satisfiedResult ?? null };
    const own = {
      assignments: (parts.get(caseNumber) ?? []) as unknown as AssignmentState[],
      limits: (limits.get(caseNumber) ?? []) as unknown as LimitState[],
    };
    return { ...row, ...said, ...own } as unknown as CaseState;
  });
}

function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row.caseNumber);
    const list = found.get(key);
    if (list) list.push(row);
    else found.set(key, [row]);
  }
  return found;
}
