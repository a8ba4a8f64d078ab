// The yardstick: a program of its own that says the recorded statements to the same engine – no framework, no rules, no encryption.
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { closedLoop } from './load.mjs';
import { paramsFor, playable, Turn } from './replay.mjs';

const SESSION = [
  "SET time_zone = '+00:00'",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION innodb_lock_wait_timeout = 8',
];

process.once('message', async ({ database, recordings, poolSize, load, together }) => {
  const stories = recordings.map(playable);
  const say = database.engine === 'mysql' ? await overMysql(database, poolSize, together) : await overFile(database);
  const result = await closedLoop(load, async (timed, index) => {
    const turn = new Turn();
    for (const write of stories[index % stories.length]) await timed(write.name, () => say(write, turn));
  });
  process.send(result, () => process.exit(0));
});

/** A statement that touches nothing was not the same statement. */
function checked(step, turn, answer, touched, day) {
  if (touched === 0 && /^UPDATE/.test(step.sql)) throw new Error(`The replay touched no row: ${step.sql}`);
  if (/FOR UPDATE/.test(step.sql) && answer.length === 0) throw new Error(`The replay locked no row: ${step.sql}`);
  if (Array.isArray(answer)) turn.learn(step, answer, day);
}

/** Statements that travelled in one packet, packet by packet. */
function journeysOf(steps) {
  const journeys = [];
  for (const step of steps) {
    if (step.journey === journeys.at(-1)?.[0].journey) journeys.at(-1).push(step);
    else journeys.push([step]);
  }
  return journeys;
}

async function overMysql({ url }, connectionLimit, together) {
  const { createPool } = (await import('mysql2/promise')).default;
  const uri = url.replace(/^mariadb:/, 'mysql:');
  const pools = {};
  for (const name of ['writer', 'reader']) {
    pools[name] = createPool({
      uri,
      multipleStatements: true,
      connectionLimit,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      supportBigNumbers: true,
    });
    pools[name].pool.on('connection', (connection) => SESSION.forEach((sql) => connection.query(sql)));
  }
  const play = async (write, turn, held) => {
    for (const steps of together ? journeysOf(write.steps) : write.steps.map((step) => [step])) {
      const [{ sql, pool, runner }] = steps;
      if (/^START TRANSACTION/.test(sql)) held.set(runner, await pools[pool].getConnection());
      const text = steps.map((step) => step.sql).join(';\n');
      const [answer] = await (held.get(runner) ?? pools[pool]).query(
        text,
        steps.flatMap((step) => paramsFor(step, turn)),
      );
      const answers = steps.length === 1 ? [answer] : answer;
      steps.forEach((step, index) => checked(step, turn, answers[index], answers[index].affectedRows, write.day));
      if (/^COMMIT/.test(steps.at(-1).sql)) {
        held.get(runner).release();
        held.delete(runner);
      }
    }
  };
  return async (write, turn) => {
    const held = new Map();
    for (let attempt = 1; ; attempt++) {
      try {
        return await play(write, turn, held);
      } catch (error) {
        for (const connection of held.values()) {
          await connection.rollback();
          connection.release();
        }
        held.clear();
        if (error.code !== 'ER_LOCK_DEADLOCK' || attempt >= 6) throw error;
        await sleep(attempt * attempt * 5);
      }
    }
  };
}

/** One writing and one reading connection; calls are synchronous, so a write is never interrupted by another. */
async function overFile({ file }) {
  const { default: Database } = await import('libsql');
  const sources = Object.fromEntries(['writer', 'reader'].map((name) => [name, new Database(file)]));
  for (const source of Object.values(sources))
    for (const text of ['busy_timeout = 5000', 'synchronous = NORMAL', 'foreign_keys = ON']) source.pragma(text);
  sources.reader.pragma('query_only = 1');
  const prepared = { writer: new Map(), reader: new Map() };
  const statement = ({ pool, sql }) => {
    if (!prepared[pool].has(sql)) prepared[pool].set(sql, sources[pool].prepare(sql));
    return prepared[pool].get(sql);
  };
  return (write, turn) => {
    for (const step of write.steps) {
      const known = statement(step);
      const answer = known.reader ? known.all(...paramsFor(step, turn)) : known.run(...paramsFor(step, turn));
      checked(step, turn, answer, answer.changes, write.day);
    }
    return breathe();
  };
}
