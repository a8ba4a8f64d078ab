// npm start: installs and builds what is missing, then becomes the server, so that signals and the exit code are its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fail, readEnv, root } from './steps.mjs';

process.chdir(root);
readEnv();
await ensureInstalled();
await ensureBuilt();
const main = join(root, 'dist/main.js');
if (!existsSync(main)) fail('Missing: src/main.ts, the server itself.');
await import(main);
