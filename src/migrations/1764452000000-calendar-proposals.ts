import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  calendar_proposals: {
    columns: [
      'id* varchar(24)',
      'year integer',
      'state varchar(16)',
      'days text',
      'basis text',
      'source text',
      'proposedBy varchar(64)',
      'proposedAt bigint',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
      'reason? text',
    ],
    indexes: ['calendar_proposals_at: proposedAt, id', 'calendar_proposals_state: state, year'],
  },
};

/** Years read from the yearly notice that wait for a second person. */
export class CalendarProposals1764452000000 implements MigrationInterface {
  name = 'CalendarProposals1764452000000';

  up(runner: QueryRunner): Promise<void> {
    return createTables(runner, TABLES);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTables(runner, TABLES);
  }
}
