import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { CaseQueries, LISTED, type ListedRow } from './case.queries.js';
import type { CaseRow } from './case.views.js';
import { filterOf } from './list-filter.js';
import type { CaseListQuery } from './list.dto.js';
import { Policies } from './policies.js';
import { Seals } from './seals.js';
import { all, type Sql, visible } from './visible.js';

const SELECTED = LISTED.map((column) => `c.${column}`).join(', ');
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');
/** Sealed cases leave every extract, their own inspector's too. Source: domain text 6.4. */
const seen = (by: Actor): Sql => visible({ ...scopeOf(by), sealedFor: null });

/** The case list read as a whole and not by pages: first its numbers, then line after line, each time under the one visibility rule. */
@Injectable()
export class Extracts {
  constructor(
    private readonly db: Db,
    private readonly queries: CaseQueries,
    private readonly policies: Policies,
    private readonly seals: Seals,
  ) {}

  /** Numbers of the cases of a list, the first received first; at most one more than `most`, so that too many can be told. */
  async numbers(query: CaseListQuery, by: Actor, most: number): Promise<string[]> {
    const where = all(seen(by), filterOf(query, by, { now: this.policies.now(), seals: this.seals }));
    const rows = await this.db.read<{ caseNumber: string }>(
      `SELECT c.caseNumber FROM cases c WHERE ${where.sql} ORDER BY c.receivedAt, c.caseNumber LIMIT ${most + 1}`,
      where.params,
    );
    return rows.map(({ caseNumber }) => caseNumber);
  }

  /** The lines of those that may still be seen, in the order given. */
  async lines(numbers: readonly string[], by: Actor): Promise<CaseRow[]> {
    if (numbers.length === 0) return [];
    const may = seen(by);
    const rows = await this.db.readPrimary<ListedRow>(
      `SELECT ${SELECTED} FROM cases c WHERE c.caseNumber IN (${marks(numbers)}) AND ${may.sql}`,
      [...numbers, ...may.params],
    );
    const order = new Map(numbers.map((caseNumber, place) => [caseNumber, place]));
    const lines = await this.queries.rows(rows, by);
    return lines.sort((a, b) => order.get(a.caseNumber)! - order.get(b.caseNumber)!);
  }

  /** The condition under which a case `c` may stand in a file of this reader. */
  condition(by: Actor): Sql {
    return seen(by);
  }
}
