import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { OPERATIONS } from './parameters.js';
import { fileOf, tableOf } from './openapi-table.js';
import type { OpenApi } from './openapi-table.js';
import { SERVED } from './rest-router.js';

const FILE = 'src/adapters/simulator/parameters.ts';
const { resolve } = createRequire(`${process.cwd()}/package.json`);
const document = JSON.parse(readFileSync(resolve('@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json'), 'utf8')) as OpenApi;

describe("the parameters of Twilio's REST interface", () => {
  const table = tableOf(document, new Set(SERVED));

  it("are what Twilio's own OpenAPI says, with no difference", () => {
    if (process.env.WRITE_PARAMETERS) {
      writeFileSync(FILE, fileOf(table));
      execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', FILE]);
      return;
    }
    expect(OPERATIONS).toEqual(table);
  });

  it('cover every operation the simulator serves', () => {
    expect(table.map(({ id }) => id).sort()).toEqual([...SERVED].sort());
  });
});
