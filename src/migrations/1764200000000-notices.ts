import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  notices: {
    columns: [
      'id* varchar(36)',
      'dedupeKey varchar(120)',
      'channel varchar(8)',
      'template varchar(48)',
      'caseNumber? varchar(14)',
      'recipient text',
      'facts text',
      'state varchar(16)',
      'attempts integer',
      'nextAt? bigint',
      'leaseUntil? bigint',
      'providerRef? varchar(128)',
      'error? varchar(64)',
      'createdAt bigint',
      'sentAt? bigint',
    ],
    indexes: [
      'unique notices_dedupe: dedupeKey',
      'notices_sweep: state, nextAt, id',
      'notices_list: state, createdAt, id',
      'notices_created: createdAt, id',
      'notices_case: caseNumber, createdAt',
      'notices_provider: providerRef',
    ],
  },
  surveys: {
    columns: ['tokenHash* varchar(43)', 'caseNumber varchar(14)', 'round integer', 'expiresAt bigint', 'usedAt? bigint'],
    indexes: ['surveys_case: caseNumber, round'],
  },
  notice_opt_outs: { columns: ['addressIndex* varchar(32)', 'at bigint'], indexes: [] },
  notice_replies: {
    columns: ['providerRef* varchar(128)', 'outcome varchar(16)', 'caseNumber? varchar(14)', 'at bigint'],
    indexes: [],
  },
};

/** Messages to complainants, surveys, who wants no messages, and what came in. */
export class Notices1764200000000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM counters WHERE name = 'notices'");
    await dropTables(runner, TABLES);
  }
}
