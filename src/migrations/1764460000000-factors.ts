import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  second_factors: {
    columns: ['username* varchar(64)', 'secret text', 'createdAt bigint', 'confirmedAt? bigint', 'lastStep bigint'],
    indexes: [],
  },
  recovery_codes: {
    columns: ['codeHash* varchar(43)', 'username varchar(64)', 'usedAt? bigint'],
    indexes: ['recovery_codes_username: username'],
  },
};
const COLUMNS = [
  new TableColumn({ name: 'device', type: 'varchar', length: '200', isNullable: true }),
  new TableColumn({ name: 'address', type: 'varchar', length: '64', isNullable: true }),
  new TableColumn({ name: 'seenAt', type: 'bigint', isNullable: true }),
];

/** A second factor for accounts, codes for the day it is lost, and what a person sees of his own sessions. */
export class Factors1764460000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.addColumns('sessions', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('sessions', COLUMNS);
    await dropTables(runner, TABLES);
  }
}
