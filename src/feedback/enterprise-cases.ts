import { Injectable } from '@nestjs/common';
import { CaseQueries, type ListedRow } from '../cases/case.queries.js';
import { all, type Sql, visible } from '../cases/visible.js';
import { Identities } from '../complainants/identities.js';
import type { Actor } from '../domain/case-state.js';
import { readsOriginal, scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import type { EnterpriseCase } from './enterprise.dto.js';

const MOST = 20;
/** Who a case is about is told to departments only where the complainant agreed to be named. Source: domain text 6.1. */
const NAMED_ONLY: Sql = { sql: 'c.consentToBeNamed = 1', params: [] };

/** Cases by who told them, under the one visibility rule; departments learn of those alone whose complainant agreed to be named. */
@Injectable()
export class EnterpriseCases {
  constructor(
    private readonly db: Db,
    private readonly identities: Identities,
    private readonly queries: CaseQueries,
  ) {}

  /** The newest cases told with this code; sealed ones never, whoever asks. */
  withCode(uscc: string, by: Actor): Promise<EnterpriseCase[]> {
    const sql = 'c.caseNumber IN (SELECT p.caseNumber FROM complainants p WHERE p.usccIndex = ?)';
    return this.lines({ sql, params: [this.identities.usccIndex(uscc)] }, by);
  }

  /** The newest cases of a condition on `cases c`. */
  async lines(which: Sql, by: Actor): Promise<EnterpriseCase[]> {
    const where = all(visible({ ...scopeOf(by), sealedFor: null }), which, ...(readsOriginal(by) ? [] : [NAMED_ONLY]));
    const rows = await this.db.read<ListedRow>(
      `SELECT c.* FROM cases c WHERE ${where.sql} ORDER BY c.receivedAt DESC LIMIT ${MOST}`,
      where.params,
    );
    const lines = await this.queries.rows(rows, by);
    return lines.map(({ caseNumber, title, summary, status, light, receivedAt }) => {
      const heading = title ?? summary;
      return { caseNumber, ...(heading ? { title: heading } : {}), status, light, receivedAt };
    });
  }
}
