// Every figure request over two years of cases, in two sizes, beside the same count as plain conditions over the raw rows.
import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { plainCondition } from '../support/plain-facts.mjs';

const DEMO_CASES = 3_000;
const SIZES = (process.env.BENCH_CASES ?? '3000,200000').split(',').map(Number);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);
const DAY = 86_400_000;
const TABLES = ['cases', 'assignments', 'case_limits', 'call_backs', 'case_facts', 'penalties'];
/** The requests of the dashboard, each over two years. */
const REQUESTS = {
  overview: 'overview?',
  'overview, compared': 'overview?compare=year',
  'by channel': 'overview?groupBy=channel',
  departments: 'departments?',
  categories: 'categories?',
  'trend by month': 'trend?groupBy=month',
  'trend by day': 'trend?groupBy=day',
  funnel: 'funnel?',
  'heat map': 'heat-map?',
  ranking: 'ranking?',
  'equal treatment': 'equality?',
  discretion: 'discretion?',
  detection: 'detection?',
};
/** These know periods of their own. */
const OTHERS = { topics: 'topics', 'limits calendar': 'limits-calendar' };
/** Which facts the plain count asks for, as the tables of these names need them. */
const PLAIN = {
  overview: null,
  departments: [
    ...['open', 'closed', 'overdue', 'response-due', 'responded', 'sign-due', 'signed-in-time', 'answer-due', 'answered-in-time', 'given'],
    ...[
      'standing',
      'called-back',
      'solved',
      'satisfied',
      'return-asked',
      'return-refused',
      'extension-asked',
      'later-round',
      'found',
      'verified',
    ],
  ],
  categories: [
    'open',
    'closed',
    'overdue',
    'answer-due',
    'answered-in-time',
    'called-back',
    'solved',
    'satisfied',
    'repeated',
    'found',
    'verified',
  ],
};

/** The engine itself, one statement after the other. */
async function connect({ DATA_DIR, DATABASE_URL }) {
  if (DATABASE_URL) {
    const connection = await mysql.createConnection(DATABASE_URL.replace(/^mariadb:/, 'mysql:'));
    return { embedded: false, ask: async (sql) => (await connection.query(sql))[0], end: () => connection.end() };
  }
  const { default: Database } = await import('libsql');
  const db = new Database(`${DATA_DIR}/hotline.db`);
  const ask = (sql) => Promise.resolve(/^\s*SELECT/.test(sql) ? db.prepare(sql).all() : db.exec(sql));
  return { embedded: true, ask, end: () => db.close() };
}

/** Copies of every case under numbers of their own, with parts, limits, call-backs and facts, until there are so many. */
async function multiply({ ask, embedded }, wanted) {
  const whole = (text) => `CAST(${text} AS ${embedded ? 'INTEGER' : 'UNSIGNED'})`;
  const joined = (...texts) => (embedded ? texts.join(' || ') : `CONCAT(${texts.join(', ')})`);
  for (let k = 1; k < wanted / DEMO_CASES; k++) {
    const number = (text) => `CAST(${whole(text)} + ${k * 1000} AS ${embedded ? 'TEXT' : 'CHAR'})`;
    const fresh = {
      caseNumber: number('caseNumber'),
      id: joined(number('substr(id, 1, 14)'), 'substr(id, 15)'),
      assignmentId: joined(number('substr(assignmentId, 1, 14)'), 'substr(assignmentId, 15)'),
      // a letter for the year: no handle that was drawn has one
      trackingHandle: joined(
        `substr('abcdefghij', ${whole('substr(caseNumber, 4, 1)')} + 1, 1)`,
        `substr(${number('caseNumber')}, 5, 4)`,
        `substr(${number('caseNumber')}, 10, 5)`,
      ),
      ...Object.fromEntries(['title', 'description', 'address', 'trackingHash'].map((column) => [column, "'-'"])),
    };
    for (const table of TABLES) {
      const known = await ask(embedded ? `SELECT name AS Field FROM pragma_table_info('${table}')` : `SHOW COLUMNS FROM ${table}`);
      const names = known.map(({ Field }) => Field);
      const id = ['call_backs', 'penalties'].includes(table) ? joined('substr(id, 1, 30)', `'${String(k).padStart(6, '0')}'`) : fresh.id;
      const values = names.map((name) => (name === 'id' ? id : (fresh[name] ?? name)));
      // the originals: their running number of the day is below a thousand
      const own = `${whole('substr(caseNumber, 9)')} < 1000`;
      await ask(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${own}`);
    }
  }
  if (!embedded) await ask(`ANALYZE TABLE ${TABLES.join(', ')}`);
  else await ask('ANALYZE');
}

/** How long one pass over the raw rows takes, as figures were counted before there were facts: each fact of the table is asked once a case. */
async function plainCount({ ask }, table, facts) {
  const join = "JOIN assignments u ON u.caseNumber = c.caseNumber AND u.status <> 'recalled'";
  const bits = facts.map((fact, index) => {
    const condition = plainCondition(fact, { now: Date.now() });
    const own =
      table === 'departments'
        ? condition.replaceAll(/\bf\.status (<>|NOT IN)/g, 'f.departmentCode = u.departmentCode AND f.status $1')
        : condition;
    return `CASE WHEN ${own} THEN ${2 ** index} ELSE 0 END`;
  });
  const key = { departments: 'u.departmentCode', categories: "COALESCE(c.categoryCode, '')" }[table] ?? "''";
  const began = performance.now();
  await ask(
    `SELECT ${key} AS unit, ${bits.join(' + ')} AS bits, COUNT(*) AS n FROM cases c ${table === 'departments' ? join : ''} WHERE c.sealed = 0 GROUP BY unit, bits`,
  );
  return performance.now() - began;
}

const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const ms = (time) => Number(time.toFixed(1));

async function timed(url, cookie) {
  const began = performance.now();
  const response = await fetch(url, { headers: { cookie } });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return performance.now() - began;
}

/** One case comes in between two readings, so that every figure has something new to take in. */
async function oneMore(url) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const body = JSON.stringify({ kind: 'complaint', description: '窗口要求重复提交材料，跑了三趟。', categoryCode: '0103' });
  const response = await fetch(`${url}/api/v1/public/complaints`, { method: 'POST', headers, body });
  if (response.status !== 201) throw new Error(`The intake answered ${response.status}`);
}

async function signedIn(url, username) {
  const body = JSON.stringify({ username, password: 'demo-12345' });
  const response = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return String(response.headers.get('set-cookie')).split(';')[0];
}

/** Rows for one size: every request for the supervisor, some for a leader, and the dashboard as a whole. */
async function measure(name, cases, server, plain) {
  const [supervisor, leader] = [await signedIn(server.url, 'supervisor1'), await signedIn(server.url, 'market.leader')];
  const day = (at) => new Date(at).toISOString().slice(0, 10);
  const period = `from=${day(Date.now() - 730 * DAY)}&to=${day(Date.now())}`;
  const address = (path) => `${server.url}/api/v1/statistics/${path}${path.includes('?') ? `&${period}` : ''}`;
  const row = (what, times, extra = {}) => ({
    engine: name,
    cases,
    what,
    'p50 ms': ms(quantile(times, 0.5)),
    'p95 ms': ms(quantile(times, 0.95)),
    ...extra,
  });
  const rows = [row('first of all', [await timed(address(REQUESTS.overview), supervisor)])];
  const asked = [
    ...Object.entries({ ...REQUESTS, ...OTHERS }).map(([what, path]) => [what, path, supervisor]),
    ['overview, leader', REQUESTS.overview, leader],
    ['trend by month, leader', REQUESTS['trend by month'], leader],
  ];
  for (const [what, path, cookie] of asked) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      await oneMore(server.url);
      times.push(await timed(address(path), cookie));
    }
    rows.push(row(what, times, plain[path.replace('?', '')] === undefined ? {} : { 'plain ms': ms(plain[path.replace('?', '')]) }));
  }
  const whole = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await Promise.all(Object.values({ ...REQUESTS, ...OTHERS }).map((path) => timed(address(path), supervisor)));
    whole.push(performance.now() - began);
  }
  rows.push(row('all of them at once', whole));
  return rows;
}

/** Fills the demo city, multiplies it to each size in turn, and measures. */
export async function measureFigures(engine, startServer) {
  const database = await engine.fresh('figures');
  const rows = [];
  let server = await startServer(database.env);
  const { FACTS } = await import(`${process.cwd()}/dist/domain/fact-names.js`);
  for (const cases of SIZES) {
    await server.stop();
    const direct = await connect(database.env);
    if (cases > DEMO_CASES) await multiply(direct, cases);
    const plain = {};
    for (const [table, facts] of Object.entries(PLAIN)) plain[table] = await plainCount(direct, table, facts ?? FACTS);
    await direct.end();
    server = await startServer(database.env);
    rows.push(...(await measure(engine.name, cases, server, plain)));
    console.log(`${engine.name}: figures over ${cases} cases measured.`);
  }
  await server.stop();
  await database.drop();
  return rows;
}
