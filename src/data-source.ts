import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import libsql from 'libsql';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { ASSESSMENT_ENTITIES } from './assessment/assessment.entity.js';
import { AgentRow, AgentSkillsRow, AgentStateRow, Call, CallCase, Recording, RecordingTicket, Task } from './calls/call.entity.js';
import { CalendarDay, CalendarProposal, CalendarYear } from './calendar/calendar.entity.js';
import { Case } from './cases/case.entity.js';
import { Assignment, CallBack, CaseBehaviour, CaseLimit, CaseMessage, CaseReader, CaseTerm, Rating } from './cases/parts.entity.js';
import { CaseOrigin } from './cases/case-origin.entity.js';
import { CaseFacts } from './cases/case-facts.entity.js';
import { Penalty } from './cases/penalty.entity.js';
import { Complainant } from './complainants/complainant.entity.js';
import { BehaviourVersion, Category, DepartmentRow, RuleVersion } from './departments/department.entity.js';
import { Counter, EventHead, LoggedEvent } from './events/event.entity.js';
import { Attachment } from './files/attachment.entity.js';
import { IMPORT_ENTITIES } from './imports/import.entity.js';
import { INVESTIGATION_ENTITIES } from './investigations/investigation.entity.js';
import { FEEDBACK_ENTITIES } from './feedback/feedback.entity.js';
import { HomeLook } from './home/home.entity.js';
import { MatterCard } from './knowledge/matter-card.entity.js';
import { ApprovedFee } from './knowledge/fee.entity.js';
import { KnowledgeArticle, KnowledgeOpinion, KnowledgeTerm, KnowledgeVersion } from './knowledge/knowledge.entity.js';
import { Foundation1764000000000 } from './migrations/1764000000000-foundation.js';
import { Telephone1764100000000 } from './migrations/1764100000000-telephone.js';
import { Notices1764200000000 } from './migrations/1764200000000-notices.js';
import { Publicity1764340000000 } from './migrations/1764340000000-publicity.js';
import { Supervision1764300000000 } from './migrations/1764300000000-supervision.js';
import { Organisation1764451000000 } from './migrations/1764451000000-organisation.js';
import { Investigations1764310000000 } from './migrations/1764310000000-investigations.js';
import { Findings1764400000000 } from './migrations/1764400000000-findings.js';
import { CalendarProposals1764452000000 } from './migrations/1764452000000-calendar-proposals.js';
import { Home1764450000000 } from './migrations/1764450000000-home.js';
import { Knowledge1764455000000 } from './migrations/1764455000000-knowledge.js';
import { Rules1764410000000 } from './migrations/1764410000000-rules.js';
import { RuleDraft, RuleProposal } from './settings/rule-proposal.entity.js';
import { Accounts1764395000000 } from './migrations/1764395000000-accounts.js';
import { Imports1764390000000 } from './migrations/1764390000000-imports.js';
import { Mandate1764350000000 } from './migrations/1764350000000-mandate.js';
import { Open3111764370000000 } from './migrations/1764370000000-open311.js';
import { Factors1764460000000 } from './migrations/1764460000000-factors.js';
import { SelfTests1764480000000 } from './migrations/1764480000000-self-tests.js';
import { Passkeys1764470000000 } from './migrations/1764470000000-passkeys.js';
import { RuleDrafts1764520000000 } from './migrations/1764520000000-rule-drafts.js';
import { Preferences1764530000000 } from './migrations/1764530000000-preferences.js';
import { LateFacts1764540000000 } from './migrations/1764540000000-late-facts.js';
import { Skills1764510000000 } from './migrations/1764510000000-skills.js';
import { Retention1764500000000 } from './migrations/1764500000000-retention.js';
import { Webhooks1764380000000 } from './migrations/1764380000000-webhooks.js';
import { Figures1764330000000 } from './migrations/1764330000000-figures.js';
import { Assessment1764320000000 } from './migrations/1764320000000-assessment.js';
import { Notice, OptOut, Reply, Survey } from './notices/notice.entity.js';
import { Open311Client, Open311Filing } from './open311/open311.entity.js';
import type { Config } from './platform/config.js';
import { IdempotencyKey } from './platform/idempotency.entity.js';
import { Export, ExportCase, ExportTicket } from './publicity/export.entity.js';
import { TypicalCase, TypicalCaseVersion } from './publicity/typical-case.entity.js';
import {
  SupervisionOrder,
  SupervisionStage,
  SupervisionPart,
  SupervisionReport,
  SupervisionCase,
  SpotCheck,
  SpotCheckCase,
} from './supervision/order.entity.js';
import { Card, Explanation, Accountability, Concern, Urging, OverdueWatch } from './supervision/paper.entity.js';
import { SelfTest } from './self-tests/self-test.entity.js';
import { WEBHOOK_ENTITIES } from './webhooks/webhook.entity.js';
import { PasswordLink } from './staff/password-link.entity.js';
import { Passkey, PasskeyChallenge } from './staff/passkey.entity.js';
import { Preference } from './staff/preference.entity.js';
import { RecoveryCode, SecondFactor } from './staff/second-factor.entity.js';
import { Account, Recusal, Session, SignInFailure } from './staff/staff.entity.js';

export const ENTITIES = [
  Account,
  Session,
  PasswordLink,
  SignInFailure,
  SecondFactor,
  RecoveryCode,
  Passkey,
  PasskeyChallenge,
  Preference,
  Recusal,
  DepartmentRow,
  Category,
  BehaviourVersion,
  RuleVersion,
  RuleDraft,
  RuleProposal,
  CalendarDay,
  CalendarYear,
  CalendarProposal,
  KnowledgeArticle,
  KnowledgeVersion,
  KnowledgeTerm,
  KnowledgeOpinion,
  ApprovedFee,
  MatterCard,
  ...FEEDBACK_ENTITIES,
  Case,
  Complainant,
  Assignment,
  CaseBehaviour,
  CaseLimit,
  CaseTerm,
  CaseMessage,
  CallBack,
  Rating,
  CaseFacts,
  CaseOrigin,
  Penalty,
  CaseReader,
  Attachment,
  Call,
  CallCase,
  Recording,
  RecordingTicket,
  AgentRow,
  AgentSkillsRow,
  AgentStateRow,
  Task,
  Notice,
  Survey,
  OptOut,
  Reply,
  TypicalCase,
  TypicalCaseVersion,
  Export,
  ExportCase,
  ExportTicket,
  Open311Client,
  Open311Filing,
  ...IMPORT_ENTITIES,
  ...WEBHOOK_ENTITIES,
  ...INVESTIGATION_ENTITIES,
  SupervisionOrder,
  SupervisionStage,
  SupervisionPart,
  SupervisionReport,
  SupervisionCase,
  SpotCheck,
  SpotCheckCase,
  Card,
  Explanation,
  Accountability,
  Concern,
  Urging,
  OverdueWatch,
  HomeLook,
  SelfTest,
  ...ASSESSMENT_ENTITIES,
  LoggedEvent,
  EventHead,
  Counter,
  IdempotencyKey,
];

/** One migration history for both engines. */
export const MIGRATIONS = [
  Foundation1764000000000,
  Telephone1764100000000,
  Notices1764200000000,
  Supervision1764300000000,
  Investigations1764310000000,
  Assessment1764320000000,
  Figures1764330000000,
  Publicity1764340000000,
  Mandate1764350000000,
  Open3111764370000000,
  Webhooks1764380000000,
  Imports1764390000000,
  Accounts1764395000000,
  Findings1764400000000,
  Rules1764410000000,
  Home1764450000000,
  Organisation1764451000000,
  CalendarProposals1764452000000,
  Knowledge1764455000000,
  Factors1764460000000,
  Passkeys1764470000000,
  SelfTests1764480000000,
  Retention1764500000000,
  Skills1764510000000,
  RuleDrafts1764520000000,
  Preferences1764530000000,
  LateFacts1764540000000,
];

/** Said on every MySQL connection: UTC, the house's isolation, deadlines for locks and statements, and room for all recusals of a reader. */
const mysqlSession = (version: string): string[] => [
  "SET time_zone = '+00:00'",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION innodb_lock_wait_timeout = 8',
  'SET SESSION group_concat_max_len = 1048576',
  /mariadb/i.test(version) ? 'SET SESSION max_statement_time = 20' : 'SET SESSION max_execution_time = 20000',
];

interface Embedded {
  pragma(text: string): unknown;
  prepare(sql: string): unknown;
}

/**
 * Lets a transaction of the embedded engine take its turn when it begins. One that began as a reader would find at its first write that another
 * process was faster, and there is no waiting then. Source: SQLite, BEGIN IMMEDIATE and SQLITE_BUSY_SNAPSHOT.
 */
function waitAtTheBeginning(db: Embedded): void {
  const prepare = db.prepare.bind(db);
  db.prepare = (sql) => prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE TRANSACTION' : sql);
}

/** Settings of the writing or the reading connection. */
export function sourceOptions(database: Config['database'], use: 'writer' | 'reader', poolSize = 6): DataSourceOptions {
  const common = { entities: ENTITIES, migrations: use === 'writer' ? MIGRATIONS : [], migrationsTransactionMode: 'none' as const };
  if (database.engine === 'mysql') {
    const url = use === 'writer' ? database.url : database.replicaUrl;
    return {
      ...common,
      type: database.type,
      url,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      poolSize,
      multipleStatements: true,
      trace: false, // a stack for every statement costs more than it tells
      connectTimeout: 5_000,
      supportBigNumbers: true,
      bigNumberStrings: false,
    };
  }
  mkdirSync(dirname(database.file), { recursive: true });
  const prepareDatabase = (db: Embedded) => {
    db.pragma('busy_timeout = 5000');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    if (use === 'reader') db.pragma('query_only = 1');
    else waitAtTheBeginning(db);
  };
  return {
    ...common,
    type: 'better-sqlite3',
    driver: libsql,
    database: database.file,
    enableWAL: use === 'writer',
    prepareDatabase: prepareDatabase as never,
  };
}

interface Pool {
  on(event: 'connection', use: (connection: { query(sql: string): void }) => void): void;
}

/** Opens a connection; on the MySQL protocol every pooled one gets the session settings first. */
export async function openSource(database: Config['database'], use: 'writer' | 'reader', poolSize?: number): Promise<DataSource> {
  const source = new DataSource(sourceOptions(database, use, poolSize));
  await source.initialize();
  if (database.engine === 'mysql') {
    const [{ version } = { version: '' }] = await source.query<{ version: string }[]>('SELECT VERSION() AS version');
    const statements = mysqlSession(version);
    const { pool } = source.driver as unknown as { pool: Pool };
    pool.on('connection', (connection) => statements.forEach((sql) => connection.query(sql)));
    for (const sql of statements) await source.query(sql); // the connection that initialize() opened before the hook stood
  }
  return source;
}

/** Brings the schema up to date; of several processes that start at once, one does it while the others wait. */
export async function migrate(source: DataSource): Promise<void> {
  if (source.options.type === 'better-sqlite3') {
    await source.runMigrations();
    return;
  }
  const runner = source.createQueryRunner();
  try {
    await runner.query("SELECT GET_LOCK('hotline-migrations', 120)");
    await source.runMigrations();
  } finally {
    await runner.query("SELECT RELEASE_LOCK('hotline-migrations')");
    await runner.release();
  }
}
