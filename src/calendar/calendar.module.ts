import { Global, Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { CalendarProposalsController } from './proposals.controller.js';
import { CalendarProposals } from './proposals.js';
import { WorkingDays } from './working-days.js';

@Global()
@Module({
  controllers: [CalendarController, CalendarProposalsController],
  providers: [WorkingDays, CalendarProposals],
  exports: [WorkingDays],
})
export class CalendarModule {}
