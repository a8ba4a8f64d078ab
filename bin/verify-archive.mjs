// npm run verify-archive: says whether an archive package is as it was made.
import { ensureBuilt, ensureInstalled, root, run } from './steps.mjs';

await ensureInstalled();
await ensureBuilt();
const { code } = await run(process.execPath, [`${root}/dist/verify-archive.js`, ...process.argv.slice(2)]);
process.exit(code);
