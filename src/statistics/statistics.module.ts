import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ChartsController } from './charts.controller.js';
import { ChartQueries } from './charts.queries.js';
import { Counter } from './counter.js';
import { DetectionQueries } from './detection.queries.js';
import { DiscretionQueries } from './discretion.queries.js';
import { EqualityQueries } from './equality.queries.js';
import { Facts } from './facts.js';
import { FindingsController } from './findings.controller.js';
import { HotlineQueries } from './hotline.queries.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsQueries } from './statistics.queries.js';
import { TableFiles } from './table-files.js';
import { TopicQueries } from './topics.queries.js';

@Module({
  imports: [CasesModule],
  controllers: [StatisticsController, ChartsController, FindingsController],
  providers: [
    ChartQueries,
    Counter,
    DetectionQueries,
    DiscretionQueries,
    EqualityQueries,
    Facts,
    TableFiles,
    TopicQueries,
    HotlineQueries,
    StatisticsQueries,
  ],
  exports: [
    ChartQueries,
    Counter,
    DetectionQueries,
    DiscretionQueries,
    EqualityQueries,
    Facts,
    TableFiles,
    TopicQueries,
    HotlineQueries,
    StatisticsQueries,
  ],
})
export class StatisticsModule {}
