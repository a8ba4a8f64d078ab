// npm run rescue-account -- <account>: a link to set a password and no second factor, for somebody whom nobody in the console can help.
import { ensureBuilt, ensureInstalled, readEnv, root, run } from './steps.mjs';

readEnv();
await ensureInstalled();
await ensureBuilt();
const { code } = await run(process.execPath, [`${root}/dist/rescue-account.js`, ...process.argv.slice(2)]);
process.exit(code);
