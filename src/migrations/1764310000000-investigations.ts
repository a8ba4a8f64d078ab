import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const ID = ['id* varchar(36)', 'investigationNumber varchar(9)'];
const TABLES: Tables = {
  investigations: {
    columns: [
      'investigationNumber* varchar(9)',
      'version integer',
      'status varchar(32)',
      'source varchar(16)',
      'conclusion? varchar(24)',
      'waitsFor? varchar(16)',
      'ruleVersion integer',
      'receivedAt bigint',
      'updatedAt bigint',
      'concludedAt? bigint',
      'limitName? varchar(24)',
      'dueAt? bigint',
      'amberAt? bigint',
      'redAt? bigint',
      'content text',
    ],
    indexes: [
      'investigations_received: receivedAt, investigationNumber',
      'investigations_status: status, receivedAt',
      'investigations_due: dueAt, investigationNumber',
      'investigations_concluded: concludedAt',
    ],
  },
  investigation_cases: {
    columns: ['investigationNumber* varchar(9)', 'caseIndex* varchar(32)', 'content text', 'at bigint'],
    indexes: ['investigation_cases_case: caseIndex'],
  },
  investigation_departments: {
    columns: ['investigationNumber* varchar(9)', 'departmentIndex* varchar(32)'],
    indexes: [],
  },
  investigation_readers: {
    columns: ['username* varchar(64)', 'investigationNumber* varchar(9)', 'at bigint'],
    indexes: ['investigation_readers_number: investigationNumber'],
  },
  investigation_steps: {
    columns: [...ID, 'at bigint', 'type varchar(32)', 'username varchar(64)', 'content text'],
    indexes: ['investigation_steps_number: investigationNumber, at'],
  },
  investigation_persons: {
    columns: [...ID, 'nameIndex varchar(32)', 'content text', 'at bigint'],
    indexes: ['unique investigation_persons_name: investigationNumber, nameIndex', 'investigation_persons_index: nameIndex'],
  },
  investigation_measures: {
    columns: [...ID, 'personId varchar(36)', 'decidedAt bigint', 'content text'],
    indexes: ['investigation_measures_number: investigationNumber, decidedAt', 'investigation_measures_person: personId'],
  },
  investigation_limits: {
    columns: [
      'id* varchar(16)',
      'investigationNumber varchar(9)',
      'name varchar(24)',
      'unit varchar(16)',
      'amount integer',
      'startedAt bigint',
      'dueAt bigint',
      'amberAt bigint',
      'redAt bigint',
      'provisional tinyint',
      'state varchar(8)',
      'endedAt? bigint',
    ],
    indexes: ['investigation_limits_number: investigationNumber', 'investigation_limits_state: state, investigationNumber'],
  },
  investigation_documents: {
    columns: [...ID, 'content text', 'bytes integer', 'sha256 varchar(64)', 'at bigint', 'username varchar(64)'],
    indexes: ['investigation_documents_number: investigationNumber, at'],
  },
  investigation_notices: {
    columns: [...ID, 'caseIndex varchar(32)', 'stage varchar(16)', 'channel? varchar(8)', 'at bigint', 'username varchar(64)'],
    indexes: ['unique investigation_notices_stage: investigationNumber, caseIndex, stage', 'investigation_notices_case: caseIndex, at'],
  },
};

/** New columns of tables that were there before. */
const COLUMNS: readonly [table: string, column: string, type: string][] = [
  ['attachments', 'vault', 'varchar(8)'],
  ['cases', 'commissionFinding', 'varchar(16)'],
  ['recusals', 'relation', 'varchar(16)'],
  ['recusals', 'relative', 'text'],
  ['recusals', 'declaredBy', 'varchar(64)'],
  ['recusals', 'at', 'bigint'],
];

/** Investigations, the key the bytes of a file lie under, the commission's finding on a case, who keeps away from what and why. */
export class Investigations1764310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    for (const [table, column, type] of COLUMNS) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type} NULL`);
    await runner.query('CREATE INDEX attachments_vault ON attachments (vault, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    const on = runner.connection.options.type === 'better-sqlite3' ? '' : ' ON attachments';
    await runner.query(`DROP INDEX attachments_vault${on}`);
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
    await runner.query("DELETE FROM counters WHERE name = 'receipts' OR name LIKE 'investigations:%'");
    await dropTables(runner, TABLES);
  }
}
