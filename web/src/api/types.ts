/** Short names for the shapes of the API; what they hold stands in the published document alone (`npm run types`). */
import type { components } from './schema.js';

type Schema = components['schemas'];

export type Session = Schema['SessionView'];
export type Role = Session['roles'][number];
export type Meta = Schema['MetaView'];
export type Category = Schema['CategoryView'];
export type Department = Schema['DepartmentView'];
export type Machine = Schema['MachineView'];
export type MachineLight = Schema['MachineLightView'];
export type SelfTest = Schema['SelfTestView'];
export type SelfTestPage = Schema['SelfTestPage'];
export type SelfTestStand = Schema['SelfTestStandView'];
export type OrganisationUnit = Schema['OrganisationView'];
export type CalendarYear = Schema['CalendarYearView'];
export type NoticeReading = Schema['NoticeReadingView'];
export type CalendarProposal = Schema['ProposalDetailView'];
export type CalendarProposalPage = Schema['ProposalPage'];

export type Home = Schema['HomeView'];
export type HomeBlock = Schema['HomeBlock'];
export type HomeLine = Schema['HomeLine'];
export type CaseRow = Schema['CaseRow'];
export type CasePage = Schema['CasePage'];
export type CaseView = Schema['CaseView'];
export type Light = CaseRow['light'];
export type Limit = Schema['LimitView'];
export type HistoryEntry = Schema['HistoryEntry'];
export type Registered = Schema['RegistrationView'];
export type Unmasked = Schema['UnmaskedView'];

export type RoutingProposal = Schema['RoutingProposal'];
export type IntakeSuggestions = Schema['IntakeSuggestions'];
export type CaseSuggestions = Schema['CaseSuggestions'];

export type Figure = Schema['FigureView'];
export type FigureRow = Schema['FigureRow'];
export type Overview = Schema['OverviewView'];
export type Rows = Schema['RowsView'];
export type Trend = Schema['TrendView'];
export type Hall = Schema['HotlineView'];
export type Funnel = Schema['FunnelView'];
export type HeatMap = Schema['HeatMapView'];
export type Ranking = Schema['RankingView'];
export type LimitsCalendar = Schema['LimitsCalendarView'];
export type Equality = Schema['EqualityView'];
export type Difference = Schema['DifferenceView'];
export type Discretion = Schema['DiscretionView'];
export type Detection = Schema['DetectionView'];
export type Topics = Schema['TopicsView'];
export type Topic = Schema['TopicView'];
export type Penalty = Schema['PenaltyView'];
export type Offence = Schema['OffenceView'];

export type LogEvent = Schema['EventFrame'];
export type EventPage = Schema['EventPage'];
export type Article = Schema['ArticleView'];
export type ArticlePage = Schema['ArticlePage'];
export type ArticleRow = Schema['ArticleRowView'];
export type ArticleRowPage = Schema['ArticleRowPage'];
export type ArticleDetail = Schema['ArticleDetail'];
export type ArticleVersion = Schema['ArticleVersionView'];
export type ArticleTasks = Schema['ArticleTasks'];
export type PublicArticle = Schema['PublicArticle'];
export type PublicArticlePage = Schema['PublicArticlePage'];
export type AuditRow = Schema['AuditRow'];
export type AuditPage = Schema['AuditPage'];
export type Account = Schema['AccountView'];
export type AccountPage = Schema['AccountPage'];
export type PasswordLink = Schema['PasswordLinkView'];
export type SetupResult = Schema['SetupView'];
export type ImportLine = Schema['ImportLineView'];
export type ImportItem = Schema['ImportView'];
export type ImportPage = Schema['ImportPage'];
export type ImportFaultPage = Schema['ImportFaultPage'];
export type SavedMapping = Schema['SavedMappingView'];
export type NoticeRow = Schema['NoticeView'];
export type NoticePage = Schema['NoticePage'];
export type Webhook = Schema['WebhookView'];
export type WebhookPage = Schema['WebhookPage'];
export type Delivery = Schema['DeliveryView'];
export type DeliveryPage = Schema['DeliveryPage'];
export type Open311Client = Schema['Open311ClientView'];
export type Open311ClientPage = Schema['Open311ClientPage'];
export type IssuedKey = Schema['IssuedOpen311Client'];

/** The desk. */
export type Agent = Schema['AgentView'];
export type OperatorSkills = Schema['OperatorSkills'];
export type OperatorSkillsPage = Schema['OperatorSkillsPage'];
export type SkillsHistory = Schema['SkillsHistory'];
export type AgentList = Schema['AgentList'];
export type Colleague = Schema['ColleagueView'];
export type ColleagueList = Schema['ColleagueList'];
export type Call = Schema['CallView'];
export type CallRow = Schema['CallRow'];
export type CallPage = Schema['CallPage'];
export type CallAction = Call['actions'][number];
export type CallLeg = Schema['CallLegView'];
export type CallCase = Schema['CallCaseView'];
export type Recording = Schema['CallRecordingView'];
export type SoftphoneTicket = Schema['SoftphoneView'];
export type Task = Schema['TaskView'];
export type TaskPage = Schema['TaskPage'];
export type Board = Schema['BoardView'];
export type SoundTicket = Schema['TicketView'];
/** What a `calls` frame of the socket holds. */
export interface DeskFrame {
  type: string;
  callId?: string;
  agent?: string;
  at: string;
}

/** Typical cases, files, reports. */
export type TypicalCase = Schema['TypicalCaseView'];
export type TypicalCaseRow = Schema['TypicalCaseRow'];
export type TypicalCasePage = Schema['TypicalCasePage'];
export type TypicalTrace = Schema['TraceView'];
export type TypicalCheck = Schema['CheckView'];
export type ExportRow = Schema['ExportView'];
export type ExportPage = Schema['ExportPage'];
export type ExportTicket = Schema['ExportTicketView'];
export type Report = Schema['ReportView'];

/** The public side. */
export type Filed = Schema['IntakeReceipt'];
export type Ticket = Schema['TrackInput'];
export type Tracked = Schema['TrackView'];
export type Published = Schema['PublishedMonthView'];
export type PublicCase = Schema['PublicCaseView'];
export type PublicCasePage = Schema['PublicCasePage'];
export type Complaint = Schema['ComplaintInput'];
export type Survey = Schema['SurveyView'];

/** The commission. */
export type Investigation = Schema['InvestigationView'];
export type InvestigationPage = Schema['InvestigationPage'];
export type InvestigationChoices = Schema['InvestigationChoices'];
export type SealedCasePage = Schema['SealedCasePage'];
export type Recusal = Schema['RecusalView'];
export type RecusalPage = Schema['RecusalPage'];
export type NotKept = Schema['NotKeptReceipt'];

/** The registers of the mandate. */
export type Measure = Schema['BehaviourMeasureView'];
export type Behaviour = Schema['BehaviourView'];
export type BehaviourEntry = Schema['BehaviourEntry'];
export type BehaviourPage = Schema['BehaviourPage'];
export type BehaviourHistory = Schema['BehaviourHistory'];
export type BehaviourProposal = Schema['BehaviourProposal'];
export type CaseBehaviours = Schema['CaseBehavioursView'];
export type Fee = Schema['FeeView'];
export type FeePage = Schema['FeePage'];
export type FeeCheck = Schema['FeeCheckView'];
export type CaseFeeCheck = Schema['CaseFeeCheckView'];
export type EnterpriseView = Schema['EnterpriseView'];
export type EnterprisePage = Schema['EnterprisePage'];
export type EnterpriseDetail = Schema['EnterpriseDetail'];
export type EnterpriseImport = Schema['EnterpriseImportView'];
export type EnterpriseCase = Schema['EnterpriseCase'];
export type Officer = Schema['OfficerView'];
export type Visit = Schema['VisitDetail'];
export type VisitMatter = Schema['VisitMatterView'];
export type VisitPage = Schema['VisitPage'];
export type VisitCase = Schema['VisitCaseView'];
export type Questionnaire = Schema['QuestionnaireView'];
export type Round = Schema['RoundView'];
export type RoundPage = Schema['RoundPage'];
export type Results = Schema['ResultsView'];
export type Invitations = Schema['InvitationsView'];
export type Invited = Schema['InvitedView'];
export type Project = Schema['ProjectView'];
export type ProjectPage = Schema['ProjectPage'];
export type ProjectDetail = Schema['ProjectDetail'];
export type CaseOrigin = Schema['CaseOriginView'];
export type SpecialSupervisor = Schema['SpecialSupervisorView'];
export type SpecialSupervisorPage = Schema['SpecialSupervisorPage'];
export type MonitoringPoint = Schema['MonitoringPointView'];
export type MonitoringPointPage = Schema['MonitoringPointPage'];
export type MonitoringPointDetail = Schema['MonitoringPointDetail'];
export type InvitedWatcher = Schema['InvitedWatcher'];
export type WayIn = Schema['WayInView'];
export type SetUp = Schema['SetUpView'];
export type MatterCard = Schema['MatterCardView'];
export type MatterCardPage = Schema['MatterCardPage'];
export type PublishedFee = Schema['PublishedFee'];
export type PublishedFeePage = Schema['PublishedFeePage'];

/** The assessment. */
export type MonthItem = Schema['MonthListItem'];
export type AssessedMonth = Schema['MonthView'];
export type MonthRow = Schema['MonthRowView'];
export type MonthRate = Schema['MonthRateView'];
export type MonthSnapshot = Schema['SnapshotView'];
export type AssessedYear = Schema['YearView'];
export type RuleTrial = Schema['PreviewView'];
export type ScoringInForce = Schema['RulesInForceView'];
export type Score = Schema['ScoreView'];
export type ScorePage = Schema['ScorePage'];
export type Ladder = Schema['LadderPage'];
export type SelfFoundShare = Schema['SelfFoundShareView'];
export type SelfFinding = Schema['SelfFindingView'];
export type SelfFindingPage = Schema['SelfFindingPage'];
export type SameMatter = Schema['SameMatterView'];
export type SameMatterPage = Schema['SameMatterPage'];
export type Veto = Schema['VetoView'];
export type VetoPage = Schema['VetoPage'];
/** The office's papers. */
export type Order = Schema['OrderView'];
export type OrderRow = Schema['OrderRowView'];
export type OrderPage = Schema['OrderPage'];
export type OrderPart = Schema['OrderPartView'];
export type SpotCheck = Schema['SpotCheckView'];
export type SpotCheckPage = Schema['SpotCheckPage'];
export type Card = Schema['CardView'];
export type CardPage = Schema['CardPage'];
export type Letter = Schema['ExplanationView'];
export type LetterPage = Schema['ExplanationPage'];
export type Concern = Schema['ConcernView'];
export type ConcernPage = Schema['ConcernPage'];
export type UrgingPage = Schema['UrgingPage'];
/** The rules a city changes by itself. */
export type RuleKind = Schema['RuleKindView']['kind'];
export type RuleKindView = Schema['RuleKindView'];
export type RuleHistory = Schema['RuleHistory'];
export type RuleVersion = Schema['RuleVersionView'];
export type RuleVersionContent = Schema['RuleVersionContent'];
export type RuleProposal = Schema['RuleProposalView'];
export type RulePreview = Schema['RulePreview'];
export type RoutingTrial = Schema['RoutingTrialView'];
export type OwnAccount = Schema['OwnAccountView'];
export type FactorOffer = Schema['FactorOffer'];
export type PasskeyView = Schema['PasskeyView'];
export type PasskeyList = Schema['PasskeyList'];
export type PasskeyAnswer = Schema['PasskeyAnswer'];
export type PasskeyAttestation = Schema['PasskeyAttestation'];
