import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  self_tests: {
    columns: [
      ...['id* varchar(36)', 'kind varchar(16)', 'dueKey? varchar(48)', 'runningKey? varchar(16)', 'startedAt bigint'],
      ...['startedBy varchar(64)', 'outcome varchar(12)', 'tookMs? integer', 'steps text', 'done integer', 'total integer'],
      ...['passUntil? bigint', 'leaseUntil? bigint'],
    ],
    indexes: [
      ...['unique self_tests_due: dueKey', 'unique self_tests_running: runningKey'],
      ...['self_tests_list: startedAt, id', 'self_tests_kind: kind, startedAt, id'],
    ],
  },
};

/** What the system found when it tested itself. */
export class SelfTests1764480000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
