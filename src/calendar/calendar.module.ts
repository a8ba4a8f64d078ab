import { Global, Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { WorkingDays } from './working-days.js';

@Global()
@Module({ controllers: [CalendarController], providers: [WorkingDays], exports: [WorkingDays] })
export class CalendarModule {}
