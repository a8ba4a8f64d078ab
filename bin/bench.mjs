// npm run bench: measures the built server under load; test/bench/run.mjs says what and how.
import { ensureBuilt, ensureInstalled, root, run } from './steps.mjs';

await ensureInstalled();
await ensureBuilt();
const { code } = await run(process.execPath, [`${root}/test/bench/run.mjs`, ...process.argv.slice(2)]);
process.exit(code);
