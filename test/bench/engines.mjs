// The databases that are measured: the embedded file, and a server of MySQL's protocol with its durable defaults.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from '../support/global-setup.mjs';

/** A folder of this run on a real disk: memory would make every commit look free. */
export function ownFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The engines at hand; without a server only the embedded one, and a line that says so. */
export async function openEngines(folder) {
  const url = process.env.TEST_MYSQL_URL ?? (await startServer(folder));
  if (!url) console.log('No MySQL-protocol server: set TEST_MYSQL_URL or install mariadb-server.');
  const engines = [embedded(folder), ...(url ? [await overMysql(url, folder)] : [])];
  return engines.filter(({ name }) => name.toLowerCase().includes((process.env.BENCH_ENGINE ?? '').toLowerCase()));
}

const commonEnv = (dataDir) => {
  mkdirSync(dataDir, { recursive: true });
  return { DATA_DIR: dataDir, SECRET_KEY_FILE: join(dataDir, 'secret.key'), DEMO: '1', INTAKES_PER_MINUTE: '1000000' };
};

const embedded = (folder) => ({
  name: 'embedded',
  fresh: (label) => Promise.resolve({ env: commonEnv(join(folder, `embedded-${label}`)), drop: () => Promise.resolve() }),
});

async function overMysql(url, folder) {
  const admin = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'));
  const [[{ version, flush }]] = await admin.query('SELECT VERSION() AS version, @@innodb_flush_log_at_trx_commit AS flush');
  await admin.end();
  const name = /mariadb/i.test(version) ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`;
  console.log(`${name} on the MySQL protocol, innodb_flush_log_at_trx_commit = ${flush}.`);
  const ask = async (sql) => {
    const connection = await mysql.createConnection(url.replace(/^mariadb:/, 'mysql:'));
    await connection.query(sql);
    await connection.end();
  };
  return {
    name,
    async fresh(label) {
      const database = `bench_${label}_${randomBytes(4).toString('hex')}`;
      await ask(`CREATE DATABASE ${database}`);
      const own = new URL(url);
      own.pathname = `/${database}`;
      const env = { ...commonEnv(join(folder, database)), DATABASE_URL: own.href };
      return { env, drop: () => ask(`DROP DATABASE ${database}`) };
    },
  };
}

/** A private server as installed, no setting touched but where it lives. Ends with this process. */
async function startServer(folder) {
  const find = (name) => [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].map((place) => join(place, name)).find(existsSync);
  const [daemon, install] = [find('mariadbd'), find('mariadb-install-db')];
  if (!daemon || !install) return undefined;
  const [data, log, port] = [join(folder, 'server'), join(folder, 'server.log'), await freePort()];
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const first = ['--no-defaults', ...asRoot, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync(install, first, { stdio: 'ignore' });
  const place = [`--datadir=${data}`, `--socket=${join(folder, 'server.sock')}`, `--port=${port}`, '--bind-address=127.0.0.1'];
  const output = openSync(log, 'a');
  const child = spawn(daemon, ['--no-defaults', ...asRoot, ...place], { stdio: ['ignore', output, output] });
  child.unref();
  process.on('exit', () => child.kill('SIGKILL'));
  for (let waited = 0; waited < 60_000; waited += 100) {
    const connection = await mysql.createConnection(`mysql://root@127.0.0.1:${port}`).catch(() => undefined);
    await connection?.end();
    if (connection) return `mariadb://root@127.0.0.1:${port}`;
    await sleep(100);
  }
  throw new Error(`The private database server did not start.\n${readFileSync(log, 'utf8')}`);
}
