// One process with several sweeps of the lights: says `ready`, waits for a line, sweeps until nothing is due, says how many it told.
import 'reflect-metadata';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const built = (name) => import(resolve('dist', name));
const [{ createApp }, { openSource }, { readConfig }, { loadRing }, { Reference }, { WorkingDays }, { Sweeps }, { Db }, { Clock }] =
  await Promise.all(
    [
      'server.js',
      'data-source.js',
      'platform/config.js',
      'platform/crypto.js',
      'departments/reference.js',
      'calendar/working-days.js',
      'cases/sweeps.js',
      'platform/db.js',
      'platform/clock.js',
    ].map(built),
  );

const config = readConfig();
const sources = { writer: await openSource(config.database, 'writer'), reader: await openSource(config.database, 'reader') };
const app = await createApp(config, loadRing(config, false), sources);
await app.init();
await app.get(Reference).load();
await app.get(WorkingDays).load();
const [sweeps, db, clock] = [app.get(Sweeps, { strict: false }), app.get(Db), app.get(Clock)];

console.log('ready');
await once(process.stdin, 'data');
const isDue = async () => (await db.readPrimary('SELECT id FROM case_limits WHERE nextAt <= ? LIMIT 1', [clock.now()])).length > 0;
const sweep = async () => {
  let told = 0;
  while (await isDue()) {
    const found = await sweeps.lights();
    told += found;
    // what is due is in other hands just now
    if (found === 0) await sleep(20);
  }
  return told;
};
const told = await Promise.all(Array.from({ length: Number(process.argv[2]) }, sweep));
console.log(`told ${told.join(' ')}`);
await app.close();
process.exit(0);
