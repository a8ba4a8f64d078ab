import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const BEHAVIOURS: Tables = {
  behaviours: {
    columns: ['code* varchar(16)', 'name varchar(128)', 'nameEn varchar(200)', 'categories text', 'measures text', 'article? text'],
    indexes: [],
  },
};

const TABLES: Tables = {
  behaviour_versions: {
    columns: [
      'code* varchar(16)',
      'version* bigint',
      'name varchar(128)',
      'nameEn varchar(200)',
      'categories text',
      'measures text',
      'article? text',
      'penaltyRange? text',
      'state varchar(16)',
      'validFrom varchar(10)',
      'validTo? varchar(10)',
      'proposedBy varchar(64)',
      'proposedAt bigint',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
      'reason? text',
    ],
    indexes: ['behaviour_versions_state: state, validFrom'],
  },
  case_behaviours: {
    columns: ['caseNumber* varchar(14)', 'code* varchar(16)', 'version integer', 'at bigint', 'username varchar(64)'],
    indexes: ['case_behaviours_code: code, at'],
  },
  approved_fees: {
    columns: [
      'code* varchar(16)',
      'item varchar(128)',
      'itemEn varchar(200)',
      'kind varchar(16)',
      'departmentCode varchar(32)',
      'basis text',
      'payer varchar(128)',
      'payerEn varchar(200)',
      'standard varchar(200)',
      'standardEn varchar(300)',
      'rule text',
      'keywords text',
      'validFrom varchar(10)',
      'validTo? varchar(10)',
      'state varchar(16)',
      'replaces? varchar(16)',
      'why? text',
      'proposedBy varchar(64)',
      'proposedAt bigint',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
      'reason? text',
    ],
    indexes: ['approved_fees_state: state, code', 'approved_fees_department: departmentCode, state, code'],
  },
  fee_checks: {
    columns: [
      'caseNumber* varchar(14)',
      'verdict varchar(16)',
      'feeCode? varchar(16)',
      'amountFen? bigint',
      'at bigint',
      'username varchar(64)',
    ],
    indexes: ['fee_checks_verdict: verdict, at'],
  },
};

/** What the old catalogue held becomes the first version of each entry; its measures keep their names until an entry is written anew. */
const TAKE_OVER = `INSERT INTO behaviour_versions
  (code, version, name, nameEn, categories, measures, article, state, validFrom, proposedBy, proposedAt)
  SELECT code, 1, name, nameEn, categories, measures, article, 'released', '2024-01-01', 'system', 0 FROM behaviours`;
const GIVE_BACK = `INSERT INTO behaviours (code, name, nameEn, categories, measures, article)
  SELECT code, name, nameEn, categories, measures, article FROM behaviour_versions v WHERE state = 'released'
  AND version = (SELECT MAX(w.version) FROM behaviour_versions w WHERE w.code = v.code AND w.state = 'released')`;

/** The extras of the mandate: behaviour catalogue in versions, and what cases carry of it. */
export class Mandate1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(TAKE_OVER);
    await dropTables(runner, BEHAVIOURS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTables(runner, BEHAVIOURS);
    await runner.query(GIVE_BACK);
    await dropTables(runner, TABLES);
  }
}
