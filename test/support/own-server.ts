/** A database server of the story's own, to be killed, paused and started again; unlike the one of the run it keeps what it committed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import mysql from 'mysql2/promise';
import { engine, runFolder, type TestDatabase } from './database.js';
import { find, freePort, initialise, isMariaDb, untilReady } from './global-setup.mjs';
import { requireAll } from './skip.js';

const daemon = find('mariadbd', 'mysqld');

const none = Object.assign(() => undefined, describe) as unknown as jest.Describe;
const onMySql: jest.Describe = daemon !== undefined || requireAll ? describe : describe.skip;

/** A story that hurts the database server: it starts one of its own. There is none to hurt on the embedded engine. */
export const describeWithOwnServer: jest.Describe = engine === 'mysql' ? onMySql : none;

export class OwnServer {
  private shell?: ChildProcess;
  private pid = 0;

  private constructor(
    readonly database: TestDatabase,
    private readonly folder: string,
    private readonly port: number,
    private readonly url: string,
  ) {}

  /** Makes and starts a server with one empty schema. */
  static async create(): Promise<OwnServer> {
    if (!daemon) throw new Error('Missing: mariadbd or mysqld, to be killed by this story.');
    const folder = mkdtempSync(join(runFolder, 'own-'));
    initialise(daemon, join(folder, 'server'), process.getuid?.() === 0 ? ['--user=root'] : []);
    const port = await freePort();
    const root = `${isMariaDb(daemon) ? 'mariadb' : 'mysql'}://root@127.0.0.1:${port}`;
    const url = `${root}/hotline`;
    const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: url };
    const drop = () => rm(folder, { recursive: true, force: true });
    const server = new OwnServer({ engine: 'mysql', dataDir: env.DATA_DIR, url, env, drop }, folder, port, root);
    await server.start();
    const connection = await mysql.createConnection(root);
    await connection.query('CREATE DATABASE hotline CHARACTER SET utf8mb4');
    await connection.end();
    return server;
  }

  /** Starts it on the same files and the same port. */
  async start(): Promise<void> {
    const own = isMariaDb(daemon!) ? [] : ['--mysqlx=OFF'];
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    const log = join(this.folder, 'server.log');
    const settings = [
      ...['--no-defaults', ...asRoot, `--datadir=${join(this.folder, 'server')}`, `--socket=${join(this.folder, 'own.sock')}`],
      ...[`--port=${this.port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--skip-log-bin', '--performance-schema=OFF'],
      ...['--innodb-buffer-pool-size=64M', '--max-connections=100', ...own],
    ];
    // the shell ends the server when its standard input does, that is with this process at the latest
    const script =
      'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!; cat >/dev/null; kill -CONT $! 2>/dev/null; kill -9 $! 2>/dev/null';
    const shell = spawn('/bin/sh', ['-c', script, 'sh', log, daemon!, ...settings], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.shell = shell;
    shell.unref();
    for (const stream of shell.stdio) (stream as Socket | null)?.unref();
    const lines = createInterface({ input: shell.stdout });
    this.pid = Number((await once(lines, 'line'))[0]);
    await untilReady(this.url, log);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const ended = once(this.shell!, 'exit');
    this.shell!.ref();
    process.kill(this.pid, 'SIGKILL');
    this.shell!.stdin!.end();
    await ended;
  }

  /** Neither answers nor refuses: what a machine out of memory or a lost network looks like. */
  pause(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
  }
}
