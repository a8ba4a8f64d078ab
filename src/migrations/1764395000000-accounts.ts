import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  password_links: {
    columns: ['tokenHash* varchar(43)', 'username varchar(64)', 'createdAt bigint', 'expiresAt bigint', 'usedAt? bigint'],
    indexes: ['password_links_username: username', 'password_links_expiry: expiresAt'],
  },
};

/** Links by which people set their passwords themselves. */
export class Accounts1764395000000 implements MigrationInterface {
  name = 'Accounts1764395000000';

  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, TABLES);
  }
}
