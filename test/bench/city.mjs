// Prepares a database – schema, settings of the city, accounts, sessions – and records what the server says to it for each story.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PEOPLE, STORIES, VARIETY } from './story.mjs';

const built = (file) => import(pathToFileURL(resolve('dist', file)).href);

/** Fills the database of `env`; gives the cookies of PEOPLE and the statements of every variety of every story. */
export async function prepareCity(env) {
  await import('reflect-metadata');
  const [{ readConfig }, { loadRing }, { openSource, migrate }] = [
    await built('platform/config.js'),
    await built('platform/crypto.js'),
    await built('data-source.js'),
  ];
  const config = readConfig(env);
  const ring = loadRing(config, true);
  const writer = await openSource(config.database, 'writer');
  await migrate(writer);
  const reader = await openSource(config.database, 'reader');
  const app = await openApp(config, ring, { writer, reader });
  const cookies = await signIn(app);
  const recorder = new Recorder({ writer, reader });
  const recordings = {};
  for (const { name, story } of STORIES) recordings[name] = await recordAll(app, story, cookies, recorder);
  await app.close();
  return { config, cookies, recordings, poolSize: writer.options.poolSize };
}

/** The application without a port, over a city that has settings and accounts and no cases. */
async function openApp(config, ring, sources) {
  const { createApp } = await built('server.js');
  const { seedReference, seedDemoAccounts } = await built('seed.js');
  const [{ Db }, { Clock }] = [await built('platform/db.js'), await built('platform/clock.js')];
  const [{ Reference }, { WorkingDays }] = [await built('departments/reference.js'), await built('calendar/working-days.js')];
  const app = await createApp(config, ring, sources);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await seedReference(app.get(Db), app.get(Clock));
  await seedDemoAccounts(app.get(Db), ring.keys, app.get(Clock));
  await app.get(Reference).load();
  await app.get(WorkingDays).load();
  return app;
}

async function post(app, path, payload, headers = {}) {
  const response = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}: ${response.body}`);
  return response;
}

async function signIn(app) {
  const cookies = {};
  for (const username of PEOPLE) {
    const { headers } = await post(app, '/session', { username, password: 'demo-12345' });
    cookies[username] = String(headers['set-cookie']).split(';')[0];
  }
  return cookies;
}

async function recordAll(app, story, cookies, recorder) {
  const recordings = [];
  // The first of all makes the day's counter and fills caches; it is played twice and recorded once.
  for (const turn of [0, ...Array(VARIETY).keys()]) {
    const recording = { at: Date.now(), caseNumber: '', writes: [] };
    await story(async (name, path, body, { headers = {}, as } = {}) => {
      const steps = recorder.begin();
      const answer = (await post(app, path, body, { ...headers, ...(as ? { cookie: cookies[as] } : {}) })).json();
      recording.caseNumber ||= answer.caseNumber;
      recording.writes.push({ name, steps: [...steps] });
      return answer;
    }, turn);
    recordings[turn] = recording;
  }
  return recordings;
}

/** Stands where TypeORM's logger stands and notes every statement: on which connection, in which transaction, with what. */
class Recorder {
  steps = [];
  runners = new Map();
  journeys = 0;

  constructor(sources) {
    for (const [pool, source] of Object.entries(sources)) {
      const logQuery = (sql, params = [], runner) => this.note(pool, sql, params, runner);
      source.logger = new Proxy({ logQuery }, { get: (known, name) => known[name] ?? (() => undefined) });
    }
  }

  begin() {
    this.runners.clear();
    return (this.steps = []);
  }

  note(pool, sql, params, runner) {
    if (!this.runners.has(runner)) this.runners.set(runner, this.runners.size);
    // what travelled together is noted one by one, with the journey it made
    const journey = this.journeys++;
    let from = 0;
    for (const one of sql.split(';\n')) {
      const to = from + (one.match(/\?/g)?.length ?? 0);
      this.steps.push({ pool, journey, runner: this.runners.get(runner), sql: one, params: params.slice(from, to) });
      from = to;
    }
  }
}
