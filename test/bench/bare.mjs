// The yardstick: a program of its own that says the recorded statements to the same engine – no framework, no rules, no encryption.
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { closedLoop } from './load.mjs';
import { movesHead, paramsFor, playable, Turn } from './replay.mjs';

const SESSION = [
  "SET time_zone = '+00:00'",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION innodb_lock_wait_timeout = 8',
];

process.once('message', async ({ database, recordings, poolSize, load }) => {
  const stories = recordings.map(playable);
  const say = database.engine === 'mysql' ? await overMysql(database, poolSize) : await overFile(database);
  const result = await closedLoop(load, async (timed, index) => {
    const turn = new Turn();
    for (const write of stories[index % stories.length]) await timed(write.name, () => say(write, turn));
  });
  process.send(result, () => process.exit(0));
});

/** The log as the server knows it: where its head should stand, and the line of those who want to move it. */
const UNKNOWN = { number: 0, hash: '' };
const log = { head: UNKNOWN, line: Promise.resolve() };
const LOOK = "SELECT number, hash FROM event_head WHERE id = 'head'";
const headOf = ([{ number, hash }]) => ({ number: Number(number), hash });

/** A statement that touches nothing was not the same statement. */
function checked(step, turn, answer, touched, day) {
  if (touched === 0 && /^UPDATE/.test(step.sql)) throw new Error(`The replay touched no row: ${step.sql}`);
  if (/FOR UPDATE/.test(step.sql) && answer.length === 0) throw new Error(`The replay locked no row: ${step.sql}`);
  if (Array.isArray(answer)) turn.learn(step, answer, day);
}

async function overMysql({ url }, connectionLimit) {
  const { createPool } = (await import('mysql2/promise')).default;
  const uri = url.replace(/^mariadb:/, 'mysql:');
  const pools = {};
  for (const name of ['writer', 'reader']) {
    pools[name] = createPool({ uri, connectionLimit, charset: 'utf8mb4_bin', timezone: 'Z', supportBigNumbers: true });
    pools[name].pool.on('connection', (connection) => SESSION.forEach((sql) => connection.query(sql)));
  }
  const play = async (write, turn, held) => {
    for (const step of write.steps) {
      if (/^START TRANSACTION/.test(step.sql)) held.set(step.runner, await pools[step.pool].getConnection());
      const on = held.get(step.runner) ?? pools[step.pool];
      if (movesHead(step)) {
        await inLine(turn);
        await moveHead(step, turn, (sql, params) => on.query(sql, params).then(([answer]) => answer));
        continue;
      }
      const [answer] = await on.query(step.sql, paramsFor(step, turn));
      checked(step, turn, answer, answer.affectedRows, write.day);
      if (/^COMMIT/.test(step.sql)) {
        on.release();
        held.delete(step.runner);
        turn.over?.();
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
        log.head = UNKNOWN;
        turn.over?.();
        if (error.code !== 'ER_LOCK_DEADLOCK' || attempt >= 6) throw error;
        await sleep(attempt * attempt * 5);
      }
    }
  };
}

/** Waits for those of this process who move the head before; `turn.over` lets the next one in. */
async function inLine(turn) {
  const before = log.line;
  const over = new Promise((done) => (turn.over = done));
  log.line = before.then(() => over);
  await before;
}

/** The head is moved from where it should stand; where it does not, it is looked at under its lock. */
async function moveHead(step, turn, ask) {
  for (const look of [false, true]) {
    if (look) log.head = headOf(await ask(`${LOOK} FOR UPDATE`));
    const to = turn.extend(log.head, step.events);
    const { affectedRows } = await ask(step.sql, paramsFor(step, turn));
    if (affectedRows === 1) return (log.head = to);
  }
  throw new Error('The replay did not move the head of the log');
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
      if (movesHead(step)) {
        if (log.head === UNKNOWN) log.head = headOf(sources.writer.prepare(LOOK).all());
        log.head = turn.extend(log.head, step.events);
      }
      const known = statement(step);
      const answer = known.reader ? known.all(...paramsFor(step, turn)) : known.run(...paramsFor(step, turn));
      checked(step, turn, answer, answer.changes, write.day);
    }
    return breathe();
  };
}
