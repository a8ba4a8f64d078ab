import 'reflect-metadata';
import { openSource } from './data-source.js';
import { checkpointFile, readCheckpoints } from './events/checkpoints.js';
import { verifyLog } from './events/verify.js';
import { readConfig } from './platform/config.js';
import { loadKeys } from './platform/crypto.js';
import { Db } from './platform/db.js';

/** `npm run verify-log`: proves the chain, or names the first broken link and ends with 1. */
const config = readConfig();
const source = await openSource(config.database, 'reader');
try {
  const checkpoints = await readCheckpoints(process.argv[2] ?? checkpointFile(config), loadKeys(config.secretKeyFile, false));
  const { events, broken } = await verifyLog(new Db(source, source), checkpoints);
  if (broken) {
    console.log(`The log is broken at event ${broken.number} (${broken.why}); ${events} events before it hold.`);
    process.exitCode = 1;
  } else {
    console.log(`The log holds: ${events} events, ${checkpoints.length} checkpoints.`);
  }
} catch (error) {
  console.log(`The log could not be verified: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await source.destroy();
}
