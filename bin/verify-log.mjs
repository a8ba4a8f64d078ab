// npm run verify-log: recomputes the hash chain of the event log and says where it breaks.
import { ensureBuilt, ensureInstalled, readEnv, root, run } from './steps.mjs';

readEnv();
await ensureInstalled();
await ensureBuilt();
const { code } = await run(process.execPath, [`${root}/dist/verify-log.js`, ...process.argv.slice(2)]);
process.exit(code);
