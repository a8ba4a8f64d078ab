// One process of the office's timers, several at once: says `ready`, waits for a line, goes on until nothing is due, says `done`.
import 'reflect-metadata';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const built = (name) => import(resolve('dist', name));
const names = ['server.js', 'data-source.js', 'platform/config.js', 'platform/crypto.js', 'departments/reference.js'];
const more = ['calendar/working-days.js', 'supervision/timers.js', 'platform/db.js', 'platform/clock.js'];
const [{ createApp }, { openSource }, { readConfig }, { loadRing }, { Reference }] = await Promise.all(names.map(built));
const [{ WorkingDays }, { OfficeTimers }, { Db }, { Clock }] = await Promise.all(more.map(built));

const config = readConfig();
const sources = { writer: await openSource(config.database, 'writer'), reader: await openSource(config.database, 'reader') };
const app = await createApp(config, loadRing(config, false), sources);
await app.init();
await app.get(Reference).load();
await app.get(WorkingDays).load();
const [timers, db, clock] = [app.get(OfficeTimers, { strict: false }), app.get(Db), app.get(Clock)];

console.log('ready');
await once(process.stdin, 'data');
const isBehind = async () => {
  const [cursor] = await db.readPrimary("SELECT value FROM counters WHERE name = 'supervision'");
  const [head] = await db.readPrimary("SELECT number FROM event_head WHERE id = 'head'");
  const [due] = await db.readPrimary('SELECT limitId FROM overdue_watches WHERE nextAt <= ? LIMIT 1', [clock.now()]);
  return due !== undefined || Number(cursor.value) < Number(head.number);
};
const work = async () => {
  while (await isBehind()) {
    await Promise.all([timers.tick(), timers.busy()]);
    await sleep(5);
  }
};
await Promise.all(Array.from({ length: Number(process.argv[2]) }, work));
console.log('done');
await app.close();
process.exit(0);
