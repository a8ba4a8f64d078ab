// The facts of figures a second time, as plain conditions over the raw rows: a yardstick for what is stored, and for how fast it is read.
const OPEN = "('pending_acceptance','pending_dispatch','handling','pending_review','pending_callback')";
const STANDING = "f.status NOT IN ('returned','recalled')";
const GIVEN = "f.status <> 'recalled'";
const STOOD = 'JSON_EXTRACT(l.pauses, {last-from})';
/** A clock that was stopped, or fell away, after its limit is as late as it was then. */
const WAS_LATE = `(l.state = 'missed' OR (l.state = 'paused' AND ${STOOD} > l.dueAt) OR (l.state = 'ended' AND
  CASE WHEN JSON_EXTRACT(l.pauses, {last-to}) = l.endedAt THEN ${STOOD} ELSE l.endedAt END > l.dueAt))`;
const LATE = `(${WAS_LATE} OR (l.state = 'running' AND l.dueAt < {now}))`;
const VALID_CALL = `FROM call_backs b WHERE b.caseNumber = c.caseNumber AND b.round = c.round AND b.reached = 1
  AND b.solved IS NOT NULL AND b.satisfiedResult IN ('satisfied','mostly','dissatisfied')`;

const status = (...names) => `c.status IN (${names.map((name) => `'${name}'`).join(',')})`;
const part = (which, more = '') =>
  `EXISTS (SELECT 1 FROM assignments f WHERE f.caseNumber = c.caseNumber AND ${which}{mine}${more && ` AND ${more}`})`;
const clock = (more) =>
  `EXISTS (SELECT 1 FROM case_limits l JOIN assignments f ON f.id = l.assignmentId
    WHERE l.caseNumber = c.caseNumber AND ${STANDING}{mine} AND ${more})`;
const late = (name) => clock(`l.name = '${name}' AND ${LATE}`);
const inTime = (name) =>
  `(${clock(`l.name = '${name}' AND l.state = 'met'`)} AND NOT ${clock(`l.name = '${name}' AND (l.state IN ('running','paused') OR ${WAS_LATE})`)})`;
const responded = `(${inTime('sign')} AND NOT ${clock("l.name = 'first-contact' AND f.firstContactAt IS NULL")})`;
const lastCall = (column, values) => `(SELECT b.${column} ${VALID_CALL} ORDER BY b.at DESC, b.id DESC LIMIT 1) IN (${values})`;

const CONDITIONS = {
  'pending-acceptance': status('pending_acceptance'),
  'pending-dispatch': status('pending_dispatch'),
  handling: status('handling'),
  'pending-review': status('pending_review'),
  'pending-callback': status('pending_callback'),
  open: `c.status IN ${OPEN}`,
  closed: `(${status('closed', 'archived')} AND c.closedAt IS NOT NULL)`,
  answered: status('answered'),
  rejected: status('rejected'),
  merged: status('merged'),
  withdrawn: status('withdrawn'),
  transferred: status('transferred'),
  terminated: status('terminated'),
  'own-matter': `NOT ${status('rejected', 'merged', 'withdrawn', 'transferred')}`,
  overdue: 'c.dueAt < {now}',
  given: part(GIVEN),
  standing: part(STANDING),
  'response-due': `(${responded} OR ${late('sign')} OR ${clock(
    `l.name = 'first-contact' AND f.firstContactAt IS NULL AND (l.state = 'met' OR f.status IN ('answered','accepted') OR f.round > 1 OR ${LATE})`,
  )})`,
  responded,
  'sign-due': `(${inTime('sign')} OR ${late('sign')})`,
  'signed-in-time': inTime('sign'),
  'answer-due': `(${inTime('answer')} OR ${late('answer')})`,
  'answered-in-time': inTime('answer'),
  'ever-late': clock(LATE),
  'called-back': `EXISTS (SELECT 1 ${VALID_CALL})`,
  solved: lastCall('solved', "'solved','mostly'"),
  satisfied: lastCall('satisfiedResult', "'satisfied','mostly'"),
  'first-round': 'c.round = 1',
  'later-round': 'c.round > 1',
  'return-asked': part(GIVEN, "f.returnStatus <> 'none'"),
  'return-refused': part(GIVEN, "f.returnStatus = 'refused'"),
  'never-returned': `NOT ${part(GIVEN, "f.returnStatus = 'granted'")}`,
  'extension-asked': part(STANDING, "f.extensionStatus <> 'none'"),
  repeated: "(c.repeatCount > 0 OR c.status = 'merged')",
  found: part(STANDING, 'f.finding IS NOT NULL'),
  verified: part(STANDING, "f.finding IN ('true','partly-true')"),
  accepted: `NOT ${status('pending_acceptance', 'rejected')}`,
  counted: "c.exclusion <> 'granted'",
  'commission-found': 'c.commissionFinding IS NOT NULL',
  'commission-verified': "c.commissionFinding IN ('proven','partly-proven')",
  'all-answered': `(${part(STANDING)} AND NOT ${part(STANDING, "f.status NOT IN ('answered','accepted') AND f.round = 1")})`,
};

const LAST = { embedded: '$[#-1]', mysql: '$[last]' };

/** A fact as a condition on `cases c`; with departments it is the part of those. All is written into the text: it is for tests alone. */
export function plainCondition(fact, { now, departments, engine = 'embedded' }) {
  const mine = departments ? ` AND f.departmentCode IN (${departments.map((code) => `'${code}'`).join(',')})` : '';
  const text = fact === 'overdue' && departments ? clock("l.state = 'running' AND l.dueAt < {now}") : CONDITIONS[fact];
  if (!text) throw new Error(`No plain condition says ${fact}`);
  return text
    .replaceAll('{now}', String(now))
    .replaceAll('{mine}', mine)
    .replaceAll(/\{last-(from|to)\}/g, (_, end) => `'${LAST[engine]}.${end}'`);
}
