/** The built server as its own process, as a city would run it: started, stopped, killed and started again by the story. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { CITY_NOW, copyOf } from './originals.js';
import { freePort } from './global-setup.mjs';

export type Environment = Record<string, string>;

/** A first start fills the demo city, which takes long where much else runs. */
const READY_MS = 150_000;

/** A server process on a free port; `restart` keeps port and database and may move `NOW`, the story's time machine. */
export class App {
  private child?: ChildProcess;
  private output = '';
  private startedAt = 0;

  constructor(
    readonly url: string,
    readonly database: TestDatabase,
    private env: Environment,
    private readonly ownsDatabase: boolean,
  ) {}

  /** Everything the server has printed, all its lives in one. */
  get logs(): string {
    return this.output;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** A new visitor without a session. */
  client(): Client {
    return new Client(this.url);
  }

  /** A new client with the session of a demo account. */
  async signIn(username: string, password?: string): Promise<Client> {
    const client = this.client();
    await client.signIn(username, password);
    return client;
  }

  /** SIGTERM, and out of the way within 10 s as operations promises; drops the database unless told to keep it. Gives the exit code. */
  async stop({ keep = false } = {}): Promise<number | null> {
    const code = await this.end('SIGTERM');
    if (this.ownsDatabase && !keep) await this.database.drop();
    return code;
  }

  /** SIGKILL: what a power cut leaves behind. The database stays for `restart`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops a running server and starts it again on the same port and database, with these variables changed. */
  async restart(changes: Environment = {}): Promise<void> {
    await this.end('SIGTERM');
    await this.start(changes);
  }

  /** Turns the running server's clock on, or back, to that instant: its timers find it out by themselves. */
  async turnTo(now: string): Promise<void> {
    const child = this.child;
    if (!child?.connected) throw new Error('Only the clock of a running server can be turned.');
    const turned = once(child, 'message', { signal: AbortSignal.timeout(10_000) });
    child.send(now);
    await turned;
    this.env = { ...this.env, NOW: now };
    this.startedAt = Date.now();
  }

  /** The hour the server's clock shows, so that a restart never turns it back; empty when it shows the real one. */
  private now(): string {
    if (!this.env.NOW || this.startedAt === 0) return this.env.NOW ?? '';
    return new Date(Date.parse(this.env.NOW) + (Date.now() - this.startedAt) * Number(this.env.CLOCK_RATE || 1)).toISOString();
  }

  /** Starts a server that was killed or stopped. */
  async start(changes: Environment = {}): Promise<void> {
    this.env = { ...this.env, NOW: this.now(), ...changes };
    const main = resolve('dist/main.js');
    if (!existsSync(main)) throw new Error('There is no built server in dist: npm run build.');
    const { PATH, HOME, TZ, LANG } = process.env;
    this.startedAt = Date.now();
    const child = spawn(process.execPath, ['--import', resolve('test/support/server-in-a-story.mjs'), main], {
      env: { PATH, HOME, TZ, LANG, ...this.env },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    // A story that breaks off before it stops its server must not keep the test run waiting for it.
    child.unref();
    child.channel?.unref();
    for (const stream of child.stdio) (stream as Socket | null)?.unref();
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    await this.untilReady(child);
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const end = Date.now() + READY_MS;
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The server ended before it was ready.\n${this.lastWords()}`);
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.ok) return;
      if (Date.now() > end) {
        await this.end('SIGKILL');
        throw new Error(`The server was not ready within ${READY_MS / 1_000} s.\n${this.lastWords()}`);
      }
      await sleep(50);
    }
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.child;
    if (!child) return null;
    this.child = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      const closed = new Promise((done) => child.once('close', done));
      const ended = new Promise((done) => child.once('exit', done));
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await ended;
      clearTimeout(patience);
      await Promise.race([closed, sleep(2_000)]); // its last words, unless a process it started still holds them
      if (signal === 'SIGTERM' && child.signalCode === 'SIGKILL') throw new Error(`SIGTERM was ignored for 12 s.\n${this.lastWords()}`);
    }
    return child.exitCode;
  }

  private lastWords(): string {
    return this.output.split('\n').slice(-40).join('\n');
  }
}

/**
 * Starts the built server with a database of its own, or as one more process on a database that another one uses. Unless told otherwise
 * it is the demo city on a Monday morning in duty hours; `NOW: ''` is the real hour, `DEMO: '0'` an empty database.
 */
export async function startApp(overrides: Environment = {}, database?: TestDatabase): Promise<App> {
  const settings = { NODE_ENV: 'test', HOST: '127.0.0.1', DEMO: '1', NOW: CITY_NOW, ...overrides };
  const boot = async (on: TestDatabase, isOwner: boolean) => {
    const port = Number(overrides.PORT ?? (await freePort()));
    const url = `http://127.0.0.1:${port}`;
    const app = new App(url, on, { PUBLIC_URL: url, PORT: String(port), ...settings, ...on.env }, isOwner);
    await app.start();
    return app;
  };
  if (database) return boot(database, false);
  if (settings.DEMO !== '1') return boot(await freshDatabase(), true);
  const filled = await copyOf('city', settings.NOW, async (empty) => {
    await (await boot(empty, false)).stop();
  });
  return boot(filled, true);
}

/** A server that is turned to one instant after the other, and starts again where its settings are others than before. */
export function turningApp(): (now: string, env: Environment, database: TestDatabase) => Promise<App> {
  let app: App | undefined;
  let settings = '';
  return async (now, env, database) => {
    const asked = JSON.stringify(env);
    if (app?.pid && asked === settings) await app.turnTo(now);
    else {
      await app?.stop({ keep: true });
      app = await startApp({ NOW: now, ...env }, database);
    }
    settings = asked;
    return app;
  };
}
