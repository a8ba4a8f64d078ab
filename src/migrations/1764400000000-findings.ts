import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDEXES = [
  new TableIndex({ name: 'cases_repeats', columnNames: ['repeatCount', 'caseNumber'] }),
  new TableIndex({ name: 'cases_returns', columnNames: ['returnCount', 'caseNumber'] }),
  new TableIndex({ name: 'cases_rounds', columnNames: ['round', 'caseNumber'] }),
];

/** What stands out by a case alone is found by the number it stands out with. */
export class Findings1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndices('cases', INDEXES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('cases', INDEXES);
  }
}
