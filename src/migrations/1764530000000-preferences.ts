import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  preferences: {
    columns: ['username* varchar(64)', 'name* varchar(64)', 'value text', 'updatedAt bigint'],
    indexes: [],
  },
};

/** What readers keep of the console. */
export class Preferences1764530000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
