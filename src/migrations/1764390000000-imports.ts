import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  case_origins: {
    columns: ['caseNumber* varchar(14)', 'source varchar(64)', 'foreignNumber varchar(64)', 'importId varchar(36)', 'at bigint'],
    indexes: ['unique case_origins_foreign: source, foreignNumber', 'case_origins_number: foreignNumber', 'case_origins_import: importId'],
  },
  imports: {
    columns: [
      'id* varchar(36)',
      'number varchar(16)',
      'source varchar(64)',
      'fileName text',
      'format varchar(8)',
      'encoding varchar(16)',
      'bytes integer',
      'sha256 varchar(64)',
      'parts integer',
      'heads text',
      'mapping text',
      'state varchar(12)',
      'version integer',
      'username varchar(64)',
      'createdAt bigint',
      'updatedAt bigint',
      'startedAt? bigint',
      'endedAt? bigint',
      'total? integer',
      'position integer',
      'good integer',
      'bad integer',
      'known integer',
      'added integer',
      'lease? varchar(36)',
      'leaseUntil? bigint',
      'attempts integer',
      'unknownWords? text',
      'error? varchar(32)',
    ],
    indexes: ['unique imports_number: number', 'imports_list: createdAt, id', 'imports_run: state, leaseUntil'],
  },
  import_faults: { columns: ['importId* varchar(36)', 'line* integer', 'field* varchar(24)', 'code varchar(32)'], indexes: [] },
  import_mappings: {
    columns: ['id* varchar(36)', 'name varchar(64)', 'content text', 'username varchar(64)', 'updatedAt bigint'],
    indexes: ['unique import_mappings_name: name'],
  },
};

/** Files of cases that another system had, and where each of those cases came from. */
export class Imports1764390000000 implements MigrationInterface {
  name = 'Imports1764390000000';

  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM counters WHERE name LIKE 'imports:%'");
    await dropTables(runner, TABLES);
  }
}
