import { Global, Module } from '@nestjs/common';
import { FurtherTasks } from '../calls/further-tasks.js';
import { CasesModule } from '../cases/cases.module.js';
import { Office } from '../cases/office.js';
import { Cards } from './cards.js';
import { Concerns } from './concerns.js';
import { ExplanationTasks } from './explanation-tasks.js';
import { Explanations } from './explanations.js';
import { Following } from './following.js';
import { OfficeDesk } from './office-desk.js';
import { OrderQueries } from './order.queries.js';
import { OrderStore } from './order.store.js';
import { Orders } from './orders.js';
import { OrdersController } from './orders.controller.js';
import { PaperQueries } from './paper.queries.js';
import { CardsController, ConcernsController, ExplanationsController, UrgingsController } from './papers.controller.js';
import { OfficeRules } from './rules.js';
import { SpotChecks } from './spot-checks.js';
import { OfficeTimers } from './timers.js';
import { Urgings } from './urgings.js';
import { Watches } from './watches.js';

/** The soft-environment office: urges, supervises, gives cards, demands explanations. Other parts ask for `Cards` to give one. */
@Global()
@Module({
  imports: [CasesModule],
  controllers: [OrdersController, CardsController, ExplanationsController, ConcernsController, UrgingsController],
  providers: [
    OfficeRules,
    OrderStore,
    Orders,
    OrderQueries,
    SpotChecks,
    Cards,
    Explanations,
    Concerns,
    Urgings,
    PaperQueries,
    OfficeDesk,
    { provide: Office, useExisting: OfficeDesk },
    ExplanationTasks,
    { provide: FurtherTasks, useExisting: ExplanationTasks },
    Watches,
    Following,
    OfficeTimers,
  ],
  exports: [Cards, Concerns, FurtherTasks, Office, OfficeRules, OfficeTimers, OrderQueries, PaperQueries],
})
export class SupervisionModule {}
