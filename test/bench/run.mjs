// Prints how many intakes and life cycles a second the built server does on both engines, beside a bare program that says the same statements.
// BENCH_SECONDS each (10), BENCH_CONCURRENCY to try (8,16,32), BENCH_ENGINE a part of an engine's name,
// BENCH_ONLY `cases`, `webhooks`, `pages` or `figures` (BENCH_CASES in how many sizes). Both programs take turns in halves, so that whatever else
// the machine does falls on both. Run from the project's folder.
import { fork, spawn } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/global-setup.mjs';
import { prepareCity } from './city.mjs';
import { openEngines, ownFolder } from './engines.mjs';
import { measureFigures } from './figures.mjs';
import { closedLoop, figures, httpSender } from './load.mjs';
import { measurePages } from './pages.mjs';
import { STORIES } from './story.mjs';
import { ACCOUNT, emptyCarrier, measureWebhooks } from './webhooks.mjs';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const TRIED = (process.env.BENCH_CONCURRENCY ?? '8,16,32').split(',').map(Number);
const HALVES = 2;
const beside = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The built server as a process of its own. */
async function startServer(env) {
  const port = await freePort();
  const [url, flags] = [`http://127.0.0.1:${port}`, (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean)];
  const args = [...flags, '--import', beside('../support/server-in-a-story.mjs'), resolve('dist/main.js')];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env, PORT: String(port) }, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const ended = new Promise((done) => child.once('exit', done));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended before it was ready.\n${output}`);
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) break;
    await sleep(50);
  }
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, stop };
}

/** One window of the bare program, which lives as long as the window. */
function bare(job) {
  const child = fork(beside('bare.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((done, failed) => {
    child.once('message', done);
    child.once('exit', (code) => (code === 0 ? undefined : failed(new Error(`The bare program ended with ${code}`))));
    child.send(job);
  });
}

/** One window of clients against the server. */
async function served({ url, cookies, story, load }) {
  const { send, end } = httpSender(url, cookies, load.concurrency);
  const window = await closedLoop(load, (timed, turn) => story((name, ...request) => timed(name, () => send(...request)), turn));
  end();
  return window;
}

/** The concurrency at which the server does most, from a short try of each. */
async function bestConcurrency(subject, { story, writes }) {
  let best = { perSecond: -1, concurrency: TRIED[0] };
  for (const concurrency of TRIED.length > 1 ? TRIED : []) {
    const window = await served({ ...subject, story, load: { concurrency, seconds: 2, warmUp: 1 } });
    const { perSecond } = figures([window], writes);
    if (perSecond > best.perSecond) best = { perSecond, concurrency };
  }
  return best.concurrency;
}

async function measure(engine, rows) {
  const [ours, theirs] = [await engine.fresh('server'), await engine.fresh('bare')];
  const { cookies } = await prepareCity(ours.env);
  const { config, recordings, poolSize } = await prepareCity(theirs.env);
  // a city without a carrier: what would be sent is kept, and the measure is of the cases
  const server = await startServer({ ...ours.env, DEMO: '0' });
  for (const { name, story, writes } of STORIES) {
    const subject = { url: server.url, cookies };
    const concurrency = await bestConcurrency(subject, { story, writes });
    const load = { concurrency, seconds: SECONDS / HALVES, warmUp: Math.min(2, SECONDS / 5) };
    const windows = { served: [], together: [], apart: [] };
    const job = { database: config.database, recordings: recordings[name], poolSize, load };
    for (let half = 0; half < HALVES; half++) {
      windows.served.push(await served({ ...subject, story, load }));
      windows.together.push(await bare({ ...job, together: true }));
      // the embedded engine knows no journeys: there both ways are one
      if (config.database.engine === 'mysql') windows.apart.push(await bare({ ...job, together: false }));
    }
    const [mine, plain] = [figures(windows.served, writes), figures(windows.together, writes)];
    const apart = windows.apart.length > 0 ? figures(windows.apart, writes) : plain;
    rows.push(rowOf(engine.name, name, concurrency, mine, plain, apart));
    console.log(`${engine.name}, ${name}: measured with ${concurrency} clients.`);
  }
  await server.stop();
  for (const database of [ours, theirs]) await database.drop();
  return recordings;
}

/** The carrier's webhooks against the built server on a database server. */
async function measureCalls(engine) {
  const database = await engine.fresh('calls');
  await prepareCity(database.env);
  const server = await startServer({ ...database.env, ...ACCOUNT, TWILIO_API_BASE: await emptyCarrier(), DEMO: '0' });
  const rows = await measureWebhooks(server, database.env.DATABASE_URL);
  await server.stop();
  await database.drop();
  return rows.map((row) => ({ engine: engine.name, ...row }));
}

/** `ratio`: to the bare program that sends the same packets; `ratio, one by one`: to the one that sends each statement by itself. */
const rowOf = (engine, what, clients, mine, plain, apart) => ({
  engine,
  what,
  clients,
  'per second': Number(mine.perSecond.toFixed(1)),
  'p50 ms': Number(mine.p50.toFixed(1)),
  'p99 ms': Number(mine.p99.toFixed(1)),
  'bare per second': Number(plain.perSecond.toFixed(1)),
  'bare p50 ms': Number(plain.p50.toFixed(1)),
  ratio: Number((mine.perSecond / plain.perSecond).toFixed(2)),
  'bare, one by one': Number(apart.perSecond.toFixed(1)),
  'ratio, one by one': Number((mine.perSecond / apart.perSecond).toFixed(2)),
});

/** How many statements each write says, apart for those inside its transaction. */
function statementRows(recordings) {
  return Object.values(recordings).flatMap(([{ writes }]) =>
    writes.map(({ name, steps }) => {
      const from = steps.findIndex(({ sql }) => /^(START|BEGIN)/.test(sql));
      const to = steps.findIndex(({ sql }) => /^COMMIT/.test(sql));
      return {
        write: name,
        statements: steps.length,
        journeys: new Set(steps.map(({ journey }) => journey)).size,
        before: from,
        'in the transaction': to - from + 1,
        'for the answer': steps.length - to - 1,
      };
    }),
  );
}

// However the run ends, the exit handlers take the private server and the folder with them.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${SECONDS} s each.`);
const [rows, webhooks, counted, seen] = [[], [], [], []];
let recordings = {};
const wanted = (what) => (process.env.BENCH_ONLY ?? what) === what;
for (const engine of await openEngines(ownFolder())) {
  if (wanted('cases')) recordings = await measure(engine, rows);
  if (wanted('figures')) counted.push(...(await measureFigures(engine, startServer)));
  if (wanted('pages') && engine.name === 'embedded') seen.push(await measurePages(engine, startServer));
  if (wanted('webhooks') && engine.name !== 'embedded') webhooks.push(...(await measureCalls(engine)));
}
if (rows.length > 0) console.table(rows);
if (rows.length > 0) console.table(statementRows(recordings));
if (webhooks.length > 0) console.table(webhooks);
if (counted.length > 0) console.table(counted);
for (const { pages, lists } of seen) {
  console.table(pages);
  console.table(lists);
}
process.exit(0);
