import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  rule_drafts: {
    columns: ['username* varchar(64)', 'kind* varchar(16)', 'base integer', 'content text', 'savedAt bigint'],
    indexes: [],
  },
};

/** Rules that somebody is still writing. */
export class RuleDrafts1764520000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
