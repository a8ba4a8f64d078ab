import { Global, Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { SealedProgress } from '../cases/sealed-progress.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Consequences } from './consequences.js';
import { DocumentsController } from './documents.controller.js';
import { Documents } from './documents.js';
import { InvestigationReads } from './investigation-reads.js';
import { InvestigationQueries } from './investigation.queries.js';
import { InvestigationStore } from './investigation.store.js';
import { InvestigationsController } from './investigations.controller.js';
import { Investigations } from './investigations.js';
import { Preparations } from './preparations.js';
import { SealedCasesController } from './sealed-cases.controller.js';
import { SealedCases } from './sealed-cases.js';
import { SealedRecords } from './sealed-records.js';
import { SealedStages } from './sealed-stages.js';

/** The commission's register of clues and its files. Others ask for `SealedRecords` to read what the log was told. */
@Global()
@Module({
  imports: [CasesModule, ComplainantsModule],
  controllers: [InvestigationsController, DocumentsController, SealedCasesController],
  providers: [
    Consequences,
    Documents,
    InvestigationReads,
    InvestigationQueries,
    InvestigationStore,
    Investigations,
    Preparations,
    SealedCases,
    SealedRecords,
    { provide: SealedProgress, useClass: SealedStages },
  ],
  exports: [InvestigationQueries, SealedRecords, SealedProgress, Investigations],
})
export class InvestigationsModule {}
