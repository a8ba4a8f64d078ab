import { Module } from '@nestjs/common';
import { HotlineQueries } from './hotline.queries.js';
import { PublishedController } from './published.controller.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsQueries } from './statistics.queries.js';
import { Tallies } from './tallies.js';

@Module({
  controllers: [StatisticsController, PublishedController],
  providers: [HotlineQueries, StatisticsQueries, Tallies],
  exports: [StatisticsQueries],
})
export class StatisticsModule {}
