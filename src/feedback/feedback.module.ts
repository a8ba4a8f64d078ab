import { Global, Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { GreenChannel } from '../cases/green-channel.js';
import { SealedElsewhere } from '../cases/sealed-elsewhere.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { Contacts } from './contacts.js';
import { EnterpriseCases } from './enterprise-cases.js';
import { EnterpriseImport } from './enterprise-import.js';
import { Enterprises } from './enterprises.js';
import { EnterprisesController } from './enterprises.controller.js';
import { FeeChecks } from './fee-checks.js';
import { FeeChecksController } from './fee-checks.controller.js';
import { Invitations } from './invitations.js';
import { ListedProjects } from './listed-projects.js';
import { MonitoringPoints } from './monitoring-points.js';
import { Projects } from './projects.js';
import { ProjectsController } from './projects.controller.js';
import { QuestionnaireAnswers } from './questionnaire-answers.js';
import { Questionnaires } from './questionnaires.js';
import { PublicQuestionnaireController, QuestionnairesController } from './questionnaires.controller.js';
import { SealedLinks } from './sealed-links.js';
import { SpecialSupervisors } from './special-supervisors.js';
import { VisitMatters } from './visit-matters.js';
import { Visits } from './visits.js';
import { VisitsController } from './visits.controller.js';
import { MonitoringPointsController, SpecialSupervisorsController, WatchController } from './watchers.controller.js';
import { WaysIn } from './ways-in.js';

/** Ways in which the city asks instead of waiting to be told: enterprises, visits, questionnaires, projects, people who watch. */
@Global()
@Module({
  imports: [CasesModule, ComplainantsModule, KnowledgeModule],
  controllers: [
    FeeChecksController,
    EnterprisesController,
    VisitsController,
    QuestionnairesController,
    PublicQuestionnaireController,
    ProjectsController,
    SpecialSupervisorsController,
    MonitoringPointsController,
    WatchController,
  ],
  providers: [
    Contacts,
    FeeChecks,
    Enterprises,
    EnterpriseCases,
    EnterpriseImport,
    Visits,
    VisitMatters,
    Questionnaires,
    Invitations,
    QuestionnaireAnswers,
    Projects,
    ListedProjects,
    { provide: GreenChannel, useExisting: ListedProjects },
    { provide: SealedElsewhere, useClass: SealedLinks },
    WaysIn,
    SpecialSupervisors,
    MonitoringPoints,
  ],
  exports: [GreenChannel, SealedElsewhere],
})
export class FeedbackModule {}
