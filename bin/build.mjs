// npm run build: the server into dist, the pages into web/dist.
import { ensureBuilt, ensureInstalled } from './steps.mjs';

await ensureInstalled();
await ensureBuilt();
