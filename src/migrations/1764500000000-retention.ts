import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const instant = (name: string): TableColumn => new TableColumn({ name, type: 'bigint', isNullable: true });

/** Terms of keeping are rules: sound is kept since a day instead of until one, and a complainant whose term is over is marked. */
export class Retention1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.replace(runner, ['recordings_expiry', 'expiresAt'], ['recordings_kept', 'keptSince']);
    await runner.addColumn('complainants', instant('forgottenAt'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('complainants', 'forgottenAt');
    await this.replace(runner, ['recordings_kept', 'keptSince'], ['recordings_expiry', 'expiresAt']);
  }

  /** Both begin with the instant of the sound itself. */
  private async replace(runner: QueryRunner, [oldIndex, old]: [string, string], [index, name]: [string, string]): Promise<void> {
    await runner.addColumn('recordings', instant(name));
    await runner.query(`UPDATE recordings SET ${name} = at WHERE ${old} IS NOT NULL`);
    await runner.dropIndex('recordings', oldIndex);
    await runner.dropColumn('recordings', old);
    await runner.createIndex('recordings', new TableIndex({ name: index, columnNames: [name] }));
  }
}
