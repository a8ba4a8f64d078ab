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
  matter_cards: {
    columns: [
      'id* varchar(16)',
      'title varchar(120)',
      'titleEn varchar(200)',
      'departmentCode varchar(32)',
      'papers text',
      'steps text',
      'limitText varchar(200)',
      'fee varchar(200)',
      'place varchar(200)',
      'phone varchar(64)',
      'basis? text',
      'validFrom varchar(10)',
      'validTo? varchar(10)',
      'open tinyint',
      'username varchar(64)',
      'updatedAt bigint',
    ],
    indexes: ['matter_cards_department: departmentCode, id', 'matter_cards_open: open, id'],
  },
  enterprises: {
    columns: [
      'id* varchar(36)',
      'name varchar(120)',
      'uscc varchar(18)',
      'size varchar(16)',
      'origin varchar(16)',
      'isKey tinyint',
      'address? text',
      'contactName? text',
      'contactPhone? text',
      'phoneIndex? varchar(32)',
      'departmentCode? varchar(32)',
      'officer? varchar(64)',
      'createdAt bigint',
      'updatedAt bigint',
    ],
    indexes: [
      'unique enterprises_uscc: uscc',
      'enterprises_phone: phoneIndex',
      'enterprises_name: name, id',
      'enterprises_department: departmentCode, name',
    ],
  },
  visits: {
    columns: [
      'id* varchar(36)',
      'enterpriseId varchar(36)',
      'departmentCode? varchar(32)',
      'state varchar(10)',
      'plannedOn varchar(10)',
      'visitedOn? varchar(10)',
      'visitors? varchar(200)',
      'said? text',
      'username varchar(64)',
      'createdAt bigint',
      'recordedAt? bigint',
    ],
    indexes: [
      'visits_planned: plannedOn, id',
      'visits_state: state, plannedOn, id',
      'visits_department: departmentCode, plannedOn, id',
      'visits_enterprise: enterpriseId, plannedOn',
    ],
  },
  visit_matters: {
    columns: [
      'id* varchar(36)',
      'visitId varchar(36)',
      'position integer',
      'kind varchar(16)',
      'categoryCode? varchar(16)',
      'accusedDepartmentCode? varchar(32)',
      'amountFen? bigint',
      'text? text',
      'caseNumber? text',
      'caseIndex? varchar(32)',
      'registeredAt? bigint',
    ],
    indexes: ['visit_matters_visit: visitId, position', 'visit_matters_case: caseIndex'],
  },
  questionnaire_rounds: {
    columns: [
      'id* varchar(36)',
      'questionnaire varchar(32)',
      'title varchar(120)',
      'content text',
      'opensOn varchar(10)',
      'closesOn varchar(10)',
      'username varchar(64)',
      'createdAt bigint',
    ],
    indexes: ['questionnaire_rounds_opened: opensOn, id'],
  },
  questionnaire_invitations: {
    columns: ['tokenHash* varchar(43)', 'roundId varchar(36)', 'enterpriseId varchar(36)', 'invitedAt bigint', 'usedOn? varchar(10)'],
    indexes: ['unique questionnaire_invitations_round: roundId, enterpriseId'],
  },
  questionnaire_answers: {
    columns: [
      'id* varchar(36)',
      'roundId varchar(36)',
      'way varchar(8)',
      'size? varchar(16)',
      'origin? varchar(16)',
      'answers text',
      'words? text',
      'answeredOn varchar(10)',
      'sourceIndex varchar(32)',
      'caseNumber? text',
      'caseIndex? varchar(32)',
    ],
    indexes: [
      'questionnaire_answers_round: roundId, answeredOn, id',
      'unique questionnaire_answers_source: sourceIndex',
      'questionnaire_answers_case: caseIndex',
    ],
  },
  projects: {
    columns: [
      'code* varchar(16)',
      'name varchar(120)',
      'nameEn varchar(200)',
      'aliases text',
      'enterpriseId? varchar(36)',
      'departmentCode varchar(32)',
      'leader varchar(64)',
      'stages text',
      'listedOn varchar(10)',
      'endsOn? varchar(10)',
      'username varchar(64)',
      'updatedAt bigint',
    ],
    indexes: ['projects_listed: endsOn, listedOn', 'projects_department: departmentCode, listedOn', 'projects_enterprise: enterpriseId'],
  },
  project_cases: {
    columns: ['caseNumber* varchar(14)', 'projectIndex varchar(32)', 'why varchar(16)', 'at bigint', 'username varchar(64)'],
    indexes: ['project_cases_project: projectIndex, at'],
  },
  special_supervisors: {
    columns: [
      'number* varchar(8)',
      'kind varchar(16)',
      'name text',
      'phone? text',
      'phoneIndex? varchar(32)',
      'organisation? text',
      'termFrom varchar(10)',
      'termTo? varchar(10)',
      'active tinyint',
      'createdAt bigint',
    ],
    indexes: ['special_supervisors_active: active, number', 'special_supervisors_phone: phoneIndex'],
  },
  monitoring_points: {
    columns: [
      'number* varchar(8)',
      'kind varchar(16)',
      'name varchar(120)',
      'departmentCode? varchar(32)',
      'contactName? text',
      'contactPhone? text',
      'since varchar(7)',
      'endedOn? varchar(10)',
      'createdAt bigint',
    ],
    indexes: ['monitoring_points_ended: endedOn, number'],
  },
  ways_in: {
    columns: [
      'number* varchar(8)',
      'owner varchar(24)',
      'setupHash? varchar(43)',
      'setupExpiresAt? bigint',
      'codeHash? varchar(160)',
      'setAt? bigint',
      'failures integer',
      'lockedUntil? bigint',
    ],
    indexes: ['unique ways_in_setup: setupHash'],
  },
  observations: {
    columns: ['caseNumber* varchar(14)', 'number varchar(8)', 'at bigint'],
    indexes: ['observations_number: number, at'],
  },
  point_reports: {
    columns: ['number* varchar(8)', 'month* varchar(7)', 'figures text', 'words? text', 'at bigint'],
    indexes: ['point_reports_month: month, number'],
  },
};

/** What the old catalogue held becomes the first version of each entry; its measures keep their names until an entry is written anew. */
const TAKE_OVER = `INSERT INTO behaviour_versions
  (code, version, name, nameEn, categories, measures, article, state, validFrom, proposedBy, proposedAt)
  SELECT code, 1, name, nameEn, categories, measures, article, 'released', '2024-01-01', 'system', 0 FROM behaviours`;
const GIVE_BACK = `INSERT INTO behaviours (code, name, nameEn, categories, measures, article)
  SELECT code, name, nameEn, categories, measures, article FROM behaviour_versions v WHERE state = 'released'
  AND version = (SELECT MAX(w.version) FROM behaviour_versions w WHERE w.code = v.code AND w.state = 'released')`;

/** The extras of the mandate: behaviour catalogue, register of fees, cards, enterprises, outreach, projects, people who watch. */
export class Mandate1764350000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(TAKE_OVER);
    await dropTables(runner, BEHAVIOURS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTables(runner, BEHAVIOURS);
    await runner.query(GIVE_BACK);
    await runner.query("DELETE FROM counters WHERE name = 'fees' OR name LIKE 'watchers:%'");
    await dropTables(runner, TABLES);
  }
}
