import { Module } from '@nestjs/common';
import { WorkingDays } from '../calendar/working-days.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Reference } from '../departments/reference.js';
import { SealedRecords } from '../investigations/sealed-records.js';
import { Db } from '../platform/db.js';
import { AssessmentController } from './assessment.controller.js';
import { Closings } from './closings.js';
import { Conclusions } from './conclusions.js';
import { EntryShares } from './entry-shares.js';
import { Ledger } from './ledger.js';
import { MonthCounting } from './month-counting.js';
import { Months } from './months.js';
import { Replays } from './replays.js';
import { SameMatters } from './same-matters.js';
import { Scores } from './scores.js';
import { ScoresController } from './scores.controller.js';
import { SealedFacts } from './sealed-facts.js';
import { SelfFindingQueries } from './self-finding.queries.js';
import { SelfFindings } from './self-findings.js';
import { SameMattersController, SelfFindingsController } from './self-findings.controller.js';
import { Vetoes } from './vetoes.js';
import { VetoesController } from './vetoes.controller.js';

const replays = {
  provide: Replays,
  useFactory: (db: Db, reference: Reference, workingDays: WorkingDays) => new Replays(db, reference, workingDays),
  inject: [Db, Reference, WorkingDays],
};

const sealedFacts = {
  provide: SealedFacts,
  useFactory: (records: SealedRecords) => new SealedFacts(records),
  inject: [SealedRecords],
};

/** Assessment of departments: ledger, self-findings, months, vetoes. */
@Module({
  imports: [ComplainantsModule],
  controllers: [AssessmentController, ScoresController, SelfFindingsController, SameMattersController, VetoesController],
  providers: [
    replays,
    sealedFacts,
    Conclusions,
    Ledger,
    EntryShares,
    Scores,
    SelfFindings,
    SelfFindingQueries,
    SameMatters,
    Vetoes,
    MonthCounting,
    Closings,
    Months,
  ],
  exports: [Ledger, Vetoes],
})
export class AssessmentModule {}
