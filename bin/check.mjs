// npm run check: everything that can be known without running the product. Two steps at a time, the slowest first.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run, runPackage } from './steps.mjs';

process.chdir(root);
await ensureInstalled();

const web = join(root, 'web');
const cached = (name) => join(root, 'node_modules/.cache', `check-${name}`);
const quiet = { quiet: true };
const jestEnv = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };

const steps = [
  [
    'eslint',
    () => runPackage('eslint/bin/eslint.js', ['--cache', '--cache-location', cached('eslint'), '--cache-strategy', 'content', '.'], quiet),
  ],
  ['types of server and tests', () => runPackage('typescript/bin/tsc', ['-p', 'test', '--noEmit', ...incremental('tests')], quiet)],
  ['types of the pages', () => runPackage('vue-tsc/bin/vue-tsc.js', ['--noEmit', ...incremental('pages')], { ...quiet, cwd: web })],
  ['prettier', () => runPackage('prettier/bin/prettier.cjs', ['--check', '--cache', '--cache-location', cached('prettier'), '.'], quiet)],
  ['architecture', () => runPackage('jest/bin/jest.js', ['test/architecture.spec.ts'], { ...quiet, env: jestEnv })],
  ['generated files', drift],
];

const started = performance.now();
const waiting = [...steps];
let failed = 0;
await Promise.all(Array.from({ length: 2 }, work));
console.log(
  failed === 0
    ? `All ${steps.length} steps are fine (${seconds(started)}).`
    : `${failed} of ${steps.length} steps failed (${seconds(started)}).`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function work() {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [name, check] = step;
    const begun = performance.now();
    const { code, output } = await check();
    console.log(`${code === 0 ? '✓' : '✗'} ${name} ${seconds(begun)}`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
}

function incremental(name) {
  return ['--incremental', '--tsBuildInfoFile', cached(`${name}.tsbuildinfo`)];
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** What `npm run generate` would write is what is committed. */
async function drift() {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  try {
    const made = await run(process.execPath, [join(root, 'dist/generate.js'), folder], quiet);
    if (made.code !== 0) return made;
    const typed = join(folder, 'schema.d.ts');
    const types = await runPackage('openapi-typescript/bin/cli.js', [join(folder, 'openapi.json'), '-o', typed], { ...quiet, cwd: web });
    if (types.code !== 0) return types;
    const homeOf = (name) => (name === 'schema.d.ts' ? 'web/src/api' : 'docs');
    const differ = readdirSync(folder).filter((name) => {
      const committed = join(root, homeOf(name), name);
      return !existsSync(committed) || !readFileSync(committed).equals(readFileSync(join(folder, name)));
    });
    const told = differ.map((name) => `${homeOf(name)}/${name} is not what the code says: npm run generate`);
    return { code: differ.length, output: told.join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
