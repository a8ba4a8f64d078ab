// The steps every script begins with. Plain Node: this file runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const cache = join(root, 'node_modules/.cache/hotline');
const oldestNode = [20, 19];

/** Settings of a file `.env` in the root, where there is one; what the environment says already stands. */
export function readEnv() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Ends the script with one line that names what is wrong. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a program to its end and hands on signals; resolves to its exit code and, with `quiet`, to all it printed. */
export function run(program, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: quiet ? 'pipe' : 'inherit' });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const hand = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.on(signal, hand);
    const done = (code, signal) => {
      for (const name of signals) process.off(name, hand);
      // A script that was told to stop stops: it does not go on to its next step.
      if (signals.includes(signal)) process.exit(128 + constants.signals[signal]);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.code === 'ENOENT' ? `Missing: the program "${program}" was not found on the PATH.\n` : `${error.message}\n`;
      if (!quiet) process.stderr.write(output);
      done(127, null);
    });
    child.on('close', (code, signal) => done(code ?? 1, signal));
  });
}

/** Runs a script of an installed package with this very Node, which spares the start of npx. */
export const runPackage = (script, args, options = {}) =>
  run(process.execPath, [join(options.cwd ?? root, 'node_modules', script), ...args], options);

/** Installs what the lock files ask for, in the root and in `web/`, and only when it is not there. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`Missing: Node ${oldestNode.join('.')} or newer (this is ${process.versions.node}).`);
  }
  for (const [folder, words] of [
    [root, 'the server'],
    [join(root, 'web'), 'the web pages'],
  ]) {
    if (isInstalled(folder)) continue;
    console.log(`Installing what ${words} need${words.endsWith('s') ? '' : 's'} (npm ci, a minute or two) …`);
    const { code } = await run('npm', ['ci', '--include=dev', '--no-fund', '--no-audit'], { cwd: folder });
    if (code !== 0) fail(`Installing ${words} failed: npm ci ended with ${code} in ${folder}.`);
  }
}

/** npm notes what it really installed in a hidden lock file, written last: it has to hold all the lock file asks for. */
function isInstalled(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  const stamp = join(folder, 'node_modules/.installed');
  if (!existsSync(installed)) return false;
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const key = `${createHash('sha256').update(wanted).digest('hex')} ${statSync(installed).mtimeMs}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return true;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const complete = Object.entries(JSON.parse(wanted).packages).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || present[path]?.version === entry.version,
  );
  if (complete) writeFileSync(stamp, key);
  return complete;
}

/** Builds the server into `dist` and the pages into `web/dist`, and only when a source changed since. */
export async function ensureBuilt() {
  const web = join(root, 'web');
  const pages = readdirSync(web).filter((name) => !['node_modules', 'dist'].includes(name));
  await build('server', ['src', '.swcrc', 'package-lock.json'], join(root, 'dist'), (out) =>
    runPackage('@swc/cli/bin/swc.js', ['src', '-d', out, '--strip-leading-paths', '--quiet'], { quiet: true }),
  );
  await build('pages', ['web/node_modules/.package-lock.json', ...pages.map((name) => `web/${name}`)], join(web, 'dist'), (out) =>
    runPackage('vite/bin/vite.js', ['build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], { cwd: web, quiet: true }),
  );
}

async function build(name, sources, out, compile) {
  const stamp = join(cache, `${name}.stamp`);
  const isFresh = () => existsSync(out) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(sources);
  if (isFresh()) return;
  const release = await takeLock(join(cache, 'build.lock'));
  if (!isFresh()) {
    const before = fingerprint(sources);
    const started = performance.now();
    console.log(`Building the ${name} …`);
    // Built beside and swapped in: a server or a test that runs from the old build never sees half a build.
    const [next, old] = [join(cache, `${name}.next`), join(cache, `${name}.old`)];
    for (const left of [next, old]) rmSync(left, { recursive: true, force: true });
    const { code, output } = await compile(next);
    if (code !== 0) {
      release();
      fail(`${output.trimEnd()}\nBuilding the ${name} failed.`);
    }
    if (existsSync(out)) renameSync(out, old);
    renameSync(next, out);
    rmSync(old, { recursive: true, force: true });
    writeFileSync(stamp, before);
    console.log(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
  release();
}

/** Times and sizes of all source files as one hash: reading 500 of them takes milliseconds, hashing contents would not. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const path of sources.map((source) => join(root, source)).filter((source) => existsSync(source))) {
    const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).sort() : [''];
    for (const file of inside.map((name) => join(path, name)).filter((name) => !name.endsWith('.spec.ts'))) {
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isFile()) hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** One build at a time among all processes of this folder; a lock whose owner is gone does not hold. */
async function takeLock(lock) {
  mkdirSync(cache, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch {
      if (existsSync(lock) && !isRunning(lock)) rmSync(lock, { force: true });
      await sleep(100);
    }
  }
}

/** Whether the process that wrote the lock still lives; an unreadable or just emptied lock counts as held. */
function isRunning(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return owner === 0 || process.kill(owner, 0);
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
