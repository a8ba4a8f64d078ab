import { Injectable } from '@nestjs/common';
import { SealedProgress } from '../cases/sealed-progress.js';
import type { TellingStage } from '../domain/investigation-words.js';
import type { Instant } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { SealedRecords } from './sealed-records.js';

/** The stages a reporter was told of, each once, whichever investigation it was. */
@Injectable()
export class SealedStages extends SealedProgress {
  constructor(
    private readonly db: Db,
    private readonly records: SealedRecords,
  ) {
    super();
  }

  async of(caseNumber: string): Promise<{ stage: TellingStage; at: Instant }[]> {
    const rows = await this.db.readPrimary<{ stage: TellingStage; at: number }>(
      'SELECT stage, MIN(at) AS at FROM investigation_notices WHERE caseIndex = ? GROUP BY stage',
      [this.records.caseIndex(caseNumber)],
    );
    return rows.map(({ stage, at }) => ({ stage, at: Number(at) })).sort((a, b) => a.at - b.at);
  }
}
