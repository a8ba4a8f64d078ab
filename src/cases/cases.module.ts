import { Module } from '@nestjs/common';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Beside } from './beside.js';
import { CaseQueries } from './case.queries.js';
import { CaseService } from './case.service.js';
import { CaseStore } from './case.store.js';
import { CasesController } from './cases.controller.js';
import { EventsController, Feed } from './events.controller.js';
import { Intake } from './intake.js';
import { LimitsController } from './limits.controller.js';
import { Policies } from './policies.js';
import { PublicController } from './public.controller.js';
import { ReadLog } from './read-log.js';
import { Sweeps } from './sweeps.js';
import { Texts } from './texts.js';
import { Tracking } from './tracking.js';

@Module({
  imports: [ComplainantsModule],
  controllers: [CasesController, PublicController, EventsController, LimitsController],
  providers: [CaseStore, Beside, CaseService, CaseQueries, Intake, Policies, Texts, Tracking, Feed, ReadLog, Sweeps],
  exports: [CaseStore, CaseService, CaseQueries, Policies, Texts, Feed, Intake, Sweeps],
})
export class CasesModule {}
