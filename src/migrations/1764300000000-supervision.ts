import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableIndex } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  supervision_orders: {
    columns: [
      'orderNumber* varchar(16)',
      'version integer',
      'status varchar(16)',
      'mode varchar(16)',
      'form varchar(16)',
      'task text',
      'dueAt bigint',
      'nextDueAt? bigint',
      'drawNumber? varchar(16)',
      'finding? varchar(16)',
      'conclusion? text',
      'concludedAt? bigint',
      'createdAt bigint',
      'createdBy varchar(64)',
    ],
    indexes: ['supervision_orders_status: status, nextDueAt, orderNumber', 'supervision_orders_created: createdAt, orderNumber'],
  },
  supervision_stages: { columns: ['orderNumber* varchar(16)', 'position* bigint', 'task? text', 'dueAt bigint'], indexes: [] },
  supervision_parts: {
    columns: ['orderNumber* varchar(16)', 'departmentCode* varchar(32)', 'status varchar(16)', 'stage integer', 'signedAt? bigint'],
    indexes: ['supervision_parts_department: departmentCode, orderNumber'],
  },
  supervision_reports: {
    columns: [
      'id* varchar(36)',
      'orderNumber varchar(16)',
      'departmentCode varchar(32)',
      'stage integer',
      'text text',
      'state varchar(16)',
      'reason? text',
      'at bigint',
      'username varchar(64)',
      'decidedAt? bigint',
    ],
    indexes: ['supervision_reports_order: orderNumber, at'],
  },
  supervision_cases: {
    columns: ['orderNumber* varchar(16)', 'caseNumber* varchar(14)'],
    indexes: ['supervision_cases_case: caseNumber, orderNumber'],
  },
  spot_checks: {
    columns: [
      'drawNumber* varchar(16)',
      'version integer',
      'state varchar(16)',
      'closedFrom bigint',
      'closedTo bigint',
      'departmentCode? varchar(32)',
      'categoryCode? varchar(16)',
      'count integer',
      'seed varchar(200)',
      'population integer',
      'listHash varchar(64)',
      'announcedAt bigint',
      'announcedBy varchar(64)',
      'drawnAt? bigint',
      'drawnBy? varchar(64)',
    ],
    indexes: ['spot_checks_announced: announcedAt, drawNumber'],
  },
  spot_check_cases: {
    columns: ['drawNumber* varchar(16)', 'caseNumber* varchar(14)', 'drawn tinyint', 'rankKey? varchar(64)'],
    indexes: ['spot_check_cases_case: caseNumber'],
  },
  cards: {
    columns: [
      'id* varchar(36)',
      'onceKey varchar(120)',
      'version integer',
      'departmentCode varchar(32)',
      'caseNumber? varchar(14)',
      'round? integer',
      'colour varchar(8)',
      'rule varchar(16)',
      'ruleVersion? integer',
      'ground text',
      'status varchar(16)',
      'issuedAt bigint',
      'issuedBy varchar(64)',
      'appeal? text',
      'appealedAt? bigint',
      'appealedBy? varchar(64)',
      'why? text',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: [
      'unique cards_once: onceKey',
      'cards_department: departmentCode, status, issuedAt, id',
      'cards_department_issued: departmentCode, issuedAt, id',
      'cards_status: status, issuedAt, id',
      'cards_issued: issuedAt, id',
      'cards_case: caseNumber, issuedAt',
    ],
  },
  explanations: {
    columns: [
      'id* varchar(36)',
      'version integer',
      'departmentCode varchar(32)',
      'caseNumber? varchar(14)',
      'status varchar(16)',
      'ground text',
      'dueAt bigint',
      'demandedAt bigint',
      'demandedBy varchar(64)',
      'draft? text',
      'letter? text',
      'givenAt? bigint',
      'givenBy? varchar(64)',
      'reason? text',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: [
      'explanations_department: departmentCode, status, dueAt, id',
      'explanations_department_due: departmentCode, dueAt, id',
      'explanations_status: status, dueAt, id',
      'explanations_due: dueAt, id',
      'explanations_case: caseNumber, demandedAt',
    ],
  },
  accountability: {
    columns: [
      'id* varchar(36)',
      'explanationId varchar(36)',
      'departmentCode varchar(32)',
      'person text',
      'post varchar(64)',
      'measure varchar(24)',
      'note? text',
      'at bigint',
      'username varchar(64)',
    ],
    indexes: ['accountability_explanation: explanationId, at'],
  },
  concerns: {
    columns: [
      'id* varchar(36)',
      'version integer',
      'kind varchar(24)',
      'subject varchar(100)',
      'caseNumber? varchar(14)',
      'departmentCode? varchar(32)',
      'facts text',
      'state varchar(16)',
      'createdAt bigint',
      'why? text',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: [
      'unique concerns_once: kind, subject',
      'concerns_state: state, createdAt, id',
      'concerns_kind: kind, state, createdAt, id',
      'concerns_created: createdAt, id',
      'concerns_case: caseNumber',
    ],
  },
  urgings: {
    columns: [
      'id* varchar(36)',
      'onceKey varchar(64)',
      'version integer',
      'caseNumber varchar(14)',
      'departmentCode varchar(32)',
      'limitName? varchar(16)',
      'text text',
      'state varchar(16)',
      'at bigint',
      'username varchar(64)',
      'acknowledgedAt? bigint',
      'acknowledgedBy? varchar(64)',
    ],
    indexes: [
      'unique urgings_once: onceKey',
      'urgings_department: departmentCode, state, at, id',
      'urgings_department_at: departmentCode, at, id',
      'urgings_state: state, at, id',
      'urgings_at: at, id',
      'urgings_case: caseNumber, at',
    ],
  },
  overdue_watches: {
    columns: [
      'limitId* varchar(24)',
      'caseNumber varchar(14)',
      'dueAt bigint',
      'yellowAt? bigint',
      'urgeAt? bigint',
      'redAt? bigint',
      'longAt? bigint',
      'nextAt bigint',
    ],
    indexes: ['overdue_watches_next: nextAt, limitId'],
  },
};

/** A department's answers in the order of time, to compare a new one with. */
const ANSWERED = new TableIndex({ name: 'assignments_answered', columnNames: ['departmentCode', 'answeredAt'] });

/** Supervision orders, cards, explanation letters, written urgings, spot checks, and what comes to the supervisor's desk by itself. */
export class Supervision1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.createIndex('assignments', ANSWERED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('assignments', ANSWERED);
    await runner.query("DELETE FROM counters WHERE name = 'supervision' OR name LIKE 'orders:%' OR name LIKE 'draws:%'");
    await dropTables(runner, TABLES);
  }
}
