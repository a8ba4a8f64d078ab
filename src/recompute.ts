import 'reflect-metadata';
import { MonthCounting } from './assessment/month-counting.js';
import { Replays } from './assessment/replays.js';
import { SealedFacts } from './assessment/sealed-facts.js';
import { WorkingDays } from './calendar/working-days.js';
import { openSource } from './data-source.js';
import { Reference } from './departments/reference.js';
import { EventLog } from './events/event-log.js';
import { Tail } from './events/tail.js';
import { Clock } from './platform/clock.js';
import { SealedRecords } from './investigations/sealed-records.js';
import { type Config, readConfig } from './platform/config.js';
import { loadRing } from './platform/crypto.js';
import { Db } from './platform/db.js';
import { Log } from './platform/log.js';
import { recompute } from './recomputing.js';
import { Counter } from './statistics/counter.js';
import { Facts } from './statistics/facts.js';
import { StatisticsQueries } from './statistics/statistics.queries.js';

const MOST_TOLD = 20;

/** `npm run recompute`: everything the assessment says, made anew from the log; ends with 1 where they differ. */
async function run(config: Config, db: Db): Promise<void> {
  const began = process.hrtime.bigint();
  const tail = new Tail(db, new Log());
  const clock = new Clock({ start: new Clock(config.clock).now(), rate: 0 });
  const [reference, workingDays] = [new Reference(db, tail), new WorkingDays(db, new EventLog(db), clock, tail)];
  await reference.load();
  await workingDays.load();
  const replays = new Replays(db, reference, workingDays);
  const counting = new MonthCounting(db, reference, replays);
  const statistics = new StatisticsQueries(new Counter(new Facts(db), reference, clock), reference, clock);
  const sealed = new SealedFacts(new SealedRecords(loadRing(config, false).sealed));
  const { figures, entries, closings, cases, differences } = await recompute({
    ...{ db, clock, reference, replays, sealed, statistics, counting },
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(`Replayed ${cases} cases from the event log in ${seconds.toFixed(1)} s.`);
  console.log(
    `Compared ${figures} figures, ${entries} entries of the ledger, ${closings} closed months: ${differences.length} differences.`,
  );
  for (const difference of differences.slice(0, MOST_TOLD)) console.log(`  ${difference}`);
  if (differences.length > 0) process.exitCode = 1;
}

const config = readConfig();
const source = await openSource(config.database, 'reader');
try {
  await run(config, new Db(source, source));
} catch (error) {
  console.log(`The log could not be recomputed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await source.destroy();
}
