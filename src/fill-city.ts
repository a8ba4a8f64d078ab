import 'reflect-metadata';
import { DiskStore } from './adapters/disk/disk-store.js';
import { WorkingDays } from './calendar/working-days.js';
import { Texts } from './cases/texts.js';
import { Identities } from './complainants/identities.js';
import { openSource } from './data-source.js';
import { seedDemoCity } from './demo/city.js';
import { Reference } from './departments/reference.js';
import { EventLog } from './events/event-log.js';
import { SealedRecords } from './investigations/sealed-records.js';
import { Tail } from './events/tail.js';
import { Clock } from './platform/clock.js';
import { type Config, readConfig } from './platform/config.js';
import { type KeyRing, loadRing } from './platform/crypto.js';
import { Db } from './platform/db.js';
import { Log } from './platform/log.js';
import { isEmpty, seedAdministrator, seedDemoAccounts, seedReference } from './seed.js';

/** Fills an empty database: the city's settings always, and the demo city's people and two years of cases when it is the demo. */
async function fillCity(config: Config, { keys, sealed }: KeyRing, db: Db): Promise<void> {
  const clock = new Clock(config.clock);
  if (await isEmpty(db)) {
    console.log('The database is empty: writing the settings of the city …');
    await seedReference(db, clock);
    if (config.demo) await seedDemoAccounts(db, keys, clock);
    else console.log(`First account: admin, password ${await seedAdministrator(db, keys, clock)} (told once; change it)`);
  }
  if (!config.demo) return;
  const tail = new Tail(db, new Log());
  const [reference, workingDays] = [new Reference(db, tail), new WorkingDays(db, new EventLog(db), clock, tail)];
  await reference.load();
  await workingDays.load();
  const progress = (done: number, of: number) =>
    process.stdout.write(`\rWriting two years of demo cases: ${done} of ${of}${done === of ? '\n' : ''}`);
  const under = (suite: typeof keys | typeof sealed) => ({ identities: new Identities(suite), texts: new Texts(suite) });
  const ink = { ...under(keys), sealed: under(sealed), records: new SealedRecords(sealed), files: new DiskStore(config, keys, sealed) };
  const parts = { db, keys, clock, reference, workingDays, ...ink };
  const made = await seedDemoCity(parts, { progress });
  console.log(`The demo city has ${made.cases} cases and ${made.events} events.`);
}

/** A program of its own, so that the memory it needs goes back before the server serves. */
const config = readConfig();
const [writer, reader] = [await openSource(config.database, 'writer'), await openSource(config.database, 'reader')];
try {
  await fillCity(config, loadRing(config, config.demo), new Db(writer, reader));
} finally {
  await writer.destroy();
  await reader.destroy();
}
