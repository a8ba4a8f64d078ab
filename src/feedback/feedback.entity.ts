import { EnterpriseRow } from './enterprise.entity.js';
import { FeeCheckRow } from './fee-check.entity.js';
import { ProjectCase, ProjectRow } from './project.entity.js';
import { QuestionnaireAnswer, QuestionnaireInvitation, QuestionnaireRound } from './questionnaire.entity.js';
import { VisitMatter, VisitRow } from './visit.entity.js';
import { MonitoringPoint, Observation, PointReport, SpecialSupervisor, WayIn } from './watcher.entity.js';

/** Tables of the mandate's extras, for the data source. */
export const FEEDBACK_ENTITIES = [
  FeeCheckRow,
  EnterpriseRow,
  VisitRow,
  VisitMatter,
  QuestionnaireRound,
  QuestionnaireInvitation,
  QuestionnaireAnswer,
  ProjectRow,
  ProjectCase,
  SpecialSupervisor,
  MonitoringPoint,
  WayIn,
  Observation,
  PointReport,
];
