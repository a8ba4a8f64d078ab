import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refillEveryCase } from '../cases/case-facts.js';

/** Cases written before stops and ends kept what was late: their facts as the rules say them now. */
export class LateFacts1764540000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await refillEveryCase(runner.manager);
  }

  /** The facts before are nobody's to have back; the tables are the same. */
  async down(): Promise<void> {}
}
