import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Column: name, `*` for the key, `?` for nullable, type. Index: optional `unique`, name, columns. */
const TABLES: Record<string, { columns: string[]; indexes: string[] }> = {
  calendar_days: {
    columns: ['day* varchar(10)', 'kind varchar(4)', 'name varchar(64)', 'source varchar(16)'],
    indexes: [],
  },
  calendar_years: {
    columns: ['year* bigint', 'published tinyint'],
    indexes: [],
  },
  cases: {
    columns: [
      'caseNumber* varchar(14)',
      'version integer',
      'status varchar(24)',
      'sealed tinyint',
      'kind varchar(16)',
      'urgency varchar(16)',
      'channel varchar(24)',
      'categoryCode? varchar(16)',
      'accusedDepartmentCode? varchar(32)',
      'region? varchar(64)',
      'accusation tinyint',
      'complex tinyint',
      'project tinyint',
      'size? varchar(16)',
      'origin? varchar(16)',
      'registeredBy varchar(64)',
      'receivedAt bigint',
      'updatedAt bigint',
      'closedAt? bigint',
      'round integer',
      'summary? text',
      'masterCaseNumber? varchar(14)',
      'rejectReason? varchar(24)',
      'outcomeText? text',
      'outcomeTarget? varchar(64)',
      'knowledgeId? varchar(64)',
      'returnCount integer',
      'repeatCount integer',
      'urgeCount integer',
      'callBackAttempts integer',
      'calledBack tinyint',
      'rated tinyint',
      'suspendGround? varchar(24)',
      'suspendedAt? bigint',
      'suspendedUntil? bigint',
      'limitName? varchar(16)',
      'dueAt? bigint',
      'amberAt? bigint',
      'redAt? bigint',
      'occurredAt? bigint',
      'amountFen? bigint',
      'visits? integer',
      'basisShown? integer',
      'receiptGiven? integer',
      'consentToBeNamed tinyint',
      'warnings? text',
      'title text',
      'description text',
      'address? text',
      'namedOfficial? text',
      'trackingHandle varchar(10)',
      'trackingHash varchar(160)',
    ],
    indexes: [
      'unique cases_handle: trackingHandle',
      'cases_master: masterCaseNumber',
      'cases_suspended: suspendedUntil',
      'cases_channel: channel, receivedAt',
      'cases_registered: registeredBy, receivedAt',
      'cases_accused: accusedDepartmentCode, receivedAt',
      'cases_status_closed: status, closedAt',
      'cases_category: categoryCode, receivedAt',
      'cases_status_due: status, dueAt',
      'cases_status_received: status, receivedAt',
      'cases_due: dueAt, sealed',
      'cases_updated: updatedAt, sealed',
      'cases_received: receivedAt, sealed',
    ],
  },
  assignments: {
    columns: [
      'id* varchar(24)',
      'caseNumber varchar(14)',
      'departmentCode varchar(32)',
      'role varchar(8)',
      'status varchar(24)',
      'round integer',
      'returnLocked tinyint',
      'dispatchedAt bigint',
      'signedAt? bigint',
      'firstContactAt? bigint',
      'answeredAt? bigint',
      'returnStatus varchar(16)',
      'returnReason? text',
      'returnAskedAt? bigint',
      'extensionStatus varchar(16)',
      'extensionDays? integer',
      'extensionReason? text',
      'extensionAskedAt? bigint',
      'finding? varchar(16)',
      'solved? varchar(16)',
      'unsolvedReason? text',
      'internalNote? text',
      'publicReply? text',
      'answeredBy? varchar(64)',
    ],
    indexes: [
      'assignments_department: departmentCode, status, caseNumber',
      'assignments_case: caseNumber',
      'assignments_status: status, caseNumber',
      'assignments_extension: extensionStatus, caseNumber',
    ],
  },
  case_limits: {
    columns: [
      'id* varchar(24)',
      'caseNumber varchar(14)',
      'name varchar(16)',
      'assignmentId? varchar(24)',
      'unit varchar(16)',
      'amount integer',
      'ruleVersion integer',
      'startedAt bigint',
      'extraWorkingDays integer',
      'pauses text',
      'dueAt bigint',
      'amberAt bigint',
      'redAt bigint',
      'provisional tinyint',
      'state varchar(8)',
      'endedAt? bigint',
      'level integer',
      'nextAt? bigint',
    ],
    indexes: ['case_limits_next: nextAt, id', 'case_limits_case: caseNumber'],
  },
  case_terms: {
    columns: ['term* varchar(12)', 'scope* varchar(1)', 'caseNumber* varchar(14)'],
    indexes: ['case_terms_case: caseNumber'],
  },
  case_messages: {
    columns: ['id* varchar(36)', 'caseNumber varchar(14)', 'direction varchar(4)', 'text text', 'at bigint', 'username varchar(64)'],
    indexes: ['case_messages_case: caseNumber, at'],
  },
  call_backs: {
    columns: [
      'id* varchar(36)',
      'caseNumber varchar(14)',
      'round integer',
      'attempt integer',
      'reached tinyint',
      'contacted? integer',
      'solved? varchar(16)',
      'satisfiedResult? varchar(16)',
      'satisfiedProcess? varchar(16)',
      'words? text',
      'at bigint',
      'username varchar(64)',
    ],
    indexes: ['call_backs_case: caseNumber, at'],
  },
  ratings: {
    columns: [
      'id* varchar(36)',
      'caseNumber varchar(14)',
      'round integer',
      'solved varchar(16)',
      'satisfied varchar(16)',
      'contacted tinyint',
      'comment? text',
      'at bigint',
    ],
    indexes: ['ratings_case: caseNumber, at'],
  },
  case_readers: {
    columns: ['username* varchar(64)', 'caseNumber* varchar(14)'],
    indexes: ['case_readers_case: caseNumber'],
  },
  complainants: {
    columns: [
      'caseNumber* varchar(14)',
      'anonymous tinyint',
      'name? text',
      'phone? text',
      'email? text',
      'idNumber? text',
      'address? text',
      'organisation? text',
      'uscc? text',
      'phoneIndex? varchar(32)',
      'usccIndex? varchar(32)',
    ],
    indexes: ['complainants_uscc: usccIndex', 'complainants_phone: phoneIndex'],
  },
  departments: {
    columns: [
      'code* varchar(32)',
      'name varchar(64)',
      'nameEn varchar(128)',
      'parentCode? varchar(32)',
      'level varchar(8)',
      'kind varchar(16)',
      'phone? varchar(32)',
      'duties? text',
      'active tinyint',
      'position integer',
    ],
    indexes: [],
  },
  categories: {
    columns: [
      'code* varchar(16)',
      'parentCode? varchar(16)',
      'name varchar(64)',
      'nameEn varchar(128)',
      'help? text',
      'helpEn? text',
      'flags text',
      'position integer',
    ],
    indexes: [],
  },
  behaviours: {
    columns: ['code* varchar(16)', 'name varchar(128)', 'nameEn varchar(200)', 'categories text', 'measures text', 'article? text'],
    indexes: [],
  },
  rule_versions: {
    columns: ['kind* varchar(16)', 'version* bigint', 'validFrom bigint', 'content text', 'username varchar(64)', 'createdAt bigint'],
    indexes: ['rule_versions_validity: kind, validFrom'],
  },
  events: {
    columns: [
      'number* bigint',
      'type varchar(48)',
      'audience varchar(8)',
      'at bigint',
      'caseNumber? varchar(14)',
      'version? integer',
      'username varchar(64)',
      'role varchar(32)',
      'facts text',
      'hash varchar(64)',
    ],
    indexes: ['events_audience: audience, number', 'events_case: caseNumber, number'],
  },
  event_head: {
    columns: ['id* varchar(8)', 'number bigint', 'hash varchar(64)'],
    indexes: [],
  },
  counters: {
    columns: ['name* varchar(32)', 'value integer'],
    indexes: [],
  },
  attachments: {
    columns: [
      'id* varchar(36)',
      'caseNumber varchar(14)',
      'name text',
      'type varchar(100)',
      'bytes integer',
      'sha256 varchar(64)',
      'at bigint',
      'username varchar(64)',
      'shareable tinyint',
    ],
    indexes: ['attachments_case: caseNumber, at'],
  },
  knowledge_articles: {
    columns: [
      'id* varchar(32)',
      'title varchar(200)',
      'body text',
      'departmentCode varchar(32)',
      'legalBasis? text',
      'validFrom varchar(10)',
      'validTo? varchar(10)',
      'reviewAt varchar(10)',
      'open tinyint',
      'tags text',
    ],
    indexes: ['knowledge_articles_department: departmentCode'],
  },
  idempotency_keys: {
    columns: ['id* varchar(43)', 'bodyHash varchar(43)', 'answer text', 'at bigint'],
    indexes: ['idempotency_keys_age: at'],
  },
  accounts: {
    columns: [
      'username* varchar(64)',
      'name varchar(64)',
      'roles text',
      'departmentCode? varchar(32)',
      'passwordHash varchar(160)',
      'active tinyint',
      'duty tinyint',
      'createdAt bigint',
    ],
    indexes: [],
  },
  sessions: {
    columns: ['tokenHash* varchar(43)', 'username varchar(64)', 'createdAt bigint', 'expiresAt bigint', 'endedAt? bigint'],
    indexes: ['sessions_expiry: expiresAt', 'sessions_username: username'],
  },
  sign_in_failures: {
    columns: ['nameHash* varchar(43)', 'count integer', 'lastAt bigint'],
    indexes: [],
  },
  recusals: {
    columns: ['username* varchar(64)', 'departmentCode* varchar(32)', 'reason varchar(200)'],
    indexes: [],
  },
};

function column(text: string) {
  const [, name, key, nullable, type, length] = /^(\w+)(\*?)(\??) (\w+)(?:\((\d+)\))?$/.exec(text)!;
  return { name: name!, type: type!, isPrimary: key === '*', isNullable: nullable === '?', ...(length ? { length } : {}) };
}

function index(text: string) {
  const [, unique, name, columns] = /^(unique )?(\w+): (.*)$/.exec(text)!;
  return { name: name!, columnNames: columns!.split(', '), isUnique: unique !== undefined };
}

/** Every table of the first release, written once for both engines. */
export class Foundation1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type !== 'better-sqlite3') {
      const [row] = (await runner.query('SELECT DATABASE() AS name')) as { name: string }[];
      await runner.query(`ALTER DATABASE \`${row!.name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    }
    for (const [name, { columns, indexes }] of Object.entries(TABLES)) {
      await runner.createTable(new Table({ name, columns: columns.map(column), indices: indexes.map(index) }));
    }
    await runner.query("INSERT INTO event_head (id, number, hash) VALUES ('head', 0, '')");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES).reverse()) await runner.dropTable(name);
  }
}
