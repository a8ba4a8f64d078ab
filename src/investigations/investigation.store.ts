import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { nearestClock } from '../domain/investigation-clock.js';
import type {
  DecidedMeasure,
  InvestigationLimitState,
  InvestigationState,
  ResponsiblePerson,
  Telling,
} from '../domain/investigation-state.js';
import { investigationScopeOf } from '../domain/visibility.js';
import type { Sql } from '../cases/visible.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { askAll, say, type Answers, type Statement } from '../platform/packet.js';
import { SealedRecords } from './sealed-records.js';
import { visibleInvestigations } from './visible.js';

/** What of a state is closed in the row itself. */
type Content = Pick<InvestigationState, 'title' | 'text' | 'categoryCode' | 'proposal' | 'clarification' | 'departments' | 'reporters'>;
type Row = Record<string, unknown>;

const PLAIN = ['version', 'status', 'source', 'ruleVersion', 'receivedAt', 'updatedAt', 'concludedAt', 'conclusion', 'waitsFor'] as const;
const contentOf = ({ title, text, categoryCode, proposal, clarification, departments, reporters }: InvestigationState): Content => ({
  title,
  text,
  categoryCode,
  proposal,
  clarification,
  departments,
  reporters,
});
const partsOf = (number: string): Statement[] =>
  [
    'SELECT caseIndex, content FROM investigation_cases WHERE investigationNumber = ? ORDER BY at, caseIndex',
    'SELECT username FROM investigation_readers WHERE investigationNumber = ? ORDER BY at, username',
    'SELECT id, content FROM investigation_persons WHERE investigationNumber = ? ORDER BY at, id',
    'SELECT id, personId, decidedAt, content FROM investigation_measures WHERE investigationNumber = ? ORDER BY decidedAt, id',
    'SELECT * FROM investigation_limits WHERE investigationNumber = ?',
    'SELECT caseIndex, stage, at FROM investigation_notices WHERE investigationNumber = ? ORDER BY at, id',
  ].map((sql) => ({ sql, params: [number] }));

/** Reads an investigation for the rules and writes what they changed; everything that says what it is about is closed. */
@Injectable()
export class InvestigationStore {
  constructor(
    private readonly db: Db,
    private readonly records: SealedRecords,
  ) {}

  /** What a reader may see, on the alias `i`. */
  may(by: Actor): Sql {
    return visibleInvestigations(investigationScopeOf(by), (code) => this.records.departmentIndex(code));
  }

  /** Locks the row for the transaction and reads it; throws `not-found` alike for absent and hidden. */
  async lock(tx: Tx, number: string, by: Actor): Promise<InvestigationState> {
    const may = this.may(by);
    const sql = `SELECT i.* FROM investigations i WHERE i.investigationNumber = ? AND ${may.sql}${this.db.forUpdate}`;
    return this.whole(await askAll(tx, [{ sql, params: [number, ...may.params] }, ...partsOf(number)]));
  }

  /** The same for timers, which see all. */
  async lockAny(tx: Tx, number: string): Promise<InvestigationState> {
    const sql = `SELECT i.* FROM investigations i WHERE i.investigationNumber = ?${this.db.forUpdate}`;
    return this.whole(await askAll(tx, [{ sql, params: [number] }, ...partsOf(number)]));
  }

  async read(number: string, by: Actor): Promise<InvestigationState> {
    const may = this.may(by);
    const sql = `SELECT i.* FROM investigations i WHERE i.investigationNumber = ? AND ${may.sql}`;
    return this.whole(await this.db.readAllPrimary([{ sql, params: [number, ...may.params] }, ...partsOf(number)]));
  }

  private whole([[row], cases = [], readers = [], persons = [], measures = [], limits = [], told = []]: Answers): InvestigationState {
    if (!row) throw notFound();
    const number = row.investigationNumber as string;
    const content = this.records.open<Content>(row.content as string, 'investigations', number);
    const numbers = new Map(cases.map((one) => [one.caseIndex as string, this.caseNumberOf(one, number)]));
    const plain = Object.fromEntries(PLAIN.map((column) => [column, row[column]]));
    return {
      investigationNumber: number,
      ...(plain as unknown as Pick<InvestigationState, (typeof PLAIN)[number]>),
      ...content,
      caseNumbers: [...numbers.values()].sort(),
      readers: readers.map(({ username }) => username as string),
      persons: persons.map((one) => ({
        ...this.records.open<Omit<ResponsiblePerson, 'id'>>(one.content as string, 'persons', one.id as string),
        id: one.id as string,
      })),
      measures: measures.map((one) => this.measureOf(one)),
      limits: limits.map(limitOf).sort((a, b) => positionOf(a.id) - positionOf(b.id)),
      told: told.map(
        ({ caseIndex, stage, at }) => ({ caseNumber: numbers.get(caseIndex as string) ?? '', stage, at: Number(at) }) as Telling,
      ),
    };
  }

  private caseNumberOf(row: Row, number: string): string {
    const place = `${number}:${row.caseIndex as string}`;
    return this.records.open<{ caseNumber: string }>(row.content as string, 'cases', place).caseNumber;
  }

  measureOf(row: Row): DecidedMeasure {
    const content = this.records.open<Omit<DecidedMeasure, 'id' | 'personId' | 'decidedAt'>>(
      row.content as string,
      'measures',
      row.id as string,
    );
    return { ...content, id: row.id as string, personId: row.personId as string, decidedAt: Number(row.decidedAt) };
  }

  /** The rows of a new investigation, by table; pure, so that the demo city writes by the same hand. */
  rowsOf(one: InvestigationState): Record<string, Row[]> {
    return {
      investigations: [{ investigationNumber: one.investigationNumber, ...this.plainOf(one) }],
      ...this.partRows({ ...one, caseNumbers: [], departments: [], readers: [], persons: [], measures: [], limits: [], told: [] }, one),
    };
  }

  private plainOf(one: InvestigationState): Row {
    const nearest = nearestClock(one);
    return {
      ...Object.fromEntries(PLAIN.map((column) => [column, one[column]])),
      limitName: nearest?.name ?? null,
      dueAt: nearest?.dueAt ?? null,
      amberAt: nearest?.amberAt ?? null,
      redAt: nearest?.redAt ?? null,
      content: this.records.close(contentOf(one), 'investigations', one.investigationNumber),
    };
  }

  /** Rows of parts that the second state has and the first has not. */
  private partRows(before: InvestigationState, after: InvestigationState): Record<string, Row[]> {
    const { investigationNumber, updatedAt: at } = after;
    const fresh = <T>(list: (one: InvestigationState) => readonly T[]) => list(after).filter((one) => !list(before).includes(one));
    return {
      investigation_cases: fresh((one) => one.caseNumbers).map((caseNumber) => {
        const caseIndex = this.records.caseIndex(caseNumber);
        return {
          investigationNumber,
          caseIndex,
          content: this.records.close({ caseNumber }, 'cases', `${investigationNumber}:${caseIndex}`),
          at,
        };
      }),
      investigation_departments: fresh((one) => one.departments).map((code) => ({
        investigationNumber,
        departmentIndex: this.records.departmentIndex(code),
      })),
      investigation_readers: fresh((one) => one.readers).map((username) => ({ username, investigationNumber, at })),
      investigation_persons: after.persons.slice(before.persons.length).map(({ id, ...person }) => ({
        id,
        investigationNumber,
        nameIndex: this.records.nameIndex(person.name, person.departmentCode),
        content: this.records.close(person, 'persons', id),
        at,
      })),
      investigation_measures: after.measures.slice(before.measures.length).map((measure) => ({
        investigationNumber,
        ...this.measureRow(measure),
      })),
      investigation_limits: after.limits.slice(before.limits.length).map((limit) => ({ investigationNumber, ...limit })),
    };
  }

  private measureRow({ id, personId, decidedAt, ...content }: DecidedMeasure): Row {
    return { id, personId, decidedAt, content: this.records.close(content, 'measures', id) };
  }

  /** A step of the file: when, who, and what was written about it, closed. */
  async note(tx: Tx, one: InvestigationState, type: string, said: object, by: Actor): Promise<void> {
    await insertRows(tx, 'investigation_steps', [this.stepRow(one, type, said, by.username)]);
  }

  /** Steps are told apart by the version they made, which also is their order. */
  stepRow({ investigationNumber, version, updatedAt: at }: InvestigationState, type: string, said: object, username: string): Row {
    const id = `${investigationNumber}-${String(version).padStart(5, '0')}`;
    return { id, investigationNumber, at, type, username, content: this.records.close(said, 'steps', id) };
  }

  /** Writes the difference between two states. */
  async change(tx: Tx, before: InvestigationState, after: InvestigationState): Promise<void> {
    const { investigationNumber } = after;
    await updateRow(tx, 'investigations', { investigationNumber }, this.plainOf(after));
    for (const [table, rows] of Object.entries(this.partRows(before, after))) await insertRows(tx, table, rows);
    for (const username of before.readers.filter((reader) => !after.readers.includes(reader)))
      await say(tx, 'DELETE FROM investigation_readers WHERE username = ? AND investigationNumber = ?', [username, investigationNumber]);
    for (const [index, old] of before.measures.entries()) {
      const now = after.measures[index]!;
      if (now !== old) await updateRow(tx, 'investigation_measures', { id: old.id }, { content: this.measureRow(now).content });
    }
    for (const [index, old] of before.limits.entries()) {
      const { id, ...now } = after.limits[index]!;
      if (after.limits[index] !== old) await updateRow(tx, 'investigation_limits', { id }, now);
    }
  }
}

const positionOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
function limitOf(row: Row): InvestigationLimitState {
  const { investigationNumber: _number, provisional, endedAt, ...limit } = row;
  const times = Object.fromEntries(['startedAt', 'dueAt', 'amberAt', 'redAt'].map((name) => [name, Number(row[name])]));
  return {
    ...limit,
    ...times,
    provisional: Number(provisional) === 1,
    endedAt: endedAt === null ? null : Number(endedAt),
  } as unknown as InvestigationLimitState;
}
