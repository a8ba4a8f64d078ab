import { Global, Module } from '@nestjs/common';
import { CallLinks } from '../cases/call-links.js';
import { CasesModule } from '../cases/cases.module.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { CallAccess } from './access.js';
import { Agents } from './agents.js';
import { Board } from './board.js';
import { Callers } from './callers.js';
import { CallQueries } from './call.queries.js';
import { CallService } from './call.service.js';
import { CallStore } from './call.store.js';
import { CallTallies } from './call-tallies.js';
import { CallsController } from './calls.controller.js';
import { DeskController } from './desk.controller.js';
import { Desk } from './desk.js';
import { Dialling } from './dialling.js';
import { ForgottenCallers } from './forgotten-callers.js';
import { Hearing } from './hearing.js';
import { Links } from './links.js';
import { Orders } from './orders.js';
import { People } from './people.js';
import { Presences } from './presences.js';
import { RecordingKeeper } from './recording-keeper.js';
import { RecordingsController } from './recordings.controller.js';
import { Recordings } from './recordings.js';
import { SkillsController } from './skills.controller.js';
import { Skills } from './skills.js';
import { Tasks } from './tasks.js';

@Global()
@Module({
  imports: [ComplainantsModule, CasesModule],
  controllers: [CallsController, DeskController, RecordingsController, SkillsController],
  providers: [
    Agents,
    CallAccess,
    Board,
    Callers,
    CallQueries,
    CallService,
    CallStore,
    CallTallies,
    Desk,
    Dialling,
    ForgottenCallers,
    Hearing,
    Links,
    { provide: CallLinks, useExisting: Links },
    Orders,
    People,
    Presences,
    RecordingKeeper,
    Recordings,
    Skills,
    Tasks,
  ],
  exports: [
    Agents,
    CallLinks,
    CallQueries,
    CallService,
    CallTallies,
    Desk,
    ForgottenCallers,
    Hearing,
    People,
    Presences,
    RecordingKeeper,
    Recordings,
    Tasks,
  ],
})
export class CallsModule {}
