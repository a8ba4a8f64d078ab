// npm test: installs and builds what is missing, then runs every rule and every story. Arguments are parts of file names to run.
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, ensureBuilt, ensureInstalled, fail, root, runPackage } from './steps.mjs';

// What a spec file stands on decides where it belongs: nobody has to register it anywhere.
const needsBrowser = (text) => /support\/(browser|pages)\.js/.test(text);
const needsServer = (text) => /\/support\//.test(text);
/** Stories that fill the machine by themselves, or measure what a busy one would blur, say so in their first comment. */
const runsAlone = (text) => /^\/\*\*[^/]*Runs alone/.test(text);
const runs = [
  { name: 'Rules', engine: 'embedded', takes: (text) => !needsServer(text) && !needsBrowser(text) },
  { name: 'Stories on the embedded database', engine: 'embedded', takes: (text) => needsServer(text) && !needsBrowser(text) },
  { name: "Stories on a server with MySQL's protocol", engine: 'mysql', takes: (text) => needsServer(text) && !needsBrowser(text) },
  { name: 'Stories in a browser', engine: 'embedded', takes: needsBrowser },
];

const started = performance.now();
process.chdir(root);
await ensureInstalled();
await ensureBuilt();

const wanted = process.argv.slice(2);
const specs = ['src', 'test']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => /\.(e2e-)?spec\.ts$/.test(path) && (wanted.length === 0 || wanted.some((part) => path.includes(part))))
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const textOf = new Map(specs.map(({ path, text }) => [path, text]));
if (specs.length === 0) fail(`No test file is named like ${wanted.join(', ')}.`);

const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, engine, takes } of runs) {
  const files = specs.filter(({ text }) => takes(text)).map(({ path }) => path);
  if (files.length === 0) continue;
  console.log(`\n${name}: ${files.length} file${files.length === 1 ? '' : 's'}`);
  for (const isAlone of [false, true]) {
    const some = files.filter((path) => runsAlone(textOf.get(path)) === isAlone);
    if (some.length === 0) continue;
    const result = await jest(engine, some, isAlone ? 1 : 2);
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
}
console.log(`\nTook ${Math.round((performance.now() - started) / 1000)} s.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function jest(engine, files, workers) {
  const report = join(cache, `jest-${process.pid}.json`);
  const env = { TEST_ENGINE: engine, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  const { code } = await runPackage(
    'jest/bin/jest.js',
    ['--runTestsByPath', ...files, '--json', `--outputFile=${report}`, `--maxWorkers=${workers}`, '--forceExit'],
    { env },
  );
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    // A file that does not even load has no tests to count; it counts as one failure.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    console.error(`The test run itself broke off (${code}).`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
}
