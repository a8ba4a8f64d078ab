// npm run recompute: ledger, figures and closed months made anew from the event log, compared with what the system says.
import { ensureBuilt, ensureInstalled, readEnv, root, run } from './steps.mjs';

readEnv();
await ensureInstalled();
await ensureBuilt();
const { code } = await run(process.execPath, [`${root}/dist/recompute.js`]);
process.exit(code);
