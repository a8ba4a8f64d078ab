import { Global, Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Carriers } from './carriers.js';
import { Causes } from './causes.js';
import { Forgetting } from './forgetting.js';
import { Letters } from './letters.js';
import { Messenger } from './messenger.js';
import { NeutralNotices } from './neutral-notices.js';
import { NoticeDesk } from './notice.desk.js';
import { NoticeQueries } from './notice.queries.js';
import { Notices } from './notices.js';
import { NoticesController } from './notices.controller.js';
import { Outbox } from './outbox.js';
import { Postings } from './postings.js';
import { Recipients } from './recipients.js';
import { SurveyController } from './survey.controller.js';
import { Surveys } from './surveys.js';

/** Messages to complainants. Adapters ask for `Carriers` to serve a channel and for `Notices` to pass on reports and replies. */
@Global()
@Module({
  imports: [CasesModule, ComplainantsModule],
  controllers: [NoticesController, SurveyController],
  providers: [
    Carriers,
    { provide: Messenger, useExisting: Carriers },
    Recipients,
    Letters,
    Causes,
    Forgetting,
    Outbox,
    Notices,
    NoticeQueries,
    NeutralNotices,
    NoticeDesk,
    Surveys,
    Postings,
  ],
  exports: [NeutralNotices, Carriers, Messenger, Notices, Causes, Forgetting, Outbox, Postings],
})
export class NoticesModule {}
