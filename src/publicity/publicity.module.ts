import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { Originals } from './originals.js';
import { PublicCasesController } from './public-cases.controller.js';
import { TypicalCaseQueries } from './typical-case.queries.js';
import { TypicalCaseStore } from './typical-case.store.js';
import { TypicalCases } from './typical-cases.js';
import { TypicalCasesController } from './typical-cases.controller.js';

/** What leaves the house: typical cases, files, reports, published figures. */
@Module({
  imports: [CasesModule, ComplainantsModule, StatisticsModule],
  controllers: [TypicalCasesController, PublicCasesController],
  providers: [Originals, TypicalCaseStore, TypicalCaseQueries, TypicalCases],
})
export class PublicityModule {}
