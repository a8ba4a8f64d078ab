import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refillEveryCase } from '../cases/case-facts.js';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  case_facts: {
    columns: [
      'caseNumber* varchar(14)',
      'lens* varchar(40)',
      'facts bigint',
      'overdueFrom? bigint',
      'responseDueFrom? bigint',
      'signDueFrom? bigint',
      'answerDueFrom? bigint',
      'everLateFrom? bigint',
    ],
    indexes: [],
  },
  penalties: {
    columns: [
      'id* varchar(36)',
      'caseNumber varchar(14)',
      'departmentCode varchar(32)',
      'offenceCode varchar(16)',
      'offenceVersion integer',
      'tier varchar(16)',
      'amountFen bigint',
      'decidedOn varchar(10)',
      'document? varchar(100)',
      'withdraws? varchar(36)',
      'reason? text',
      'at bigint',
      'username varchar(64)',
    ],
    indexes: ['penalties_case: caseNumber, at', 'penalties_offence: offenceCode, caseNumber', 'unique penalties_withdraws: withdraws'],
  },
};
const SAID = ['saidSolved', 'saidSatisfied'];

/** What figures count: facts of cases, what complainants said, penalties in a matter; the first two filled for the cases there are. */
export class Figures1764330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    for (const column of SAID) await runner.query(`ALTER TABLE cases ADD COLUMN ${column} varchar(16) NULL`);
    await refillEveryCase(runner.manager);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of SAID) await runner.query(`ALTER TABLE cases DROP COLUMN ${column}`);
    await dropTables(runner, TABLES);
  }
}
