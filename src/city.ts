import type { INestApplication } from '@nestjs/common';
import { WorkingDays } from './calendar/working-days.js';
import { Texts } from './cases/texts.js';
import { Identities } from './complainants/identities.js';
import { seedDemoCity } from './demo/city.js';
import { Reference } from './departments/reference.js';
import { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { Keys } from './platform/crypto.js';
import { Db } from './platform/db.js';
import { isEmpty, seedAdministrator, seedDemoAccounts, seedReference } from './seed.js';

/** Fills an empty database: the city's settings always, and the demo city's people and two years of cases when it is the demo. */
export async function prepareCity(app: INestApplication, config: Config): Promise<void> {
  const [db, keys, clock] = [app.get(Db), app.get(Keys), app.get(Clock)];
  if (!(await isEmpty(db))) return;
  console.log('The database is empty: writing the settings of the city …');
  await seedReference(db, clock);
  if (!config.demo) {
    console.log(`First account: admin, password ${await seedAdministrator(db, keys, clock)} (told once; change it)`);
    return;
  }
  await seedDemoAccounts(db, keys, clock);
  const [reference, workingDays] = [app.get(Reference), app.get(WorkingDays)];
  await reference.load();
  await workingDays.load();
  const parts = {
    db,
    keys,
    clock,
    reference,
    workingDays,
    identities: app.get(Identities, { strict: false }),
    texts: app.get(Texts, { strict: false }),
  };
  const progress = (done: number, of: number) =>
    process.stdout.write(`\rWriting two years of demo cases: ${done} of ${of}${done === of ? '\n' : ''}`);
  const made = await seedDemoCity(parts, { progress });
  console.log(`The demo city has ${made.cases} cases and ${made.events} events.`);
}
