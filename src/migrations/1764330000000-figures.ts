import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refillFacts } from '../cases/case-facts.js';
import type { Department } from '../domain/routing.js';
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
const CASES_A_TIME = 500;

/** What figures count: facts of cases, what complainants said, penalties in a matter; the first two filled for the cases there are. */
export class Figures1764330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    for (const column of SAID) await runner.query(`ALTER TABLE cases ADD COLUMN ${column} varchar(16) NULL`);
    const rows = (await runner.query('SELECT code, parentCode, level, active FROM departments')) as (Department & {
      parentCode: string | null;
    })[];
    const departments = rows.map(({ parentCode, ...one }): Department => ({ ...one, ...(parentCode ? { parentCode } : {}) }));
    for (let after = ''; ;) {
      const some = (await runner.query(`SELECT caseNumber FROM cases WHERE caseNumber > ? ORDER BY caseNumber LIMIT ${CASES_A_TIME}`, [
        after,
      ])) as {
        caseNumber: string;
      }[];
      await refillFacts(
        runner.manager,
        some.map(({ caseNumber }) => caseNumber),
        departments,
      );
      if (some.length < CASES_A_TIME) return;
      after = some.at(-1)!.caseNumber;
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of SAID) await runner.query(`ALTER TABLE cases DROP COLUMN ${column}`);
    await dropTables(runner, TABLES);
  }
}
