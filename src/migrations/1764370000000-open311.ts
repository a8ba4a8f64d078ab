import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  open311_clients: {
    columns: [
      'id* varchar(36)',
      'name varchar(120)',
      'contact? varchar(200)',
      'keyHash varchar(43)',
      'createdAt bigint',
      'createdBy varchar(64)',
      'usedAt? bigint',
      'revokedAt? bigint',
      'revokedBy? varchar(64)',
    ],
    indexes: ['unique open311_clients_key: keyHash', 'open311_clients_list: createdAt, id'],
  },
  open311_filings: {
    columns: ['caseNumber* varchar(14)', 'clientId varchar(36)', 'at bigint'],
    indexes: ['open311_filings_client: clientId, at'],
  },
};

/** Systems that file cases by the Open311 standard. */
export class Open3111764370000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
