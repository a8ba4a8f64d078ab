import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  agent_skills: {
    columns: ['id* varchar(36)', 'username varchar(64)', 'skills text', 'at bigint', 'changedBy varchar(64)'],
    indexes: ['agent_skills_username: username, at, id'],
  },
};

/** What operators were given to do, by whom and when. */
export class Skills1764510000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
