import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const COLUMNS = [
  new TableColumn({ name: 'hours', type: 'varchar', length: '120', isNullable: true }),
  new TableColumn({ name: 'version', type: 'integer', default: "'1'" }),
];

/** Departments are changed one by one: each has a version against stale writes, and the hours its doors are open. */
export class Organisation1764451000000 implements MigrationInterface {
  name = 'Organisation1764451000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('departments', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('departments', COLUMNS);
  }
}
