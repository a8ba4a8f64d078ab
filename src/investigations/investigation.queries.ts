import { Injectable } from '@nestjs/common';
import { all, type Sql, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { settingsOf } from '../domain/investigation-settings.js';
import type { InvestigationState, Proposal } from '../domain/investigation-state.js';
import type { Behaviour } from '../domain/measures.js';
import { disclosed } from '../domain/small-numbers.js';
import { addMonths, dayOf, type Instant, instantOf, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { fileOf, type LineParts, lineOf } from './file-view.js';
import type {
  InvestigationChoices,
  InvestigationCounts,
  InvestigationDocumentView,
  InvestigationListQuery,
  InvestigationPage,
  InvestigationStepView,
  InvestigationView,
  NamedPerson,
} from './investigation.views.js';
import { InvestigationStore } from './investigation.store.js';
import { INVESTIGATION_SETTINGS } from './investigations.js';
import { SealedRecords } from './sealed-records.js';

const BEHAVIOURS = configJson<Behaviour[]>('behaviours.json');
const LINE =
  'i.investigationNumber, i.version, i.status, i.source, i.conclusion, i.waitsFor, i.receivedAt, i.updatedAt, i.limitName, i.dueAt, i.amberAt, i.redAt, i.content';
const ENDED = "('concluded','archived')";
const NEWEST = 'i.receivedAt DESC, i.investigationNumber DESC';
/** What is due first, then what has no clock, the newest first: two stretches, because no index has both. */
const ORDERS: Record<'due' | '-received', readonly { only: string; order: string }[]> = {
  due: [
    { only: 'i.dueAt IS NOT NULL', order: 'i.dueAt, i.investigationNumber' },
    { only: 'i.dueAt IS NULL', order: NEWEST },
  ],
  '-received': [{ only: '1 = 1', order: NEWEST }],
};
type Row = Omit<LineParts, 'title' | 'categoryCode' | 'departments'> & { content: string };
type Content = Pick<LineParts, 'title' | 'categoryCode' | 'departments'> & { proposal: Proposal | null };

/** Reads the register and its files for those who may; everybody else gets counts. */
@Injectable()
export class InvestigationQueries {
  constructor(
    private readonly db: Db,
    private readonly store: InvestigationStore,
    private readonly records: SealedRecords,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  async list(query: InvestigationListQuery, by: Actor): Promise<InvestigationPage> {
    const now = this.clock.now();
    const where = all(this.store.may(by), this.filterOf(query, now));
    const { page, pageSize } = query;
    const total = await this.count(where);
    const rows = await this.pageOf(where, ORDERS[query.sort === '-received' ? '-received' : 'due'], pageSize, (page - 1) * pageSize);
    return { items: rows.map((row) => lineOf(this.lineParts(row), now, this.reference)), total, page, pageSize };
  }

  private async count({ sql, params }: Sql): Promise<number> {
    const [row] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM investigations i WHERE ${sql}`, params);
    return Number(row?.n ?? 0);
  }

  /** Rows of a list that is read stretch after stretch. */
  private async pageOf(where: Sql, stretches: (typeof ORDERS)['due'], pageSize: number, offset: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (const [index, { only, order }] of stretches.entries()) {
      const found = await this.db.readPrimary<Row>(
        `SELECT ${LINE} FROM investigations i WHERE ${where.sql} AND ${only} ORDER BY ${order} LIMIT ${pageSize - rows.length} OFFSET ${offset}`,
        where.params,
      );
      rows.push(...found);
      if (rows.length === pageSize || index === stretches.length - 1) break;
      const skipped = await this.count(all(where, { sql: only, params: [] }));
      offset = found.length > 0 ? 0 : Math.max(0, offset - skipped);
    }
    return rows;
  }

  private lineParts({ content, ...row }: Row): LineParts {
    return { ...row, ...this.records.open<Content>(content, 'investigations', row.investigationNumber) };
  }

  private filterOf({ status, light, conclusion, source, stage, caseNumber, q }: InvestigationListQuery, now: Instant): Sql {
    const equal = (column: string, value: string | undefined): Sql[] => (value ? [{ sql: `i.${column} = ?`, params: [value] }] : []);
    const plain = (sql: string, ...params: unknown[]): Sql[] => [{ sql, params }];
    const lights: Record<string, Sql[]> = {
      green: plain('(i.dueAt IS NULL OR i.amberAt > ?)', now),
      amber: plain('(i.amberAt <= ? AND i.dueAt >= ?)', now, now),
      yellow: plain('(i.dueAt < ? AND i.redAt > ?)', now, now),
      red: plain('i.redAt <= ?', now),
    };
    const stages: Record<string, Sql[]> = {
      open: plain(`i.status NOT IN ${ENDED}`),
      waiting: plain('i.waitsFor IS NOT NULL'),
      ended: plain(`i.status IN ${ENDED}`),
    };
    return all(
      ...equal('status', status),
      ...equal('conclusion', conclusion),
      ...equal('source', source),
      ...(light ? lights[light]! : []),
      ...(stage ? stages[stage]! : []),
      ...(caseNumber
        ? plain(
            'i.investigationNumber IN (SELECT k.investigationNumber FROM investigation_cases k WHERE k.caseIndex = ?)',
            this.records.caseIndex(caseNumber),
          )
        : []),
      ...(q?.trim()
        ? plain('i.investigationNumber >= ? AND i.investigationNumber < ?', q.trim().toUpperCase(), `${q.trim().toUpperCase()}~`)
        : []),
    );
  }

  /** The file as this reader may see it; throws `not-found` (404) alike for absent and hidden. */
  async view(number: string, by: Actor, written?: InvestigationState): Promise<InvestigationView> {
    const one = await this.store.read(number, by);
    const current = written?.version === one.version ? written : one;
    const now = this.clock.now();
    const [[row], steps = [], documents = [], people = []] = await this.db.readAllPrimary([
      { sql: `SELECT ${LINE} FROM investigations i WHERE i.investigationNumber = ?`, params: [number] },
      {
        sql: 'SELECT id, at, type, username, content FROM investigation_steps WHERE investigationNumber = ? ORDER BY id',
        params: [number],
      },
      {
        sql: 'SELECT id, content, bytes, at, username FROM investigation_documents WHERE investigationNumber = ? ORDER BY at, id',
        params: [number],
      },
      { sql: `SELECT username, name FROM accounts WHERE roles LIKE '%"inspector"%' OR roles LIKE '%"commissioner"%'` },
    ]);
    const names = new Map(people.map(({ username, name }) => [username as string, name as string]));
    const nameOf = (username: string) => names.get(username) ?? username;
    return fileOf(current, lineOf(this.lineParts(row as unknown as Row), now, this.reference), by, {
      now,
      settings: settingsOf(INVESTIGATION_SETTINGS, current.ruleVersion),
      behaviours: BEHAVIOURS,
      reference: this.reference,
      nameOf,
      steps: steps.map((step): InvestigationStepView => {
        const { id, type, username, at, content } = step as { id: string; type: string; username: string; at: number; content: string };
        return { id, type, at: isoOf(Number(at)), by: nameOf(username), said: this.records.open(content, 'steps', id) };
      }),
      documents: documents.map((file): InvestigationDocumentView => {
        const { id, bytes, at, username, content } = file as { id: string; bytes: number; at: number; username: string; content: string };
        const { name, type } = this.records.open<{ name: string; type: string }>(content, 'documents', id);
        return { id, name, type, size: bytes, at: isoOf(Number(at)), by: nameOf(username) };
      }),
      seen: await this.seenCases(current.caseNumbers, by),
    });
  }

  private async seenCases(numbers: readonly string[], by: Actor): Promise<ReadonlySet<string>> {
    if (numbers.length === 0) return new Set();
    const may = visible(scopeOf(by));
    const sql = `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${numbers.map(() => '?').join(',')}) AND ${may.sql}`;
    const rows = await this.db.readPrimary<{ caseNumber: string }>(sql, [...numbers, ...may.params]);
    return new Set(rows.map(({ caseNumber }) => caseNumber));
  }

  async choices(by: Actor): Promise<InvestigationChoices> {
    const { measures } = INVESTIGATION_SETTINGS.at(-1)!;
    const inspectors = by.roles.includes('commissioner')
      ? await this.db.readPrimary<NamedPerson>(
          `SELECT username, name FROM accounts WHERE active = 1 AND roles LIKE '%"inspector"%' ORDER BY username`,
        )
      : [];
    return { measures, inspectors };
  }

  /** Counts of months that are over; the present one would tell of each matter on the day it comes. Source: domain text 6.4. */
  async counts(months: number): Promise<InvestigationCounts> {
    const first = `${dayOf(this.clock.now()).slice(0, 7)}-01`;
    const { smallNumber } = INVESTIGATION_SETTINGS.at(-1)!;
    const names = Array.from({ length: months }, (_, index) => addMonths(first, -index - 1).slice(0, 7));
    const from = instantOf(`${names.at(-1)!}-01`);
    const rows = (column: 'receivedAt' | 'concludedAt') =>
      this.db.readPrimary<{ at: number }>(`SELECT ${column} AS at FROM investigations WHERE ${column} >= ? AND ${column} < ?`, [
        from,
        instantOf(first),
      ]);
    const tally = (list: readonly { at: number }[], month: string) => list.filter(({ at }) => dayOf(Number(at)).startsWith(month)).length;
    const [opened, concluded] = [await rows('receivedAt'), await rows('concludedAt')];
    return {
      months: names.map((month) => ({
        month,
        opened: disclosed(tally(opened, month), smallNumber),
        concluded: disclosed(tally(concluded, month), smallNumber),
      })),
    };
  }
}
