import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  rule_proposals: {
    columns: [
      'id* varchar(32)',
      'kind varchar(16)',
      'validFrom? varchar(10)',
      'content text',
      'note? varchar(500)',
      'state varchar(16)',
      'proposedBy varchar(64)',
      'proposedAt bigint',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
      'reason? varchar(500)',
      'version? integer',
    ],
    indexes: ['rule_proposals_kind: kind, proposedAt', 'rule_proposals_state: state, kind'],
  },
};

/** New versions of rules wait here for a second person. */
export class Rules1764410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
