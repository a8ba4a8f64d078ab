// Once per jest run: a folder for everything the run leaves behind and, for stories on MySQL's protocol, a private server in it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';

export default async function setUp() {
  const folder = mkdtempSync(join(inMemory() ?? tmpdir(), 'hotline-'));
  process.env.TEST_FOLDER = folder;
  globalThis.testFolder = folder;
  const log = join(folder, 'server.log');
  const daemon = process.env.TEST_ENGINE === 'mysql' && !process.env.TEST_MYSQL_URL ? find('mariadbd', 'mysqld') : undefined;
  if (daemon) {
    process.env.TEST_MYSQL_URL = await startServer(daemon, folder, log);
    return;
  }
  globalThis.guard = guard(folder, log);
  if (process.env.TEST_ENGINE !== 'mysql') return;
  globalThis.givenServer = process.env.TEST_MYSQL_URL;
  if (globalThis.givenServer) return;
  if (process.env.REQUIRE_ALL === '1') throw new Error('Missing: a MySQL-protocol server. Set TEST_MYSQL_URL or install mariadb-server.');
  process.env.TEST_NO_SERVER = '1';
}

/** Memory is faster than a disk, but some containers have only 64 MB of it. */
function inMemory() {
  if (!existsSync('/dev/shm')) return undefined;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > 2 ** 31 ? '/dev/shm' : undefined;
}

export function find(...names) {
  const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/libexec', '/usr/local/sbin'];
  return names.flatMap((name) => places.map((place) => join(place, name))).find((path) => existsSync(path));
}

async function startServer(daemon, folder, log) {
  const data = join(folder, 'server');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  initialise(daemon, data, asRoot);
  const port = await freePort();
  const server = [daemon, '--no-defaults', ...asRoot, `--datadir=${data}`, `--socket=${join(folder, 'server.sock')}`, `--port=${port}`];
  // Nothing here has to survive a power cut. The odd time zone is on purpose: whoever lets the server tell the time is found out.
  const settings =
    '--bind-address=127.0.0.1 --skip-name-resolve --skip-log-bin --performance-schema=OFF --innodb-flush-log-at-trx-commit=0 ' +
    '--innodb-doublewrite=0 --innodb-buffer-pool-size=128M --max-connections=300 --default-time-zone=+05:30';
  const own = isMariaDb(daemon) ? [] : ['--mysqlx=OFF'];
  globalThis.guard = guard(folder, log, [...server, ...settings.split(' '), ...own]);
  const url = `${isMariaDb(daemon) ? 'mariadb' : 'mysql'}://root@127.0.0.1:${port}`;
  await untilReady(url, log);
  return url;
}

/**
 * A shell that waits on its standard input, a pipe this process holds: however the run ends, killed too, the server ends with it and the
 * folder goes.
 */
function guard(folder, log, server = []) {
  const script =
    'folder=$1; shift; if [ $# -gt 0 ]; then "$@" </dev/null & server=$!; fi; cat >/dev/null; ' +
    'if [ -n "$server" ]; then kill $server; wait $server; fi; rm -rf "$folder"';
  const output = openSync(log, 'a');
  const shell = spawn('/bin/sh', ['-c', script, 'sh', folder, ...server], { stdio: ['pipe', output, output], detached: true });
  shell.unref();
  shell.stdin.unref();
  return shell;
}

export const isMariaDb = (daemon) => execFileSync(daemon, ['--version'], { encoding: 'utf8' }).includes('MariaDB');

export function initialise(daemon, data, asRoot) {
  const options = { stdio: ['ignore', 'ignore', 'pipe'] };
  if (!isMariaDb(daemon)) {
    execFileSync(daemon, ['--no-defaults', '--initialize-insecure', ...asRoot, `--datadir=${data}`], options);
    return;
  }
  const install = find('mariadb-install-db', 'mysql_install_db') ?? 'mariadb-install-db';
  const args = ['--no-defaults', ...asRoot, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync(install, args, options);
}

/** A port for a server that may be stopped and started again: below those the system hands out, which would be taken meanwhile. */
export async function freePort() {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer().on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

export async function untilReady(url, log) {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      await (await mysql.createConnection(url)).end();
      return;
    } catch (cause) {
      if (Date.now() > end) throw new Error(`The private database server did not start.\n${readFileSync(log, 'utf8')}`, { cause });
      await sleep(100);
    }
  }
}
