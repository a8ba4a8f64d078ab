// npm run generate: writes docs/openapi.json and the other documents made from code, then the types the pages are written against.
import { ensureBuilt, ensureInstalled, root, run } from './steps.mjs';

await ensureInstalled();
await ensureBuilt();
const made = await run(process.execPath, [`${root}/dist/generate.js`, ...process.argv.slice(2)]);
if (made.code !== 0) process.exit(made.code);
const typed = await run('npm', ['run', '--silent', 'types'], { cwd: `${root}/web` });
process.exit(typed.code);
