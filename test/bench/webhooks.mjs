// The telephone's own measure: webhooks of a carrier at a steady rate, as they fall in a hall with 300 live calls.
import { randomBytes } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { URLSearchParams } from 'node:url';
import mysql from 'mysql2/promise';
import twilio from 'twilio';

const LIVE = 300;
const hex = () => randomBytes(16).toString('hex');
export const ACCOUNT = {
  TWILIO_ACCOUNT_SID: `AC${hex()}`,
  TWILIO_AUTH_TOKEN: hex(),
  TWILIO_API_KEY: `SK${hex()}`,
  TWILIO_API_SECRET: hex(),
  TWILIO_NUMBER: '+8612345',
};

/** A carrier that knows no call and has every recording: what is measured is what we answer. */
export async function emptyCarrier() {
  const server = createServer((asked, answer) => {
    asked.resume();
    if (asked.url.endsWith('.wav')) return answer.end(Buffer.alloc(1_000));
    return answer.writeHead(404, { 'content-type': 'application/json' }).end('{"code":20404,"message":"gone","status":404}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${server.address().port}`;
}

/** The life of one call as its webhooks: ring, choice, six rounds of music, two who come and go, recording, end. */
async function* callOf(hall) {
  const [leg, line, room] = [`CA${hex()}`, `CA${hex()}`, `CF${hex()}`];
  const own = { CallSid: leg, From: `+8613${String(Math.random()).slice(2, 11)}`, To: '+8612345', CallStatus: 'in-progress' };
  const born = Date.now();
  const now = () => ({ Timestamp: new Date().toUTCString().replace('GMT', '+0000') });
  yield ['voice', {}, own];
  yield ['voice/menu', {}, { ...own, Digits: '' }];
  for (let turn = 0; turn < 6; turn++) yield ['voice/wait', {}, { ...own, QueuePosition: '4', QueueTime: String(turn * 5) }];
  const call = await hall.callId(leg);
  const seat = (CallSid, ParticipantLabel, event) => [
    'conference',
    { call },
    { CallSid, ParticipantLabel, ConferenceSid: room, StatusCallbackEvent: `participant-${event}`, ...now() },
  ];
  yield seat(line, 'agent:operator1', 'join');
  yield seat(leg, 'caller', 'join');
  yield seat(leg, 'caller', 'leave');
  yield seat(line, 'agent:operator1', 'leave');
  const seconds = String(Math.round((Date.now() - born) / 1000));
  yield ['status', {}, { ...own, CallStatus: 'completed', CallDuration: seconds, ...now() }];
  const sound = { RecordingSid: `RE${hex()}`, RecordingStatus: 'completed', RecordingDuration: '5', RecordingChannels: '2' };
  yield ['recording', { call, kind: 'call' }, { CallSid: leg, ...sound, ...now() }];
}

class Hall {
  agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(url, database) {
    this.url = url;
    this.database = database;
  }

  async callId(leg) {
    const [[row]] = await this.database.query('SELECT callId FROM calls WHERE carrierLeg = ?', [leg]);
    return row.callId;
  }

  send([path, query, parameters]) {
    const asked = new URLSearchParams(query).toString();
    const target = `/telephony/twilio/${path}${asked ? `?${asked}` : ''}`;
    const all = { AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID, ...parameters };
    const signature = twilio.getExpectedTwilioSignature(ACCOUNT.TWILIO_AUTH_TOKEN, this.url + target, all);
    const body = new URLSearchParams(all).toString();
    const { hostname, port } = new URL(this.url);
    const headers = {
      'x-twilio-signature': signature,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': Buffer.byteLength(body),
    };
    const began = performance.now();
    return new Promise((done, failed) => {
      const asking = request({ agent: this.agent, hostname, port, method: 'POST', path: target, headers }, (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? done(performance.now() - began) : failed(new Error(`${path}: ${answer.statusCode}`)),
        );
      });
      asking.on('error', failed);
      asking.end(body);
    });
  }
}

/** A steady rate, whatever the answers do: late ones do not hold back the next. Each live call is asked in turn and replaced when it ends. */
async function steady(hall, calls, rate, seconds) {
  const times = [];
  const waiting = [];
  const began = performance.now();
  for (let sent = 0; sent < rate * seconds; sent++) {
    const due = began + (sent * 1000) / rate;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    const index = sent % calls.length;
    const call = calls[index];
    // one call's webhooks come one after the other; other calls do not wait for it
    call.last = call.last.then(async () => {
      let { value, done } = await call.steps.next();
      if (done) {
        call.steps = callOf(hall);
        ({ value } = await call.steps.next());
      }
      times.push(await hall.send(value));
    });
    waiting.push(call.last);
  }
  await Promise.all(waiting);
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { rate: times.length / ((performance.now() - began) / 1000), p50: at(0.5), p99: at(0.99) };
}

/** Rows of rates: New York's record day first, then up until the answers come too late. */
export async function measureWebhooks(server, databaseUrl) {
  const database = await mysql.createConnection(databaseUrl.replace(/^mariadb:/, 'mysql:'));
  const far = Date.now() + 1e10;
  const values = ['operator1', 'busy', 'meeting', Date.now(), Date.now(), far, '["general"]'];
  await database.query('REPLACE INTO agents (username, state, reason, since, idleSince, seenAt, skills) VALUES (?,?,?,?,?,?,?)', values);
  await sleep(1_500);
  const hall = new Hall(server.url, database);
  const calls = Array.from({ length: LIVE }, () => ({ steps: callOf(hall), last: Promise.resolve() }));
  // all begin, and stand at different points of their lives
  for (const [index, call] of calls.entries())
    for (let step = 0; step <= index % 8; step++) await hall.send((await call.steps.next()).value);
  const rows = [];
  for (const rate of [140, 200, 300, 400, 600, 800, 1000, 1300, 1600, 2000]) {
    const seconds = Number(process.env.BENCH_SECONDS ?? 10);
    const { rate: reached, p50, p99 } = await steady(hall, calls, rate, seconds);
    rows.push({
      'webhooks a second': rate,
      reached: Math.round(reached),
      'p50 ms': Number(p50.toFixed(1)),
      'p99 ms': Number(p99.toFixed(1)),
    });
    console.log(`${rate}/s: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
    if (p99 > 300) break;
  }
  const [[live]] = await database.query('SELECT COUNT(*) AS n FROM calls WHERE endedAt IS NULL');
  console.log(`${live.n} live calls at the end.`);
  await database.end();
  return rows;
}
