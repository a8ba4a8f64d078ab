import { Module } from '@nestjs/common';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Beside } from './beside.js';
import { FilesModule } from '../files/files.module.js';
import { Attachments } from './attachments.js';
import { AttachmentsController } from './attachments.controller.js';
import { CaseBehaviours } from './case-behaviours.js';
import { CaseBehavioursController } from './case-behaviours.controller.js';
import { CaseQueries } from './case.queries.js';
import { CaseService } from './case.service.js';
import { CaseStore } from './case.store.js';
import { CasesController } from './cases.controller.js';
import { EventsController, Feed } from './events.controller.js';
import { Extracts } from './extracts.js';
import { ForgottenIdentities } from './forgotten-identities.js';
import { Intake } from './intake.js';
import { LimitsController } from './limits.controller.js';
import { NotKept } from './not-kept.js';
import { PenaltiesController } from './penalties.controller.js';
import { Penalties } from './penalties.js';
import { Policies } from './policies.js';
import { PublicController } from './public.controller.js';
import { PublicIntake } from './public-intake.js';
import { ReadLog } from './read-log.js';
import { Candidates } from './suggestions.candidates.js';
import { SuggestionsController } from './suggestions.controller.js';
import { SealedFiles } from './sealed-files.js';
import { Seals } from './seals.js';
import { Suggestions } from './suggestions.js';
import { Sweeps } from './sweeps.js';
import { Texts } from './texts.js';
import { Tracking } from './tracking.js';

@Module({
  imports: [ComplainantsModule, FilesModule],
  controllers: [
    PenaltiesController,
    CasesController,
    PublicController,
    EventsController,
    LimitsController,
    AttachmentsController,
    SuggestionsController,
    CaseBehavioursController,
  ],
  providers: [
    CaseStore,
    Beside,
    CaseService,
    CaseQueries,
    Intake,
    Penalties,
    Policies,
    Texts,
    NotKept,
    PublicIntake,
    Seals,
    SealedFiles,
    Tracking,
    Feed,
    ReadLog,
    Sweeps,
    Attachments,
    Candidates,
    Suggestions,
    CaseBehaviours,
    Extracts,
    ForgottenIdentities,
  ],
  exports: [
    Attachments,
    CaseStore,
    CaseService,
    CaseQueries,
    Extracts,
    ForgottenIdentities,
    Policies,
    Texts,
    Seals,
    SealedFiles,
    Feed,
    Intake,
    NotKept,
    PublicIntake,
    Tracking,
    ReadLog,
    Sweeps,
    Penalties,
  ],
})
export class CasesModule {}
