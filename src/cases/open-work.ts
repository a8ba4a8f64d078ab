import { Global, Injectable, Module } from '@nestjs/common';
import { OpenWork } from '../departments/open-work.js';
import type { Actor } from '../domain/case-state.js';
import { scopeOf } from '../domain/visibility.js';
import { Db, type Tx } from '../platform/db.js';
import { all, ORDINARY, type Sql, visible } from './visible.js';

/** An answered assignment is open until its case is: it may be sent back. */
const OPEN = `a.status IN ('pending_sign','working','pending_sign_off','answered','accepted','return_requested')
  AND c.status IN ('pending_dispatch','handling','pending_review','pending_callback')`;

/** Assignments at cases under way, counted for the tree of departments. */
@Injectable()
export class CaseWork extends OpenWork {
  constructor(private readonly db: Db) {
    super();
  }

  async of(tx: Tx, departmentCode: string): Promise<number> {
    const [row] = await tx.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM assignments a JOIN cases c ON c.caseNumber = a.caseNumber
       WHERE a.departmentCode = ? AND ${OPEN} AND ${ORDINARY.sql}`,
      [departmentCode],
    );
    return Number(row?.n ?? 0);
  }

  async counts(by: Actor): Promise<ReadonlyMap<string, number> | undefined> {
    const scope = scopeOf(by);
    if (!scope.ordinary && !scope.departmentCode && !scope.sealedFor) return undefined;
    const { sql, params }: Sql = all({ sql: OPEN, params: [] }, visible(scope));
    const rows = await this.db.read<{ code: string; n: number }>(
      `SELECT a.departmentCode AS code, COUNT(*) AS n FROM assignments a JOIN cases c ON c.caseNumber = a.caseNumber
       WHERE ${sql} GROUP BY a.departmentCode`,
      params,
    );
    return new Map(rows.map(({ code, n }) => [code, Number(n)]));
  }
}

@Global()
@Module({ providers: [CaseWork, { provide: OpenWork, useExisting: CaseWork }], exports: [OpenWork] })
export class OpenWorkModule {}
