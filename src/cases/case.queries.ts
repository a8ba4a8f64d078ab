import { Injectable } from '@nestjs/common';
import type { ComplainantRow } from '../complainants/identities.js';
import { Reference } from '../departments/reference.js';
import type { Actor, AssignmentState, CaseState } from '../domain/case-state.js';
import { lightOf } from '../domain/limits.js';
import { isoOf } from '../domain/time.js';
import { readsOriginal, scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { CaseStore } from './case.store.js';
import type { CasePage, CaseRow, CaseView } from './case.views.js';
import { type CaseParts, viewOf } from './item-view.js';
import { filterOf, ORDERS, type Stretch } from './list-filter.js';
import type { CaseListQuery } from './list.dto.js';
import { Policies } from './policies.js';
import { Seals } from './seals.js';
import { all, type Sql, visible } from './visible.js';

/** What a line of a list reads of a case. */
export const LISTED = [
  'caseNumber',
  'version',
  'status',
  'kind',
  'urgency',
  'channel',
  'categoryCode',
  'accusedDepartmentCode',
  'region',
  'receivedAt',
  'updatedAt',
  'dueAt',
  'amberAt',
  'redAt',
  'limitName',
  'round',
  'repeatCount',
  'urgeCount',
  'returnCount',
  'summary',
  'title',
];

/** A listed row as it comes from the database. */
export interface ListedRow {
  caseNumber: string;
  version: number;
  status: string;
  kind: string;
  urgency: string;
  channel: string;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  region: string | null;
  receivedAt: number;
  updatedAt: number;
  dueAt: number | null;
  amberAt: number | null;
  redAt: number | null;
  limitName: string | null;
  round: number;
  repeatCount: number;
  urgeCount: number;
  returnCount: number;
  summary: string | null;
  title: string;
}

/** Reads: lists from raw rows, the item as a view of everything its reader may see. */
@Injectable()
export class CaseQueries {
  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly policies: Policies,
    private readonly seals: Seals,
    private readonly reference: Reference,
  ) {}

  /** One page of the cases this reader may see. */
  async list(query: CaseListQuery, by: Actor): Promise<CasePage> {
    const where = all(visible(scopeOf(by)), filterOf(query, by, { now: this.policies.now(), seals: this.seals }));
    const { page, pageSize } = query;
    const total = await this.count(where);
    const rows = await this.pageOf(where, ORDERS[query.sort ?? '-received']!, pageSize, (page - 1) * pageSize);
    return { items: await this.rows(rows, by), total, page, pageSize };
  }

  /** The numbers of at most `most` of them, without their lines. */
  async numbers(query: CaseListQuery, by: Actor, most: number): Promise<string[]> {
    const { sql, params } = all(visible(scopeOf(by)), filterOf(query, by, { now: this.policies.now(), seals: this.seals }));
    const rows = await this.db.read<{ caseNumber: string }>(
      `SELECT c.caseNumber FROM cases c WHERE ${sql} ORDER BY c.updatedAt DESC LIMIT ${most}`,
      params,
    );
    return rows.map(({ caseNumber }) => caseNumber);
  }

  /** Lines of the named cases, as far as this reader may see them, in the order of their numbers. */
  async byNumbers(caseNumbers: readonly string[], by: Actor): Promise<CaseRow[]> {
    if (caseNumbers.length === 0) return [];
    const where = all({ sql: `c.caseNumber IN (${caseNumbers.map(() => '?').join(',')})`, params: [...caseNumbers] }, visible(scopeOf(by)));
    const rows = await this.pageOf(where, ORDERS.number!, caseNumbers.length, 0);
    return this.rows(rows, by);
  }

  private async count(where: Sql): Promise<number> {
    const [row] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM cases c WHERE ${where.sql}`, where.params);
    return Number(row?.n ?? 0);
  }

  /** Rows of a list that is read stretch after stretch. */
  private async pageOf(where: Sql, stretches: readonly Stretch[], pageSize: number, offset: number): Promise<ListedRow[]> {
    const rows: ListedRow[] = [];
    for (const [index, { only, order }] of stretches.entries()) {
      const { sql, params } = all(where, only);
      const found = await this.db.read<ListedRow>(
        `SELECT ${LISTED.map((column) => `c.${column}`).join(', ')} FROM cases c WHERE ${sql}
         ORDER BY ${order} LIMIT ${pageSize - rows.length} OFFSET ${offset}`,
        params,
      );
      rows.push(...found);
      if (rows.length === pageSize || index === stretches.length - 1) break;
      offset = found.length > 0 ? 0 : Math.max(0, offset - (await this.count(all(where, only))));
    }
    return rows;
  }

  /** Lines for cases that are known to be visible. */
  async rows(rows: readonly ListedRow[], by: Actor): Promise<CaseRow[]> {
    if (rows.length === 0) return [];
    const parts = await this.db.read<{ caseNumber: string; departmentCode: string; role: string; status: string }>(
      `SELECT caseNumber, departmentCode, role, status FROM assignments
       WHERE caseNumber IN (${rows.map(() => '?').join(',')}) AND status NOT IN ('returned','recalled') ORDER BY role DESC, id`,
      rows.map(({ caseNumber }) => caseNumber),
    );
    const now = this.policies.now();
    return rows.map((row) => {
      const departments = parts.filter(({ caseNumber }) => caseNumber === row.caseNumber).map((part) => this.department(part));
      return this.line(row, departments, now, readsOriginal(by));
    });
  }

  private line(row: ListedRow, departments: CaseRow['departments'], now: number, original: boolean): CaseRow {
    const {
      title,
      summary,
      dueAt,
      amberAt,
      redAt,
      receivedAt,
      updatedAt,
      categoryCode,
      accusedDepartmentCode,
      region,
      limitName,
      ...rest
    } = row;
    const heading = original ? this.seals.of(row).texts.legible(title, 'cases.title', row.caseNumber) : undefined;
    return {
      ...rest,
      departments,
      receivedAt: isoOf(receivedAt),
      updatedAt: isoOf(updatedAt),
      light: dueAt === null ? 'green' : lightOf(now, { dueAt, amberAt: amberAt!, redAt: redAt! }),
      ...(heading === undefined ? {} : { title: heading }),
      ...(summary !== null ? { summary } : {}),
      ...(categoryCode ? { categoryCode, categoryName: this.reference.category(categoryCode)?.name ?? categoryCode } : {}),
      ...(original && accusedDepartmentCode ? { accusedDepartmentCode } : {}),
      ...(original && region ? { region } : {}),
      ...(dueAt !== null ? { dueAt: isoOf(dueAt), amberAt: isoOf(amberAt!), redAt: isoOf(redAt!) } : {}),
      ...(limitName ? { limitName } : {}),
    };
  }

  /** The item as this reader may see it, from the state just written where there is one; throws `not-found` (404) alike for absent and hidden. */
  async view(caseNumber: string, by: Actor, known?: CaseState): Promise<CaseView> {
    const original = readsOriginal(by);
    const { current, row, beside } = await this.store.readWith<ListedRow & CaseParts['words']>(caseNumber, scopeOf(by), {
      known,
      beside: [
        { sql: HISTORY, params: [caseNumber] },
        { sql: 'SELECT * FROM complainants WHERE caseNumber = ?', params: [caseNumber] },
        { sql: 'SELECT source, foreignNumber FROM case_origins WHERE caseNumber = ?', params: [caseNumber] },
      ],
    });
    const [events, [complainant], [cameFrom]] = beside as [CaseParts['events'], ComplainantRow[], NonNullable<CaseParts['cameFrom']>[]];
    const rowsOf = <T>(sql: string, ...more: unknown[]) => this.db.readPrimary<T>(sql, [caseNumber, ...more]);
    const types = new Set(events.map(({ type }) => type));
    const told = <T>(tells: readonly string[], sql: string, ...more: unknown[]): Promise<T[]> =>
      tells.some((type) => types.has(type)) ? rowsOf<T>(sql, ...more) : Promise.resolve([]);
    const particulars = original || Number(row.consentToBeNamed) === 1;
    const departments = standing(current).map((part) => this.department(part));
    const parts: CaseParts = {
      current,
      line: this.line(pick(row), departments, this.policies.now(), original),
      words: row,
      policy: this.policies.at(current.receivedAt),
      complainant: particulars ? complainant : undefined,
      cameFrom,
      events,
      merged: (
        await told<{ caseNumber: string }>(
          original ? TELLS.merged : [],
          'SELECT caseNumber FROM cases WHERE masterCaseNumber = ? AND sealed = 0',
        )
      ).map((one) => one.caseNumber),
      hiddenMaster: current.masterCaseNumber ? await this.hidden(current.masterCaseNumber, by) : undefined,
      messages: await told(original ? TELLS.messages : [], 'SELECT * FROM case_messages WHERE caseNumber = ? ORDER BY at, id'),
      callBacks: await told(original ? TELLS.callBacks : [], 'SELECT * FROM call_backs WHERE caseNumber = ? ORDER BY at'),
      ratings: await told(original ? TELLS.ratings : [], 'SELECT * FROM ratings WHERE caseNumber = ? ORDER BY at'),
      attachments: await told(
        TELLS.attachments,
        `SELECT * FROM attachments WHERE caseNumber = ?${original ? '' : OWN_OR_SHARED} ORDER BY at, id`,
        ...(original ? [] : [by.departmentCode ?? '']),
      ),
    };
    return viewOf(parts, by, { ...this.seals.of(current), reference: this.reference });
  }

  /** The number back when this reader may not see the case it names. */
  private async hidden(caseNumber: string, by: Actor): Promise<string | undefined> {
    const may = visible(scopeOf(by));
    const seen = await this.db.readPrimary(`SELECT c.caseNumber FROM cases c WHERE c.caseNumber = ? AND ${may.sql}`, [
      caseNumber,
      ...may.params,
    ]);
    return seen.length > 0 ? undefined : caseNumber;
  }

  private department({ departmentCode: code, role, status }: { departmentCode: string; role: string; status: string }) {
    return { code, name: this.reference.department(code)?.name ?? code, role, status };
  }
}

const HISTORY = `SELECT e.number, e.type, e.at, e.username, e.role, e.facts, a.name, a.departmentCode FROM events e
  LEFT JOIN accounts a ON a.username = e.username WHERE e.caseNumber = ? AND e.audience = 'case' ORDER BY e.number`;

/** A department sees what was drawn anew for it, and what its own people added. */
const OWN_OR_SHARED = ' AND (shareable = 1 OR username IN (SELECT username FROM accounts WHERE departmentCode = ?))';

/** What stands in other tables was told in the same transaction: a case whose history names none of these has no such rows. */
const TELLS = {
  merged: ['case.repeat-added'],
  messages: ['case.asked', 'case.message-received', 'case.reopened', 'case.withdrawn'],
  callBacks: ['case.called-back'],
  ratings: ['case.rated'],
  attachments: ['case.attachment-added'],
};

/** The departments on a line, lead first, as `rows` selects them for lists. */
const standing = ({ assignments }: CaseState): AssignmentState[] =>
  assignments
    .filter(({ status }) => status !== 'returned' && status !== 'recalled')
    .sort((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'));

const pick = (row: ListedRow): ListedRow =>
  Object.fromEntries(LISTED.map((column) => [column, row[column as keyof ListedRow]])) as unknown as ListedRow;
