import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  webhook_subscriptions: {
    columns: [
      'id* varchar(36)',
      'name varchar(120)',
      'url varchar(500)',
      'events text',
      'secret text',
      'state varchar(8)',
      'afterNumber bigint',
      'createdAt bigint',
      'createdBy varchar(64)',
      'endedAt? bigint',
    ],
    indexes: ['webhook_subscriptions_list: createdAt, id'],
  },
  webhook_deliveries: {
    columns: [
      'id* varchar(36)',
      'dedupeKey varchar(90)',
      'subscriptionId varchar(36)',
      'type varchar(32)',
      'number bigint',
      'caseNumber? varchar(14)',
      'body text',
      'state varchar(12)',
      'attempts integer',
      'tries integer',
      'firstAt? bigint',
      'nextAt? bigint',
      'leaseUntil? bigint',
      'createdAt bigint',
      'deliveredAt? bigint',
      'lastStatus? integer',
      'lastError? varchar(32)',
    ],
    indexes: [
      'unique webhook_deliveries_once: dedupeKey',
      'webhook_deliveries_sweep: state, nextAt, id',
      'webhook_deliveries_lost: state, leaseUntil',
      'webhook_deliveries_order: subscriptionId, caseNumber, number',
      'webhook_deliveries_list: subscriptionId, createdAt, id',
      'webhook_deliveries_state: subscriptionId, state, createdAt, id',
      'webhook_deliveries_case: caseNumber',
      'webhook_deliveries_old: createdAt, id',
    ],
  },
  webhook_attempts: {
    columns: ['deliveryId* varchar(36)', 'attempt* integer', 'at bigint', 'ms integer', 'status? integer', 'error? varchar(32)'],
    indexes: [],
  },
};

/** Other systems of the city that are told of cases. */
export class Webhooks1764380000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM counters WHERE name = 'webhooks'");
    await dropTables(runner, TABLES);
  }
}
