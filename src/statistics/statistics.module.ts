import { Module } from '@nestjs/common';
import { Facts } from './facts.js';
import { HotlineQueries } from './hotline.queries.js';
import { PublishedController } from './published.controller.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsQueries } from './statistics.queries.js';

@Module({
  controllers: [StatisticsController, PublishedController],
  providers: [Facts, HotlineQueries, StatisticsQueries],
  exports: [Facts, StatisticsQueries],
})
export class StatisticsModule {}
