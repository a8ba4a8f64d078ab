import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  home_looks: { columns: ['username* varchar(64)', 'sinceAt bigint', 'lookedAt bigint'], indexes: [] },
};

/** When each account looked at its first page. */
export class Home1764450000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
