import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  passkeys: {
    columns: [
      ...['id* varchar(43)', 'username varchar(64)', 'credentialId text', 'publicKey text', 'counter bigint', 'transports varchar(200)'],
      ...['backedUp tinyint', 'name varchar(60)', 'createdAt bigint', 'lastUsedAt? bigint'],
    ],
    indexes: ['passkeys_username: username, createdAt'],
  },
  passkey_challenges: {
    columns: ['challengeHash* varchar(43)', 'purpose varchar(16)', 'username? varchar(64)', 'expiresAt bigint'],
    indexes: ['passkey_challenges_expiry: expiresAt'],
  },
};

/** Passkeys of accounts, and the challenges they answer. */
export class Passkeys1764470000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
