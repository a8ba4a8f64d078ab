import { Module } from '@nestjs/common';
import { AssessmentModule } from '../assessment/assessment.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { InvestigationsModule } from '../investigations/investigations.module.js';
import { PublicityModule } from '../publicity/publicity.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { DeskBlocks } from './desk-blocks.js';
import { HomeController } from './home.controller.js';
import { HomeQueries } from './home.queries.js';
import { HouseBlocks } from './house-blocks.js';
import { Looks } from './looks.js';
import { OfficeBlocks } from './office-blocks.js';

/** The page everybody arrives at. */
@Module({
  imports: [AssessmentModule, CasesModule, InvestigationsModule, PublicityModule, SettingsModule, StatisticsModule],
  controllers: [HomeController],
  providers: [DeskBlocks, HomeQueries, HouseBlocks, Looks, OfficeBlocks],
})
export class HomeModule {}
