import { Module } from '@nestjs/common';
import { AssessmentModule } from '../assessment/assessment.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { ArchiveMaker } from './archive-maker.js';
import { CaseListMaker } from './case-list-maker.js';
import { Downloads } from './downloads.js';
import { ExportMakers } from './export-makers.js';
import { ExportRunner } from './export-runner.js';
import { ExportQueries } from './export.queries.js';
import { ExportStore } from './export.store.js';
import { Exports } from './exports.js';
import { ExportsController } from './exports.controller.js';
import { Originals } from './originals.js';
import { PublicCasesController } from './public-cases.controller.js';
import { PublishedController } from './published.controller.js';
import { PublishedQueries } from './published.queries.js';
import { Ranking } from './ranking.js';
import { ReportFiguresQueries } from './report-figures.js';
import { ReportMaker } from './report-maker.js';
import { Reports } from './reports.js';
import { ReportsController } from './reports.controller.js';
import { SealedPublicity } from './sealed-publicity.js';
import { TypicalCaseQueries } from './typical-case.queries.js';
import { TypicalCaseStore } from './typical-case.store.js';
import { TypicalCases } from './typical-cases.js';
import { TypicalCasesController } from './typical-cases.controller.js';

/** What leaves the house: typical cases, files, reports, published figures. */
@Module({
  imports: [AssessmentModule, CasesModule, ComplainantsModule, StatisticsModule],
  controllers: [TypicalCasesController, PublicCasesController, PublishedController, ExportsController, ReportsController],
  providers: [
    Originals,
    Ranking,
    PublishedQueries,
    TypicalCaseStore,
    TypicalCaseQueries,
    TypicalCases,
    ExportStore,
    ExportQueries,
    Exports,
    ExportMakers,
    ExportRunner,
    Downloads,
    CaseListMaker,
    ArchiveMaker,
    ReportFiguresQueries,
    Reports,
    ReportMaker,
    SealedPublicity,
  ],
  exports: [ExportRunner, SealedPublicity, TypicalCaseQueries],
})
export class PublicityModule {}
