import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bitsOf } from '../domain/figure-facts.js';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  score_entries: {
    columns: [
      'id* varchar(24)',
      'eventNumber bigint',
      'departmentCode varchar(32)',
      'rule varchar(24)',
      'detail varchar(40)',
      'ruleVersion integer',
      'points integer',
      'period varchar(7)',
      'at bigint',
      'person? varchar(32)',
      'caseNumber? varchar(14)',
      'cardId? varchar(36)',
      'investigationNumber? varchar(32)',
      'findingNumber? varchar(16)',
      'entryId? varchar(24)',
    ],
    indexes: [
      'score_entries_list: at, id',
      'score_entries_department: departmentCode, at, id',
      'score_entries_period: period, departmentCode, points',
      'score_entries_event: eventNumber',
      'score_entries_case: caseNumber',
      'score_entries_card: cardId',
      'score_entries_finding: findingNumber',
      'unique score_entries_counter: entryId',
    ],
  },
  score_appeals: {
    columns: [
      'entryId* varchar(24)',
      'departmentCode varchar(32)',
      'status varchar(8)',
      'reason text',
      'askedBy varchar(64)',
      'askedAt bigint',
      'decision? text',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
    ],
    indexes: ['score_appeals_list: status, askedAt, entryId', 'score_appeals_department: departmentCode, askedAt, entryId'],
  },
  self_findings: {
    columns: [
      'findingNumber* varchar(16)',
      'version integer',
      'departmentCode varchar(32)',
      'categoryCode varchar(16)',
      'person? varchar(32)',
      'personName? text',
      'document? varchar(32)',
      'documentName? text',
      'fromDay varchar(10)',
      'toDay varchar(10)',
      'openedAt bigint',
      'openedBy varchar(64)',
      'status varchar(16)',
      'measures? varchar(200)',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: [
      'self_findings_list: openedAt, findingNumber',
      'self_findings_department: departmentCode, openedAt, findingNumber',
      'self_findings_status: status, openedAt, findingNumber',
    ],
  },
  self_finding_entries: {
    columns: ['id* varchar(36)', 'findingNumber varchar(16)', 'action varchar(8)', 'text text', 'at bigint', 'username varchar(64)'],
    indexes: ['self_finding_entries_finding: findingNumber, at'],
  },
  same_matters: {
    columns: [
      'id* varchar(32)',
      'version integer',
      'investigationNumber varchar(32)',
      'departmentCode varchar(32)',
      'categoryCode varchar(16)',
      'findingNumber varchar(16)',
      'person? varchar(32)',
      'matchedBy varchar(80)',
      'status varchar(16)',
      'proposedAt bigint',
      'reason? text',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: ['same_matters_list: status, proposedAt, id', 'same_matters_finding: findingNumber'],
  },
  vetoes: {
    columns: [
      'id* varchar(36)',
      'version integer',
      'departmentCode varchar(32)',
      'ground varchar(24)',
      'year integer',
      'status varchar(16)',
      'reason? text',
      'investigationNumber? varchar(32)',
      'caseNumber? varchar(14)',
      'raisedAt bigint',
      'raisedBy varchar(64)',
      'decision? text',
      'decidedAt? bigint',
      'decidedBy? varchar(64)',
    ],
    indexes: ['vetoes_list: raisedAt, id', 'vetoes_year: year, status', 'vetoes_department: departmentCode, raisedAt, id'],
  },
  month_closings: {
    columns: ['month* varchar(7)', 'upTo bigint', 'at bigint', 'hash varchar(64)', 'closedBy varchar(64)', 'closedAt bigint'],
    indexes: [],
  },
  month_closing_pages: {
    columns: ['month* varchar(7)', 'page* integer', 'content text'],
    indexes: [],
  },
};

/** Assessment: score ledger, appeals, self-findings, matters to be matched, vetoes, closed months; and cases left out of it. */
export class Assessment1764320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("ALTER TABLE cases ADD COLUMN exclusion varchar(16) NOT NULL DEFAULT 'none'");
    // facts that were written before say nothing of it: every case counts
    const counted = bitsOf(['counted']);
    if (await runner.hasTable('case_facts')) {
      await runner.query(`UPDATE case_facts SET facts = facts + ${counted} WHERE (facts & ${counted}) = 0`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cases DROP COLUMN exclusion');
    await runner.query("DELETE FROM counters WHERE name = 'ledger'");
    await dropTables(runner, TABLES);
  }
}
