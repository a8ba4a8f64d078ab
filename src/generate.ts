import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { sourceOptions } from './data-source.js';
import { STEPS } from './domain/case-steps.js';
import { openApiOf } from './openapi.js';
import { declaredRoutes, permissionsPage } from './permissions.js';
import { readConfig } from './platform/config.js';
import { newRing } from './platform/crypto.js';
import { createApp } from './server.js';

/** `npm run generate`: docs/openapi.json, case-life.md and permissions.md, from the code, without a database of the city. */
const folder = resolve(process.argv[2] ?? 'docs');
mkdirSync(folder, { recursive: true });

const list = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(', ');

/** The table of case life as people read it: a diagram of its statuses and every row. */
function caseLife(): string {
  const arrows = new Set(
    STEPS.flatMap(({ action, from, to }) => from.flatMap((one) => to.map((next) => `    ${one} --> ${next}: ${action}`))),
  );
  const rows = STEPS.map(({ action, by, from, to, on, guards, clock }) => {
    const assignment = on ? `${on.whose}: ${list(on.from)}${on.to ? ` → \`${on.to}\`` : ''}` : '–';
    const moves = `${from.length > 8 ? 'any' : list(from)}${to.length > 0 ? ` → ${list(to)}` : ''}`;
    return `| \`${action}\` | ${list(by)} | ${moves} | ${assignment} | ${guards ? list(guards) : '–'} | ${clock ?? '–'} |`;
  });
  return `<!-- generated from src/domain/case-steps.ts by: npm run generate -->
# The life of a case

The table below is the code's own: the API's \`actions\`, the buttons, the permissions and this page come from it.

\`\`\`mermaid
stateDiagram-v2
    [*] --> pending_acceptance: register (web)
    [*] --> pending_dispatch: register (staff)
    [*] --> sealed: register (sealed category, named official)
${[...arrows].join('\n')}
\`\`\`

| action | who | case | assignment | refused unless | clocks |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

const config = readConfig({ DEMO: '1' });
const memory = () => new DataSource(sourceOptions({ engine: 'embedded', file: ':memory:' }, 'writer'));
const app = await createApp(config, newRing(), { writer: memory(), reader: memory() });
writeFileSync(resolve(folder, 'openapi.json'), `${JSON.stringify(openApiOf(app), null, 1)}\n`);
writeFileSync(resolve(folder, 'case-life.md'), caseLife());
writeFileSync(resolve(folder, 'permissions.md'), permissionsPage(declaredRoutes(app)));
await app.close();
