import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  typical_cases: {
    columns: [
      'id* varchar(36)',
      'number? varchar(12)',
      'state varchar(12)',
      'version integer',
      'caseNumber? varchar(14)',
      'departmentCode varchar(32)',
      'categoryCode? varchar(16)',
      'authors text',
      'approvals text',
      'unresolved integer',
      'title text',
      'happened text',
      'dealt text',
      'confirmed text',
      'consentNote? text',
      'returnReason? text',
      'withdrawReason? text',
      'createdAt bigint',
      'updatedAt bigint',
      'publishedAt? bigint',
      'withdrawnAt? bigint',
    ],
    indexes: [
      'unique typical_cases_number: number',
      'typical_cases_list: state, updatedAt, id',
      'typical_cases_updated: updatedAt, id',
      'typical_cases_public: state, publishedAt, id',
      'typical_cases_department: state, departmentCode, publishedAt, id',
      'typical_cases_case: caseNumber',
    ],
  },
  typical_case_versions: {
    columns: ['typicalCaseId* varchar(36)', 'version* integer', 'step varchar(12)', 'content text', 'username varchar(64)', 'at bigint'],
    indexes: [],
  },
  exports: {
    columns: [
      'id* varchar(36)',
      'number varchar(16)',
      'kind varchar(24)',
      'format varchar(8)',
      'params text',
      'reason text',
      'username varchar(64)',
      'state varchar(12)',
      'version integer',
      'requestedAt bigint',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
      'decision? text',
      'progress integer',
      'total? integer',
      'attempts integer',
      'leaseUntil? bigint',
      'bytes? integer',
      'sha256? varchar(64)',
      'readyAt? bigint',
      'expiresAt? bigint',
      'error? varchar(32)',
      'downloads integer',
    ],
    indexes: [
      'unique exports_number: number',
      'exports_list: requestedAt, id',
      'exports_own: username, requestedAt, id',
      'exports_state: state, requestedAt, id',
      'exports_run: state, decidedAt, id',
      'exports_expiry: state, expiresAt',
    ],
  },
  export_cases: { columns: ['exportId* varchar(36)', 'caseNumber* varchar(14)'], indexes: ['export_cases_case: caseNumber'] },
  export_tickets: {
    columns: ['tokenHash* varchar(43)', 'exportId varchar(36)', 'username varchar(64)', 'expiresAt bigint', 'usedAt? bigint'],
    indexes: ['export_tickets_export: exportId', 'export_tickets_expiry: expiresAt'],
  },
};

/** Typical cases with their versions; exports as jobs, what stands in them, and leave to fetch them once. */
export class Publicity1764340000000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM counters WHERE name LIKE 'typical:%' OR name LIKE 'exports:%'");
    await dropTables(runner, TABLES);
  }
}
